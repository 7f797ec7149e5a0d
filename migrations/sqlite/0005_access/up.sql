CREATE TABLE account (
    id TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL,
    office_id TEXT,
    party_id TEXT,
    active INTEGER NOT NULL,
    created_seq INTEGER NOT NULL,
    changed_seq INTEGER NOT NULL
) STRICT;
CREATE INDEX account_party ON account (party_id);

-- What stands beside the journal: sign-in names, password hashes, sessions, machine tokens.
CREATE TABLE account_secret (
    account_id TEXT NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    changed_at TEXT NOT NULL
) STRICT;

CREATE TABLE session (
    token_hash TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    csrf TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT
) STRICT;
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_csrf ON session (csrf);

CREATE TABLE api_token (
    token_hash TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL,
    label TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;
CREATE INDEX api_token_account ON api_token (account_id);
