//! Shipments from abroad (K12): a foreign certificate is used once, within its days, and was issued by an authority that
//! might trade on its day; a detained one is decided upon once.

use super::participants::Participants;
use super::{At, Told};
use crate::domain::event::{ArrivalClosed, ArrivalOutcome, ArrivalRecorded, Event};
use crate::domain::ids::ArrivalId;
use std::collections::{HashMap, HashSet};

/// The most days of a certificate.
const DAYS: i64 = 60;

/// Arrivals: those detained by what they hold, and what must be their own.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    /// Detained ones, with issuer and number.
    detained: HashMap<ArrivalId, (String, String)>,
    /// Certificates that are in use: let in, or detained.
    used: HashSet<(String, String)>,
    ids: HashSet<ArrivalId>,
    nos: HashSet<i64>,
}

impl Arrivals {
    /// Judges the next entry and takes its effect on.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told, participants: &Participants) {
        match &at.entry.event {
            Event::ArrivalRecorded(e) => self.recorded(at, told, participants, e),
            Event::ArrivalClosed(e) => self.closed(at, told, e),
            _ => {}
        }
    }

    fn recorded(&mut self, at: &At<'_>, told: &mut Told, participants: &Participants, e: &ArrivalRecorded) {
        let number = e.number.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
        let key = (e.issuer.clone(), number);
        let fresh = [self.used.insert(key.clone()), self.ids.insert(e.arrival), self.nos.insert(e.no)];
        told.check(fresh == [true; 3], at.seq, "K12", || format!("certificate {} of {} came before", e.number, e.issuer));
        let came = at.today.is_none_or(|today| e.arrived_on <= today);
        told.check(came, at.seq, "K12", || format!("{} had not come when it was written down", e.code));
        let sound = !e.lines.is_empty() && e.lines.iter().all(|l| !l.weight_mct.is_zero() && l.value_usd_cents > 0);
        told.check(sound, at.seq, "K12", || format!("{} has no carats or no value", e.code));
        if e.detained.is_some() {
            self.detained.insert(e.arrival, key);
            return;
        }
        let days = e.expires_on.signed_duration_since(e.issued_on).num_days();
        let within = (0..=DAYS).contains(&days) && (e.issued_on..=e.expires_on).contains(&e.arrived_on);
        told.check(within && e.seals_intact, at.seq, "K12", || {
            format!("{} was let in outside the days of its certificate, or opened", e.code)
        });
        let open = participants.open(&e.issuer, e.issued_on);
        told.check(open, at.seq, "K12", || format!("{} was no participant to trade with on {}", e.issuer, e.issued_on));
    }

    fn closed(&mut self, at: &At<'_>, told: &mut Told, e: &ArrivalClosed) {
        let found = self.detained.remove(&e.arrival);
        told.check(found.is_some(), at.seq, "K12", || format!("arrival {} was not detained", e.arrival));
        // What was sent back may come again.
        if let Some(key) = found.filter(|_| e.outcome != ArrivalOutcome::Released) {
            self.used.remove(&key);
        }
    }
}
