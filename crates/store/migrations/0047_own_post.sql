-- When it was chosen in a session to act in one's own post, and not in the post of the watch that one has; none where it was not.
ALTER TABLE sessions ADD COLUMN own_post_at BIGINT;
