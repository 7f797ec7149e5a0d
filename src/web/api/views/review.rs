//! Review visits and recommendations.

use crate::domain::access::Permission;
use crate::domain::event::{DueMoved, RecommendationState, ReviewFacts};
use crate::domain::ids::{OfficeId, RecommendationId, ReviewId};
use crate::domain::review;
use crate::domain::time::{Day, Instant};
use crate::store::db::Rx;
use crate::store::review::{follow_ups, recommendation_fetch, recommendations, review_fetch, reviews};
use crate::web::api::asked::Asked;
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// A review visit, as last written down.
#[derive(Debug, Serialize, ToSchema)]
pub struct Review {
    id: ReviewId,
    no: i64,
    facts: ReviewFacts,
    seq: i64,
    changed_seq: Option<i64>,
    change_reason: Option<String>,
}

fn view(r: review::Review) -> Review {
    let (changed_seq, change_reason) = r.changed.unzip();
    Review { id: r.id, no: r.no, facts: r.facts, seq: r.seq, changed_seq, change_reason }
}

impl Noun for Review {
    const PERMISSION: Permission = Permission::StatisticsRead;
    const OF_COUNTRY: bool = true;

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, _: &Reader, _: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        Ok(reviews(rx, before, limit)?.into_iter().map(view).collect())
    }
    fn one(rx: &mut Rx<'_>, _: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(id) = key.parse() else { return Ok(None) };
        let found = review_fetch(rx, id)?;
        Ok(found.map(view))
    }
}

/// What somebody said of a recommendation.
#[derive(Debug, Serialize, ToSchema)]
pub struct FollowUp {
    no: i64,
    #[schema(value_type = String, format = Date)]
    on: Day,
    state: RecommendationState,
    statement: String,
    evidence: Option<String>,
    moved: Option<DueMoved>,
    #[schema(value_type = String, format = DateTime)]
    stated_at: Instant,
    seq: i64,
}

/// A recommendation of a review visit, with all that was said of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recommendation {
    id: RecommendationId,
    review: ReviewId,
    review_no: i64,
    no: i64,
    text: String,
    owner: String,
    office: Option<OfficeId>,
    #[schema(value_type = String, format = Date)]
    given_on: Day,
    #[schema(value_type = String, format = Date)]
    first_due_on: Day,
    #[schema(value_type = String, format = Date)]
    due_on: Day,
    state: RecommendationState,
    overdue: bool,
    said: Vec<FollowUp>,
    seq: i64,
}

fn whole(rx: &mut Rx<'_>, reader: &Reader, r: review::Recommendation) -> Result<Recommendation, WebError> {
    let said = follow_ups(rx, r.id())?.into_iter().map(|s| FollowUp {
        no: s.facts.no,
        on: s.facts.on,
        state: s.facts.state,
        statement: s.facts.statement,
        evidence: s.facts.evidence,
        moved: s.facts.moved,
        stated_at: s.at,
        seq: s.seq,
    });
    let said = said.collect();
    let overdue = r.is_overdue(reader.today);
    let review::Recommendation { facts: f, review_no, state, due_on, seq, .. } = r;
    Ok(Recommendation {
        id: f.recommendation,
        review: f.review,
        review_no,
        no: f.no,
        text: f.text,
        owner: f.owner,
        office: f.office,
        given_on: f.given_on,
        first_due_on: f.due_on,
        due_on,
        state,
        overdue,
        said,
        seq,
    })
}

impl Noun for Recommendation {
    const PERMISSION: Permission = Permission::StatisticsRead;
    const OF_COUNTRY: bool = true;

    fn position(&self) -> i64 {
        self.seq
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, _: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        recommendations(rx, before, limit)?.into_iter().map(|r| whole(rx, reader, r)).collect()
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(id) = key.parse() else { return Ok(None) };
        let found = recommendation_fetch(rx, id)?;
        found.map(|r| whole(rx, reader, r)).transpose()
    }
}
