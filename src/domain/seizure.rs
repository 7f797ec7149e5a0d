//! Stones that the state took: seizures, where they are kept, and orders over them (F12, 5.7 and 12 of the facts).

use crate::domain::access::Belongs;
use crate::domain::event::{SafeCounted, SeizureMoved, SeizureOrderProposed, SeizureOutcome, SeizureRecorded};
use crate::domain::ids::{AccountId, PartyId};
use crate::domain::parcel::{Parcel, ParcelState};
use crate::domain::quantity::Mass;
use crate::domain::text_enum::text_enum;
use crate::domain::time::Instant;
use crate::domain::violation::Violation;

/// The prefix of the codes of seizures.
const PREFIX: &str = "SZ";

/// The code of the seizure with this number.
#[must_use]
pub fn seizure_code(no: i64) -> String {
    crate::domain::code::make(PREFIX, no)
}

text_enum! {
    /// What became of a seized parcel.
    KeptState, "kept-state", {
        /// The state keeps it; nobody has decided.
        Kept = "kept",
        /// It is the state's for good, and kept.
        Forfeited = "forfeited",
        /// It went back.
        Returned = "returned",
        /// It was sold.
        Sold = "sold",
        /// The authorities of another country have it.
        Abroad = "abroad",
        /// It was destroyed.
        Destroyed = "destroyed",
    }
}

impl KeptState {
    /// Whether the state still has it.
    #[must_use]
    pub const fn is_here(self) -> bool {
        matches!(self, Self::Kept | Self::Forfeited)
    }
    /// What an order makes of it.
    #[must_use]
    pub const fn after(outcome: SeizureOutcome) -> Self {
        match outcome {
            SeizureOutcome::Returned => Self::Returned,
            SeizureOutcome::Sold => Self::Sold,
            SeizureOutcome::Forfeited => Self::Forfeited,
            SeizureOutcome::Abroad => Self::Abroad,
            SeizureOutcome::Destroyed => Self::Destroyed,
        }
    }
    /// Whether an order may say this of it now: what is the state's for good does not go back, nor is it forfeited again.
    #[must_use]
    pub const fn may(self, outcome: SeizureOutcome) -> bool {
        match self {
            Self::Kept => true,
            Self::Forfeited => !matches!(outcome, SeizureOutcome::Returned | SeizureOutcome::Forfeited),
            _ => false,
        }
    }
}

/// A parcel of a seizure, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub parcel_no: i64,
    /// Who held it; nobody that the register knows, of stones in no register.
    pub holder: PartyId,
    /// Whether it was in the register before.
    pub registered: bool,
    /// Its mass when it was taken.
    pub taken: Mass,
    /// Its stones then.
    pub stones: i64,
    /// Its mass now, or when it went.
    pub weight: Mass,
    /// What became of it.
    pub state: KeptState,
}

text_enum! {
    /// Where an order stands.
    OrderState, "order-state", {
        /// Nobody else has decided.
        Waiting = "waiting",
        /// It was carried out.
        Confirmed = "confirmed",
        /// It was not.
        Refused = "refused",
    }
}

/// A step of a seizure's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// As it was written down.
    pub facts: SeizureMoved,
    /// Who wrote it down.
    pub by: AccountId,
    /// When.
    pub at: Instant,
    /// The entry.
    pub seq: i64,
    /// What was answered for a difference: whether it stands, why, who, and the entry.
    pub answered: Option<(bool, String, AccountId, i64)>,
}

impl Step {
    /// Whether somebody still has to answer for a difference.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.facts.differs && self.answered.is_none()
    }
}

/// An order with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// As it was written down.
    pub facts: SeizureOrderProposed,
    /// Where it stands.
    pub state: OrderState,
    /// Who wrote it down.
    pub by: AccountId,
    /// The entry.
    pub seq: i64,
    /// Who decided, what he said, and the entry.
    pub decided: Option<(AccountId, Option<String>, i64)>,
}

/// A seizure as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seizure {
    /// As it was written down.
    pub facts: SeizureRecorded,
    /// Who wrote it down.
    pub by: AccountId,
    /// The entry.
    pub seq: i64,
    /// Where what is left of it is kept.
    pub safe: String,
    /// The seal on it.
    pub seal: String,
    /// Its parcels.
    pub kept: Vec<Kept>,
    /// Whether somebody has to answer for a difference.
    pub differs: bool,
    /// Whether an order waits.
    pub ordered: bool,
}

impl Seizure {
    /// What it belongs to.
    #[must_use]
    pub fn belongs(&self) -> Belongs {
        Belongs { office: self.facts.office, parties: self.facts.from.into_iter().collect() }
    }
    /// The parcels that the state still has.
    pub fn here(&self) -> impl Iterator<Item = &Kept> {
        self.kept.iter().filter(|k| k.state.is_here())
    }
    /// Their mass.
    #[must_use]
    pub fn weight_here(&self) -> Mass {
        Mass::total(self.here().map(|k| k.weight)).unwrap_or(Mass::ZERO)
    }
    /// The mass that was taken.
    #[must_use]
    pub fn weight_taken(&self) -> Mass {
        Mass::total(self.kept.iter().map(|k| k.taken)).unwrap_or(Mass::ZERO)
    }
    /// Whether any of it waits for an order.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.kept.iter().any(|k| k.state == KeptState::Kept)
    }
}

/// A count of a safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeCount {
    /// As it was written down.
    pub facts: SafeCounted,
    /// Who counted.
    pub by: AccountId,
    /// The entry.
    pub seq: i64,
}

/// What the state keeps in a safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Safe {
    /// Its name.
    pub name: String,
    /// Seizures with something in it.
    pub seizures: i64,
    /// Parcels.
    pub parcels: i64,
    /// Milli-carats.
    pub mct: i64,
}

/// A parcel that the state keeps takes no act but those of its seizure (C12).
#[must_use]
pub fn seized(parcel: &Parcel, field: &str) -> Option<Violation> {
    let no = parcel.seizure.filter(|_| parcel.state == ParcelState::Seized)?;
    Some(Violation::on("parcel.seized", field).with("code", parcel.code.clone()).with("seizure", seizure_code(no)).conflict())
}
