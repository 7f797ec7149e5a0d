-- What happens to the goods and the paper of a certificate after its issue: the container under its seal, the border,
-- and endorsements of small errors. Rows are never changed.
CREATE TABLE container (
    certificate_id TEXT NOT NULL,
    no INTEGER NOT NULL,
    seal TEXT NOT NULL UNIQUE,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (certificate_id, no),
    CHECK (no > 0)
) STRICT;
CREATE TABLE departure (
    certificate_id TEXT NOT NULL PRIMARY KEY,
    departed_on TEXT NOT NULL,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    seq INTEGER NOT NULL
) STRICT;
CREATE TABLE endorsement (
    certificate_id TEXT NOT NULL,
    no INTEGER NOT NULL,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (certificate_id, no),
    CHECK (no > 0)
) STRICT;
-- The certificate over the same goods that took the place of a void one.
ALTER TABLE certificate ADD COLUMN replaced_by TEXT;
-- Technical certificates and letters of comfort: papers with goods that no certificate covers.
CREATE TABLE letter (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    facts TEXT NOT NULL,
    issued_seq INTEGER NOT NULL,
    withdrawn_seq INTEGER,
    reason TEXT
) STRICT;
