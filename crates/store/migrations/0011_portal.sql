-- The secret links with which people follow their cases: only what a link hashes to is kept, so nobody who reads this can
-- follow one.
CREATE TABLE requester_links (
    token_sha256 TEXT NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL,
    created_at BIGINT NOT NULL
);
