//! Technical certificates and letters of comfort (K11).

use super::participants::Participants;
use super::{At, Told};
use crate::domain::event::{Event, LetterIssued, LetterPurpose};
use crate::domain::ids::LetterId;
use std::collections::{HashMap, HashSet};

/// Letters by whether they were withdrawn, and what must be their own.
#[derive(Debug, Default)]
pub(super) struct Letters {
    withdrawn: HashMap<LetterId, bool>,
    codes: HashSet<String>,
    nos: HashSet<i64>,
}

impl Letters {
    /// Judges the next entry and takes its effect on.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told, participants: &Participants) {
        match &at.entry.event {
            Event::LetterIssued(e) => {
                let closed = at.today.is_some_and(|today| !participants.open(&e.addressee.country, today));
                let left = e.purpose == LetterPurpose::Research && closed;
                told.check(!left, at.seq, "K4", || format!("{} is no participant to trade with", e.addressee.country));
                self.issued(at, told, e);
            }
            Event::LetterWithdrawn(e) => {
                let known = self.withdrawn.insert(e.letter, true);
                told.check(known == Some(false), at.seq, "K11", || format!("letter {} was not there to be withdrawn", e.letter));
            }
            _ => {}
        }
    }

    fn issued(&mut self, at: &At<'_>, told: &mut Told, e: &LetterIssued) {
        let known = self.withdrawn.contains_key(&e.letter);
        self.withdrawn.entry(e.letter).or_insert(false);
        let fresh = [!known, self.codes.insert(e.code.clone()), self.nos.insert(e.no)];
        told.check(fresh == [true; 3], at.seq, "K11", || format!("letter {} was issued before", e.code));
        told.check(e.purpose.kind() == e.paper, at.seq, "K11", || format!("letter {} is not the paper for its purpose", e.code));
        let days = e.expires_on.signed_duration_since(e.issued_on).num_days();
        let most = at.rules.map_or(60, super::book::Rules::certificate_days);
        let right = at.today.is_none_or(|today| today == e.issued_on) && (0..=most).contains(&days);
        told.check(right, at.seq, "K11", || format!("letter {} was not issued on its day, or is valid for {days} days", e.code));
        let own = at.rules.is_some_and(|r| r.country == e.addressee.country);
        told.check(!own, at.seq, "K11", || format!("letter {} goes to the own country", e.code));
    }
}
