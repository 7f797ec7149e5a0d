//! Counts of stock, to be held against the balance of their day.

use crate::domain::ids::{OfficeId, PartyId, StockCountId};
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

/// A parcel as it was found at a count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedParcel {
    /// Its dense number.
    pub parcel_no: i64,
    /// What it weighed.
    pub weight_mct: Mass,
    /// How many stones.
    pub stones: i64,
}

/// A holder, or an officer on the spot, counted what the holder had on a day. It changes nothing of what he has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockCounted {
    /// The count.
    pub count: StockCountId,
    /// Dense number.
    pub no: i64,
    /// Whose stock.
    pub holder: PartyId,
    /// The office that keeps the holder's record.
    pub office: Option<OfficeId>,
    /// The day, at whose end it was so.
    pub on: Day,
    /// Parcel by parcel; empty where only the whole was weighed and counted.
    pub parcels: Vec<CountedParcel>,
    /// All together.
    pub weight_mct: Mass,
    /// All together.
    pub stones: i64,
    /// What is said of it.
    pub note: Option<String>,
}
