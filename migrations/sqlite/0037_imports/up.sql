-- Carats of a certificate that came from abroad, by shipment, beside those by site: sites, imports and what has no
-- established origin make the whole. Rows are never changed.
CREATE TABLE certificate_arrival (
    arrival_id TEXT NOT NULL,
    certificate_no INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    weight_mct INTEGER NOT NULL,
    PRIMARY KEY (arrival_id, certificate_no, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX certificate_arrival_certificate ON certificate_arrival (certificate_no, revision);
