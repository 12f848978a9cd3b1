-- Since when everybody may read where a published case is; the map finds by it those that have a place, and no others. None where it is
-- not told.
ALTER TABLE cases ADD COLUMN placed_at BIGINT;
CREATE INDEX cases_placed_at ON cases (placed_at, seq) WHERE placed_at IS NOT NULL;

-- To which party of a dispute a notice goes; none where it goes to whoever asked, the first of them.
ALTER TABLE notices ADD COLUMN party TEXT;
DROP INDEX notices_once;
CREATE UNIQUE INDEX notices_once ON notices (case_id, version, what, coalesce(party, ''));

-- Notices that in a row did not reach another party, and the event that brought its address.
CREATE TABLE notice_parties (
    case_id BLOB NOT NULL,
    party TEXT NOT NULL,
    failures BIGINT NOT NULL,
    address_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, party)
);
