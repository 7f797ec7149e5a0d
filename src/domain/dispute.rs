//! Disputes: two acts that cannot both hold. Both are kept, what lives of the parcels is frozen, and an officer decides.

use crate::domain::access::{Belongs, Reach};
use crate::domain::code;
use crate::domain::event::{Claim, ClaimSide};
use crate::domain::ids::{AccountId, DisputeId, OfficeId, PartyId};
use crate::domain::text_enum::text_enum;
use crate::domain::violation::{Violation, Violations};

/// The prefix of the codes of cases.
pub const DISPUTE_PREFIX: &str = "D";

/// The code of the case with this number.
#[must_use]
pub fn dispute_code(no: i64) -> String {
    code::make(DISPUTE_PREFIX, no)
}

text_enum! {
    /// Where a case stands.
    DisputeState, "dispute-state", {
        /// Waits for an officer.
        Open = "open",
        /// What was recorded stands.
        Stands = "stands",
        /// The claim holds.
        Upheld = "upheld",
        /// The parties settled it.
        Settled = "settled",
        /// The claimant took it back.
        Withdrawn = "withdrawn",
    }
}

/// What there is of the claimed parcels: themselves, or what was made of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disputed {
    /// The parcel's dense number.
    pub parcel_no: i64,
    /// Who holds it, or held it when it left.
    pub holder: PartyId,
    /// Whether it was made of the claimed parcels alone.
    pub whole: bool,
    /// Whether it had left under a certificate when the case was opened: it is held only should it come back.
    pub gone: bool,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// Id.
    pub id: DisputeId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// The office that keeps the parcels.
    pub office: Option<OfficeId>,
    /// Which side claims.
    pub claimant: ClaimSide,
    /// What is claimed.
    pub claim: Claim,
    /// What happened, in the claimant's words.
    pub statement: String,
    /// Entries that stand against the claim.
    pub against: Vec<i64>,
    /// What there was of the parcels when it was opened, ascending by number.
    pub holds: Vec<Disputed>,
    /// Where it stands.
    pub state: DisputeState,
    /// Who opened it.
    pub opened_by: AccountId,
    /// In which entry.
    pub opened_seq: i64,
    /// Who ended it.
    pub ended_by: Option<AccountId>,
    /// In which entry.
    pub ended_seq: Option<i64>,
    /// Why so.
    pub reason: Option<String>,
}

impl Dispute {
    /// Whether it waits for an officer.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, DisputeState::Open)
    }
    /// The party that claims.
    #[must_use]
    pub const fn claimant_party(&self) -> PartyId {
        self.claim.side(self.claimant)
    }
    /// Whether a party is a side of the claimed act: it reads all that is claimed. Whoever only holds the parcels does not.
    #[must_use]
    pub fn is_side(&self, party: PartyId) -> bool {
        [self.claim.seller, self.claim.buyer].contains(&party)
    }
    /// What it belongs to: both sides of the claim, and whoever holds what there is of the parcels.
    #[must_use]
    pub fn belongs(&self) -> Belongs {
        let mut parties: Vec<PartyId> =
            [self.claim.seller, self.claim.buyer].into_iter().chain(self.holds.iter().map(|h| h.holder)).collect();
        parties.sort();
        parties.dedup();
        Belongs { office: self.office, parties }
    }
}

/// The refusal of any act with a parcel that an open case holds (C8).
#[must_use]
pub fn frozen(case: i64, parcel: &str, field: Option<&str>) -> Violation {
    let refusal = Violation::new("dispute.frozen").with("parcel", parcel).with("case", dispute_code(case)).conflict();
    Violation { field: field.map(str::to_owned), ..refusal }
}

/// Refusals of a sale after which whoever has bought all the same may put his act on record.
const CLAIMABLE: [&str; 10] = [
    "parcel.reported_gone",
    "purchase.parcel_sold",
    "purchase.parcel_not_held",
    "purchase.parcel_gone",
    "purchase.parcel_in_shipment",
    "purchase.parcel_offered",
    "purchase.parcel_changed",
    "purchase.expired",
    "purchase.already_withdrawn",
    "dispute.frozen",
];

/// Whether a refusal says that somebody was first, so that a claim may be made.
#[must_use]
pub fn may_claim(refusals: &Violations) -> bool {
    refusals.0.iter().any(|v| CLAIMABLE.contains(&v.code))
}

/// How much of a case somebody is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisputeSight {
    /// All of it: whoever keeps or decides it.
    Whole,
    /// All that is claimed: a side of the claimed act.
    Side,
    /// That there is one, about which parcels and by whom: somebody who holds them. Prices, slips and words are not his.
    Holder,
}

impl Dispute {
    /// How much of it lies within a reach; nothing where it does not concern whoever asks.
    #[must_use]
    pub fn sight(&self, reach: Reach) -> Option<DisputeSight> {
        match reach {
            within if !within.covers(&self.belongs()) => None,
            Reach::Party(party) if !self.is_side(party) => Some(DisputeSight::Holder),
            Reach::Party(_) => Some(DisputeSight::Side),
            _ => Some(DisputeSight::Whole),
        }
    }
}
