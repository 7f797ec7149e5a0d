//! Purchase slips.

use super::{Control, ControlKind, Family, Theme};

/// The controls of this family.
pub const CONTROLS: &[Control] = &[
    Control {
        code: "C5",
        family: Family::Slips,
        kind: ControlKind::Refuses,
        themes: &[Theme::M7],
        frauds: &["F8", "F10"],
        source: "6.2 C5 [D]; 5.6 [V:62]",
        refusals: &["slip_book.overlap", "purchase.serial_book", "purchase.serial_used", "purchase.no_slip_left"],
        settings: &["numbers.purchase_slip"],
        subject: None,
        evidence: "/slip-books",
    },
    Control {
        code: "C6",
        family: Family::Slips,
        kind: ControlKind::Refuses,
        themes: &[Theme::M7, Theme::M8],
        frauds: &["F10"],
        source: "6.2 C6 [D]",
        refusals: &["purchase.before_production", "purchase.offer_before_production", "purchase.licence_stopped", "purchase.expired"],
        settings: &["times.offer_expires_hours"],
        subject: None,
        evidence: "/purchases",
    },
    Control {
        code: "F10",
        family: Family::Slips,
        kind: ControlKind::Refuses,
        themes: &[Theme::M5, Theme::M7],
        frauds: &["F10"],
        source: "6.1 F10 [V:4,11]",
        refusals: &["parcel.unknown", "purchase.no_parcels", "purchase.parcel_mistyped", "purchase.not_on_slip"],
        settings: &[],
        subject: None,
        evidence: "/purchases",
    },
    Control {
        code: "X3",
        family: Family::Slips,
        kind: ControlKind::Refuses,
        themes: &[Theme::M7, Theme::M12],
        frauds: &["F9"],
        source: "5.8 [V:76] (payment through a bank); limits are the profile's",
        refusals: &["purchase.cash_ceiling", "purchase.payment", "purchase.price", "purchase.rate", "purchase.currency"],
        settings: &["purchase"],
        subject: None,
        evidence: "/purchases",
    },
];
