//! Parts of the review file about statistics, and about what is out of the way.

use super::make::{AT_ONCE, Fact, Making, ReportError, Told, or_none};
use crate::domain::access::Reach;
use crate::domain::arrival::ArrivalState;
use crate::domain::quantity::decimal;
use crate::domain::statistics::{FigureLine, Period, ReturnKind};
use crate::domain::time::Day;
use crate::interop::return_table::{self, Head};
use crate::interop::table::Table;
use crate::service::confirmation::overdue_since;
use crate::service::statistics::{Difference, DifferenceKind, csv_of, figures, reconciliation};
use crate::service::valuation::{Oddity, oddities, usual};
use crate::store::arrival::arrivals;
use crate::store::certificate::certificate_fetch;
use crate::store::confirmation::{certificates_overdue, confirmations_differing};
use crate::store::departure::certificates_here;
use crate::store::error::StoreError;
use crate::store::shipment::shipment_fetch;
use crate::store::statistics::submissions_of;
use crate::store::valuation::valuations_counting;

/// The periods of all returns that hold a day of the report and have begun, in the order of their files' names.
fn periods(m: &Making<'_, '_>) -> Vec<Period> {
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
fn kind_of(kind: &DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Balance { .. } => "balance",
        DifferenceKind::Recording { .. } => "recording",
        DifferenceKind::Submitted { .. } => "submitted",
        DifferenceKind::Ratio { .. } => "F1-exports-above-production",
        DifferenceKind::Jump { .. } => "F2-office-jump",
        DifferenceKind::Receipt { .. } => "F13-receipt",
        DifferenceKind::Stayed { .. } | DifferenceKind::Unseen { left_on: None, .. } => "never-seen-leaving",
        DifferenceKind::Unseen { .. } => "left-after-receipt",
        DifferenceKind::Mirror { .. } => "F13-partner-figures",
    }
}

fn carats(mct: i64) -> String {
    decimal(mct, 3, 2)
}

const RETURNS: [&str; 8] = ["period", "return", "version", "submitted_at", "reason", "sha256", "csv", "xlsx"];
const DIFFERENCES: [&str; 10] = ["period", "difference", "kind", "mct", "ct", "alarm", "answered_at", "answered_mct", "cause", "answer"];

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
                d.mct.to_string(),
                carats(d.mct),
                d.alarm.map(|a| a.to_string()).unwrap_or_default(),
            ];
            if d.answers.is_empty() {
                table.row(head.iter().cloned().chain(std::iter::repeat_n(String::new(), 4)))?;
            }
            for a in &d.answers {
                table.row(head.iter().cloned().chain([
                    a.at.to_string(),
                    a.mct.to_string(),
                    a.cause.to_string(),
                    String::from(&a.answer),
                ]))?;
            }
        }
        m.steps.going()?;
    }
    Ok(table.end()?)
}

const ALERTS: [&str; 9] = ["alert", "about", "day", "mct", "ct", "what", "found", "usual_from", "usual_to"];

/// What is out of the way and waits for somebody: of the periods and days of the report, and of certificates and arrivals as
/// things stand now.
pub(super) fn alerts(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let mut found: Vec<[String; 9]> = Vec::new();
    for period in periods(m) {
        let differences = reconciliation(m.rx, &m.app.env.profile, period, m.today)?.differences;
        found.extend(differences.iter().filter(|d| !d.is_answered()).map(|d| difference(period, d)));
        m.steps.going()?;
    }
    receipts(m, &mut found)?;
    let overdue = certificates_overdue(m.rx, overdue_since(&m.app.env.profile, m.today), m.today, i64::MAX)?;
    for id in overdue {
        let Some(c) = certificate_fetch(m.rx, id)? else { continue };
        let mct = c.facts.weight_mct.mct();
        found.push(alert("receipt-overdue", &c.facts.number, c.facts.issued_on, Some(mct), ""));
    }
    for (c, closed) in certificates_here(m.rx, Reach::All, i64::MAX)?.into_iter().filter(|(c, _)| c.facts.expires_on < m.today) {
        let what = if closed { "container_closed" } else { "container_open" };
        found.push(alert("here-after-end", &c.facts.number, c.facts.expires_on, Some(c.facts.weight_mct.mct()), what));
    }
    let mut before = None;
    loop {
        let page = arrivals(m.rx, Some(ArrivalState::Detained), before, AT_ONCE)?;
        let Some(last) = page.last() else { break };
        before = Some(last.facts.no);
        found.extend(
            page.iter().map(|a| alert("detained", &a.facts.code, a.facts.arrived_on, Some(a.facts.found_mct.mct()), &a.facts.number)),
        );
    }
    valuations(m, &mut found)?;
    let mut table = Table::begin(m.out, "alerts.csv", &ALERTS)?;
    found.iter().try_for_each(|row| table.row(row))?;
    let rows = table.end()?;
    let count = i64::try_from(rows).unwrap_or(i64::MAX);
    Ok(Told { files: vec![("alerts.csv".to_owned(), Some(rows))], facts: vec![Fact::Count("alerts", count)] })
}

fn alert(kind: &str, about: &str, day: Day, mct: Option<i64>, what: &str) -> [String; 9] {
    let mut row = <[String; 9]>::default();
    let [is, of, on, milli, ct, told, ..] = &mut row;
    (*is, *of, *on) = (kind.to_owned(), String::from(about), day.to_string());
    (*milli, *ct, *told) = (or_none(mct), mct.map(carats).unwrap_or_default(), String::from(what));
    row
}

/// Something odd about a valuation: what was found, and between what it usually is.
fn odd(code: &str, on: Day, oddity: &Oddity) -> [String; 9] {
    let usd = |cents: i64| decimal(cents, 2, 2);
    let (kind, what, numbers) = match oddity {
        Oddity::LowRatio { ratio_ppm, least_ppm } => (
            "valuation-declared-low",
            "exporter_of_government_ppm".to_owned(),
            [ratio_ppm.to_string(), least_ppm.to_string(), String::new()],
        ),
        Oddity::OffBand { line, cents_per_carat, usual } => (
            "valuation-off-band",
            format!("usd_per_carat line {}", line.saturating_add(1)),
            [usd(*cents_per_carat), usd(usual.band.low), usd(usual.band.high)],
        ),
    };
    let mut row = alert(kind, code, on, None, &what);
    let [.., found, from, to] = &mut row;
    [*found, *from, *to] = numbers;
    row
}

/// A difference of the statistics that nobody has answered.
fn difference(period: Period, d: &Difference) -> [String; 9] {
    let what = [d.name.as_str(), d.alarm.map_or("", |a| a.as_str())].join(" ");
    alert(kind_of(&d.kind), &period.to_string(), period.last(), Some(d.mct), what.trim())
}

/// Differences between what was certified and what is said to have arrived that nobody has answered.
fn receipts(m: &mut Making<'_, '_>, found: &mut Vec<[String; 9]>) -> Result<(), ReportError> {
    for c in confirmations_differing(m.rx, i64::MAX)? {
        let number = certificate_fetch(m.rx, c.facts.certificate)?
            .ok_or_else(|| StoreError::damaged("a confirmation of no certificate"))?
            .facts
            .number;
        let open = c.differences.iter().filter(|d| d.answer.is_none());
        found.extend(
            open.map(|d| alert("receipt-difference", &number, c.facts.received_on, Some(c.facts.weight_mct.mct()), d.difference.as_str())),
        );
    }
    Ok(())
}

/// Valuations of the days of the report that lie outside what is usual.
fn valuations(m: &mut Making<'_, '_>, found: &mut Vec<[String; 9]>) -> Result<(), ReportError> {
    let mut after = 0;
    loop {
        let page = valuations_counting(m.rx, m.span, after, AT_ONCE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.seq;
        for v in &page {
            let e = &v.facts;
            let oddities = oddities(&m.app.env.profile, e, &usual(m.rx, e, v.region.as_deref())?);
            if oddities.is_empty() {
                continue;
            }
            let code = shipment_fetch(m.rx, e.shipment)?.ok_or_else(|| StoreError::damaged("a valuation of no shipment"))?.code;
            found.extend(oddities.iter().map(|one| odd(&code, e.on, one)));
        }
        m.steps.going()?;
    }
}
