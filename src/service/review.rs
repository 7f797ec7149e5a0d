//! Review visits: writing one down, what it recommended, and what became of that. Statements are added; none is changed.

use crate::domain::access::{Belongs, Permission};
use crate::domain::event::{
    DueMoved, RecommendationFollowedUp, RecommendationRecorded, RecommendationState, ReviewChanged, ReviewFacts, ReviewKind,
    ReviewRecorded, ReviewReport,
};
use crate::domain::ids::{OfficeId, RecommendationId, ReviewId};
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::party::check_reason;
use crate::service::shipment::words;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::office::office_fetch;
use crate::store::review::{follow_ups, recommendation_fetch, recommendations_of, review_fetch, review_next_no};
use serde::{Deserialize, Serialize};

/// The most characters of what is recommended and said.
pub const TEXT_MAX: usize = 2_000;
/// The most characters of who came, who answers, and of references.
pub const NAME_MAX: usize = 300;

/// What is known of a visit, as somebody states it.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewStated {
    /// Which visit; it must be said.
    #[serde(default)]
    pub kind: Option<ReviewKind>,
    /// Its first day; it must be said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub first_on: Option<Day>,
    /// Its last day; the first when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub last_on: Option<Day>,
    /// Who came: which participants and observers sent the team, not who the people were.
    pub team: String,
    /// By what its report is found, once it came.
    #[serde(default)]
    pub report: Option<String>,
    /// The day on which the report came; together with the report.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub report_on: Option<Day>,
}

impl ReviewStated {
    /// The facts, where they can be; what is wrong is noted.
    fn facts(&self, today: Day, v: &mut Violations) -> Option<ReviewFacts> {
        v.check(self.kind.is_some(), || Violation::on("required", "kind"));
        v.check(self.first_on.is_some(), || Violation::on("required", "first_on"));
        let last_on = self.last_on.or(self.first_on);
        if let (Some(first), Some(last)) = (self.first_on, last_on) {
            v.check(first <= today, || Violation::on("review.to_come", "first_on").with("today", today));
            v.check(first <= last, || Violation::on("review.days", "last_on").with("first", first));
        }
        let team = words(&self.team, "team", NAME_MAX, v);
        let reference = self.report.as_deref().map(str::trim).filter(|r| !r.is_empty());
        v.check(reference.is_some() || self.report_on.is_none(), || Violation::on("review.report", "report"));
        v.check(reference.is_none() || self.report_on.is_some(), || Violation::on("review.report_on", "report_on"));
        let report = reference.map(|r| words(r, "report", NAME_MAX, v)).zip(self.report_on);
        if let (Some((_, on)), Some(first)) = (&report, self.first_on) {
            let in_time = (first..=today).contains(on);
            v.check(in_time, || Violation::on("review.report_day", "report_on").with("first", first).with("today", today));
        }
        let report = report.map(|(reference, on)| ReviewReport { reference, on });
        Some(ReviewFacts { kind: self.kind?, first_on: self.first_on?, last_on: last_on?, team, report })
    }
}

/// What was missing has been told before; this says it again of one field.
fn missing(field: &str) -> ServiceError {
    Violation::on("required", field).into()
}

/// Writes a visit down.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordReview {
    /// What is known of it.
    pub facts: ReviewStated,
}

impl Command for RecordReview {
    const NAME: &'static str = "record_review";
    const PERMISSION: Permission = Permission::StatisticsWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::StatisticsWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let facts = self.facts.facts(case.today(), &mut v);
        v.finish()?;
        Ok(ReviewRecorded { review: case.id(), no: review_next_no(rx)?, facts: facts.ok_or_else(|| missing("kind"))? }.into())
    }
}

/// States anew what is known of a visit: its report came, or something was wrong.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeReview {
    /// Which.
    pub review: ReviewId,
    /// All that is known of it now.
    pub facts: ReviewStated,
    /// Why.
    pub reason: String,
}

impl Command for ChangeReview {
    const NAME: &'static str = "change_review";
    const PERMISSION: Permission = Permission::StatisticsWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::StatisticsWrite, &Belongs::default())?;
        let review = review_fetch(rx, self.review)?.ok_or(ServiceError::NotFound("review"))?;
        let mut v = Violations::none();
        let facts = self.facts.facts(case.today(), &mut v);
        let reason = check_reason(&self.reason, &mut v);
        let given = recommendations_of(rx, review.no)?.iter().map(|r| r.facts.given_on).min();
        if let (Some(given), Some(first)) = (given, self.facts.first_on) {
            v.check(first <= given, || Violation::on("review.after_recommendation", "first_on").with("given", given));
        }
        v.finish()?;
        let facts = facts.ok_or_else(|| missing("kind"))?;
        if facts == review.facts {
            return Err(Violation::new("review.unchanged").conflict().into());
        }
        Ok(ReviewChanged { review: self.review, facts, reason }.into())
    }
}

/// Writes down what a visit recommended.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordRecommendation {
    /// Of which visit.
    pub review: ReviewId,
    /// What is recommended.
    pub text: String,
    /// Who answers for it: an office or ministry, not a person.
    pub owner: String,
    /// The same as an office of the register, where it is one.
    #[serde(default)]
    pub office: Option<OfficeId>,
    /// The day on which it was given; the last of the visit when not given, or today where that is to come.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub given_on: Option<Day>,
    /// The day by which it should be done; it must be said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub due_on: Option<Day>,
}

impl Command for RecordRecommendation {
    const NAME: &'static str = "record_recommendation";
    const PERMISSION: Permission = Permission::StatisticsWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::StatisticsWrite, &Belongs::default())?;
        let review = review_fetch(rx, self.review)?.ok_or(ServiceError::NotFound("review"))?;
        let (mut v, today) = (Violations::none(), case.today());
        let text = words(&self.text, "text", TEXT_MAX, &mut v);
        let owner = words(&self.owner, "owner", NAME_MAX, &mut v);
        if let Some(office) = self.office {
            v.check(office_fetch(rx, office)?.is_some(), || Violation::on("unknown_choice", "office"));
        }
        let first = review.facts.first_on;
        let given_on = self.given_on.unwrap_or_else(|| review.facts.last_on.min(today));
        let given = (first..=today).contains(&given_on);
        v.check(given, || Violation::on("recommendation.given_on", "given_on").with("first", first).with("today", today));
        match self.due_on {
            None => v.check(false, || Violation::on("required", "due_on")),
            Some(due) => v.check(given_on <= due, || Violation::on("recommendation.due_on", "due_on").with("given", given_on)),
        }
        v.finish()?;
        let due_on = self.due_on.ok_or_else(|| missing("due_on"))?;
        let last = recommendations_of(rx, review.no)?.last().map_or(0, |r| r.facts.no);
        let (recommendation, no) = (case.id(), last.saturating_add(1));
        Ok(RecommendationRecorded { recommendation, review: self.review, no, text, owner, office: self.office, given_on, due_on }.into())
    }
}

/// Says how a recommendation stands. Earlier statements stay; the due day is moved by such a statement alone.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUpRecommendation {
    /// Which.
    pub recommendation: RecommendationId,
    /// How it stands; it must be said.
    #[serde(default)]
    pub state: Option<RecommendationState>,
    /// The day for which that holds; today when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub on: Option<Day>,
    /// What was done, or why not.
    pub statement: String,
    /// What shows that it is done: for `done`, and for nothing else.
    #[serde(default)]
    pub evidence: Option<String>,
    /// Another day by which it should be done, where that is moved.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub due_on: Option<Day>,
    /// Why it is moved.
    #[serde(default)]
    pub due_reason: Option<String>,
}

impl FollowUpRecommendation {
    /// Another due day, where one is stated; what is wrong is noted.
    fn moved(&self, due_on: Day, on: Day, v: &mut Violations) -> Option<DueMoved> {
        let reason = self.due_reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
        let Some(to) = self.due_on else {
            v.check(reason.is_none(), || Violation::on("recommendation.not_moved", "due_on"));
            return None;
        };
        v.check(self.state.is_none_or(RecommendationState::is_open), || Violation::on("recommendation.moved_closed", "due_on"));
        v.check(to != due_on, || Violation::on("recommendation.same_due", "due_on"));
        v.check(to >= on, || Violation::on("recommendation.moved_before", "due_on").with("on", on));
        Some(DueMoved { due_on: to, reason: words(reason.unwrap_or_default(), "due_reason", NAME_MAX, v) })
    }
}

impl Command for FollowUpRecommendation {
    const NAME: &'static str = "follow_up_recommendation";
    const PERMISSION: Permission = Permission::StatisticsWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::StatisticsWrite, &Belongs::default())?;
        let found = recommendation_fetch(rx, self.recommendation)?.ok_or(ServiceError::NotFound("recommendation"))?;
        let last = follow_ups(rx, self.recommendation)?.pop();
        let (mut v, today) = (Violations::none(), case.today());
        v.check(self.state.is_some(), || Violation::on("required", "state"));
        let on = self.on.unwrap_or(today);
        let least = last.as_ref().map_or(found.facts.given_on, |f| f.facts.on);
        v.check((least..=today).contains(&on), || Violation::on("recommendation.on", "on").with("least", least).with("today", today));
        let statement = words(&self.statement, "statement", TEXT_MAX, &mut v);
        let done = self.state == Some(RecommendationState::Done);
        let evidence = self.evidence.as_deref().map(str::trim).filter(|e| !e.is_empty());
        v.check(done || evidence.is_none(), || Violation::on("recommendation.no_evidence", "evidence"));
        v.check(!done || evidence.is_some(), || Violation::on("recommendation.evidence", "evidence"));
        let evidence = evidence.map(|e| words(e, "evidence", TEXT_MAX, &mut v));
        let moved = self.moved(found.due_on, on, &mut v);
        let may = self.state.is_none_or(|next| found.state.may_become(next));
        v.check(may, || Violation::on("recommendation.closed", "state").conflict());
        v.finish()?;
        let state = self.state.ok_or_else(|| missing("state"))?;
        let no = last.map_or(0, |f| f.facts.no).saturating_add(1);
        Ok(RecommendationFollowedUp { recommendation: self.recommendation, no, on, state, statement, evidence, moved }.into())
    }
}
