//! Stones that are held because their site gave far more than it can: they take no act until an officer lets them go (E2).

use super::{Custody, Told};
use crate::domain::event::{Event, ProductionFlag, RemovalCause};
use crate::domain::ids::RemovalId;
use std::collections::HashSet;

/// What is held, and reports of stones that were not used.
#[derive(Default)]
pub(super) struct Held {
    parcels: HashSet<i64>,
    gone: HashSet<RemovalId>,
}

impl Custody {
    /// Judges the next entry, before anything else is done with it.
    pub(super) fn held_read(&mut self, told: &mut Told, seq: i64, event: &Event) {
        let apart = match event {
            Event::RemovalReported(e) if e.cause != RemovalCause::Domestic => {
                self.held.gone.insert(e.removal);
                true
            }
            Event::RemovalDecided(e) => self.held.gone.contains(&e.removal),
            // What an order gives back is held as before.
            Event::SeizureOrderDecided(_) => true,
            _ => false,
        };
        if let Some((_, touched)) = self.touched(event).filter(|_| !apart)
            && let Some(no) = touched.iter().find(|no| self.held.parcels.contains(no))
        {
            told.breach(seq, "E2", || format!("parcel {no} is held, for its site gave more than it can"));
        }
        match event {
            Event::ProductionRecorded(e) if e.facts.flags.contains(&ProductionFlag::OverCapacity) => {
                self.held.parcels.insert(e.parcel.no);
            }
            Event::HoldLifted(e) => {
                let held = self.held.parcels.remove(&e.parcel_no) && !e.reason.trim().is_empty();
                told.check(held, seq, "E2", || format!("parcel {} was not held, or is let go without a reason", e.parcel_no));
            }
            _ => {}
        }
    }
}
