//! Blank certificates: the runs and what became of them, receiving, allocating and reporting, and the second person's word.

mod act;
mod decide;
mod public;

use crate::domain::access::Permission as P;
use crate::domain::blank::{BlankReport, BlankReportState, BlankRun, BlankSpan, BlankState};
use crate::domain::event::BlanksReceived;
use crate::domain::ids::BlankRunId;
use crate::store::blank::{blank_counts, blank_reports, blank_run_fetch, blank_runs, blank_spans};
use crate::store::error::StoreError;
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::party::{OfficeNames, office_names};
use crate::web::routes::{Access, Route, posted, shown};
use actix_web::web::{self, get, post};
use askama::Template;
use serde::Deserialize;

pub use public::warned_of;

/// Runs on a page of the list.
const PAGE: i64 = 50;
/// Reports a page shows.
const REPORTS: i64 = 100;

/// The routes of blank certificates.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        shown("/blanks", Access::Needs(P::BlankRead), || get().to(list)),
        shown("/blanks/new", Access::Needs(P::BlankWrite), || get().to(act::receive_form)),
        posted("/blanks/new", Access::Needs(P::BlankWrite), || post().to(act::receive)),
        shown("/blanks/allocate", Access::Needs(P::BlankWrite), || get().to(act::allocate_form)),
        posted("/blanks/allocate", Access::Needs(P::BlankWrite), || post().to(act::allocate)),
        shown("/blanks/report", Access::Needs(P::BlankWrite), || get().to(act::report_form)),
        posted("/blanks/report", Access::Needs(P::BlankWrite), || post().to(act::report)),
        shown("/blanks/reports/{id}", Access::Needs(P::BlankRead), || get().to(decide::show)),
        posted("/blanks/reports/{id}", Access::Needs(P::BlankDecide), || post().to(decide::decide)),
        shown("/blanks/{id}", Access::Needs(P::BlankRead), || get().to(show)),
        shown("/check/lost", Access::Public, || get().to(public::page)),
        shown("/check/lost.csv", Access::Public, || get().to(public::csv)),
    ]
}

/// Colour of the tag of a state.
#[must_use]
pub const fn colour(state: BlankState) -> &'static str {
    match state {
        BlankState::Stock => "green",
        BlankState::Reserved => "blue",
        BlankState::Issued | BlankState::Returned => "grey",
        BlankState::Reported => "orange",
        BlankState::Spoiled => "yellow",
        BlankState::Lost | BlankState::Stolen => "red",
    }
}

/// How many forms stand in each state.
pub struct Counts(Vec<(BlankState, i64)>);

impl Counts {
    fn of(&self, state: BlankState) -> i64 {
        self.0.iter().find(|(s, _)| *s == state).map_or(0, |(_, n)| *n)
    }
    /// States that any form is in, with their number.
    fn told(&self) -> impl Iterator<Item = (&'static str, &'static str, i64)> {
        self.0.iter().filter(|(_, n)| *n > 0).map(|(s, n)| (s.as_str(), colour(*s), *n))
    }
    fn total(&self) -> i64 {
        self.0.iter().map(|(_, n)| n).sum()
    }
}

struct Line {
    run: BlankRun,
    counts: Counts,
}

impl Line {
    fn range(&self) -> String {
        range(&self.run)
    }
    fn stock(&self) -> i64 {
        self.counts.of(BlankState::Stock)
    }
}

fn range(run: &BlankRun) -> String {
    numbers(&run.facts, run.facts.first, run.facts.last)
}

/// The numbers from one serial of a run to another; one alone where they are the same.
fn numbers(run: &BlanksReceived, first: i64, last: i64) -> String {
    let (numbers, alone) = (run.numbers(), first == last);
    if alone { numbers.of(first) } else { format!("{} – {}", numbers.of(first), numbers.of(last)) }
}

/// A report with the numbers it is about.
struct Told {
    report: BlankReport,
    numbers: String,
}

impl Told {
    fn new(report: BlankReport, run: &BlankRun) -> Self {
        let numbers = numbers(&run.facts, report.first, report.last);
        Self { report, numbers }
    }
    fn waits(&self) -> bool {
        self.report.state == BlankReportState::Waiting
    }
}

#[derive(Template)]
#[template(path = "blanks/list.html")]
struct ListPage {
    lines: Vec<Line>,
    all: Counts,
    waiting: Vec<Told>,
    next: Option<i64>,
    may_write: bool,
}

#[derive(Deserialize)]
struct Query {
    before: Option<i64>,
}

/// `GET /blanks`.
async fn list(ctx: Ctx, query: web::Query<Query>) -> Answer {
    let rows_shown = ctx.rows(PAGE);
    let before = query.before;
    let (mut lines, all, waiting) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let mut lines = Vec::new();
            for run in blank_runs(rx, before, rows_shown.saturating_add(1))? {
                let counts = Counts(blank_counts(rx, Some(run.facts.run))?);
                lines.push(Line { run, counts });
            }
            let mut waiting = Vec::new();
            for report in blank_reports(rx, Some(BlankReportState::Waiting), None, REPORTS)? {
                let run = blank_run_fetch(rx, report.run)?;
                waiting.extend(run.map(|run| Told::new(report, &run)));
            }
            Ok((lines, Counts(blank_counts(rx, None)?), waiting))
        })
        .await?;
    let page = usize::try_from(rows_shown).unwrap_or(usize::MAX);
    let more = lines.len() > page;
    lines.truncate(page);
    let next = lines.last().filter(|_| more).map(|l| l.run.facts.no);
    ctx.render(&ListPage { lines, all, waiting, next, may_write: ctx.can(P::BlankWrite) })
}

#[derive(Template)]
#[template(path = "blanks/show.html")]
struct ShowPage {
    run: BlankRun,
    counts: Counts,
    spans: Vec<BlankSpan>,
    reports: Vec<Told>,
    offices: OfficeNames,
    may_write: bool,
}

impl ShowPage {
    fn range(&self) -> String {
        range(&self.run)
    }
    fn number(&self, serial: &i64) -> String {
        self.run.facts.numbers().of(*serial)
    }
    fn colour(&self, state: &BlankState) -> &'static str {
        colour(*state)
    }
    fn in_stock(&self, span: &BlankSpan) -> bool {
        span.state == BlankState::Stock
    }
}

/// `GET /blanks/{id}`.
async fn show(ctx: Ctx, path: web::Path<String>) -> Answer {
    let id: BlankRunId = path.parse().map_err(|_| WebError::NotFound)?;
    let (run, counts, spans, reports, offices) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let Some(run) = blank_run_fetch(rx, id)? else { return Ok(None) };
            let (counts, spans) = (Counts(blank_counts(rx, Some(id))?), blank_spans(rx, id)?);
            let reports = blank_reports(rx, None, Some(id), REPORTS)?.into_iter().map(|r| Told::new(r, &run)).collect();
            Ok(Some((run, counts, spans, reports, office_names(rx)?)))
        })
        .await?
        .ok_or(WebError::NotFound)?;
    ctx.render(&ShowPage { run, counts, spans, reports, offices, may_write: ctx.can(P::BlankWrite) })
}
