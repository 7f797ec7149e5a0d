//! Events of stones that the state took, where it keeps them, and by which order they go again.

use crate::domain::event::NewParcel;
use crate::domain::ids::{LicenceId, OfficeId, ParcelId, PartyId, PurchaseId, SafeCountId, SeizureId, SeizureOrderId, ShipmentId};
use crate::domain::money::Money;
use crate::domain::quantity::Mass;
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What an order says becomes of stones.
    SeizureOutcome, "seizure-outcome", {
        /// Back to whom they were taken from.
        Returned = "returned",
        /// Sold to a licensed buyer or the state's own.
        Sold = "sold",
        /// The state's for good; it still keeps them.
        Forfeited = "forfeited",
        /// Given to the authorities of another country.
        Abroad = "abroad",
        /// Destroyed.
        Destroyed = "destroyed",
    }
}

impl SeizureOutcome {
    /// Whether the stones are in somebody's hands again.
    #[must_use]
    pub const fn releases(self) -> bool {
        matches!(self, Self::Returned | Self::Sold)
    }
    /// Whether they are gone for good.
    #[must_use]
    pub const fn ends(self) -> bool {
        matches!(self, Self::Abroad | Self::Destroyed)
    }
}

/// A parcel of the register that was taken, as it stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenParcel {
    /// The parcel.
    pub parcel: ParcelId,
    /// Its dense number.
    pub parcel_no: i64,
    /// Its mass as it stood.
    pub weight_mct: Mass,
    /// Its stones as they stood.
    pub stones: i64,
}

/// An officer took stones: parcels of one holder, or stones that are in no register. They leave whoever held them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeizureRecorded {
    /// The seizure.
    pub seizure: SeizureId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// The short code on the receipt, by which it is checked.
    pub check_code: String,
    /// The office whose officer took them.
    pub office: Option<OfficeId>,
    /// From whom; nobody that the register knows where not given.
    pub from: Option<PartyId>,
    /// The day.
    pub on: Day,
    /// The place.
    pub place: String,
    /// Code of the offence in the country's rules.
    pub ground: String,
    /// Number of the receipt; no other seizure has it.
    pub receipt: String,
    /// Number of the seal put on.
    pub seal: String,
    /// Where it is kept.
    pub safe: String,
    /// The services of the two witnesses, no persons.
    pub witnesses: Vec<String>,
    /// What happened, without a person's name.
    pub account: Option<String>,
    /// Parcels of the register.
    pub taken: Vec<TakenParcel>,
    /// Stones that are in no register: parcels of the state.
    pub found: Vec<NewParcel>,
    /// Open offers that end by it.
    pub offers: Vec<PurchaseId>,
    /// Shipments that are taken apart by it.
    pub shipments: Vec<ShipmentId>,
    /// A test.
    pub test: bool,
}

/// What a scale found when stones went from safe to safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReading {
    /// The parcel.
    pub parcel_no: i64,
    /// Its mass as it stood.
    pub before_mct: Mass,
    /// What the scale shows.
    pub after_mct: Mass,
    /// Its stones as they stood.
    pub stones_before: i64,
    /// What was counted.
    pub stones_after: i64,
}

/// Seized stones went from one safe to another. Where `differs`, nothing else is done until somebody else has answered,
/// and what was weighed stands only if he says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeizureMoved {
    /// Of which seizure.
    pub seizure: SeizureId,
    /// Number of the step, without gaps.
    pub step: i64,
    /// The day.
    pub on: Day,
    /// The safe they left.
    pub from: String,
    /// The safe they are in now.
    pub to: String,
    /// The service that gave them.
    pub given_by: String,
    /// The service that took them.
    pub taken_by: String,
    /// The seal as it was read.
    pub seal_read: String,
    /// Another seal that was put on; none where it stayed closed.
    pub seal_new: Option<String>,
    /// Each parcel that is kept, as it was weighed.
    pub readings: Vec<KeptReading>,
    /// Whether the seal was another, a count changed, or a scale differs by more than two scales may.
    pub differs: bool,
}

/// Somebody else answered for what differed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeizureDifferenceAnswered {
    /// Of which seizure.
    pub seizure: SeizureId,
    /// Of which step.
    pub step: i64,
    /// Whether what was weighed stands from now on; else the mass stays as it was.
    pub stands: bool,
    /// What came of it.
    pub reason: String,
}

/// An order over seized stones came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeizureOrderProposed {
    /// The order.
    pub order: SeizureOrderId,
    /// Over which seizure.
    pub seizure: SeizureId,
    /// Its number among the orders over that, without gaps.
    pub no: i64,
    /// What becomes of the stones.
    pub outcome: SeizureOutcome,
    /// Number of the order.
    pub number: String,
    /// The authority or court that gave it.
    pub authority: String,
    /// Its day.
    pub on: Day,
    /// The parcels, as they stand.
    pub parcels: Vec<TakenParcel>,
    /// Who gets them, of what goes back or is sold.
    pub to: Option<PartyId>,
    /// The buyer's licence, of what is sold; the state's own buyer needs none.
    pub licence: Option<LicenceId>,
    /// For how much, of what is sold.
    pub price: Option<Money>,
    /// Number of the slip or receipt of the payment.
    pub slip: Option<String>,
    /// The authority abroad that gets them, or how they are destroyed.
    pub note: Option<String>,
}

/// A second person decided. Confirmed, what the order says is done; else the stones are kept as they were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeizureOrderDecided {
    /// The order.
    pub order: SeizureOrderId,
    /// Whether it is carried out.
    pub confirmed: bool,
    /// What he says; always there where it is refused.
    pub reason: Option<String>,
}

/// A safe was counted against the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafeCounted {
    /// The count.
    pub count: SafeCountId,
    /// Dense number.
    pub no: i64,
    /// The office whose officer counted.
    pub office: Option<OfficeId>,
    /// The safe.
    pub safe: String,
    /// The day.
    pub on: Day,
    /// Numbers of the seizures whose bags should be there and are.
    pub there: Vec<i64>,
    /// Of those whose bags should be there and are not.
    pub missing: Vec<i64>,
    /// Of those whose bags are there and should be elsewhere.
    pub elsewhere: Vec<i64>,
    /// What is said of it.
    pub note: Option<String>,
}
