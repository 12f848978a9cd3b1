-- What is grave in a case is judged until the case is finished, whenever it was received.
CREATE INDEX cases_grave_open ON cases (kind, finished_at)
    WHERE casualties > 0 OR people_affected > 0 OR repeats > 0;

-- Rows of a unit's file that could not be read: a brief says how many are missing, whoever drafts it and however often.
ALTER TABLE reports ADD COLUMN rejected BIGINT NOT NULL DEFAULT 0;
