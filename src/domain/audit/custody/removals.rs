//! Parcels that left the trade inside the country, in the reading with corrections from the start (C11).

use super::{Custody, Told};
use crate::domain::event::{Event, RemovalDecided, RemovalReported};
use crate::domain::ids::{PartyId, RemovalId};
use std::collections::HashMap;

/// Reports that wait, and the parcels that they hold.
#[derive(Default)]
pub(super) struct Removals {
    waiting: HashMap<RemovalId, (i64, PartyId)>,
    parcels: HashMap<i64, RemovalId>,
}

impl Removals {
    /// The parcel of a report that waits.
    pub(super) fn parcel(&self, id: RemovalId) -> Option<i64> {
        self.waiting.get(&id).map(|(no, _)| *no)
    }
}

impl Custody {
    /// Judges the next entry and takes its effect on.
    pub(super) fn removals_read(&mut self, told: &mut Told, seq: i64, event: &Event) {
        // The decision is the one act that a report waits for; what the state took goes by its orders, whatever was reported.
        let touched = if matches!(event, Event::RemovalDecided(_) | Event::SeizureOrderDecided(_)) { None } else { self.touched(event) };
        let held = touched.into_iter().flat_map(|(_, numbers)| numbers).find(|no| self.removals.parcels.contains_key(no));
        if let Some(no) = held {
            told.breach(seq, "C11", || format!("parcel {no} is reported as gone"));
        }
        match event {
            Event::RemovalReported(e) => self.reported(told, seq, e),
            Event::RemovalDecided(e) => self.removed(told, seq, e),
            _ => {}
        }
    }

    fn reported(&mut self, told: &mut Told, seq: i64, e: &RemovalReported) {
        if let Some(came_on) = self.parcels.get(&e.parcel_no).map(|held| held.came_on).filter(|came| *came > e.on) {
            told.breach(seq, "C6", || format!("parcel {} was gone on {} and dug on {came_on}", e.parcel_no, e.on));
        }
        self.removals.waiting.insert(e.removal, (e.parcel_no, e.holder));
        self.removals.parcels.insert(e.parcel_no, e.removal);
    }

    fn removed(&mut self, told: &mut Told, seq: i64, e: &RemovalDecided) {
        let Some((no, holder)) = self.removals.waiting.remove(&e.removal) else { return };
        self.removals.parcels.remove(&no);
        let gone = if e.confirmed { self.live(told, seq, no, holder) } else { None };
        let Some(held) = gone else { return };
        if !held.test {
            self.lost = self.lost.saturating_add(held.weight_mct);
        }
        if let Some(held) = self.parcels.get_mut(&no) {
            held.live = false;
        }
    }
}
