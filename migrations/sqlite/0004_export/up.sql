CREATE TABLE shipment (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    exporter_id TEXT NOT NULL,
    licence_id TEXT NOT NULL,
    importer_name TEXT NOT NULL,
    importer_address TEXT NOT NULL,
    destination TEXT NOT NULL,
    parcels INTEGER NOT NULL,
    stones INTEGER NOT NULL,
    weight_mct INTEGER NOT NULL,
    value_usd_cents INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    proposed_by TEXT,
    proposed_expires_on TEXT,
    proposed_digest TEXT,
    unestablished_reason TEXT,
    certificate_id TEXT,
    test INTEGER NOT NULL,
    prepared_seq INTEGER NOT NULL,
    changed_seq INTEGER NOT NULL,
    CHECK (state IN ('prepared', 'proposed', 'certified', 'cancelled'))
) STRICT;
CREATE INDEX shipment_exporter ON shipment (exporter_id, no);
CREATE INDEX shipment_state ON shipment (state, no);

CREATE TABLE shipment_parcel (
    shipment_id TEXT NOT NULL,
    parcel_no INTEGER NOT NULL,
    weight_mct INTEGER NOT NULL,
    stones INTEGER NOT NULL,
    hs TEXT NOT NULL,
    seal TEXT NOT NULL,
    value_usd_cents INTEGER NOT NULL,
    PRIMARY KEY (shipment_id, parcel_no)
) STRICT, WITHOUT ROWID;

CREATE TABLE certificate (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    number TEXT NOT NULL UNIQUE,
    shipment_id TEXT NOT NULL UNIQUE,
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
    CHECK (state IN ('valid', 'void'))
) STRICT;
CREATE INDEX certificate_exporter ON certificate (exporter_id, no);
CREATE INDEX certificate_day ON certificate (issued_on, no);

-- The frozen composition: source parcels and their shares. Revision 0 is as issued; an approved
-- correction to the past adds a revision and leaves the older ones as they were.
CREATE TABLE certificate_part (
    certificate_no INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    parcel_no INTEGER NOT NULL,
    weight_mct INTEGER NOT NULL,
    PRIMARY KEY (certificate_no, revision, parcel_no)
) STRICT, WITHOUT ROWID;

-- The same by site, for the summary and for the forward question; site_id '' is carats without established origin.
CREATE TABLE certificate_site (
    site_id TEXT NOT NULL,
    certificate_no INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    weight_mct INTEGER NOT NULL,
    PRIMARY KEY (site_id, certificate_no, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX certificate_part_parcel ON certificate_part (parcel_no);
CREATE INDEX certificate_site_certificate ON certificate_site (certificate_no, revision);
