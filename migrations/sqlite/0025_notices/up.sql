-- What authorities abroad were told of certificates.
CREATE TABLE notice (
    seq INTEGER NOT NULL PRIMARY KEY,
    certificate_id TEXT NOT NULL,
    way TEXT NOT NULL,
    recipient TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    sent_on TEXT NOT NULL,
    reference TEXT,
    account_id TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    CHECK (way IN ('smtp', 'hand'))
) STRICT;
CREATE INDEX notice_certificate ON notice (certificate_id, seq);

-- Notices on their way out, with the message as it was made, sealed. This is operation, not evidence.
CREATE TABLE outbox (
    certificate_id TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    recipient TEXT,
    tries INTEGER NOT NULL,
    next_at TEXT NOT NULL,
    last_error TEXT,
    key_id TEXT,
    sealed BLOB,
    CHECK (state IN ('waiting', 'failed', 'sent', 'by_hand', 'given_up')),
    CHECK ((sealed IS NULL) = (key_id IS NULL))
) STRICT;
CREATE INDEX outbox_due ON outbox (state, next_at);

-- One-time codes by which somebody abroad may confirm a receipt: hashes of them.
CREATE TABLE confirmation_code (
    hash TEXT NOT NULL PRIMARY KEY,
    certificate_id TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    used INTEGER NOT NULL,
    CHECK (used IN (0, 1))
) STRICT;
CREATE INDEX confirmation_code_certificate ON confirmation_code (certificate_id);
