//! `placer verify`: replays the journal into a fresh database and compares everything.

mod compare;
mod details;
pub mod exported;
mod heads;
pub mod kept;
mod lineage;
mod prints;
mod rules;
mod schema;
mod tree;
mod walk;

use crate::domain::checkpoint::SignedCheckpoint;
use crate::domain::note::VerifierKey;
use crate::store::db::{Db, Rx};
use crate::store::dump::{integrity, triggers};
use crate::store::error::StoreError;
use kept::{Copied, Replayed, Start};
use serde::Serialize;
use std::path::Path;
use std::thread;

/// Something that is not as the journal says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable code.
    pub code: &'static str,
    /// Table, entry or parcel it was found at.
    pub at: String,
    /// What is wrong.
    pub what: String,
}

/// The outcome.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Journal entries read.
    pub entries: i64,
    /// Projection rows compared.
    pub rows: u64,
    /// Signed heads held against the journal.
    pub heads: u64,
    /// Everything found; empty on a sound register. Who writes the report out gives them words.
    #[serde(skip)]
    pub findings: Vec<Finding>,
    /// What could not be checked, and is no finding: codes of messages.
    pub notes: Vec<&'static str>,
    /// The kept copy that the check went on from.
    pub since: Option<Copied>,
}

impl Report {
    /// What could be read; damage is a finding and gives nothing, any other fault ends the check.
    fn readable<T>(&mut self, at: impl Into<String>, read: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
        match read {
            Ok(value) => Ok(Some(value)),
            Err(StoreError::Damaged(what)) => {
                self.find("row.unreadable", at, what);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }
}

impl Report {
    fn find(&mut self, code: &'static str, at: impl Into<String>, what: impl Into<String>) {
        self.findings.push(Finding { code, at: at.into(), what: what.into() });
    }
}

/// Checks a register, also one that is written to meanwhile: all of it is read as it stood at one moment. `scratch` is the path of a file that does not exist; it is made, and left for the caller to remove.
/// `progress` is told the position reached and the size of the journal.
///
/// # Errors
/// When a database cannot be read or written at all; everything else is a finding.
pub fn verify(db: &Db, scratch: &Path, progress: impl FnMut(i64, i64)) -> Result<Report, StoreError> {
    verify_with(db, scratch, &Brought::default(), progress)
}

/// What an auditor brings along.
#[derive(Debug, Clone, Default)]
pub struct Brought {
    /// Signed heads, such as one printed last month.
    pub heads: Vec<SignedCheckpoint>,
    /// The journal's public keys, where he trusts none that the register shows.
    pub keys: Vec<VerifierKey>,
}

/// As [`verify`], and holds the journal against what an auditor brings along.
///
/// # Errors
/// As [`verify`].
pub fn verify_with(db: &Db, scratch: &Path, brought: &Brought, progress: impl FnMut(i64, i64)) -> Result<Report, StoreError> {
    Ok(verify_from(db, Start::fresh(scratch)?, brought, progress)?.0)
}

/// As [`verify_with`], from a start that may be a kept copy. Gives the replayed tables too, where nothing but broken rules was found.
///
/// # Errors
/// As [`verify`].
pub fn verify_from(
    db: &Db,
    start: Start,
    brought: &Brought,
    mut progress: impl FnMut(i64, i64),
) -> Result<(Report, Option<Replayed>), StoreError> {
    let mut report = Report { since: start.copied(), ..Report::default() };
    let (sound, checked) = thread::scope(|scope| {
        // The database's own check asks for no moment and takes long, so it goes beside.
        let own = scope.spawn(|| db.read_apart(integrity));
        // One view for everything else: what is written meanwhile is in neither the journal nor the tables.
        let checked = db.read_apart(|rx| everything(rx, start, brought, &mut report, &mut progress));
        let own = own.join().map_err(|_| StoreError::damaged("the database's own check broke off"));
        (own.and_then(|own| own), checked)
    });
    let own = match sound {
        Ok(own) => own,
        Err(StoreError::Database(e)) => vec![e.to_string()],
        Err(other) => return Err(other),
    };
    let own = own.into_iter().map(|what| Finding { code: "database.integrity", at: "database".to_owned(), what });
    report.findings.splice(0..0, own);
    let replayed = match checked {
        Ok(replayed) => replayed,
        // Why it cannot be read any further has been found.
        Err(StoreError::Database(e)) if !report.findings.is_empty() => {
            report.find("database.unreadable", "database", e.to_string());
            None
        }
        Err(other) => return Err(other),
    };
    // A rule that the journal breaks is judged anew each time, and says nothing against the tables.
    let clean = report.findings.iter().all(|f| f.code == "rule.broken");
    Ok((report, replayed.filter(|_| clean)))
}

fn everything(
    rx: &mut Rx<'_>,
    start: Start,
    brought: &Brought,
    report: &mut Report,
    progress: &mut impl FnMut(i64, i64),
) -> Result<Option<Replayed>, StoreError> {
    if !schema::check(rx, report)? {
        return Ok(None);
    }
    let (scratch, known) = start.split();
    let walked = walk::walk(rx, scratch, &known, report, progress)?;
    let path = walked.scratch.close();
    compare::tables(rx, &path, report)?;
    heads::kept(rx, report)?;
    for head in &brought.heads {
        heads::brought(rx, head, &brought.keys, report)?;
    }
    walked.adopted.table(rx, &walked.rules, report)?;
    details::check(rx, &walked.told, report)?;
    prints::check(rx, &walked.told.prints, report)?;
    for breach in walked.audit.breaches() {
        report.find("rule.broken", format!("{} at entry {}", breach.rule, breach.seq), breach.what);
    }
    Ok(walked.root.map(|root| Replayed::new(path, report.entries, root)))
}

/// Which of these guards the database lacks.
///
/// # Errors
/// When the database fails.
pub fn guards_missing(rx: &mut Rx<'_>) -> Result<Vec<&'static str>, StoreError> {
    let there = triggers(rx)?;
    Ok(TRIGGERS.iter().copied().filter(|name| !there.iter().any(|t| t == name)).collect())
}

/// The guards that keep evidence from being changed.
pub const TRIGGERS: &[&str] = &[
    "certificate_copy_no_update",
    "checkpoint_no_delete",
    "checkpoint_no_update",
    "cosignature_no_delete",
    "cosignature_no_update",
    "detail_read_no_delete",
    "detail_read_no_update",
    "journal_dense",
    "journal_no_delete",
    "journal_no_update",
    "log_key_no_delete",
    "log_key_no_update",
    "merkle_node_no_delete",
    "merkle_node_no_update",
    "party_details_no_update",
    "profile_version_no_delete",
    "profile_version_no_update",
];
