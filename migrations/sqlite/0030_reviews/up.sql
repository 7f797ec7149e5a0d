-- Review visits, as last written down; what they were before is in the journal.
CREATE TABLE review (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('visit', 'mission', 'follow_up', 'internal')),
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    team TEXT NOT NULL,
    report TEXT,
    report_on TEXT,
    seq INTEGER NOT NULL,
    changed_seq INTEGER,
    reason TEXT,
    CHECK ((report IS NULL) = (report_on IS NULL)),
    CHECK ((changed_seq IS NULL) = (reason IS NULL))
) STRICT;

-- What they recommended: state and due day as the last statement left them.
CREATE TABLE recommendation (
    id TEXT NOT NULL PRIMARY KEY,
    review_id TEXT NOT NULL,
    review_no INTEGER NOT NULL,
    no INTEGER NOT NULL,
    text TEXT NOT NULL,
    owner TEXT NOT NULL,
    office_id TEXT,
    given_on TEXT NOT NULL,
    first_due_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'in_hand', 'done', 'declined')),
    seq INTEGER NOT NULL UNIQUE,
    last_seq INTEGER NOT NULL,
    UNIQUE (review_no, no)
) STRICT;
CREATE INDEX recommendation_open ON recommendation (due_on, review_no, no) WHERE state IN ('open', 'in_hand');

-- Statements about them. Rows are never changed.
CREATE TABLE follow_up (
    recommendation_id TEXT NOT NULL,
    no INTEGER NOT NULL,
    on_day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'in_hand', 'done', 'declined')),
    statement TEXT NOT NULL,
    evidence TEXT,
    due_on TEXT,
    due_reason TEXT,
    account_id TEXT NOT NULL,
    stated_at TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE,
    PRIMARY KEY (recommendation_id, no),
    CHECK ((state = 'done') = (evidence IS NOT NULL)),
    CHECK ((due_on IS NULL) = (due_reason IS NULL))
) STRICT;
