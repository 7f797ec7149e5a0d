//! Signed heads against the journal: those that the database keeps, and one that somebody brings.

use super::Report;
use crate::domain::checkpoint::SignedCheckpoint;
use crate::domain::note::{KeyKind, VerifierKey};
use crate::service::notary::Trouble;
use crate::service::standing::trouble;
use crate::store::checkpoint::{checkpoints, log_keys};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::recovery::recoveries;

const CHUNK: i64 = 1_000;

/// Holds a head against the journal and its signature against keys; a head without one of them counts as unsigned.
pub(super) fn held(rx: &mut Rx<'_>, head: &SignedCheckpoint, keys: &[VerifierKey], report: &mut Report) -> Result<(), StoreError> {
    let at = format!("checkpoint {}", head.checkpoint.size);
    if head.signers(keys).is_err() {
        report.find("checkpoint.signature", &at, "none of the journal's keys signed it");
        // Anybody can write such a head: it says nothing of the entries.
        return Ok(());
    }
    match trouble(rx, &head.checkpoint) {
        Ok(None | Some(Trouble::Untold { .. } | Trouble::Torn { .. })) => {}
        Ok(Some(Trouble::Missing { here, .. })) => {
            report.find("checkpoint.size", &at, format!("the journal has {here} entries; the others are missing"));
        }
        Ok(Some(Trouble::Changed { .. })) => report.find("checkpoint.root", &at, "the entries up to it are not those that were signed"),
        Err(StoreError::Damaged(what)) => report.find("row.unreadable", &at, what),
        Err(other) => return Err(other),
    }
    Ok(())
}

/// All heads that the database keeps, under every name that the journal had. Those of a name that was given up after a
/// loss only have to be the beginning of what is left.
pub(super) fn kept(rx: &mut Rx<'_>, report: &mut Report) -> Result<(), StoreError> {
    let keys: Vec<VerifierKey> = log_keys(rx)?.into_iter().map(|k| k.key).filter(|k| k.kind == KeyKind::Log).collect();
    let mut offset = 0;
    loop {
        let chunk = match checkpoints(rx, CHUNK, offset) {
            Ok(chunk) => chunk,
            Err(StoreError::Damaged(what)) => {
                report.find("checkpoint.unreadable", "checkpoint", what);
                return Ok(());
            }
            Err(other) => return Err(other),
        };
        if chunk.is_empty() {
            return Ok(());
        }
        offset = offset.saturating_add(CHUNK);
        for head in chunk {
            report.heads = report.heads.saturating_add(1);
            held(rx, &head.signed, &keys, report)?;
        }
    }
}

/// A head that somebody brings: its signature by the keys given, or where none are by those of the register, and its
/// journal. A name that was given up after a loss is told with the entry that says so.
pub(super) fn brought(rx: &mut Rx<'_>, head: &SignedCheckpoint, trusted: &[VerifierKey], report: &mut Report) -> Result<(), StoreError> {
    let own: Vec<VerifierKey> = log_keys(rx)?.into_iter().map(|k| k.key).collect();
    let keys = if trusted.is_empty() { &own } else { trusted };
    let origin = &head.checkpoint.origin;
    if keys.iter().all(|k| k.name != *origin) {
        let at = format!("checkpoint {}", head.checkpoint.size);
        report.find("checkpoint.origin", at, format!("it is of the journal {origin}, which this register never was"));
        return Ok(());
    }
    let before = report.findings.len();
    held(rx, head, keys, report)?;
    let given_up = recoveries(rx)?.into_iter().find(|r| r.known_origin == *origin && r.approved_seq.is_some());
    if let (Some(r), true) = (given_up, report.findings.len() > before) {
        let seq = r.approved_seq.unwrap_or(r.proposed_seq);
        report.find("checkpoint.given_up", format!("entry {seq}"), "two people let the register go on without the lost entries here");
    }
    Ok(())
}
