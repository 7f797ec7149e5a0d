-- Each time a certificate was put on paper: the original and what was printed again.
CREATE TABLE certificate_print (
    certificate_id TEXT NOT NULL,
    copy INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    printed_at TEXT NOT NULL,
    account_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    template TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (certificate_id, copy),
    CHECK (copy > 0)
) STRICT;

-- Beside the journal: the file of each print, sealed with the keys of personal details. A row is never changed, so that
-- nothing can be: it goes when the exporter's details are erased, and is made anew under another key.
CREATE TABLE certificate_copy (
    certificate_id TEXT NOT NULL,
    copy INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (certificate_id, copy)
) STRICT;
CREATE INDEX certificate_copy_key ON certificate_copy (key_id);
CREATE TRIGGER certificate_copy_no_update BEFORE UPDATE ON certificate_copy BEGIN SELECT RAISE(ABORT, 'append-only: certificate_copy'); END;
