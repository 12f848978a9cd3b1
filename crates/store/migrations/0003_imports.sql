-- Imports that run beside the pages: what was asked for and what came of it. Nothing that stands in a file's cells is
-- here: the files lie beside the database for as long as somebody still needs them.
CREATE TABLE imports (
    id TEXT NOT NULL PRIMARY KEY,
    -- Whose uploaded files it reads: its own, or those of the run that it tries once more.
    folder TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    run TEXT NOT NULL,
    -- None while it waits or runs.
    ended_at BIGINT,
    outcome TEXT
);
CREATE INDEX imports_asked ON imports (asked_at);
CREATE INDEX imports_folder ON imports (folder, asked_at);

-- What stood for them before, with words and cells of the files in it.
DELETE FROM settings WHERE name = 'imports' OR name LIKE 'import/%';
