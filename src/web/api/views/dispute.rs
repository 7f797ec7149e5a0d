//! Cases about two acts that cannot both hold.

use crate::domain::access::{Permission, Reach};
use crate::domain::dispute::{self, DisputeSight, DisputeState, Disputed};
use crate::domain::event::{ClaimSide, ClaimedAct};
use crate::domain::ids::{AccountId, DisputeId, LicenceId, OfficeId, PartyId};
use crate::domain::money::Money;
use crate::domain::parcel::{parcel_code, parcel_no_typed};
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::store::db::Rx;
use crate::store::dispute::{DisputeFilter, dispute_by_code, dispute_fetch, disputes};
use crate::web::api::asked::{Asked, Filter};
use crate::web::api::nouns::{Noun, Reader};
use crate::web::error::WebError;
use serde::Serialize;
use utoipa::ToSchema;

/// A claimed parcel, as the claimant says.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimedParcel {
    parcel: String,
    weight_mct: Mass,
    stones: i64,
}

/// A parcel that the case holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisputedParcel {
    parcel: String,
    holder: PartyId,
    /// Whether it was made of the claimed parcels alone.
    whole: bool,
    /// Whether it had left under a certificate when the case was opened.
    gone: bool,
}

/// What is claimed besides the parcels; for the sides of the claim, and for whoever keeps or decides the case.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimTerms {
    seller_licence: LicenceId,
    buyer_licence: LicenceId,
    agent: Option<PartyId>,
    price: Money,
    /// Number on the slip or receipt that the claimant holds.
    slip: Option<String>,
    place: Option<String>,
    statement: String,
}

/// A case: an act that contradicts what is recorded.
#[derive(Debug, Serialize, ToSchema)]
pub struct Dispute {
    id: DisputeId,
    no: i64,
    code: String,
    state: DisputeState,
    office: Option<OfficeId>,
    act: ClaimedAct,
    claimant: ClaimSide,
    seller: PartyId,
    buyer: PartyId,
    #[schema(value_type = String, format = Date)]
    on: Day,
    parcels: Vec<ClaimedParcel>,
    /// None for whoever only holds the parcels.
    terms: Option<ClaimTerms>,
    /// Entries that stand against the claim.
    against: Vec<i64>,
    /// What the case holds; a party is told what it holds itself.
    holds: Vec<DisputedParcel>,
    opened_by: AccountId,
    opened_seq: i64,
    ended_by: Option<AccountId>,
    ended_seq: Option<i64>,
    /// Why it was decided so, or taken back.
    reason: Option<String>,
}

impl Dispute {
    fn of(d: dispute::Dispute, reach: Reach) -> Option<Self> {
        let sight = d.sight(reach)?;
        let claim = d.claim;
        let own = |h: &Disputed| match reach {
            Reach::Party(party) => h.holder == party,
            _ => true,
        };
        let held = |h: Disputed| DisputedParcel { parcel: parcel_code(h.parcel_no), holder: h.holder, whole: h.whole, gone: h.gone };
        let claimed = |p: crate::domain::event::ClaimedParcel| ClaimedParcel {
            parcel: parcel_code(p.parcel_no),
            weight_mct: p.weight_mct,
            stones: p.stones,
        };
        let terms = ClaimTerms {
            seller_licence: claim.seller_licence,
            buyer_licence: claim.buyer_licence,
            agent: claim.agent,
            price: claim.price,
            slip: claim.slip,
            place: claim.place,
            statement: d.statement,
        };
        Some(Self {
            id: d.id,
            no: d.no,
            code: d.code,
            state: d.state,
            office: d.office,
            act: claim.act,
            claimant: d.claimant,
            seller: claim.seller,
            buyer: claim.buyer,
            on: claim.on,
            parcels: claim.parcels.into_iter().map(claimed).collect(),
            terms: Some(terms).filter(|_| sight != DisputeSight::Holder),
            against: d.against,
            holds: d.holds.into_iter().filter(own).map(held).collect(),
            opened_by: d.opened_by,
            opened_seq: d.opened_seq,
            ended_by: d.ended_by,
            ended_seq: d.ended_seq,
            reason: d.reason,
        })
    }
}

impl Noun for Dispute {
    const PERMISSION: Permission = Permission::DisputeRead;
    const FILTERS: &'static [Filter] = &[
        Filter::word("state", "`open`, `stands`, `upheld`, `settled` or `withdrawn`."),
        Filter::text("parcel", "That claim or hold the parcel with this code."),
    ];

    fn position(&self) -> i64 {
        self.no
    }
    fn list(rx: &mut Rx<'_>, reader: &Reader, asked: &Asked, before: Option<i64>, limit: i64) -> Result<Vec<Self>, WebError> {
        let state = asked.parsed::<DisputeState>("state")?;
        let filter = DisputeFilter { state, parcel: asked.read("parcel", parcel_no_typed)?, ..DisputeFilter::default() };
        let reach = reader.reach(Self::PERMISSION);
        Ok(disputes(rx, reach, &filter, before, limit)?.into_iter().filter_map(|d| Self::of(d, reach)).collect())
    }
    fn one(rx: &mut Rx<'_>, reader: &Reader, key: &str) -> Result<Option<Self>, WebError> {
        let found = match key.parse() {
            Ok(id) => dispute_fetch(rx, id)?,
            Err(_) => dispute_by_code(rx, &crate::domain::code::written(key))?,
        };
        Ok(found.and_then(|d| Self::of(d, reader.reach(Self::PERMISSION))))
    }
}
