//! Statistics: which returns are due, what each says, submitting it, holding it against everything, what partners say, and
//! what anybody is told.

mod annual;
mod bars;
mod document;
mod matrix;
mod odt;
mod partners;
mod public;
mod reconcile;
mod show;
mod values;
mod words;

use crate::domain::access::Permission as P;
use crate::domain::statistics::{Period, ReturnKind};
use crate::service::statistics::{Due, DueState, calendar, returns_changed, returns_open};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{get, post};
use askama::Template;
pub use document::{Kind, document, document_odt, matrix_file};
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
        shown("/statistics/{period}/matrix", Access::Needs(P::StatisticsRead), || get().to(document::matrix_page)),
        shown("/statistics/{period}/matrix/odt", Access::Needs(P::StatisticsRead), || get().to(document::matrix_odt)),
        shown("/statistics/{period}/matrix/csv", Access::Needs(P::StatisticsRead), || get().to(document::matrix_csv)),
        shown("/statistics/{period}/matrix/xlsx", Access::Needs(P::StatisticsRead), || get().to(document::matrix_xlsx)),
        shown("/statistics/{period}/report", Access::Needs(P::StatisticsRead), || get().to(document::annual_page)),
        shown("/statistics/{period}/report/odt", Access::Needs(P::StatisticsRead), || get().to(document::annual_odt)),
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

/// The document that is drawn up for a period, as its address has it.
const fn draft_of(period: Period) -> Option<&'static str> {
    match period.kind() {
        ReturnKind::Production => Some("matrix"),
        ReturnKind::Annual => Some("report"),
        ReturnKind::Trade => None,
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
    /// Whether the register says something else by now than what was submitted.
    changed: bool,
}

impl Line {
    fn draft(&self) -> Option<&'static str> {
        draft_of(self.due.period)
    }
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
    let read = move |rx: &mut Rx<'_>| -> Result<_, StoreError> {
        let all = calendar(rx, &app.env.profile, today)?;
        let changed = returns_changed(rx, &app.env.profile, &all)?;
        Ok((all, changed))
    };
    let (all, changed) = ctx.read(read).await?;
    let group = |kind: ReturnKind| {
        let of_kind = all.iter().filter(|d| d.period.kind() == kind);
        Group {
            kind,
            lines: of_kind.map(|d| Line { due: d.clone(), name: period_name(l, d.period), changed: changed.contains(&d.period) }).collect(),
        }
    };
    let groups = ReturnKind::ALL.iter().map(|kind| group(*kind)).collect();
    ctx.render(&ListPage { groups, may_write: ctx.can(P::StatisticsWrite) })
}
