-- Long reports that were made: what each was of, the digest of its file, and the journal it was read from. Rows are never
-- changed.
CREATE TABLE report (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    head_size INTEGER NOT NULL,
    head_root TEXT NOT NULL,
    account_id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    seq INTEGER NOT NULL
) STRICT;

-- Reports that were asked for, and how far each is. This is operation, not evidence.
CREATE TABLE report_job (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    language TEXT NOT NULL,
    account_id TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    state TEXT NOT NULL,
    worker TEXT,
    beat_at TEXT,
    tries INTEGER NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    step TEXT,
    started_at TEXT,
    ended_at TEXT,
    error TEXT,
    size INTEGER,
    expires_at TEXT,
    CHECK (state IN ('waiting', 'running', 'ready', 'failed', 'cancelled', 'expired')),
    CHECK (tries >= 0 AND done >= 0 AND total >= done)
) STRICT;
CREATE INDEX report_job_state ON report_job (state, no);

-- The files of finished reports in pieces, sealed with the keys of personal details. They go when their days are over.
CREATE TABLE report_piece (
    job_id TEXT NOT NULL,
    no INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (job_id, no)
) STRICT;
CREATE INDEX report_piece_key ON report_piece (key_id);
