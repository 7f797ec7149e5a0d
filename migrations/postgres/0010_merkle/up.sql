-- The complete subtrees of the Merkle tree over the journal (RFC 6962). Level 0, the leaves, is journal.leaf_hash.
CREATE TABLE merkle_node (
    level BIGINT NOT NULL,
    idx BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (level, idx),
    CHECK (level >= 1)
);
CREATE TRIGGER merkle_node_no_update BEFORE UPDATE ON merkle_node FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();
CREATE TRIGGER merkle_node_no_delete BEFORE DELETE OR TRUNCATE ON merkle_node FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();

-- Beside the journal: the public keys that its checkpoints were signed with, each from its adoption on.
CREATE TABLE log_key (
    no BIGINT NOT NULL PRIMARY KEY,
    vkey TEXT COLLATE "C" NOT NULL UNIQUE,
    after_size BIGINT NOT NULL,
    adopted_at TEXT COLLATE "C" NOT NULL
);
CREATE TRIGGER log_key_no_update BEFORE UPDATE ON log_key FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();
CREATE TRIGGER log_key_no_delete BEFORE DELETE OR TRUNCATE ON log_key FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();

-- Beside the journal: what was signed of it, and which witnesses signed after.
CREATE TABLE checkpoint (
    origin TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    made_at TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (origin, size)
);
CREATE TRIGGER checkpoint_no_update BEFORE UPDATE ON checkpoint FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();
CREATE TRIGGER checkpoint_no_delete BEFORE DELETE OR TRUNCATE ON checkpoint FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();
CREATE TABLE cosignature (
    origin TEXT COLLATE "C" NOT NULL,
    size BIGINT NOT NULL,
    witness TEXT COLLATE "C" NOT NULL,
    line TEXT COLLATE "C" NOT NULL,
    received_at TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (origin, size, witness)
);
CREATE TRIGGER cosignature_no_update BEFORE UPDATE ON cosignature FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();
CREATE TRIGGER cosignature_no_delete BEFORE DELETE OR TRUNCATE ON cosignature FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();

-- Entries that were lost and given up by two people, so that the register could go on.
CREATE TABLE recovery (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    known_origin TEXT COLLATE "C" NOT NULL,
    known_size BIGINT NOT NULL,
    known_root TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    proposed_by TEXT COLLATE "C" NOT NULL,
    proposed_seq BIGINT NOT NULL,
    approved_by TEXT COLLATE "C",
    approved_seq BIGINT,
    CHECK (approved_by IS NULL OR approved_by <> proposed_by)
);
