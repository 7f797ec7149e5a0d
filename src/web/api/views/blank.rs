//! Blank certificates.

use crate::domain::access::Permission;
use crate::domain::blank;
use crate::domain::ids::{BlankReportId, BlankRunId, OfficeId};
use crate::domain::time::Day;
use crate::store::blank::{blank_reports, blank_run_fetch, blank_runs, blank_spans};
use crate::store::db::Rx;
use crate::web::api::asked::Asked;
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// The most reports of a run that are told.
const REPORTS: i64 = 1_000;

/// Forms with following numbers that share state and office.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlankSpan {
    first: String,
    last: String,
    /// `stock`, `reserved`, `reported`, `issued`, `spoiled`, `lost`, `stolen` or `returned`.
    state: &'static str,
    /// Who keeps them; none: the head office.
    office: Option<OfficeId>,
}

/// What somebody said of forms.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlankReport {
    id: BlankReportId,
    first: String,
    last: String,
    /// `spoiled`, `lost`, `stolen` or `returned`.
    fate: &'static str,
    #[schema(value_type = String, format = Date)]
    on: Day,
    reason: String,
    /// `waiting`, `confirmed` or `refused`.
    state: &'static str,
    decision_reason: Option<String>,
    reported_seq: i64,
    decided_seq: Option<i64>,
}

/// A print run of blank certificates, and what became of each form.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlankRun {
    id: BlankRunId,
    no: i64,
    year: i32,
    first: String,
    last: String,
    size: i64,
    note: String,
    #[schema(value_type = String, format = Date)]
    received_on: Day,
    spans: Vec<BlankSpan>,
    reports: Vec<BlankReport>,
    seq: i64,
}

fn view(rx: &mut Rx<'_>, run: blank::BlankRun) -> Result<BlankRun, WebError> {
    let facts = &run.facts;
    let numbers = facts.numbers();
    let span =
        |s: blank::BlankSpan| BlankSpan { first: numbers.of(s.first), last: numbers.of(s.last), state: s.state.as_str(), office: s.office };
    let report = |r: blank::BlankReport| BlankReport {
        id: r.id,
        first: numbers.of(r.first),
        last: numbers.of(r.last),
        fate: r.fate.as_str(),
        on: r.on,
        reason: r.reason,
        state: r.state.as_str(),
        decision_reason: r.decision_reason,
        reported_seq: r.reported_seq,
        decided_seq: r.decided_seq,
    };
    let (first, last) = facts.ends();
    Ok(BlankRun {
        id: facts.run,
        no: facts.no,
        year: facts.year,
        first,
        last,
        size: facts.size(),
        note: facts.note.clone(),
        received_on: facts.on,
        spans: blank_spans(rx, facts.run)?.into_iter().map(span).collect(),
        reports: blank_reports(rx, None, Some(facts.run), REPORTS)?.into_iter().map(report).collect(),
        seq: run.seq,
    })
}

impl Noun for BlankRun {
    const PERMISSION: Permission = Permission::BlankRead;
    const OF_COUNTRY: bool = true;

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, _: &Reader, _: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        blank_runs(rx, before, limit)?.into_iter().map(|run| view(rx, run)).collect()
    }
    fn one(rx: &mut Rx<'_>, _: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let Ok(id) = key.parse() else { return Ok(None) };
        let found = blank_run_fetch(rx, id)?;
        found.map(|run| view(rx, run)).transpose()
    }
}
