//! The part of the review file about what is out of the way and waits for somebody: one row for one thing.

use super::make::{AT_ONCE, Fact, Making, ReportError, Told, or_none};
use super::returns::{about, carats, kind_of, periods};
use crate::domain::access::Reach;
use crate::domain::arrival::ArrivalState;
use crate::domain::confirmation::Difference as ReceiptDifference;
use crate::domain::ids::CertificateId;
use crate::domain::quantity::decimal;
use crate::domain::shipment::Certificate;
use crate::domain::statistics::{Period, ReturnKind};
use crate::domain::time::Day;
use crate::interop::table::Table;
use crate::service::confirmation::overdue_since;
use crate::service::statistics::{Difference, DifferenceKind, reconciliation};
use crate::service::valuation::{Oddity, oddities, usual};
use crate::store::arrival::arrivals;
use crate::store::certificate::certificate_fetch;
use crate::store::confirmation::{certificates_overdue, confirmations_differing};
use crate::store::departure::certificates_here;
use crate::store::error::StoreError;
use crate::store::shipment::shipment_fetch;
use crate::store::valuation::valuations_counting;
use std::collections::HashSet;

const ALERTS: [&str; 13] =
    ["alert", "about", "day", "mct", "ct", "goods_mct", "received_mct", "what", "found", "usual_from", "usual_to", "period", "difference"];

/// A row of the table.
struct Alert {
    kind: &'static str,
    about: String,
    day: Day,
    /// By how much carats differ.
    mct: Option<i64>,
    /// Carats of the goods by their certificate, or as they were found.
    goods: Option<i64>,
    /// Carats that are said to have been received.
    received: Option<i64>,
    what: String,
    /// What was found, and between what it usually is.
    found: [String; 3],
    period: Option<Period>,
    /// By which the table of differences names it.
    difference: String,
}

impl Alert {
    fn new(kind: &'static str, about: &str, day: Day) -> Self {
        let about = String::from(about);
        let (what, difference, found) = (String::new(), String::new(), <[String; 3]>::default());
        Self { kind, about, day, mct: None, goods: None, received: None, what, found, period: None, difference }
    }
    fn row(self) -> [String; 13] {
        let [found, from, to] = self.found;
        [
            self.kind.to_owned(),
            self.about,
            self.day.to_string(),
            or_none(self.mct),
            self.mct.map(carats).unwrap_or_default(),
            or_none(self.goods),
            or_none(self.received),
            self.what,
            found,
            from,
            to,
            or_none(self.period),
            self.difference,
        ]
    }
}

const OVERDUE: &str = "receipt-overdue";
const HERE: &str = "here-after-end";
const WEIGHT: &str = ReceiptDifference::Weight.as_str();

/// What is told of certificates as things stand now: the alerts, and of which certificate which are among them.
#[derive(Default)]
struct Standing {
    alerts: Vec<Alert>,
    told: HashSet<(CertificateId, &'static str)>,
}

/// What is out of the way and waits for somebody: of the periods and days of the report, and of certificates and arrivals as
/// things stand now.
pub(super) fn alerts(m: &mut Making<'_, '_>) -> Result<Told, ReportError> {
    let mut standing = Standing::default();
    receipts(m, &mut standing)?;
    unconfirmed(m, &mut standing)?;
    let mut found: Vec<Alert> = Vec::new();
    for period in periods(m) {
        let differences = reconciliation(m.rx, &m.app.env.profile, period, m.today)?.differences;
        let waits = |d: &&Difference| !d.is_answered() && home(&d.kind).is_none_or(|kind| kind == period.kind());
        for d in differences.iter().filter(waits) {
            if !same(&d.kind).is_some_and(|other| standing.told.contains(&other)) {
                found.push(difference(m, period, d)?);
            }
        }
        m.steps.going()?;
    }
    found.append(&mut standing.alerts);
    detained(m, &mut found)?;
    valuations(m, &mut found)?;
    let mut table = Table::begin(m.out, "alerts.csv", &ALERTS)?;
    found.into_iter().try_for_each(|alert| table.row(alert.row()))?;
    let rows = table.end()?;
    let count = i64::try_from(rows).unwrap_or(i64::MAX);
    Ok(Told { files: vec![("alerts.csv".to_owned(), Some(rows))], facts: vec![Fact::Count("alerts", count)] })
}

/// The return from whose period a difference is taken where every period that holds it tells it again: one of a certificate
/// from its quarter, that of an office's month from its half-year.
const fn home(kind: &DifferenceKind) -> Option<ReturnKind> {
    match kind {
        DifferenceKind::Receipt { .. } | DifferenceKind::Stayed { .. } | DifferenceKind::Unseen { .. } => Some(ReturnKind::Trade),
        DifferenceKind::Jump { .. } => Some(ReturnKind::Production),
        _ => None,
    }
}

/// What tells the same of the same certificate as things stand now, and more of it: where that is among the alerts, the
/// difference of the statistics is not told beside it.
const fn same(kind: &DifferenceKind) -> Option<(CertificateId, &'static str)> {
    match kind {
        DifferenceKind::Receipt { certificate, said_mct: Some(_), .. } => Some((*certificate, WEIGHT)),
        DifferenceKind::Receipt { certificate, .. } => Some((*certificate, OVERDUE)),
        DifferenceKind::Stayed { certificate, .. } => Some((*certificate, HERE)),
        _ => None,
    }
}

fn fetched(m: &mut Making<'_, '_>, id: CertificateId) -> Result<Certificate, StoreError> {
    certificate_fetch(m.rx, id)?.ok_or_else(|| StoreError::damaged("what is told of a certificate that is none"))
}

/// A difference of the statistics that nobody has answered.
fn difference(m: &mut Making<'_, '_>, period: Period, d: &Difference) -> Result<Alert, StoreError> {
    let (mut goods, mut received) = (None, None);
    if let DifferenceKind::Receipt { certificate, .. }
    | DifferenceKind::Stayed { certificate, .. }
    | DifferenceKind::Unseen { certificate, .. } = &d.kind
    {
        goods = Some(fetched(m, *certificate)?.facts.weight_mct.mct());
    }
    if let DifferenceKind::Receipt { said_mct, .. } = &d.kind {
        received = *said_mct;
    }
    let what = d.alarm.map(|a| a.to_string()).unwrap_or_default();
    let (about, difference) = (about(m.rx, &m.offices, &d.kind)?, String::from(&d.name));
    let alert = Alert::new(kind_of(&d.kind), &about, period.last());
    Ok(Alert { mct: Some(d.extent.mct), goods, received, what, period: Some(period), difference, ..alert })
}

/// Differences between what was certified and what is said to have arrived that nobody has answered.
fn receipts(m: &mut Making<'_, '_>, standing: &mut Standing) -> Result<(), ReportError> {
    for said in confirmations_differing(m.rx, i64::MAX)? {
        let c = fetched(m, said.facts.certificate)?;
        let (certified, received) = (c.facts.weight_mct.mct(), said.facts.weight_mct.mct());
        for one in said.differences.iter().filter(|d| d.answer.is_none()) {
            // Only where the carats are what differs.
            let mct = (one.difference == ReceiptDifference::Weight).then(|| received.saturating_sub(certified));
            let alert = Alert::new("receipt-difference", &c.facts.number, said.facts.received_on);
            let what = one.difference.as_str();
            standing.told.insert((c.facts.certificate, what));
            standing.alerts.push(Alert { mct, goods: Some(certified), received: Some(received), what: what.to_owned(), ..alert });
        }
    }
    Ok(())
}

/// Certificates of which nobody abroad has confirmed the receipt, and those whose goods are still here after their last day.
fn unconfirmed(m: &mut Making<'_, '_>, standing: &mut Standing) -> Result<(), ReportError> {
    for id in certificates_overdue(m.rx, overdue_since(&m.app.env.profile, m.today), m.today, i64::MAX)? {
        let c = fetched(m, id)?;
        let goods = Some(c.facts.weight_mct.mct());
        standing.told.insert((id, OVERDUE));
        // Nothing is known of any of them.
        standing.alerts.push(Alert { mct: goods, goods, ..Alert::new(OVERDUE, &c.facts.number, c.facts.issued_on) });
    }
    for (c, closed) in certificates_here(m.rx, Reach::All, i64::MAX)?.into_iter().filter(|(c, _)| c.facts.expires_on < m.today) {
        let what = if closed { "container_closed" } else { "container_open" }.to_owned();
        standing.told.insert((c.facts.certificate, HERE));
        let alert = Alert::new(HERE, &c.facts.number, c.facts.expires_on);
        standing.alerts.push(Alert { goods: Some(c.facts.weight_mct.mct()), what, ..alert });
    }
    Ok(())
}

/// Shipments from abroad that are detained.
fn detained(m: &mut Making<'_, '_>, found: &mut Vec<Alert>) -> Result<(), ReportError> {
    let mut before = None;
    loop {
        let page = arrivals(m.rx, Some(ArrivalState::Detained), before, AT_ONCE)?;
        let Some(last) = page.last() else { return Ok(()) };
        before = Some(last.facts.no);
        found.extend(page.iter().map(|a| {
            let (goods, what) = (a.facts.found_mct.mct(), String::from(&a.facts.number));
            let mct = Some(goods.saturating_sub(a.facts.weight().mct()));
            Alert { mct, goods: Some(goods), what, ..Alert::new("detained", &a.facts.code, a.facts.arrived_on) }
        }));
    }
}

/// Something odd about a valuation: what was found, and between what it usually is.
fn odd(code: &str, on: Day, oddity: &Oddity) -> Alert {
    let usd = |cents: i64| decimal(cents, 2, 2);
    let (kind, what, found) = match oddity {
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
    Alert { what, found, ..Alert::new(kind, code, on) }
}

/// Valuations of the days of the report that lie outside what is usual.
fn valuations(m: &mut Making<'_, '_>, found: &mut Vec<Alert>) -> Result<(), ReportError> {
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
