//! A review visit of the fictitious year: what it recommended, of which one is done, one is overdue and one is to be done.

use super::people::Cast;
use super::{DemoError, Stage};
use crate::domain::event::{RecommendationState, ReviewKind};
use crate::domain::review::Recommendation;
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::error::ServiceError;
use crate::service::review::{ChangeReview, FollowUpRecommendation, RecordRecommendation, RecordReview, ReviewStated};
use crate::store::review::{recommendations_open, reviews};
use chrono::Days;

/// The day of the year on which the visit ends.
const VISIT: u32 = 200;
/// The one on which its report comes and the first recommendation is done.
const REPORT: u32 = 240;
/// The one on which the second is moved.
const MOVED: u32 = 255;
/// Days from the visit within which the recommendations are due.
const DUE: [u64; 3] = [50, 60, 300];
/// Days by which the second is moved.
const LATER: u64 = 60;

fn reading(e: impl Into<ServiceError>) -> DemoError {
    DemoError::Act("reading", e.into())
}

/// What happens to the visit on a day of the year.
pub(super) fn visited(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day, done: u32) -> Result<(), DemoError> {
    match done {
        VISIT => begin(stage, b, cast, day),
        REPORT => report(stage, b, cast, day),
        MOVED => moved(stage, b, cast, day),
        _ => Ok(()),
    }
}

fn stated(stage: &Stage<'_>, ended: Day) -> ReviewStated {
    ReviewStated {
        kind: Some(ReviewKind::Visit),
        first_on: ended.checked_sub_days(Days::new(4)),
        last_on: Some(ended),
        team: stage.words.review.team.into(),
        report: None,
        report_on: None,
    }
}

fn begin(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let facts = stated(stage, day);
    let review = stage.must(b, &officer, &RecordReview { facts })?.subject.parse().map_err(|_| DemoError::Missing("review"))?;
    for ((text, owner), days) in stage.words.review.recommended.into_iter().zip(DUE) {
        let (text, owner, due_on) = (text.to_owned(), owner.to_owned(), day.checked_add_days(Days::new(days)));
        stage.must(b, &officer, &RecordRecommendation { review, text, owner, office: None, given_on: None, due_on })?;
    }
    Ok(())
}

/// What is still to be done, what is due first on top.
fn open(b: &mut Batch<'_, '_>) -> Result<Recommendation, DemoError> {
    let first = recommendations_open(b.rx(), 1).map_err(reading)?.into_iter().next();
    first.ok_or(DemoError::Missing("recommendation"))
}

fn report(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let words = &stage.words.review;
    let known = reviews(b.rx(), None, 1).map_err(reading)?.into_iter().next().ok_or(DemoError::Missing("review"))?;
    let facts = ReviewStated { report: Some(words.report.into()), report_on: Some(day), ..stated(stage, known.facts.last_on) };
    stage.must(b, &officer, &ChangeReview { review: known.id, facts, reason: words.came.into() })?;
    let recommendation = open(b)?.id();
    let (statement, evidence) = (words.done.0.to_owned(), Some(words.done.1.to_owned()));
    let state = Some(RecommendationState::Done);
    let said = FollowUpRecommendation { recommendation, state, on: None, statement, evidence, due_on: None, due_reason: None };
    stage.must(b, &officer, &said)?;
    Ok(())
}

fn moved(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let words = &stage.words.review;
    let said = FollowUpRecommendation {
        recommendation: open(b)?.id(),
        state: Some(RecommendationState::InHand),
        on: None,
        statement: words.begun.0.into(),
        evidence: None,
        due_on: day.checked_add_days(Days::new(LATER)),
        due_reason: Some(words.begun.1.into()),
    };
    stage.must(b, &officer, &said)?;
    Ok(())
}
