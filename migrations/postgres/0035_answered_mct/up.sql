-- How large the difference was for which somebody answered, milli-carats: an answer is for no larger one.
ALTER TABLE difference_answer ADD COLUMN mct BIGINT NOT NULL DEFAULT 0;
