-- Where parties stand: alive and in the trade, barred, dead, ended. Without a row a party is in the trade.
CREATE TABLE party_state (
    party_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    state TEXT NOT NULL,
    on_day TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT,
    PRIMARY KEY (party_id, seq),
    CHECK (state IN ('active', 'barred', 'dead', 'ended'))
) STRICT, WITHOUT ROWID;
-- A party with exactly the same name is told of before another is registered.
CREATE INDEX party_details_name ON party_details (name);
