-- Read model: whom of the body's own a case complains about. For them the case does not exist; see read/viewer.rs.
CREATE TABLE case_about (
    case_seq BIGINT NOT NULL,
    -- 'unit' or 'post'.
    what TEXT NOT NULL,
    slug TEXT NOT NULL,
    PRIMARY KEY (case_seq, what, slug)
);
CREATE INDEX case_about_whom ON case_about (what, slug, case_seq);
