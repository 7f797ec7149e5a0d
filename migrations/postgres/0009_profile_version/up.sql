-- Beside the journal: the rules that the register has worked under, each from its adoption on. The last one rules.
CREATE TABLE profile_version (
    no BIGINT NOT NULL PRIMARY KEY,
    adopted_at TEXT COLLATE "C" NOT NULL,
    after_seq BIGINT NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL
);
CREATE TRIGGER profile_version_no_update BEFORE UPDATE ON profile_version FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();
CREATE TRIGGER profile_version_no_delete BEFORE DELETE OR TRUNCATE ON profile_version FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only();
