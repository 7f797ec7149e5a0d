-- Long reports that were made: what each was of, the digest of its file, and the journal it was read from. Rows are never
-- changed.
CREATE TABLE report (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    kind TEXT COLLATE "C" NOT NULL,
    first_on TEXT COLLATE "C" NOT NULL,
    last_on TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    head_size BIGINT NOT NULL,
    head_root TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    made_at TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL
);

-- Reports that were asked for, and how far each is. This is operation, not evidence.
CREATE TABLE report_job (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    kind TEXT COLLATE "C" NOT NULL,
    first_on TEXT COLLATE "C" NOT NULL,
    last_on TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    asked_at TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    worker TEXT COLLATE "C",
    beat_at TEXT COLLATE "C",
    tries BIGINT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    step TEXT COLLATE "C",
    started_at TEXT COLLATE "C",
    ended_at TEXT COLLATE "C",
    error TEXT COLLATE "C",
    size BIGINT,
    expires_at TEXT COLLATE "C",
    CHECK (state IN ('waiting', 'running', 'ready', 'failed', 'cancelled', 'expired')),
    CHECK (tries >= 0 AND done >= 0 AND total >= done)
);
CREATE INDEX report_job_state ON report_job (state, no);

-- The files of finished reports in pieces, sealed with the keys of personal details. They go when their days are over.
CREATE TABLE report_piece (
    job_id TEXT COLLATE "C" NOT NULL,
    no BIGINT NOT NULL,
    key_id TEXT COLLATE "C" NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (job_id, no)
);
CREATE INDEX report_piece_key ON report_piece (key_id);
