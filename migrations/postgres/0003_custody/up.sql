-- Numbers ascend densely under the journal lock, so number order is time order.
-- origin: the parcel whose composition this one has; a pit or stock parcel (a row in source),
-- or a mix (a row in pool).
CREATE TABLE parcel (
    no BIGINT NOT NULL PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    weight_mct BIGINT NOT NULL,
    stones BIGINT NOT NULL,
    hs TEXT COLLATE "C" NOT NULL,
    class TEXT COLLATE "C",
    origin BIGINT NOT NULL,
    gain_mct BIGINT NOT NULL,
    holder_id TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    seal TEXT COLLATE "C",
    purchase_id TEXT COLLATE "C",
    shipment_id TEXT COLLATE "C",
    office_id TEXT COLLATE "C",
    test BIGINT NOT NULL,
    produced_seq BIGINT NOT NULL,
    consumed_seq BIGINT,
    CHECK (weight_mct >= 0),
    CHECK (stones >= 0),
    CHECK (state IN ('live', 'consumed', 'exported')),
    CHECK ((state = 'consumed') = (consumed_seq IS NOT NULL))
);
CREATE INDEX parcel_holder ON parcel (holder_id, state, no);
CREATE INDEX parcel_consumed ON parcel (consumed_seq);
CREATE INDEX parcel_produced ON parcel (produced_seq);
CREATE INDEX parcel_origin ON parcel (origin);
CREATE INDEX parcel_shipment ON parcel (shipment_id);
CREATE INDEX parcel_office ON parcel (office_id, no);
CREATE UNIQUE INDEX parcel_live_seal ON parcel (seal) WHERE state = 'live' AND seal IS NOT NULL;

-- Where carats came into the register: the book at the pit, or declared stock.
CREATE TABLE source (
    parcel_no BIGINT NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    holder_id TEXT COLLATE "C" NOT NULL,
    site_id TEXT COLLATE "C",
    licence_id TEXT COLLATE "C",
    on_day TEXT COLLATE "C" NOT NULL,
    stones BIGINT NOT NULL,
    weight_mct BIGINT NOT NULL,
    flags TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C",
    account_id TEXT COLLATE "C" NOT NULL,
    test BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    corrected_seq BIGINT
);
CREATE INDEX source_site ON source (site_id, parcel_no);
CREATE INDEX source_licence ON source (licence_id, parcel_no);
CREATE INDEX source_office ON source (office_id, parcel_no);
CREATE INDEX source_account ON source (account_id, parcel_no);
CREATE INDEX source_holder ON source (holder_id, parcel_no);

CREATE TABLE stock_declaration (
    holder_id TEXT COLLATE "C" NOT NULL,
    test BIGINT NOT NULL,
    on_day TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C",
    seq BIGINT NOT NULL,
    PRIMARY KEY (holder_id, test)
);

-- The composition of a mix: (source parcel, share) as delta varints; shares add up to total_mct.
CREATE TABLE pool (
    parcel_no BIGINT NOT NULL PRIMARY KEY,
    total_mct BIGINT NOT NULL,
    entries BYTEA NOT NULL
);

-- Who held what from entry to entry; one live holder per parcel.
CREATE TABLE custody (
    parcel_no BIGINT NOT NULL,
    from_seq BIGINT NOT NULL,
    to_seq BIGINT,
    holder_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (parcel_no, from_seq)
);
CREATE UNIQUE INDEX custody_live ON custody (parcel_no) WHERE to_seq IS NULL;

CREATE TABLE operation (
    seq BIGINT NOT NULL PRIMARY KEY,
    kind TEXT COLLATE "C" NOT NULL,
    holder_id TEXT COLLATE "C" NOT NULL,
    in_mct BIGINT NOT NULL,
    out_mct BIGINT NOT NULL,
    loss_mct BIGINT NOT NULL,
    loss_reason TEXT COLLATE "C",
    stones_change BIGINT NOT NULL
);

-- Every weighing that changed what was written, at a sale or by itself.
CREATE TABLE weighing (
    parcel_no BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    before_mct BIGINT NOT NULL,
    after_mct BIGINT NOT NULL,
    stones_before BIGINT NOT NULL,
    stones_after BIGINT NOT NULL,
    reason TEXT COLLATE "C",
    PRIMARY KEY (parcel_no, seq)
);

CREATE TABLE seal (
    parcel_no BIGINT NOT NULL,
    from_seq BIGINT NOT NULL,
    to_seq BIGINT,
    number TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    PRIMARY KEY (parcel_no, from_seq)
);

CREATE TABLE slip_book (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    holder_id TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C",
    prefix TEXT COLLATE "C" NOT NULL,
    first BIGINT NOT NULL,
    last BIGINT NOT NULL,
    width BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    CHECK (first >= 0 AND last >= first)
);
CREATE INDEX slip_book_holder ON slip_book (holder_id);
CREATE INDEX slip_book_range ON slip_book (prefix, first);

CREATE TABLE purchase (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    book_id TEXT COLLATE "C" NOT NULL,
    serial TEXT COLLATE "C" NOT NULL UNIQUE,
    check_code TEXT COLLATE "C" NOT NULL UNIQUE,
    seller_id TEXT COLLATE "C" NOT NULL,
    seller_licence_id TEXT COLLATE "C" NOT NULL,
    buyer_id TEXT COLLATE "C" NOT NULL,
    buyer_licence_id TEXT COLLATE "C" NOT NULL,
    agent_id TEXT COLLATE "C",
    on_day TEXT COLLATE "C" NOT NULL,
    price_minor BIGINT NOT NULL,
    currency TEXT COLLATE "C" NOT NULL,
    rate_e6 BIGINT NOT NULL,
    usd_cents BIGINT NOT NULL,
    payment TEXT COLLATE "C" NOT NULL,
    payment_reference TEXT COLLATE "C",
    place TEXT COLLATE "C",
    weight_mct BIGINT NOT NULL,
    stones BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    expires_at TEXT COLLATE "C",
    close_reason TEXT COLLATE "C",
    test BIGINT NOT NULL,
    offered_seq BIGINT NOT NULL,
    closed_seq BIGINT,
    corrected_seq BIGINT,
    CHECK (state IN ('offered', 'accepted', 'declined', 'withdrawn'))
);
CREATE INDEX purchase_seller ON purchase (seller_id, no);
CREATE INDEX purchase_buyer ON purchase (buyer_id, no);

CREATE TABLE purchase_item (
    purchase_id TEXT COLLATE "C" NOT NULL,
    parcel_no BIGINT NOT NULL,
    weight_mct BIGINT NOT NULL,
    stones BIGINT NOT NULL,
    weighed_mct BIGINT,
    stones_counted BIGINT,
    PRIMARY KEY (purchase_id, parcel_no)
);
CREATE INDEX purchase_item_parcel ON purchase_item (parcel_no);

CREATE TABLE correction (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    corrects_seq BIGINT NOT NULL,
    office_id TEXT COLLATE "C",
    proposed_by TEXT COLLATE "C" NOT NULL,
    proposed_seq BIGINT NOT NULL,
    change TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_seq BIGINT,
    decision_reason TEXT COLLATE "C",
    CHECK (state IN ('proposed', 'approved', 'refused')),
    CHECK (decided_by IS NULL OR decided_by <> proposed_by OR state = 'refused')
);
CREATE INDEX correction_state ON correction (state, no);
CREATE UNIQUE INDEX correction_open ON correction (corrects_seq) WHERE state = 'proposed';
