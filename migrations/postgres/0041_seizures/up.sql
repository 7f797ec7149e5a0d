-- A parcel may be seized: nobody holds it, the state keeps it.
ALTER TABLE parcel ADD COLUMN seizure_no BIGINT;
ALTER TABLE parcel DROP CONSTRAINT parcel_state_check;
ALTER TABLE parcel ADD CONSTRAINT parcel_state_check CHECK (state IN ('live', 'consumed', 'exported', 'seized'));
ALTER TABLE parcel ADD CONSTRAINT parcel_seized_check CHECK (state <> 'seized' OR seizure_no IS NOT NULL);
DROP INDEX parcel_live_seal;
CREATE UNIQUE INDEX parcel_live_seal ON parcel (seal) WHERE state IN ('live', 'seized') AND seal IS NOT NULL;
-- Stones that the state took: what, from whom, why, and where what is left of it is kept under which seal. `differs` while
-- somebody has to answer for a difference; `ordered` while an order waits.
CREATE TABLE seizure (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    check_code TEXT COLLATE "C" NOT NULL UNIQUE,
    receipt TEXT COLLATE "C" NOT NULL UNIQUE,
    first_seal TEXT COLLATE "C" NOT NULL,
    office_id TEXT COLLATE "C",
    from_id TEXT COLLATE "C",
    on_day TEXT COLLATE "C" NOT NULL,
    ground TEXT COLLATE "C" NOT NULL,
    safe TEXT COLLATE "C" NOT NULL,
    seal TEXT COLLATE "C" NOT NULL,
    differs BIGINT NOT NULL,
    ordered BIGINT NOT NULL,
    test BIGINT NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL UNIQUE
);
CREATE INDEX seizure_office ON seizure (office_id, no);
CREATE INDEX seizure_from ON seizure (from_id, no);
CREATE INDEX seizure_day ON seizure (on_day, no);
CREATE INDEX seizure_safe ON seizure (safe, no);
CREATE INDEX seizure_first_seal ON seizure (first_seal);
-- Its parcels. `taken_mct` is the mass when it was taken, `gone_mct` that when it went.
CREATE TABLE seizure_parcel (
    seizure_no BIGINT NOT NULL,
    parcel_no BIGINT NOT NULL,
    holder_id TEXT COLLATE "C" NOT NULL,
    registered BIGINT NOT NULL,
    taken_mct BIGINT NOT NULL,
    stones BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    to_id TEXT COLLATE "C",
    gone_mct BIGINT,
    gone_seq BIGINT,
    seq BIGINT NOT NULL,
    PRIMARY KEY (seizure_no, parcel_no),
    CHECK (state IN ('kept', 'forfeited', 'returned', 'sold', 'abroad', 'destroyed')),
    CHECK ((state IN ('kept', 'forfeited')) = (gone_seq IS NULL)),
    CHECK ((gone_seq IS NULL) = (gone_mct IS NULL))
);
CREATE INDEX seizure_parcel_parcel ON seizure_parcel (parcel_no, seizure_no);
CREATE INDEX seizure_parcel_seq ON seizure_parcel (seq);
CREATE INDEX seizure_parcel_gone ON seizure_parcel (gone_seq);
CREATE INDEX seizure_parcel_state ON seizure_parcel (state, seizure_no);
CREATE UNIQUE INDEX seizure_parcel_here ON seizure_parcel (parcel_no) WHERE state IN ('kept', 'forfeited');
-- Its way from safe to safe.
CREATE TABLE seizure_step (
    seizure_no BIGINT NOT NULL,
    step BIGINT NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL UNIQUE,
    seal_new TEXT COLLATE "C",
    stands BIGINT,
    answer TEXT COLLATE "C",
    answered_by TEXT COLLATE "C",
    answered_seq BIGINT,
    PRIMARY KEY (seizure_no, step),
    CHECK ((answered_seq IS NULL) = (stands IS NULL)),
    CHECK (answered_by IS NULL OR answered_by <> account_id)
);
CREATE INDEX seizure_step_seal ON seizure_step (seal_new) WHERE seal_new IS NOT NULL;
-- Orders over it.
CREATE TABLE seizure_order (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seizure_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL UNIQUE,
    decided_by TEXT COLLATE "C",
    decision_reason TEXT COLLATE "C",
    decided_seq BIGINT,
    UNIQUE (seizure_no, no),
    CHECK (state IN ('waiting', 'confirmed', 'refused')),
    CHECK ((state = 'waiting') = (decided_seq IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> account_id)
);
CREATE UNIQUE INDEX seizure_order_waiting ON seizure_order (seizure_no) WHERE state = 'waiting';
CREATE INDEX seizure_order_state ON seizure_order (state, seq);
-- Counts of a safe against the register.
CREATE TABLE safe_count (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    safe TEXT COLLATE "C" NOT NULL,
    on_day TEXT COLLATE "C" NOT NULL,
    missing BIGINT NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL UNIQUE
);
CREATE INDEX safe_count_safe ON safe_count (safe, no);
-- Offences, who is suspected, and what became of them.
CREATE TABLE offence (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    office_id TEXT COLLATE "C",
    ground TEXT COLLATE "C" NOT NULL,
    on_day TEXT COLLATE "C" NOT NULL,
    seizure_id TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL UNIQUE
);
CREATE INDEX offence_office ON offence (office_id, no);
CREATE INDEX offence_day ON offence (on_day, no);
CREATE INDEX offence_state ON offence (state, no);
CREATE INDEX offence_seizure ON offence (seizure_id);
CREATE TABLE offence_party (
    offence_no BIGINT NOT NULL,
    party_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (party_id, offence_no)
);
CREATE TABLE offence_statement (
    offence_no BIGINT NOT NULL,
    no BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    on_day TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL,
    recorded_at TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL UNIQUE,
    PRIMARY KEY (offence_no, no)
);
CREATE INDEX offence_statement_day ON offence_statement (on_day);
-- Licences and parties that were stopped for an offence, by the entry.
CREATE TABLE offence_stop (
    offence_no BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    licence_id TEXT COLLATE "C",
    party_id TEXT COLLATE "C",
    PRIMARY KEY (seq)
);
CREATE INDEX offence_stop_offence ON offence_stop (offence_no, seq);
