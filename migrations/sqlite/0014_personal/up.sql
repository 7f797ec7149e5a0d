-- Personal details are sealed with a key that stands outside the database (see docs/operations.md). What was kept in the
-- clear waits in party_details_clear until the program has sealed it, and the program takes that table away then.
DROP TRIGGER party_details_no_update;
DROP INDEX party_details_name;
ALTER TABLE party_details RENAME TO party_details_clear;
CREATE TABLE party_details (
    party_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    key_id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (party_id, digest)
) STRICT;
CREATE INDEX party_details_key ON party_details (key_id);
CREATE TRIGGER party_details_no_update BEFORE UPDATE ON party_details BEGIN SELECT RAISE(ABORT, 'append-only: party_details'); END;

-- Marks (HMAC) of the beginnings of words of names, and of the keys that tell likely duplicates.
DROP TABLE party_word;
DROP TABLE party_match;
CREATE TABLE party_word (
    mark INTEGER NOT NULL,
    party_id TEXT NOT NULL,
    PRIMARY KEY (mark, party_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_word_party ON party_word (party_id);
CREATE TABLE party_match (
    mark INTEGER NOT NULL,
    party_id TEXT NOT NULL,
    PRIMARY KEY (mark, party_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_match_party ON party_match (party_id);

-- The salts of requests are sealed too: with them a request, and what it said of a person, could be guessed from its
-- hash. No key: not yet sealed.
ALTER TABLE request_salt ADD COLUMN key_id TEXT NOT NULL DEFAULT '';
CREATE INDEX request_salt_key ON request_salt (key_id);

-- The entry by which the personal details of a party were erased.
ALTER TABLE party ADD COLUMN erased_seq INTEGER;

-- Beside the journal: each reading of the personal details of a party in full.
CREATE TABLE detail_read (
    no INTEGER NOT NULL PRIMARY KEY,
    read_at TEXT NOT NULL,
    account_id TEXT NOT NULL,
    party_id TEXT NOT NULL,
    via TEXT NOT NULL,
    purpose TEXT,
    CHECK (no > 0)
) STRICT;
CREATE INDEX detail_read_party ON detail_read (party_id, no);
CREATE TRIGGER detail_read_no_update BEFORE UPDATE ON detail_read BEGIN SELECT RAISE(ABORT, 'append-only: detail_read'); END;
CREATE TRIGGER detail_read_no_delete BEFORE DELETE ON detail_read BEGIN SELECT RAISE(ABORT, 'append-only: detail_read'); END;
