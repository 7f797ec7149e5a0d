-- Carats of a certificate that came from abroad, by shipment, beside those by site: sites, imports and what has no
-- established origin make the whole. Rows are never changed.
CREATE TABLE certificate_arrival (
    arrival_id TEXT COLLATE "C" NOT NULL,
    certificate_no BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    weight_mct BIGINT NOT NULL,
    PRIMARY KEY (arrival_id, certificate_no, revision)
);
CREATE INDEX certificate_arrival_certificate ON certificate_arrival (certificate_no, revision);
