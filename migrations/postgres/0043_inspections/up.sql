-- Plans of inspections: announced with all that may be drawn, then drawn with the head of their day.
CREATE TABLE inspection_plan (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    office_id TEXT COLLATE "C",
    kind TEXT COLLATE "C" NOT NULL,
    draw_on TEXT COLLATE "C" NOT NULL,
    until_on TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL UNIQUE,
    drawn TEXT COLLATE "C",
    drawn_seq BIGINT,
    CHECK (kind IN ('site', 'buyer', 'exporter', 'office')),
    CHECK ((drawn IS NULL) = (drawn_seq IS NULL))
);
CREATE INDEX inspection_plan_office ON inspection_plan (office_id, no);
-- What was drawn, in the order of the lots.
CREATE TABLE inspection_target (
    plan_no BIGINT NOT NULL,
    place BIGINT NOT NULL,
    target_id TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    inspection_id TEXT COLLATE "C",
    PRIMARY KEY (plan_no, place),
    UNIQUE (plan_no, target_id)
);
CREATE INDEX inspection_target_id ON inspection_target (target_id);
-- Inspections that were carried out.
CREATE TABLE inspection (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    office_id TEXT COLLATE "C",
    kind TEXT COLLATE "C" NOT NULL,
    target_id TEXT COLLATE "C" NOT NULL,
    party_id TEXT COLLATE "C",
    again_id TEXT COLLATE "C",
    on_day TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL UNIQUE,
    CHECK (kind IN ('site', 'buyer', 'exporter', 'office'))
);
CREATE INDEX inspection_office ON inspection (office_id, no);
CREATE INDEX inspection_party ON inspection (party_id, no);
CREATE INDEX inspection_kind ON inspection (kind, target_id, on_day);
CREATE INDEX inspection_again ON inspection (again_id);
CREATE INDEX inspection_day ON inspection (on_day, no);
-- What has to be put right.
CREATE TABLE inspection_action (
    inspection_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    office_id TEXT COLLATE "C",
    party_id TEXT COLLATE "C",
    due_on TEXT COLLATE "C" NOT NULL,
    done TEXT COLLATE "C",
    done_seq BIGINT,
    PRIMARY KEY (inspection_no, no),
    CHECK ((done IS NULL) = (done_seq IS NULL))
);
CREATE INDEX inspection_action_due ON inspection_action (due_on) WHERE done_seq IS NULL;
-- Test parcels that inspectors walk through the chain.
CREATE TABLE dry_run (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    office_id TEXT COLLATE "C",
    parcel_no BIGINT NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL UNIQUE,
    concluded TEXT COLLATE "C",
    concluded_seq BIGINT,
    CHECK ((concluded IS NULL) = (concluded_seq IS NULL))
);
CREATE INDEX dry_run_office ON dry_run (office_id, no);
CREATE INDEX dry_run_parcel ON dry_run (parcel_no);
