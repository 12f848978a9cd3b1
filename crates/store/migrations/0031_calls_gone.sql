-- Calls whose records are gone, as the pack's time for them was over: how many there were, by month and reason.
CREATE TABLE calls_gone (
    month TEXT NOT NULL,
    reason TEXT NOT NULL,
    n BIGINT NOT NULL,
    unanswered BIGINT NOT NULL,
    PRIMARY KEY (month, reason)
);
