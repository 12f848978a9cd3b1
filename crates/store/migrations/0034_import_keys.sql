-- Under which key an import was asked for, so that what is asked once more is found among all of them; none where it had none.
ALTER TABLE imports ADD COLUMN asked_key TEXT;
CREATE UNIQUE INDEX imports_key ON imports (asked_key);
