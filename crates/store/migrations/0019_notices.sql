-- Notices to the people who asked. No address is in any of these tables: it is sealed under its case's key with the event
-- that brought it, and opened when a notice is sent.

-- Cases in which notices were ever chosen.
CREATE TABLE notice_cases (
    case_id BLOB NOT NULL PRIMARY KEY,
    -- Notices that in a row did not reach the address, and the event that brought it.
    failures BIGINT NOT NULL,
    address_at BIGINT NOT NULL
);

-- The last event that was looked at.
CREATE TABLE notice_upto (position BIGINT NOT NULL);
INSERT INTO notice_upto (position) SELECT coalesce(max(position), 0) FROM events;

-- A notice, and what became of it: the requester and the desk read it.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    case_id BLOB NOT NULL,
    -- The event that it tells of.
    version BIGINT NOT NULL,
    -- 'email' or 'text'.
    channel TEXT NOT NULL,
    -- Message key of what it says.
    what TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    -- 'waiting', 'sent', 'returned' (it did not arrive), 'given-up' or 'dropped' (nobody wants it any more).
    state TEXT NOT NULL,
    last_at BIGINT,
    last_error TEXT
);
CREATE UNIQUE INDEX notices_once ON notices (case_id, version, what);
CREATE INDEX notices_waiting ON notices (run_at) WHERE state = 'waiting';
CREATE INDEX notices_by_channel ON notices (channel, state, last_at);

-- How each way of sending and of taking in stands.
CREATE TABLE notice_channels (
    channel TEXT NOT NULL PRIMARY KEY,
    -- Failures in a row.
    failures BIGINT NOT NULL,
    good_at BIGINT,
    failed_at BIGINT,
    error TEXT
);

-- What became of mail that came in, counted: of what is in no case nothing else is kept.
CREATE TABLE mail_counts (
    what TEXT NOT NULL PRIMARY KEY,
    n BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
