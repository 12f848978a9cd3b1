-- What is said in confidence: with the first event of a case its key, wrapped by a key that is not here (none: not drawn
-- yet; empty: destroyed); with each event that brings sealed values, these under the case's key. On the event's own row,
-- so that nothing more is written for them.
ALTER TABLE events ADD COLUMN case_key BLOB;
ALTER TABLE events ADD COLUMN sealed BLOB;
CREATE INDEX events_keyless ON events (position) WHERE version = 1 AND case_key IS NULL;

-- When everything that people wrote in the case was erased; and which ended cases are still whole.
ALTER TABLE cases ADD COLUMN erased_at BIGINT;
CREATE INDEX cases_ended ON cases (kind, ended_at) WHERE ended_at IS NOT NULL AND erased_at IS NULL;

-- Which days' papers repeat words of a case.
CREATE TABLE day_mentions (
    case_id BLOB NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (case_id, day)
);

-- What is still to be done after words were erased, so that nothing is left of them beside the tables: done by whoever
-- erased, or by the next opening.
CREATE TABLE unfinished (what TEXT NOT NULL PRIMARY KEY);
-- Files that lie in the open are sealed, and places of the database that are free are emptied once.
INSERT INTO unfinished (what) VALUES ('files'), ('pages');

-- Takes up the database's free places, to empty them.
CREATE TABLE wiping (zeros BLOB NOT NULL);
