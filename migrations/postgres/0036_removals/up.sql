-- Carats that left the trade inside the country: what was reported of a parcel, and what an approver said of it. The parcel
-- is held while the report waits, and used up by the entry that confirms it.
CREATE TABLE removal (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    parcel_no BIGINT NOT NULL,
    holder_id TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C",
    cause TEXT COLLATE "C" NOT NULL,
    on_day TEXT COLLATE "C" NOT NULL,
    weight_mct BIGINT NOT NULL,
    test BIGINT NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    reported_by TEXT COLLATE "C" NOT NULL,
    reported_seq BIGINT NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_seq BIGINT,
    decision_reason TEXT COLLATE "C",
    CHECK (state IN ('waiting', 'confirmed', 'refused')),
    CHECK ((state = 'waiting') = (decided_seq IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> reported_by)
);
CREATE INDEX removal_parcel ON removal (parcel_no, no);
CREATE UNIQUE INDEX removal_waiting ON removal (parcel_no) WHERE state = 'waiting';
CREATE INDEX removal_state ON removal (state, no);
CREATE INDEX removal_holder ON removal (holder_id, no);
CREATE INDEX removal_office ON removal (office_id, no);
CREATE INDEX removal_day ON removal (on_day, no);
CREATE INDEX removal_decided ON removal (decided_seq);
-- Number of the report that waits.
ALTER TABLE parcel ADD COLUMN removal_no BIGINT;
-- Seals of bags that are gone: no other bag bears them.
CREATE INDEX parcel_gone_seal ON parcel (seal) WHERE state = 'consumed' AND seal IS NOT NULL;
