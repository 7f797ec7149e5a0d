//! Stones that leave the trade inside the country: used here, lost, stolen, destroyed. What the state takes is no removal.

use crate::domain::access::Belongs;
use crate::domain::event::RemovalReported;
use crate::domain::ids::AccountId;
use crate::domain::text_enum::text_enum;
use crate::domain::violation::Violation;

/// The prefix of the codes of reports.
const PREFIX: &str = "OUT";

/// The code of the report with this number.
#[must_use]
pub fn removal_code(no: i64) -> String {
    crate::domain::code::make(PREFIX, no)
}

text_enum! {
    /// Where a report stands.
    RemovalState, "removal-state", {
        /// Nobody has decided; the parcel takes no act.
        Waiting = "waiting",
        /// The parcel is gone.
        Confirmed = "confirmed",
        /// The parcel is there as before.
        Refused = "refused",
    }
}

/// What a second person said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemovalDecision {
    /// Who.
    pub by: AccountId,
    /// The entry.
    pub seq: i64,
    /// What he said to it.
    pub reason: Option<String>,
}

/// A report with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// What was reported.
    pub facts: RemovalReported,
    /// Whether the parcel is a test.
    pub test: bool,
    /// Where it stands.
    pub state: RemovalState,
    /// Who reported.
    pub reported_by: AccountId,
    /// The entry.
    pub reported_seq: i64,
    /// What a second person said.
    pub decided: Option<RemovalDecision>,
}

impl Removal {
    /// What it belongs to.
    #[must_use]
    pub fn belongs(&self) -> Belongs {
        Belongs { office: self.facts.office, parties: vec![self.facts.holder] }
    }
    /// Whether it waits for a second person.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.state == RemovalState::Waiting
    }
}

/// A parcel that is reported as gone takes no act until somebody has decided (C11).
#[must_use]
pub fn reported_gone(no: i64, parcel: &str, field: &str) -> Violation {
    Violation::on("parcel.reported_gone", field).with("code", parcel).with("report", removal_code(no)).conflict()
}
