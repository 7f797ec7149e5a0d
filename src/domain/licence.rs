//! Licences and when they are valid.

use crate::domain::access::Belongs;
use crate::domain::event::{LicenceState, LicenceTerms};
use crate::domain::ids::LicenceId;
use crate::domain::time::Day;
use serde::Serialize;

/// A licence with its history.
#[derive(Debug, Clone, PartialEq)]
pub struct Licence {
    /// Id.
    pub id: LicenceId,
    /// Dense number.
    pub no: i64,
    /// The number printed on it.
    pub number: String,
    /// What it says.
    pub terms: LicenceTerms,
    /// Suspensions, reinstatements, revocation, oldest first.
    pub history: Vec<StateChange>,
    /// The licence that renewed it.
    pub renewed_by: Option<LicenceId>,
    /// Entry that issued it.
    pub issued_seq: i64,
    /// Entry that last changed it.
    pub changed_seq: i64,
}

/// One line of a licence's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateChange {
    /// Entry.
    pub seq: i64,
    /// State from that day.
    pub state: LicenceState,
    /// From which day.
    pub on: Day,
    /// Why.
    pub reason: Option<String>,
}

/// What a licence is on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Its term has not begun.
    NotYet,
    /// Usable.
    Valid,
    /// Suspended.
    Suspended,
    /// Revoked.
    Revoked,
    /// Its term is over.
    Expired,
}

impl Standing {
    /// Whether the holder has a right to the ground, now or again: a suspended licence keeps others off
    /// its ground, and so does one whose term has not begun.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Self::NotYet | Self::Valid | Self::Suspended)
    }
    /// Name, as in message ids and filters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::Valid => "valid",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Expired => "expired",
        }
    }
}

/// What a licence is on a day: its term and the last change of state up to that day.
/// Of several changes on one day the one recorded last counts.
#[must_use]
pub fn standing_on(terms: &LicenceTerms, history: &[StateChange], day: Day) -> Standing {
    standing_within((terms.starts_on, terms.ends_on), history, day)
}

/// The same from the first and last day of the term alone.
#[must_use]
pub fn standing_within((starts_on, ends_on): (Day, Day), history: &[StateChange], day: Day) -> Standing {
    let last = history.iter().filter(|c| c.on <= day).max_by_key(|c| (c.on, c.seq)).map(|c| c.state);
    let revoked = history.iter().any(|c| c.state == LicenceState::Revoked && c.on <= day);
    if revoked {
        Standing::Revoked
    } else if day < starts_on {
        Standing::NotYet
    } else if day > ends_on {
        Standing::Expired
    } else if last == Some(LicenceState::Suspended) {
        Standing::Suspended
    } else {
        Standing::Valid
    }
}

impl Licence {
    /// Its standing on a day.
    #[must_use]
    pub fn standing_on(&self, day: Day) -> Standing {
        standing_on(&self.terms, &self.history, day)
    }
    /// Whether it was suspended or revoked by then, whether or not its term was over as well.
    #[must_use]
    pub fn is_stopped_by(&self, day: Day) -> bool {
        matches!(standing_within((Day::MIN, Day::MAX), &self.history, day), Standing::Suspended | Standing::Revoked)
    }
    /// Whether it may be used on a day.
    #[must_use]
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.standing_on(day) == Standing::Valid
    }
    /// What it belongs to.
    #[must_use]
    pub fn belongs(&self) -> Belongs {
        Belongs { office: self.terms.office, parties: vec![self.terms.holder] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::PartyId;

    fn day(s: &str) -> Day {
        s.parse().unwrap()
    }

    fn licence() -> Licence {
        let terms = LicenceTerms {
            kind: "artisanal".into(),
            holder: PartyId::new(uuid::Uuid::nil()),
            office: None,
            issued_on: day("2026-01-10"),
            starts_on: day("2026-01-15"),
            ends_on: day("2027-01-14"),
            area: None,
            area_m2: None,
            fee: None,
            receipt: None,
            workers_max: None,
            depth_max_dm: None,
            documents: vec![],
            conditions: None,
            renews: None,
            reference: None,
        };
        Licence {
            id: LicenceId::new(uuid::Uuid::nil()),
            no: 1,
            number: "X".into(),
            terms,
            history: vec![],
            renewed_by: None,
            issued_seq: 1,
            changed_seq: 1,
        }
    }

    #[test]
    fn the_term_counts_with_both_its_ends() {
        let l = licence();
        assert_eq!(l.standing_on(day("2026-01-14")), Standing::NotYet);
        assert_eq!(l.standing_on(day("2026-01-15")), Standing::Valid);
        assert_eq!(l.standing_on(day("2027-01-14")), Standing::Valid);
        assert_eq!(l.standing_on(day("2027-01-15")), Standing::Expired);
    }

    #[test]
    fn suspension_holds_from_its_day_until_reinstated_and_revocation_for_good() {
        let mut l = licence();
        let change = |seq, state, on: &str| StateChange { seq, state, on: day(on), reason: None };
        l.history.push(change(2, LicenceState::Suspended, "2026-03-01"));
        l.history.push(change(3, LicenceState::Issued, "2026-04-01"));
        l.history.push(change(4, LicenceState::Revoked, "2026-06-01"));
        assert_eq!(l.standing_on(day("2026-02-28")), Standing::Valid);
        assert_eq!(l.standing_on(day("2026-03-01")), Standing::Suspended);
        assert_eq!(l.standing_on(day("2026-04-01")), Standing::Valid);
        assert_eq!(l.standing_on(day("2026-06-01")), Standing::Revoked);
        l.history.push(change(5, LicenceState::Issued, "2026-07-01"));
        assert_eq!(l.standing_on(day("2026-08-01")), Standing::Revoked);
    }
}
