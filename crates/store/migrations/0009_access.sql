-- The access record: a line for each time that something sealed, a file or a list was opened, found by when, by what,
-- by post, by unit and by case. Why it was opened stands in the event alone. There is no column for a person.
CREATE TABLE openings (
    -- Of the event.
    position INTEGER PRIMARY KEY,
    case_seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    post TEXT NOT NULL,
    unit TEXT NOT NULL
);
CREATE INDEX openings_at ON openings (at, position);
CREATE INDEX openings_what ON openings (what, at, position);
CREATE INDEX openings_post ON openings (post, at, position);
CREATE INDEX openings_unit ON openings (unit, at, position);
CREATE INDEX openings_case ON openings (case_seq, at, position);
