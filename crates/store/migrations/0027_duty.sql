-- What happens beside the cases: a stream each, by its kind and id. Rosters and watches of desks, plans and drills.
CREATE TABLE stream_events (
    stream TEXT NOT NULL,
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (stream, id, version)
);
CREATE INDEX stream_events_begun ON stream_events (stream, version, at);
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
