//! Backups: a register comes back whole from one, on either database, and a changed one is refused.

use crate::house::LAYERS;
use crate::support::http::Http;
use crate::support::keys::{folder, ring};
use crate::support::postgres;
use crate::support::process::scratch_dir;
use crate::support::server::Server;
use crate::verify::execute;
use crate::world::{PASSWORD, World, each, opened};
use age::secrecy::ExposeSecret;
use placer::domain::access::{AccountRole, Reach};
use placer::domain::author::Via;
use placer::domain::event::OfficeOpened;
use placer::domain::factor::Pace;
use placer::domain::ids::{EntryId, OfficeId};
use placer::edge::Seeded;
use placer::interop::archive::manifest::Manifest;
use placer::interop::archive::read::Archive;
use placer::interop::archive::seal;
use placer::interop::archive::write::Writer;
use placer::service::Entropy;
use placer::service::backup::{BackupError, Target, restore};
use placer::service::print::{Drawn, PrintCertificate};
use placer::service::verify::{Finding, verify};
use placer::store::certificate::{CertificateFilter, certificates};
use placer::store::connection::Address;
use placer::store::db::Db;
use placer::store::dump::{PROJECTIONS, Projection, columns, rows, tables};
use placer::store::factor::{Sealed, factor_remove, factor_step_take, factor_write};
use placer::store::journal::{Heading, append, journal_size};
use placer::store::sealing::Keys;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

/// A folder with an identity in `key.txt`, and its recipient.
fn keyed(name: &str) -> (PathBuf, String) {
    let dir = scratch_dir(name);
    (dir.clone(), key(&dir, "key.txt"))
}

fn key(dir: &Path, name: &str) -> String {
    let identity = age::x25519::Identity::generate();
    std::fs::write(dir.join(name), format!("# made for a test\n{}\n", identity.to_string().expose_secret())).unwrap();
    identity.to_public().to_string()
}

/// Exit code, and all that was said.
fn run(dir: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = Server::command().current_dir(dir).args(args).output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

fn backed_up(dir: &Path, url: &str, args: &[&str]) -> String {
    let (code, said) = run(dir, &[&["backup", "copy.age", "--database", url], args].concat());
    assert_eq!(code, Some(0), "{said}");
    said
}

/// Every row of every table, sorted.
fn everything(db: &Db) -> Vec<(String, Vec<String>)> {
    let key_of = |table: &str| PROJECTIONS.iter().find(|p| p.table == table).map(|p| p.key);
    let of = |table: String| {
        let first: &'static str = db.read(|rx| columns(rx, &table)).unwrap()[0].0.clone().leak();
        let key = key_of(&table).unwrap_or_else(|| vec![first].leak());
        let projection = Projection { table: table.clone().leak(), key };
        let mut all: Vec<String> = db.read(|rx| rows(rx, projection)).unwrap().into_iter().map(|r| r.r).collect();
        all.sort();
        (table, all)
    };
    db.read(tables).unwrap().into_iter().map(of).collect()
}

fn findings(db: &Db) -> Vec<Finding> {
    let dir = scratch_dir("backup-verify");
    let report = verify(db, &dir.join("replay.sqlite"), |_, _| {}).unwrap();
    let _ = std::fs::remove_dir_all(&dir);
    // Tests append without asking who may.
    report.findings.into_iter().filter(|f| f.code != "rule.broken").collect()
}

/// Appends an office as any other process would, in the name of the first account.
fn open_office(db: &Db, ids: &mut Seeded, code: &str) {
    let account = db.read(placer::store::account::accounts).unwrap()[0].actor.account;
    let no = db.read(placer::store::office::office_next_no).unwrap();
    let now = "2026-07-01T08:00:00Z".parse().unwrap();
    let heading = Heading {
        id: EntryId::new(ids.id()),
        occurred_at: now,
        account,
        office: None,
        device: None,
        via: Via::Console,
        signed: None,
        idempotency_key: ids.id().to_string(),
        request_hash: String::new(),
    };
    let event = OfficeOpened { office: OfficeId::new(ids.id()), no, code: code.into(), name: code.into(), areas: vec![] };
    db.write(now, |tx| append(tx, heading, event.into())).unwrap();
}

fn furnished(w: &mut World) {
    crate::spine::certified(w);
    let d = crate::shipment::desk_without_list(w);
    crate::report::certified(w, &d, 1_000);
    let officer = w.login("officer", AccountRole::Officer, None, None);
    // A printed certificate is as large as it really is.
    let filter = CertificateFilter::default();
    let certificate = w.read(|rx| certificates(rx, Reach::All, &filter, None, 1)).remove(0).facts.certificate;
    let drawn = Drawn { file: (0..200_000u32).flat_map(u32::to_be_bytes).collect(), template: "t".into() };
    w.submit(&officer, &PrintCertificate { certificate, copy: 1, reason: None, drawn }).unwrap();
    w.party("Ünal « O’Connor » \"quoted\"\n\tand \\ more", &[placer::domain::role::Role::Miner], None);
}

#[test]
fn a_register_comes_back_whole_and_serves() {
    each(|w| {
        furnished(w);
        let (dir, recipient) = keyed("backup");
        let said = backed_up(&dir, &w.url, &["--to", &recipient]);
        let file = dir.join("copy.age");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let bytes = std::fs::read(&file).unwrap();
        assert!(bytes.starts_with(b"age-encryption.org/v1\n"));
        assert!(!bytes.windows(6).any(|part| part == b"SQLite" || part == b"Connor"), "it is not encrypted");
        let (code, told) = run(&dir, &["restore", "copy.age", "--identity", "key.txt", "--database", "sqlite:back.sqlite"]);
        assert_eq!(code, Some(0), "{told}");
        let root = said.split("root ").nth(1).unwrap().trim();
        assert!(root.len() == 44 && told.contains(root), "{said} {told}");
        let mut left: Vec<String> = std::fs::read_dir(&dir).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
        left.sort();
        assert_eq!(left.into_iter().filter(|f| !f.ends_with(".last-backup")).collect::<Vec<_>>(), ["back.sqlite", "copy.age", "key.txt"]);
        let path = dir.join("back.sqlite");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let url = format!("sqlite:{}", path.display());
        let back = opened(&url);
        assert_eq!(everything(&back), everything(&w.app.db));
        assert_eq!(findings(&back), []);
        serves(&dir, &url);
        let _ = std::fs::remove_dir_all(&dir);
    });
}

/// Whoever was shut out after the backup was made does not come in again by it.
#[test]
fn a_backup_opens_no_session_token_or_code_again() {
    each(|w| {
        crate::spine::certified(w);
        let (dir, recipient) = keyed("backup-shut-out");
        let officer = w.login("officer", AccountRole::Officer, None, None);
        let token = w.token(&officer);
        let server = served(&dir, &w.url);
        let mut person = Http::signed_in(server.address(), "officer", PASSWORD);
        assert_eq!(person.get("/me").status, 200);
        let bearer = format!("Bearer {token}");
        let asks = |server: &Server| Http::at(server.address()).send("GET", "/api/v1/me", &[("authorization", &bearer)], "").status;
        assert_eq!(asks(&server), 200);
        let sealed = Sealed { sealed: vec![7; 60], digest: "d".into(), made_at: w.now };
        w.app.db.write(w.now, |tx| factor_write(tx, officer.account, &sealed, (1, 0))).unwrap();
        backed_up(&dir, &w.url, &["--to", &recipient]);
        w.app.db.write(w.now, |tx| factor_remove(tx, officer.account)).unwrap();
        server.stop();
        let step = || placer::edge::now().utc().timestamp() / 30;
        let before = step();
        let (code, said) = run(&dir, &["restore", "copy.age", "--identity", "key.txt", "--database", "sqlite:back.sqlite"]);
        assert!(code == Some(0) && said.contains("Everybody has to sign in again"), "{said}");

        let url = format!("sqlite:{}", dir.join("back.sqlite").display());
        let back = opened(&url);
        let taken = |step| back.write(w.now, |tx| factor_step_take(tx, officer.account, step, Pace::default())).unwrap();
        assert!(!taken(before + 2), "a code that may have been used since");
        assert!(taken(step() + 20), "the one after");
        back.write(w.now, |tx| factor_remove(tx, officer.account)).unwrap();
        // The folders of the keys and of the signed heads are put back, as it says.
        let (from, to) = (folder(&w.url), folder(&url));
        std::fs::copy(from.join("log.key"), to.join("log.key")).unwrap();
        let heads = |of: &Path| of.with_file_name(format!("heads-{}", of.file_name().unwrap().display()));
        assert!(Command::new("cp").arg("-r").args([heads(&from), heads(&to)]).status().unwrap().success());
        let server = served(&dir, &url);
        assert_eq!(asks(&server), 401);
        let mut again = Http::at(server.address());
        again.set_cookie("placer_session", person.cookie("placer_session").unwrap());
        assert_eq!(again.get("/me").status, 303, "to the sign-in");
        assert_eq!(Http::signed_in(server.address(), "officer", PASSWORD).get("/me").status, 200);
        let _ = std::fs::remove_dir_all(&dir);
    });
}

fn served(dir: &Path, url: &str) -> Server {
    for (name, text) in LAYERS {
        std::fs::write(dir.join(format!("{name}.geojson")), text).unwrap();
    }
    Server::start(&["serve", "--database", url, "--listen", "127.0.0.1:0", "--layers", &dir.display().to_string()])
}

/// Somebody signs in to it and writes.
fn serves(dir: &Path, url: &str) {
    let server = served(dir, url);
    let mut http = Http::signed_in(server.address(), "officer", PASSWORD);
    assert_eq!(http.get("/certificates").status, 200);
    assert_eq!(http.get("/healthz").status, 200);
}

#[test]
fn rows_move_between_the_databases_and_back() {
    let Some(postgres_url) = postgres::fresh_database() else { return };
    let (dir, recipient) = keyed("backup-rows");
    let mut w = World::at(&format!("sqlite:{}", dir.join("one.sqlite").display()));
    furnished(&mut w);
    backed_up(&dir, &w.url, &["--rows", "--to", &recipient]);
    let restored = |url: &str| run(&dir, &["restore", "copy.age", "--identity", "key.txt", "--database", url]);
    let (code, said) = restored(&postgres_url);
    assert_eq!(code, Some(0), "{said}");
    let there = opened(&postgres_url);
    assert_eq!(everything(&there), everything(&w.app.db));
    // The guards are in place again, and the journal goes on.
    assert!(execute(&postgres_url, "DELETE FROM journal").is_err());
    open_office(&there, &mut Seeded::new(99), "NEW");
    assert_eq!(findings(&there), []);
    let (code, said) = restored(&postgres_url);
    assert!(code == Some(1) && said.contains("Something is at PostgreSQL already"), "{said}");
    std::fs::remove_file(dir.join("copy.age")).unwrap();
    backed_up(&dir, &postgres_url, &["--to", &recipient]);
    assert_eq!(restored("sqlite:two.sqlite").0, Some(0));
    let back = opened(&format!("sqlite:{}", dir.join("two.sqlite").display()));
    assert_eq!(everything(&back), everything(&there));
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn a_backup_made_while_others_write_is_one_moment() {
    each(|w| {
        furnished(w);
        let (dir, recipient) = keyed("backup-online");
        let (before, stop) = (w.read(journal_size), AtomicBool::new(false));
        std::thread::scope(|scope| {
            let (url, stop) = (w.url.clone(), &stop);
            let writer = scope.spawn(move || {
                // A second process, as far as the database can tell.
                let (other, mut ids) = (Db::open(&url).unwrap(), Seeded::new(99));
                let mut n = 0;
                while !stop.load(Ordering::Relaxed) {
                    open_office(&other, &mut ids, &format!("W{n}"));
                    n += 1;
                }
                n
            });
            std::thread::sleep(std::time::Duration::from_millis(100));
            backed_up(&dir, &w.url, &["--to", &recipient]);
            stop.store(true, Ordering::Relaxed);
            assert!(writer.join().unwrap() > 0, "nobody wrote meanwhile");
        });
        let (code, said) = run(&dir, &["restore", "copy.age", "--identity", "key.txt", "--database", "sqlite:back.sqlite"]);
        assert_eq!(code, Some(0), "{said}");
        let back = Db::open(&format!("sqlite:{}", dir.join("back.sqlite").display())).unwrap();
        let (size, after) = (back.read(journal_size).unwrap(), w.read(journal_size));
        assert!(before <= size && size <= after && before < after, "{before} {size} {after}");
        let _ = std::fs::remove_dir_all(&dir);
    });
}

fn again(dir: &Path, file: &str, identity: Option<&str>) -> Result<(), BackupError> {
    let address = Address::Sqlite(dir.join("again.sqlite").display().to_string());
    let target = Target {
        address: &address,
        scratch: dir.join("scratch"),
        replay: dir.join("replay"),
        keys: Keys::of(ring()),
        now: "2026-11-22T08:00:00Z".parse().unwrap(),
    };
    let identity = identity.map(|name| dir.join(name));
    let done =
        seal::open(&dir.join(file), identity.as_deref()).map_err(BackupError::from).and_then(|from| restore(from, target, |_, _| {}));
    let there = dir.join("again.sqlite").exists();
    assert_eq!(there, done.is_ok(), "what was refused is at the target");
    assert!(!dir.join("scratch").exists() && !dir.join("replay").exists());
    let _ = std::fs::remove_file(dir.join("again.sqlite"));
    done.map(|_| ())
}

/// Where bytes are flipped: all of the header, the last bytes, and so many places between.
fn places(len: usize) -> impl Iterator<Item = usize> {
    (0..520).chain((520..len - 30).step_by((len / 50).max(1))).chain(len - 30..len)
}

#[test]
fn a_flipped_byte_anywhere_is_refused() {
    let (dir, recipient) = keyed("backup-flips");
    let second = key(&dir, "second.txt");
    let mut w = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    furnished(&mut w);
    for args in [&["--to", &recipient, "--to", &second][..], &["--plain"]] {
        let _ = std::fs::remove_file(dir.join("copy.age"));
        backed_up(&dir, &w.url, args);
        let identity = (args.len() > 1).then_some("key.txt");
        again(&dir, "copy.age", identity).expect("the control: it is restored as it was written");
        let bytes = std::fs::read(dir.join("copy.age")).unwrap();
        let mut tried = 0;
        for at in places(bytes.len()) {
            let mut other = bytes.clone();
            other[at] ^= 1 << (at % 8);
            std::fs::write(dir.join("other.age"), other).unwrap();
            let refused = again(&dir, "other.age", identity);
            assert!(matches!(refused, Err(BackupError::Archive(_))), "byte {at} of {}: {refused:?}", bytes.len());
            tried += 1;
        }
        assert!(tried > 500, "{tried}");
        for cut in [1, 40, bytes.len() / 2, bytes.len() - 1] {
            std::fs::write(dir.join("other.age"), &bytes[..cut]).unwrap();
            assert!(again(&dir, "other.age", identity).is_err(), "cut at {cut}");
        }
    }
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn what_cannot_be_restored_is_told_in_words_and_leaves_nothing() {
    let (dir, recipient) = keyed("backup-words");
    key(&dir, "stranger.txt");
    std::fs::write(dir.join("nokey.txt"), "no key at all\n").unwrap();
    std::fs::write(dir.join("letter.txt"), "a letter".repeat(200)).unwrap();
    let mut w = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    furnished(&mut w);
    let url = w.url.clone();
    backed_up(&dir, &url, &["--to", &recipient]);
    run(&dir, &["backup", "plain.tar", "--plain", "--database", &url]);
    let mut flipped = std::fs::read(dir.join("copy.age")).unwrap();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    std::fs::write(dir.join("flipped.age"), flipped).unwrap();
    execute(&url, "UPDATE parcel SET stones = stones + 1 WHERE no = 1").unwrap();
    run(&dir, &["backup", "bent.age", "--to", &recipient, "--database", &url]);
    let (code, said) = run(&dir, &["backup", "nowhere/copy.age", "--to", &recipient, "--database", &url]);
    assert!(code == Some(1) && said.contains("A file cannot be read or written: nowhere/copy.age"), "{said}");
    let files = || std::fs::read_dir(&dir).unwrap().count();
    let before = files();
    for (args, told) in [
        (&["copy.age", "--identity", "key.txt", "--database", &url][..], "Something is at"),
        (&["copy.age", "--identity", "stranger.txt"], "None of the identities opens this backup"),
        (&["copy.age", "--identity", "nokey.txt"], "No identity can be read"),
        (&["copy.age", "--plain"], "This backup is encrypted"),
        (&["plain.tar", "--identity", "key.txt"], "say --plain instead"),
        (&["letter.txt", "--plain"], "changed or damaged"),
        (&["letter.txt", "--identity", "key.txt"], "is no backup"),
        (&["flipped.age", "--identity", "key.txt"], "changed or damaged at register.sqlite.001"),
        (&["bent.age", "--identity", "key.txt"], "projection.differs"),
        (&["nothing.age", "--identity", "key.txt"], "nothing.age"),
    ] {
        let at = if args.contains(&"--database") { &[][..] } else { &["--database", "sqlite:new.sqlite"] };
        let (code, said) = run(&dir, &[&["restore"], args, at].concat());
        assert!(code == Some(1) && said.contains(told), "{args:?}: {code:?} {said}");
        assert_eq!(files(), before, "{args:?}");
    }
    for (args, told) in [
        (&[][..], "Name at least one recipient"),
        (&["--to", "age1nobody"], "is no recipient"),
        (&["--recipients", "nothing.txt"], "nothing.txt"),
    ] {
        let (code, said) = run(&dir, &[&["backup", "other.age", "--database", &url], args].concat());
        assert!(code == Some(1) && said.contains(told), "{args:?}: {said}");
        assert_eq!(files(), before, "{args:?}");
    }
    let (_, said) = run(&dir, &["backup", "copy.age", "--plain", "--database", &url]);
    assert!(said.contains("exists already"), "{said}");
    let (code, said) = run(&dir, &["backup", "other.age", "--recipients", "listed.txt", "--database", &url]);
    assert_eq!(code, Some(1), "{said}");
    std::fs::write(dir.join("listed.txt"), format!("# the two keepers\n{recipient}\n")).unwrap();
    assert_eq!(run(&dir, &["backup", "other.age", "--recipients", "listed.txt", "--database", &url]).0, Some(0));
    let _ = std::fs::remove_dir_all(&dir);
}

/// Hashes say that the parts are the manifest's; that the manifest is this journal's is for the journal to say.
#[test]
fn a_manifest_that_speaks_of_another_journal_is_refused() {
    let dir = scratch_dir("backup-other");
    let mut w = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    furnished(&mut w);
    backed_up(&dir, &w.url, &["--plain"]);
    let bytes = std::fs::read(dir.join("copy.age")).unwrap();
    let changes: [fn(&mut Manifest); 4] = [|_| {}, |m| m.entries -= 1, |m| m.root = "0".repeat(64), |m| m.country = "CF".into()];
    for (n, change) in changes.into_iter().enumerate() {
        let mut writer = Writer::new(Vec::new());
        let copied = Archive::new(&bytes[..]).each(|name, size, mut body| writer.stream(name, size, &mut body));
        let mut manifest = copied.unwrap();
        change(&mut manifest);
        std::fs::write(dir.join("other.tar"), writer.finish(manifest).unwrap().1).unwrap();
        let done = again(&dir, "other.tar", None);
        let fine = if n == 0 { done.is_ok() } else { matches!(done, Err(BackupError::OtherJournal)) };
        assert!(fine, "change {n}: {done:?}");
    }
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn a_backup_of_a_newer_program_is_refused() {
    let (dir, recipient) = keyed("backup-newer");
    let mut w = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    furnished(&mut w);
    execute(&w.url, "INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')").unwrap();
    backed_up(&dir, &w.url, &["--to", &recipient]);
    let (code, said) = run(&dir, &["restore", "copy.age", "--identity", "key.txt", "--database", "sqlite:new.sqlite"]);
    assert!(code == Some(1) && said.contains("9999") && said.contains("newer program"), "{said}");
    assert!(!dir.join("new.sqlite").exists());
    let _ = std::fs::remove_dir_all(&dir);
}
