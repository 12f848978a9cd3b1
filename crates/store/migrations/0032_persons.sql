-- Accounts that an administrator has said to be one person's: a word that is the same on all of them; none where an account is its
-- person's only one.
ALTER TABLE accounts ADD COLUMN person TEXT;
CREATE INDEX accounts_person ON accounts (person);
