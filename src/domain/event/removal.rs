//! Events of stones that leave the trade inside the country.

use crate::domain::ids::{OfficeId, ParcelId, PartyId, RemovalId};
use crate::domain::quantity::Mass;
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Why a parcel is no stock any more though it was not exported.
    RemovalCause, "removal-cause", {
        /// Cut, polished or set inside the country: domestic use.
        Domestic = "domestic",
        /// Lost.
        Lost = "lost",
        /// Stolen.
        Stolen = "stolen",
        /// Crushed or destroyed, for a test or by an accident.
        Destroyed = "destroyed",
    }
}

/// Somebody says that a whole parcel is no stock any more. It takes no other act until a second person has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalReported {
    /// The report.
    pub removal: RemovalId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// The parcel.
    pub parcel: ParcelId,
    /// Its dense number.
    pub parcel_no: i64,
    /// Who held it.
    pub holder: PartyId,
    /// The office that keeps its entry, of a pit or stock parcel; none of what was made of several.
    pub office: Option<OfficeId>,
    /// Its mass as it stood.
    pub weight_mct: Mass,
    /// Its stones as they stood.
    pub stones: i64,
    /// Why it is gone.
    pub cause: RemovalCause,
    /// The day on which it happened or was noticed.
    pub on: Day,
    /// Who took the stones, for domestic use: a firm with its licence, never a person.
    pub taker: Option<String>,
    /// Number of the paper: report to the police, receipt, protocol.
    pub reference: Option<String>,
    /// How it came about.
    pub happened: String,
}

/// A second person decided. Confirmed, the parcel is gone for good; else it is as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalDecided {
    /// The report.
    pub removal: RemovalId,
    /// Whether it is so.
    pub confirmed: bool,
    /// What he says; always there where it is refused.
    pub reason: Option<String>,
}
