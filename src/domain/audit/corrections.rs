//! What a correction corrects, who agreed to it, and that it breaks nothing that was measured since (C10).

use super::authors::{Authors, Hand};
use super::ledger::Ledger;
use super::lineage::{Reading, Source};
use super::{At, Told};
use crate::domain::event::{CorrectionChange, CorrectionDecided, CorrectionProposed};
use crate::domain::ids::{CorrectionId, OfficeId, SiteId};
use crate::domain::time::Day;
use std::collections::{HashMap, HashSet};

/// What a proposal would change.
#[derive(Debug, Clone, Copy)]
enum Change {
    Price,
    Withdrawal { no: i64 },
    Production { no: i64, was: Day, now: Reading },
    Stock { no: i64, weight: i64, stones: i64, site: Option<SiteId> },
}

/// A proposal, and whether it still waits.
#[derive(Debug)]
pub(super) struct Proposal {
    pub office: Option<OfficeId>,
    by: Hand,
    corrects: i64,
    change: Change,
    waits: bool,
}

impl Proposal {
    /// The day that was written and what should stand, of a correction of the book at the pit that waits.
    pub const fn reading(&self) -> Option<(Day, Reading)> {
        match self.change {
            Change::Production { was, now, .. } if self.waits => Some((was, now)),
            _ => None,
        }
    }
}

/// All proposals, and the entries and source parcels that one waits for.
#[derive(Debug, Default)]
pub(super) struct Corrections {
    pub known: HashMap<CorrectionId, Proposal>,
    entries: HashSet<i64>,
    sources: HashSet<i64>,
}

impl Corrections {
    /// Whether a correction of a source parcel waits.
    pub fn waits_for(&self, source: i64) -> bool {
        self.sources.contains(&source)
    }
}

fn change_of(change: &CorrectionChange) -> Change {
    match change {
        CorrectionChange::Purchase { .. } => Change::Price,
        CorrectionChange::Withdrawal { parcel_no, .. } => Change::Withdrawal { no: *parcel_no },
        CorrectionChange::Stock { parcel_no, now, .. } => {
            Change::Stock { no: *parcel_no, weight: now.weight_mct.mct(), stones: now.stones, site: now.site }
        }
        CorrectionChange::Production { parcel_no, was, now } => {
            let (weight, stones, licence) = (now.weight_mct.mct(), now.stones, Some(now.licence));
            Change::Production { no: *parcel_no, was: was.on, now: Reading { weight, stones, site: Some(now.site), licence, on: now.on } }
        }
    }
}

impl Ledger {
    pub(super) fn proposed(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &CorrectionProposed) {
        let seq = at.seq;
        told.check(!self.corrections.known.contains_key(&e.correction), seq, "C10", || "the correction is proposed twice".into());
        let waits = self.corrections.entries.contains(&e.corrects_seq);
        told.check(!waits, seq, "C10", || format!("another correction of entry {} waits", e.corrects_seq));
        let (made, office, as_written) = self.corrected(&e.change);
        told.check(made == Some(e.corrects_seq), seq, "C10", || {
            format!("entry {} is not the one that made what is corrected", e.corrects_seq)
        });
        told.check(as_written, seq, "C10", || "it was not written down as the correction says".into());
        told.check(e.office == office, seq, "C10", || "the office that decides is not that of the entry".into());
        self.corrections.entries.insert(e.corrects_seq);
        self.corrections.sources.extend(e.change.parcel_no());
        let (by, change) = (authors.hand(at), change_of(&e.change));
        let proposal = Proposal { office: e.office, by, corrects: e.corrects_seq, change, waits: true };
        self.corrections.known.insert(e.correction, proposal);
    }

    /// The entry that made what is corrected, its office, and whether it is written down now as the correction says.
    fn corrected(&self, change: &CorrectionChange) -> (Option<i64>, Option<OfficeId>, bool) {
        let source = change.parcel_no().and_then(|no| self.lineage.sources.get(&no));
        let (seq, office) = (source.map(|s| s.seq), source.and_then(|s| s.office));
        match change {
            CorrectionChange::Purchase { purchase, .. } => (self.trade.slips.get(purchase).map(|s| s.seq), None, true),
            CorrectionChange::Production { was, .. } | CorrectionChange::Withdrawal { was, .. } => {
                let said = (was.weight_mct.mct(), was.stones, Some(was.site), Some(was.licence), was.on);
                (seq, office, source.is_none_or(|s| (s.weight, s.stones, s.site, s.licence, s.on) == said))
            }
            CorrectionChange::Stock { was, .. } => {
                let said = (was.weight_mct.mct(), was.stones, was.site, None);
                // What came from abroad was never declared as stock.
                let written = |s: &Source| s.abroad.is_none() && (s.weight, s.stones, s.site, s.licence) == said;
                (seq, office, source.is_none_or(written))
            }
        }
    }

    pub(super) fn decided(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &CorrectionDecided) {
        let Some(proposal) = self.corrections.known.get_mut(&e.correction).filter(|p| p.waits) else {
            told.breach(at.seq, "C10", || format!("correction {} was not waiting", e.correction));
            return;
        };
        proposal.waits = false;
        let alone = e.approved && authors.same_hand(&proposal.by, &authors.hand(at));
        told.check(!alone, at.seq, "C10", || format!("correction {} was decided by who proposed it", e.correction));
        let change = proposal.change;
        self.corrections.entries.remove(&proposal.corrects);
        match change {
            Change::Price => {}
            Change::Withdrawal { no } => {
                self.corrections.sources.remove(&no);
                if e.approved {
                    self.withdrawn(at, told, no);
                }
            }
            Change::Production { no, now, .. } => {
                self.corrections.sources.remove(&no);
                if e.approved {
                    self.read_again(at, told, no, now);
                }
            }
            Change::Stock { no, weight, stones, site } => {
                self.corrections.sources.remove(&no);
                let on = self.lineage.sources.get(&no).map(|s| s.on).unwrap_or_default();
                if e.approved {
                    self.read_again(at, told, no, Reading { weight, stones, site, licence: None, on });
                }
            }
        }
    }

    /// An entry is taken back only while nothing was done with its parcel.
    fn withdrawn(&mut self, at: &At<'_>, told: &mut Told, no: i64) {
        if let Some(parcel) = self.lineage.parcels.get(&no) {
            told.check(parcel.live, at.seq, "C5", || format!("parcel {no} is gone"));
            let touched = parcel.pinned || parcel.seal.is_some() || parcel.certified || self.removals.waits_for(no);
            let touched = touched || parcel.taken_as_written;
            told.check(!touched, at.seq, "C10", || format!("something was done with parcel {no}"));
        }
        self.free(at, told, no);
        self.lineage.withdraw(no);
    }

    /// Another reading agrees with what was weighed since, keeps the loss of a mix that used the parcel within its cap,
    /// leaves what is packed as it is, and no small steps onward add up to too much.
    fn read_again(&mut self, at: &At<'_>, told: &mut Told, no: i64, now: Reading) {
        let seq = at.seq;
        let (Some(source), Some(parcel)) = (self.lineage.sources.get(&no), self.lineage.parcels.get(&no)) else { return };
        let step = now.weight.saturating_sub(source.weight);
        let changed = step != 0 || now.stones != source.stones;
        let written = (source.weight, source.stones);
        let later = source.later.or_else(|| parcel.pinned.then_some(written)).filter(|_| changed);
        let taken = changed && parcel.taken_as_written;
        told.check(!taken, seq, "C10", || format!("parcel {no} was seized at the mass and count of its entry"));
        let used = self.lineage.use_of(no).filter(|_| !parcel.certified);
        if let Some((weighed, counted)) = later {
            let within = at.rules.is_none_or(|r| now.weight.abs_diff(weighed) <= r.reweigh_cap(now.weight).unsigned_abs());
            told.check(within, seq, "C10", || format!("parcel {no} was weighed since: {weighed} mct"));
            told.check(now.stones == counted, seq, "C10", || format!("parcel {no} was counted since: {counted} stones"));
        } else if let Some((loss, input)) = used.filter(|_| changed) {
            let (loss, input) = (loss.saturating_add(step), input.saturating_add(step));
            let within = loss >= 0 && at.rules.is_none_or(|r| loss <= r.loss_cap(input));
            told.check(within, seq, "C10", || format!("what parcel {no} went into would have lost {loss} mct"));
            told.check(now.stones == written.1, seq, "C10", || format!("parcel {no} was counted when it was used"));
        } else if changed {
            let packed = parcel.shipment.is_some() || parcel.certified || parcel.removed || self.removals.waits_for(no);
            told.check(!packed, seq, "C10", || format!("parcel {no} is packed, or left the trade"));
        }
        let made = self.lineage.correct(no, now);
        let (Some(rules), true) = (at.rules, step != 0) else { return };
        let own = later.map(|_| no);
        for no in own.into_iter().chain(made) {
            let Some(parcel) = self.lineage.parcels.get(&no) else { continue };
            let sum = self.sum([parcel]);
            let gained = step < 0 && sum.has_gained_too_much(rules);
            let lost = step > 0 && sum.has_lost_too_much(rules);
            told.check(!gained && !lost, seq, "C10", || format!("small steps along the path of parcel {no} add up to too much"));
        }
    }
}
