-- Reports of incidents that this program hands on: one row for each receiver and way, made with the event that says so. To whom it
-- goes stands in the event, the address in no row. A token is there in the open until the message was handed on, and then only
-- its hash.
CREATE TABLE report_sends (
    id TEXT NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL,
    report BIGINT NOT NULL,
    receiver BIGINT NOT NULL,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    token TEXT,
    token_sha256 TEXT NOT NULL,
    sent_at BIGINT,
    error TEXT
);
CREATE UNIQUE INDEX report_sends_of ON report_sends (case_id, report, receiver);
CREATE INDEX report_sends_due ON report_sends (state, run_at);
CREATE INDEX report_sends_token ON report_sends (token_sha256);
-- Every attempt, kept: when, and why it failed; never an address.
CREATE TABLE report_tries (
    send TEXT NOT NULL,
    n BIGINT NOT NULL,
    at BIGINT NOT NULL,
    error TEXT,
    PRIMARY KEY (send, n)
);
-- The second key of an incident, wrapped: what was taken in the emergency is sealed under it and is gone with it, while the rest of
-- the case stays. One byte of zero where it was destroyed.
CREATE TABLE emergency_keys (
    case_id BLOB NOT NULL PRIMARY KEY,
    wrapped BLOB NOT NULL
);
