//! Carats and stones add up.

use super::alert::{LinkKind, Severity, Sighting, SubjectKind, Value};
use super::{Control, ControlKind, Family, Theme};
use crate::domain::balance::Compared;
use crate::domain::ids::PartyId;
use crate::domain::jurisdiction::StockCounts;
use crate::domain::month::Month;
use std::collections::BTreeMap;

/// The controls of this family.
pub const CONTROLS: &[Control] = &[
    Control {
        code: "C3",
        family: Family::Mass,
        kind: ControlKind::Refuses,
        themes: &[Theme::M1, Theme::M8],
        frauds: &["F1", "F8"],
        source: "6.2 C3 [D]",
        refusals: &[
            "rework.too_heavy",
            "rework.weight_differs",
            "rework.loss_beyond",
            "rework.loss_reason",
            "rework.stones_differ",
            "rework.path_loss",
            "rework.path_gain",
            "rework.path_count",
            "parcel.reweigh_beyond",
            "parcel.path_gain",
            "purchase.weight_differs",
            "purchase.weight_off",
            "purchase.stones_differ",
            "purchase.stones_off",
            "purchase.gain_off",
            "purchase.path_gain",
            "purchase.path_loss",
            "correction.path_gain",
            "correction.path_loss",
            "correction.breaks_mix",
        ],
        settings: &["tolerances"],
        subject: None,
        evidence: "/parcels",
    },
    Control {
        code: "C4",
        family: Family::Mass,
        kind: ControlKind::Refuses,
        themes: &[Theme::M1, Theme::M8],
        frauds: &["F1", "F8", "F10"],
        source: "6.2 C4 [D]",
        refusals: &[
            "parcel.not_live",
            "parcel.offered",
            "parcel.in_shipment",
            "purchase.parcel_gone",
            "purchase.parcel_sold",
            "purchase.parcel_not_held",
            "purchase.parcel_offered",
            "purchase.parcel_in_shipment",
            "purchase.parcel_twice",
            "purchase.before_purchase",
            "purchase.before_arrival",
            "shipment.parcel_taken",
            "shipment.not_held",
            "shipment.offered",
            "shipment.twice",
            "rework.twice",
            "removal.too_early",
            "correction.day_after_use",
            "correction.below_nothing",
            "stock.declared",
        ],
        settings: &["opening_stock"],
        subject: None,
        evidence: "/statistics",
    },
    Control {
        code: "C7",
        family: Family::Mass,
        kind: ControlKind::Refuses,
        themes: &[Theme::M1],
        frauds: &["F11"],
        source: "6.2 C7 [D]; 1.2 M1 [S05]",
        refusals: &["certificate.origin_incomplete", "certificate.unestablished", "zone.unlike"],
        settings: &["opening_stock"],
        subject: None,
        evidence: "/certificates",
    },
    Control {
        code: "C12",
        family: Family::Mass,
        kind: ControlKind::Refuses,
        themes: &[Theme::M10],
        frauds: &[],
        source: "6.2 C12 [V:105]",
        refusals: &[
            "certificate.test",
            "certificate.parcel_test",
            "shipment.test_mixed",
            "rework.test_mixed",
            "purchase.test_mixed",
            "dry_run.no_test",
        ],
        settings: &[],
        subject: None,
        evidence: "/parcels",
    },
    Control {
        code: "F12",
        family: Family::Mass,
        kind: ControlKind::Refuses,
        themes: &[Theme::M1, Theme::M9],
        frauds: &["F12"],
        source: "6.1 F12 [V:70]; 1.2 M9 [V:4], KPCS IV(d) [V:14]",
        refusals: &[
            "parcel.seized",
            "seizure.receipt_used",
            "seizure.not_weighed",
            "seizure.difference_open",
            "seizure.order_not",
            "seizure.nobody",
        ],
        settings: &["offence"],
        subject: None,
        evidence: "/seizures",
    },
    Control {
        code: "X10",
        family: Family::Mass,
        kind: ControlKind::Alerts,
        themes: &[Theme::M6, Theme::M8, Theme::M10],
        frauds: &["F8"],
        source: "a rule of the register: stock that was counted is held against the balance of its day; 1.2 M8, M10",
        refusals: &[],
        settings: &["stock_count"],
        subject: Some(SubjectKind::Party),
        evidence: "/counts",
    },
    Control {
        code: "X2",
        family: Family::Mass,
        kind: ControlKind::Holds,
        themes: &[Theme::M1, Theme::M9],
        frauds: &["F8"],
        source: "a rule of the register: what two people claim waits for a decision",
        refusals: &["dispute.frozen", "parcel.reported_gone", "certificate.correction_pending"],
        settings: &[],
        subject: None,
        evidence: "/disputes",
    },
];

/// Counts of a holder's stock that are further from the balance of their day than counts may be (X10); of a month the one
/// that is furthest.
#[must_use]
pub fn counts_apart(holder: PartyId, counts: &[Compared], from: Month, rules: &StockCounts) -> Vec<Sighting> {
    let mut worst: BTreeMap<Month, &Compared> = BTreeMap::new();
    let far = |c: &Compared| (c.apart().mct.saturating_abs(), c.apart().stones.saturating_abs());
    for count in counts.iter().filter(|c| Month::of(c.count.facts.on) >= from && c.is_beyond(rules)) {
        let kept = worst.entry(Month::of(count.count.facts.on)).or_insert(count);
        if far(count) > far(kept) {
            *kept = count;
        }
    }
    let told = |(month, c): (Month, &Compared)| {
        let (apart, f) = (c.apart(), &c.count.facts);
        // More than a fifth is no slip of a scale.
        let severity =
            if apart.mct.saturating_abs() > c.book.mct.checked_div(5).unwrap_or(0) { Severity::Critical } else { Severity::Alarm };
        Sighting::new("X10", holder, month)
            .weighing(severity, apart.mct.saturating_abs())
            .fact("party", Value::Party(holder))
            .fact("on", Value::Day(f.on))
            .fact("counted", Value::Mct(f.weight_mct.mct()))
            .fact("book", Value::Mct(c.book.mct))
            .fact("apart", Value::Mct(apart.mct))
            .fact("stones", Value::Count(apart.stones))
            .links(LinkKind::Party, [holder])
            .links(LinkKind::Parcel, f.parcels.iter().map(|p| p.parcel_no))
    };
    worst.into_iter().map(told).collect()
}
