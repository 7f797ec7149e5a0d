//! `[inspections]`: how often what is inspected, what is looked at, and how much weighs in a draw.

use super::sourced::Sourced;
use crate::domain::event::{InspectionItem, InspectionKind};
use serde::Deserialize;

/// `[inspections]`; a file without it draws and asks nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inspections {
    /// Days between inspections of a site. (C20)
    pub site_days: Sourced<u32>,
    /// Of a buyer.
    pub buyer_days: Sourced<u32>,
    /// Of an exporter.
    pub exporter_days: Sourced<u32>,
    /// Of an office.
    pub office_days: Sourced<u32>,
    /// Lots for each interval since the last inspection.
    pub weight_interval: Sourced<u32>,
    /// Lots for each open notice.
    pub weight_notice: Sourced<u32>,
    /// Lots for each open alarm.
    pub weight_alarm: Sourced<u32>,
    /// Lots for each open critical alert.
    pub weight_critical: Sourced<u32>,
    /// Lots of a site near a border or in a zone that asks something.
    pub weight_border: Sourced<u32>,
    /// What is looked at on a site.
    pub site_items: Sourced<Vec<InspectionItem>>,
    /// At a buyer's.
    pub buyer_items: Sourced<Vec<InspectionItem>>,
    /// At an exporter's.
    pub exporter_items: Sourced<Vec<InspectionItem>>,
    /// In an office.
    pub office_items: Sourced<Vec<InspectionItem>>,
}

impl Inspections {
    /// The checklist of a kind.
    #[must_use]
    pub fn items(&self, kind: InspectionKind) -> &[InspectionItem] {
        match kind {
            InspectionKind::Site => &self.site_items.value,
            InspectionKind::Buyer => &self.buyer_items.value,
            InspectionKind::Exporter => &self.exporter_items.value,
            InspectionKind::Office => &self.office_items.value,
        }
    }
}
