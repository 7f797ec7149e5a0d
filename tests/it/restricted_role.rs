//! PostgreSQL: the server connects as a role that only appends. It does all that a register does, from a sale to a
//! certificate, and the database itself refuses it whatever would change evidence or the tables.

use crate::conservation::played;
use crate::support::http::Http;
use crate::support::postgres::{fresh_database, psql, try_psql};
use crate::support::process::{run, scratch_dir};
use crate::support::server::Server;
use crate::verify::{sound, verified};
use crate::world::{PASSWORD, World};
use placer::domain::access::AccountRole;
use placer::domain::role::Role;
use placer::service::personal::EraseDetails;
use placer::store::grants::EVIDENCE;
use serde_json::Value;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A database of one role with the server's role beside it. Roles are the cluster's, so they go with the test.
struct Roles {
    root: String,
    owner: String,
    server: String,
    names: [String; 2],
}

impl Roles {
    fn made() -> Option<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let root = fresh_database()?;
        let no = format!("{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let names = [format!("owner_{no}"), format!("server_{no}")];
        let database = root.rsplit('/').next().unwrap();
        for name in &names {
            psql(&root, &format!("CREATE ROLE {name} LOGIN"));
        }
        psql(&root, &format!("ALTER DATABASE {database} OWNER TO {}", names[0]));
        let of = |name: &str| root.replacen("postgres://postgres", &format!("postgres://{name}"), 1);
        Some(Self { owner: of(&names[0]), server: of(&names[1]), names, root })
    }

    fn command(&self, url: &str, args: &[&str]) -> Command {
        let mut command = Server::command();
        // Both roles work on one register, so its keys are found under one name.
        command.env("PLACER_KEYS", crate::support::keys::folder(&self.server));
        command.args(args).args(["--database", url]);
        command
    }
}

impl Drop for Roles {
    fn drop(&mut self) {
        for name in &self.names {
            let _ = try_psql(&self.root, &format!("REASSIGN OWNED BY {name} TO postgres; DROP OWNED BY {name}; DROP ROLE {name}"));
        }
    }
}

fn rejected(url: &str, sql: &str) -> String {
    match try_psql(url, sql) {
        Ok(_) => panic!("the database allows {sql}"),
        Err(why) => why,
    }
}

#[test]
fn a_role_that_only_appends_does_all_that_a_register_does() {
    let Some(roles) = Roles::made() else { return };
    let name = &roles.names[1];
    // Before the owner has made the tables the server says who has to.
    let early = roles.command(&roles.server, &["serve", "--listen", "127.0.0.1:0"]).output().unwrap();
    let said = String::from_utf8(early.stderr).unwrap();
    assert!(early.status.code() == Some(1) && said.contains("as the owner of the tables first"), "{said}");
    let printed = run(&mut roles.command(&roles.owner, &["migrate", "--role", name, "--print-grants"])).unwrap();
    assert!(printed.contains(&format!("TO \"{name}\";")) && printed.contains("GRANT SELECT, INSERT ON"), "{printed}");
    assert!(try_psql(&roles.server, "SELECT count(*) FROM journal").is_err(), "printed is not granted");
    let granted = run(&mut roles.command(&roles.owner, &["migrate", "--role", name])).unwrap();
    assert!(granted.contains("can neither change evidence nor tables"), "{granted}");

    let mut w = World::at(&roles.server);
    crate::story::commands::main_job(&mut w);
    w.login("admin", AccountRole::Administrator, None, None);
    w.app.details_reseal(w.now, 100, |_| {}).unwrap();
    erased(&mut w);
    drop(w);
    for seed in [11, 12] {
        let roles = Roles::made().unwrap();
        run(&mut roles.command(&roles.owner, &["migrate", "--role", &roles.names[1]])).unwrap();
        assert_eq!(verified(&played(&roles.server, seed)).findings, []);
    }

    // The real server: it signs people in, records, signs heads and gives proofs, all under that role.
    let server = Server::spawn(&mut roles.command(&roles.server, &["serve", "--listen", "127.0.0.1:0"]), Duration::from_secs(60)).unwrap();
    let mut http = Http::signed_in(server.address(), "admin", PASSWORD);
    let made = http.submit("/offices/new", &[("code", "PU"), ("name", "Pujehun"), ("areas", "SL-E")]);
    assert_eq!(made.status, 303, "{}", made.body);
    assert_eq!(http.get("/readyz").body, "ready\n");
    drop(server);
    assert!(run(&mut roles.command(&roles.server, &["checkpoint"])).unwrap().contains("placer-sl-"));
    sound(&mut roles.command(&roles.server, &["verify"]));
    let backup = scratch_dir("role-backup");
    let file = backup.join("copy.tar").display().to_string();
    run(&mut roles.command(&roles.server, &["backup", &file, "--plain", "--mark", &format!("{file}.mark")])).unwrap();
    let _ = std::fs::remove_dir_all(&backup);
    refused(&roles);
    told(&roles);
}

/// Erasing takes personal details away, and is the one thing that goes for good.
fn erased(w: &mut World) {
    let approver = w.account(AccountRole::Approver, None, None);
    let party = w.party("Zubayru Quexworth", &[Role::Miner], None);
    w.submit(&approver, &EraseDetails { party, reason: "asked for".into() }).unwrap();
    assert_eq!(verified(w).findings, []);
}

/// What an intruder who has the server's password tries; the database itself refuses it, without any trigger.
fn refused(roles: &Roles) {
    for table in EVIDENCE {
        let column = psql(
            &roles.root,
            &format!("SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position LIMIT 1"),
        );
        for sql in [format!("UPDATE {table} SET {column} = {column}"), format!("DELETE FROM {table}"), format!("TRUNCATE {table}")] {
            let why = rejected(&roles.server, &sql);
            assert!(why.contains("permission denied for table"), "{sql}: {why}");
        }
    }
    for (sql, why) in [
        ("DROP TRIGGER journal_no_update ON journal", "must be owner"),
        ("ALTER TABLE journal DISABLE TRIGGER ALL", "must be owner"),
        ("ALTER TABLE journal ADD COLUMN x TEXT", "must be owner"),
        ("DROP TABLE journal", "must be owner"),
        ("DROP FUNCTION placer_append_only() CASCADE", "must be owner"),
        (
            "CREATE OR REPLACE FUNCTION placer_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "permission denied",
        ),
        ("CREATE TABLE mine (x TEXT)", "permission denied for schema"),
        ("CREATE RULE nothing AS ON INSERT TO journal DO INSTEAD NOTHING", "must be owner"),
        ("SET session_replication_role = replica", "permission denied to set parameter"),
        ("ALTER TABLE journal OWNER TO CURRENT_USER", "must be owner"),
        ("DELETE FROM parcel", "permission denied for table"),
        ("UPDATE party_details SET digest = digest", "permission denied for table"),
        ("INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')", "permission denied for table"),
        ("DELETE FROM journal_head", "permission denied for table"),
    ] {
        let told = rejected(&roles.server, sql);
        assert!(told.contains(why), "{sql}: {told}");
    }
    // The owner is stopped by the triggers alone, and can drop them: that is why the server is not the owner.
    assert!(rejected(&roles.owner, "DELETE FROM journal").contains("append-only"));
}

/// The doctor says as whom the server connects.
fn told(roles: &Roles) {
    let codes = |url: &str| {
        let output = roles.command(url, &["doctor", "--format", "json"]).output().unwrap();
        let whole: Value = serde_json::from_slice(&output.stdout).unwrap();
        let all = whole["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap().to_owned());
        all.filter(|code| ["database.superuser", "database.owner", "database.may_change"].contains(&code.as_str())).collect::<Vec<_>>()
    };
    assert_eq!(codes(&roles.server), Vec::<String>::new());
    assert_eq!(codes(&roles.owner), ["database.owner", "database.may_change"]);
    assert_eq!(codes(&roles.root), ["database.superuser", "database.may_change"]);
}

#[test]
fn a_role_is_only_for_postgresql_and_must_be_there() {
    let sqlite = Server::command().args(["migrate", "--role", "x", "--database", "sqlite:nowhere.sqlite"]).output().unwrap();
    let said = String::from_utf8(sqlite.stderr).unwrap();
    assert!(sqlite.status.code() == Some(1) && said.contains("Roles are for PostgreSQL"), "{said}");
    let Some(roles) = Roles::made() else { return };
    let nobody = roles.command(&roles.owner, &["migrate", "--role", "nobody\" TO PUBLIC; --"]).output().unwrap();
    let said = String::from_utf8(nobody.stderr).unwrap();
    assert!(nobody.status.code() == Some(1) && said.contains("does not exist"), "{said}");
}
