-- How large the value of the difference was for which somebody answered, US cents: an answer is for no larger one.
ALTER TABLE difference_answer ADD COLUMN usd_cents BIGINT NOT NULL DEFAULT 0;
