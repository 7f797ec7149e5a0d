-- Stones of parcels counted by size class: a parcel may be counted again, the last count is what is compared.
CREATE TABLE size_sheet (
    parcel_no INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    on_day TEXT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (parcel_no, seq)
) STRICT;
-- What is to be expected of stones from an area, by size: proposals, and which of them hold.
CREATE TABLE footprint (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    area TEXT NOT NULL,
    facts TEXT NOT NULL,
    state TEXT NOT NULL,
    version INTEGER,
    proposed_by TEXT NOT NULL,
    proposed_seq INTEGER NOT NULL,
    decided_by TEXT,
    decided_seq INTEGER,
    decision_reason TEXT,
    CHECK (state IN ('waiting', 'adopted', 'refused')),
    CHECK ((state = 'waiting') = (decided_seq IS NULL)),
    CHECK ((state = 'adopted') = (version IS NOT NULL)),
    CHECK (decided_by IS NULL OR decided_by <> proposed_by)
) STRICT;
CREATE INDEX footprint_state ON footprint (state, no);
CREATE INDEX footprint_area ON footprint (area, decided_seq);
