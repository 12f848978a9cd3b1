-- When somebody signed in, in this session, to the post of the watch that they have; none where they act in their own.
ALTER TABLE sessions ADD COLUMN duty_post_at BIGINT;
