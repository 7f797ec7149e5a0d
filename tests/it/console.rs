//! What the program says at the console: one message for one fault, with what to do, in the reader's language.

use crate::support::process::scratch_dir;
use crate::support::server::Server;
use std::path::Path;
use std::time::{Duration, Instant};

/// Exit code, what was said, and what was said on standard error.
fn run_in(language: &str, dir: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Server::command();
    command.current_dir(dir).args(args).env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", language);
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn run(dir: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    run_in("C", dir, args)
}

fn files(dir: &Path) -> usize {
    std::fs::read_dir(dir).unwrap().count()
}

#[test]
fn a_path_that_cannot_be_opened_is_one_message_and_at_once() {
    let dir = scratch_dir("unreachable");
    for url in ["sqlite:no/such/folder/placer.sqlite", "postgres://nobody:secret@127.0.0.1:1/placer"] {
        for args in [&["serve"][..], &["migrate"], &["account", "create", "admin"], &["demo", "--no-serve"]] {
            let begun = Instant::now();
            let (code, out, said) = run(&dir, &[args, &["--database", url]].concat());
            assert_eq!(code, Some(1), "{args:?}: {out}{said}");
            assert_eq!(said.trim_end().lines().filter(|l| l.starts_with("placer: ")).count(), 1, "{args:?}: {said}");
            assert!(!said.contains("ERROR") && !said.contains("secret") && said.contains("--database"), "{args:?}: {said}");
            assert!(begun.elapsed() < Duration::from_secs(8), "{args:?} tried for {:?}", begun.elapsed());
        }
    }
    assert_eq!(files(&dir), 0);
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn what_is_asked_wrongly_is_refused_before_anything_is_made() {
    let dir = scratch_dir("wrongly");
    for (args, told) in [
        (&["serve", "--base-url", "foo"][..], &["foo", "https://register.example"][..]),
        (&["serve", "--base-url", "https://register.example/placer"], &["without a path"]),
        (&["serve", "--profile", "ZZ"], &["ZZ", "CD", "CF", "SL"]),
        (&["migrate", "--profile", "ZZ"], &["ZZ", "CD", "CF", "SL"]),
        (&["demo", "--profile", "ZZ", "--no-serve", "--database", "sqlite:demo.sqlite"], &["ZZ", "CD", "CF", "SL"]),
        (&["verify", "--database", "register.sqlite"], &["sqlite:placer.sqlite"]),
        (&["account", "create", "ada", "--role", "king", "--database", "sqlite:y.sqlite"], &["king", "administrator"]),
        (&["account", "create", "a b", "--database", "sqlite:y.sqlite"], &["3 to 60"]),
        (&["account", "create", "ada", "--role", "buyer", "--database", "sqlite:y.sqlite"], &["party"]),
        (&["account", "create", "ada", "--role", "buyer", "--party", "SLE-000012-7", "--database", "sqlite:y.sqlite"], &["SLE-000012-7"]),
        (&["account", "create", "ada", "--role", "registrar", "--office", "KE", "--database", "sqlite:y.sqlite"], &["KE"]),
    ] {
        let (code, _, said) = run(&dir, args);
        assert_eq!(code, Some(1), "{args:?}: {said}");
        assert!(told.iter().all(|t| said.contains(t)), "{args:?}: {said}");
        assert_eq!(files(&dir), 0, "{args:?}");
    }
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn a_password_that_is_too_short_leaves_no_register_behind() {
    let dir = scratch_dir("short_password");
    let made = |password: &str| {
        let mut command = Server::command();
        command.current_dir(&dir).args(["account", "create", "ada", "--database", "sqlite:new.sqlite"]).env("LANG", "C");
        let output = command.env("PLACER_PASSWORD", password).output().unwrap();
        (output.status.code(), files(&dir))
    };
    assert_eq!(made("short"), (Some(1), 0));
    let (code, there) = made("river gravel 2026");
    assert!(code == Some(0) && there > 0, "{code:?}");
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn a_demonstration_of_no_known_country_leaves_no_folder_behind() {
    let dir = scratch_dir("no_country");
    let mut command = Server::command();
    let output = command.args(["demo", "--profile", "XX", "--no-serve"]).env("TMPDIR", &dir).output().unwrap();
    assert_eq!((output.status.code(), files(&dir)), (Some(1), 0));
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn the_database_is_named_before_or_after_what_is_done_with_an_account() {
    let dir = scratch_dir("after");
    let at = ["--database", "sqlite:one.sqlite"];
    assert_eq!(run(&dir, &[&["account", "create", "ada"], &at[..]].concat()).0, Some(0));
    for args in [[&["account", "list"], &at[..]].concat(), [&["account"], &at[..], &["list"]].concat(), [&at[..], &["x"]].concat()] {
        let (code, out, said) = run(&dir, &args);
        let known = args[0] == "account";
        assert_eq!(code, Some(if known { 0 } else { 2 }), "{args:?}: {said}");
        assert!(!known || out.contains("ada\tadministrator"), "{args:?}: {out}");
    }
    assert!(!dir.join("placer.sqlite").exists(), "the address that was not meant is not touched");
    let (code, _, said) = run(&dir, &[&["account", "create", "kofi", "--role", "king"], &at[..]].concat());
    assert!(code == Some(1) && said.contains("king") && said.contains("registrar"), "{said}");
    let (code, _, said) = run(&dir, &[&["account", "create", "kofi", "--role", "registrar", "--office", "XX"], &at[..]].concat());
    assert!(code == Some(1) && said.contains("There is no office XX."), "{said}");
    let _ = std::fs::remove_dir_all(&dir);
}

/// Each command in both languages: arguments, exit code, and what is said in English and in French.
const SAID: [(&[&str], i32, &str, &str); 11] = [
    (&["migrate"], 0, "migrations run", "migrations effectuées"),
    (&["account", "create", "ada"], 0, "first password, shown this once:", "premier mot de passe, montré cette seule fois :"),
    (&["account", "list"], 0, "\tactive\t", "\tactif\t"),
    (&["account", "disable", "ada", "--reason", "gone"], 1, "", ""),
    (&["account", "enable", "kofi", "--reason", "back"], 1, "Nobody signs in as kofi", "Personne ne se connecte sous le nom kofi"),
    (&["trace", "P-1"], 1, "There is no certificate, parcel or shipment P-1.", "Il n’y a ni certificat, ni lot, ni expédition P-1."),
    (&["verify"], 0, "0 findings", "0 anomalie"),
    (&["backup", "copy.tar", "--plain"], 0, "is not encrypted", "n’est pas chiffrée"),
    (&["backup", "copy.tar", "--plain"], 1, "exists already", "existe déjà"),
    (&["restore", "copy.tar", "--plain", "--database", "sqlite:back.sqlite"], 0, "verified, nothing found", "rien à signaler"),
    (&["import", "sites", "no.csv"], 1, "--as LOGIN", "--as"),
];

#[test]
fn every_command_speaks_the_readers_language() {
    for (language, extra, french) in [
        ("fr_CF.UTF-8", &[][..], true),
        ("C", &["--lang", "fr"], true),
        ("sw_CD.UTF-8", &[], false),
        ("fr_FR.UTF-8", &["--lang", "en"], false),
    ] {
        let dir = scratch_dir("language");
        for (args, code, english, in_french) in SAID {
            let (ended, out, said) = run_in(language, &dir, &[args, extra].concat());
            let said = format!("{out}{said}").replace('\u{a0}', " ").replace('\u{202f}', " ");
            assert_eq!(ended, Some(code), "{language} {args:?}: {said}");
            let wanted = if french { in_french } else { english };
            assert!(said.contains(wanted), "{language} {args:?}: {said}");
        }
        let _ = std::fs::remove_dir_all(&dir);
    }
}

#[test]
fn the_demonstration_and_what_verify_finds_are_told_in_french() {
    let dir = scratch_dir("demo-fr");
    let made = run_in("fr", &dir, &["demo", "--small", "--no-serve", "--database", "sqlite:demo.sqlite"]);
    assert_eq!(made.0, Some(0), "{}", made.2);
    let told = made.1.replace(['\u{a0}', '\u{202f}'], " ");
    for part in ["tout y est fictif", "relevés de production", "le dernier certificat :", "connexion (mot de passe"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    crate::verify::execute(&format!("sqlite:{}", dir.join("demo.sqlite").display()), "UPDATE parcel SET stones = stones + 1 WHERE no = 1")
        .unwrap();
    let found = run_in("fr", &dir, &["verify", "--database", "sqlite:demo.sqlite"]);
    assert_eq!(found.0, Some(1));
    assert!(found.1.contains("projection.differs") && found.1.contains("une ligne n’est pas ce que dit le journal"), "{}", found.1);
    assert!(found.1.contains("1 anomalie") && !found.2.contains("placer:"), "{} {}", found.1, found.2);
    let _ = std::fs::remove_dir_all(&dir);
}
