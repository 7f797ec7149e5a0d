-- Stones of parcels counted by size class: a parcel may be counted again, the last count is what is compared.
CREATE TABLE size_sheet (
    parcel_no BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    on_day TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (parcel_no, seq)
);
-- What is to be expected of stones from an area, by size: proposals, and which of them hold.
CREATE TABLE footprint (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    area TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    version BIGINT,
    proposed_by TEXT COLLATE "C" NOT NULL,
    proposed_seq BIGINT NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_seq BIGINT,
    decision_reason TEXT COLLATE "C",
    CHECK (state IN ('waiting', 'adopted', 'refused')),
    CHECK ((state = 'waiting') = (decided_seq IS NULL)),
    CHECK ((state = 'adopted') = (version IS NOT NULL)),
    CHECK (decided_by IS NULL OR decided_by <> proposed_by)
);
CREATE INDEX footprint_state ON footprint (state, no);
CREATE INDEX footprint_area ON footprint (area, decided_seq);
