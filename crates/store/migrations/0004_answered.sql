-- Answered and not ended: few of many, and counted on the first page.
CREATE INDEX cases_answered ON cases (kind, finished_at) WHERE finished_at IS NOT NULL AND ended_at IS NULL;
