//! Offences: what became of them follows one upon the other, and who is stopped for one is of it (O1).

use super::ledger::Ledger;
use super::licences::Register;
use super::{At, Told};
use crate::domain::event::{Event, OffenceFollowedUp, OffenceRecorded, OffenceState};
use crate::domain::ids::{OffenceId, OfficeId, PartyId};
use crate::domain::time::Day;
use std::collections::HashMap;

#[derive(Debug)]
struct Known {
    office: Option<OfficeId>,
    parties: Vec<PartyId>,
    state: OffenceState,
    statements: i64,
    on: Day,
}

/// Offences as their last statement left them.
#[derive(Debug, Default)]
pub(super) struct Offences {
    known: HashMap<OffenceId, Known>,
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

impl Offences {
    /// The office that keeps an offence.
    pub fn office_of(&self, id: OffenceId) -> Option<OfficeId> {
        self.known.get(&id)?.office
    }

    /// Judges the next entry and takes its effect on.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told, register: &Register, ledger: &Ledger) {
        match &at.entry.event {
            Event::OffenceRecorded(e) => self.recorded(at, told, ledger, e),
            Event::OffenceFollowedUp(e) => self.followed_up(at, told, e),
            Event::LicenceStateChanged(e) => self.stops(at, told, e.offence, register.holder_of(e.licence)),
            Event::PartyStateChanged(e) => self.stops(at, told, e.offence, Some(e.party)),
            _ => {}
        }
    }

    fn recorded(&mut self, at: &At<'_>, told: &mut Told, ledger: &Ledger, e: &OffenceRecorded) {
        let next = i64::try_from(self.known.len()).unwrap_or(i64::MAX).saturating_add(1);
        let fresh = !self.known.contains_key(&e.offence) && e.no == next;
        told.check(fresh, at.seq, "O1", || format!("offence {} is there, or is not the next one", e.code));
        let said = !blank(&e.account) && !blank(&e.ground) && at.today.is_none_or(|today| e.on <= today);
        told.check(said, at.seq, "O1", || format!("offence {} says nothing, or is to come", e.code));
        let there = e.seizure.is_none_or(|s| ledger.seizures.knows(s));
        told.check(there, at.seq, "O1", || format!("offence {} goes with a seizure that is not there", e.code));
        let known = Known { office: e.office, parties: e.parties.clone(), state: OffenceState::Suspected, statements: 0, on: e.on };
        self.known.entry(e.offence).or_insert(known);
    }

    fn followed_up(&mut self, at: &At<'_>, told: &mut Told, e: &OffenceFollowedUp) {
        let Some(known) = self.known.get_mut(&e.offence) else {
            told.breach(at.seq, "O1", || format!("offence {} is not there", e.offence));
            return;
        };
        known.statements = known.statements.saturating_add(1);
        told.check(e.no == known.statements, at.seq, "O1", || format!("statement {} leaves a gap", e.no));
        told.check(known.state.may_become(e.state), at.seq, "O1", || "what is over was not charged again".into());
        let to_come = e.state == OffenceState::Hearing;
        let day = known.on <= e.on && (to_come || at.today.is_none_or(|today| e.on <= today));
        told.check(day, at.seq, "O1", || format!("statement {} speaks for a day before the offence, or to come", e.no));
        let fined = e.fine.is_some_and(|f| f.minor > 0);
        let fits = match e.state {
            OffenceState::Fined => fined,
            OffenceState::Convicted => fined || e.fine.is_none(),
            _ => e.fine.is_none(),
        };
        told.check(fits && !blank(&e.authority), at.seq, "O1", || format!("statement {} is of nobody, or its fine is not of it", e.no));
        known.state = e.state;
    }

    /// Whoever is stopped for an offence is suspected of it.
    fn stops(&self, at: &At<'_>, told: &mut Told, offence: Option<OffenceId>, party: Option<PartyId>) {
        let Some(offence) = offence else { return };
        let of = self.known.get(&offence).is_some_and(|k| party.is_some_and(|p| k.parties.contains(&p)));
        told.check(of, at.seq, "O1", || format!("who is stopped is not of offence {offence}"));
    }
}
