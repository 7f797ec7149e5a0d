//! `placer doctor` names each thing that is wrong, says what to do, and is content where nothing is.

use crate::support::postgres;
use crate::support::process::scratch_dir;
use crate::support::server::Server;
use crate::verify::execute;
use crate::world::{PASSWORD, World};
use placer::domain::access::AccountRole;
use placer::domain::factor::{SECRET_BYTES, code_at};
use placer::domain::time::Instant;
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Options of a server that is reached as it should be.
const WELL: [&str; 5] = ["--base-url", "https://register.example", "--trusted-proxy", "127.0.0.1", "--free-mb=1"];

struct Told {
    code: Option<i32>,
    whole: Value,
}

impl Told {
    fn codes(&self) -> Vec<&str> {
        self.whole["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect()
    }
}

fn doctor(url: &str, args: &[&str]) -> Told {
    let mut command = Server::command();
    let output =
        command.env_remove("PLACER_SECOND_FACTOR").args(["doctor", "--database", url, "--format", "json"]).args(args).output().unwrap();
    let whole = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)));
    Told { code: output.status.code(), whole }
}

fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// A register that is kept well, with a backup.
fn well_kept(dir: &Path) -> World {
    let mut w = World::at(&format!("sqlite:{}", dir.join("register.sqlite").display()));
    w.login("ada", AccountRole::Administrator, None, None);
    set_up(&w, "ada", *b"the app of ada alone");
    back_up(dir, &w.url, &["--to", &age::x25519::Identity::generate().to_public().to_string()]);
    w
}

/// Sets up an authenticator app.
fn set_up(w: &World, login: &str, secret: [u8; SECRET_BYTES]) {
    let account = w.app.secret(login).unwrap().unwrap().account;
    w.app.factor_offer(account, secret, w.now).unwrap();
    w.app.factor_confirm(account, &code_at(&secret, w.now).unwrap(), &[], "", w.now).unwrap();
}

fn back_up(dir: &Path, url: &str, args: &[&str]) {
    let file = dir.join(format!("{}.age", std::fs::read_dir(dir).unwrap().count()));
    let done = Server::command().args(["backup", file.to_str().unwrap(), "--database", url]).args(args).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_register_that_is_kept_well_has_no_findings() {
    let dir = scratch_dir("doctor-well");
    let w = well_kept(&dir);
    let told = doctor(&w.url, &WELL);
    assert_eq!(told.codes(), Vec::<&str>::new());
    assert!(told.code == Some(0) && told.whole["looked_at"].as_i64().unwrap() > 20, "{}", told.whole);
    // The file of a new register is its owner's alone, whatever the environment's mask.
    assert_eq!(std::fs::metadata(dir.join("register.sqlite")).unwrap().permissions().mode() & 0o777, 0o600);
    let mut command = Server::command();
    let output =
        command.env_remove("PLACER_SECOND_FACTOR").args(["doctor", "--database", &w.url, "--lang", "fr"]).args(WELL).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("points examinés") && output.status.success(), "{said}");
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn each_setting_that_is_wrong_is_named() {
    let dir = scratch_dir("doctor-settings");
    let w = well_kept(&dir);
    // From its first signed head on it needs its keys.
    for args in [&["account", "create", "second"][..], &["checkpoint"], &["account", "set-password", "second"]] {
        let output = Server::command().args(args).args(["--database", &w.url]).env("PLACER_PASSWORD", PASSWORD).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    execute(&w.url, "UPDATE account_secret SET must_change = 0").unwrap();
    set_up(&w, "second", *b"that of the second !");
    let list = dir.join("stolen.txt");
    std::fs::write(&list, "password\n").unwrap();
    let list = list.to_str().unwrap();
    for (args, code, ends) in [
        (&["--trusted-proxy", "127.0.0.1"][..], "settings.base_url_missing", 0),
        (&["--base-url", "http://register.example"], "settings.base_url_plain", 1),
        (&["--base-url", "https://register.example"], "settings.proxy_unlisted", 1),
        (&["--base-url", "https://register.example", "--trusted-proxy", "0.0.0.0/0"], "settings.proxy_anybody", 1),
        (&["--base-url", "https://register.example", "--trusted-proxy", "10.0.0.1", "--listen", "0.0.0.0:8080"], "settings.listen_open", 0),
        (&[&WELL[..], &["--metrics", "0.0.0.0:9464"]].concat(), "settings.metrics_open", 1),
        (&[&WELL[..], &["--keys", "/nowhere/keys"]].concat(), "files.keys_missing", 1),
        (&[&WELL[..4], &["--free-mb", "999999999"]].concat(), "files.room", 1),
        (&[&WELL[..], &["--profile", "CD"]].concat(), "register.rules", 0),
        (&[&WELL[..], &["--passwords-known", list]].concat(), "settings.passwords_known", 1),
        (&[&WELL[..], &["--second-factor", "all,-buyer"]].concat(), "accounts.factor_exempt", 0),
    ] {
        let told = doctor(&w.url, &[args, &["--free-mb=1"][..usize::from(!args.iter().any(|a| a.starts_with("--free-mb")))]].concat());
        assert_eq!(told.codes(), [code], "{args:?}");
        assert_eq!(told.code, Some(ends), "{args:?}");
        let finding = &told.whole["findings"][0];
        assert!(finding["todo"].as_str().unwrap().len() > 20 && !finding["what"].as_str().unwrap().contains('{'), "{finding}");
    }
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn certificates_without_a_key_for_their_tokens_are_told() {
    let dir = scratch_dir("doctor-tokens");
    let mut w = well_kept(&dir);
    let keys = scratch_dir("doctor-token-keys");
    crate::support::keys::lay(&keys);
    let lone = |w: &World| doctor(&w.url, &[&WELL[..], &["--keys", keys.to_str().unwrap()]].concat());
    let told = |found: &Told| found.codes().contains(&"files.certificate_key");
    let file = keys.join("certificate.key");
    std::fs::remove_file(&file).unwrap();
    assert!(!told(&lone(&w)), "nothing was issued yet");
    crate::spine::certified(&mut w);
    let found = lone(&w);
    assert!(told(&found), "{:?}", found.codes());
    std::fs::write(&file, crate::support::keys::certificates().secret()).unwrap();
    mode(&file, 0o600);
    assert!(!told(&lone(&w)));
    let _ = std::fs::remove_dir_all(&dir);
    let _ = std::fs::remove_dir_all(&keys);
}

#[test]
fn files_that_others_can_read_are_named() {
    let dir = scratch_dir("doctor-files");
    let w = well_kept(&dir);
    let register = dir.join("register.sqlite");
    mode(&register, 0o644);
    assert_eq!(doctor(&w.url, &WELL).codes(), ["files.readable"]);
    mode(&register, 0o640);
    assert_eq!(doctor(&w.url, &WELL).codes(), Vec::<&str>::new());
    mode(&dir, 0o777);
    assert_eq!(doctor(&w.url, &WELL).codes(), ["files.folder_open"]);
    mode(&dir, 0o700);
    let keys = scratch_dir("doctor-keys");
    crate::support::keys::lay(&keys);
    std::fs::write(keys.join("one.key"), "x").unwrap();
    mode(&keys.join("one.key"), 0o600);
    let with_keys = |folder: &Path| doctor(&w.url, &[&WELL[..], &["--keys", folder.to_str().unwrap()]].concat());
    assert_eq!(with_keys(&keys).codes(), Vec::<&str>::new());
    mode(&keys.join("one.key"), 0o640);
    assert_eq!(with_keys(&keys).codes(), ["files.keys_readable"]);
    std::fs::create_dir(dir.join("keys")).unwrap();
    mode(&dir.join("keys"), 0o700);
    crate::support::keys::lay(&dir.join("keys"));
    assert_eq!(with_keys(&dir.join("keys")).codes(), ["files.keys_beside"]);
    let at = |name: &str| dir.join(name).display().to_string();
    assert_eq!(doctor(&w.url, &[&WELL[..], &["--heads", &at("heads")]].concat()).codes(), ["files.heads_beside"]);
    mode(&keys.join("one.key"), 0o600);
    let heads = keys.join("heads").display().to_string();
    let told = doctor(&w.url, &[&WELL[..], &["--keys", keys.to_str().unwrap(), "--heads", &heads]].concat());
    assert_eq!((told.codes(), told.code), (vec!["files.heads_with_keys"], Some(0)));
    let _ = std::fs::remove_dir_all(&dir);
    let _ = std::fs::remove_dir_all(&keys);
}

#[test]
fn accounts_backups_guards_and_clocks_are_looked_at() {
    let dir = scratch_dir("doctor-register");
    let mut w = well_kept(&dir);
    let mark = dir.join("register.sqlite.last-backup");
    let noted = std::fs::read_to_string(&mark).unwrap();
    std::fs::remove_file(&mark).unwrap();
    assert_eq!(doctor(&w.url, &WELL).codes(), ["backup.none"]);
    std::fs::write(&mark, noted.replace("\"made_at\":\"20", "\"made_at\":\"19")).unwrap();
    assert_eq!(doctor(&w.url, &WELL).codes(), ["backup.old"]);
    back_up(&dir, &w.url, &["--plain"]);
    assert_eq!(doctor(&w.url, &WELL).codes(), ["backup.plain"]);
    std::fs::write(&mark, noted).unwrap();

    // The password of the demonstration, hashed as any.
    let hash = placer::web::password::hash(placer::demo::PASSWORD).unwrap();
    execute(&w.url, &format!("UPDATE account_secret SET password_hash = '{hash}', must_change = 1 WHERE login = 'ada'")).unwrap();
    assert_eq!(doctor(&w.url, &WELL).codes(), ["accounts.demonstration_password", "accounts.first_password"]);
    execute(&w.url, "UPDATE account_secret SET password_hash = '', must_change = 0").unwrap();

    execute(&w.url, "DROP TRIGGER journal_no_update").unwrap();
    assert_eq!(doctor(&w.url, &WELL).codes(), ["register.guard_missing"]);
    execute(&w.url, "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'append-only: journal'); END")
        .unwrap();

    w.now = "2099-01-01T00:00:00Z".parse::<Instant>().unwrap();
    w.office("FUT");
    assert_eq!(doctor(&w.url, &WELL).codes(), ["clock.behind"]);

    execute(&w.url, "INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')").unwrap();
    assert_eq!(doctor(&w.url, &WELL).codes(), ["clock.behind", "register.newer"]);
    execute(&w.url, "DELETE FROM __diesel_schema_migrations WHERE version >= '0009'").unwrap();
    assert_eq!(doctor(&w.url, &WELL).codes(), ["clock.behind", "register.migrations"]);
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn second_factors_that_are_missing_known_or_shared_are_named() {
    let dir = scratch_dir("doctor-factors");
    let mut w = well_kept(&dir);
    w.login("bob", AccountRole::Reviewer, None, None);
    let told = doctor(&w.url, &WELL);
    assert_eq!((told.codes(), told.code), (vec!["accounts.no_factor"], Some(0)));
    assert!(told.whole["findings"][0]["what"].as_str().unwrap().contains("bob"));
    assert_eq!(doctor(&w.url, &[&WELL[..], &["--second-factor", "all,-reviewer"]].concat()).codes(), ["accounts.factor_exempt"]);
    set_up(&w, "bob", *b"12345678901234567890");
    let told = doctor(&w.url, &WELL);
    assert_eq!((told.codes(), told.code), (vec!["accounts.factor_known"], Some(1)));
    set_up(&w, "bob", *b"the app of ada alone");
    let told = doctor(&w.url, &WELL);
    assert_eq!((told.codes(), told.code), (vec!["accounts.factor_shared"], Some(1)));
    assert!(told.whole["findings"][0]["what"].as_str().unwrap().contains("ada, bob"), "{}", told.whole);
    set_up(&w, "bob", *b"bob has one himself!");
    assert_eq!(doctor(&w.url, &WELL).codes(), Vec::<&str>::new());
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn what_a_postgresql_role_may_do_is_told() {
    let Some(url) = postgres::fresh_database() else { return };
    let mut w = World::at(&url);
    w.login("ada", AccountRole::Administrator, None, None);
    let told = doctor(&url, &WELL);
    // The cluster of the tests runs without care for its disk, and its only role may do everything.
    for code in ["database.superuser", "database.may_change", "database.unsafe", "backup.unknown"] {
        assert!(told.codes().contains(&code), "{code}: {}", told.whole);
    }
    assert!(told.code == Some(1) && told.whole.to_string().contains("fsync"), "{}", told.whole);
    let role = format!("clerk_{}", std::process::id());
    let rights = "GRANT SELECT ON ALL TABLES IN SCHEMA public TO";
    postgres::psql(&url, &format!("CREATE ROLE {role} LOGIN; {rights} {role}; GRANT INSERT ON journal TO {role}"));
    let told = doctor(&url.replacen("postgres://postgres", &format!("postgres://{role}"), 1), &WELL);
    postgres::psql(&url, &format!("DROP OWNED BY {role}; DROP ROLE {role}"));
    for code in ["database.superuser", "database.owner", "database.may_change"] {
        assert!(!told.codes().contains(&code), "{code}: {}", told.whole);
    }
}
