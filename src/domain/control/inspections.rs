//! Whether the authority looks for itself.

use super::alert::{Severity, Sighting, SubjectKind, Value};
use super::{Control, ControlKind, Family, Theme};
use crate::domain::ids::SiteId;
use crate::domain::time::Day;

/// The controls of this family.
pub const CONTROLS: &[Control] = &[
    Control {
        code: "C20",
        family: Family::Inspections,
        kind: ControlKind::Alerts,
        themes: &[Theme::M10],
        frauds: &["F8"],
        source: "6.2 C20 [D]; 5.5 [V:57]: every six months",
        refusals: &[],
        settings: &["inspections.site_days"],
        subject: Some(SubjectKind::Site),
        evidence: "/inspections/coverage",
    },
    Control {
        code: "X7",
        family: Family::Inspections,
        kind: ControlKind::Refuses,
        themes: &[Theme::M10],
        frauds: &["F10", "F17"],
        source: "a rule of the register: nobody inspects himself, and no draw can be steered",
        refusals: &["inspection.own_entry", "inspection.own_office", "inspection.own_party", "inspection.day_begun", "inspection.not_over"],
        settings: &["inspections"],
        subject: None,
        evidence: "/inspections",
    },
];

/// A site that was not inspected within the interval (C20), as things stand on a day. `since` is the day of its last
/// inspection, or of its registration where there was none.
#[must_use]
pub fn not_inspected(site: SiteId, since: Day, inspected: bool, today: Day, interval: i64) -> Option<Sighting> {
    let days = today.signed_duration_since(since).num_days();
    (days > interval).then(|| {
        Sighting::new("C20", site, "")
            .weighing(if days > interval.saturating_mul(2) { Severity::Alarm } else { Severity::Notice }, days.div_euclid(interval.max(1)))
            .fact("what", Value::Text(if inspected { "again" } else { "never" }.to_owned()))
            .fact("days", Value::Count(days))
            .fact("since", Value::Day(since))
            .fact("interval", Value::Count(interval))
    })
}
