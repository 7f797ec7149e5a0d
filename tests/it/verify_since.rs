//! Going on from the kept tables of an earlier check: what was changed after it is found, what was changed before is told,
//! and a file that is none is refused.

use crate::support::process::scratch_dir;
use crate::verify::{execute, sound};
use crate::world::{World, each};
use placer::domain::role::Role;
use placer::service::verify::kept::{Copied, KeptError, Start};
use placer::service::verify::{Brought, Report, verify_from};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A whole check that keeps its tables.
fn kept(w: &World, dir: &Path) -> (PathBuf, Copied) {
    let file = dir.join("kept");
    let start = Start::fresh(&dir.join("whole.sqlite")).unwrap();
    let (report, replayed) = verify_from(&w.app.db, start, &Brought::default(), |_, _| {}).unwrap();
    // What the test appended itself asked no rule: that keeps nobody from going on.
    assert!(report.findings.iter().all(|f| f.code == "rule.broken"), "{:?}", report.findings);
    let copied = replayed.unwrap().keep(&file).unwrap();
    std::fs::remove_file(dir.join("whole.sqlite")).unwrap();
    (file, copied)
}

fn since(w: &World, file: &Path) -> Report {
    let scratch = file.with_extension("scratch");
    let start = Start::kept(file, &scratch).unwrap();
    let (mut report, _) = verify_from(&w.app.db, start, &Brought::default(), |_, _| {}).unwrap();
    std::fs::remove_file(scratch).unwrap();
    report.findings.retain(|f| f.code != "rule.broken");
    report
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|f| f.code).collect()
}

#[test]
fn a_check_goes_on_from_kept_tables_and_sees_what_came_after() {
    each(|w| {
        crate::spine::certified(w);
        let dir = scratch_dir("since");
        let (file, copied) = kept(w, &dir);
        let report = since(w, &file);
        assert_eq!((report.findings.len(), report.since.as_ref(), report.entries), (0, Some(&copied), copied.entries));
        // What is added is replayed on top, the file stays as it is.
        let dealer = w.party("Dealer", &[Role::Dealer], None);
        w.slip_book(dealer);
        let report = since(w, &file);
        assert_eq!((report.findings.as_slice(), report.since.as_ref()), ([].as_slice(), Some(&copied)));
        assert!(report.entries > copied.entries);
        // A row of an entry after it, and one of an entry before it.
        execute(&w.url, "UPDATE slip_book SET last = last + 1 WHERE no = (SELECT max(no) FROM slip_book)").unwrap();
        assert_eq!(codes(&since(w, &file)), ["projection.differs"]);
        let back = "UPDATE slip_book SET last = last - 1 WHERE no = (SELECT max(no) FROM slip_book)";
        execute(&w.url, &format!("{back}; UPDATE parcel SET class = 'x' WHERE no = 1")).unwrap();
        assert_eq!(codes(&since(w, &file)), ["projection.differs"]);
        let _ = std::fs::remove_dir_all(&dir);
    });
}

#[test]
fn a_change_before_is_told_as_what_it_is() {
    each(|w| {
        crate::spine::certified(w);
        let dir = scratch_dir("before");
        let (file, copied) = kept(w, &dir);
        let (off, on) = match w.app.db.is_sqlite() {
            true => ("DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete; DROP TRIGGER merkle_node_no_delete", "SELECT 1"),
            false => (
                "ALTER TABLE journal DISABLE TRIGGER USER; ALTER TABLE merkle_node DISABLE TRIGGER USER",
                "ALTER TABLE journal ENABLE TRIGGER USER; ALTER TABLE merkle_node ENABLE TRIGGER USER",
            ),
        };
        execute(&w.url, off).unwrap();
        execute(&w.url, "UPDATE journal SET body = replace(body, '\"stones\":3', '\"stones\":4') WHERE kind = 'production.recorded'")
            .unwrap();
        execute(&w.url, on).unwrap();
        let told = codes(&since(w, &file));
        assert!(told.contains(&"journal.hash") && told.contains(&"kept.root"), "{told:?}");
        execute(&w.url, off).unwrap_or(());
        execute(&w.url, &format!("DELETE FROM journal WHERE seq >= {0}; UPDATE journal_head SET size = {0} - 1", copied.entries)).unwrap();
        let told = codes(&since(w, &file));
        assert!(told.contains(&"kept.size"), "{told:?}");
        let _ = std::fs::remove_dir_all(&dir);
    });
}

#[test]
fn another_registers_tables_are_not_taken_and_no_other_file_is() {
    each(|w| {
        crate::spine::certified(w);
        let dir = scratch_dir("foreign");
        let (file, _) = kept(w, &dir);
        let mut other = World::at(&format!("sqlite:{}", dir.join("other.sqlite").display()));
        let office = other.office("KDU");
        for n in 0..120 {
            other.party(&format!("Miner {n}"), &[Role::Miner], Some(office));
        }
        assert!(codes(&since(&other, &file)).contains(&"kept.root"));
        for (name, bytes) in [("text", b"no database at all".to_vec()), ("empty", Vec::new())] {
            let path = dir.join(name);
            std::fs::write(&path, bytes).unwrap();
            assert!(matches!(Start::kept(&path, &dir.join(format!("{name}.scratch"))), Err(KeptError::Other(_))), "{name}");
        }
        execute(&format!("sqlite:{}", file.display()), "UPDATE kept SET program = '0.0.0'").unwrap();
        assert!(matches!(Start::kept(&file, &dir.join("older.scratch")), Err(KeptError::Other(_))));
        assert!(matches!(Start::kept(&dir.join("none"), &dir.join("none.scratch")), Err(KeptError::File(..))));
        let _ = std::fs::remove_dir_all(&dir);
    });
}

fn program(url: &str, args: &[&str]) -> (bool, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_placer")).args(["verify", "--database", url]).args(args).output().unwrap();
    (done.status.success(), String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap())
}

/// The program keeps, goes on, says what it did not see, and tells of each finding what to do, in words and in JSON.
#[test]
fn the_program_says_what_a_check_from_kept_tables_does_not_see() {
    let dir = scratch_dir("told");
    let mut w = World::at(&format!("sqlite:{}", dir.join("placer.sqlite").display()));
    crate::spine::certified(&mut w);
    let file = dir.join("kept").display().to_string();
    let checked = |args: &[&str]| sound(Command::new(env!("CARGO_BIN_EXE_placer")).args(["verify", "--database", &w.url]).args(args));
    let told = checked(&["--keep", &file]);
    assert!(told.contains(&file) && told.contains("SHA-256"), "{told}");
    let told = checked(&["--since", &file]);
    assert!(told.contains("not replayed") && told.contains("only a check without --since"), "{told}");
    execute(&w.url, "UPDATE seal SET number = 'FORGED'; DROP INDEX custody_live").unwrap();
    let (fine, told) = program(&w.url, &["--since", &file, "--keep", &file]);
    assert!(!fine && told.contains("To do about projection.differs: ") && told.contains("To do about schema.index_missing: "), "{told}");
    let (_, told) = program(&w.url, &["--format", "json", "--since", &file]);
    let json = &told[told.find('{').unwrap()..=told.rfind('}').unwrap()];
    let told: serde_json::Value = serde_json::from_str(json).unwrap();
    let finding = told["findings"].as_array().unwrap().iter().find(|f| f["code"] == "schema.index_missing").unwrap();
    assert!(finding["remedy"].as_str().unwrap().starts_with("Find out who took it away"), "{finding}");
    assert!(!finding["meaning"].as_str().unwrap().is_empty() && told["since"]["entries"].as_i64() > Some(10), "{told}");
    let (fine, told) = program(&w.url, &["--since", &w.url["sqlite:".len()..]]);
    assert!(!fine && told.contains("was not kept by this version"), "{told}");
    let _ = std::fs::remove_dir_all(&dir);
}
