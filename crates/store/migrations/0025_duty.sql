-- Duty 值班: roster and watch of a desk, a stream each, beside the cases.
CREATE TABLE duty_events (
    desk TEXT NOT NULL,
    stream TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (desk, stream, version)
);
-- Secret links to calendars: of an account's own shifts, or of a desk's tier.
CREATE TABLE duty_feeds (
    token_sha256 TEXT PRIMARY KEY,
    whose TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX duty_feeds_whose ON duty_feeds (whose);
-- Rosters that the program proposes, until a person takes one.
CREATE TABLE duty_proposals (
    id TEXT PRIMARY KEY,
    desk TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    proposal TEXT
);
