//! Participants of the Kimberley Process: who they are, which countries they cover, and whether one may send rough
//! diamonds there on a day (K4).
//!
//! What is known is a list of dated statements, each with its source. Nothing is edited: what is stated later of the same
//! participant, country and day stands instead, and what stood before stays in the history.

use crate::domain::event::StandingStated;
use crate::domain::ids::{AccountId, ParticipantChangeId};
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use std::collections::BTreeMap;

/// The most statements of one change.
pub const ROWS_MAX: usize = 500;

text_enum! {
    /// What a participant, or a country that one covers, is from a day on.
    ParticipantStanding, "participant-standing", {
        /// A participant with which there is trade. Of a covered country: the participant stands for it.
        Trade = "trade",
        /// A participant, but with no trade in rough diamonds.
        Member = "member",
        /// Suspended.
        Suspended = "suspended",
        /// No participant any more. Of a covered country: the participant stands for it no more.
        Left = "left",
    }
}

text_enum! {
    /// Which of a participant's authorities.
    AuthorityDuty, "authority-duty", {
        /// Takes in shipments: it is told before they arrive.
        Importing = "importing",
        /// Issues certificates.
        Exporting = "exporting",
    }
}

text_enum! {
    /// Where a change of the list stands.
    ParticipantChangeState, "participant-change", {
        /// Waits for a second person.
        Waiting = "waiting",
        /// Confirmed: it is on the list.
        Confirmed = "confirmed",
        /// Refused.
        Refused = "refused",
    }
}

/// Why nothing may be sent to a country on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// There is no list of participants yet.
    NoList,
    /// It is no participant on that day, and none stands for it.
    Stranger,
    /// The participant is in a standing without trade, since a day where that is known.
    Standing {
        /// The participant.
        participant: String,
        /// What it is.
        standing: ParticipantStanding,
        /// Since when.
        since: Option<Day>,
    },
}

/// A standing, and since when where that is known.
pub type Since = (ParticipantStanding, Option<Day>);

/// Participant, covered country (none: the participant itself), from when (none: nobody knows, so from the beginning).
type Key = (String, Option<String>, Option<Day>);

/// The list of participants as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roll(BTreeMap<Key, ParticipantStanding>);

impl Roll {
    /// From all statements in the order in which they were confirmed.
    pub fn of<'a>(stated: impl IntoIterator<Item = &'a StandingStated>) -> Self {
        let mut roll = Self::default();
        for s in stated {
            roll.0.insert((s.participant.clone(), s.country.clone(), s.from), s.standing);
        }
        roll
    }

    /// Whether nothing is known at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a participant is on a day, or a country by it.
    #[must_use]
    pub fn standing_on(&self, participant: &str, country: Option<&str>, day: Day) -> Option<Since> {
        let key = |from| (participant.to_owned(), country.map(str::to_owned), from);
        let (found, standing) = self.0.range(key(None)..=key(Some(day))).next_back()?;
        Some((*standing, found.2))
    }

    /// Every participant of which anything is known, by its code, in order.
    #[must_use]
    pub fn participants(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.0.keys().map(|(p, ..)| p.as_str()).collect();
        all.dedup();
        all
    }

    /// The countries for which a participant ever stood, besides itself, in order.
    #[must_use]
    pub fn countries_of(&self, participant: &str) -> Vec<&str> {
        let mut all: Vec<&str> = self.0.keys().filter(|(p, ..)| p == participant).filter_map(|(_, c, _)| c.as_deref()).collect();
        all.dedup();
        all
    }

    /// The participants that stand for a country on a day: itself, and those that cover it.
    fn standing_for<'a>(&'a self, country: &'a str, day: Day) -> Vec<&'a str> {
        let covers = |p: &str| {
            let member = self.standing_on(p, Some(country), day);
            member.is_some_and(|(standing, _)| standing == ParticipantStanding::Trade)
        };
        self.participants().into_iter().filter(|p| *p == country || covers(p)).collect()
    }

    /// The participant whose certificates those of a country are on a day: of itself and those that cover it the first with
    /// which there is trade, else the first that covers it, else itself.
    #[must_use]
    pub fn participant_of<'a>(&'a self, country: &'a str, day: Day) -> &'a str {
        let all = self.standing_for(country, day);
        let trades = |p: &&str| self.standing_on(p, None, day).is_some_and(|(standing, _)| standing == ParticipantStanding::Trade);
        let covers = |p: &&str| *p != country;
        all.iter().copied().find(trades).or_else(|| all.iter().copied().find(covers)).unwrap_or(country)
    }

    /// Whether certificates of two issuers, each of its day, are of one: of one country, or of one participant.
    #[must_use]
    pub fn one_issuer(&self, (one, on): (&str, Day), (other, then): (&str, Day)) -> bool {
        one == other || self.participant_of(one, on) == self.participant_of(other, then)
    }

    /// The participant to which a shipment for a country goes, where there may be trade with it on a day (K4).
    ///
    /// # Errors
    /// Why there may be none.
    pub fn destination<'a>(&'a self, country: &'a str, day: Day) -> Result<&'a str, Closed> {
        if self.is_empty() {
            return Err(Closed::NoList);
        }
        let mut closed = Closed::Stranger;
        for participant in self.standing_for(country, day) {
            match self.standing_on(participant, None, day) {
                Some((ParticipantStanding::Trade, _)) => return Ok(participant),
                Some((standing, since)) => closed = Closed::Standing { participant: participant.to_owned(), standing, since },
                None => {}
            }
        }
        Err(closed)
    }
}

/// A change of the list, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParticipantChange {
    /// What was proposed.
    pub facts: crate::domain::event::ParticipantsProposed,
    /// Where it stands.
    pub state: ParticipantChangeState,
    /// Who proposed it.
    pub proposed_by: AccountId,
    /// The entry.
    pub proposed_seq: i64,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// The entry.
    pub decided_seq: Option<i64>,
    /// What the second person said.
    pub decision_reason: Option<String>,
}

impl ParticipantChange {
    /// Its id.
    #[must_use]
    pub const fn id(&self) -> ParticipantChangeId {
        self.facts.change
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(s: &str) -> Day {
        s.parse().unwrap()
    }

    fn row(participant: &str, country: Option<&str>, standing: ParticipantStanding, from: Option<&str>) -> StandingStated {
        let (country, from) = (country.map(str::to_owned), from.map(day));
        StandingStated { participant: participant.into(), country, standing, from, source: "x".into() }
    }

    use ParticipantStanding as S;

    fn roll() -> Roll {
        Roll::of(&[
            row("EU", None, S::Trade, None),
            row("EU", Some("BE"), S::Trade, None),
            row("EU", Some("GB"), S::Trade, None),
            row("EU", Some("GB"), S::Left, Some("2021-01-01")),
            row("GB", None, S::Trade, Some("2021-01-01")),
            row("CF", None, S::Trade, None),
            row("CF", None, S::Suspended, Some("2013-05-23")),
            row("CF", None, S::Trade, Some("2024-11-15")),
            row("VE", None, S::Member, None),
        ])
    }

    #[test]
    fn the_day_decides() {
        let r = roll();
        assert_eq!(r.destination("BE", day("2026-01-01")), Ok("EU"));
        assert_eq!(r.destination("GB", day("2020-12-31")), Ok("EU"));
        assert_eq!(r.destination("GB", day("2021-01-01")), Ok("GB"));
        let since = Some(day("2013-05-23"));
        let suspended = |since| Err(Closed::Standing { participant: "CF".into(), standing: S::Suspended, since });
        assert_eq!(r.destination("CF", day("2013-05-22")), Ok("CF"));
        assert_eq!(r.destination("CF", day("2013-05-23")), suspended(since));
        assert_eq!(r.destination("CF", day("2024-11-14")), suspended(since));
        assert_eq!(r.destination("CF", day("2024-11-15")), Ok("CF"));
        assert_eq!(r.destination("MC", day("2026-01-01")), Err(Closed::Stranger));
        let member = Closed::Standing { participant: "VE".into(), standing: S::Member, since: None };
        assert_eq!(r.destination("VE", day("2026-01-01")), Err(member));
        assert_eq!(Roll::default().destination("BE", day("2026-01-01")), Err(Closed::NoList));
    }

    #[test]
    fn certificates_of_a_union_are_those_of_all_that_it_stands_for() {
        let r = roll();
        let of = |country, on| r.participant_of(country, day(on)).to_owned();
        assert_eq!(
            [of("BE", "2026-01-01"), of("EU", "2026-01-01"), of("GB", "2020-12-31"), of("GB", "2021-01-01")],
            ["EU", "EU", "EU", "GB"]
        );
        assert_eq!([of("CF", "2020-01-01"), of("KE", "2020-01-01")], ["CF", "KE"], "suspended or unknown: by themselves");
        let mut rows = vec![row("EU", None, S::Suspended, None), row("EU", Some("BE"), S::Trade, None), row("BE", None, S::Left, None)];
        assert_eq!(Roll::of(&rows).participant_of("BE", day("2026-01-01")), "EU");
        rows.push(row("BE", None, S::Trade, None));
        assert_eq!(Roll::of(&rows).participant_of("BE", day("2026-01-01")), "BE");
        let one = |a, b| r.one_issuer((a, day("2020-06-01")), (b, day("2026-01-01")));
        assert!(one("GB", "BE") && one("EU", "BE") && one("GB", "GB") && !one("BE", "GB") && !one("KE", "MC"));
    }

    #[test]
    fn a_suspended_union_closes_its_members_and_a_later_word_stands_instead() {
        let mut rows = vec![row("EU", None, S::Trade, None), row("EU", Some("BE"), S::Trade, None)];
        rows.push(row("EU", None, S::Suspended, Some("2026-05-01")));
        let closed = Closed::Standing { participant: "EU".into(), standing: S::Suspended, since: Some(day("2026-05-01")) };
        assert_eq!(Roll::of(&rows).destination("BE", day("2026-05-01")), Err(closed));
        rows.push(row("EU", None, S::Trade, Some("2026-05-01")));
        assert_eq!(Roll::of(&rows).destination("BE", day("2026-05-02")), Ok("EU"));
        assert_eq!(Roll::of(&rows).destination("EU", day("2026-05-02")), Ok("EU"), "the union itself is one");
        assert_eq!(Roll::of(&rows).countries_of("EU"), ["BE"]);
    }
}
