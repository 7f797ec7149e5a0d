-- What happens to the goods and the paper of a certificate after its issue: the container under its seal, the border,
-- and endorsements of small errors. Rows are never changed.
CREATE TABLE container (
    certificate_id TEXT COLLATE "C" NOT NULL,
    no BIGINT NOT NULL,
    seal TEXT COLLATE "C" NOT NULL UNIQUE,
    facts TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (certificate_id, no),
    CHECK (no > 0)
);
CREATE TABLE departure (
    certificate_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    departed_on TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL
);
CREATE TABLE endorsement (
    certificate_id TEXT COLLATE "C" NOT NULL,
    no BIGINT NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (certificate_id, no),
    CHECK (no > 0)
);
-- The certificate over the same goods that took the place of a void one.
ALTER TABLE certificate ADD COLUMN replaced_by TEXT COLLATE "C";
-- Technical certificates and letters of comfort: papers with goods that no certificate covers.
CREATE TABLE letter (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    facts TEXT COLLATE "C" NOT NULL,
    issued_seq BIGINT NOT NULL,
    withdrawn_seq BIGINT,
    reason TEXT COLLATE "C"
);
