//! Review visits: the list, one with what it recommended, writing one down and stating anew what is known of it.

mod recommendation;

use crate::domain::access::Permission as P;
use crate::domain::event::{Event, ReviewFacts, ReviewKind};
use crate::domain::ids::ReviewId;
use crate::domain::review::{Recommendation, Review};
use crate::domain::time::Day;
use crate::domain::violation::Violations;
use crate::service::review::{ChangeReview, RecordReview, ReviewStated};
use crate::store::error::StoreError;
use crate::store::review::{recommendations_of, recommendations_waiting, review_fetch, reviews};
use crate::web::check::{Attempt, CheckPage, Stage, attempt, changed};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::{Locale, format, label, text};
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::http::StatusCode;
use actix_web::web::{self, get, post};
use askama::Template;
use recommendation::colour;
use serde::Deserialize;

/// Visits on a page of the list.
const PAGE: i64 = 50;

/// The routes of reviews.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/reviews", Access::Needs(P::StatisticsRead), || get().to(list)),
        shown("/reviews/new", Access::Needs(P::StatisticsWrite), || get().to(record_form)),
        posted("/reviews/new", Access::Needs(P::StatisticsWrite), || post().to(record)),
        shown("/reviews/{id}", Access::Needs(P::StatisticsRead), || get().to(show)),
        shown("/reviews/{id}/change", Access::Needs(P::StatisticsWrite), || get().to(change_form)),
        posted("/reviews/{id}/change", Access::Needs(P::StatisticsWrite), || post().to(change)),
        shown("/reviews/{id}/recommendation", Access::Needs(P::StatisticsWrite), || get().to(recommendation::form)),
        posted("/reviews/{id}/recommendation", Access::Needs(P::StatisticsWrite), || post().to(recommendation::record)),
        shown("/recommendations", Access::Needs(P::StatisticsRead), || get().to(recommendation::open)),
        shown("/recommendations/{id}", Access::Needs(P::StatisticsRead), || get().to(recommendation::show)),
        posted("/recommendations/{id}", Access::Needs(P::StatisticsWrite), || post().to(recommendation::follow_up)),
    ]
}

/// Recommendations that are still to be done, for the first page of whoever sees them.
#[derive(Debug, Clone, Copy, Default)]
pub struct RecommendationCount {
    /// How many.
    pub open: i64,
    /// How many of them should have been done.
    pub overdue: i64,
}

/// Counts what is still to be done; none for whoever does not see it.
///
/// # Errors
/// A fault.
pub async fn recommendation_count(ctx: &Ctx) -> Result<RecommendationCount, WebError> {
    if !ctx.can(P::StatisticsRead) {
        return Ok(RecommendationCount::default());
    }
    let today = ctx.today();
    let (open, overdue) = ctx.read(move |rx| recommendations_waiting(rx, today)).await?;
    Ok(RecommendationCount { open, overdue })
}

/// A visit as lists and headings call it.
#[must_use]
pub fn name_of(l: Locale, no: i64, facts: &ReviewFacts) -> String {
    let year = facts.first_on.format("%Y").to_string();
    text(l, "review-name", &[("no", no.into()), ("kind", label(l, "review-kind", facts.kind.as_str()).into()), ("year", year.into())])
}

struct Line {
    review: Review,
    name: String,
    all: usize,
    open: usize,
}

#[derive(Template)]
#[template(path = "reviews/list.html")]
struct ListPage {
    lines: Vec<Line>,
    next: Option<i64>,
    open: i64,
    overdue: i64,
    may_write: bool,
}

#[derive(Deserialize)]
struct Query {
    before: Option<i64>,
}

/// `GET /reviews`.
async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let (before, today, l) = (query.before, ctx.today(), ctx.locale());
    let read = move |rx: &mut crate::store::db::Rx<'_>| -> Result<_, StoreError> {
        let mut found = Vec::new();
        for review in reviews(rx, before, rows_shown.saturating_add(1))? {
            let of = recommendations_of(rx, review.no)?;
            let open = of.iter().filter(|r| r.state.is_open()).count();
            found.push((review, of.len(), open));
        }
        Ok((found, recommendations_waiting(rx, today)?))
    };
    let (mut found, (open, overdue)) = ctx.read(read).await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let next = found.last().filter(|_| more).map(|(r, ..)| r.no);
    let line = |(review, all, open): (Review, usize, usize)| Line { name: name_of(l, review.no, &review.facts), review, all, open };
    ctx.render(&ListPage { lines: found.into_iter().map(line).collect(), next, open, overdue, may_write: ctx.can(P::StatisticsWrite) })
}

async fn read(ctx: &Ctx, path: &str) -> Result<(Review, Vec<Recommendation>), WebError> {
    let id: ReviewId = path.parse().map_err(|_| WebError::NotFound)?;
    let read = move |rx: &mut crate::store::db::Rx<'_>| -> Result<_, StoreError> {
        let Some(review) = review_fetch(rx, id)? else { return Ok(None) };
        let of = recommendations_of(rx, review.no)?;
        Ok(Some((review, of)))
    };
    ctx.read(read).await?.ok_or(WebError::NotFound)
}

#[derive(Template)]
#[template(path = "reviews/show.html")]
struct ShowPage {
    review: Review,
    name: String,
    recommendations: Vec<Recommendation>,
    today: Day,
    may_write: bool,
    may_journal: bool,
}

impl ShowPage {
    fn colour(&self, r: &Recommendation) -> &'static str {
        colour(r, self.today)
    }
    fn is_overdue(&self, r: &Recommendation) -> bool {
        r.is_overdue(self.today)
    }
}

/// `GET /reviews/{id}`.
async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let (review, recommendations) = read(&ctx, &path).await?;
    let name = name_of(ctx.locale(), review.no, &review.facts);
    let (may_write, may_journal) = (ctx.can(P::StatisticsWrite), ctx.can(P::JournalRead));
    ctx.render(&ShowPage { review, name, recommendations, today: ctx.today(), may_write, may_journal })
}

#[derive(Template)]
#[template(path = "reviews/form.html")]
struct FormPage {
    form: Form,
    kinds: Vec<Choice>,
    /// The visit that is changed, and its name.
    of: Option<(ReviewId, String)>,
}

fn form_page(ctx: &Ctx, form: Form, of: Option<&Review>, status: StatusCode) -> Answer {
    let l = ctx.locale();
    let kinds = ReviewKind::ALL.iter().map(|k| Choice::new(k.as_str(), label(l, "review-kind", k.as_str()))).collect();
    let of = of.map(|r| (r.id, name_of(l, r.no, &r.facts)));
    ctx.render_as(status, &FormPage { form, kinds, of })
}

/// `GET /reviews/new`.
async fn record_form(ctx: Ctx) -> Answer {
    form_page(&ctx, Form::new(Posted::default()), None, StatusCode::OK)
}

fn stated(posted: &Posted, l: Locale) -> Result<ReviewStated, Violations> {
    let mut f = posted.reader(l);
    let (kind, first_on, last_on, report_on) = (f.parsed("kind"), f.day("first_on"), f.day("last_on"), f.day("report_on"));
    let (team, report) = (f.text("team").unwrap_or_default(), f.text("report"));
    f.finish_with(Some(ReviewStated { kind, first_on, last_on, team, report, report_on }))
}

fn check_facts(page: &mut CheckPage, l: Locale, f: &ReviewFacts) {
    let say = |id: &str| text(l, id, &[]);
    page.row(say("review-kind"), label(l, "review-kind", f.kind.as_str()));
    page.row(say("review-first-on"), format::day(l, f.first_on));
    page.row(say("review-last-on"), format::day(l, f.last_on));
    page.row(say("review-team"), f.team.clone());
    if let Some(report) = &f.report {
        page.row(say("review-report"), report.reference.clone());
        page.row(say("review-report-on"), format::day(l, report.on));
    }
}

fn other() -> WebError {
    WebError::Fault("another event than asked for".into())
}

/// `POST /reviews/new`.
async fn record(ctx: Ctx, posted: Posted) -> Answer {
    let (stage, l) = (Stage::of(&posted), ctx.locale());
    if stage == Stage::Change {
        return form_page(&ctx, changed(posted, l), None, StatusCode::OK);
    }
    match attempt(&ctx, &posted, stage, stated(&posted, l).map(|facts| RecordReview { facts })).await? {
        Attempt::Done(receipt) => Ok(ctx.see_other(&format!("/reviews/{}", receipt.subject))),
        Attempt::Check(event) => {
            let Event::ReviewRecorded(e) = *event else { return Err(other()) };
            let mut page = CheckPage::new(text(l, "review-new", &[]), text(l, "review-confirm", &[]), &posted);
            check_facts(&mut page, l, &e.facts);
            page.show(&ctx)
        }
        Attempt::Refused(status, v) => form_page(&ctx, Form::again(posted, &v, l), None, status),
    }
}

/// `GET /reviews/{id}/change`.
async fn change_form(ctx: Ctx, path: web::Path<String>) -> Answer {
    let (review, _) = read(&ctx, &path).await?;
    let f = review.facts.clone();
    let (report, report_on) = f.report.map(|r| (r.reference, r.on.to_string())).unwrap_or_default();
    let values = Posted::of([
        ("kind", f.kind.to_string()),
        ("first_on", f.first_on.to_string()),
        ("last_on", f.last_on.to_string()),
        ("team", f.team),
        ("report", report),
        ("report_on", report_on),
    ]);
    form_page(&ctx, Form::new(values), Some(&review), StatusCode::OK)
}

/// `POST /reviews/{id}/change`.
async fn change(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let (review, _) = read(&ctx, &path).await?;
    let (stage, l) = (Stage::of(&posted), ctx.locale());
    if stage == Stage::Change {
        return form_page(&ctx, changed(posted, l), Some(&review), StatusCode::OK);
    }
    let reason = posted.get("reason").unwrap_or_default().to_owned();
    let command = stated(&posted, l).map(|facts| ChangeReview { review: review.id, facts, reason });
    match attempt(&ctx, &posted, stage, command).await? {
        Attempt::Done(_) => Ok(ctx.see_other(&format!("/reviews/{}", review.id))),
        Attempt::Check(event) => {
            let Event::ReviewChanged(e) = *event else { return Err(other()) };
            let mut page = CheckPage::new(text(l, "review-change", &[]), text(l, "review-confirm", &[]), &posted);
            check_facts(&mut page, l, &e.facts);
            page.row(text(l, "review-reason", &[]), e.reason);
            page.show(&ctx)
        }
        Attempt::Refused(status, v) => form_page(&ctx, Form::again(posted, &v, l), Some(&review), status),
    }
}
