-- How large the difference was for which somebody answered, milli-carats: an answer is for no larger one.
ALTER TABLE difference_answer ADD COLUMN mct INTEGER NOT NULL DEFAULT 0;
