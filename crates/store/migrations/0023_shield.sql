-- Read model: dangers to somebody that have not ended, one to a case. The line goes when the danger ends, so no list can be
-- made of what was ever raised; it is of a case, and there is no column for a person.
CREATE TABLE case_dangers (
    case_seq BIGINT NOT NULL PRIMARY KEY,
    danger TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    acknowledged_at BIGINT
);
CREATE INDEX case_dangers_raised ON case_dangers (raised_at);

-- The secret links of outsiders who are invited to a case: what a link hashes to, never the link. Until when it holds
-- stands in the case.
CREATE TABLE guest_links (
    token_sha256 TEXT NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL,
    created_at BIGINT NOT NULL
);
