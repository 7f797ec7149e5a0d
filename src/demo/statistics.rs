//! Statistics of the fictitious year: returns submitted when they fall due, one of them revised, a partner's table, and an
//! answer for what it shows.

use super::people::Cast;
use super::{DemoError, Stage};
use crate::domain::access::Reach;
use crate::domain::entry::sha256_hex;
use crate::domain::parcel::{ParcelState, parcel_code};
use crate::domain::quantity::{Mass, decimal};
use crate::domain::statistics::{DifferenceCause, FigurePart, Period, ReturnKind, carats_2};
use crate::domain::time::Day;
use crate::service::Batch;
use crate::service::correction::{DecideCorrection, ProposeProductionCorrection};
use crate::service::error::ServiceError;
use crate::service::statistics::{AnswerReturnDifference, ReceivePartnerFigures, SubmitReturn, csv_of, figures, reconciliation};
use crate::store::error::StoreError;
use crate::store::parcel::parcel_fetch;
use crate::store::production::{ProductionFilter, productions};
use crate::store::statistics::{submissions_of, submitted_periods};
use chrono::Days;
use std::collections::BTreeMap;

/// How many days before a return is due it is submitted.
const AHEAD: u64 = 10;
/// By how much an entry was misread, milli-carats.
const MISREAD_MCT: i64 = 10;
/// Entries that are looked through for one that can be put right.
const ENTRIES: i64 = 200;
/// What the partner says of the largest import is a twentieth less.
const LESS: i64 = 20;

fn reading(e: impl Into<ServiceError>) -> DemoError {
    DemoError::Act("reading", e.into())
}

/// Submits the returns that fall due, of periods in which the register was there.
pub(super) fn due(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day, begin: Day) -> Result<(), DemoError> {
    for kind in ReturnKind::ALL {
        let period = Period::of(*kind, day).before();
        let on = period.due().checked_sub_days(Days::new(AHEAD));
        if on == Some(day) && period.last() >= begin {
            submit(stage, b, cast, period, None)?;
        }
    }
    Ok(())
}

fn submit(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, period: Period, reason: Option<&str>) -> Result<(), DemoError> {
    let approver = cast.approvers.first().cloned().ok_or(DemoError::Missing("approver"))?;
    let app = stage.app;
    let profile = &app.env.profile;
    let version = submissions_of(b.rx(), period).map_err(reading)?.first().map_or(0, |s| s.version).saturating_add(1);
    let lines = figures(b.rx(), profile, period).map_err(reading)?;
    let seen = sha256_hex(&[&csv_of(profile, period, version, &lines).map_err(reading)?]);
    stage.must(b, &approver, &SubmitReturn { period, seen, reason: reason.map(str::to_owned) })?;
    Ok(())
}

/// An entry of a period that was submitted turns out to be misread.
fn reread(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast) -> Result<(), DemoError> {
    for (period, ..) in submitted_periods(b.rx()).map_err(reading)? {
        if period.kind() == ReturnKind::Production && misread(stage, b, cast, period)? {
            break;
        }
    }
    Ok(())
}

/// The first entry of a period that can still be corrected is; tells whether there is one.
fn misread(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, period: Period) -> Result<bool, DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let approver = cast.approvers.first().cloned().ok_or(DemoError::Missing("approver"))?;
    let filter = ProductionFilter { from: Some(period.first()), to: Some(period.last()), ..ProductionFilter::default() };
    for source in productions(b.rx(), Reach::All, &filter, None, ENTRIES).map_err(reading)? {
        // What somebody holds keeps its mass.
        let used_up = parcel_fetch(b.rx(), source.parcel_no).map_err(reading)?.is_some_and(|p| p.state == ParcelState::Consumed);
        if !used_up {
            continue;
        }
        let weight_mct = Mass::new(source.weight.mct().saturating_add(MISREAD_MCT));
        let command = ProposeProductionCorrection {
            weight_mct,
            ..ProposeProductionCorrection::of(parcel_code(source.parcel_no), stage.words.notebook.into())
        };
        let mut act = stage.act(&officer, b.now());
        if !b.refusals(&mut act, &command).map_err(reading)?.0.is_empty() {
            continue;
        }
        let correction = stage.must(b, &officer, &command)?.subject.parse().map_err(|_| DemoError::Missing("correction"))?;
        stage.must(b, &approver, &DecideCorrection { correction, approved: true, reason: None })?;
        return Ok(true);
    }
    Ok(false)
}

/// The first return that the ledger has left behind is revised.
pub(super) fn revise(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast) -> Result<(), DemoError> {
    reread(stage, b, cast)?;
    for (period, ..) in submitted_periods(b.rx()).map_err(reading)? {
        let now = figures(b.rx(), &stage.app.env.profile, period).map_err(reading)?;
        let last = submissions_of(b.rx(), period).map_err(reading)?.into_iter().next();
        if last.is_some_and(|s| s.lines != now) {
            return submit(stage, b, cast, period, Some(stage.words.revised));
        }
    }
    Ok(())
}

/// A table of what partners say that they imported in the last whole quarter, and an answer for the first difference.
pub(super) fn partners(stage: &mut Stage<'_>, b: &mut Batch<'_, '_>, cast: &Cast, day: Day) -> Result<(), DemoError> {
    let officer = cast.officers.first().cloned().ok_or(DemoError::Missing("officer"))?;
    let app = stage.app;
    let (profile, period) = (&app.env.profile, Period::of(ReturnKind::Trade, day).before());
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for line in figures(b.rx(), profile, period).map_err(reading)?.into_iter().filter(|l| l.part == FigurePart::Export) {
        let sum = sums.entry(line.key).or_default();
        *sum = sum.saturating_add(line.weight_mct);
    }
    let Some(largest) = sums.iter().max_by_key(|(_, mct)| **mct).map(|(key, _)| key.clone()) else { return Ok(()) };
    let mut file = String::from("partner,period,carats\n");
    for (partner, mct) in sums {
        let said = if partner == largest { mct.saturating_sub(mct / LESS) } else { mct };
        file.push_str(&format!("{partner},{period},{}\n", decimal(carats_2(said), 2, 2)));
    }
    stage.must(b, &officer, &ReceivePartnerFigures { source: stage.words.partner_table.into(), file })?;
    let found = reconciliation(b.rx(), profile, period, day).map_err(reading)?;
    let Some(difference) = found.differences.iter().find(|d| d.name.starts_with("mirror/")) else {
        return Err(reading(StoreError::Damaged("the partner's table differs in nothing".into())));
    };
    let answer = stage.words.partner_asked.into();
    let cause = Some(DifferenceCause::Inquiry);
    stage.must(b, &officer, &AnswerReturnDifference { period, difference: difference.name.clone(), cause, answer })?;
    Ok(())
}
