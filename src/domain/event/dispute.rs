//! Events of disputes: two acts that cannot both hold, kept both, and what an officer decided.

use crate::domain::ids::{DisputeId, LicenceId, OfficeId, PartyId, PurchaseId, ShipmentId};
use crate::domain::money::Money;
use crate::domain::quantity::Mass;
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Which act somebody says there was.
    ClaimedAct, "claimed-act", {
        /// The seller sold the parcels to the buyer.
        Sale = "sale",
        /// The seller offered them to the buyer, who has not bought yet.
        Offer = "offer",
    }
}

text_enum! {
    /// Which side of the claimed act says so.
    ClaimSide, "claim-side", {
        /// Whoever bought, or was to buy.
        Buyer = "buyer",
        /// Whoever sold or offered.
        Seller = "seller",
    }
}

text_enum! {
    /// How an officer decides.
    Ruling, "ruling", {
        /// What was recorded stands; the claim is dismissed.
        Stands = "stands",
        /// The claim holds: what lives of the parcels goes to whom it says.
        Upheld = "upheld",
        /// The parties settled it between themselves; nothing moves.
        Settled = "settled",
    }
}

/// A claimed parcel with what the claimant weighed and counted. It changes no parcel: it is kept as said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimedParcel {
    /// The parcel's dense number.
    pub parcel_no: i64,
    /// Its mass by the claimant's scale.
    pub weight_mct: Mass,
    /// Stones he counted.
    pub stones: i64,
}

/// The whole second act, as the claimant states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// A sale, or an offer.
    pub act: ClaimedAct,
    /// Who sold or offered.
    pub seller: PartyId,
    /// By which licence.
    pub seller_licence: LicenceId,
    /// Who bought or was to buy.
    pub buyer: PartyId,
    /// By which licence.
    pub buyer_licence: LicenceId,
    /// The go-between.
    pub agent: Option<PartyId>,
    /// What, in number order.
    pub parcels: Vec<ClaimedParcel>,
    /// For how much.
    pub price: Money,
    /// The number on the slip or receipt that he holds.
    pub slip: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// The day.
    pub on: Day,
}

/// Somebody put on record an act that contradicts what is recorded. What lives of its parcels, and what was made of them,
/// is frozen from now on; which that is follows from the journal, so that the entry, which its author reads, tells nothing
/// of what others did with the stones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeOpened {
    /// The case.
    pub dispute: DisputeId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// The office that keeps the parcels, where they all have the same.
    pub office: Option<OfficeId>,
    /// Which side claims.
    pub claimant: ClaimSide,
    /// What he claims.
    pub claim: Claim,
    /// What happened, in his words.
    pub statement: String,
    /// Entries that stand against the claim, ascending.
    pub against: Vec<i64>,
}

impl DisputeOpened {
    /// The party that claims.
    #[must_use]
    pub const fn claimant_party(&self) -> PartyId {
        self.claim.side(self.claimant)
    }
}

impl Claim {
    /// The party on a side.
    #[must_use]
    pub const fn side(&self, side: ClaimSide) -> PartyId {
        match side {
            ClaimSide::Buyer => self.buyer,
            ClaimSide::Seller => self.seller,
        }
    }
    /// Who holds the parcels where the claim holds: the buyer of a sale; of an offer whoever offered, so that he can
    /// offer them in the register.
    #[must_use]
    pub const fn recipient(&self) -> PartyId {
        match self.act {
            ClaimedAct::Sale => self.buyer,
            ClaimedAct::Offer => self.seller,
        }
    }
}

/// A parcel that changes hands by a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The parcel's dense number.
    pub parcel_no: i64,
    /// Who held it until then.
    pub from: PartyId,
}

/// An officer decided. The parcels are free again, as far as no other case holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeDecided {
    /// The case.
    pub dispute: DisputeId,
    /// How.
    pub ruling: Ruling,
    /// Why.
    pub reason: String,
    /// To whom parcels go; none where nothing moves.
    pub to: Option<PartyId>,
    /// Which, ascending by number.
    pub moved: Vec<Moved>,
    /// Waiting offers of them, which end.
    pub offers: Vec<PurchaseId>,
    /// Shipments that hold them, which are taken apart.
    pub shipments: Vec<ShipmentId>,
}

/// The claimant took his claim back. The parcels are free again, as far as no other case holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisputeWithdrawn {
    /// The case.
    pub dispute: DisputeId,
    /// Why.
    pub reason: String,
}
