-- Full text over number, title, description, address. The words are cut by the program before they come here, so
-- this table only has to tell them apart at spaces; `rowid` is `cases.seq`. PostgreSQL has a file of its own for it.
CREATE VIRTUAL TABLE search USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii', detail = none);
