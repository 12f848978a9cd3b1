-- A key of somebody's own: `account` is whose it is; whoever shows it acts as that account, in the post it holds then. It ends by itself.
ALTER TABLE api_keys ADD COLUMN account TEXT;
ALTER TABLE api_keys ADD COLUMN ends_at BIGINT;
