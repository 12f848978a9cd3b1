-- Where news of cases is sent. `secret` signs what is sent, so it is kept itself; `upto` is the place of the last event
-- that was looked at.
CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    -- Whose cases it hears of.
    post TEXT NOT NULL,
    upto BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);

-- A message to one of them, and what became of it. There are no words of a case in it.
CREATE TABLE webhook_messages (
    id INTEGER PRIMARY KEY,
    webhook TEXT NOT NULL,
    -- Place of the event that it tells of.
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    -- 'waiting', 'sent' or 'given-up'.
    state TEXT NOT NULL,
    last_at BIGINT,
    last_status BIGINT,
    last_error TEXT
);
CREATE UNIQUE INDEX webhook_messages_once ON webhook_messages (webhook, position);
CREATE INDEX webhook_messages_waiting ON webhook_messages (run_at) WHERE state = 'waiting';
