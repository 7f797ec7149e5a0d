//! Review visits, their recommendations and what became of them.

use crate::domain::event::DueMoved;
use crate::domain::event::{
    RecommendationFollowedUp, RecommendationRecorded, RecommendationState, ReviewChanged, ReviewFacts, ReviewRecorded, ReviewReport,
};
use crate::domain::ids::{RecommendationId, ReviewId};
use crate::domain::review::{FollowUp, Recommendation, Review};
use crate::domain::time::Day;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::{follow_up, recommendation, review};
use crate::store::text::{parsed, parsed_opt};
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = review, treat_none_as_default_value = false)]
struct ReviewRow {
    id: String,
    no: i64,
    kind: String,
    first_on: String,
    last_on: String,
    team: String,
    report: Option<String>,
    report_on: Option<String>,
    seq: i64,
    changed_seq: Option<i64>,
    reason: Option<String>,
}

impl ReviewRow {
    fn new(id: ReviewId, no: i64, f: &ReviewFacts, seq: i64) -> Self {
        Self {
            id: id.to_string(),
            no,
            kind: f.kind.to_string(),
            first_on: f.first_on.to_string(),
            last_on: f.last_on.to_string(),
            team: f.team.clone(),
            report: f.report.as_ref().map(|r| r.reference.clone()),
            report_on: f.report.as_ref().map(|r| r.on.to_string()),
            seq,
            changed_seq: None,
            reason: None,
        }
    }
    fn into_domain(self) -> Result<Review, StoreError> {
        let on: Option<Day> = parsed_opt(self.report_on.as_deref())?;
        let facts = ReviewFacts {
            kind: parsed(&self.kind)?,
            first_on: parsed(&self.first_on)?,
            last_on: parsed(&self.last_on)?,
            team: self.team,
            report: self.report.zip(on).map(|(reference, on)| ReviewReport { reference, on }),
        };
        Ok(Review { id: parsed(&self.id)?, no: self.no, facts, seq: self.seq, changed: self.changed_seq.zip(self.reason) })
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = recommendation, treat_none_as_default_value = false)]
struct RecommendationRow {
    id: String,
    review_id: String,
    review_no: i64,
    no: i64,
    text: String,
    owner: String,
    office_id: Option<String>,
    given_on: String,
    first_due_on: String,
    due_on: String,
    state: String,
    seq: i64,
    last_seq: i64,
}

impl RecommendationRow {
    fn into_domain(self) -> Result<Recommendation, StoreError> {
        let facts = RecommendationRecorded {
            recommendation: parsed(&self.id)?,
            review: parsed(&self.review_id)?,
            no: self.no,
            text: self.text,
            owner: self.owner,
            office: parsed_opt(self.office_id.as_deref())?,
            given_on: parsed(&self.given_on)?,
            due_on: parsed(&self.first_due_on)?,
        };
        let (state, due_on) = (parsed(&self.state)?, parsed(&self.due_on)?);
        Ok(Recommendation { facts, review_no: self.review_no, state, due_on, seq: self.seq, last_seq: self.last_seq })
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = follow_up, treat_none_as_default_value = false)]
struct FollowUpRow {
    recommendation_id: String,
    no: i64,
    on_day: String,
    state: String,
    statement: String,
    evidence: Option<String>,
    due_on: Option<String>,
    due_reason: Option<String>,
    account_id: String,
    stated_at: String,
    seq: i64,
}

impl FollowUpRow {
    fn into_domain(self) -> Result<FollowUp, StoreError> {
        let due_on: Option<Day> = parsed_opt(self.due_on.as_deref())?;
        let facts = RecommendationFollowedUp {
            recommendation: parsed(&self.recommendation_id)?,
            no: self.no,
            on: parsed(&self.on_day)?,
            state: parsed(&self.state)?,
            statement: self.statement,
            evidence: self.evidence,
            moved: due_on.zip(self.due_reason).map(|(due_on, reason)| DueMoved { due_on, reason }),
        };
        Ok(FollowUp { facts, by: parsed(&self.account_id)?, at: parsed(&self.stated_at)?, seq: self.seq })
    }
}

pub(super) fn recorded(tx: &mut Tx<'_>, at: At, e: &ReviewRecorded) -> Result<(), StoreError> {
    diesel::insert_into(review::table).values(&ReviewRow::new(e.review, e.no, &e.facts, at.seq)).execute(tx.conn)?;
    Ok(())
}

pub(super) fn changed(tx: &mut Tx<'_>, at: At, e: &ReviewChanged) -> Result<(), StoreError> {
    let f = ReviewRow::new(e.review, 0, &e.facts, at.seq);
    diesel::update(review::table.find(e.review.to_string()))
        .set((
            (review::kind.eq(f.kind), review::first_on.eq(f.first_on), review::last_on.eq(f.last_on), review::team.eq(f.team)),
            (review::report.eq(f.report), review::report_on.eq(f.report_on)),
            (review::changed_seq.eq(at.seq), review::reason.eq(&e.reason)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

pub(super) fn recommended(tx: &mut Tx<'_>, at: At, e: &RecommendationRecorded) -> Result<(), StoreError> {
    let review_no: i64 = review::table.find(e.review.to_string()).select(review::no).get_result(tx.conn)?;
    let row = RecommendationRow {
        id: e.recommendation.to_string(),
        review_id: e.review.to_string(),
        review_no,
        no: e.no,
        text: e.text.clone(),
        owner: e.owner.clone(),
        office_id: e.office.map(|o| o.to_string()),
        given_on: e.given_on.to_string(),
        first_due_on: e.due_on.to_string(),
        due_on: e.due_on.to_string(),
        state: RecommendationState::Open.to_string(),
        seq: at.seq,
        last_seq: at.seq,
    };
    diesel::insert_into(recommendation::table).values(&row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn followed_up(tx: &mut Tx<'_>, at: At, e: &RecommendationFollowedUp) -> Result<(), StoreError> {
    let row = FollowUpRow {
        recommendation_id: e.recommendation.to_string(),
        no: e.no,
        on_day: e.on.to_string(),
        state: e.state.to_string(),
        statement: e.statement.clone(),
        evidence: e.evidence.clone(),
        due_on: e.moved.as_ref().map(|m| m.due_on.to_string()),
        due_reason: e.moved.as_ref().map(|m| m.reason.clone()),
        account_id: at.account.to_string(),
        stated_at: at.recorded_at.to_string(),
        seq: at.seq,
    };
    diesel::insert_into(follow_up::table).values(&row).execute(tx.conn)?;
    let stands = || recommendation::table.find(e.recommendation.to_string());
    diesel::update(stands()).set((recommendation::state.eq(row.state), recommendation::last_seq.eq(at.seq))).execute(tx.conn)?;
    if let Some(due_on) = row.due_on {
        diesel::update(stands()).set(recommendation::due_on.eq(due_on)).execute(tx.conn)?;
    }
    Ok(())
}

/// One visit.
///
/// # Errors
/// When the database fails.
pub fn review_fetch(rx: &mut Rx<'_>, id: ReviewId) -> Result<Option<Review>, StoreError> {
    let row: Option<ReviewRow> = review::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(ReviewRow::into_domain).transpose()
}

/// The number the next visit gets.
///
/// # Errors
/// When the database fails.
pub fn review_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = review::table.select(max(review::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Visits, the one written down last first, with dense numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn reviews(rx: &mut Rx<'_>, before: Option<i64>, limit: i64) -> Result<Vec<Review>, StoreError> {
    let before = before.unwrap_or(i64::MAX);
    let rows: Vec<ReviewRow> = review::table.filter(review::no.lt(before)).order(review::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(ReviewRow::into_domain).collect()
}

/// One recommendation.
///
/// # Errors
/// When the database fails.
pub fn recommendation_fetch(rx: &mut Rx<'_>, id: RecommendationId) -> Result<Option<Recommendation>, StoreError> {
    let row: Option<RecommendationRow> = recommendation::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(RecommendationRow::into_domain).transpose()
}

/// The recommendations of a visit in the order of their numbers.
///
/// # Errors
/// When the database fails.
pub fn recommendations_of(rx: &mut Rx<'_>, review_no: i64) -> Result<Vec<Recommendation>, StoreError> {
    let of = recommendation::table.filter(recommendation::review_no.eq(review_no)).order(recommendation::no);
    let rows: Vec<RecommendationRow> = of.load(rx.conn)?;
    rows.into_iter().map(RecommendationRow::into_domain).collect()
}

/// Recommendations of all visits, the one written down last first, by entries before one.
///
/// # Errors
/// When the database fails.
pub fn recommendations(rx: &mut Rx<'_>, before: Option<i64>, limit: i64) -> Result<Vec<Recommendation>, StoreError> {
    let below = recommendation::table.filter(recommendation::seq.lt(before.unwrap_or(i64::MAX)));
    let rows: Vec<RecommendationRow> = below.order(recommendation::seq.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(RecommendationRow::into_domain).collect()
}

const OPEN: [&str; 2] = ["open", "in_hand"];

/// What is still to be done of all visits, the day by which it should be first.
///
/// # Errors
/// When the database fails.
pub fn recommendations_open(rx: &mut Rx<'_>, limit: i64) -> Result<Vec<Recommendation>, StoreError> {
    let open = recommendation::table.filter(recommendation::state.eq_any(OPEN));
    let order = (recommendation::due_on, recommendation::review_no, recommendation::no);
    let rows: Vec<RecommendationRow> = open.order(order).limit(limit).load(rx.conn)?;
    rows.into_iter().map(RecommendationRow::into_domain).collect()
}

/// How many recommendations are still to be done, and how many of them should have been before a day.
///
/// # Errors
/// When the database fails.
pub fn recommendations_waiting(rx: &mut Rx<'_>, today: Day) -> Result<(i64, i64), StoreError> {
    let open = || recommendation::table.filter(recommendation::state.eq_any(OPEN));
    let all = open().select(count_star()).get_result(rx.conn)?;
    let overdue = open().filter(recommendation::due_on.lt(today.to_string())).select(count_star()).get_result(rx.conn)?;
    Ok((all, overdue))
}

/// The statements about a recommendation, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn follow_ups(rx: &mut Rx<'_>, id: RecommendationId) -> Result<Vec<FollowUp>, StoreError> {
    let of = follow_up::table.filter(follow_up::recommendation_id.eq(id.to_string())).order(follow_up::no);
    let rows: Vec<FollowUpRow> = of.load(rx.conn)?;
    rows.into_iter().map(FollowUpRow::into_domain).collect()
}
