CREATE TABLE office (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    areas TEXT NOT NULL,
    changed_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE party (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    office_id TEXT,
    supporter_id TEXT,
    details_digest TEXT NOT NULL,
    reference_source TEXT,
    reference_key TEXT,
    registered_seq INTEGER NOT NULL,
    changed_seq INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX party_reference ON party (reference_source, reference_key);
CREATE INDEX party_office ON party (office_id, no);

CREATE TABLE party_role (
    party_id TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (party_id, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_role_role ON party_role (role, party_id);

-- Personal details stand beside the journal: the entry carries only a salted digest of them.
-- They are not derived from the journal and may be erased; nothing may rewrite them.
CREATE TABLE party_details (
    party_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    salt TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (party_id, digest)
) STRICT;
CREATE TRIGGER party_details_no_update BEFORE UPDATE ON party_details BEGIN SELECT RAISE(ABORT, 'append-only: party_details'); END;

-- Folded words of names, and folded ID numbers and birth days, for search and for likely duplicates.
CREATE TABLE party_word (
    word TEXT NOT NULL,
    party_id TEXT NOT NULL,
    PRIMARY KEY (word, party_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_word_party ON party_word (party_id);
CREATE TABLE party_match (
    match_key TEXT NOT NULL,
    party_id TEXT NOT NULL,
    PRIMARY KEY (match_key, party_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_match_party ON party_match (party_id);

CREATE TABLE licence (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    holder_id TEXT NOT NULL,
    office_id TEXT,
    issued_on TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    state TEXT NOT NULL,
    renews_id TEXT,
    terms TEXT NOT NULL,
    reference_source TEXT,
    reference_key TEXT,
    issued_seq INTEGER NOT NULL,
    changed_seq INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX licence_reference ON licence (reference_source, reference_key);
CREATE INDEX licence_holder ON licence (holder_id, no);
CREATE INDEX licence_office ON licence (office_id, no);
CREATE UNIQUE INDEX licence_renews ON licence (renews_id) WHERE renews_id IS NOT NULL;

CREATE TABLE licence_history (
    licence_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    state TEXT NOT NULL,
    on_day TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (licence_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE site (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_search TEXT NOT NULL,
    licence_id TEXT,
    office_id TEXT,
    lon_e7 INTEGER NOT NULL,
    lat_e7 INTEGER NOT NULL,
    west_e7 INTEGER NOT NULL,
    south_e7 INTEGER NOT NULL,
    east_e7 INTEGER NOT NULL,
    north_e7 INTEGER NOT NULL,
    admin_code TEXT,
    facts TEXT NOT NULL,
    reference_source TEXT,
    reference_key TEXT,
    registered_seq INTEGER NOT NULL,
    changed_seq INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX site_reference ON site (reference_source, reference_key);
CREATE INDEX site_licence ON site (licence_id, no);
CREATE INDEX site_office ON site (office_id, no);
CREATE INDEX site_box ON site (south_e7, north_e7, west_e7, east_e7);

CREATE TABLE site_version (
    site_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    facts TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (site_id, seq)
) STRICT, WITHOUT ROWID;
