//! Events of review visits, and of what became of their recommendations.

use crate::domain::ids::{OfficeId, RecommendationId, ReviewId};
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Which visit.
    ReviewKind, "review-kind", {
        /// A review visit of the Kimberley Process.
        Visit = "visit",
        /// A review mission, sent where something seems to be wrong.
        Mission = "mission",
        /// A visit that looks at what became of an earlier one.
        FollowUp = "follow_up",
        /// The country's own review.
        Internal = "internal",
    }
}

text_enum! {
    /// How a recommendation stands.
    RecommendationState, "recommendation-state", {
        /// Nothing was begun, or it was opened again.
        Open = "open",
        /// Somebody is at it.
        InHand = "in_hand",
        /// It is done, and something shows it.
        Done = "done",
        /// It will not be done, for a reason.
        Declined = "declined",
    }
}

impl RecommendationState {
    /// Whether somebody still has to do something.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::InHand)
    }
    /// Whether a statement may say `next` after one that said this: what is done or declined is opened again first.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        self.is_open() || matches!(next, Self::Open)
    }
}

/// The report of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewReport {
    /// By which it is found: its title, number or letter.
    pub reference: String,
    /// The day on which it came.
    #[schema(value_type = String, format = Date)]
    pub on: Day,
}

/// What is known of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewFacts {
    /// Which visit.
    pub kind: ReviewKind,
    /// Its first day.
    #[schema(value_type = String, format = Date)]
    pub first_on: Day,
    /// Its last day.
    #[schema(value_type = String, format = Date)]
    pub last_on: Day,
    /// Who came: which participants and observers sent the team, not who the people were.
    pub team: String,
    /// Its report, once it came.
    pub report: Option<ReviewReport>,
}

/// A visit was written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRecorded {
    /// The visit.
    pub review: ReviewId,
    /// Dense number.
    pub no: i64,
    /// What is known of it.
    pub facts: ReviewFacts,
}

/// What is known of a visit is another: its report came, or something was wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewChanged {
    /// The visit.
    pub review: ReviewId,
    /// All of it as it is now.
    pub facts: ReviewFacts,
    /// Why.
    pub reason: String,
}

/// A recommendation of a visit was written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecommendationRecorded {
    /// The recommendation.
    pub recommendation: RecommendationId,
    /// Of which visit.
    pub review: ReviewId,
    /// Its number within the visit, without gaps.
    pub no: i64,
    /// What is recommended.
    pub text: String,
    /// Who answers for it: an office or ministry, not a person.
    pub owner: String,
    /// The same as an office of the register, where it is one.
    pub office: Option<OfficeId>,
    /// The day on which it was given.
    pub given_on: Day,
    /// The day by which it should be done.
    pub due_on: Day,
}

/// Another day by which it should be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DueMoved {
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub due_on: Day,
    /// Why.
    pub reason: String,
}

/// A statement of how a recommendation stands. Earlier ones stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecommendationFollowedUp {
    /// The recommendation.
    pub recommendation: RecommendationId,
    /// The number of the statement, without gaps.
    pub no: i64,
    /// The day for which it speaks.
    pub on: Day,
    /// How it stands.
    pub state: RecommendationState,
    /// What was done or why not, in words.
    pub statement: String,
    /// What shows that it is done; for nothing else.
    pub evidence: Option<String>,
    /// Another day by which it should be done.
    pub moved: Option<DueMoved>,
}
