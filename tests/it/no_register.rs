//! A mistyped address: commands that work on a register neither make one nor touch what is no register.

use crate::support::postgres;
use crate::support::process::scratch_dir;
use crate::support::server::Server;
use crate::verify::execute;
use std::path::Path;

/// Every command that works on a register that is there, with the arguments it needs.
const COMMANDS: [&[&str]; 8] = [
    &["backup", "copy.tar", "--plain"],
    &["verify"],
    &["trace", "P-1"],
    &["import", "sites", "sites.csv"],
    &["account", "list"],
    &["account", "set-password", "somebody"],
    &["account", "disable", "somebody", "--reason", "gone"],
    &["account", "enable", "somebody", "--reason", "back"],
];

/// Exit code and what was said on standard error.
fn run(dir: &Path, args: &[&str], url: &str) -> (Option<i32>, String) {
    let mut command = Server::command();
    let output = command.current_dir(dir).args(args).env("PLACER_DATABASE", url).output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn files(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_missing_file_is_named_and_not_made() {
    let dir = scratch_dir("missing");
    std::fs::write(dir.join("sites.csv"), "name\n").unwrap();
    for args in COMMANDS {
        let (code, said) = run(&dir, args, "sqlite:mistyped.sqlite");
        assert_eq!(code, Some(1), "{args:?}: {said}");
        assert!(said.contains("There is no file mistyped.sqlite.") && said.contains("--database"), "{args:?}: {said}");
        assert_eq!(files(&dir), ["sites.csv"], "{args:?}");
    }
    let (code, said) = run(&dir, &["account", "create", "admin"], "sqlite:new.sqlite");
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(run(&dir, &["account", "list"], "sqlite:new.sqlite").0, Some(0));
    assert_eq!(run(&dir, &["verify"], "sqlite:new.sqlite").0, Some(0));
    assert_eq!(run(&dir, &["backup", "copy.tar", "--plain"], "sqlite:new.sqlite").0, Some(0));
    assert_eq!(run(&dir, &["restore", "copy.tar", "--plain"], "sqlite:copy.sqlite").0, Some(0));
    assert_eq!(run(&dir, &["verify"], "sqlite:copy.sqlite").0, Some(0));
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn what_is_no_register_is_left_as_it_is() {
    let dir = scratch_dir("foreign");
    std::fs::write(dir.join("sites.csv"), "name\n").unwrap();
    std::fs::write(dir.join("empty.sqlite"), "").unwrap();
    std::fs::write(dir.join("text.sqlite"), "this is a letter and no database ".repeat(200)).unwrap();
    execute(&format!("sqlite:{}", dir.join("other.sqlite").display()), "CREATE TABLE journal (seq INTEGER); CREATE TABLE a (b)").unwrap();
    let kept = |name: &str| std::fs::read(dir.join(name)).unwrap();
    let before = files(&dir);
    for name in ["empty.sqlite", "text.sqlite", "other.sqlite"] {
        let bytes = kept(name);
        for args in COMMANDS {
            let (code, said) = run(&dir, args, &format!("sqlite:{name}"));
            assert_eq!(code, Some(1), "{name} {args:?}: {said}");
            assert!(said.contains(name) && said.contains("--database"), "{name} {args:?}: {said}");
            assert_eq!(files(&dir), before, "{name} {args:?}");
            assert_eq!(kept(name), bytes, "{name} {args:?}");
        }
    }
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn tables_without_a_register_are_told_apart() {
    let dir = scratch_dir("unset");
    std::fs::write(dir.join("sites.csv"), "name\n").unwrap();
    assert_eq!(run(&dir, &["migrate"], "sqlite:bare.sqlite").0, Some(0));
    for args in [&["import", "sites", "sites.csv"][..], &["trace", "P-1"], &["account", "list"]] {
        let (code, said) = run(&dir, args, "sqlite:bare.sqlite");
        assert_eq!(code, Some(1), "{args:?}: {said}");
        assert!(said.contains("no register was set up"), "{args:?}: {said}");
    }
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn an_empty_postgresql_database_stays_empty() {
    let Some(url) = postgres::fresh_database() else { return };
    let dir = scratch_dir("foreign-pg");
    std::fs::write(dir.join("sites.csv"), "name\n").unwrap();
    for args in COMMANDS {
        let (code, said) = run(&dir, args, &url);
        assert_eq!(code, Some(1), "{args:?}: {said}");
        assert!(said.contains("holds no register") && !said.contains(&url), "{args:?}: {said}");
    }
    execute(&url, "CREATE TABLE journal_head (id INTEGER)").expect("no migration made this table");
    let _ = std::fs::remove_dir_all(&dir);
}
