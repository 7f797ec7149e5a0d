//! Keys under a running server: another key signs without a restart, a file that cannot be used any more is told and
//! stops nothing, and keys and heads that lie with the database are warned of.

use crate::heads_served::until;
use crate::house::House;
use crate::support::http::Http;
use crate::support::keys::folder;
use crate::support::process::{run, scratch_dir};
use crate::support::server::Server;
use crate::verify::execute;
use crate::watch::{Watched, watched};
use crate::world::PASSWORD;
use placer::domain::access::AccountRole;
use placer::domain::checkpoint::SignedCheckpoint;
use placer::domain::note::VerifierKey;
use placer::store::db::Db;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

fn keys(house: &House) -> Vec<VerifierKey> {
    run(&mut house.run(&["key", "show"])).unwrap().lines().map(|l| l.parse().unwrap()).collect()
}

fn head(http: &mut Http) -> SignedCheckpoint {
    http.get("/checkpoint").body.parse().unwrap()
}

/// The names of the keys among these that signed, by their place.
fn signers(head: &SignedCheckpoint, keys: &[VerifierKey]) -> Vec<usize> {
    (0..keys.len()).filter(|n| head.note.signers(&keys[*n..=*n]).is_ok_and(|s| !s.is_empty())).collect()
}

#[test]
fn another_key_signs_in_a_running_server_without_a_restart() {
    let house = House::open(|w| {
        w.login("admin", AccountRole::Administrator, None, None);
    });
    let mut admin = house.signed_in("admin");
    until("a head", || Some(admin.get("/checkpoint").status).filter(|s| *s == 200));
    for n in 0..2_u64 {
        let before = head(&mut admin).checkpoint.size;
        let said = run(&mut house.run(&["key", "rotate", "--reason", "the keeper left"])).unwrap();
        assert!(said.contains("takes it over by itself"), "{said}");
        let known = keys(&house);
        assert_eq!(known.len(), usize::try_from(n).unwrap() + 2);
        let both = head(&mut admin);
        assert_eq!((both.checkpoint.size, signers(&both, &known)), (before + 1, vec![0, 1]), "one head under both");
        let code = format!("P{n}");
        assert_eq!(admin.submit("/offices/new", &[("code", &code), ("name", "Pujehun"), ("areas", "SL-E")]).status, 303);
        // A receipt's proof is signed at once, by the server itself.
        let next = until("the next head", || Some(head(&mut admin)).filter(|h| h.checkpoint.size > before + 1));
        assert_eq!(signers(&next, &known), [0], "the new key alone, signed by the server that ran all the time");
    }
    assert!(house.server.printed().contains("the keys that sign the journal's heads were changed"), "{}", house.server.printed());
    crate::verify::sound(&mut house.run(&["verify"]));
    let retired = fs::read_dir(folder(&house.world.url).join("retired")).unwrap().count();
    assert_eq!(retired, 2, "both older keys are kept");
}

/// A change of keys that was broken off after the file was written is ended by the next one; nothing is refused meanwhile.
#[test]
fn a_change_of_keys_that_was_broken_off_is_ended() {
    let house = House::open(|w| {
        w.login("admin", AccountRole::Administrator, None, None);
    });
    let mut admin = house.signed_in("admin");
    until("a head", || Some(admin.get("/checkpoint").status).filter(|s| *s == 200));
    let file = folder(&house.world.url).join("log.key");
    let old = fs::read_to_string(&file).unwrap();
    let name = keys(&house)[0].name.clone();
    let new = placer::domain::note::SignerKey::new(&name, placer::domain::note::KeyKind::Log, &[3; 32]).unwrap();
    fs::write(&file, format!("{}\n{old}", new.secret())).unwrap();
    let refused = house.run(&["key", "rotate", "--reason", " "]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("{}\n{old}", new.secret()), "what is refused changes no key");
    run(&mut house.run(&["key", "rotate", "--reason", "the keeper left"])).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap().trim(), new.secret());
    assert_eq!(signers(&head(&mut admin), &[new.verifier()]), [0]);
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn unreadable(w: &Watched, file: &str) -> f64 {
    w.number(&format!("placer_key_unreadable{{file=\"{file}\"}}"))
}

/// The findings of the doctor about keys, and what it says.
fn doctor(house: &House, args: &[&str]) -> String {
    String::from_utf8(house.run(&[&["doctor"], args].concat()).output().unwrap().stdout).unwrap()
}

#[test]
fn a_file_of_keys_that_cannot_be_used_any_more_is_told_and_stops_nothing() {
    let w = watched(&["--log", "json"]);
    let house = &w.house;
    for file in ["log.key", "details.key"] {
        assert_eq!(unreadable(&w, file), 0.0, "{file}");
        let path = folder(&house.world.url).join(file);
        let good = fs::read_to_string(&path).unwrap();
        for (n, spoil) in [&(|| mode(&path, 0o644)) as &dyn Fn(), &|| fs::write(&path, format!("{good}not a key\n")).unwrap(), &|| {
            fs::remove_file(&path).unwrap()
        }]
        .iter()
        .enumerate()
        {
            spoil();
            assert_eq!(unreadable(&w, file), 1.0, "{file} {n}");
            // The keys at hand go on being used: personal details are sealed and read.
            let mut officer = Http::signed_in(w.server.address(), "zq-officer", PASSWORD);
            assert_eq!(officer.get("/parties").status, 200);
            let told = doctor(house, &[]);
            let code = if n == 0 { "files.keys_readable" } else { "files.key_unusable" };
            assert!(told.contains(code) && told.contains(file), "{file} {n}: {told}");
            let refused = house.run(&["account", "list", "--lang", "fr"]).output().unwrap();
            let said = String::from_utf8(refused.stderr).unwrap();
            let french = ["D’autres peuvent lire le fichier des clés", "la ligne 2", "est absent"][n];
            let missing = n == 2 && file == "log.key";
            let second = said.contains(french) || (n == 1 && said.contains("la ligne 3"));
            if missing {
                // A journal that was signed gets no other key because its own is gone.
                let other = house.run(&["account", "create", "third"]).output().unwrap();
                let said = String::from_utf8(other.stderr).unwrap();
                assert!(other.status.code() == Some(1) && said.contains("that signs the journal’s heads is not in"), "{said}");
            }
            assert!(missing || (refused.status.code() == Some(1) && second && said.contains(file)), "{file} {n}: {said}");
            fs::write(&path, &good).unwrap();
            mode(&path, 0o600);
            assert_eq!(unreadable(&w, file), 0.0, "{file} {n}");
        }
        let log = w.server.printed();
        assert!(log.contains("a file of keys cannot be used") && log.contains(file) && log.contains("can be used again"), "{log}");
    }
}

/// A command that is told nothing of keys and heads, in a home of its own.
fn plain(dir: &Path, args: &[&str]) -> Command {
    let data = dir.join("data");
    fs::create_dir_all(&data).unwrap();
    let mut command = Server::command();
    for name in ["PLACER_KEYS", "PLACER_HEADS", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
        command.env_remove(name);
    }
    let url = format!("sqlite:{}", data.join("register.sqlite").display());
    command.env("HOME", dir.join("home")).args(args).args(["--database", &url]);
    command
}

/// Where the folder of the signed heads is not connected or was emptied, nobody can tell whether an old copy was put back:
/// the register is read only until the folder, or a head that somebody else has, is there again.
#[test]
fn a_register_whose_signed_heads_are_gone_is_read_only_until_one_is_put_back() {
    let dir = scratch_dir("heads-gone");
    let serve = || Server::spawn(&mut plain(&dir, &["serve", "--listen", "127.0.0.1:0"]), Duration::from_secs(60)).unwrap();
    let ready = |server: &Server| Http::at(server.address()).get("/readyz").body;
    let (gone, kept) = (dir.join("home/.local/state/placer"), dir.join("elsewhere"));
    let doctor = || String::from_utf8(plain(&dir, &["doctor"]).output().unwrap().stdout).unwrap();
    let server = serve();
    let head = until("a head", || Some(Http::at(server.address()).get("/checkpoint")).filter(|r| r.status == 200)).body;
    assert_eq!(ready(&server), "ready\n");
    server.stop();
    assert!(!doctor().contains("heads_missing"));

    fs::rename(&gone, &kept).unwrap();
    let told = doctor();
    assert!(told.contains("WRONG  files.heads_missing") && !gone.exists(), "{told}");
    let server = serve();
    assert_eq!(ready(&server), "closed\n");
    let mut http = Http::at(server.address());
    let page = http.get("/standing").body;
    assert!(page.contains("but none is in the folder outside the database") && page.contains("checkpoint --keep"), "{page}");
    let french = http.send("GET", "/standing", &[("accept-language", "fr")], "").body;
    assert!(french.contains("aucune n’est dans le dossier hors de la base"), "{french}");
    server.stop();
    assert_eq!(plain(&dir, &["checkpoint"]).output().unwrap().status.code(), Some(1), "no head is signed meanwhile");

    let paper = dir.join("paper");
    let keep = |text: &str| {
        fs::write(&paper, text).unwrap();
        let done = plain(&dir, &["checkpoint", "--keep", paper.to_str().unwrap()]).output().unwrap();
        (done.status.code(), String::from_utf8([done.stdout, done.stderr].concat()).unwrap())
    };
    let (code, said) = keep("nothing");
    assert!(code == Some(1) && said.contains("is no signed head"), "{said}");
    let signer = head.lines().last().unwrap();
    let (code, said) = keep(&head.replace(signer, &signer.replace(|c: char| c.is_ascii_digit(), "A")));
    assert!(code == Some(1) && said.contains("no"), "{said}");
    assert!(doctor().contains("files.heads_missing"));
    assert_eq!(keep(&head).0, Some(0));
    assert!(!doctor().contains("heads_missing"));
    let server = serve();
    assert_eq!(ready(&server), "ready\n");
    server.stop();
    let _ = fs::remove_dir_all(&dir);
}

/// Whoever starts a server, asks the doctor or checks an old copy is told at once, not only whoever opens a page.
#[test]
fn an_old_copy_is_told_at_the_console_too() {
    let dir = scratch_dir("told-at-console");
    let serve = || Server::spawn(&mut plain(&dir, &["serve", "--listen", "127.0.0.1:0"]), Duration::from_secs(60)).unwrap();
    let run = |args: &[&str]| {
        let done = plain(&dir, args).output().unwrap();
        (done.status.code(), String::from_utf8([done.stdout, done.stderr].concat()).unwrap())
    };
    let file = dir.join("data/register.sqlite");
    let server = serve();
    let printed = until("it says that it is new", || Some(server.printed()).filter(|p| p.contains("There was no register at")));
    assert!(!printed.contains("READ ONLY"), "{printed}");
    until("a head", || Some(Http::at(server.address()).get("/checkpoint").status).filter(|s| *s == 200));
    server.stop();
    let db = Db::open(&format!("sqlite:{}", file.display())).unwrap();
    db.copy_into(dir.join("old").to_str().unwrap()).unwrap();
    drop(db);
    let (code, said) = run(&["account", "create", "second", "--role", "officer"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(run(&["checkpoint"]).0, Some(0));
    let (code, said) = run(&["verify"]);
    assert!(code == Some(0) && said.contains("held against the journal, 0 of them brought"), "{said}");

    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", file.display()));
    }
    fs::copy(dir.join("old"), &file).unwrap();
    let server = serve();
    let printed = until("it warns", || Some(server.printed()).filter(|p| p.contains("the register is READ ONLY")));
    assert!(printed.contains("an old copy of the database was put back") && !printed.contains("There was no register"), "{printed}");
    server.stop();
    let (_, said) = run(&["doctor"]);
    assert!(said.contains("WRONG  register.closed") && said.contains("an old copy"), "{said}");
    let (code, said) = run(&["verify"]);
    assert!(code == Some(1) && said.contains("checkpoint.size"), "{said}");
    let (code, said) = run(&["checkpoint"]);
    assert!(code == Some(1) && said.contains("The register is read only") && said.contains("placer doctor"), "{said}");
    let (code, said) = run(&["export", dir.join("export").to_str().unwrap()]);
    assert!(code == Some(0) && said.contains("no new head was signed"), "evidence can be taken away all the same: {said}");

    execute(&format!("sqlite:{}", file.display()), "DROP TRIGGER journal_no_update").unwrap();
    let server = serve();
    until("it tells of the guard", || Some(server.printed()).filter(|p| p.contains("journal_no_update")));
    server.stop();
    let _ = fs::remove_dir_all(&dir);
}

/// A server that is started with nothing said keeps keys and heads away from the database; where they lie with it, it
/// warns, and the doctor calls it wrong.
#[test]
fn keys_and_heads_are_kept_away_from_the_database() {
    let dir = scratch_dir("places");
    let (home, data) = (dir.join("home"), dir.join("data"));
    let plain = |args: &[&str]| plain(&dir, args);
    let serve = |args: &[&str]| Server::spawn(plain(&["serve", "--listen", "127.0.0.1:0"]).args(args), Duration::from_secs(60)).unwrap();
    let server = serve(&[]);
    until("a head", || Some(Http::at(server.address()).get("/checkpoint").status).filter(|s| *s == 200));
    let said = server.printed();
    server.stop();
    assert!(!said.contains("Warning") && said.contains("keys in "), "{said}");
    let files = |folder: &Path, name: &str| -> Vec<PathBuf> {
        let found = Command::new("find").arg(folder).args(["-name", name]).output().unwrap();
        String::from_utf8(found.stdout).unwrap().lines().map(PathBuf::from).collect()
    };
    assert_eq!(files(&dir, "log.key").len(), 1);
    assert!(files(&dir, "log.key")[0].starts_with(home.join(".config/placer/keys")));
    assert!(files(&dir, "details.key")[0].starts_with(home.join(".config/placer/keys")));
    assert!(files(&dir, "latest")[0].starts_with(home.join(".local/state/placer/heads")), "{:?}", files(&dir, "latest"));
    assert!(files(&data, "*.key").is_empty() && files(&data, "latest").is_empty());

    let with_it = ["--keys", &data.join("keys").display().to_string(), "--heads", &data.join("heads").display().to_string()];
    for file in ["log.key", "details.key"] {
        fs::create_dir_all(data.join("keys")).unwrap();
        fs::copy(&files(&home, file)[0], data.join("keys").join(file)).unwrap();
    }
    mode(&data.join("keys"), 0o700);
    let server = serve(&with_it);
    let told = until("it warns", || Some(server.printed()).filter(|p| p.contains("Warning: the folder of the signed heads")));
    assert!(told.contains("Warning: the folder of the keys"), "{told}");
    server.stop();
    let doctor = plain(&["doctor"]).args(with_it).output().unwrap();
    let told = String::from_utf8(doctor.stdout).unwrap();
    for code in ["WRONG  files.keys_beside", "WRONG  files.heads_beside"] {
        assert!(told.contains(code), "{code}: {told}");
    }
    let within = plain(&["doctor"]).args(["--keys", &home.display().to_string()]).output().unwrap();
    assert!(String::from_utf8(within.stdout).unwrap().contains("look  files.heads_with_keys"));
    let nowhere = plain(&["account", "list"]).env_remove("HOME").output().unwrap();
    let said = String::from_utf8(nowhere.stderr).unwrap();
    assert!(nowhere.status.code() == Some(1) && said.contains("has no home folder") && said.contains("--heads"), "{said}");
    let _ = fs::remove_dir_all(&dir);
}
