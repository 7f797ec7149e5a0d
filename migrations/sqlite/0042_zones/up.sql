-- Areas whose status on a day says what becomes of what is dug there: proposals, and what was confirmed of each zone. Rows
-- of what was confirmed are never changed: what is confirmed later stands instead.
CREATE TABLE zone_change (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    zone_id TEXT,
    act TEXT NOT NULL,
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
CREATE INDEX zone_change_state ON zone_change (state, no);
CREATE INDEX zone_change_zone ON zone_change (zone_id, no);
CREATE TABLE zone (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    change_id TEXT NOT NULL,
    seq INTEGER NOT NULL
) STRICT;
CREATE TABLE zone_boundary (
    zone_no INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    from_on TEXT,
    area TEXT NOT NULL,
    west_e7 INTEGER NOT NULL,
    south_e7 INTEGER NOT NULL,
    east_e7 INTEGER NOT NULL,
    north_e7 INTEGER NOT NULL,
    PRIMARY KEY (zone_no, seq)
) STRICT;
CREATE TABLE zone_status (
    zone_no INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    no INTEGER NOT NULL,
    status TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT,
    facts TEXT NOT NULL,
    PRIMARY KEY (zone_no, seq, no)
) STRICT;
-- Entries written down before their zone was known for what it is.
CREATE TABLE zone_finding (
    change_no INTEGER NOT NULL,
    parcel_no INTEGER NOT NULL,
    effect TEXT NOT NULL,
    PRIMARY KEY (change_no, parcel_no)
) STRICT;
CREATE INDEX zone_finding_parcel ON zone_finding (parcel_no, change_no);
-- What the zones of a parcel's carats made of it, and the judgement of an entry now.
ALTER TABLE parcel ADD COLUMN zone_mark TEXT CHECK (zone_mark IN ('flag', 'released', 'frozen'));
ALTER TABLE source ADD COLUMN zone_effect TEXT CHECK (zone_effect IN ('flag', 'freeze'));
CREATE INDEX parcel_zone_mark ON parcel (zone_mark, no) WHERE zone_mark IS NOT NULL;
-- Stock is declared once when the register begins, and once for each zone that was closed to the trade.
CREATE TABLE stock_declaration_by_zone (
    holder_id TEXT NOT NULL,
    test INTEGER NOT NULL,
    on_day TEXT NOT NULL,
    office_id TEXT,
    seq INTEGER NOT NULL,
    zone_id TEXT NOT NULL,
    PRIMARY KEY (holder_id, test, zone_id)
) STRICT;
INSERT INTO stock_declaration_by_zone (holder_id, test, on_day, office_id, seq, zone_id)
    SELECT holder_id, test, on_day, office_id, seq, '' FROM stock_declaration;
DROP TABLE stock_declaration;
ALTER TABLE stock_declaration_by_zone RENAME TO stock_declaration;
CREATE INDEX stock_declaration_zone ON stock_declaration (zone_id, seq);
