-- Calls 呼叫 to the body's own people: when each has to be looked at again; what happened to it is in stream_events.
CREATE TABLE calls (
    id TEXT NOT NULL PRIMARY KEY,
    once TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    next_at BIGINT,
    open BIGINT NOT NULL
);
CREATE UNIQUE INDEX calls_once ON calls (once);
CREATE INDEX calls_next ON calls (next_at);
CREATE INDEX calls_open ON calls (open, raised_at);
-- What is sent for it. A token is there in the open until it was sent, and then only its hash.
CREATE TABLE call_sends (
    id TEXT NOT NULL PRIMARY KEY,
    call TEXT NOT NULL,
    step BIGINT NOT NULL,
    round BIGINT NOT NULL,
    staff TEXT,
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    n BIGINT NOT NULL,
    state TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    token TEXT,
    token_sha256 TEXT NOT NULL,
    sent_at BIGINT,
    delivered_at BIGINT,
    read_at BIGINT,
    error TEXT
);
CREATE INDEX call_sends_due ON call_sends (state, due_at);
CREATE INDEX call_sends_of ON call_sends (call);
CREATE INDEX call_sends_token ON call_sends (token_sha256);
-- By which ways a member of staff is reached, in their order; the address is sealed.
CREATE TABLE staff_channels (
    id TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    n BIGINT NOT NULL,
    kind TEXT NOT NULL,
    key BLOB NOT NULL,
    address BLOB NOT NULL,
    failures BIGINT NOT NULL,
    good_at BIGINT,
    failed_at BIGINT,
    error TEXT
);
CREATE INDEX staff_channels_of ON staff_channels (account, n);
-- When somebody outside said last that it lives.
CREATE TABLE heartbeats (
    name TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);
