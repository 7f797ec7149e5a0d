//! Official estimates of what can be dug, and which of them counts in a month.

use crate::domain::event::{EstimatePer, EstimateProposed};
use crate::domain::ids::AccountId;
use crate::domain::month::Month;
use crate::domain::text_enum::text_enum;

text_enum! {
    /// Where a proposal stands.
    EstimateState, "estimate-state", {
        /// For a second person.
        Waiting = "waiting",
        /// It counts.
        Confirmed = "confirmed",
        /// It does not.
        Refused = "refused",
    }
}

/// An estimate with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// What was proposed.
    pub facts: EstimateProposed,
    /// Where it stands.
    pub state: EstimateState,
    /// Who proposed it.
    pub proposed_by: AccountId,
    /// The entry.
    pub proposed_seq: i64,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// The entry.
    pub decided_seq: Option<i64>,
    /// What he said.
    pub reason: Option<String>,
}

impl Estimate {
    /// Whether it waits for a second person.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.state == EstimateState::Waiting
    }
    /// Milli-carats of a month.
    #[must_use]
    pub fn month_mct(&self) -> i64 {
        match self.facts.per {
            EstimatePer::Month => self.facts.mct,
            EstimatePer::Year => self.facts.mct.checked_div(12).unwrap_or(0),
        }
    }
    fn counts_in(&self, month: Month) -> bool {
        let (from, to) = (self.facts.from, self.facts.to);
        self.state == EstimateState::Confirmed && from <= month.last() && to.is_none_or(|to| to >= month.first())
    }
}

/// The milli-carats that official estimates say for a month: of those that count then, the one decided last. None where there
/// is none.
#[must_use]
pub fn estimated_mct(estimates: &[Estimate], month: Month) -> Option<i64> {
    estimates.iter().filter(|e| e.counts_in(month)).max_by_key(|e| e.decided_seq).map(Estimate::month_mct)
}
