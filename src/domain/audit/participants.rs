//! Participants (K4): two people put a change on the list, and on the day of a signature there may be trade with the
//! participant that stands for the destination.

use super::authors::{Authors, Hand};
use super::{At, Told};
use crate::domain::event::{Event, ParticipantsDecided, ParticipantsProposed, StandingStated};
use crate::domain::ids::ParticipantChangeId;
use crate::domain::participant::ParticipantStanding;
use crate::domain::time::Day;
use std::collections::{BTreeSet, HashMap};

/// Changes that wait, and all that was confirmed, the latest last.
#[derive(Debug, Default)]
pub(super) struct Participants {
    waiting: HashMap<ParticipantChangeId, (ParticipantsProposed, Hand)>,
    list: Vec<StandingStated>,
}

impl Participants {
    /// Judges the next entry and takes its effect on.
    pub fn read(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors) {
        match &at.entry.event {
            Event::ParticipantsProposed(e) => drop(self.waiting.insert(e.change, (e.clone(), authors.hand(at)))),
            Event::ParticipantsDecided(e) => self.decided(at, told, authors, e),
            _ => {}
        }
    }

    fn decided(&mut self, at: &At<'_>, told: &mut Told, authors: &Authors, e: &ParticipantsDecided) {
        let Some((change, by)) = self.waiting.remove(&e.change) else {
            told.breach(at.seq, "K4", || format!("change {} of the participants did not wait", e.change));
            return;
        };
        let one = authors.same_hand(&by, &authors.hand(at));
        told.check(!one, at.seq, "K4", || "a change of the participants was not confirmed by a second person".into());
        if e.confirmed {
            self.list.extend(change.standings);
        }
    }

    /// What holds on a day of a participant, or of a country by it: of the statements that begin by then the one that
    /// begins last, and of those that begin together the one confirmed last.
    fn on(&self, participant: &str, country: Option<&str>, day: Day) -> Option<ParticipantStanding> {
        let mut found: Option<&StandingStated> = None;
        for s in &self.list {
            let about = s.participant == participant && s.country.as_deref() == country;
            let begun = s.from.is_none_or(|from| from <= day);
            if about && begun && found.is_none_or(|before| before.from <= s.from) {
                found = Some(s);
            }
        }
        found.map(|s| s.standing)
    }

    /// The participant whose certificates those of a country are on a day: of itself and those that cover it the first with
    /// trade, else the first that covers it, else itself.
    pub fn certifies<'a>(&'a self, country: &'a str, day: Day) -> &'a str {
        let covers = |p: &&str| *p != country && self.on(p, Some(country), day) == Some(ParticipantStanding::Trade);
        let named = self.list.iter().filter(|s| s.country.as_deref() == Some(country)).map(|s| s.participant.as_str());
        let covering: BTreeSet<&str> = named.filter(covers).collect();
        let mut all = covering.clone();
        all.insert(country);
        let trades = all.into_iter().find(|p| self.on(p, None, day) == Some(ParticipantStanding::Trade));
        trades.or_else(|| covering.first().copied()).unwrap_or(country)
    }

    /// Whether certificates of two issuers, each of its day, are of one country or one participant.
    pub fn one_issuer(&self, (one, on): (&str, Day), (other, then): (&str, Day)) -> bool {
        one == other || self.certifies(one, on) == self.certifies(other, then)
    }

    /// Whether rough diamonds may be sent to a country on a day.
    pub fn open(&self, country: &str, day: Day) -> bool {
        let trades = |participant: &str| self.on(participant, None, day) == Some(ParticipantStanding::Trade);
        let covering = self.list.iter().filter(|s| s.country.as_deref() == Some(country)).map(|s| s.participant.as_str());
        let covered = |participant: &str| self.on(participant, Some(country), day) == Some(ParticipantStanding::Trade);
        trades(country) || covering.into_iter().any(|p| covered(p) && trades(p))
    }
}
