-- Screening rounds 大排查: a stream each, beside the cases.
CREATE TABLE round_events (
    round TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (round, version)
);
CREATE INDEX round_events_at ON round_events (version, at);
