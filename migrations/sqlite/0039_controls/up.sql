-- What controls saw. It follows from the journal and stands beside it: a row that is missing or was altered is made again
-- by the next look at everything.
CREATE TABLE alert (
    no INTEGER NOT NULL PRIMARY KEY,
    control TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    period TEXT NOT NULL,
    office_id TEXT,
    severity TEXT NOT NULL,
    measure INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    state TEXT NOT NULL,
    owner_id TEXT,
    weight INTEGER NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    sightings INTEGER NOT NULL,
    gone_at TEXT,
    UNIQUE (control, subject_kind, subject_id, period),
    CHECK (state IN ('open', 'explained', 'case', 'false')),
    CHECK (severity IN ('notice', 'alarm', 'critical'))
) STRICT;
CREATE INDEX alert_subject ON alert (subject_kind, subject_id, control);
CREATE INDEX alert_list ON alert (state, weight, no);
CREATE INDEX alert_office ON alert (office_id, state, weight, no);
CREATE INDEX alert_seen ON alert (first_seen_at);

-- What people answered for alerts: entries of the journal.
CREATE TABLE alert_handling (
    seq INTEGER NOT NULL PRIMARY KEY,
    control TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    period TEXT NOT NULL,
    state TEXT NOT NULL,
    owner_id TEXT,
    reason TEXT NOT NULL,
    severity TEXT NOT NULL,
    measure INTEGER NOT NULL,
    evidence_digest TEXT NOT NULL,
    account_id TEXT NOT NULL,
    handled_at TEXT NOT NULL,
    CHECK (state IN ('open', 'explained', 'case', 'false'))
) STRICT;
CREATE INDEX alert_handling_key ON alert_handling (control, subject_kind, subject_id, period, seq);

-- How far controls have looked, and by which rules.
CREATE TABLE control_state (
    id INTEGER NOT NULL PRIMARY KEY,
    upto_seq INTEGER NOT NULL,
    looked_on TEXT NOT NULL,
    rules TEXT NOT NULL,
    CHECK (id = 1)
) STRICT;

-- What is still to be looked at, from which month on, and whether its time has come.
CREATE TABLE control_due (
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    from_month TEXT NOT NULL,
    ready INTEGER NOT NULL,
    PRIMARY KEY (kind, subject_id)
) STRICT, WITHOUT ROWID;

-- How often the rules refused something, by day.
CREATE TABLE refusal_count (
    on_day TEXT NOT NULL,
    code TEXT NOT NULL,
    office_id TEXT NOT NULL,
    refusals INTEGER NOT NULL,
    PRIMARY KEY (on_day, code, office_id)
) STRICT, WITHOUT ROWID;
