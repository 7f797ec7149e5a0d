-- Participants of the Kimberley Process: changes proposed by one and confirmed by another, and what they say.
CREATE TABLE participant_change (
    id TEXT NOT NULL PRIMARY KEY,
    no INTEGER NOT NULL UNIQUE,
    state TEXT NOT NULL,
    facts TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_seq INTEGER NOT NULL,
    decided_by TEXT,
    decided_seq INTEGER,
    decision_reason TEXT,
    CHECK (state IN ('waiting', 'confirmed', 'refused')),
    CHECK ((decided_seq IS NULL) = (state = 'waiting')),
    CHECK (decided_by IS NULL OR decided_by <> proposed_by)
) STRICT;
CREATE INDEX participant_change_state ON participant_change (state, no);

-- What is on the list, in the order in which it was confirmed; what is stated later stands instead.
CREATE TABLE participant_standing (
    seq INTEGER NOT NULL,
    no INTEGER NOT NULL,
    participant TEXT NOT NULL,
    country TEXT,
    standing TEXT NOT NULL,
    from_on TEXT,
    source TEXT NOT NULL,
    PRIMARY KEY (seq, no),
    CHECK (standing IN ('trade', 'member', 'suspended', 'left')),
    CHECK (country IS NULL OR standing IN ('trade', 'left'))
) STRICT;

CREATE TABLE participant_contact (
    seq INTEGER NOT NULL,
    no INTEGER NOT NULL,
    participant TEXT NOT NULL,
    duty TEXT NOT NULL,
    authority TEXT NOT NULL,
    email TEXT,
    address TEXT,
    source TEXT NOT NULL,
    PRIMARY KEY (seq, no),
    CHECK (duty IN ('importing', 'exporting'))
) STRICT;
CREATE INDEX participant_contact_of ON participant_contact (participant, duty, seq, no);
