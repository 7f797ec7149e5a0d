//! Blank certificates of the fictitious year: delivered, spoiled, stolen, given back.

use super::people::Cast;
use super::{DemoError, Plan, Stage};
use crate::domain::blank::{BlankFate, BlankState};
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::blank::{AllocateBlanks, DecideBlankReport, FormRange, ReceiveBlanks, ReportBlanks};
use crate::service::error::ServiceError;
use crate::store::blank::{blank_next, blank_runs, blank_spans};
use chrono::Datelike;

/// Forms beyond those that the certificates need.
const SPARE: i64 = 20;
/// Forms that an office gets.
const TO_OFFICE: i64 = 5;

fn reading(e: impl Into<ServiceError>) -> DemoError {
    DemoError::Act("reading", e.into())
}

/// The year's forms come when the year begins; what is left of the year before goes back to the printer.
pub(super) fn delivery(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, plan: Plan, day: Day) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let before = blank_runs(b.rx(), None, 1).map_err(reading)?.into_iter().next();
    let pattern = stage.app.env.profile.numbers.certificate.value.clone();
    let first = match &before {
        Some(run) if !pattern.restarts_yearly => run.facts.last.saturating_add(1),
        _ => 1,
    };
    let last = first.saturating_add(i64::try_from(plan.certificates).unwrap_or(0)).saturating_add(SPARE);
    let number = |serial| pattern.pattern.format(day.year(), serial);
    let receive =
        ReceiveBlanks { year: day.year(), first: number(first), last: number(last), note: stage.words.printer.into(), on: Some(day) };
    stage.must(b, &officer, &receive)?;
    let office = cast.first_office();
    let forms = FormRange { first: number(last.saturating_sub(TO_OFFICE)), last: Some(number(last)) };
    stage.must(b, &officer, &AllocateBlanks { forms, office })?;
    if let Some(run) = before {
        let numbers = run.facts.numbers();
        let left = blank_spans(b.rx(), run.facts.run).map_err(reading)?;
        for span in left.iter().filter(|s| s.state == BlankState::Stock) {
            let forms = FormRange { first: numbers.of(span.first), last: Some(numbers.of(span.last)) };
            report(stage, b, cast, forms, BlankFate::Returned, true)?;
        }
    }
    Ok(())
}

/// The next form in stock is reported, and confirmed by an approver where that is wished.
pub(super) fn mishap(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, fate: BlankFate, confirmed: bool) -> Result<(), DemoError> {
    let Some(form) = blank_next(b.rx(), None).map_err(reading)? else { return Ok(()) };
    report(stage, b, cast, FormRange { first: form.number, last: None }, fate, confirmed)
}

fn report(
    stage: &mut Stage<'_>,
    b: &mut Batch<'_, '_>,
    cast: &Cast,
    forms: FormRange,
    fate: BlankFate,
    confirmed: bool,
) -> Result<(), DemoError> {
    let officer = cast.officers.last().cloned().ok_or(DemoError::Missing("officer"))?;
    let approver = cast.approvers.first().cloned().ok_or(DemoError::Missing("approver"))?;
    let reason = match fate {
        BlankFate::Spoiled => stage.words.spoiled,
        BlankFate::Returned => stage.words.returned,
        BlankFate::Lost | BlankFate::Stolen => stage.words.stolen,
    };
    let receipt = stage.must(b, &officer, &ReportBlanks { forms, fate: Some(fate), on: None, reason: reason.into() })?;
    if confirmed {
        let report = receipt.subject.parse().map_err(|_| DemoError::Missing("report id"))?;
        stage.must(b, &approver, &DecideBlankReport { report, confirm: true, reason: None })?;
    }
    Ok(())
}
