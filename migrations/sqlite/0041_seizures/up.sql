-- A parcel may be seized: nobody holds it, the state keeps it. SQLite drops no constraint, so the table is made again.
CREATE TABLE parcel_new (
    no INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    weight_mct INTEGER NOT NULL,
    stones INTEGER NOT NULL,
    hs TEXT NOT NULL,
    class TEXT,
    origin INTEGER NOT NULL,
    gain_mct INTEGER NOT NULL,
    holder_id TEXT NOT NULL,
    state TEXT NOT NULL,
    seal TEXT,
    purchase_id TEXT,
    shipment_id TEXT,
    office_id TEXT,
    test INTEGER NOT NULL,
    produced_seq INTEGER NOT NULL,
    consumed_seq INTEGER,
    dispute_no INTEGER,
    removal_no INTEGER,
    seizure_no INTEGER,
    CHECK (weight_mct >= 0),
    CHECK (stones >= 0),
    CHECK (state IN ('live', 'consumed', 'exported', 'seized')),
    CHECK ((state = 'consumed') = (consumed_seq IS NOT NULL)),
    CHECK (state <> 'seized' OR seizure_no IS NOT NULL)
) STRICT;
INSERT INTO parcel_new
    SELECT no, id, code, weight_mct, stones, hs, class, origin, gain_mct, holder_id, state, seal, purchase_id, shipment_id, office_id,
        test, produced_seq, consumed_seq, dispute_no, removal_no, NULL
    FROM parcel;
DROP TABLE parcel;
ALTER TABLE parcel_new RENAME TO parcel;
CREATE INDEX parcel_holder ON parcel (holder_id, state, no);
CREATE INDEX parcel_consumed ON parcel (consumed_seq);
CREATE INDEX parcel_produced ON parcel (produced_seq);
CREATE INDEX parcel_origin ON parcel (origin);
CREATE INDEX parcel_shipment ON parcel (shipment_id);
CREATE INDEX parcel_office ON parcel (office_id, no);
CREATE UNIQUE INDEX parcel_live_seal ON parcel (seal) WHERE state IN ('live', 'seized') AND seal IS NOT NULL;
CREATE INDEX parcel_gone_seal ON parcel (seal) WHERE state = 'consumed' AND seal IS NOT NULL;
-- Stones that the state took: what, from whom, why, and where what is left of it is kept under which seal. `differs` while
-- somebody has to answer for a difference; `ordered` while an order waits.
CREATE TABLE seizure (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    check_code TEXT NOT NULL UNIQUE,
    receipt TEXT NOT NULL UNIQUE,
    first_seal TEXT NOT NULL,
    office_id TEXT,
    from_id TEXT,
    on_day TEXT NOT NULL,
    ground TEXT NOT NULL,
    safe TEXT NOT NULL,
    seal TEXT NOT NULL,
    differs INTEGER NOT NULL,
    ordered INTEGER NOT NULL,
    test INTEGER NOT NULL,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX seizure_office ON seizure (office_id, no);
CREATE INDEX seizure_from ON seizure (from_id, no);
CREATE INDEX seizure_day ON seizure (on_day, no);
CREATE INDEX seizure_safe ON seizure (safe, no);
CREATE INDEX seizure_first_seal ON seizure (first_seal);
-- Its parcels. `taken_mct` is the mass when it was taken, `gone_mct` that when it went.
CREATE TABLE seizure_parcel (
    seizure_no INTEGER NOT NULL,
    parcel_no INTEGER NOT NULL,
    holder_id TEXT NOT NULL,
    registered INTEGER NOT NULL,
    taken_mct INTEGER NOT NULL,
    stones INTEGER NOT NULL,
    state TEXT NOT NULL,
    to_id TEXT,
    gone_mct INTEGER,
    gone_seq INTEGER,
    seq INTEGER NOT NULL,
    PRIMARY KEY (seizure_no, parcel_no),
    CHECK (state IN ('kept', 'forfeited', 'returned', 'sold', 'abroad', 'destroyed')),
    CHECK ((state IN ('kept', 'forfeited')) = (gone_seq IS NULL)),
    CHECK ((gone_seq IS NULL) = (gone_mct IS NULL))
) STRICT;
CREATE INDEX seizure_parcel_parcel ON seizure_parcel (parcel_no, seizure_no);
CREATE INDEX seizure_parcel_seq ON seizure_parcel (seq);
CREATE INDEX seizure_parcel_gone ON seizure_parcel (gone_seq);
CREATE INDEX seizure_parcel_state ON seizure_parcel (state, seizure_no);
CREATE UNIQUE INDEX seizure_parcel_here ON seizure_parcel (parcel_no) WHERE state IN ('kept', 'forfeited');
-- Its way from safe to safe.
CREATE TABLE seizure_step (
    seizure_no INTEGER NOT NULL,
    step INTEGER NOT NULL,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE,
    seal_new TEXT,
    stands INTEGER,
    answer TEXT,
    answered_by TEXT,
    answered_seq INTEGER,
    PRIMARY KEY (seizure_no, step),
    CHECK ((answered_seq IS NULL) = (stands IS NULL)),
    CHECK (answered_by IS NULL OR answered_by <> account_id)
) STRICT;
CREATE INDEX seizure_step_seal ON seizure_step (seal_new) WHERE seal_new IS NOT NULL;
-- Orders over it.
CREATE TABLE seizure_order (
    id TEXT NOT NULL PRIMARY KEY,
    seizure_no INTEGER NOT NULL,
    no INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    facts TEXT NOT NULL,
    state TEXT NOT NULL,
    account_id TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE,
    decided_by TEXT,
    decision_reason TEXT,
    decided_seq INTEGER,
    UNIQUE (seizure_no, no),
    CHECK (state IN ('waiting', 'confirmed', 'refused')),
    CHECK ((state = 'waiting') = (decided_seq IS NULL)),
    CHECK (decided_by IS NULL OR decided_by <> account_id)
) STRICT;
CREATE UNIQUE INDEX seizure_order_waiting ON seizure_order (seizure_no) WHERE state = 'waiting';
CREATE INDEX seizure_order_state ON seizure_order (state, seq);
-- Counts of a safe against the register.
CREATE TABLE safe_count (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    safe TEXT NOT NULL,
    on_day TEXT NOT NULL,
    missing INTEGER NOT NULL,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX safe_count_safe ON safe_count (safe, no);
-- Offences, who is suspected, and what became of them.
CREATE TABLE offence (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    office_id TEXT,
    ground TEXT NOT NULL,
    on_day TEXT NOT NULL,
    seizure_id TEXT,
    state TEXT NOT NULL,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX offence_office ON offence (office_id, no);
CREATE INDEX offence_day ON offence (on_day, no);
CREATE INDEX offence_state ON offence (state, no);
CREATE INDEX offence_seizure ON offence (seizure_id);
CREATE TABLE offence_party (
    offence_no INTEGER NOT NULL,
    party_id TEXT NOT NULL,
    PRIMARY KEY (party_id, offence_no)
) STRICT;
CREATE TABLE offence_statement (
    offence_no INTEGER NOT NULL,
    no INTEGER NOT NULL,
    state TEXT NOT NULL,
    on_day TEXT NOT NULL,
    facts TEXT NOT NULL,
    account_id TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE,
    PRIMARY KEY (offence_no, no)
) STRICT;
CREATE INDEX offence_statement_day ON offence_statement (on_day);
-- Licences and parties that were stopped for an offence, by the entry.
CREATE TABLE offence_stop (
    offence_no INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    licence_id TEXT,
    party_id TEXT,
    PRIMARY KEY (seq)
) STRICT;
CREATE INDEX offence_stop_offence ON offence_stop (offence_no, seq);
