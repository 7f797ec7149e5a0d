-- Beside the journal: when a session last asked for the password (and the code), from which browser it is, and what
-- browser that was in words.
ALTER TABLE session ADD COLUMN proved_at TEXT COLLATE "C";
ALTER TABLE session ADD COLUMN device TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN agent TEXT COLLATE "C" NOT NULL DEFAULT '';

-- The authenticator app of an account. Its secret is sealed with a key that is not in the database; `last_step` is the
-- last step of 30 seconds whose code was taken, so that no code counts twice.
CREATE TABLE second_factor (
    account_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    made_at TEXT COLLATE "C" NOT NULL,
    last_step BIGINT NOT NULL
);

-- A secret that was shown and waits for its first code.
CREATE TABLE factor_offer (
    account_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    made_at TEXT COLLATE "C" NOT NULL
);

CREATE TABLE recovery_code (
    account_id TEXT COLLATE "C" NOT NULL,
    code_hash TEXT COLLATE "C" NOT NULL,
    used_at TEXT COLLATE "C",
    PRIMARY KEY (account_id, code_hash)
);

-- Names and addresses that must wait before the next attempt to sign in, as hashes.
CREATE TABLE sign_in_wait (
    who TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    failed BIGINT NOT NULL,
    last_at TEXT COLLATE "C" NOT NULL
);

-- From which session, browser and authenticator an act that is one of two signatures was done, as salted hashes.
CREATE TABLE signature_mark (
    seq BIGINT NOT NULL PRIMARY KEY,
    subject TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    salt TEXT COLLATE "C" NOT NULL,
    session TEXT COLLATE "C" NOT NULL,
    device TEXT COLLATE "C" NOT NULL,
    factor TEXT COLLATE "C" NOT NULL
);
CREATE INDEX signature_mark_subject ON signature_mark (subject, seq);
