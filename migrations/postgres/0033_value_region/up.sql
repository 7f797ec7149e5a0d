-- The region from which more than half of the carats that were valued came; none where no region has as much.
ALTER TABLE valuation ADD COLUMN region TEXT COLLATE "C";
