//! What holds the tables together, weakened piece by piece: each is named, on both databases, and nothing is named where
//! nothing is weakened.

use crate::support::postgres::psql;
use crate::support::process::scratch_dir;
use crate::verify::{execute, verified};
use crate::world::{World, each};
use diesel::connection::SimpleConnection;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection};
use placer::service::verify::{Report, TRIGGERS, verify};
use placer::store::catalogue::{catalogue, written};
use placer::store::db::Db;
use placer::store::dump::triggers;
use std::path::Path;

fn schema_of(report: &Report) -> Vec<(&'static str, String)> {
    report.findings.iter().filter(|f| f.code.starts_with("schema.")).map(|f| (f.code, f.at.clone())).collect()
}

fn named(w: &World) -> Vec<(&'static str, String)> {
    schema_of(&verified(w))
}

/// What is done, and the code and place under which it is told; how it is undone, where a plain statement does.
type Case = (&'static str, &'static str, &'static str, &'static str);

const SQLITE: &[Case] = &[
    ("DROP TRIGGER journal_no_update", "schema.trigger_missing", "journal_no_update", ""),
    (
        "DROP TRIGGER journal_no_update; CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT 1; END",
        "schema.trigger_changed",
        "journal_no_update",
        "",
    ),
    (
        "CREATE TRIGGER helpful AFTER INSERT ON journal BEGIN UPDATE parcel SET weight_mct = weight_mct + 1; END",
        "schema.extra",
        "helpful",
        "",
    ),
    ("CREATE VIEW parcels AS SELECT * FROM parcel", "schema.extra", "parcels", ""),
    ("CREATE TABLE aside (n INTEGER)", "schema.extra", "aside", ""),
    ("DROP INDEX custody_live", "schema.index_missing", "custody_live", ""),
    ("DROP INDEX parcel_live_seal", "schema.index_missing", "parcel_live_seal", ""),
    ("DROP INDEX certificate_shipment_valid", "schema.index_missing", "certificate_shipment_valid", ""),
    (
        "DROP INDEX custody_live; CREATE UNIQUE INDEX custody_live ON custody (parcel_no, from_seq) WHERE to_seq IS NULL",
        "schema.index_changed",
        "custody_live",
        "",
    ),
    ("ALTER TABLE parcel ADD COLUMN mine TEXT", "schema.table_changed", "parcel", ""),
];

/// Changes of the statement behind a table of SQLite: from, to, table.
const REWRITTEN: &[(&str, &str, &str)] = &[
    ("CHECK (weight_mct >= 0),", "", "parcel"),
    ("CHECK (stones >= 0)", "CHECK (stones >= -9)", "parcel"),
    ("holder_id TEXT NOT NULL", "holder_id TEXT", "custody"),
    (") STRICT", ")", "source"),
    ("CHECK (occurred_at <= recorded_at)", "CHECK (1)", "journal"),
];

const POSTGRES: &[Case] = &[
    (
        "ALTER TABLE journal DISABLE TRIGGER journal_no_update",
        "schema.trigger_changed",
        "journal_no_update",
        "ALTER TABLE journal ENABLE TRIGGER journal_no_update",
    ),
    (
        "ALTER TABLE journal ENABLE REPLICA TRIGGER journal_no_update",
        "schema.trigger_changed",
        "journal_no_update",
        "ALTER TABLE journal ENABLE TRIGGER journal_no_update",
    ),
    (
        "CREATE FUNCTION lax() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; DROP TRIGGER journal_no_update ON journal; \
         CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION lax()",
        "schema.trigger_changed",
        "journal_no_update",
        "DROP TRIGGER journal_no_update ON journal; DROP FUNCTION lax; \
         CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION placer_append_only()",
    ),
    (
        "CREATE OR REPLACE FUNCTION placer_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        "schema.function_changed",
        "placer_append_only()",
        "CREATE OR REPLACE FUNCTION placer_append_only() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n    RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME;\nEND $$",
    ),
    ("CREATE FUNCTION mine() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'", "schema.extra", "mine()", "DROP FUNCTION mine"),
    ("CREATE RULE still AS ON UPDATE TO parcel DO INSTEAD NOTHING", "schema.extra", "parcel.still", "DROP RULE still ON parcel"),
    ("CREATE VIEW parcels AS SELECT * FROM parcel", "schema.extra", "parcels", "DROP VIEW parcels"),
    ("CREATE TABLE aside () INHERITS (seal)", "schema.extra", "aside", "DROP TABLE aside"),
    ("ALTER TABLE parcel ENABLE ROW LEVEL SECURITY", "schema.table_changed", "parcel", "ALTER TABLE parcel DISABLE ROW LEVEL SECURITY"),
    ("CREATE POLICY few ON parcel USING (no > 1)", "schema.extra", "parcel.few", "DROP POLICY few ON parcel"),
    (
        "DROP INDEX custody_live",
        "schema.index_missing",
        "custody_live",
        "CREATE UNIQUE INDEX custody_live ON custody (parcel_no) WHERE to_seq IS NULL",
    ),
    (
        "DROP INDEX certificate_shipment_valid; CREATE UNIQUE INDEX certificate_shipment_valid ON certificate (shipment_id, no)",
        "schema.index_changed",
        "certificate_shipment_valid",
        "DROP INDEX certificate_shipment_valid; CREATE UNIQUE INDEX certificate_shipment_valid ON certificate (shipment_id) WHERE state = 'valid'",
    ),
    (
        "ALTER TABLE parcel DROP CONSTRAINT parcel_weight_mct_check",
        "schema.table_changed",
        "parcel.parcel_weight_mct_check",
        "ALTER TABLE parcel ADD CONSTRAINT parcel_weight_mct_check CHECK (weight_mct >= 0)",
    ),
    (
        "ALTER TABLE parcel DROP CONSTRAINT parcel_stones_check, ADD CONSTRAINT parcel_stones_check CHECK (stones >= -9)",
        "schema.table_changed",
        "parcel.parcel_stones_check",
        "ALTER TABLE parcel DROP CONSTRAINT parcel_stones_check, ADD CONSTRAINT parcel_stones_check CHECK (stones >= 0)",
    ),
    (
        "ALTER TABLE custody ALTER holder_id DROP NOT NULL",
        "schema.table_changed",
        "custody.holder_id",
        "ALTER TABLE custody ALTER holder_id SET NOT NULL",
    ),
    ("ALTER TABLE seal ALTER number SET DEFAULT 'x'", "schema.table_changed", "seal.number", "ALTER TABLE seal ALTER number DROP DEFAULT"),
    ("ALTER TABLE account ADD COLUMN mine TEXT", "schema.extra", "account.mine", "ALTER TABLE account DROP COLUMN mine"),
];

#[test]
fn each_weakening_is_named_on_a_copy_of_an_embedded_register() {
    let dir = scratch_dir("weakened");
    let path = dir.join("placer.sqlite");
    let mut w = World::at(&format!("sqlite:{}", path.display()));
    crate::spine::certified(&mut w);
    assert_eq!(named(&w), []);
    execute(&w.url, "PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    let rewritten = REWRITTEN.iter().map(|(from, to, table)| {
        let from = from.replace('\'', "''");
        let sql = format!("UPDATE sqlite_schema SET sql = replace(sql, '{from}', '{to}') WHERE name = '{table}'");
        (format!("PRAGMA writable_schema = ON; {sql}"), "schema.table_changed", (*table).to_owned())
    });
    let plain = SQLITE.iter().map(|(sql, code, at, _)| ((*sql).to_owned(), *code, (*at).to_owned()));
    for (n, (sql, code, at)) in plain.chain(rewritten).enumerate() {
        let copy = dir.join(format!("{n}.sqlite"));
        std::fs::copy(&path, &copy).unwrap();
        SqliteConnection::establish(&copy.to_string_lossy()).unwrap().batch_execute(&sql).unwrap();
        let db = Db::open(&format!("sqlite:{}", copy.display())).unwrap().with_keys(w.app.db.keys().clone());
        let report = verify(&db, &dir.join(format!("{n}.replay")), |_, _| {}).unwrap();
        assert_eq!(schema_of(&report), [(code, at)], "{sql}: {:?}", report.findings);
    }
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn each_weakening_is_named_on_postgres() {
    each(|w| {
        if w.app.db.is_sqlite() {
            return;
        }
        crate::spine::certified(w);
        assert_eq!(verified(w).findings, []);
        for (sql, code, at, undone) in POSTGRES {
            execute(&w.url, sql).unwrap();
            let told = named(w);
            assert!(told.contains(&(*code, (*at).to_owned())), "{sql}: {told:?}");
            execute(&w.url, undone).unwrap();
            assert_eq!(named(w), [], "{undone}");
        }
    });
}

/// The list that PostgreSQL registers are held against is that of the migrations. After a new migration, run this test with
/// `PLACER_WRITE_CATALOGUE=1` once and look at what changed.
#[test]
fn the_kept_catalogue_is_that_of_the_migrations() {
    each(|w| {
        if w.app.db.is_sqlite() {
            return;
        }
        let made = written(&w.read(catalogue));
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/postgres.catalogue");
        if std::env::var_os("PLACER_WRITE_CATALOGUE").is_some() {
            std::fs::write(&file, &made).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap();
        assert!(kept == made, "migrations/postgres.catalogue is not that of the migrations: see the note at this test");
    });
}

#[test]
fn the_list_of_guards_is_that_of_the_migrations() {
    each(|w| assert_eq!(w.read(triggers), TRIGGERS));
}

#[test]
fn tables_of_another_version_are_told_and_nothing_else_is_looked_at() {
    each(|w| {
        execute(&w.url, "INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')").unwrap();
        assert_eq!(named(w), [("schema.version", "9999".to_owned())]);
        execute(&w.url, "DELETE FROM __diesel_schema_migrations WHERE version IN ('9999', '0010')").unwrap();
        assert_eq!(named(w), [("schema.version", "0010".to_owned())]);
    });
}

/// An auditor's role that may read and do nothing else can check a register.
#[test]
fn a_role_that_may_only_read_can_check() {
    each(|w| {
        if w.app.db.is_sqlite() {
            return;
        }
        crate::spine::certified(w);
        let role = format!("auditor_{}", std::process::id());
        psql(&w.url, &format!("CREATE ROLE {role} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"));
        let url = w.url.replacen("postgres@", &format!("{role}@"), 1);
        assert_ne!(url, w.url, "the address names who signs in");
        let db = Db::open_existing(&url).unwrap().with_keys(w.app.db.keys().clone());
        let dir = scratch_dir("auditor");
        let told = verify(&db, &dir.join("replay.sqlite"), |_, _| {}).unwrap().findings;
        // What the test appended itself asked no rule.
        assert!(told.iter().all(|f| f.code == "rule.broken"), "{told:?}");
        psql(&w.url, &format!("DROP OWNED BY {role}; DROP ROLE {role}"));
        let _ = std::fs::remove_dir_all(&dir);
    });
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

/// A guard index dropped, the row it refused put in, and the index put back as a plain one: both are told.
#[test]
fn a_second_holder_behind_a_dropped_index_is_told_with_it() {
    let dir = scratch_dir("second");
    let mut w = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    crate::spine::certified(&mut w);
    let sql = "DROP INDEX custody_live; CREATE INDEX custody_live ON custody (parcel_no) WHERE to_seq IS NULL; \
        INSERT INTO custody SELECT parcel_no, from_seq + 100, NULL, holder_id FROM custody LIMIT 1";
    execute(&w.url, sql).unwrap();
    let mut c = SqliteConnection::establish(w.url.strip_prefix("sqlite:").unwrap()).unwrap();
    let live: Found = diesel::sql_query("SELECT count(*) AS n FROM custody WHERE to_seq IS NULL").get_result(&mut c).unwrap();
    assert!(live.n > 0);
    let codes: Vec<&str> = verified(&w).findings.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["schema.index_changed", "projection.extra"]);
    let _ = std::fs::remove_dir_all(&dir);
}

/// Without its indexes and checks the journal takes an id and a key twice, and an act that happened after its recording.
#[test]
fn what_the_lost_rules_of_the_journal_let_in_is_told() {
    let dir = scratch_dir("twice");
    let mut w = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    crate::spine::certified(&mut w);
    let sql = "DROP TRIGGER journal_no_update; DROP INDEX journal_idempotency; PRAGMA ignore_check_constraints = ON; \
        UPDATE journal SET (account, idempotency_key) = (SELECT account, idempotency_key FROM journal WHERE seq = 3) WHERE seq = 5; \
        UPDATE journal SET occurred_at = '2099-01-01T00:00:00.000000Z' WHERE seq = 6";
    execute(&w.url, sql).unwrap();
    let told: Vec<(&str, String)> = verified(&w).findings.into_iter().map(|f| (f.code, f.at)).collect();
    for (code, at) in
        [("journal.key_twice", "entry 5"), ("journal.hash", "entry 5"), ("journal.time", "entry 6"), ("journal.hash", "entry 6")]
    {
        assert!(told.contains(&(code, at.to_owned())), "{code}: {told:?}");
    }
    // An id is kept unique by the table itself, so the statement that made it is changed too.
    let sql = "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'id TEXT NOT NULL UNIQUE', 'id TEXT NOT NULL') \
        WHERE name = 'journal'; DELETE FROM sqlite_schema WHERE tbl_name = 'journal' AND type = 'index' AND sql IS NULL";
    execute(&w.url, sql).unwrap();
    execute(&w.url, "UPDATE journal SET id = (SELECT id FROM journal WHERE seq = 3) WHERE seq = 7").unwrap();
    let told: Vec<(&str, String)> = verified(&w).findings.into_iter().map(|f| (f.code, f.at)).collect();
    for (code, at) in [("schema.table_changed", "journal"), ("journal.id_twice", "entry 7")] {
        assert!(told.contains(&(code, at.to_owned())), "{code}: {told:?}");
    }
    let _ = std::fs::remove_dir_all(&dir);
}
