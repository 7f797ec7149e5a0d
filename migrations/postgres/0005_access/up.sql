CREATE TABLE account (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    role TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C",
    party_id TEXT COLLATE "C",
    active BIGINT NOT NULL,
    created_seq BIGINT NOT NULL,
    changed_seq BIGINT NOT NULL
);
CREATE INDEX account_party ON account (party_id);

-- What stands beside the journal: sign-in names, password hashes, sessions, machine tokens.
CREATE TABLE account_secret (
    account_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    login TEXT COLLATE "C" NOT NULL UNIQUE,
    display_name TEXT COLLATE "C" NOT NULL,
    password_hash TEXT COLLATE "C" NOT NULL,
    must_change BIGINT NOT NULL,
    changed_at TEXT COLLATE "C" NOT NULL
);

CREATE TABLE session (
    token_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id TEXT COLLATE "C" NOT NULL,
    csrf TEXT COLLATE "C" NOT NULL,
    created_at TEXT COLLATE "C" NOT NULL,
    seen_at TEXT COLLATE "C" NOT NULL,
    expires_at TEXT COLLATE "C" NOT NULL,
    ended_at TEXT COLLATE "C"
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_csrf ON session (csrf);

CREATE TABLE api_token (
    token_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    account_id TEXT COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    created_at TEXT COLLATE "C" NOT NULL,
    expires_at TEXT COLLATE "C" NOT NULL,
    revoked_at TEXT COLLATE "C"
);
CREATE INDEX api_token_account ON api_token (account_id);
