-- Goods of a void certificate may still be here and leave under another one, so a shipment may have several
-- certificates, at most one of them valid.
ALTER TABLE certificate DROP CONSTRAINT certificate_shipment_id_key;
ALTER TABLE certificate ADD COLUMN goods TEXT COLLATE "C";
ALTER TABLE certificate ADD CHECK (goods IS NULL OR (goods IN ('here', 'gone') AND state = 'void'));
CREATE INDEX certificate_shipment ON certificate (shipment_id);
CREATE UNIQUE INDEX certificate_shipment_valid ON certificate (shipment_id) WHERE state = 'valid';
CREATE INDEX shipment_parcel_parcel ON shipment_parcel (parcel_no);
