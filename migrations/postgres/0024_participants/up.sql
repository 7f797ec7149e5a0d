-- Participants of the Kimberley Process: changes proposed by one and confirmed by another, and what they say.
CREATE TABLE participant_change (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    no BIGINT NOT NULL UNIQUE,
    state TEXT COLLATE "C" NOT NULL,
    facts TEXT COLLATE "C" NOT NULL,
    proposed_by TEXT COLLATE "C" NOT NULL,
    proposed_seq BIGINT NOT NULL,
    decided_by TEXT COLLATE "C",
    decided_seq BIGINT,
    decision_reason TEXT COLLATE "C",
    CHECK (state IN ('waiting', 'confirmed', 'refused')),
    CHECK ((decided_seq IS NULL) = (state = 'waiting')),
    CHECK (decided_by IS NULL OR decided_by <> proposed_by)
);
CREATE INDEX participant_change_state ON participant_change (state, no);

-- What is on the list, in the order in which it was confirmed; what is stated later stands instead.
CREATE TABLE participant_standing (
    seq BIGINT NOT NULL,
    no BIGINT NOT NULL,
    participant TEXT COLLATE "C" NOT NULL,
    country TEXT COLLATE "C",
    standing TEXT COLLATE "C" NOT NULL,
    from_on TEXT COLLATE "C",
    source TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (seq, no),
    CHECK (standing IN ('trade', 'member', 'suspended', 'left')),
    CHECK (country IS NULL OR standing IN ('trade', 'left'))
);

CREATE TABLE participant_contact (
    seq BIGINT NOT NULL,
    no BIGINT NOT NULL,
    participant TEXT COLLATE "C" NOT NULL,
    duty TEXT COLLATE "C" NOT NULL,
    authority TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C",
    address TEXT COLLATE "C",
    source TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (seq, no),
    CHECK (duty IN ('importing', 'exporting'))
);
CREATE INDEX participant_contact_of ON participant_contact (participant, duty, seq, no);
