//! Footprints, worked out from the journal alone: who adopted what (G1), whether the numbers follow from the entries (G2), and
//! whether stones counted by size are those of their parcel (G3).

use super::authors::{Authors, Hand};
use super::ledger::Ledger;
use super::{At, Told};
use crate::domain::event::{
    CorrectionChange, Event, FootprintDecided, FootprintProposed, ParcelSized, ProductionFacts, ProductionRecorded, SizeLine,
};
use crate::domain::footprint::FootprintArea;
use crate::domain::ids::{CorrectionId, FootprintId, OfficeId};
use crate::domain::time::Day;
use std::collections::{BTreeMap, HashMap};

/// An entry of the book at the pit whose stones were counted by size.
#[derive(Debug)]
struct Dug {
    office: Option<OfficeId>,
    on: Day,
    zones: Vec<i64>,
    lines: Vec<SizeLine>,
}

/// Stones and milli-carats by class.
type BySize = BTreeMap<String, (i64, i64)>;

/// All that is known of sizes.
#[derive(Debug, Default)]
pub(super) struct Footprints {
    /// By parcel number; tests are left out.
    dug: BTreeMap<i64, Dug>,
    /// The offices of all entries that are no test.
    offices: HashMap<i64, Option<OfficeId>>,
    corrections: HashMap<CorrectionId, CorrectionChange>,
    waiting: HashMap<FootprintId, (FootprintProposed, Hand)>,
    proposed: i64,
}

fn by_size<'a>(lines: impl IntoIterator<Item = &'a SizeLine>) -> BySize {
    let mut all = BySize::new();
    for line in lines {
        let (stones, mct) = all.entry(line.class.clone()).or_default();
        *stones = stones.saturating_add(line.stones);
        *mct = mct.saturating_add(line.weight_mct.mct());
    }
    all
}

fn together(sizes: &BySize) -> (i64, i64) {
    sizes.values().fold((0, 0), |(stones, mct), (n, m)| (stones.saturating_add(*n), mct.saturating_add(*m)))
}

impl Footprints {
    /// Judges the next entry, before the ledger takes its effect on, and takes its own.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, ledger: &Ledger) {
        match &at.entry.event {
            Event::ProductionRecorded(e) => self.recorded(e),
            Event::CorrectionProposed(e) => drop(self.corrections.insert(e.correction, e.change.clone())),
            Event::CorrectionDecided(e) => {
                let change = self.corrections.remove(&e.correction).filter(|_| e.approved);
                match change {
                    Some(CorrectionChange::Production { parcel_no, now, .. }) => self.corrected(parcel_no, &now),
                    Some(CorrectionChange::Withdrawal { parcel_no, .. }) => drop(self.dug.remove(&parcel_no)),
                    _ => {}
                }
            }
            Event::ParcelSized(e) => sized(at, told, ledger, e),
            Event::FootprintProposed(e) => self.propose(at, told, authors, e),
            Event::FootprintDecided(e) => self.decide(at, told, authors, e),
            _ => {}
        }
    }

    fn recorded(&mut self, e: &ProductionRecorded) {
        if !e.test {
            self.offices.insert(e.parcel.no, e.office);
            self.corrected(e.parcel.no, &e.facts);
        }
    }

    fn corrected(&mut self, no: i64, facts: &ProductionFacts) {
        let Some(office) = self.offices.get(&no).copied() else { return };
        if facts.classes.is_empty() {
            self.dug.remove(&no);
            return;
        }
        let zones = facts.zone.iter().flat_map(|z| &z.held).map(|h| h.zone_no).collect();
        self.dug.insert(no, Dug { office, on: facts.on, zones, lines: facts.classes.clone() });
    }

    /// Whether the numbers of a reference are those of the entries as they are known now.
    fn follows(&self, e: &FootprintProposed) -> bool {
        let within = |dug: &&Dug| {
            let there = match e.area {
                FootprintArea::Zone { zone_no } => dug.zones.contains(&zone_no),
                FootprintArea::Office { office } => dug.office == Some(office),
            };
            there && e.from <= dug.on && dug.on <= e.to
        };
        let entries: Vec<&Dug> = self.dug.values().filter(within).collect();
        let due = by_size(entries.iter().flat_map(|d| &d.lines));
        let stated = by_size(&e.lines);
        let once = stated.len() == e.lines.len();
        let count = i64::try_from(entries.len()).unwrap_or(i64::MAX);
        once && due == stated && count == e.entries && together(&stated) == (e.stones, e.weight_mct.mct())
    }

    fn propose(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &FootprintProposed) {
        self.proposed = self.proposed.saturating_add(1);
        told.check(e.no == self.proposed, at.seq, "G1", || format!("footprint {} does not follow the one before", e.no));
        told.check(e.from <= e.to, at.seq, "G1", || "the days of a footprint end before they begin".into());
        if let Some(least) = at.rules.and_then(|r| r.footprint_least) {
            told.check(e.stones >= least, at.seq, "G1", || format!("a footprint rests on {} stones, {least} are needed", e.stones));
        }
        told.check(self.follows(e), at.seq, "G2", || "the numbers of a footprint do not follow from its entries".into());
        self.waiting.insert(e.footprint, (e.clone(), authors.hand(at)));
    }

    fn decide(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &FootprintDecided) {
        let Some((proposed, by)) = self.waiting.remove(&e.footprint) else {
            told.breach(at.seq, "G1", || format!("footprint {} did not wait", e.footprint));
            return;
        };
        let alone = authors.same_hand(&by, &authors.hand(at));
        told.check(!alone, at.seq, "G1", || "a footprint was not decided by a second person".into());
        let said = e.adopted || e.reason.as_deref().is_some_and(|r| !r.trim().is_empty());
        told.check(said, at.seq, "G1", || "a footprint was refused without a reason".into());
        let follows = !e.adopted || self.follows(&proposed);
        told.check(follows, at.seq, "G2", || {
            "the numbers of a footprint did not follow from its entries any more when it was adopted".into()
        });
    }
}

/// What was counted is the whole parcel, as it stands: there, and not under seal.
fn sized(at: &At<'_>, told: &mut Told, ledger: &Ledger, e: &ParcelSized) {
    let no = e.parcel_no;
    let Some(parcel) = ledger.lineage.parcels.get(&no) else {
        told.breach(at.seq, "G3", || format!("there is no parcel {no}"));
        return;
    };
    let open = parcel.live && parcel.seal.is_none();
    told.check(open, at.seq, "G3", || format!("the stones of parcel {no} were counted, and it is gone or under seal"));
    let sizes = by_size(&e.lines);
    let whole = sizes.len() == e.lines.len() && together(&sizes) == (parcel.stones, parcel.weight);
    told.check(whole, at.seq, "G3", || format!("stones counted by size are not those of parcel {no}"));
}
