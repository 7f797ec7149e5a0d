//! Parcels that left the trade inside the country, as things stood: what was reported, and who agreed (C11).

use super::authors::{Authors, Hand};
use super::ledger::Ledger;
use super::{At, Told};
use crate::domain::event::{RemovalDecided, RemovalReported};
use crate::domain::ids::RemovalId;
use std::collections::{HashMap, HashSet};

#[derive(Debug)]
struct Report {
    said: RemovalReported,
    by: Hand,
}

/// Reports that wait, and what must be their own.
#[derive(Debug, Default)]
pub(super) struct Removals {
    known: HashSet<RemovalId>,
    codes: HashSet<String>,
    nos: HashSet<i64>,
    waiting: HashMap<RemovalId, Report>,
    parcels: HashSet<i64>,
}

impl Removals {
    /// Whether a report of a parcel waits.
    pub fn waits_for(&self, parcel: i64) -> bool {
        self.parcels.contains(&parcel)
    }
}

impl Ledger {
    pub(super) fn reported_gone(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &RemovalReported) {
        let r = &mut self.removals;
        let fresh = [r.known.insert(e.removal), r.codes.insert(e.code.clone()), r.nos.insert(e.no)];
        told.check(fresh == [true; 3], at.seq, "C11", || format!("report {} was made before", e.code));
        told.check(at.today.is_none_or(|today| e.on <= today), at.seq, "C11", || format!("{} is after the day of the report", e.on));
        let office = self.written_down(e.parcel_no).0;
        told.check(office == e.office, at.seq, "C11", || format!("report {} is not of the office of its parcel", e.code));
        self.there(at, told, e);
        self.removals.parcels.insert(e.parcel_no);
        self.removals.waiting.insert(e.removal, Report { said: e.clone(), by: authors.hand(at) });
    }

    /// The parcel of a report is there, as it is said to be, and bound by nothing.
    fn there(&self, at: &At<'_>, told: &mut Told, e: &RemovalReported) {
        let Some(parcel) = self.lineage.parcels.get(&e.parcel_no) else {
            told.breach(at.seq, "C6", || format!("there is no parcel {}", e.parcel_no));
            return;
        };
        let held = parcel.live && parcel.holder == e.holder;
        told.check(held, at.seq, "C5", || format!("parcel {} is gone, or held by somebody else", e.parcel_no));
        self.stated(at, told, e.parcel_no, (e.weight_mct.mct(), e.stones));
        self.free(at, told, e.parcel_no);
    }

    pub(super) fn decided_gone(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &RemovalDecided) {
        let Some(report) = self.removals.waiting.remove(&e.removal) else {
            told.breach(at.seq, "C11", || format!("report {} was not waiting", e.removal));
            return;
        };
        self.removals.parcels.remove(&report.said.parcel_no);
        let alone = authors.same_hand(&report.by, &authors.hand(at));
        told.check(!alone, at.seq, "C11", || format!("report {} was decided by who made it", report.said.code));
        let said = e.confirmed || e.reason.as_deref().is_some_and(|r| !r.trim().is_empty());
        told.check(said, at.seq, "C11", || format!("report {} was refused without a reason", report.said.code));
        if e.confirmed {
            self.there(at, told, &report.said);
            if let Some(parcel) = self.lineage.parcels.get_mut(&report.said.parcel_no) {
                parcel.live = false;
                parcel.removed = true;
            }
        }
    }
}
