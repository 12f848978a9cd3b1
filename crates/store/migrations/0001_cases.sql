-- Times are BIGINT milliseconds UTC; days are BIGINT yyyymmdd in the zone of the pack; ids are 16 bytes of a UUIDv7.
-- BLOB is written BYTEA on PostgreSQL; nothing else differs between the engines in this file.

-- The truth: every event of every case, in the order it was written.
CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    case_id BLOB NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    -- Only with the first event of a case that has a number in another system: which system.
    source_system TEXT
);
CREATE UNIQUE INDEX events_version ON events (case_id, version);

-- Read model: one line of the worklist a case. `seq` follows the order of registration.
CREATE TABLE cases (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    category TEXT NOT NULL,
    title TEXT NOT NULL,
    unit TEXT NOT NULL,
    leader TEXT NOT NULL,
    area TEXT,
    address TEXT NOT NULL,
    source TEXT NOT NULL,
    source_system TEXT NOT NULL,
    external TEXT,
    origin BLOB,
    status TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    received_day BIGINT NOT NULL,
    registered_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    due_at BIGINT,
    ended_at BIGINT,
    finished_at BIGINT,
    repeats BIGINT NOT NULL,
    people_affected BIGINT,
    casualties BIGINT,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX cases_id ON cases (id);
CREATE UNIQUE INDEX cases_number ON cases (number);
CREATE UNIQUE INDEX cases_external ON cases (source_system, external) WHERE external IS NOT NULL;
-- The worklist: each order with the filters that are used alone; every other filter is looked at row by row.
CREATE INDEX cases_received ON cases (kind, received_at);
CREATE INDEX cases_unit ON cases (kind, unit, received_at);
CREATE INDEX cases_category ON cases (kind, category, received_at);
CREATE INDEX cases_area ON cases (kind, area, received_at);
CREATE INDEX cases_status ON cases (kind, status, received_at);
CREATE INDEX cases_changed ON cases (kind, changed_at);
CREATE INDEX cases_due ON cases (kind, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX cases_unit_due ON cases (kind, unit, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX cases_origin ON cases (origin) WHERE origin IS NOT NULL;
-- The day's numbers, answered from the index alone.
CREATE INDEX cases_day ON cases (kind, received_day, registered_at, category, area, unit);
CREATE INDEX cases_unfinished ON cases (kind, received_day, registered_at) WHERE finished_at IS NULL;
CREATE INDEX cases_finished ON cases (kind, finished_at, received_day, registered_at) WHERE finished_at IS NOT NULL;
CREATE INDEX cases_grave ON cases (kind, received_day)
    WHERE casualties > 0 OR people_affected > 0 OR repeats > 0;

-- Read model: the clocks of the cases, `n` in the order they started. `kind` and `unit` repeat the case's.
CREATE TABLE clocks (
    case_seq BIGINT NOT NULL,
    n BIGINT NOT NULL,
    clock TEXT NOT NULL,
    kind TEXT NOT NULL,
    unit TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    warning BIGINT,
    -- When it ended, with or without a verdict; none while it is open.
    ended_at BIGINT,
    -- Stands still: neither overdue nor marked.
    paused BIGINT NOT NULL,
    -- Ended without a verdict: never counted.
    cancelled BIGINT NOT NULL,
    -- When the next share of its time (50, 80, 100 %) is used up; none when there is nothing more to mark.
    next_mark_at BIGINT,
    PRIMARY KEY (case_seq, n)
);
CREATE INDEX clocks_open ON clocks (kind, due_at, unit, from_at) WHERE ended_at IS NULL AND paused = 0;
CREATE INDEX clocks_ended ON clocks (kind, ended_at, due_at, unit, from_at) WHERE ended_at IS NOT NULL AND cancelled = 0;
CREATE INDEX clocks_mark ON clocks (next_mark_at) WHERE next_mark_at IS NOT NULL;
CREATE INDEX clocks_warning ON clocks (warning) WHERE warning IS NOT NULL;

-- Keys of appends that were written: a repeat answers as the first did.
CREATE TABLE idempotency (
    key TEXT NOT NULL PRIMARY KEY,
    case_id BLOB NOT NULL,
    number TEXT NOT NULL,
    version BIGINT NOT NULL
);

-- Running numbers: of a day's cases, of a year's briefs, of all briefs.
CREATE TABLE numbers (
    prefix TEXT NOT NULL PRIMARY KEY,
    last BIGINT NOT NULL
);

CREATE TABLE day_events (
    day BIGINT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (day, version)
);

CREATE TABLE reports (
    position INTEGER PRIMARY KEY,
    day BIGINT NOT NULL,
    unit TEXT NOT NULL,
    version BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    cases BIGINT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE UNIQUE INDEX reports_version ON reports (day, unit, version);

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    job_key TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    done BIGINT NOT NULL,
    error TEXT
);
CREATE UNIQUE INDEX jobs_key ON jobs (job_key);
CREATE INDEX jobs_waiting ON jobs (kind, run_at) WHERE done = 0;

CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    user_name TEXT NOT NULL,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    locale TEXT,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);
CREATE UNIQUE INDEX accounts_user_name ON accounts (user_name);

CREATE TABLE sessions (
    token_sha256 TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    csrf TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);

CREATE TABLE attempts (
    attempt_key TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX attempts_key ON attempts (attempt_key, at);

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
