-- Each time a certificate was put on paper: the original and what was printed again.
CREATE TABLE certificate_print (
    certificate_id TEXT COLLATE "C" NOT NULL,
    copy BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    printed_at TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    template TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    PRIMARY KEY (certificate_id, copy),
    CHECK (copy > 0)
);

-- Beside the journal: the file of each print, sealed with the keys of personal details. A row is never changed, so that
-- nothing can be: it goes when the exporter's details are erased, and is made anew under another key.
CREATE TABLE certificate_copy (
    certificate_id TEXT COLLATE "C" NOT NULL,
    copy BIGINT NOT NULL,
    key_id TEXT COLLATE "C" NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (certificate_id, copy)
);
CREATE INDEX certificate_copy_key ON certificate_copy (key_id);
CREATE TRIGGER certificate_copy_no_update BEFORE UPDATE ON certificate_copy FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();
