//! The part of the review file about statistics, and what its periods and differences are called in other parts too.

use super::make::{Fact, Making, ReportError, Told, named, office as office_code};
use crate::domain::ids::OfficeId;
use crate::domain::quantity::decimal;
use crate::domain::statistics::{FigureLine, Period, ReturnKind};
use crate::interop::return_table::{self, Head};
use crate::interop::table::Table;
use crate::service::statistics::{DifferenceKind, csv_of, figures, reconciliation};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::statistics::submissions_of;
use std::collections::HashMap;

/// The periods of all returns that hold a day of the report and have begun, in the order of their files' names.
pub(super) fn periods(m: &Making<'_, '_>) -> Vec<Period> {
    let until = m.span.last.min(m.today);
    let of = |kind: ReturnKind| {
        let from = Period::of(kind, m.span.first);
        std::iter::successors(Some(from), |p| Some(p.after())).take_while(move |p| p.first() <= until)
    };
    let mut all: Vec<Period> = ReturnKind::ALL.iter().flat_map(|kind| of(*kind)).collect();
    // As the names of their files stand in order.
    all.sort_by_key(|period| format!("{period}-n"));
    all
}

/// A difference in a word, and by how far it is out of the way.
pub(super) fn kind_of(kind: &DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Balance { .. } => "balance",
        DifferenceKind::Recording { .. } => "recording",
        DifferenceKind::Submitted { .. } => "submitted",
        DifferenceKind::Ratio(_) => "F1-exports-above-production",
        DifferenceKind::Jump { .. } => "F2-office-jump",
        DifferenceKind::Receipt { .. } => "F13-receipt",
        DifferenceKind::Stayed { .. } | DifferenceKind::Unseen { left_on: None, .. } => "never-seen-leaving",
        DifferenceKind::Unseen { .. } => "left-after-receipt",
        DifferenceKind::Mirror { .. } => "F13-partner-figures",
        DifferenceKind::MirrorValue { .. } => "F13-partner-value",
    }
}

/// What a difference is about, as other tables name it: a certificate by its number, a holder or an office by its code, a
/// partner by his country. Empty where it is about the whole country.
pub(super) fn about(rx: &mut Rx<'_>, offices: &HashMap<OfficeId, String>, kind: &DifferenceKind) -> Result<String, StoreError> {
    Ok(match kind {
        DifferenceKind::Receipt { number, .. } | DifferenceKind::Stayed { number, .. } | DifferenceKind::Unseen { number, .. } => {
            String::from(number)
        }
        DifferenceKind::Balance { holder } => named(rx, &[*holder])?.remove(holder).map_or_else(|| holder.to_string(), |(code, _)| code),
        DifferenceKind::Jump { office, .. } => office_code(offices, *office),
        DifferenceKind::Mirror { partner, .. } | DifferenceKind::MirrorValue { partner, .. } => String::from(partner),
        DifferenceKind::Recording { .. } | DifferenceKind::Submitted { .. } | DifferenceKind::Ratio(_) => String::new(),
    })
}

pub(super) fn carats(mct: i64) -> String {
    decimal(mct, 3, 2)
}

const RETURNS: [&str; 8] = ["period", "return", "version", "submitted_at", "reason", "sha256", "csv", "xlsx"];
const DIFFERENCES: [&str; 13] = [
    "period",
    "difference",
    "kind",
    "about",
    "mct",
    "ct",
    "value_usd",
    "alarm",
    "answered_at",
    "answered_mct",
    "answered_value_usd",
    "cause",
    "answer",
];

/// The returns of every period with a day in the report: as submitted, and as the register says now; and what differs.
pub(super) fn statistics(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let mut told = Told::default();
    let all = periods(m);
    let mut submitted = Vec::new();
    for period in &all {
        let lines = figures(m.rx, &m.app.env.profile, *period)?;
        let versions = submissions_of(m.rx, *period)?;
        // What the register says now would be the next version.
        let next = versions.first().map_or(0, |s| s.version).saturating_add(1);
        drawn(m, (*period, next), &lines, &format!("{period}-now"))?;
        for s in versions.iter().rev() {
            let stem = format!("{period}-v{}", s.version);
            drawn(m, (*period, s.version), &s.lines, &stem)?;
            let (csv, xlsx) = (format!("statistics/{stem}.csv"), format!("statistics/{stem}.xlsx"));
            let reason = String::from(s.reason.as_deref().unwrap_or_default());
            let kind = period.kind().to_string();
            submitted.push([period.to_string(), kind, s.version.to_string(), s.at.to_string(), reason, s.sha256.clone(), csv, xlsx]);
        }
        m.steps.going()?;
    }
    let differing = differences(m, &all)?;
    told.files.push(("statistics/differences.csv".to_owned(), Some(differing)));
    let mut table = Table::begin(m.out, "statistics/returns.csv", &RETURNS)?;
    submitted.into_iter().try_for_each(|row| table.row(row))?;
    let rows = table.end()?;
    told.files.push(("statistics/returns.csv".to_owned(), Some(rows)));
    told.facts.push(Fact::Count("returns", i64::try_from(rows).unwrap_or(i64::MAX)));
    told.facts.push(Fact::Count("differences", i64::try_from(differing).unwrap_or(i64::MAX)));
    Ok(told)
}

/// The files of some figures.
fn drawn(m: &mut Making<'_, '_>, (period, version): (Period, i64), lines: &[FigureLine], stem: &str) -> Result<(), ReportError> {
    let profile = &m.app.env.profile;
    let csv = csv_of(profile, period, version, lines)?;
    m.out.file(&format!("statistics/{stem}.csv"), &csv)?;
    let book = return_table::xlsx(Head { country: profile.code(), period, version }, lines).map_err(StoreError::damaged)?;
    Ok(m.out.file(&format!("statistics/{stem}.xlsx"), &book)?)
}

/// Every difference that the reconciliation of these periods tells, with each answer; how many rows.
fn differences(m: &mut Making<'_, '_>, all: &[Period]) -> Result<u64, ReportError> {
    let mut table = Table::begin(m.out, "statistics/differences.csv", &DIFFERENCES)?;
    for period in all {
        for d in reconciliation(m.rx, &m.app.env.profile, *period, m.today)?.differences {
            let head = [
                period.to_string(),
                String::from(&d.name),
                kind_of(&d.kind).to_owned(),
                about(m.rx, &m.offices, &d.kind)?,
                d.extent.mct.to_string(),
                carats(d.extent.mct),
                decimal(d.extent.usd_cents, 2, 2),
                d.alarm.map(|a| a.to_string()).unwrap_or_default(),
            ];
            if d.answers.is_empty() {
                table.row(head.iter().cloned().chain(std::iter::repeat_n(String::new(), 5)))?;
            }
            for a in &d.answers {
                table.row(head.iter().cloned().chain([
                    a.at.to_string(),
                    a.extent.mct.to_string(),
                    decimal(a.extent.usd_cents, 2, 2),
                    a.cause.to_string(),
                    String::from(&a.answer),
                ]))?;
            }
        }
        m.steps.going()?;
    }
    Ok(table.end()?)
}
