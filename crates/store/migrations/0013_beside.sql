-- Read model: who works on a case beside its responsible unit: units that help, the unit it is being passed on to, posts
-- that act for one that stands aside. Those who see one unit's cases alone see these too; see read/viewer.rs.
CREATE TABLE case_beside (
    case_seq BIGINT NOT NULL,
    -- 'unit' or 'post'.
    what TEXT NOT NULL,
    slug TEXT NOT NULL,
    PRIMARY KEY (case_seq, what, slug)
);
CREATE INDEX case_beside_who ON case_beside (what, slug, case_seq);
