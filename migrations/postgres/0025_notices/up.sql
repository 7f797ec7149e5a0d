-- What authorities abroad were told of certificates.
CREATE TABLE notice (
    seq BIGINT NOT NULL PRIMARY KEY,
    certificate_id TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C" NOT NULL,
    recipient TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    sent_on TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C",
    account_id TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    CHECK (way IN ('smtp', 'hand'))
);
CREATE INDEX notice_certificate ON notice (certificate_id, seq);

-- Notices on their way out, with the message as it was made, sealed. This is operation, not evidence.
CREATE TABLE outbox (
    certificate_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    state TEXT COLLATE "C" NOT NULL,
    recipient TEXT COLLATE "C",
    tries BIGINT NOT NULL,
    next_at TEXT COLLATE "C" NOT NULL,
    last_error TEXT COLLATE "C",
    key_id TEXT COLLATE "C",
    sealed BYTEA,
    CHECK (state IN ('waiting', 'failed', 'sent', 'by_hand', 'given_up')),
    CHECK ((sealed IS NULL) = (key_id IS NULL))
);
CREATE INDEX outbox_due ON outbox (state, next_at);

-- One-time codes by which somebody abroad may confirm a receipt: hashes of them.
CREATE TABLE confirmation_code (
    hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    certificate_id TEXT COLLATE "C" NOT NULL,
    expires_on TEXT COLLATE "C" NOT NULL,
    used BIGINT NOT NULL,
    CHECK (used IN (0, 1))
);
CREATE INDEX confirmation_code_certificate ON confirmation_code (certificate_id);
