//! Statistics: which returns are due, what each says, submitting it, holding it against everything, what partners say, and
//! what anybody is told.

mod bars;
mod partners;
mod public;
mod reconcile;
mod show;
mod values;
mod words;

use crate::domain::access::Permission as P;
use crate::domain::statistics::ReturnKind;
use crate::service::statistics::{Due, DueState, calendar, returns_open};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{get, post};
use askama::Template;
use words::period_name;

pub(super) use words::region_name;

/// The routes of statistics.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/statistics", Access::Needs(P::StatisticsRead), || get().to(list)),
        shown("/statistics/partners", Access::Needs(P::StatisticsRead), || get().to(partners::list)),
        shown("/statistics/partners/new", Access::Needs(P::StatisticsWrite), || get().to(partners::form)),
        posted("/statistics/partners/new", Access::Needs(P::StatisticsWrite), || post().to(partners::receive)),
        shown("/statistics/partners/{no}", Access::Needs(P::StatisticsRead), || get().to(partners::file_of)),
        shown("/statistics/versions/{id}", Access::Needs(P::StatisticsRead), || get().to(show::version)),
        shown("/statistics/versions/{id}/csv", Access::Needs(P::StatisticsRead), || get().to(show::version_csv)),
        shown("/statistics/versions/{id}/xlsx", Access::Needs(P::StatisticsRead), || get().to(show::version_xlsx)),
        shown("/statistics/values", Access::Needs(P::StatisticsRead), || get().to(values::values)),
        shown("/statistics/{period}", Access::Needs(P::StatisticsRead), || get().to(show::show)),
        posted("/statistics/{period}/submit", Access::Needs(P::ReturnSubmit), || post().to(show::submit)),
        shown("/statistics/{period}/reconciliation", Access::Needs(P::StatisticsRead), || get().to(reconcile::show)),
        posted("/statistics/{period}/reconciliation", Access::Needs(P::StatisticsWrite), || post().to(reconcile::answer)),
        shown("/statistics/{period}/csv", Access::Needs(P::StatisticsRead), || get().to(show::draft_csv)),
        shown("/statistics/{period}/xlsx", Access::Needs(P::StatisticsRead), || get().to(show::draft_xlsx)),
        shown("/figures", Access::Public, || get().to(public::page)),
    ]
}

/// Colour of the tag of a state.
const fn colour(state: DueState) -> &'static str {
    match state {
        DueState::Running => "grey",
        DueState::Due => "yellow",
        DueState::Overdue => "red",
        DueState::Submitted => "green",
        DueState::SubmittedLate => "orange",
    }
}

/// Returns that wait, for the first page of whoever sees them.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReturnCount {
    /// How many.
    pub open: usize,
    /// How many of them are overdue.
    pub overdue: usize,
}

/// Counts the returns that wait; none for whoever does not see statistics.
///
/// # Errors
/// A fault.
pub async fn return_count(ctx: &Ctx) -> Result<ReturnCount, WebError> {
    if !ctx.can(P::StatisticsRead) {
        return Ok(ReturnCount::default());
    }
    let (app, today) = (ctx.state.app.clone(), ctx.today());
    let (open, overdue) = ctx.read(move |rx| returns_open(rx, &app.env.profile, today)).await?;
    Ok(ReturnCount { open, overdue })
}

struct Line {
    due: Due,
    name: String,
}

impl Line {
    fn colour(&self) -> &'static str {
        colour(self.due.state)
    }
}

struct Group {
    kind: ReturnKind,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "statistics/list.html")]
struct ListPage {
    groups: Vec<Group>,
    may_write: bool,
}

/// `GET /statistics`.
async fn list(ctx: Ctx) -> Answer {
    let (app, today, l) = (ctx.state.app.clone(), ctx.today(), ctx.locale());
    let all = ctx.read(move |rx| calendar(rx, &app.env.profile, today)).await?;
    let group = |kind: ReturnKind| {
        let of_kind = all.iter().filter(|d| d.period.kind() == kind);
        Group { kind, lines: of_kind.map(|d| Line { due: d.clone(), name: period_name(l, d.period) }).collect() }
    };
    let groups = ReturnKind::ALL.iter().map(|kind| group(*kind)).collect();
    ctx.render(&ListPage { groups, may_write: ctx.can(P::StatisticsWrite) })
}
