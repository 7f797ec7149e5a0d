//! What zones made of parcels, from entry to entry: frozen stones take no act but a seal until an order releases them (Z3),
//! and what zones judged otherwise is not combined (C7).

use super::{Custody, Told};
use crate::domain::event::{CorrectionChange, Event, RemovalCause, Rework, StockDeclared, ZoneAct, ZoneDecided};
use crate::domain::ids::{CorrectionId, RemovalId, ZoneChangeId};
use crate::domain::zone::ZoneEffect;
use std::collections::{HashMap, HashSet};

/// From the mildest to the strictest; what is not marked is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Flagged,
    Released,
    Frozen,
}

fn mark_of(effect: ZoneEffect) -> Option<Mark> {
    match effect {
        ZoneEffect::None => None,
        ZoneEffect::Flag => Some(Mark::Flagged),
        ZoneEffect::Freeze | ZoneEffect::Refuse => Some(Mark::Frozen),
    }
}

/// Marks of parcels, and what waits for a second person.
#[derive(Default)]
pub(super) struct Marks {
    marks: HashMap<i64, Mark>,
    releases: HashMap<ZoneChangeId, Vec<i64>>,
    corrections: HashMap<CorrectionId, (i64, ZoneEffect)>,
    /// Reports of stones that were used, not lost.
    used: HashSet<RemovalId>,
}

impl Custody {
    /// Judges the next entry, before anything else is done with it.
    pub(super) fn zones_read(&mut self, told: &mut Told, seq: i64, event: &Event) {
        if let Event::RemovalReported(e) = event
            && e.cause == RemovalCause::Domestic
        {
            self.zones.used.insert(e.removal);
        }
        self.check_marks(told, seq, event);
        match event {
            Event::ProductionRecorded(e) => self.mark(e.parcel.no, e.facts.zone.as_ref().and_then(|z| mark_of(z.effect))),
            Event::StockDeclared(e) => self.declared_frozen(told, seq, e),
            Event::ParcelCombined(e) => {
                let first = e.0.inputs.first().and_then(|no| self.zones.marks.get(no)).copied();
                let unlike = e.0.inputs.iter().find(|no| self.zones.marks.get(no).copied() != first);
                if let Some(no) = unlike {
                    told.breach(seq, "C7", || format!("parcel {no} is of another judgement of zones than what it is combined with"));
                }
                self.inherited(&e.0);
            }
            Event::ParcelSplit(e) => self.inherited(&e.0),
            Event::ParcelSorted(e) => self.inherited(&e.0),
            Event::ZoneProposed(e) => {
                if let ZoneAct::Release { parcels, .. } = &e.act {
                    self.zones.releases.insert(e.change, parcels.clone());
                }
            }
            Event::ZoneDecided(e) => self.zone_decided(told, seq, e),
            Event::CorrectionProposed(e) => {
                if let CorrectionChange::Production { parcel_no, was, now } = &e.change
                    && (was.site, was.on) != (now.site, now.on)
                {
                    let effect = now.zone.as_ref().map_or(ZoneEffect::None, |z| z.effect);
                    self.zones.corrections.insert(e.correction, (*parcel_no, effect));
                }
            }
            Event::CorrectionDecided(e) => {
                if let Some((no, effect)) = self.zones.corrections.remove(&e.correction).filter(|_| e.approved) {
                    self.judged_anew(no, effect);
                }
            }
            _ => {}
        }
    }

    fn mark(&mut self, no: i64, mark: Option<Mark>) {
        match mark {
            Some(mark) => drop(self.zones.marks.insert(no, mark)),
            None => drop(self.zones.marks.remove(&no)),
        }
    }

    fn check_marks(&self, told: &mut Told, seq: i64, event: &Event) {
        let apart = match event {
            Event::ParcelSealed(_) => true,
            Event::RemovalReported(e) => !self.zones.used.contains(&e.removal),
            Event::RemovalDecided(e) => !self.zones.used.contains(&e.removal),
            _ => false,
        };
        let Some((case_rule, touched)) = self.touched(event).filter(|_| !apart) else { return };
        if let Some(no) = touched.iter().find(|no| self.zones.marks.get(no) == Some(&Mark::Frozen)) {
            let rule = if case_rule == "K3" { "K3" } else { "Z3" };
            told.breach(seq, rule, || format!("parcel {no} is frozen by the zone its stones are from"));
        }
    }

    fn declared_frozen(&mut self, told: &mut Told, seq: i64, e: &StockDeclared) {
        for item in &e.parcels {
            if e.zone.is_some() {
                self.mark(item.parcel.no, Some(Mark::Frozen));
            }
            let Some(seal) = &item.seal else { continue };
            if let Some(other) = self.seals.insert(seal.clone(), item.parcel.no) {
                told.breach(seq, "C9", || format!("seal {seal} was live on parcel {other}"));
            }
        }
    }

    fn inherited(&mut self, e: &Rework) {
        let strictest = e.inputs.iter().filter_map(|no| self.zones.marks.get(no)).max().copied();
        e.outputs.iter().for_each(|new| self.mark(new.no, strictest));
    }

    fn zone_decided(&mut self, told: &mut Told, seq: i64, e: &ZoneDecided) {
        let released = self.zones.releases.remove(&e.change).filter(|_| e.confirmed).unwrap_or_default();
        for no in released {
            let frozen = self.zones.marks.get(&no) == Some(&Mark::Frozen) && self.lives(no);
            if !frozen {
                told.breach(seq, "Z3", || format!("parcel {no} is released and was not frozen"));
            }
            self.mark(no, Some(Mark::Released));
        }
        for found in &e.found {
            self.judged_anew(found.parcel_no, found.effect);
        }
    }

    /// What an entry is judged to be counts for all that there is of its carats: what else is in them keeps what it was.
    fn judged_anew(&mut self, source: i64, effect: ZoneEffect) {
        let new = mark_of(effect);
        for (no, whole) in self.remains(&[source]) {
            let before = self.zones.marks.get(&no).copied();
            let mark = if whole || new == Some(Mark::Frozen) { new } else { before.max(new) };
            self.mark(no, mark);
        }
    }
}
