//! Recommendations: writing one down, all that are still to be done, one with what was said of it, and saying more.

use super::{Line, name_of, other, read as read_review};
use crate::domain::access::Permission as P;
use crate::domain::event::{Event, RecommendationFollowedUp, RecommendationState};
use crate::domain::ids::RecommendationId;
use crate::domain::review::{FollowUp, Recommendation, Review};
use crate::domain::time::Day;
use crate::domain::violation::Violations;
use crate::service::review::{FollowUpRecommendation, RecordRecommendation};
use crate::store::error::StoreError;
use crate::store::review::{follow_ups, recommendation_fetch, recommendations_open, review_fetch};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, format, label, text};
use crate::web::party::{OfficeNames, office_choices, office_names};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

/// Recommendations that the list of what is to be done shows.
const OPEN: i64 = 500;

/// Colour of the tag of a state.
pub(super) const fn colour_of(state: RecommendationState) -> &'static str {
    match state {
        RecommendationState::Open => "yellow",
        RecommendationState::InHand => "blue",
        RecommendationState::Done => "green",
        RecommendationState::Declined => "grey",
    }
}

/// The same, red for what should have been done.
pub(super) fn colour(r: &Recommendation, today: Day) -> &'static str {
    if r.is_overdue(today) { "red" } else { colour_of(r.state) }
}

#[derive(Template)]
#[template(path = "reviews/open.html")]
struct OpenPage {
    lines: Vec<Recommendation>,
    today: Day,
}

impl OpenPage {
    fn colour(&self, r: &Recommendation) -> &'static str {
        colour(r, self.today)
    }
    fn is_overdue(&self, r: &Recommendation) -> bool {
        r.is_overdue(self.today)
    }
}

/// `GET /recommendations`: all that is still to be done, of every visit.
pub(super) async fn open(ctx: Ctx) -> Answer {
    let lines = ctx.read(|rx| recommendations_open(rx, OPEN)).await?;
    ctx.render(&OpenPage { lines, today: ctx.today() })
}

#[derive(Template)]
#[template(path = "reviews/recommend.html")]
struct FormPage {
    form: Form,
    line: Line,
    offices: Vec<Choice>,
}

async fn form_page(ctx: &Ctx, review: Review, form: Form, status: StatusCode) -> Answer {
    let offices = office_choices(ctx, P::StatisticsWrite).await?;
    let name = name_of(ctx.locale(), review.no, &review.facts);
    ctx.render_as(status, &FormPage { form, line: Line { review, name, all: 0, open: 0 }, offices })
}

/// `GET /reviews/{id}/recommendation`.
pub(super) async fn form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let (review, _) = read_review(&ctx, &path).await?;
    let given = review.facts.last_on.min(ctx.today()).to_string();
    form_page(&ctx, review, Form::new(Posted::of([("given_on", given)])), StatusCode::OK).await
}

fn stated(posted: &Posted, review: &Review, l: Locale) -> Result<RecordRecommendation, Violations> {
    let mut f = posted.reader(l);
    let word = |name: &str| posted.get(name).unwrap_or_default().to_owned();
    let (office, given_on, due_on) = (f.parsed("office"), f.day("given_on"), f.day("due_on"));
    f.finish_with(Some(RecordRecommendation { review: review.id, text: word("text"), owner: word("owner"), office, given_on, due_on }))
}

/// `POST /reviews/{id}/recommendation`.
pub(super) async fn record(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let (review, _) = read_review(&ctx, &path).await?;
    let (stage, l) = (Stage::of(&posted), ctx.locale());
    if stage == Stage::Change {
        return form_page(&ctx, review, changed(posted, l), StatusCode::OK).await;
    }
    match attempt(&ctx, &posted, stage, stated(&posted, &review, l)).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/reviews/{}", review.id))),
        Attempt::Check(event) => {
            let Event::RecommendationRecorded(e) = *event else { return Err(other()) };
            let offices = ctx.read(office_names).await?;
            let say = |id: &str| text(l, id, &[]);
            let mut page = CheckPage::new(say("recommendation-new"), say("review-confirm"), &posted);
            page.row(say("recommendation-number"), format!("{}.{}", review.no, e.no));
            page.row(say("recommendation-text"), e.text);
            page.row(say("recommendation-owner"), e.owner);
            page.row(say("recommendation-office"), e.office.and_then(|o| offices.get(&o).cloned()).unwrap_or_default());
            page.row(say("recommendation-given-on"), format::day(l, e.given_on));
            page.row(say("recommendation-due-on"), format::day(l, e.due_on));
            page.show(&ctx)
        }
        Attempt::Refused(status, v) => form_page(&ctx, review, Form::again(posted, &v, l), status).await,
    }
}

struct Found {
    one: Recommendation,
    said: Vec<FollowUp>,
    review: Review,
    offices: OfficeNames,
}

async fn read(ctx: &Ctx, path: &str) -> Result<Found, WebError> {
    let id: RecommendationId = path.parse().map_err(|_| WebError::NotFound)?;
    let read = move |rx: &mut crate::store::db::Rx<'_>| -> Result<_, StoreError> {
        let Some(one) = recommendation_fetch(rx, id)? else { return Ok(None) };
        let review = review_fetch(rx, one.facts.review)?.ok_or_else(|| StoreError::damaged("a recommendation of no visit"))?;
        Ok(Some(Found { said: follow_ups(rx, id)?, one, review, offices: office_names(rx)? }))
    };
    ctx.read(read).await?.ok_or(WebError::NotFound)
}

#[derive(Template)]
#[template(path = "reviews/recommendation.html")]
struct ShowPage {
    one: Recommendation,
    said: Vec<FollowUp>,
    review: Review,
    name: String,
    office: Option<String>,
    states: Vec<Choice>,
    form: Form,
    today: Day,
    may_write: bool,
    may_journal: bool,
}

impl ShowPage {
    fn colour(&self) -> &'static str {
        colour(&self.one, self.today)
    }
    fn is_overdue(&self) -> bool {
        self.one.is_overdue(self.today)
    }
    fn colour_of(&self, said: &FollowUp) -> &'static str {
        colour_of(said.facts.state)
    }
}

fn page(ctx: &Ctx, found: Found, form: Form, status: StatusCode) -> Answer {
    let l = ctx.locale();
    let may = RecommendationState::ALL.iter().filter(|s| found.one.state.may_become(**s));
    let states = may.map(|s| Choice::new(s.as_str(), label(l, "recommendation-state", s.as_str()))).collect();
    let (may_write, may_journal) = (ctx.can(P::StatisticsWrite), ctx.can(P::JournalRead));
    let office = found.one.facts.office.and_then(|o| found.offices.get(&o).cloned());
    let name = name_of(l, found.review.no, &found.review.facts);
    let Found { one, said, review, .. } = found;
    ctx.render_as(status, &ShowPage { one, said, review, name, office, states, form, today: ctx.today(), may_write, may_journal })
}

/// `GET /recommendations/{id}`.
pub(super) async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let found = read(&ctx, &path).await?;
    let on = ctx.today().to_string();
    page(&ctx, found, Form::new(Posted::of([("on", on)])), StatusCode::OK)
}

fn said(posted: &Posted, recommendation: RecommendationId, l: Locale) -> Result<FollowUpRecommendation, Violations> {
    let mut f = posted.reader(l);
    let (state, on, due_on) = (f.parsed("state"), f.day("on"), f.day("due_on"));
    let (statement, evidence, due_reason) = (f.text("statement").unwrap_or_default(), f.text("evidence"), f.text("due_reason"));
    f.finish_with(Some(FollowUpRecommendation { recommendation, state, on, statement, evidence, due_on, due_reason }))
}

/// `POST /recommendations/{id}`.
pub(super) async fn follow_up(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let found = read(&ctx, &path).await?;
    let (stage, l, id) = (Stage::of(&posted), ctx.locale(), found.one.id());
    if stage == Stage::Change {
        return page(&ctx, found, changed(posted, l), StatusCode::OK);
    }
    match attempt(&ctx, &posted, stage, said(&posted, id, l)).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/recommendations/{id}"))),
        Attempt::Check(event) => match *event {
            Event::RecommendationFollowedUp(e) => check(&ctx, &posted, &found, e),
            _ => Err(other()),
        },
        Attempt::Refused(status, v) => page(&ctx, found, Form::again(posted, &v, l), status),
    }
}

fn check(ctx: &Ctx, posted: &Posted, found: &Found, e: RecommendationFollowedUp) -> Answer {
    let l = ctx.locale();
    let say = |id: &str| text(l, id, &[]);
    let mut page =
        CheckPage::new(say("recommendation-follow-up"), say("review-confirm"), posted).lead(say("recommendation-follow-up-lead"));
    page.row(say("recommendation-number"), found.one.number());
    page.row(say("recommendation-text"), found.one.facts.text.clone());
    page.row(say("word-state"), label(l, "recommendation-state", e.state.as_str()));
    page.row(say("recommendation-on"), format::day(l, e.on));
    page.row(say("recommendation-statement"), e.statement);
    page.row(say("recommendation-evidence"), e.evidence.unwrap_or_default());
    if let Some(moved) = e.moved {
        page.row(say("recommendation-moved"), format::day(l, moved.due_on));
        page.row(say("recommendation-due-reason"), moved.reason);
    }
    page.show(ctx)
}
