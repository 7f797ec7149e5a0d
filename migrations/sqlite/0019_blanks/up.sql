-- Blank certificates: what the printer delivered, and every form in exactly one state.
CREATE TABLE blank_run (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    year INTEGER NOT NULL,
    first_number TEXT NOT NULL,
    last_number TEXT NOT NULL,
    size INTEGER NOT NULL,
    facts TEXT NOT NULL,
    seq INTEGER NOT NULL
) STRICT;

CREATE TABLE blank (
    number TEXT NOT NULL PRIMARY KEY,
    run_id TEXT NOT NULL,
    serial INTEGER NOT NULL,
    year INTEGER NOT NULL,
    state TEXT NOT NULL,
    office_id TEXT,
    shipment_id TEXT,
    certificate_id TEXT UNIQUE,
    report_id TEXT,
    changed_seq INTEGER NOT NULL,
    UNIQUE (run_id, serial),
    CHECK (state IN ('stock', 'reserved', 'reported', 'issued', 'spoiled', 'lost', 'stolen', 'returned')),
    CHECK ((shipment_id IS NOT NULL) = (state IN ('reserved', 'issued'))),
    CHECK ((certificate_id IS NOT NULL) = (state = 'issued')),
    CHECK ((report_id IS NOT NULL) = (state IN ('reported', 'spoiled', 'lost', 'stolen', 'returned')))
) STRICT;
CREATE INDEX blank_free ON blank (year, serial) WHERE state = 'stock';
CREATE UNIQUE INDEX blank_reserved ON blank (shipment_id) WHERE state = 'reserved';

CREATE TABLE blank_report (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    run_id TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    fate TEXT NOT NULL,
    happened_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    reported_by TEXT NOT NULL,
    reported_seq INTEGER NOT NULL,
    decided_by TEXT,
    decided_seq INTEGER,
    decision_reason TEXT,
    CHECK (fate IN ('spoiled', 'lost', 'stolen', 'returned')),
    CHECK (state IN ('waiting', 'confirmed', 'refused')),
    CHECK ((decided_seq IS NULL) = (state = 'waiting')),
    CHECK (decided_by IS NULL OR decided_by <> reported_by)
) STRICT;
CREATE INDEX blank_report_state ON blank_report (state, no);
