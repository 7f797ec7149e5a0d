//! Valuation, certificates and departure, and what leaves the country against what is dug in it.

use super::alert::{LinkKind, Severity, Sighting, Subject, SubjectKind, Value};
use super::{Control, ControlKind, Family, Theme};
use crate::domain::ids::ShipmentId;
use crate::domain::jurisdiction::Controls;
use crate::domain::month::Month;
use crate::domain::statistics::{Alarm, Valued, export_alarm, growth};
use std::collections::BTreeMap;

/// The controls of this family.
pub const CONTROLS: &[Control] = &[
    Control {
        code: "C11",
        family: Family::Exports,
        kind: ControlKind::Refuses,
        themes: &[Theme::M1],
        frauds: &["F4", "F5", "F9"],
        source: "6.2 C11; section 2 [V:14-17]; 60 days [S04]",
        refusals: &[
            "certificate.expiry_late",
            "certificate.expiry_past",
            "certificate.destination_own",
            "certificate.issued",
            "certificate.not_valued",
            "certificate.parcel_gone",
            "certificate.parcel_elsewhere",
            "certificate.parcel_not_held",
            "certificate.seal_missing",
            "certificate.seal_other",
            "certificate.seal_elsewhere",
            "certificate.stones_changed",
            "certificate.weight_changed",
            "certificate.totals_differ",
            "certificate.changed_since_signed",
            "certificate.void",
            "shipment.destination_unknown",
            "shipment.destination_own",
            "shipment.not_sealed",
            "shipment.weightless",
            "shipment.hs_differs",
            "participant.stranger",
            "participant.closed",
            "departure.not_valid",
            "departure.not_sealed",
            "departure.seal_other",
            "departure.seal_used",
            "departure.before_seal",
            "departure.not_printed",
            "departure.not_told",
            "valuation.weight_differs",
            "valuation.stones_differ",
            "valuation.no_official",
            "valuation.special_apart",
        ],
        settings: &["certificate", "valuation"],
        subject: None,
        evidence: "/certificates",
    },
    Control {
        code: "F4",
        family: Family::Exports,
        kind: ControlKind::Refuses,
        themes: &[Theme::M1, Theme::M11],
        frauds: &["F4"],
        source: "6.1 F4 [V:94]",
        refusals: &[
            "blank.other_year",
            "blank.number_year",
            "blank.not_in_stock",
            "blank.not_this",
            "blank.none_left",
            "blank.overlap",
            "blank.elsewhere",
            "departure.parcel_number",
            "departure.number",
        ],
        settings: &["certificate.blanks_of_year", "certificate.container_serial"],
        subject: None,
        evidence: "/blanks",
    },
    Control {
        code: "F15",
        family: Family::Exports,
        kind: ControlKind::Refuses,
        themes: &[Theme::M11],
        frauds: &["F15"],
        source: "6.1 F15 [V:1], [S11 11]",
        refusals: &["departure.no_courier", "departure.transport"],
        settings: &[],
        subject: None,
        evidence: "/certificates",
    },
    Control {
        code: "F16",
        family: Family::Exports,
        kind: ControlKind::Refuses,
        themes: &[Theme::M9, Theme::M10],
        frauds: &["F16"],
        source: "6.1 F16 [V:101]",
        refusals: &[
            "certificate.same_person",
            "correction.same_person",
            "blank.same_person",
            "removal.same_person",
            "dispute.same_person",
            "participant.same_person",
            "recovery.same_person",
            "signature.same_browser",
            "signature.same_factor",
            "seizure.same_person",
            "zone.same_person",
            "valuation.own_stones",
        ],
        settings: &[],
        subject: None,
        evidence: "/journal",
    },
    Control {
        code: "F1",
        family: Family::Exports,
        kind: ControlKind::Alerts,
        themes: &[Theme::M1, Theme::M8, Theme::M13],
        frauds: &["F1"],
        source: "6.1 F1 [V:38,92]; 9",
        refusals: &[],
        settings: &[],
        subject: Some(SubjectKind::Country),
        evidence: "/statistics",
    },
    Control {
        code: "F3",
        family: Family::Exports,
        kind: ControlKind::Alerts,
        themes: &[Theme::M8],
        frauds: &["F3"],
        source: "6.1 F3 [V:93]; half as much again is an assumption [D]",
        refusals: &[],
        settings: &[],
        subject: Some(SubjectKind::Country),
        evidence: "/statistics/values",
    },
    Control {
        code: "F7",
        family: Family::Exports,
        kind: ControlKind::Alerts,
        themes: &[Theme::M11],
        frauds: &["F7"],
        source: "6.1 F7 [V:50]",
        refusals: &[],
        settings: &["controls.large_stone_mct"],
        subject: Some(SubjectKind::Country),
        evidence: "/statistics/values",
    },
    Control {
        code: "F9",
        family: Family::Exports,
        kind: ControlKind::Alerts,
        themes: &[Theme::M1],
        frauds: &["F9"],
        source: "6.1 F9 [V:49]",
        refusals: &[],
        settings: &["valuation.low_ratio_ppm"],
        subject: Some(SubjectKind::Shipment),
        evidence: "/shipments",
    },
];

/// What left the country in a month, of its own stones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Left {
    /// Milli-carats.
    pub mct: i64,
    /// Value on the certificates, US cents.
    pub usd_cents: i64,
    /// Stones so large that the profile calls them so.
    pub large: i64,
}

/// Months of a year.
const YEAR: i32 = 12;
/// Years back to which a value is held.
const YEARS: i32 = 5;

fn sum(months: &BTreeMap<Month, Left>, last: Month, count: i32) -> Left {
    let first = last.plus(1_i32.saturating_sub(count));
    months.range(first..=last).fold(Left::default(), |sum, (_, m)| Left {
        mct: sum.mct.saturating_add(m.mct),
        usd_cents: sum.usd_cents.saturating_add(m.usd_cents),
        large: sum.large.saturating_add(m.large),
    })
}

/// Twelve months, ending with each month from `from` to `until`, in which more left than was dug in them and in hand before
/// (F1): above the whole an alarm, above half as much again critical. In hand is what was dug in the months before that had not
/// left: stones leave a month or two after they were dug. `stock_mct` is what was declared from before the register; it is told
/// and excuses nothing.
#[must_use]
pub fn beyond_production(
    country: &Subject,
    left: &BTreeMap<Month, Left>,
    dug: &BTreeMap<Month, i64>,
    stock_mct: i64,
    (from, until): (Month, Month),
) -> Vec<Sighting> {
    let mut found = Vec::new();
    for month in from.until(until) {
        let exports = sum(left, month, YEAR).mct;
        let first = month.plus(1_i32.saturating_sub(YEAR));
        let all = |dug: &mut dyn Iterator<Item = i64>| dug.fold(0_i64, i64::saturating_add);
        let production = all(&mut dug.range(first..=month).map(|(_, mct)| *mct));
        let before = all(&mut dug.range(..first).map(|(_, mct)| *mct));
        let in_hand = before.saturating_sub(all(&mut left.range(..first).map(|(_, l)| l.mct))).max(0);
        let (ppm, Some(alarm)) = export_alarm(exports, production.saturating_add(in_hand)) else { continue };
        let severity = if alarm == Alarm::Critical { Severity::Critical } else { Severity::Alarm };
        let sighting = Sighting::new("F1", country.clone(), month)
            .weighing(severity, ppm.unwrap_or(i64::MAX))
            .fact("month", month)
            .fact("exports", Value::Mct(exports))
            .fact("production", Value::Mct(production))
            .fact("inhand", Value::Mct(in_hand))
            .fact("stock", Value::Mct(stock_mct));
        found.push(sighting);
    }
    found
}

/// Twelve months in which a carat left for half as much again as in one of the five years before (F3), whatever the weight.
#[must_use]
pub fn value_outruns(country: &Subject, left: &BTreeMap<Month, Left>, (from, until): (Month, Month)) -> Vec<Sighting> {
    let valued = |l: Left| Valued { sheets: 0, weight_mct: l.mct, value_usd_cents: l.usd_cents };
    let mut found = Vec::new();
    for month in from.until(until) {
        let now = valued(sum(left, month, YEAR));
        let back = |years: i32| (years, valued(sum(left, month.plus(years.saturating_mul(-YEAR)), YEAR)));
        let odd = (1..=YEARS).map(back).find_map(|(years, before)| growth(before, now).filter(|g| g.odd).map(|g| (years, g)));
        let Some((years, g)) = odd else { continue };
        let sighting = Sighting::new("F3", country.clone(), month)
            .weighing(Severity::Alarm, g.value_ppm.saturating_sub(g.weight_ppm))
            .fact("month", month)
            .fact("years", Value::Count(i64::from(years)))
            .fact("weight", Value::Ppm(g.weight_ppm))
            .fact("value", Value::Ppm(g.value_ppm))
            .fact("before", Value::UsdCents(g.before.cents_per_carat().unwrap_or(0)))
            .fact("now", Value::UsdCents(g.now.cents_per_carat().unwrap_or(0)));
        found.push(sighting);
    }
    found
}

/// Months of a half-year, and of the two years before it.
const HALF: i32 = 6;
const TWO_YEARS: i32 = 24;
/// The least probability with which so few large stones come by chance.
const FALL_P: f64 = 0.01;

/// Half-years in which far fewer large stones left than the two years before let expect (F7): perhaps they leave elsewhere.
#[must_use]
pub fn large_stones_fall(
    country: &Subject,
    left: &BTreeMap<Month, Left>,
    limits: &Controls,
    (from, until): (Month, Month),
) -> Vec<Sighting> {
    let mut found = Vec::new();
    for month in from.until(until) {
        let now = sum(left, month, HALF);
        let before = sum(left, month.plus(HALF.saturating_neg()), TWO_YEARS);
        let Some((expected, p)) = so_few(before, now) else { continue };
        if p >= FALL_P {
            continue;
        }
        let sighting = Sighting::new("F7", country.clone(), month)
            .weighing(Severity::Alarm, expected.saturating_sub(now.large))
            .fact("month", month)
            .fact("large", Value::Count(now.large))
            .fact("expected", Value::Count(expected))
            .fact("mct", Value::Mct(now.mct))
            .fact("least", Value::Mct(i64::from(limits.large_stone_mct.value)));
        found.push(sighting);
    }
    found
}

/// How many large stones were to be expected, and how probable so few are (Poisson); none where nothing left before.
fn so_few(before: Left, now: Left) -> Option<(i64, f64)> {
    use statrs::distribution::{DiscreteCDF, Poisson};
    let expected = i128::from(before.large).checked_mul(i128::from(now.mct))?.checked_div(i128::from(before.mct))?;
    let expected = i64::try_from(expected).ok().filter(|e| *e > 0)?;
    let mean = f64::from(u32::try_from(expected).ok()?);
    let p = Poisson::new(mean).ok()?.cdf(u64::try_from(now.large).ok()?);
    Some((expected, p))
}

/// A valuation of which something is odd (F9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OddValue {
    /// The shipment.
    pub shipment: ShipmentId,
    /// Its code.
    pub code: String,
    /// The exporter's value of the government's, millionths, where it is too low.
    pub ratio_ppm: Option<i64>,
    /// Lines whose price a carat is out of the usual.
    pub lines: i64,
}

/// A shipment whose value was declared too low, or valued out of the usual (F9).
#[must_use]
pub fn undervalued(v: &OddValue) -> Sighting {
    let severity = if v.ratio_ppm.is_some() { Severity::Alarm } else { Severity::Notice };
    let short = v.ratio_ppm.map_or(0, |ratio| 1_000_000_i64.saturating_sub(ratio));
    Sighting::new("F9", v.shipment, "")
        .weighing(severity, short.saturating_add(v.lines))
        .fact("what", Value::Text(if v.ratio_ppm.is_some() { "low" } else { "band" }.to_owned()))
        .fact("code", Value::Text(v.code.clone()))
        .fact("ratio", Value::Ppm(v.ratio_ppm.unwrap_or(0)))
        .fact("lines", Value::Count(v.lines))
        .links(LinkKind::Shipment, [v.shipment])
}
