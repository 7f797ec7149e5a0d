-- The oldest open case that holds a parcel: it takes no act but release or correction.
ALTER TABLE parcel ADD COLUMN dispute_no BIGINT;

-- Two acts that cannot both hold: what was claimed, and what an officer decided.
CREATE TABLE dispute (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    office_id TEXT COLLATE "C",
    claimant TEXT COLLATE "C" NOT NULL,
    seller_id TEXT COLLATE "C" NOT NULL,
    buyer_id TEXT COLLATE "C" NOT NULL,
    claim TEXT COLLATE "C" NOT NULL,
    statement TEXT COLLATE "C" NOT NULL,
    against TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    opened_by TEXT COLLATE "C" NOT NULL,
    opened_seq BIGINT NOT NULL,
    ended_by TEXT COLLATE "C",
    ended_seq BIGINT,
    reason TEXT COLLATE "C",
    CHECK (claimant IN ('buyer', 'seller')),
    CHECK (state IN ('open', 'stands', 'upheld', 'settled', 'withdrawn')),
    CHECK ((state = 'open') = (ended_seq IS NULL)),
    CHECK (state IN ('open', 'withdrawn') OR ended_by <> opened_by)
);
CREATE INDEX dispute_state ON dispute (state, no);
CREATE INDEX dispute_seller ON dispute (seller_id, no);
CREATE INDEX dispute_buyer ON dispute (buyer_id, no);

-- The parcels of a case: those claimed, and what there is of them (holder_id then; none where it lives no more).
CREATE TABLE dispute_parcel (
    dispute_no BIGINT NOT NULL,
    parcel_no BIGINT NOT NULL,
    claimed BIGINT NOT NULL,
    holder_id TEXT COLLATE "C",
    whole BIGINT NOT NULL,
    gone BIGINT NOT NULL,
    PRIMARY KEY (dispute_no, parcel_no)
);
CREATE INDEX dispute_parcel_parcel ON dispute_parcel (parcel_no);
CREATE INDEX dispute_parcel_holder ON dispute_parcel (holder_id);
