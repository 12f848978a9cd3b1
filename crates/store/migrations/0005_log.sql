-- The log: leaf `n`, from 0, as the text that is hashed. Events and what else has happened commit to it and never
-- change it; erasing an event takes its text and its salts, not its leaf.
CREATE TABLE log_leaves (
    n INTEGER PRIMARY KEY,
    leaf TEXT NOT NULL
);
-- The tree's full tiles, 256 hashes each; `root` is the tile's own hash in the tile above it. Partial tiles are made
-- from leaves and roots when somebody asks.
CREATE TABLE log_tiles (
    level BIGINT NOT NULL,
    n BIGINT NOT NULL,
    hashes BLOB NOT NULL,
    root BLOB NOT NULL,
    PRIMARY KEY (level, n)
);
-- Where an event's leaf is, and the two salts (base 64, one line) of its commitments: to the event, to who did it.
ALTER TABLE events ADD COLUMN leaf BIGINT;
ALTER TABLE events ADD COLUMN salts TEXT;

-- How far the full-text index is: it has all cases up to `seq` as they are, but those of `unindexed`.
CREATE TABLE search_upto (seq BIGINT NOT NULL);
INSERT INTO search_upto (seq) SELECT coalesce(max(seq), 0) FROM cases;
CREATE TABLE unindexed (seq BIGINT NOT NULL PRIMARY KEY);
