-- What everybody may read, the newest first; published texts are found by words of their own, so those published before
-- are put into the full-text index again.
CREATE INDEX cases_published_at ON cases (published_at, seq) WHERE published_at IS NOT NULL;
INSERT INTO unindexed (seq) SELECT seq FROM cases WHERE published_at IS NOT NULL AND seq NOT IN (SELECT seq FROM unindexed);
