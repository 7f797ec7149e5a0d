-- Filters of lists that somebody saved under a name, for himself. They stand beside the journal: they say nothing of the
-- register, and nothing is decided by them.
CREATE TABLE saved_filter (
    account_id TEXT COLLATE "C" NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    query TEXT COLLATE "C" NOT NULL,
    made_at TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, path, name)
);
