-- Warnings of other bodies are told apart by where they came from too: a message that came from one source keeps none of the same
-- name out that comes from another. What is there already keeps the source that it came from.
CREATE TABLE received_alerts_by_source (
    sender TEXT NOT NULL,
    identifier TEXT NOT NULL,
    source TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    xml TEXT NOT NULL,
    matters_until BIGINT NOT NULL,
    PRIMARY KEY (sender, identifier, source)
);
INSERT INTO received_alerts_by_source (sender, identifier, source, received_at, xml, matters_until)
SELECT sender, identifier, source, received_at, xml, matters_until FROM received_alerts;
DROP TABLE received_alerts;
ALTER TABLE received_alerts_by_source RENAME TO received_alerts;
CREATE INDEX received_alerts_at ON received_alerts (received_at);
CREATE INDEX received_alerts_until ON received_alerts (matters_until);
