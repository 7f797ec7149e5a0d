//! Events of footprints: stones of a parcel counted by size, and references of areas, each proposed by one person and adopted
//! by another.

use super::SizeLine;
use crate::domain::footprint::FootprintArea;
use crate::domain::ids::{FootprintId, ParcelId};
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

/// The stones of a parcel were counted and weighed by size class. It changes nothing of the parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelSized {
    /// The parcel.
    pub parcel: ParcelId,
    /// Its number.
    pub parcel_no: i64,
    /// The day of the count.
    pub on: Day,
    /// The table of the classes.
    pub table: String,
    /// By class, with stones and mass; together those of the parcel.
    pub lines: Vec<SizeLine>,
}

/// Somebody proposes what is to be expected of stones from an area: the sum of its run-of-mine entries of some days that have
/// a breakdown by size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FootprintProposed {
    /// The reference.
    pub footprint: FootprintId,
    /// Dense number.
    pub no: i64,
    /// Of what.
    pub area: FootprintArea,
    /// The table of the classes.
    pub table: String,
    /// The first day of digging.
    pub from: Day,
    /// The last.
    pub to: Day,
    /// How many entries.
    pub entries: i64,
    /// Their stones.
    pub stones: i64,
    /// Their mass.
    pub weight_mct: Mass,
    /// By class, those that have stones, in the order of the table.
    pub lines: Vec<SizeLine>,
    /// Why these days.
    pub reason: String,
}

/// Somebody else adopted or refused it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FootprintDecided {
    /// The reference.
    pub footprint: FootprintId,
    /// Whether it holds from the next entry on.
    pub adopted: bool,
    /// What he says; needed to refuse.
    pub reason: Option<String>,
}
