-- Balances are read by holder.
CREATE INDEX custody_holder ON custody (holder_id, parcel_no);
-- What holders, or officers on the spot, counted of a stock on a day. It changes nothing of what is held.
CREATE TABLE stock_count (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    holder_id TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C",
    on_day TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL UNIQUE
);
CREATE INDEX stock_count_holder ON stock_count (holder_id, on_day);
CREATE INDEX stock_count_office ON stock_count (office_id, no);
-- Official estimates of what sites, licences and zones can give, proposed by one person and decided by another.
CREATE TABLE estimate (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    kind TEXT COLLATE "C" NOT NULL,
    subject_id TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    proposed_by TEXT COLLATE "C" NOT NULL,
    proposed_seq BIGINT NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_seq BIGINT,
    decision_reason TEXT COLLATE "C",
    CHECK (state IN ('waiting', 'confirmed', 'refused')),
    CHECK ((state = 'waiting') = (decided_seq IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> proposed_by)
);
CREATE INDEX estimate_subject ON estimate (kind, subject_id, no);
CREATE INDEX estimate_state ON estimate (state, no);
-- Held because its site gave far more in the month than it can, until an officer lets it go.
ALTER TABLE parcel ADD COLUMN held BIGINT NOT NULL DEFAULT 0 CHECK (held IN (0, 1));
CREATE INDEX parcel_held ON parcel (held, no) WHERE held = 1;
