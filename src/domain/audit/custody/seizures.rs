//! Parcels that the state took, in the reading with corrections from the start (C12).

use super::{Custody, Told};
use crate::domain::event::{Event, SeizureMoved, SeizureOrderDecided, SeizureOrderProposed, SeizureOutcome, SeizureRecorded};
use crate::domain::ids::{PartyId, SeizureId, SeizureOrderId};
use std::collections::{HashMap, HashSet};

/// Parcels that the state keeps, what differed and is not answered, and orders that wait.
#[derive(Default)]
pub(super) struct Seizures {
    kept: HashSet<i64>,
    differing: HashMap<SeizureId, SeizureMoved>,
    orders: HashMap<SeizureOrderId, SeizureOrderProposed>,
}

impl Seizures {
    /// The parcels that an order which waits gives to somebody else than their holder, or takes for good.
    pub(super) fn given_away(&self, order: SeizureOrderId) -> Vec<i64> {
        let away = |o: &&SeizureOrderProposed| !matches!(o.outcome, SeizureOutcome::Returned | SeizureOutcome::Forfeited);
        self.orders.get(&order).filter(away).map(|o| o.parcels.iter().map(|p| p.parcel_no).collect()).unwrap_or_default()
    }
}

impl Custody {
    /// Judges the next entry and takes its effect on.
    pub(super) fn seizures_read(&mut self, told: &mut Told, seq: i64, event: &Event) {
        // The order is the one act that what is kept waits for.
        let touched = if matches!(event, Event::SeizureOrderDecided(_)) { None } else { self.touched(event) };
        let kept = touched.into_iter().flat_map(|(_, numbers)| numbers).find(|no| self.seizures.kept.contains(no));
        if let Some(no) = kept {
            told.breach(seq, "C12", || format!("parcel {no} is kept by the state"));
        }
        match event {
            Event::SeizureRecorded(e) => self.taken(told, seq, e),
            Event::SeizureMoved(e) if e.differs => drop(self.seizures.differing.insert(e.seizure, e.clone())),
            Event::SeizureMoved(e) => self.read_scale(told, seq, e),
            Event::SeizureDifferenceAnswered(e) => {
                if let Some(moved) = self.seizures.differing.remove(&e.seizure).filter(|_| e.stands) {
                    self.read_scale(told, seq, &moved);
                }
            }
            Event::SeizureOrderProposed(e) => drop(self.seizures.orders.insert(e.order, e.clone())),
            Event::SeizureOrderDecided(e) => self.carried_out(told, seq, e),
            _ => {}
        }
    }

    fn taken(&mut self, told: &mut Told, seq: i64, e: &SeizureRecorded) {
        for p in &e.taken {
            let Some(held) = self.live(told, seq, p.parcel_no, e.from.unwrap_or(PartyId::nobody())) else { continue };
            if held.came_on > e.on {
                told.breach(seq, "C6", || format!("parcel {} was taken on {} and dug on {}", p.parcel_no, e.on, held.came_on));
            }
            self.keep(p.parcel_no);
        }
        for new in &e.found {
            self.born(told, seq, new, PartyId::nobody(), (e.on, e.test));
            self.keep(new.no);
        }
        for id in &e.offers {
            self.offers.remove(id);
        }
        for id in &e.shipments {
            self.shipments.remove(id);
            self.proposers.remove(id);
        }
    }

    fn keep(&mut self, no: i64) {
        self.seizures.kept.insert(no);
        if let Some(held) = self.parcels.get_mut(&no) {
            (held.live, held.seized) = (false, true);
        }
    }

    fn read_scale(&mut self, told: &mut Told, seq: i64, e: &SeizureMoved) {
        for r in &e.readings {
            self.weighed(told, seq, r.parcel_no, r.after_mct.mct(), r.stones_after);
        }
    }

    fn carried_out(&mut self, told: &mut Told, seq: i64, e: &SeizureOrderDecided) {
        let Some(order) = self.seizures.orders.remove(&e.order).filter(|_| e.confirmed) else { return };
        if order.outcome == SeizureOutcome::Forfeited {
            return;
        }
        for p in &order.parcels {
            let kept = self.seizures.kept.remove(&p.parcel_no);
            if !kept {
                told.breach(seq, "C5", || format!("parcel {} is not kept by the state", p.parcel_no));
                continue;
            }
            let Some(held) = self.parcels.get_mut(&p.parcel_no) else { continue };
            held.seized = false;
            match order.to.filter(|_| order.outcome.releases()) {
                Some(to) => {
                    (held.live, held.holder) = (true, to);
                    self.cases.held_by(p.parcel_no, to);
                }
                None if !held.test => self.lost = self.lost.saturating_add(held.weight_mct),
                None => {}
            }
        }
    }
}
