//! What the status of a zone does to production there.

use super::sourced::Sourced;
use crate::domain::zone::{ZoneEffect, ZoneRules, ZoneStatus};
use serde::Deserialize;

/// `[zones]`: what the status of a zone does to production there; a file without it asks nothing of zones.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zones {
    /// Open as elsewhere.
    pub open: Option<Sourced<ZoneEffect>>,
    /// Closed to digging.
    pub closed: Option<Sourced<ZoneEffect>>,
    /// Armed groups are active.
    pub rebel: Option<Sourced<ZoneEffect>>,
    /// Under an embargo.
    pub embargo: Option<Sourced<ZoneEffect>>,
    /// Found to fulfil what an export needs.
    pub compliant: Option<Sourced<ZoneEffect>>,
    /// A protected area.
    pub protected: Option<Sourced<ZoneEffect>>,
    /// A strip along the border.
    pub border: Option<Sourced<ZoneEffect>>,
    /// Whether only what was dug in compliant zones may be exported: all else is frozen.
    pub compliant_only: Option<Sourced<bool>>,
}

impl ZoneRules for Zones {
    fn effect(&self, status: ZoneStatus) -> ZoneEffect {
        let stated = match status {
            ZoneStatus::Open => &self.open,
            ZoneStatus::Closed => &self.closed,
            ZoneStatus::Rebel => &self.rebel,
            ZoneStatus::Embargo => &self.embargo,
            ZoneStatus::Compliant => &self.compliant,
            ZoneStatus::Protected => &self.protected,
            ZoneStatus::Border => &self.border,
        };
        stated.as_ref().map_or(ZoneEffect::None, |s| s.value)
    }
    fn compliant_only(&self) -> bool {
        self.compliant_only.as_ref().is_some_and(|s| s.value)
    }
}
