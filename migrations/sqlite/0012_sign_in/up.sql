-- Beside the journal: when a session last asked for the password (and the code), from which browser it is, and what
-- browser that was in words.
ALTER TABLE session ADD COLUMN proved_at TEXT;
ALTER TABLE session ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT '';

-- The authenticator app of an account. Its secret is sealed with a key that is not in the database; `last_step` is the
-- last step of 30 seconds whose code was taken, so that no code counts twice.
CREATE TABLE second_factor (
    account_id TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL,
    digest TEXT NOT NULL,
    made_at TEXT NOT NULL,
    last_step INTEGER NOT NULL
) STRICT;

-- A secret that was shown and waits for its first code.
CREATE TABLE factor_offer (
    account_id TEXT NOT NULL PRIMARY KEY,
    sealed BLOB NOT NULL,
    digest TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;

CREATE TABLE recovery_code (
    account_id TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (account_id, code_hash)
) STRICT;

-- Names and addresses that must wait before the next attempt to sign in, as hashes.
CREATE TABLE sign_in_wait (
    who TEXT NOT NULL PRIMARY KEY,
    failed INTEGER NOT NULL,
    last_at TEXT NOT NULL
) STRICT;

-- From which session, browser and authenticator an act that is one of two signatures was done, as salted hashes.
CREATE TABLE signature_mark (
    seq INTEGER NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    account_id TEXT NOT NULL,
    salt TEXT NOT NULL,
    session TEXT NOT NULL,
    device TEXT NOT NULL,
    factor TEXT NOT NULL
) STRICT;
CREATE INDEX signature_mark_subject ON signature_mark (subject, seq);
