-- Personal details are sealed with a key that stands outside the database (see docs/operations.md). What was kept in the
-- clear waits in party_details_clear until the program has sealed it, and the program takes that table away then.
DROP TRIGGER party_details_no_update ON party_details;
DROP INDEX party_details_name;
ALTER TABLE party_details RENAME TO party_details_clear;
CREATE TABLE party_details (
    party_id TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    key_id TEXT COLLATE "C" NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (party_id, digest)
);
CREATE INDEX party_details_key ON party_details (key_id);
CREATE TRIGGER party_details_no_update BEFORE UPDATE ON party_details FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();

-- Marks (HMAC) of the beginnings of words of names, and of the keys that tell likely duplicates.
DROP TABLE party_word;
DROP TABLE party_match;
CREATE TABLE party_word (
    mark BIGINT NOT NULL,
    party_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (mark, party_id)
);
CREATE INDEX party_word_party ON party_word (party_id);
CREATE TABLE party_match (
    mark BIGINT NOT NULL,
    party_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (mark, party_id)
);
CREATE INDEX party_match_party ON party_match (party_id);

-- The salts of requests are sealed too: with them a request, and what it said of a person, could be guessed from its
-- hash. No key: not yet sealed.
ALTER TABLE request_salt ADD COLUMN key_id TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX request_salt_key ON request_salt (key_id);

-- The entry by which the personal details of a party were erased.
ALTER TABLE party ADD COLUMN erased_seq BIGINT;

-- Beside the journal: each reading of the personal details of a party in full.
CREATE TABLE detail_read (
    no BIGINT NOT NULL PRIMARY KEY,
    read_at TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    party_id TEXT COLLATE "C" NOT NULL,
    via TEXT COLLATE "C" NOT NULL,
    purpose TEXT COLLATE "C",
    CHECK (no > 0)
);
CREATE INDEX detail_read_party ON detail_read (party_id, no);
CREATE TRIGGER detail_read_no_update BEFORE UPDATE ON detail_read FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();
CREATE TRIGGER detail_read_no_delete BEFORE DELETE OR TRUNCATE ON detail_read FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();
