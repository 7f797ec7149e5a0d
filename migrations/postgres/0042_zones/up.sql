-- Areas whose status on a day says what becomes of what is dug there: proposals, and what was confirmed of each zone. Rows
-- of what was confirmed are never changed: what is confirmed later stands instead.
CREATE TABLE zone_change (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    zone_id TEXT COLLATE "C",
    act TEXT COLLATE "C" NOT NULL,
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
CREATE INDEX zone_change_state ON zone_change (state, no);
CREATE INDEX zone_change_zone ON zone_change (zone_id, no);
CREATE TABLE zone (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    change_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL
);
CREATE TABLE zone_boundary (
    zone_no BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    from_on TEXT COLLATE "C",
    area TEXT COLLATE "C" NOT NULL,
    west_e7 BIGINT NOT NULL,
    south_e7 BIGINT NOT NULL,
    east_e7 BIGINT NOT NULL,
    north_e7 BIGINT NOT NULL,
    PRIMARY KEY (zone_no, seq)
);
CREATE TABLE zone_status (
    zone_no BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    no BIGINT NOT NULL,
    status TEXT COLLATE "C" NOT NULL,
    from_on TEXT COLLATE "C" NOT NULL,
    to_on TEXT COLLATE "C",
    facts TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (zone_no, seq, no)
);
-- Entries written down before their zone was known for what it is.
CREATE TABLE zone_finding (
    change_no BIGINT NOT NULL,
    parcel_no BIGINT NOT NULL,
    effect TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (change_no, parcel_no)
);
CREATE INDEX zone_finding_parcel ON zone_finding (parcel_no, change_no);
-- What the zones of a parcel's carats made of it, and the judgement of an entry now.
ALTER TABLE parcel ADD COLUMN zone_mark TEXT COLLATE "C" CHECK (zone_mark IN ('flag', 'released', 'frozen'));
ALTER TABLE source ADD COLUMN zone_effect TEXT COLLATE "C" CHECK (zone_effect IN ('flag', 'freeze'));
CREATE INDEX parcel_zone_mark ON parcel (zone_mark, no) WHERE zone_mark IS NOT NULL;
-- Stock is declared once when the register begins, and once for each zone that was closed to the trade.
ALTER TABLE stock_declaration ADD COLUMN zone_id TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE stock_declaration DROP CONSTRAINT stock_declaration_pkey;
ALTER TABLE stock_declaration ADD PRIMARY KEY (holder_id, test, zone_id);
ALTER TABLE stock_declaration ALTER COLUMN zone_id DROP DEFAULT;
CREATE INDEX stock_declaration_zone ON stock_declaration (zone_id, seq);
