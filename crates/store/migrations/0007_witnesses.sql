-- Checkpoints that the log's own key cannot sign again: those that two keys of the log have signed when one took over
-- (`handover` 1, kept for ever), and the newest that witnesses have signed (`witnessed` 1).
CREATE TABLE log_heads (
    size BIGINT NOT NULL PRIMARY KEY,
    note TEXT NOT NULL,
    handover BIGINT NOT NULL,
    witnessed BIGINT NOT NULL
);
-- What is known of each witness, by its key: the size it has last signed and when; when it was last asked, how often
-- without success since it last signed, and why; the alarm that it raised and when.
CREATE TABLE log_witnesses (
    vkey TEXT NOT NULL PRIMARY KEY,
    signed_size BIGINT NOT NULL,
    signed_at BIGINT,
    asked_at BIGINT,
    failures BIGINT NOT NULL,
    error TEXT,
    alarm TEXT,
    alarm_at BIGINT
);
