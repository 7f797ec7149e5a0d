-- Filters of lists that somebody saved under a name, for himself. They stand beside the journal: they say nothing of the
-- register, and nothing is decided by them.
CREATE TABLE saved_filter (
    account_id TEXT NOT NULL,
    path TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (account_id, path, name)
) STRICT;
