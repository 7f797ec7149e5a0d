-- Shipments from abroad with a certificate of another participant; numbers are kept as they are compared.
CREATE TABLE arrival (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    issuer TEXT NOT NULL,
    number TEXT NOT NULL,
    arrived_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('accepted', 'detained', 'returned', 'seized')),
    facts TEXT NOT NULL,
    seq INTEGER NOT NULL,
    closed TEXT,
    closed_seq INTEGER
) STRICT;
-- A foreign certificate is used once: let in, or detained.
CREATE UNIQUE INDEX arrival_certificate ON arrival (issuer, number) WHERE state IN ('accepted', 'detained');
CREATE INDEX arrival_day ON arrival (arrived_on);

-- Numbers that foreign authorities say are lost, stolen or void. Rows are never changed.
CREATE TABLE foreign_warning (
    seq INTEGER NOT NULL,
    no INTEGER NOT NULL,
    issuer TEXT NOT NULL,
    number TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (seq, no)
) STRICT;
CREATE INDEX foreign_warning_number ON foreign_warning (issuer, number);
