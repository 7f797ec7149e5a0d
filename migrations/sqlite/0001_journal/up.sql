-- The journal is the truth; every other table is derived from it or stands beside it.
-- Instants are UTC texts with six decimals, days are ISO texts: text order is time order on both databases.
CREATE TABLE journal_head (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;
INSERT INTO journal_head (id, size, recorded_at) VALUES (1, 0, '1970-01-01T00:00:00.000000Z');

CREATE TABLE journal (
    seq INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    recorded_at TEXT NOT NULL,
    occurred_at TEXT NOT NULL,
    account TEXT NOT NULL,
    office TEXT,
    device TEXT,
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    leaf_hash BLOB NOT NULL,
    CHECK (seq >= 1),
    CHECK (occurred_at <= recorded_at)
) STRICT;
CREATE UNIQUE INDEX journal_idempotency ON journal (account, idempotency_key);
CREATE INDEX journal_subject ON journal (subject, seq);

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'append-only: journal'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'append-only: journal'); END;
CREATE TRIGGER journal_dense BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT size FROM journal_head WHERE id = 1)
BEGIN SELECT RAISE(ABORT, 'journal: not the next number'); END;

-- Which register this is; set once.
CREATE TABLE register (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    jurisdiction TEXT NOT NULL,
    demonstration INTEGER NOT NULL,
    created_at TEXT NOT NULL
) STRICT;
