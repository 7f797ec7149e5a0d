CREATE TABLE office (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    areas TEXT COLLATE "C" NOT NULL,
    changed_seq BIGINT NOT NULL
);

CREATE TABLE party (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    kind TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C",
    supporter_id TEXT COLLATE "C",
    details_digest TEXT COLLATE "C" NOT NULL,
    reference_source TEXT COLLATE "C",
    reference_key TEXT COLLATE "C",
    registered_seq BIGINT NOT NULL,
    changed_seq BIGINT NOT NULL
);
CREATE UNIQUE INDEX party_reference ON party (reference_source, reference_key);
CREATE INDEX party_office ON party (office_id, no);

CREATE TABLE party_role (
    party_id TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (party_id, role)
);
CREATE INDEX party_role_role ON party_role (role, party_id);

-- Personal details stand beside the journal: the entry carries only a salted digest of them.
-- They are not derived from the journal and may be erased; nothing may rewrite them.
CREATE TABLE party_details (
    party_id TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    salt TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (party_id, digest)
);
CREATE TRIGGER party_details_no_update BEFORE UPDATE ON party_details FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();

-- Folded words of names, and folded ID numbers and birth days, for search and for likely duplicates.
CREATE TABLE party_word (
    word TEXT COLLATE "C" NOT NULL,
    party_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (word, party_id)
);
CREATE INDEX party_word_party ON party_word (party_id);
CREATE TABLE party_match (
    match_key TEXT COLLATE "C" NOT NULL,
    party_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (match_key, party_id)
);
CREATE INDEX party_match_party ON party_match (party_id);

CREATE TABLE licence (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    number TEXT COLLATE "C" NOT NULL UNIQUE,
    kind TEXT COLLATE "C" NOT NULL,
    holder_id TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C",
    issued_on TEXT COLLATE "C" NOT NULL,
    starts_on TEXT COLLATE "C" NOT NULL,
    ends_on TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    renews_id TEXT COLLATE "C",
    terms TEXT COLLATE "C" NOT NULL,
    reference_source TEXT COLLATE "C",
    reference_key TEXT COLLATE "C",
    issued_seq BIGINT NOT NULL,
    changed_seq BIGINT NOT NULL
);
CREATE UNIQUE INDEX licence_reference ON licence (reference_source, reference_key);
CREATE INDEX licence_holder ON licence (holder_id, no);
CREATE INDEX licence_office ON licence (office_id, no);
CREATE UNIQUE INDEX licence_renews ON licence (renews_id) WHERE renews_id IS NOT NULL;

CREATE TABLE licence_history (
    licence_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    on_day TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    PRIMARY KEY (licence_id, seq)
);

CREATE TABLE site (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT COLLATE "C" NOT NULL,
    name_search TEXT COLLATE "C" NOT NULL,
    licence_id TEXT COLLATE "C",
    office_id TEXT COLLATE "C",
    lon_e7 BIGINT NOT NULL,
    lat_e7 BIGINT NOT NULL,
    west_e7 BIGINT NOT NULL,
    south_e7 BIGINT NOT NULL,
    east_e7 BIGINT NOT NULL,
    north_e7 BIGINT NOT NULL,
    admin_code TEXT COLLATE "C",
    facts TEXT COLLATE "C" NOT NULL,
    reference_source TEXT COLLATE "C",
    reference_key TEXT COLLATE "C",
    registered_seq BIGINT NOT NULL,
    changed_seq BIGINT NOT NULL
);
CREATE UNIQUE INDEX site_reference ON site (reference_source, reference_key);
CREATE INDEX site_licence ON site (licence_id, no);
CREATE INDEX site_office ON site (office_id, no);
CREATE INDEX site_box ON site (south_e7, north_e7, west_e7, east_e7);

CREATE TABLE site_version (
    site_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    PRIMARY KEY (site_id, seq)
);
