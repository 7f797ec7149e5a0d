//! Whether the sizes of stones are those of where they are said to come from.

use super::alert::{LinkKind, Severity, Sighting, Subject, SubjectKind, Value};
use super::{Control, ControlKind, Family, Theme};
use crate::domain::footprint::{Comparison, Judged};
use crate::domain::ids::{CertificateId, PartyId};
use crate::domain::jurisdiction::Footprint as Limits;
use crate::domain::month::Month;
use crate::domain::statistics::Period;
use crate::domain::time::Day;

/// The settings of both.
const SETTINGS: &[&str] = &[
    "footprint.compared_least_stones",
    "footprint.covered_ppm",
    "footprint.chance_ppm",
    "footprint.gap_ppm",
    "footprint.divergence_ppm",
    "production.size_table",
];

/// The controls of this family.
pub const CONTROLS: &[Control] = &[
    Control {
        code: "X8",
        family: Family::Places,
        kind: ControlKind::Alerts,
        themes: &[Theme::M11, Theme::M13],
        frauds: &["F6", "F8", "F11"],
        source: "7.1 [S06 15] [S08 22]; 7.3 [D]: stones that nobody has sorted, singly",
        refusals: &[],
        settings: SETTINGS,
        subject: Some(SubjectKind::Parcel),
        evidence: "/footprints",
    },
    Control {
        code: "X9",
        family: Family::Places,
        kind: ControlKind::Alerts,
        themes: &[Theme::M11, Theme::M13],
        frauds: &["F6", "F8", "F11"],
        source: "7.1 [S06 15] [S08 22]; 7.3 [D]: sorted stones by exporter and half-year alone",
        refusals: &[],
        settings: SETTINGS,
        subject: Some(SubjectKind::Party),
        evidence: "/footprints/exporters",
    },
];

/// How often chance would do as much, as once in so many times; never more than a million is said.
#[must_use]
pub fn once_in(comparison: &Comparison) -> i64 {
    1_000_000_000_i64.checked_div(comparison.chance_ppb).unwrap_or(1_000_000).clamp(1, 1_000_000)
}

/// What every sentence about a comparison needs. It is an indicator: never more than to be known.
fn told(sighting: Sighting, judged: &Judged) -> Sighting {
    let c = &judged.comparison;
    sighting
        .weighing(Severity::Notice, c.gap_ppm)
        .fact("stones", Value::Count(c.stones))
        .fact("weight", Value::Mct(c.mct))
        .fact("gap", Value::Ppm(c.gap_ppm))
        .fact("once_in", Value::Count(once_in(c)))
}

/// A parcel that nobody sorted and whose sizes differ from the reference (X8); `on` is the day of their count.
#[must_use]
pub fn parcel_differs((no, code): (i64, &str), on: Day, judged: &Judged, limits: &Limits) -> Option<Sighting> {
    let subject = Subject { kind: SubjectKind::Parcel, id: no.to_string() };
    let sighting = || Sighting::new("X8", subject, Month::of(on)).fact("parcel", Value::Text(code.to_owned()));
    judged.differs(limits).then(|| told(sighting(), judged).links(LinkKind::Parcel, [no]))
}

/// An exporter whose half-year differs from the references of where it is said to come from (X9).
#[must_use]
pub fn exporter_differs(
    exporter: PartyId,
    period: Period,
    certificates: impl IntoIterator<Item = CertificateId>,
    judged: &Judged,
    limits: &Limits,
) -> Option<Sighting> {
    let sighting = || {
        let known = Sighting::new("X9", exporter, period);
        known.fact("exporter", Value::Party(exporter)).fact("from", Value::Day(period.first())).fact("to", Value::Day(period.last()))
    };
    judged.differs(limits).then(|| told(sighting(), judged).links(LinkKind::Certificate, certificates))
}
