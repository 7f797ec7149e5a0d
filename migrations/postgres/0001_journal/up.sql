-- The journal is the truth; every other table is derived from it or stands beside it.
-- Instants are UTC texts with six decimals, days are ISO texts: text order is time order on both databases.
CREATE FUNCTION placer_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME;
END $$;

CREATE TABLE journal_head (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL
);
INSERT INTO journal_head (id, size, recorded_at) VALUES (1, 0, '1970-01-01T00:00:00.000000Z');

CREATE TABLE journal (
    seq BIGINT NOT NULL PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    recorded_at TEXT COLLATE "C" NOT NULL,
    occurred_at TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    office TEXT COLLATE "C",
    device TEXT COLLATE "C",
    idempotency_key TEXT COLLATE "C" NOT NULL,
    request_hash TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    leaf_hash BYTEA NOT NULL,
    CHECK (seq >= 1),
    CHECK (occurred_at <= recorded_at)
);
CREATE UNIQUE INDEX journal_idempotency ON journal (account, idempotency_key);
CREATE INDEX journal_subject ON journal (subject, seq);

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();
CREATE TRIGGER journal_no_delete BEFORE DELETE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();
CREATE FUNCTION placer_journal_dense() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq <> (SELECT size FROM journal_head WHERE id = 1) THEN
        RAISE EXCEPTION 'journal: not the next number';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER journal_dense BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION placer_journal_dense();

-- Which register this is; set once.
CREATE TABLE register (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    jurisdiction TEXT COLLATE "C" NOT NULL,
    demonstration BIGINT NOT NULL,
    created_at TEXT COLLATE "C" NOT NULL
);
