//! The internal controls: what is checked, why, and by whom. One file per family holds each control's entry in the
//! catalogue and, for those that raise alerts, its rule. `docs/controls.md` is written from here.
//!
//! A control that *refuses* or *holds* runs inside the write, as part of the command that it concerns: its entry names the
//! refusals by which it speaks. One that *alerts* looks at what was written, after it; it never refuses.

pub mod abroad;
pub mod alert;
pub mod capacity;
pub mod exports;
pub mod footprint;
pub mod inspections;
pub mod licences;
pub mod mass;
pub mod offices;
pub mod pit;
pub mod places;
pub mod slips;
pub mod trade;

use crate::domain::text_enum::text_enum;
pub use alert::{
    Alert, AlertKey, AlertState, Evidence, Fact, Handling, LINKS_MAX, Link, LinkKind, Severity, Sighting, Subject, SubjectKind, Value,
    standing,
};
pub use pit::median;

text_enum! {
    /// What a control does when its rule is broken.
    ControlKind, "control-kind", {
        /// The act is not taken.
        Refuses = "refuses",
        /// The act or what it concerns waits for somebody.
        Holds = "holds",
        /// Somebody is told.
        Alerts = "alerts",
    }
}

text_enum! {
    /// How soon a control speaks after what it is about was written down.
    Within, "control-within", {
        /// In the same act.
        Act = "act",
        /// As soon as what is new was looked at.
        Minute = "minute",
        /// When the day has turned.
        Day = "day",
    }
}

/// Controls that look at a person, an office or the country as a whole read more than what is new: once a day.
const DAILY: &[&str] = &["C13", "C15", "C16", "C19", "C20", "X5", "X9", "F1", "F2", "F3", "F7", "F13", "F17"];

text_enum! {
    /// What belongs together in the catalogue.
    Family, "control-family", {
        /// Who may do what, with which licence.
        Licences = "licences",
        /// Carats and stones add up.
        Mass = "mass",
        /// Purchase slips.
        Slips = "slips",
        /// Where stones are dug.
        Places = "places",
        /// The book at the pit.
        Pit = "pit",
        /// How much a site can give.
        Capacity = "capacity",
        /// Offices and those who write down.
        Offices = "offices",
        /// Buying and selling.
        Trade = "trade",
        /// Valuation, certificates and departure.
        Exports = "exports",
        /// What comes from and is said abroad.
        Abroad = "abroad",
        /// Inspections and dry runs.
        Inspections = "inspections",
    }
}

text_enum! {
    /// Themes of internal control over alluvial production, as the field notes number them (1.2). They are no quotations.
    Theme, "theme", {
        /// Traceability from the mine to the export.
        M1 = "M1",
        /// Miners are licensed and registered.
        M2 = "M2",
        /// Diggers are known.
        M3 = "M3",
        /// It is known where digging is allowed and happens.
        M4 = "M4",
        /// Production is written down at the pit.
        M5 = "M5",
        /// Traders and buying offices are licensed and supervised.
        M6 = "M6",
        /// Every purchase is written down, with the origin.
        M7 = "M7",
        /// Production is held against sales.
        M8 = "M8",
        /// Penalties.
        M9 = "M9",
        /// Oversight and spot checks.
        M10 = "M10",
        /// Smuggling over borders.
        M11 = "M11",
        /// Miners are brought into the formal market.
        M12 = "M12",
        /// Knowledge of the ground, estimates of production.
        M13 = "M13",
        /// Progress is reported.
        M14 = "M14",
    }
}

/// One control.
#[derive(Debug, Clone, Copy)]
pub struct Control {
    /// Stable: of the rule catalogue (`C1`) or of the pattern of fraud (`F2`) of the field notes, or `X1` for ours.
    pub code: &'static str,
    /// Where it belongs.
    pub family: Family,
    /// What it does.
    pub kind: ControlKind,
    /// Which themes it serves.
    pub themes: &'static [Theme],
    /// Against which documented patterns of fraud, as the field notes number them (6.1).
    pub frauds: &'static [&'static str],
    /// Where the rule comes from, with its mark in the field notes.
    pub source: &'static str,
    /// The codes of refusals by which it speaks.
    pub refusals: &'static [&'static str],
    /// Which keys of the profile set it.
    pub settings: &'static [&'static str],
    /// What its alerts are about.
    pub subject: Option<SubjectKind>,
    /// Where what it rests on can be read: a path of the register.
    pub evidence: &'static str,
}

impl Control {
    /// The id of a message about it: `control-c1-name`.
    #[must_use]
    pub fn message_id(&self, part: &str) -> String {
        format!("control-{}-{part}", self.code.to_lowercase())
    }

    /// How soon it speaks.
    #[must_use]
    pub fn within(&self) -> Within {
        match self.kind {
            ControlKind::Refuses | ControlKind::Holds => Within::Act,
            ControlKind::Alerts if DAILY.contains(&self.code) => Within::Day,
            ControlKind::Alerts => Within::Minute,
        }
    }
}

/// Every control, family by family.
pub fn catalogue() -> impl Iterator<Item = &'static Control> {
    let families: [&'static [Control]; 12] = [
        licences::CONTROLS,
        mass::CONTROLS,
        slips::CONTROLS,
        places::CONTROLS,
        footprint::CONTROLS,
        pit::CONTROLS,
        capacity::CONTROLS,
        offices::CONTROLS,
        trade::CONTROLS,
        exports::CONTROLS,
        abroad::CONTROLS,
        inspections::CONTROLS,
    ];
    families.into_iter().flatten()
}

/// The control with a code.
#[must_use]
pub fn control(code: &str) -> Option<&'static Control> {
    catalogue().find(|c| c.code == code)
}

/// The control that speaks by a refusal, where one does.
#[must_use]
pub fn control_of_refusal(code: &str) -> Option<&'static Control> {
    catalogue().find(|c| c.refusals.contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_no_refusal_belongs_to_two() {
        let mut codes = BTreeSet::new();
        let mut refusals = BTreeSet::new();
        for c in catalogue() {
            assert!(codes.insert(c.code), "{} twice", c.code);
            for r in c.refusals {
                assert!(refusals.insert(*r), "{r} belongs to two controls");
            }
        }
    }

    #[test]
    fn a_control_that_refuses_says_by_what_and_one_that_alerts_about_what() {
        for c in catalogue() {
            match c.kind {
                ControlKind::Refuses | ControlKind::Holds => assert!(!c.refusals.is_empty(), "{}", c.code),
                ControlKind::Alerts => assert!(c.subject.is_some() && c.refusals.is_empty(), "{}", c.code),
            }
            assert!(!c.themes.is_empty() && !c.source.is_empty() && c.evidence.starts_with('/'), "{}", c.code);
        }
    }

    /// The rule catalogue and the documented frauds of the field notes each have something that works against them.
    #[test]
    fn every_rule_and_every_fraud_has_a_control() {
        let rules: Vec<String> = (1..=20).map(|n| format!("C{n}")).collect();
        for rule in rules {
            assert!(control(&rule).is_some(), "{rule}");
        }
        let frauds: Vec<String> = (1..=17).map(|n| format!("F{n}")).collect();
        for fraud in frauds {
            assert!(catalogue().any(|c| c.frauds.contains(&fraud.as_str())), "{fraud}");
        }
    }
}
