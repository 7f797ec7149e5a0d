-- Balances are read by holder.
CREATE INDEX custody_holder ON custody (holder_id, parcel_no);
-- What holders, or officers on the spot, counted of a stock on a day. It changes nothing of what is held.
CREATE TABLE stock_count (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    holder_id TEXT NOT NULL,
    office_id TEXT,
    on_day TEXT NOT NULL,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX stock_count_holder ON stock_count (holder_id, on_day);
CREATE INDEX stock_count_office ON stock_count (office_id, no);
-- Official estimates of what sites, licences and zones can give, proposed by one person and decided by another.
CREATE TABLE estimate (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    facts TEXT NOT NULL,
    state TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_seq INTEGER NOT NULL,
    decided_by TEXT,
    decided_seq INTEGER,
    decision_reason TEXT,
    CHECK (state IN ('waiting', 'confirmed', 'refused')),
    CHECK ((state = 'waiting') = (decided_seq IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> proposed_by)
) STRICT;
CREATE INDEX estimate_subject ON estimate (kind, subject_id, no);
CREATE INDEX estimate_state ON estimate (state, no);
-- Held because its site gave far more in the month than it can, until an officer lets it go.
ALTER TABLE parcel ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1));
CREATE INDEX parcel_held ON parcel (held, no) WHERE held = 1;
