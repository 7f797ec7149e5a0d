//! Offences as they stand: who is suspected, and what became of it (M9 of the facts).

use crate::domain::access::Belongs;
use crate::domain::event::{OffenceFollowedUp, OffenceRecorded, OffenceState};
use crate::domain::ids::AccountId;
use crate::domain::time::Instant;

/// The prefix of the codes of offences.
const PREFIX: &str = "OF";

/// The code of the offence with this number.
#[must_use]
pub fn offence_code(no: i64) -> String {
    crate::domain::code::make(PREFIX, no)
}

/// An offence as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offence {
    /// As it was written down.
    pub facts: OffenceRecorded,
    /// How it stands by the last statement.
    pub state: OffenceState,
    /// Who wrote it down.
    pub by: AccountId,
    /// The entry.
    pub seq: i64,
}

impl Offence {
    /// What it belongs to.
    #[must_use]
    pub fn belongs(&self) -> Belongs {
        Belongs { office: self.facts.office, parties: self.facts.parties.clone() }
    }
}

/// A statement of how an offence stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OffenceStatement {
    /// As it was made.
    pub facts: OffenceFollowedUp,
    /// Who made it.
    pub by: AccountId,
    /// When.
    pub at: Instant,
    /// The entry.
    pub seq: i64,
}
