-- Blank certificates: what the printer delivered, and every form in exactly one state.
CREATE TABLE blank_run (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    year BIGINT NOT NULL,
    first_number TEXT COLLATE "C" NOT NULL,
    last_number TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE blank (
    number TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    run_id TEXT COLLATE "C" NOT NULL,
    serial BIGINT NOT NULL,
    year BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C",
    shipment_id TEXT COLLATE "C",
    certificate_id TEXT COLLATE "C" UNIQUE,
    report_id TEXT COLLATE "C",
    changed_seq BIGINT NOT NULL,
    UNIQUE (run_id, serial),
    CHECK (state IN ('stock', 'reserved', 'reported', 'issued', 'spoiled', 'lost', 'stolen', 'returned')),
    CHECK ((shipment_id IS NOT NULL) = (state IN ('reserved', 'issued'))),
    CHECK ((certificate_id IS NOT NULL) = (state = 'issued')),
    CHECK ((report_id IS NOT NULL) = (state IN ('reported', 'spoiled', 'lost', 'stolen', 'returned')))
);
CREATE INDEX blank_free ON blank (year, serial) WHERE state = 'stock';
CREATE UNIQUE INDEX blank_reserved ON blank (shipment_id) WHERE state = 'reserved';

CREATE TABLE blank_report (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    run_id TEXT COLLATE "C" NOT NULL,
    first BIGINT NOT NULL,
    last BIGINT NOT NULL,
    fate TEXT COLLATE "C" NOT NULL,
    happened_on TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    reported_by TEXT COLLATE "C" NOT NULL,
    reported_seq BIGINT NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_seq BIGINT,
    decision_reason TEXT COLLATE "C",
    CHECK (fate IN ('spoiled', 'lost', 'stolen', 'returned')),
    CHECK (state IN ('waiting', 'confirmed', 'refused')),
    CHECK ((decided_seq IS NULL) = (state = 'waiting')),
    CHECK (decided_by IS NULL OR decided_by <> reported_by)
);
CREATE INDEX blank_report_state ON blank_report (state, no);
