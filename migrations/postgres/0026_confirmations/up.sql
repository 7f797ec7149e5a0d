-- What was confirmed abroad, and in what it differs from the certificates. At most one is in force for each.
CREATE TABLE confirmation (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    certificate_id TEXT COLLATE "C" NOT NULL,
    in_force BIGINT NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    CHECK (in_force IN (0, 1))
);
CREATE UNIQUE INDEX confirmation_in_force ON confirmation (certificate_id) WHERE in_force = 1;
CREATE INDEX confirmation_certificate ON confirmation (certificate_id, seq);

CREATE TABLE confirmation_difference (
    confirmation_id TEXT COLLATE "C" NOT NULL,
    difference TEXT COLLATE "C" NOT NULL,
    open BIGINT NOT NULL,
    answer TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    answered_by TEXT COLLATE "C",
    answered_seq BIGINT,
    PRIMARY KEY (confirmation_id, difference),
    CHECK (open IN (0, 1)),
    CHECK (difference IN ('weight', 'parcels', 'value', 'early', 'late', 'seals')),
    CHECK (answer IN ('explained', 'corrected', 'case')),
    CHECK ((answer IS NULL) = (answered_seq IS NULL)),
    CHECK (open = 0 OR answer IS NULL)
);
CREATE INDEX confirmation_difference_open ON confirmation_difference (confirmation_id) WHERE open = 1;
