-- When what was asked under an Idempotency-Key was done, where nothing of what was done says under which key; none where it was not,
-- and where what was done says it itself.
ALTER TABLE api_requests ADD COLUMN done_at BIGINT;
