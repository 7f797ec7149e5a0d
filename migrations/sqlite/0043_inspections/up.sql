-- Plans of inspections: announced with all that may be drawn, then drawn with the head of their day.
CREATE TABLE inspection_plan (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    office_id TEXT,
    kind TEXT NOT NULL,
    draw_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE,
    drawn TEXT,
    drawn_seq INTEGER,
    CHECK (kind IN ('site', 'buyer', 'exporter', 'office')),
    CHECK ((drawn IS NULL) = (drawn_seq IS NULL))
) STRICT;
CREATE INDEX inspection_plan_office ON inspection_plan (office_id, no);
-- What was drawn, in the order of the lots.
CREATE TABLE inspection_target (
    plan_no INTEGER NOT NULL,
    place INTEGER NOT NULL,
    target_id TEXT NOT NULL,
    code TEXT NOT NULL,
    inspection_id TEXT,
    PRIMARY KEY (plan_no, place),
    UNIQUE (plan_no, target_id)
) STRICT;
CREATE INDEX inspection_target_id ON inspection_target (target_id);
-- Inspections that were carried out.
CREATE TABLE inspection (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    office_id TEXT,
    kind TEXT NOT NULL,
    target_id TEXT NOT NULL,
    party_id TEXT,
    again_id TEXT,
    on_day TEXT NOT NULL,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE,
    CHECK (kind IN ('site', 'buyer', 'exporter', 'office'))
) STRICT;
CREATE INDEX inspection_office ON inspection (office_id, no);
CREATE INDEX inspection_party ON inspection (party_id, no);
CREATE INDEX inspection_kind ON inspection (kind, target_id, on_day);
CREATE INDEX inspection_again ON inspection (again_id);
CREATE INDEX inspection_day ON inspection (on_day, no);
-- What has to be put right.
CREATE TABLE inspection_action (
    inspection_no INTEGER NOT NULL,
    no INTEGER NOT NULL,
    office_id TEXT,
    party_id TEXT,
    due_on TEXT NOT NULL,
    done TEXT,
    done_seq INTEGER,
    PRIMARY KEY (inspection_no, no),
    CHECK ((done IS NULL) = (done_seq IS NULL))
) STRICT;
CREATE INDEX inspection_action_due ON inspection_action (due_on) WHERE done_seq IS NULL;
-- Test parcels that inspectors walk through the chain.
CREATE TABLE dry_run (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    office_id TEXT,
    parcel_no INTEGER NOT NULL,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE,
    concluded TEXT,
    concluded_seq INTEGER,
    CHECK ((concluded IS NULL) = (concluded_seq IS NULL))
) STRICT;
CREATE INDEX dry_run_office ON dry_run (office_id, no);
CREATE INDEX dry_run_parcel ON dry_run (parcel_no);
