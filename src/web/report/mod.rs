//! Long reports: asking for one, how far it is, and its file.

mod fetch;
pub mod readme;
pub mod worker;

use crate::domain::access::Permission as P;
use crate::domain::ids::ReportId;
use crate::domain::report::{Report, ReportJob, ReportKind, ReportState, Span};
use crate::domain::statistics::Period;
use crate::domain::violation::{Violation, Violations};
use crate::edge;
use crate::service::report::Asked;
use crate::store::error::StoreError;
use crate::store::register::register_fetch;
use crate::store::report::report_fetch;
use crate::store::report_job::{job_fetch, jobs};
use crate::web::ctx::{Answer, Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted};
use crate::web::locale::Locale;
use crate::web::routes::{Access, Route, posted, shown};
use crate::web::shipment::seen::{Reader, Who};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{self, get, post};
use askama::Template;
use chrono::Datelike;
use serde::Deserialize;

/// Reports on a page of the list.
const PAGE: i64 = 50;
/// Seconds after which the page of an open report is fetched anew.
const AGAIN_S: &str = "3";

/// The routes of long reports.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/reports", Access::Needs(P::ReportMake), || get().to(list)),
        posted("/reports", Access::Needs(P::ReportMake), || post().to(ask)),
        shown("/reports/{id}", Access::Needs(P::ReportMake), || get().to(show)),
        posted("/reports/{id}/cancel", Access::Needs(P::ReportMake), || post().to(cancel)),
        shown("/reports/{id}/file", Access::Needs(P::ReportMake), || get().to(fetch::file)),
    ]
}

/// Colour of the tag of a state.
const fn colour(state: ReportState) -> &'static str {
    match state {
        ReportState::Ready => "green",
        ReportState::Waiting => "yellow",
        ReportState::Running => "blue",
        ReportState::Failed => "red",
        ReportState::Cancelled | ReportState::Expired => "grey",
    }
}

struct Line {
    job: ReportJob,
    who: Who,
}

impl Line {
    fn colour(&self) -> &'static str {
        colour(self.job.state)
    }
}

#[derive(Template)]
#[template(path = "reports/list.html")]
struct ListPage {
    lines: Vec<Line>,
    own: bool,
    next: Option<i64>,
    form: Form,
    kinds: Vec<ReportKind>,
    years: Vec<Choice>,
}

#[derive(Default, Deserialize)]
struct Query {
    before: Option<i64>,
    #[serde(default)]
    of: String,
}

async fn page(ctx: &Ctx, query: Query, form: Form, status: StatusCode) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let (own, before) = (query.of == "own", query.before);
    let reader = Reader::new(ctx.actor()?, ctx.reach(P::ReportMake));
    let account = ctx.actor()?.account;
    let (mut lines, register) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let mut lines = Vec::new();
            for job in jobs(rx, Some(account).filter(|_| own), before, rows_shown.saturating_add(1))? {
                lines.push(Line { who: Who::read(rx, job.account, &reader)?, job });
            }
            Ok((lines, register_fetch(rx)?))
        })
        .await?;
    let size = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = lines.len() > size;
    lines.truncate(size);
    let next = lines.last().filter(|_| more).map(|l| l.job.no);
    let this = ctx.today().year();
    let begun = register.map_or(this, |r| ctx.state.app.env.profile.local_day(r.created_at).year());
    let years = (begun..=this).rev().map(|y| Choice::new(y, y.to_string())).collect();
    ctx.render_as(status, &ListPage { lines, own, next, form, kinds: ReportKind::ALL.to_vec(), years })
}

/// `GET /reports`.
async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    page(&ctx, query.into_inner(), Form::new(Posted::default()), StatusCode::OK).await
}

/// The days that a form asks for: a year, or from one day until another.
fn span_of(form: &Posted, l: Locale) -> Result<Span, Violations> {
    let mut f = form.reader(l);
    let year: Option<i32> = f.parsed("year");
    let (from, until) = (f.text("from"), f.text("until"));
    if f.text("year").is_some() {
        if from.is_some() || until.is_some() {
            f.problem(Violation::on("report.both", "year"));
        }
        let year = year.filter(|y| (1900..=9999).contains(y)).map(Period::Year);
        return f.finish_with(year.map(|y| Span { first: y.first(), last: y.last() }));
    }
    if from.is_none() && until.is_none() {
        f.problem(Violation::on("report.days", "year"));
        return f.finish_with(None);
    }
    let (first, last) = (f.required_day("from"), f.required_day("until"));
    f.finish_with(first.zip(last).map(|(first, last)| Span { first, last }))
}

/// `POST /reports`.
async fn ask(ctx: Ctx, posted: Posted) -> Answer {
    let l = ctx.locale();
    let (actor, now) = (ctx.actor()?.clone(), ctx.now());
    let kind = posted.get("kind").and_then(|k| k.parse().ok()).unwrap_or(ReportKind::Review);
    let asked = match span_of(&posted, l) {
        Ok(span) => {
            let asked = Asked { kind, span, language: l.tag().to_owned() };
            ctx.block(move |state| state.app.report_ask(&actor, &asked, now, &mut edge::System)).await
        }
        Err(v) => Err(crate::service::error::ServiceError::from(v).into()),
    };
    match asked {
        Ok(id) => Ok(ctx.see_other(&format!("/reports/{id}"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            page(&ctx, Query::default(), Form::again(posted, &v, l), status).await
        }
    }
}

#[derive(Template)]
#[template(path = "reports/show.html")]
struct ShowPage {
    line: Line,
    report: Option<Report>,
    own: bool,
    form: Form,
}

impl ShowPage {
    /// What is done, in hundredths of all steps.
    fn percent(&self) -> i64 {
        let (done, total) = (self.line.job.done, self.line.job.total);
        done.saturating_mul(100).checked_div(total).unwrap_or(0)
    }
}

async fn fetched(ctx: &Ctx, path: &str) -> Result<ReportJob, WebError> {
    let id: ReportId = path.parse().map_err(|_| WebError::NotFound)?;
    ctx.read(move |rx| -> Result<_, StoreError> { job_fetch(rx, id) }).await?.ok_or(WebError::NotFound)
}

async fn one(ctx: &Ctx, path: &str, status: StatusCode, form: Form) -> Answer {
    let job = fetched(ctx, path).await?;
    let (id, account, open) = (job.id, job.account, job.state.is_open());
    let reader = Reader::new(ctx.actor()?, ctx.reach(P::ReportMake));
    let (who, report) =
        ctx.read(move |rx| -> Result<_, StoreError> { Ok((Who::read(rx, account, &reader)?, report_fetch(rx, id)?)) }).await?;
    let own = ctx.actor()?.account == account;
    let mut answer = ctx.render_as(status, &ShowPage { line: Line { job, who }, report, own, form })?;
    if open {
        // Without a script: whoever waits sees how far it is.
        answer.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static(AGAIN_S));
    }
    Ok(answer)
}

/// `GET /reports/{id}`: how far it is; while it is open the page is fetched anew by itself.
async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    one(&ctx, &path, StatusCode::OK, Form::new(Posted::default())).await
}

/// `POST /reports/{id}/cancel`.
async fn cancel(ctx: Ctx, path: web::Path<String>, posted: Posted) -> Answer {
    let job = fetched(&ctx, &path).await?;
    let (actor, id, now) = (ctx.actor()?.clone(), job.id, ctx.now());
    match ctx.block(move |state| state.app.report_cancel(&actor, id, now)).await {
        Ok(()) => Ok(ctx.see_other(&format!("/reports/{id}"))),
        Err(e) => {
            let (status, v) = refusals(e)?;
            one(&ctx, &path, status, Form::again(posted, &v, ctx.locale())).await
        }
    }
}
