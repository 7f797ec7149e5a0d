-- Beside the journal: the passkeys of accounts. What one is checked with is sealed with a key that is not in the database, so
-- that nobody with the database alone gives an account a passkey of his own. The table is there in every build.
CREATE TABLE passkey (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL UNIQUE,
    sealed BYTEA NOT NULL,
    counter BIGINT NOT NULL,
    made_at TEXT COLLATE "C" NOT NULL,
    used_at TEXT COLLATE "C"
);
CREATE INDEX passkey_account ON passkey (account_id);

-- The passkey with which a session last showed who it is; empty where it was a code, or the password alone.
ALTER TABLE session ADD COLUMN proved_by TEXT COLLATE "C" NOT NULL DEFAULT '';

-- By how many steps the clock of an account's telephone goes before that of the server, and the last step of a code that was
-- right on another clock than that.
ALTER TABLE second_factor ADD COLUMN drift BIGINT NOT NULL DEFAULT 0;
ALTER TABLE second_factor ADD COLUMN slip BIGINT;
