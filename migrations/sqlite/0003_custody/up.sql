-- Numbers ascend densely under the journal lock, so number order is time order.
-- origin: the parcel whose composition this one has; a pit or stock parcel (a row in source),
-- or a mix (a row in pool).
CREATE TABLE parcel (
    no INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    weight_mct INTEGER NOT NULL,
    stones INTEGER NOT NULL,
    hs TEXT NOT NULL,
    class TEXT,
    origin INTEGER NOT NULL,
    gain_mct INTEGER NOT NULL,
    holder_id TEXT NOT NULL,
    state TEXT NOT NULL,
    seal TEXT,
    purchase_id TEXT,
    shipment_id TEXT,
    office_id TEXT,
    test INTEGER NOT NULL,
    produced_seq INTEGER NOT NULL,
    consumed_seq INTEGER,
    CHECK (weight_mct >= 0),
    CHECK (stones >= 0),
    CHECK (state IN ('live', 'consumed', 'exported')),
    CHECK ((state = 'consumed') = (consumed_seq IS NOT NULL))
) STRICT;
CREATE INDEX parcel_holder ON parcel (holder_id, state, no);
CREATE INDEX parcel_consumed ON parcel (consumed_seq);
CREATE INDEX parcel_produced ON parcel (produced_seq);
CREATE INDEX parcel_origin ON parcel (origin);
CREATE INDEX parcel_shipment ON parcel (shipment_id);
CREATE INDEX parcel_office ON parcel (office_id, no);
CREATE UNIQUE INDEX parcel_live_seal ON parcel (seal) WHERE state = 'live' AND seal IS NOT NULL;

-- Where carats came into the register: the book at the pit, or declared stock.
CREATE TABLE source (
    parcel_no INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    holder_id TEXT NOT NULL,
    site_id TEXT,
    licence_id TEXT,
    on_day TEXT NOT NULL,
    stones INTEGER NOT NULL,
    weight_mct INTEGER NOT NULL,
    flags TEXT NOT NULL,
    facts TEXT NOT NULL,
    office_id TEXT,
    account_id TEXT NOT NULL,
    test INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    corrected_seq INTEGER
) STRICT;
CREATE INDEX source_site ON source (site_id, parcel_no);
CREATE INDEX source_licence ON source (licence_id, parcel_no);
CREATE INDEX source_office ON source (office_id, parcel_no);
CREATE INDEX source_account ON source (account_id, parcel_no);
CREATE INDEX source_holder ON source (holder_id, parcel_no);

CREATE TABLE stock_declaration (
    holder_id TEXT NOT NULL,
    test INTEGER NOT NULL,
    on_day TEXT NOT NULL,
    office_id TEXT,
    seq INTEGER NOT NULL,
    PRIMARY KEY (holder_id, test)
) STRICT;

-- The composition of a mix: (source parcel, share) as delta varints; shares add up to total_mct.
CREATE TABLE pool (
    parcel_no INTEGER NOT NULL PRIMARY KEY,
    total_mct INTEGER NOT NULL,
    entries BLOB NOT NULL
) STRICT;

-- Who held what from entry to entry; one live holder per parcel.
CREATE TABLE custody (
    parcel_no INTEGER NOT NULL,
    from_seq INTEGER NOT NULL,
    to_seq INTEGER,
    holder_id TEXT NOT NULL,
    PRIMARY KEY (parcel_no, from_seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX custody_live ON custody (parcel_no) WHERE to_seq IS NULL;

CREATE TABLE operation (
    seq INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    holder_id TEXT NOT NULL,
    in_mct INTEGER NOT NULL,
    out_mct INTEGER NOT NULL,
    loss_mct INTEGER NOT NULL,
    loss_reason TEXT,
    stones_change INTEGER NOT NULL
) STRICT;

-- Every weighing that changed what was written, at a sale or by itself.
CREATE TABLE weighing (
    parcel_no INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    before_mct INTEGER NOT NULL,
    after_mct INTEGER NOT NULL,
    stones_before INTEGER NOT NULL,
    stones_after INTEGER NOT NULL,
    reason TEXT,
    PRIMARY KEY (parcel_no, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE seal (
    parcel_no INTEGER NOT NULL,
    from_seq INTEGER NOT NULL,
    to_seq INTEGER,
    number TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (parcel_no, from_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE slip_book (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    holder_id TEXT NOT NULL,
    office_id TEXT,
    prefix TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    width INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    CHECK (first >= 0 AND last >= first)
) STRICT;
CREATE INDEX slip_book_holder ON slip_book (holder_id);
CREATE INDEX slip_book_range ON slip_book (prefix, first);

CREATE TABLE purchase (
    id TEXT NOT NULL UNIQUE,
    no INTEGER NOT NULL PRIMARY KEY,
    book_id TEXT NOT NULL,
    serial TEXT NOT NULL UNIQUE,
    check_code TEXT NOT NULL UNIQUE,
    seller_id TEXT NOT NULL,
    seller_licence_id TEXT NOT NULL,
    buyer_id TEXT NOT NULL,
    buyer_licence_id TEXT NOT NULL,
    agent_id TEXT,
    on_day TEXT NOT NULL,
    price_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    rate_e6 INTEGER NOT NULL,
    usd_cents INTEGER NOT NULL,
    payment TEXT NOT NULL,
    payment_reference TEXT,
    place TEXT,
    weight_mct INTEGER NOT NULL,
    stones INTEGER NOT NULL,
    state TEXT NOT NULL,
    expires_at TEXT,
    close_reason TEXT,
    test INTEGER NOT NULL,
    offered_seq INTEGER NOT NULL,
    closed_seq INTEGER,
    corrected_seq INTEGER,
    CHECK (state IN ('offered', 'accepted', 'declined', 'withdrawn'))
) STRICT;
CREATE INDEX purchase_seller ON purchase (seller_id, no);
CREATE INDEX purchase_buyer ON purchase (buyer_id, no);

CREATE TABLE purchase_item (
    purchase_id TEXT NOT NULL,
    parcel_no INTEGER NOT NULL,
    weight_mct INTEGER NOT NULL,
    stones INTEGER NOT NULL,
    weighed_mct INTEGER,
    stones_counted INTEGER,
    PRIMARY KEY (purchase_id, parcel_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX purchase_item_parcel ON purchase_item (parcel_no);

CREATE TABLE correction (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    corrects_seq INTEGER NOT NULL,
    office_id TEXT,
    proposed_by TEXT NOT NULL,
    proposed_seq INTEGER NOT NULL,
    change TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT,
    decided_seq INTEGER,
    decision_reason TEXT,
    CHECK (state IN ('proposed', 'approved', 'refused')),
    CHECK (decided_by IS NULL OR decided_by <> proposed_by OR state = 'refused')
) STRICT;
CREATE INDEX correction_state ON correction (state, no);
CREATE UNIQUE INDEX correction_open ON correction (corrects_seq) WHERE state = 'proposed';
