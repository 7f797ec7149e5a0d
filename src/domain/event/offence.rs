//! Events of offences: who is suspected, and what became of it.

use crate::domain::ids::{ArrivalId, CertificateId, LicenceId, OffenceId, OfficeId, PartyId, SeizureId};
use crate::domain::money::Money;
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

text_enum! {
    /// How a case of an offence stands.
    OffenceState, "offence-state", {
        /// Suspected, nothing more.
        Suspected = "suspected",
        /// A prosecutor has charged.
        Charged = "charged",
        /// A court has a day for it.
        Hearing = "hearing",
        /// Found guilty.
        Convicted = "convicted",
        /// Found not guilty.
        Acquitted = "acquitted",
        /// A fine was paid or laid down without a conviction.
        Fined = "fined",
        /// Nobody goes on with it.
        Dropped = "dropped",
        /// Settled.
        Settled = "settled",
    }
}

impl OffenceState {
    /// Whether it is over.
    #[must_use]
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Suspected | Self::Charged | Self::Hearing)
    }
    /// Whether a statement may say `next` after one that said this. What is over may be opened again by a charge, as an
    /// appeal does.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        match next {
            Self::Suspected => false,
            Self::Charged => true,
            _ => !self.is_over(),
        }
    }
}

/// Somebody is suspected of an offence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffenceRecorded {
    /// The offence.
    pub offence: OffenceId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// The office that keeps it.
    pub office: Option<OfficeId>,
    /// Code of the offence in the country's rules.
    pub ground: String,
    /// Who is suspected; nobody that the register knows where empty.
    pub parties: Vec<PartyId>,
    /// The day on which it happened or was noticed.
    pub on: Day,
    /// What happened, without a person's name.
    pub account: String,
    /// A seizure that goes with it.
    pub seizure: Option<SeizureId>,
    /// Parcels that it is about.
    pub parcels: Vec<i64>,
    /// A certificate that it is about.
    pub certificate: Option<CertificateId>,
    /// A shipment from abroad that it is about.
    pub arrival: Option<ArrivalId>,
    /// A licence that it is about.
    pub licence: Option<LicenceId>,
}

/// A statement of how it stands. Earlier ones stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffenceFollowedUp {
    /// The offence.
    pub offence: OffenceId,
    /// The number of the statement, without gaps.
    pub no: i64,
    /// How it stands.
    pub state: OffenceState,
    /// The day for which it speaks; of a hearing that of the hearing, which may be to come.
    pub on: Day,
    /// The authority or court.
    pub authority: String,
    /// Number of its case.
    pub case_number: Option<String>,
    /// The fine, of one that was fined or convicted.
    pub fine: Option<Money>,
    /// What is said of it; the authority's own.
    pub note: Option<String>,
}
