//! Review visits, their recommendations and what became of them, as they stand.

use crate::domain::event::{RecommendationFollowedUp, RecommendationRecorded, RecommendationState, ReviewFacts};
use crate::domain::ids::{AccountId, RecommendationId, ReviewId};
use crate::domain::time::{Day, Instant};

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// Dense number.
    pub no: i64,
    /// What is known of it, as last written down.
    pub facts: ReviewFacts,
    /// Entry that wrote it down.
    pub seq: i64,
    /// Entry that changed it last, and why.
    pub changed: Option<(i64, String)>,
}

/// A recommendation of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// As it was written down.
    pub facts: RecommendationRecorded,
    /// The number of its visit.
    pub review_no: i64,
    /// How it stands by the last statement; open without one.
    pub state: RecommendationState,
    /// The day by which it should be done, as last moved.
    pub due_on: Day,
    /// Entry that wrote it down.
    pub seq: i64,
    /// Entry of the last statement; that which wrote it down without one.
    pub last_seq: i64,
}

impl Recommendation {
    /// Its id.
    #[must_use]
    pub const fn id(&self) -> RecommendationId {
        self.facts.recommendation
    }
    /// Visit and number: `2.7`.
    #[must_use]
    pub fn number(&self) -> String {
        format!("{}.{}", self.review_no, self.facts.no)
    }
    /// How it stood when only these statements, the oldest first, had been made.
    pub fn stands_by(&mut self, said: &[FollowUp]) {
        let last = said.last();
        self.state = last.map_or(RecommendationState::Open, |f| f.facts.state);
        self.due_on = said.iter().rev().find_map(|f| f.facts.moved.as_ref()).map_or(self.facts.due_on, |moved| moved.due_on);
        self.last_seq = last.map_or(self.seq, |f| f.seq);
    }
    /// Whether it should have been done by a day and is not.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        self.state.is_open() && self.due_on < today
    }
}

/// A statement with who made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// What was said.
    pub facts: RecommendationFollowedUp,
    /// Who said it.
    pub by: AccountId,
    /// When it was written down.
    pub at: Instant,
    /// The entry.
    pub seq: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use RecommendationState as S;

    #[test]
    fn what_is_done_or_declined_is_opened_again_before_anything_else() {
        for from in S::ALL {
            for to in S::ALL {
                let may = matches!(from, S::Open | S::InHand) || *to == S::Open;
                assert_eq!(from.may_become(*to), may, "{from} to {to}");
            }
        }
    }
}
