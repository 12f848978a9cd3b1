-- Public warnings 预警信息: a stream each, beside the cases; when each that is in force ends by itself.
CREATE TABLE warning_events (
    warning TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (warning, version)
);
CREATE INDEX warning_events_at ON warning_events (version, at);
CREATE TABLE warning_ends (
    warning TEXT NOT NULL PRIMARY KEY,
    ends_at BIGINT NOT NULL
);
CREATE INDEX warning_ends_at ON warning_ends (ends_at);
-- Warnings of other bodies, as they came.
CREATE TABLE received_alerts (
    sender TEXT NOT NULL,
    identifier TEXT NOT NULL,
    source TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    xml TEXT NOT NULL,
    PRIMARY KEY (sender, identifier)
);
CREATE INDEX received_alerts_at ON received_alerts (received_at);
-- Operating levels 平战状态: one stream.
CREATE TABLE level_events (
    version BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL
);
