-- Beside the journal: the rules that the register has worked under, each from its adoption on. The last one rules.
CREATE TABLE profile_version (
    no INTEGER NOT NULL PRIMARY KEY,
    adopted_at TEXT NOT NULL,
    after_seq INTEGER NOT NULL,
    digest TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE TRIGGER profile_version_no_update BEFORE UPDATE ON profile_version BEGIN SELECT RAISE(ABORT, 'append-only: profile_version'); END;
CREATE TRIGGER profile_version_no_delete BEFORE DELETE ON profile_version BEGIN SELECT RAISE(ABORT, 'append-only: profile_version'); END;
