-- Shipments from abroad with a certificate of another participant; numbers are kept as they are compared.
CREATE TABLE arrival (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    issuer TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    arrived_on TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('accepted', 'detained', 'returned', 'seized')),
    facts TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    closed TEXT COLLATE "C",
    closed_seq BIGINT
);
-- A foreign certificate is used once: let in, or detained.
CREATE UNIQUE INDEX arrival_certificate ON arrival (issuer, number) WHERE state IN ('accepted', 'detained');
CREATE INDEX arrival_day ON arrival (arrived_on);

-- Numbers that foreign authorities say are lost, stolen or void. Rows are never changed.
CREATE TABLE foreign_warning (
    seq BIGINT NOT NULL,
    no BIGINT NOT NULL,
    issuer TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (seq, no)
);
CREATE INDEX foreign_warning_number ON foreign_warning (issuer, number);
