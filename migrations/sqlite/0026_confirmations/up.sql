-- What was confirmed abroad, and in what it differs from the certificates. At most one is in force for each.
CREATE TABLE confirmation (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    certificate_id TEXT NOT NULL,
    in_force INTEGER NOT NULL,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    seq INTEGER NOT NULL,
    CHECK (in_force IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX confirmation_in_force ON confirmation (certificate_id) WHERE in_force = 1;
CREATE INDEX confirmation_certificate ON confirmation (certificate_id, seq);

CREATE TABLE confirmation_difference (
    confirmation_id TEXT NOT NULL,
    difference TEXT NOT NULL,
    open INTEGER NOT NULL,
    answer TEXT,
    reason TEXT,
    answered_by TEXT,
    answered_seq INTEGER,
    PRIMARY KEY (confirmation_id, difference),
    CHECK (open IN (0, 1)),
    CHECK (difference IN ('weight', 'parcels', 'value', 'early', 'late', 'seals')),
    CHECK (answer IN ('explained', 'corrected', 'case')),
    CHECK ((answer IS NULL) = (answered_seq IS NULL)),
    CHECK (open = 0 OR answer IS NULL)
) STRICT;
CREATE INDEX confirmation_difference_open ON confirmation_difference (confirmation_id) WHERE open = 1;
