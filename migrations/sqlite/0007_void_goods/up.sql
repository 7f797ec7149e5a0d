-- Goods of a void certificate may still be here and leave under another one, so a shipment may have several
-- certificates, at most one of them valid. SQLite drops no constraint, so the table is made again.
CREATE TABLE certificate_new (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    number TEXT NOT NULL UNIQUE,
    shipment_id TEXT NOT NULL,
    exporter_id TEXT NOT NULL,
    issued_on TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    weight_mct INTEGER NOT NULL,
    stones INTEGER NOT NULL,
    value_usd_cents INTEGER NOT NULL,
    parcels INTEGER NOT NULL,
    unestablished_mct INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    facts TEXT NOT NULL,
    issued_seq INTEGER NOT NULL,
    voided_seq INTEGER,
    goods TEXT,
    CHECK (state IN ('valid', 'void')),
    CHECK (goods IS NULL OR (goods IN ('here', 'gone') AND state = 'void'))
) STRICT;
INSERT INTO certificate_new
    SELECT id, no, number, shipment_id, exporter_id, issued_on, expires_on, state, reason, weight_mct, stones,
        value_usd_cents, parcels, unestablished_mct, revision, facts, issued_seq, voided_seq, NULL
    FROM certificate;
DROP TABLE certificate;
ALTER TABLE certificate_new RENAME TO certificate;
CREATE INDEX certificate_exporter ON certificate (exporter_id, no);
CREATE INDEX certificate_day ON certificate (issued_on, no);
CREATE INDEX certificate_shipment ON certificate (shipment_id);
CREATE UNIQUE INDEX certificate_shipment_valid ON certificate (shipment_id) WHERE state = 'valid';
CREATE INDEX shipment_parcel_parcel ON shipment_parcel (parcel_no);
