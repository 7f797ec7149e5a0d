-- Review visits, as last written down; what they were before is in the journal.
CREATE TABLE review (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('visit', 'mission', 'follow_up', 'internal')),
    first_on TEXT COLLATE "C" NOT NULL,
    last_on TEXT COLLATE "C" NOT NULL,
    team TEXT COLLATE "C" NOT NULL,
    report TEXT COLLATE "C",
    report_on TEXT COLLATE "C",
    seq BIGINT NOT NULL,
    changed_seq BIGINT,
    reason TEXT COLLATE "C",
    CHECK ((report IS NULL) = (report_on IS NULL)),
    CHECK ((changed_seq IS NULL) = (reason IS NULL))
);

-- What they recommended: state and due day as the last statement left them.
CREATE TABLE recommendation (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    review_id TEXT COLLATE "C" NOT NULL,
    review_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    owner TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C",
    given_on TEXT COLLATE "C" NOT NULL,
    first_due_on TEXT COLLATE "C" NOT NULL,
    due_on TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'in_hand', 'done', 'declined')),
    seq BIGINT NOT NULL UNIQUE,
    last_seq BIGINT NOT NULL,
    UNIQUE (review_no, no)
);
CREATE INDEX recommendation_open ON recommendation (due_on, review_no, no) WHERE state IN ('open', 'in_hand');

-- Statements about them. Rows are never changed.
CREATE TABLE follow_up (
    recommendation_id TEXT COLLATE "C" NOT NULL,
    no BIGINT NOT NULL,
    on_day TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'in_hand', 'done', 'declined')),
    statement TEXT COLLATE "C" NOT NULL,
    evidence TEXT COLLATE "C",
    due_on TEXT COLLATE "C",
    due_reason TEXT COLLATE "C",
    account_id TEXT COLLATE "C" NOT NULL,
    stated_at TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL UNIQUE,
    PRIMARY KEY (recommendation_id, no),
    CHECK ((state = 'done') = (evidence IS NOT NULL)),
    CHECK ((due_on IS NULL) = (due_reason IS NULL))
);
