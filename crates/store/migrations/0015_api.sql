-- Keys with which programs come in: only what a key hashes to is kept. A key belongs to a post, and may at most what the
-- post may; its scopes narrow that further. `made_by` is the account that made it, none from the command line.
CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    secret_sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    -- With spaces between.
    scopes TEXT NOT NULL,
    made_by TEXT,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE UNIQUE INDEX api_keys_secret ON api_keys (secret_sha256);

-- What was asked under an Idempotency-Key, as a hash: the same key with another question is a mistake.
CREATE TABLE api_requests (
    key_id TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (key_id, idempotency_key)
);
CREATE INDEX api_requests_at ON api_requests (at);

-- Read model: since when everybody may read of a case, after review.
ALTER TABLE cases ADD COLUMN published_at BIGINT;
CREATE INDEX cases_published ON cases (received_at) WHERE published_at IS NOT NULL;
