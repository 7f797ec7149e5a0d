//! Official estimates of what a site, a licence or a zone can give, each proposed by one person and confirmed by another.

use crate::domain::event::ZoneDocument;
use crate::domain::ids::{EstimateId, LicenceId, ParcelId, SiteId, ZoneId};
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

text_enum! {
    /// The time in which an estimated mass can be given.
    EstimatePer, "estimate-per", {
        /// In a month.
        Month = "month",
        /// In a year; a month has a twelfth of it.
        Year = "year",
    }
}

/// What an estimate is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "of", content = "id", rename_all = "snake_case")]
pub enum EstimateOf {
    /// A site.
    Site(SiteId),
    /// A licence.
    Licence(LicenceId),
    /// A zone.
    Zone(ZoneId),
}

impl EstimateOf {
    /// Its kind as kept, and its id.
    #[must_use]
    pub fn key(self) -> (&'static str, String) {
        match self {
            Self::Site(site) => ("site", site.to_string()),
            Self::Licence(licence) => ("licence", licence.to_string()),
            Self::Zone(zone) => ("zone", zone.to_string()),
        }
    }
}

/// Somebody proposes what the geological survey, or who else knows, says can be given. Confirmed, it stands instead of diggers
/// by days by gravel by grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EstimateProposed {
    /// The proposal.
    pub estimate: EstimateId,
    /// Dense number.
    pub no: i64,
    /// Of what.
    pub about: EstimateOf,
    /// From which day on.
    pub from: Day,
    /// The last day; none: until another estimate stands.
    pub to: Option<Day>,
    /// Milli-carats.
    pub mct: i64,
    /// In which time.
    pub per: EstimatePer,
    /// Where that is from.
    pub document: ZoneDocument,
    /// Why.
    pub reason: String,
}

/// Somebody else confirmed or refused it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EstimateDecided {
    /// The proposal.
    pub estimate: EstimateId,
    /// Whether it counts.
    pub confirmed: bool,
    /// What he says; always there where it is refused.
    pub reason: Option<String>,
}

/// An officer lets stones go that were held because their site gave far more in the month than it can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldLifted {
    /// The parcel.
    pub parcel: ParcelId,
    /// Its dense number.
    pub parcel_no: i64,
    /// Why.
    pub reason: String,
}
