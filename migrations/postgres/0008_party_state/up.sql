-- Where parties stand: alive and in the trade, barred, dead, ended. Without a row a party is in the trade.
CREATE TABLE party_state (
    party_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    on_day TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C",
    PRIMARY KEY (party_id, seq),
    CHECK (state IN ('active', 'barred', 'dead', 'ended'))
);
-- A party with exactly the same name is told of before another is registered.
CREATE INDEX party_details_name ON party_details (name);
