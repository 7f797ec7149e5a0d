//! Somebody with the file and SQL at hand: more than twenty directed changes, each with the code under which `verify` must
//! report it. He takes the guarding triggers away, and puts them back unless that is the case itself. The auditor holds a
//! head of the journal that was signed before; without it, nobody could tell a history that was rewritten wholly.

use super::{Found, Ground, Run, Suite, opened, sqlite_at, text_of};
use crate::support::process::scratch_dir;
use crate::verify::execute;
use crate::world::World;
use diesel::connection::SimpleConnection;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection};
use placer::domain::checkpoint::{Checkpoint, SignedCheckpoint};
use placer::domain::note::{KeyKind, Note, SignerKey};
use placer::service::verify::{Brought, verify_with};
use placer::store::journal::entries_after;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

pub const SUITE: Suite = Suite {
    name: "directed tampering, SQLite",
    quick: 1,
    long: 1,
    run: |r| Some(tampered(r)),
    control: ("the changes themselves (nothing is changed)", 1),
};

/// What somebody does to the file, and what must be reported.
struct Case {
    name: &'static str,
    does: Does,
    /// The code, and a word of the place.
    code: (&'static str, &'static str),
}

enum Does {
    Sql(&'static str),
    /// Without putting back the triggers first.
    Bare(&'static str),
    /// An entry's body is changed and its leaf hash made to fit.
    Rehashed,
    /// A copy of before the last entry is put back; sound in itself.
    OldCopy,
    /// Another history of as many entries, sound in itself.
    Rewritten,
}

const fn sql(name: &'static str, sql: &'static str, code: &'static str, at: &'static str) -> Case {
    Case { name, does: Does::Sql(sql), code: (code, at) }
}

const CASES: &[Case] = &[
    Case { name: "an old copy put back", does: Does::OldCopy, code: ("checkpoint.size", "checkpoint") },
    Case { name: "everything rewritten", does: Does::Rewritten, code: ("checkpoint.root", "checkpoint") },
    sql(
        "a node of the tree changed",
        "UPDATE merkle_node SET hash = zeroblob(32) WHERE level = 1 AND idx = 0",
        "projection.differs",
        "merkle_node",
    ),
    sql("a projection's row edited", "UPDATE parcel SET weight_mct = weight_mct + 1 WHERE no = 1", "projection.differs", "parcel"),
    sql("a projection's row deleted", "DELETE FROM custody WHERE to_seq IS NOT NULL", "projection.missing", "custody"),
    sql(
        "a custody link changed",
        "UPDATE custody SET holder_id = (SELECT id FROM party WHERE id <> custody.holder_id LIMIT 1)",
        "projection.differs",
        "custody",
    ),
    sql(
        "a row invented",
        "INSERT INTO party_role SELECT id, 'exporter' FROM party WHERE id NOT IN (SELECT party_id FROM party_role WHERE role = 'exporter')",
        "projection.extra",
        "party_role",
    ),
    sql(
        "an entry edited",
        "UPDATE journal SET body = replace(body, '\"stones\":3', '\"stones\":4') WHERE kind = 'production.recorded'",
        "journal.hash",
        "entry",
    ),
    sql("an entry's author changed", "UPDATE journal SET account = (SELECT max(id) FROM account) WHERE seq = 7", "journal.hash", "entry 7"),
    Case { name: "an entry edited with its leaf hash", does: Does::Rehashed, code: ("projection.differs", "source") },
    sql("a leaf hash changed", "UPDATE journal SET leaf_hash = zeroblob(32) WHERE seq = 3", "journal.hash", "entry 3"),
    sql("the subject of an entry changed", "UPDATE journal SET subject = 'x' WHERE seq = 4", "journal.subject", "entry 4"),
    sql("the last entry deleted", "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)", "journal.head", "journal_head"),
    sql("an entry in the middle deleted", "DELETE FROM journal WHERE seq = 9", "journal.gap", "entry 9"),
    sql(
        "an entry inserted",
        "INSERT INTO journal SELECT seq + 1, 'c0ffee00-0000-4000-8000-000000000000', recorded_at, occurred_at, account, office, device, 'forged', request_hash, kind, subject, body, leaf_hash, via, signed FROM journal ORDER BY seq DESC LIMIT 1; UPDATE journal_head SET size = size + 1",
        "journal.hash",
        "entry",
    ),
    sql("recorded_at set back", "UPDATE journal SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE seq = 5", "journal.hash", "entry 5"),
    sql("the head's size changed", "UPDATE journal_head SET size = size - 1", "journal.head", "journal_head"),
    Case {
        name: "a guarding trigger dropped",
        does: Does::Bare("DROP TRIGGER journal_no_delete"),
        code: ("schema.trigger_missing", "journal_no_delete"),
    },
    sql(
        "personal details of two parties swapped",
        "CREATE TABLE t AS SELECT party_id, sealed FROM party_details ORDER BY party_id LIMIT 2; UPDATE party_details SET sealed = (SELECT sealed FROM t WHERE t.party_id <> party_details.party_id) WHERE party_id IN (SELECT party_id FROM t); DROP TABLE t",
        "details.differ",
        "SLE-",
    ),
    sql("an account's role changed", "UPDATE account SET role = 'approver' WHERE role = 'administrator'", "projection.differs", "account"),
    sql(
        "an account's party changed",
        "UPDATE account SET party_id = (SELECT max(id) FROM party) WHERE rowid = (SELECT max(rowid) FROM account)",
        "projection.differs",
        "account",
    ),
    sql(
        "a disabled account brought back",
        "UPDATE account SET active = 1 - active WHERE rowid = (SELECT max(rowid) FROM account)",
        "projection.differs",
        "account",
    ),
    sql("a licence prolonged", "UPDATE licence SET ends_on = '2031-12-31' WHERE no = 1", "projection.differs", "licence"),
    sql(
        "a void certificate made valid, or a valid one void",
        "UPDATE certificate SET state = CASE state WHEN 'valid' THEN 'void' ELSE 'valid' END",
        "projection.differs",
        "certificate",
    ),
    sql(
        "a certificate's composition changed",
        "UPDATE certificate_part SET weight_mct = weight_mct + 1 WHERE parcel_no = (SELECT min(parcel_no) FROM certificate_part)",
        "lineage.certificate",
        "entry",
    ),
    sql("a blank slip added to a book", "UPDATE slip_book SET last = last + 1", "projection.differs", "slip_book"),
    sql("a seal changed", "UPDATE seal SET number = 'FORGED'", "projection.differs", "seal"),
];

#[derive(QueryableByName)]
struct Made {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    sql: String,
}

/// Does a case to the file at a path.
fn tamper(path: &Path, does: &Does, files: &Files) {
    match does {
        Does::OldCopy => return std::fs::write(path, &files.old).unwrap(),
        Does::Rewritten => return std::fs::write(path, &files.other).unwrap(),
        _ => {}
    }
    let mut c = SqliteConnection::establish(&path.to_string_lossy()).unwrap();
    let triggers: Vec<Made> = diesel::sql_query("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").load(&mut c).unwrap();
    if let Does::Bare(sql) = does {
        c.batch_execute(sql).unwrap();
        return;
    }
    for t in &triggers {
        c.batch_execute(&format!("DROP TRIGGER {}", t.name)).unwrap();
    }
    c.batch_execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
    match does {
        Does::Sql(sql) | Does::Bare(sql) => c.batch_execute(sql).unwrap(),
        Does::Rehashed => {
            let db = opened(&sqlite_at(path)).unwrap();
            let entries = db.read(|rx| entries_after(rx, 0, i64::MAX)).unwrap();
            let (seq, stored) = entries.into_iter().find(|(_, s)| s.as_ref().unwrap().entry.event.kind() == "production.recorded").unwrap();
            let entry = stored.unwrap().entry;
            let body = entry.body().unwrap().replace("\"weight_mct\":1001", "\"weight_mct\":1002");
            let forged =
                placer::domain::entry::Entry { event: placer::domain::entry::event_of(entry.event.kind(), &body).unwrap(), ..entry };
            let hash = data_encoding::HEXLOWER.encode(&forged.leaf_hash().unwrap());
            c.batch_execute(&format!("UPDATE journal SET body = '{body}', leaf_hash = x'{hash}' WHERE seq = {seq}")).unwrap();
        }
        Does::OldCopy | Does::Rewritten => {}
    }
    for t in &triggers {
        c.batch_execute(&t.sql).unwrap();
    }
}

/// The register, a copy of it before its last entry, another one of the same size, and what the auditor holds.
struct Files {
    whole: Vec<u8>,
    old: Vec<u8>,
    other: Vec<u8>,
    brought: Brought,
}

fn bytes_of(url: &str) -> Vec<u8> {
    execute(url, "PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    std::fs::read(url.strip_prefix("sqlite:").unwrap()).unwrap()
}

/// A small register in which there is something of everything that is tampered with; and its file before the last entry.
fn history(url: &str, dealer: &str) -> (World, Vec<u8>) {
    let mut w = World::at(url);
    crate::spine::certified(&mut w);
    let dealer = w.party(dealer, &[placer::domain::role::Role::Dealer], None);
    let old = bytes_of(url);
    w.slip_book(dealer);
    (w, old)
}

fn files(ground: &Ground) -> Files {
    let (url, other) = (ground.sqlite(), sqlite_at(&ground.path("other.sqlite")));
    let (w, old) = history(&url, "Dealer");
    history(&other, "Another");
    let leaves = super::twins::leaves(&w);
    let key = SignerKey::new("register.example/log", KeyKind::Log, &[7; 32]).unwrap();
    let root = super::twins::root(&leaves).try_into().unwrap();
    let checkpoint = Checkpoint { origin: key.name().to_owned(), size: u64::try_from(leaves.len()).unwrap(), root };
    let text = checkpoint.to_string();
    let note = Note { signatures: vec![key.sign(&text, 0)], text };
    let brought = Brought { heads: vec![SignedCheckpoint { checkpoint, note }], keys: vec![key.verifier()] };
    Files { whole: bytes_of(&url), old, other: bytes_of(&other), brought }
}

fn tampered(run: &Run) -> Found {
    let ground = Ground::new();
    let files = files(&ground);
    let dir = scratch_dir("tamper");
    let mut found = Found::default();
    for (n, case) in CASES.iter().enumerate() {
        let (copy, replay) = (dir.join(format!("{n}.sqlite")), dir.join(format!("{n}-replay.sqlite")));
        std::fs::write(&copy, &files.whole).unwrap();
        found.count("cases", 1);
        let done = catch_unwind(AssertUnwindSafe(|| {
            if run.without.is_none() {
                tamper(&copy, &case.does, &files);
            }
            let report = verify_with(&opened(&sqlite_at(&copy)).unwrap(), &replay, &files.brought, |_, _| {}).unwrap();
            report.findings.into_iter().map(|f| (f.code, f.at)).collect::<Vec<_>>()
        }));
        match done {
            Err(panic) => found.broken.push(format!("{}: {}", case.name, text_of(panic.as_ref()))),
            Ok(findings) => {
                let told = findings.iter().any(|(code, at)| *code == case.code.0 && at.contains(case.code.1));
                found.count("reported under their code", usize::from(told));
                found.check(told, || format!("{}: {:?} is not among {findings:?}", case.name, case.code));
            }
        }
    }
    let _ = std::fs::remove_dir_all(&dir);
    found
}

#[test]
fn each_directed_change_is_reported_under_its_code() {
    SUITE.holds();
}

#[test]
fn where_nothing_is_changed_nothing_is_reported() {
    SUITE.goes_red();
}
