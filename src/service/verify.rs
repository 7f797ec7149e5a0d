//! `placer verify`: replays the journal into a fresh database and compares everything.

mod details;
pub mod exported;
mod heads;

use crate::domain::audit::{Audit, RuleBook};
use crate::domain::checkpoint::SignedCheckpoint;
use crate::domain::entry::sha256_hex;
use crate::domain::event::Event;
use crate::domain::ids::PartyId;
use crate::domain::lineage::Pool;
use crate::domain::note::VerifierKey;
use crate::store::certificate::certificate_parts;
use crate::store::db::{Db, Rx};
use crate::store::dump::{BETWEEN, NODES, PROJECTIONS, Projection, RowText, columns, integrity, rows, triggers};
use crate::store::error::StoreError;
use crate::store::journal::{Stored, entries_after, insert, journal_size};
use crate::store::lineage::origin_pool;
use crate::store::register::profiles;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

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
    /// Everything found; empty on a sound register.
    pub findings: Vec<Finding>,
    /// What could not be checked, and is no finding: codes of messages.
    pub notes: Vec<&'static str>,
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

/// More findings of one table than this are counted, not listed.
const LISTED: usize = 50;
const CHUNK: i64 = 5_000;

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
pub fn verify_with(db: &Db, scratch: &Path, brought: &Brought, mut progress: impl FnMut(i64, i64)) -> Result<Report, StoreError> {
    let fresh = Db::open_scratch(&scratch.to_string_lossy())?;
    fresh.migrate()?;
    // One view for everything: what is written meanwhile is in neither the journal nor the tables that are compared.
    db.read(|rx| {
        let mut report = Report::default();
        let rules = profiles(rx)?;
        let mut audit = Audit::new(RuleBook::new(rules.iter().map(|r| (r.after_seq, r.text.as_str()))));
        schema(rx, &mut report)?;
        let told = learn(rx, &mut audit)?;
        replay(rx, &fresh, &mut audit, &mut report, &mut progress)?;
        for projection in PROJECTIONS.iter().chain([&NODES]) {
            compare(rx, &fresh, *projection, &mut report)?;
        }
        heads::kept(rx, &mut report)?;
        for head in &brought.heads {
            heads::brought(rx, head, &brought.keys, &mut report)?;
        }
        details::check(rx, &told, &mut report)?;
        lineage(rx, &audit, &mut report)?;
        Ok(report)
    })
}

/// The guards that keep evidence from being changed.
pub const TRIGGERS: &[&str] = &[
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

fn schema(rx: &mut Rx<'_>, report: &mut Report) -> Result<(), StoreError> {
    for what in integrity(rx)? {
        report.find("database.integrity", "database", what);
    }
    let found = triggers(rx)?;
    for name in TRIGGERS {
        if !found.iter().any(|f| f == name) {
            report.find("schema.trigger_missing", *name, "the guard that keeps evidence from being changed is gone");
        }
    }
    Ok(())
}

/// The digests of personal details that the journal speaks of.
#[derive(Default)]
struct Told {
    /// Those that must be there, the newest of each party last.
    kept: BTreeMap<PartyId, Vec<String>>,
    /// Parties whose earlier details were erased, with the entry that did it.
    erased: BTreeMap<PartyId, i64>,
}

/// First reading: approved corrections, and the digests of personal details.
fn learn(rx: &mut Rx<'_>, audit: &mut Audit) -> Result<Told, StoreError> {
    let (mut after, mut told) = (0, Told::default());
    loop {
        let chunk = entries_after(rx, after, CHUNK)?;
        let Some((last, _)) = chunk.last() else { return Ok(told) };
        after = *last;
        for stored in chunk.iter().filter_map(|(_, s)| s.as_ref().ok()) {
            audit.learn(&stored.entry.event);
            match &stored.entry.event {
                Event::PartyRegistered(e) => told.kept.entry(e.party).or_default().push(e.facts.details_digest.clone()),
                Event::PartyChanged(e) => told.kept.entry(e.party).or_default().push(e.facts.details_digest.clone()),
                Event::PartyDetailsErased(e) => {
                    told.kept.remove(&e.party);
                    told.erased.insert(e.party, stored.entry.seq);
                }
                _ => {}
            }
        }
    }
}

fn replay(
    rx: &mut Rx<'_>,
    fresh: &Db,
    audit: &mut Audit,
    report: &mut Report,
    progress: &mut impl FnMut(i64, i64),
) -> Result<(), StoreError> {
    let size = journal_size(rx)?;
    let mut before: Option<Stored> = None;
    let mut expected = 1i64;
    let mut sound = true;
    loop {
        let chunk = entries_after(rx, expected.saturating_sub(1), CHUNK)?;
        if chunk.is_empty() {
            break;
        }
        let mut good = Vec::with_capacity(chunk.len());
        for (seq, entry) in chunk {
            if seq != expected {
                report.find("journal.gap", format!("entry {expected}"), format!("the next entry is {seq}"));
                sound = false;
            }
            expected = seq.saturating_add(1);
            report.entries = report.entries.saturating_add(1);
            match entry {
                Err(e) => {
                    report.find("journal.unreadable", format!("entry {seq}"), e.to_string());
                    sound = false;
                }
                Ok(stored) => {
                    check_entry(&stored, before.as_ref(), report)?;
                    if !audit.knows_author(stored.entry.account, &stored.entry.event) {
                        report.find("journal.author", format!("entry {seq}"), "its author is no account, or is off");
                    }
                    audit.read(&stored.entry);
                    before = Some(stored.clone());
                    good.push(stored);
                }
            }
        }
        if sound {
            sound = apply(fresh, good, report)?;
        }
        progress(expected.saturating_sub(1), size);
    }
    let last = expected.saturating_sub(1);
    if last != size {
        report.find("journal.head", "journal_head", format!("the head says {size} entries, the last is {last}"));
    }
    if !sound {
        report.find("journal.not_replayed", "journal", "the tables cannot be compared before the journal is whole");
    }
    Ok(())
}

fn check_entry(stored: &Stored, before: Option<&Stored>, report: &mut Report) -> Result<(), StoreError> {
    let e = &stored.entry;
    let at = format!("entry {}", e.seq);
    if e.leaf_hash()?.as_slice() != stored.leaf_hash {
        report.find("journal.hash", &at, "the entry is not the one that was hashed");
    }
    if e.event.subject() != stored.subject {
        report.find("journal.subject", &at, "the subject column is not the event's");
    }
    if before.is_some_and(|b| b.entry.recorded_at > e.recorded_at) || e.occurred_at > e.recorded_at {
        report.find("journal.time", &at, "its times are not in order");
    }
    Ok(())
}

/// Applies entries to the fresh database; a finding, and no more replaying, when one does not fit.
fn apply(fresh: &Db, entries: Vec<Stored>, report: &mut Report) -> Result<bool, StoreError> {
    let Some(now) = entries.first().map(|s| s.entry.recorded_at) else { return Ok(true) };
    let mut at = 0;
    let done = fresh.write(now, |tx| -> Result<(), StoreError> {
        for stored in &entries {
            at = stored.entry.seq;
            insert(tx, &stored.entry, &stored.entry.leaf_hash()?)?;
        }
        Ok(())
    });
    match done {
        Ok(()) => Ok(true),
        Err(e) => {
            report.find("journal.impossible", format!("entry {at}"), e.to_string());
            Ok(false)
        }
    }
}

fn all_rows(rx: &mut Rx<'_>, p: Projection) -> Result<BTreeMap<String, String>, StoreError> {
    let mut all = BTreeMap::new();
    let mut offset = 0;
    loop {
        let chunk = rows(rx, p, CHUNK, offset)?;
        let more = i64::try_from(chunk.len()).is_ok_and(|n| n == CHUNK);
        all.extend(chunk.into_iter().map(|RowText { k, r }| (k, r)));
        if !more {
            return Ok(all);
        }
        offset = offset.saturating_add(CHUNK);
    }
}

/// The columns in which two rows differ, with what they hold and should hold.
fn differing(names: &[String], kept: &str, expected: &str) -> String {
    let pairs = kept.split(BETWEEN).zip(expected.split(BETWEEN));
    let wrong = names.iter().zip(pairs).filter(|(_, (is, should))| is != should);
    wrong.map(|(name, (is, should))| format!("{name} is {is}, should be {should}")).collect::<Vec<_>>().join("; ")
}

fn compare(rx: &mut Rx<'_>, fresh: &Db, p: Projection, report: &mut Report) -> Result<(), StoreError> {
    let (kept, expected) = (all_rows(rx, p)?, fresh.read(|fresh| all_rows(fresh, p))?);
    report.rows = report.rows.saturating_add(u64::try_from(kept.len()).unwrap_or(u64::MAX));
    let names: Vec<String> = columns(rx, p.table)?.into_iter().map(|(name, _)| name).collect();
    let mut found = Vec::new();
    for (key, row) in &expected {
        match kept.get(key) {
            None => found.push(("projection.missing", key, "the journal makes this row, the table lacks it".to_owned())),
            Some(other) if other != row => found.push(("projection.differs", key, differing(&names, other, row))),
            Some(_) => {}
        }
    }
    for key in kept.keys().filter(|k| !expected.contains_key(*k)) {
        found.push(("projection.extra", key, "nothing in the journal makes this row".to_owned()));
    }
    let more = found.len().saturating_sub(LISTED);
    for (code, key, what) in found.into_iter().take(LISTED) {
        report.find(code, format!("{} {key}", p.table), what);
    }
    if more > 0 {
        report.find("projection.more", p.table, format!("and {more} more rows"));
    }
    Ok(())
}

/// Pools and compositions against the second path.
fn lineage(rx: &mut Rx<'_>, audit: &Audit, report: &mut Report) -> Result<(), StoreError> {
    for breach in audit.breaches() {
        report.find("rule.broken", format!("{} at entry {}", breach.rule, breach.seq), breach.what);
    }
    for (no, shares) in audit.mixes() {
        let pool = report.readable(format!("parcel {no}"), origin_pool(rx, no))?.flatten();
        if pool.as_ref().map(|p| p.entries()) != Some(shares) {
            report.find("lineage.pool", format!("parcel {no}"), "the kept origins are not those of the journal's walk");
        }
    }
    for certificate in audit.certificates() {
        let (revision, parts) = certificate_parts(rx, certificate.no)?;
        if parts != certificate.parts {
            report.find(
                "lineage.certificate",
                format!("entry {}", certificate.seq),
                "the frozen composition is not that of the journal's walk",
            );
        }
        let signed = Pool::new(parts).is_ok_and(|pool| sha256_hex(&[&pool.encode()]) == certificate.digest);
        if revision == 0 && !signed {
            report.find("lineage.digest", format!("entry {}", certificate.seq), "the composition is not the one that was signed for");
        }
    }
    Ok(())
}
