-- Until when a warning of another body is looked at, however many came after it: as long as something of what it says holds, and one that
-- supersedes others as long as they are looked at. What it says cannot be read here: what is there already is looked at for 30 days.
ALTER TABLE received_alerts ADD COLUMN matters_until BIGINT NOT NULL DEFAULT 0;
UPDATE received_alerts SET matters_until = received_at + 2592000000;
CREATE INDEX received_alerts_until ON received_alerts (matters_until);
