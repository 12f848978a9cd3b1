-- What was said of which accounts are one person's: who said it, when and why. Written with the change itself, and never changed.
CREATE TABLE account_acts (
    n BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    -- 'linked' or 'parted'.
    what TEXT NOT NULL,
    -- Ids, as a JSON list: all that are one person's from now on; of a parting all that were, the one that was parted first.
    accounts TEXT NOT NULL,
    actor TEXT NOT NULL,
    post TEXT NOT NULL,
    unit TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE INDEX account_acts_at ON account_acts (at, n);
