//! Events of zones: areas with dated statuses, each proposed by one person and confirmed by another, and the release of
//! frozen stones.

use crate::domain::ids::{OfficeId, ZoneChangeId, ZoneId};
use crate::domain::time::Day;
use crate::domain::zone::{ZoneArea, ZoneEffect, ZoneStatus};
use serde::{Deserialize, Serialize};

/// The paper that something about a zone rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ZoneDocument {
    /// What it is called.
    pub title: String,
    /// Its number.
    #[serde(default)]
    pub number: Option<String>,
    /// Its day.
    #[schema(value_type = String, format = Date)]
    pub on: Day,
}

/// What a zone is on some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ZoneStatusStated {
    /// What it is.
    pub status: ZoneStatus,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Day,
    /// The last day; none: until another status says otherwise.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Day>,
    /// Where that is from.
    pub document: ZoneDocument,
    /// Why.
    pub reason: String,
}

impl ZoneStatusStated {
    /// Whether it says something of a day.
    #[must_use]
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// What somebody proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum ZoneAct {
    /// A new zone.
    Zone {
        /// Dense number.
        no: i64,
        /// The code people read aloud.
        code: String,
        /// Its name.
        name: String,
        /// Who drew it up.
        authority: String,
        /// The office that looks after it.
        office: Option<OfficeId>,
        /// Where it is, from the beginning.
        area: ZoneArea,
        /// Where that is from.
        document: ZoneDocument,
        /// What it is.
        statuses: Vec<ZoneStatusStated>,
    },
    /// Another boundary of a zone.
    Boundary {
        /// From which day.
        from: Day,
        /// Where it is then.
        area: ZoneArea,
        /// Where that is from.
        document: ZoneDocument,
        /// Why.
        reason: String,
    },
    /// Another status of a zone. It stands instead of what was said before of its days.
    Status {
        /// What it is.
        stated: ZoneStatusStated,
    },
    /// Frozen parcels are released.
    Release {
        /// Their dense numbers, ascending.
        parcels: Vec<i64>,
        /// The order by which.
        order: ZoneDocument,
        /// Why.
        reason: String,
    },
}

/// Somebody proposes a zone, a boundary, a status or a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneProposed {
    /// The change.
    pub change: ZoneChangeId,
    /// Dense number.
    pub no: i64,
    /// The zone; none of a release.
    pub zone: Option<ZoneId>,
    /// What is proposed.
    pub act: ZoneAct,
}

/// An entry that had been written down by the time its zone was known for what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneFound {
    /// The parcel that it made.
    pub parcel_no: i64,
    /// What that does: flag or freeze.
    pub effect: ZoneEffect,
}

/// Somebody else confirmed or refused it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneDecided {
    /// The change.
    pub change: ZoneChangeId,
    /// Whether it counts from now on.
    pub confirmed: bool,
    /// What he says; needed to refuse.
    pub reason: Option<String>,
    /// Entries written down before that it judges more strictly, ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<ZoneFound>,
}
