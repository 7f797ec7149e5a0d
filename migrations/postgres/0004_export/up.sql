CREATE TABLE shipment (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    exporter_id TEXT COLLATE "C" NOT NULL,
    licence_id TEXT COLLATE "C" NOT NULL,
    importer_name TEXT COLLATE "C" NOT NULL,
    importer_address TEXT COLLATE "C" NOT NULL,
    destination TEXT COLLATE "C" NOT NULL,
    parcels BIGINT NOT NULL,
    stones BIGINT NOT NULL,
    weight_mct BIGINT NOT NULL,
    value_usd_cents BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    proposed_by TEXT COLLATE "C",
    proposed_expires_on TEXT COLLATE "C",
    proposed_digest TEXT COLLATE "C",
    unestablished_reason TEXT COLLATE "C",
    certificate_id TEXT COLLATE "C",
    test BIGINT NOT NULL,
    prepared_seq BIGINT NOT NULL,
    changed_seq BIGINT NOT NULL,
    CHECK (state IN ('prepared', 'proposed', 'certified', 'cancelled'))
);
CREATE INDEX shipment_exporter ON shipment (exporter_id, no);
CREATE INDEX shipment_state ON shipment (state, no);

CREATE TABLE shipment_parcel (
    shipment_id TEXT COLLATE "C" NOT NULL,
    parcel_no BIGINT NOT NULL,
    weight_mct BIGINT NOT NULL,
    stones BIGINT NOT NULL,
    hs TEXT COLLATE "C" NOT NULL,
    seal TEXT COLLATE "C" NOT NULL,
    value_usd_cents BIGINT NOT NULL,
    PRIMARY KEY (shipment_id, parcel_no)
);

CREATE TABLE certificate (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    number TEXT COLLATE "C" NOT NULL UNIQUE,
    shipment_id TEXT COLLATE "C" NOT NULL UNIQUE,
    exporter_id TEXT COLLATE "C" NOT NULL,
    issued_on TEXT COLLATE "C" NOT NULL,
    expires_on TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    weight_mct BIGINT NOT NULL,
    stones BIGINT NOT NULL,
    value_usd_cents BIGINT NOT NULL,
    parcels BIGINT NOT NULL,
    unestablished_mct BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    issued_seq BIGINT NOT NULL,
    voided_seq BIGINT,
    CHECK (state IN ('valid', 'void'))
);
CREATE INDEX certificate_exporter ON certificate (exporter_id, no);
CREATE INDEX certificate_day ON certificate (issued_on, no);

-- The frozen composition: source parcels and their shares. Revision 0 is as issued; an approved
-- correction to the past adds a revision and leaves the older ones as they were.
CREATE TABLE certificate_part (
    certificate_no BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    parcel_no BIGINT NOT NULL,
    weight_mct BIGINT NOT NULL,
    PRIMARY KEY (certificate_no, revision, parcel_no)
);

-- The same by site, for the summary and for the forward question; site_id '' is carats without established origin.
CREATE TABLE certificate_site (
    site_id TEXT COLLATE "C" NOT NULL,
    certificate_no BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    weight_mct BIGINT NOT NULL,
    PRIMARY KEY (site_id, certificate_no, revision)
);
CREATE INDEX certificate_part_parcel ON certificate_part (parcel_no);
CREATE INDEX certificate_site_certificate ON certificate_site (certificate_no, revision);
