//! What comes from abroad, and what is said there of our certificates.

use super::alert::{LinkKind, Severity, Sighting, SubjectKind, Value};
use super::{Control, ControlKind, Family, Theme};
use crate::domain::ids::CertificateId;
use crate::domain::time::Day;

/// The controls of this family.
pub const CONTROLS: &[Control] = &[
    Control {
        code: "F5",
        family: Family::Abroad,
        kind: ControlKind::Holds,
        themes: &[Theme::M11],
        frauds: &["F5", "F6", "F13"],
        source: "6.1 F5 [V:95,96,97]; 2.4 [V:17]",
        refusals: &[
            "arrival.stranger",
            "arrival.expired",
            "arrival.warned",
            "arrival.range",
            "arrival.range_size",
            "arrival.twice",
            "arrival.seals",
            "arrival.own",
            "certificate.import_warned",
        ],
        settings: &[],
        subject: None,
        evidence: "/arrivals",
    },
    Control {
        code: "F13",
        family: Family::Abroad,
        kind: ControlKind::Alerts,
        themes: &[Theme::M1, Theme::M11],
        frauds: &["F13"],
        source: "6.1 F13 [V:22]; 2.4 [V:17]; days are an assumption [D]",
        refusals: &[],
        settings: &["confirmation.overdue_days", "confirmation.tolerance_ppm"],
        subject: Some(SubjectKind::Certificate),
        evidence: "/confirmations",
    },
];

/// What is known abroad of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abroad {
    /// The certificate.
    pub certificate: CertificateId,
    /// Its number.
    pub number: String,
    /// When it was issued.
    pub issued_on: Day,
    /// Carats certified, milli-carats.
    pub certified_mct: i64,
    /// What is said to have arrived, where anybody said so.
    pub received_mct: Option<i64>,
}

/// A certificate whose receipt is overdue, or of which other carats arrived than were certified (F13).
#[must_use]
pub fn unlike(c: &Abroad, today: Day) -> Sighting {
    let days = today.signed_duration_since(c.issued_on).num_days();
    let apart = c.received_mct.map(|received| received.saturating_sub(c.certified_mct));
    let (severity, measure) = apart.map_or((Severity::Alarm, days), |by| (Severity::Critical, by.saturating_abs()));
    let sighting = Sighting::new("F13", c.certificate, "")
        .weighing(severity, measure)
        .fact("what", Value::Text(if apart.is_some() { "apart" } else { "overdue" }.to_owned()))
        .fact("number", Value::Text(c.number.clone()))
        .fact("days", Value::Count(days))
        .fact("certified", Value::Mct(c.certified_mct))
        .fact("received", Value::Mct(c.received_mct.unwrap_or(0)));
    sighting.links(LinkKind::Certificate, [c.certificate])
}
