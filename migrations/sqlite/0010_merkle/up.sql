-- The complete subtrees of the Merkle tree over the journal (RFC 6962). Level 0, the leaves, is journal.leaf_hash.
CREATE TABLE merkle_node (
    level INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (level, idx),
    CHECK (level >= 1)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER merkle_node_no_update BEFORE UPDATE ON merkle_node BEGIN SELECT RAISE(ABORT, 'append-only: merkle_node'); END;
CREATE TRIGGER merkle_node_no_delete BEFORE DELETE ON merkle_node BEGIN SELECT RAISE(ABORT, 'append-only: merkle_node'); END;

-- Beside the journal: the public keys that its checkpoints were signed with, each from its adoption on.
CREATE TABLE log_key (
    no INTEGER NOT NULL PRIMARY KEY,
    vkey TEXT NOT NULL UNIQUE,
    after_size INTEGER NOT NULL,
    adopted_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER log_key_no_update BEFORE UPDATE ON log_key BEGIN SELECT RAISE(ABORT, 'append-only: log_key'); END;
CREATE TRIGGER log_key_no_delete BEFORE DELETE ON log_key BEGIN SELECT RAISE(ABORT, 'append-only: log_key'); END;

-- Beside the journal: what was signed of it, and which witnesses signed after.
CREATE TABLE checkpoint (
    origin TEXT NOT NULL,
    size INTEGER NOT NULL,
    root BLOB NOT NULL,
    made_at TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (origin, size)
) STRICT;
CREATE TRIGGER checkpoint_no_update BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'append-only: checkpoint'); END;
CREATE TRIGGER checkpoint_no_delete BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'append-only: checkpoint'); END;
CREATE TABLE cosignature (
    origin TEXT NOT NULL,
    size INTEGER NOT NULL,
    witness TEXT NOT NULL,
    line TEXT NOT NULL,
    received_at TEXT NOT NULL,
    PRIMARY KEY (origin, size, witness)
) STRICT;
CREATE TRIGGER cosignature_no_update BEFORE UPDATE ON cosignature BEGIN SELECT RAISE(ABORT, 'append-only: cosignature'); END;
CREATE TRIGGER cosignature_no_delete BEFORE DELETE ON cosignature BEGIN SELECT RAISE(ABORT, 'append-only: cosignature'); END;

-- Entries that were lost and given up by two people, so that the register could go on.
CREATE TABLE recovery (
    id TEXT NOT NULL PRIMARY KEY,
    known_origin TEXT NOT NULL,
    known_size INTEGER NOT NULL,
    known_root TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_seq INTEGER NOT NULL,
    approved_by TEXT,
    approved_seq INTEGER,
    CHECK (approved_by IS NULL OR approved_by <> proposed_by)
) STRICT;
