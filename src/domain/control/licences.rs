//! Who may do what, with which licence.

use super::alert::{LinkKind, Severity, Sighting, SubjectKind};
use super::{Control, ControlKind, Family, Theme};
use crate::domain::ids::LicenceId;
use crate::domain::jurisdiction::Controls;
use crate::domain::month::Month;
use crate::domain::time::Day;

/// The controls of this family.
pub const CONTROLS: &[Control] = &[
    Control {
        code: "C1",
        family: Family::Licences,
        kind: ControlKind::Refuses,
        themes: &[Theme::M2, Theme::M6],
        frauds: &["F8", "F14"],
        source: "6.2 C1 [D]; KPCS Annex II 11-16 [U+]",
        refusals: &[
            "production.no_licence",
            "production.licence_not_yet",
            "production.licence_expired",
            "production.licence_suspended",
            "production.licence_revoked",
            "purchase.no_licence",
            "purchase.buyer_licence_invalid",
            "purchase.seller_licence_invalid",
            "purchase.offer_buyer_licence",
            "purchase.offer_seller_licence",
            "purchase.agent_licence",
            "parcel.no_licence",
            "shipment.no_licence",
            "certificate.licence_missing",
            "certificate.licence_not_valid",
            "certificate.licence_other",
            "arrival.no_licence",
            "dispute.recipient_licence",
            "correction.licence_not_valid",
        ],
        settings: &["licence_type"],
        subject: None,
        evidence: "/licences",
    },
    Control {
        code: "C2",
        family: Family::Licences,
        kind: ControlKind::Refuses,
        themes: &[Theme::M2, Theme::M6],
        frauds: &["F10"],
        source: "6.2 C2, 5.14 [D]",
        refusals: &[
            "purchase.roles",
            "purchase.own_holder_only",
            "purchase.licence_kind",
            "purchase.licence_not_own",
            "purchase.self",
            "purchase.agent_role",
            "purchase.agent_holds",
            "purchase.agent_side",
            "production.licence_kind",
            "production.other_licence",
            "stock.holder_role",
            "slip_book.role",
            "licence.holder_role",
            "licence.holder_kind",
            "licence.nationals_only",
            "licence.nationality_unknown",
            "site.licence_kind",
        ],
        settings: &["trade", "licence_type"],
        subject: None,
        evidence: "/licences",
    },
    Control {
        code: "X1",
        family: Family::Licences,
        kind: ControlKind::Refuses,
        themes: &[Theme::M2, Theme::M9],
        frauds: &["F8"],
        source: "6.1 F8, 1.2 M9 [D]",
        refusals: &[
            "production.holder_state",
            "purchase.party_state",
            "parcel.holder_state",
            "shipment.exporter_state",
            "stock.holder_state",
            "licence.holder_state",
            "dispute.recipient_state",
            "departure.courier_state",
        ],
        settings: &[],
        subject: None,
        evidence: "/parties",
    },
    Control {
        code: "F14",
        family: Family::Licences,
        kind: ControlKind::Refuses,
        themes: &[Theme::M2],
        frauds: &["F14"],
        source: "6.1 F14 [V:104]",
        refusals: &["licence.number_taken", "licence.number_own", "licence.reference_taken", "licence.renewed_already"],
        settings: &["licence_type"],
        subject: None,
        evidence: "/licences",
    },
    Control {
        code: "C17",
        family: Family::Licences,
        kind: ControlKind::Alerts,
        themes: &[Theme::M2, Theme::M8],
        frauds: &["F8"],
        source: "6.2 C17 [D]; 5.11 [V:83,86,87]",
        refusals: &[],
        settings: &["controls.dormant_days"],
        subject: Some(SubjectKind::Licence),
        evidence: "/licences",
    },
];

/// What was done under a licence on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LicenceDay {
    /// When.
    pub on: Day,
    /// Milli-carats that were sold; none where stones were dug.
    pub sold_mct: Option<i64>,
    /// The parcel dug, or one of those sold.
    pub parcel_no: i64,
}

/// Within so many days after it woke a sale is told.
const AWAKE_DAYS: i64 = 60;

/// Licences under which nothing was done for a long time and that then sell (C17). `days` is what was done under the
/// licence since `begins`, its first day, in any order; of sleepers that woke in or after `from`.
#[must_use]
pub fn dormant_that_sell(licence: LicenceId, begins: Day, days: &[LicenceDay], from: Month, limits: &Controls) -> Vec<Sighting> {
    let least = i64::from(limits.dormant_days.value);
    let mut days = days.to_vec();
    days.sort_unstable();
    let mut found = Vec::new();
    let mut last = begins;
    for (at, day) in days.iter().enumerate() {
        let slept = day.on.signed_duration_since(last).num_days();
        last = last.max(day.on);
        if slept < least || Month::of(day.on) < from {
            continue;
        }
        let soon = |d: &&LicenceDay| d.on.signed_duration_since(day.on).num_days() <= AWAKE_DAYS;
        let sales: Vec<&LicenceDay> = days.iter().skip(at).take_while(soon).filter(|d| d.sold_mct.is_some()).collect();
        let sold = sales.iter().filter_map(|d| d.sold_mct).fold(0_i64, i64::saturating_add);
        let Some(first) = sales.first() else { continue };
        let sighting = Sighting::new("C17", licence, Month::of(day.on))
            .weighing(Severity::Alarm, sold)
            .fact("days", super::Value::Count(slept))
            .fact("woke", super::Value::Day(day.on))
            .fact("sold", super::Value::Mct(sold))
            .fact("first", super::Value::Day(first.on))
            .links(LinkKind::Parcel, sales.iter().map(|d| d.parcel_no));
        found.push(sighting);
    }
    found
}
