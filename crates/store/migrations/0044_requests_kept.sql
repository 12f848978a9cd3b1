-- What was asked under the Idempotency-Key with which something was written, once the request itself is forgotten: as long as what was
-- written is found by the key, another request under it has to be told from the first. None while the request is remembered.
ALTER TABLE idempotency ADD COLUMN fingerprint TEXT;
