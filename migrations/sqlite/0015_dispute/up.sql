-- The oldest open case that holds a parcel: it takes no act but release or correction.
ALTER TABLE parcel ADD COLUMN dispute_no INTEGER;

-- Two acts that cannot both hold: what was claimed, and what an officer decided.
CREATE TABLE dispute (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    office_id TEXT,
    claimant TEXT NOT NULL,
    seller_id TEXT NOT NULL,
    buyer_id TEXT NOT NULL,
    claim TEXT NOT NULL,
    statement TEXT NOT NULL,
    against TEXT NOT NULL,
    state TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_seq INTEGER NOT NULL,
    ended_by TEXT,
    ended_seq INTEGER,
    reason TEXT,
    CHECK (claimant IN ('buyer', 'seller')),
    CHECK (state IN ('open', 'stands', 'upheld', 'settled', 'withdrawn')),
    CHECK ((state = 'open') = (ended_seq IS NULL)),
    CHECK (state IN ('open', 'withdrawn') OR ended_by <> opened_by)
) STRICT;
CREATE INDEX dispute_state ON dispute (state, no);
CREATE INDEX dispute_seller ON dispute (seller_id, no);
CREATE INDEX dispute_buyer ON dispute (buyer_id, no);

-- The parcels of a case: those claimed, and what there is of them (holder_id then; none where it lives no more).
CREATE TABLE dispute_parcel (
    dispute_no INTEGER NOT NULL,
    parcel_no INTEGER NOT NULL,
    claimed INTEGER NOT NULL,
    holder_id TEXT,
    whole INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    PRIMARY KEY (dispute_no, parcel_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX dispute_parcel_parcel ON dispute_parcel (parcel_no);
CREATE INDEX dispute_parcel_holder ON dispute_parcel (holder_id);
