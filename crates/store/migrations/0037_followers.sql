-- Who follows a published case without having asked it, by e-mail or text message. The address is sealed under the case's key and goes with
-- the case, or when whoever it is follows no more. These rows are in no backup, so that an address that is gone is gone.
CREATE TABLE followers (
    id TEXT NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL,
    -- 'email' or 'text'.
    channel TEXT NOT NULL,
    language TEXT NOT NULL,
    -- Sealed under the case's key.
    address BLOB NOT NULL,
    -- By which the case's key alone knows the address again, so that nobody follows twice.
    address_name TEXT NOT NULL,
    -- What the secret link hashes to.
    link TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    -- The case's version up to which it was told.
    told BIGINT NOT NULL,
    -- The message that waits: 'confirm', 'step' or 'over'; and the event that it tells of.
    what TEXT NOT NULL,
    about BIGINT NOT NULL,
    -- 'waiting' or 'idle'.
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    -- Messages in a row that did not arrive.
    failures BIGINT NOT NULL
);
CREATE UNIQUE INDEX followers_link ON followers (link);
CREATE UNIQUE INDEX followers_once ON followers (case_id, channel, address_name);
CREATE INDEX followers_waiting ON followers (run_at) WHERE state = 'waiting';
CREATE INDEX followers_unconfirmed ON followers (asked_at) WHERE confirmed_at IS NULL;
