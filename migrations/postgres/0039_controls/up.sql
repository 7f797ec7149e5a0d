-- What controls saw. It follows from the journal and stands beside it: a row that is missing or was altered is made again
-- by the next look at everything.
CREATE TABLE alert (
    no BIGINT NOT NULL PRIMARY KEY,
    control TEXT COLLATE "C" NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id TEXT COLLATE "C" NOT NULL,
    period TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C",
    severity TEXT COLLATE "C" NOT NULL,
    measure BIGINT NOT NULL,
    evidence TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    owner_id TEXT COLLATE "C",
    weight BIGINT NOT NULL,
    first_seen_at TEXT COLLATE "C" NOT NULL,
    last_seen_at TEXT COLLATE "C" NOT NULL,
    sightings BIGINT NOT NULL,
    gone_at TEXT COLLATE "C",
    UNIQUE (control, subject_kind, subject_id, period),
    CHECK (state IN ('open', 'explained', 'case', 'false')),
    CHECK (severity IN ('notice', 'alarm', 'critical'))
);
CREATE INDEX alert_subject ON alert (subject_kind, subject_id, control);
CREATE INDEX alert_list ON alert (state, weight, no);
CREATE INDEX alert_office ON alert (office_id, state, weight, no);
CREATE INDEX alert_seen ON alert (first_seen_at);

-- What people answered for alerts: entries of the journal.
CREATE TABLE alert_handling (
    seq BIGINT NOT NULL PRIMARY KEY,
    control TEXT COLLATE "C" NOT NULL,
    subject_kind TEXT COLLATE "C" NOT NULL,
    subject_id TEXT COLLATE "C" NOT NULL,
    period TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    owner_id TEXT COLLATE "C",
    reason TEXT COLLATE "C" NOT NULL,
    severity TEXT COLLATE "C" NOT NULL,
    measure BIGINT NOT NULL,
    evidence_digest TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    handled_at TEXT COLLATE "C" NOT NULL,
    CHECK (state IN ('open', 'explained', 'case', 'false'))
);
CREATE INDEX alert_handling_key ON alert_handling (control, subject_kind, subject_id, period, seq);

-- How far controls have looked, and by which rules.
CREATE TABLE control_state (
    id BIGINT NOT NULL PRIMARY KEY,
    upto_seq BIGINT NOT NULL,
    looked_on TEXT COLLATE "C" NOT NULL,
    rules TEXT COLLATE "C" NOT NULL,
    CHECK (id = 1)
);

-- What is still to be looked at, from which month on, and whether its time has come.
CREATE TABLE control_due (
    kind TEXT COLLATE "C" NOT NULL,
    subject_id TEXT COLLATE "C" NOT NULL,
    from_month TEXT COLLATE "C" NOT NULL,
    ready BIGINT NOT NULL,
    PRIMARY KEY (kind, subject_id)
);

-- How often the rules refused something, by day.
CREATE TABLE refusal_count (
    on_day TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C" NOT NULL,
    refusals BIGINT NOT NULL,
    PRIMARY KEY (on_day, code, office_id)
);
