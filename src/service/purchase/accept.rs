//! The named buyer weighs and accepts.

use crate::domain::access::{Belongs, Permission};
use crate::domain::dispute::frozen;
use crate::domain::event::PurchaseAccepted;
use crate::domain::ids::PurchaseId;
use crate::domain::parcel::{Parcel, ParcelState};
use crate::domain::purchase::Purchase;
use crate::domain::seizure::seized;
use crate::domain::violation::{Violation, Violations};
use crate::domain::zone::zone_frozen;
use crate::service::error::ServiceError;
use crate::service::licence::valid_instead;
use crate::service::party_state::check_in_trade;
use crate::service::purchase::sale::{check_agent_still, for_offence};
use crate::service::purchase::slip::check_waiting;
use crate::service::purchase::weighing::{self, Figures, WeighedParcel};
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::licence::licence_fetch;
use crate::store::parcel::parcel_fetch;
use crate::store::purchase::{latest_source_day, purchase_fetch, purchase_items};
use serde::{Deserialize, Serialize};

/// Accepts an offer with a weighing of one's own. From now on the buyer holds the parcels; a difference
/// within the tolerance becomes their mass.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptPurchase {
    /// The offer.
    pub purchase: PurchaseId,
    /// The buyer's own mass and count of each parcel.
    pub weighed: Vec<WeighedParcel>,
}

impl Command for AcceptPurchase {
    const NAME: &'static str = "accept_purchase";
    const PERMISSION: Permission = Permission::PurchaseWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let purchase = offer_for(rx, case, self.purchase, |p| Belongs::party(p.buyer))?;
        let mut v = Violations::none();
        check_waiting(rx, case, &mut v, &purchase)?;
        let waiting = v.0.is_empty();
        if waiting {
            check_licences(rx, case, &mut v, &purchase)?;
        }
        let parcels = on_offer(rx, &mut v, &purchase)?;
        if waiting {
            check_dug(rx, &mut v, &purchase, &parcels)?;
        }
        let weighed = if v.0.iter().any(|v| v.field.is_none()) {
            Vec::new()
        } else {
            weighing::check(rx, (&case.profile().tolerances, Figures::Known), &mut v, &parcels, &self.weighed)?
        };
        v.finish()?;
        Ok(PurchaseAccepted { purchase: purchase.id, weighed }.into())
    }
}

/// The offer, for an act of one of its sides: nobody else is told that it is there, and the other side may
/// not do it.
pub(super) fn offer_for(
    rx: &mut Rx<'_>,
    case: &Case<'_>,
    id: PurchaseId,
    side: impl FnOnce(&Purchase) -> Belongs,
) -> Result<Purchase, ServiceError> {
    let purchase = purchase_fetch(rx, id)?.ok_or(ServiceError::NotFound("purchase"))?;
    if !case.reach(Permission::PurchaseRead).covers(&purchase.belongs()) {
        return Err(ServiceError::NotFound("purchase"));
    }
    case.require(Permission::PurchaseWrite, &side(&purchase))?;
    Ok(purchase)
}

/// Both licences, and the go-between, must still be good on the day the stones change hands: one may have ended or been suspended since. The
/// offer names them for good, so under another licence it has to be written anew.
fn check_licences(rx: &mut Rx<'_>, case: &Case<'_>, v: &mut Violations, purchase: &Purchase) -> Result<(), StoreError> {
    let today = case.today();
    for (id, code) in [(purchase.seller_licence, "purchase.offer_seller_licence"), (purchase.buyer_licence, "purchase.offer_buyer_licence")]
    {
        let licence = licence_fetch(rx, id)?.ok_or_else(|| StoreError::Damaged(format!("licence {id} is missing")))?;
        if licence.is_valid_on(today) {
            continue;
        }
        let instead = valid_instead(rx, &licence, today)?.unwrap_or_else(|| "none".to_owned());
        let standing = licence.standing_on(today).as_str();
        let offence = for_offence(rx, &licence, today)?;
        let refused = Violation::new(code).with("number", licence.number).with("standing", standing);
        v.push(refused.with("day", today).with("instead", instead));
        v.0.extend(offence);
    }
    for party in [purchase.seller, purchase.buyer] {
        check_in_trade(rx, v, party, today, ("purchase.party_state", None))?;
    }
    if let Some(agent) = purchase.agent {
        check_agent_still(rx, case, v, agent)?;
    }
    Ok(())
}

/// The stones must have been dug by the day of the slip (C6): an entry may have been corrected since the offer.
fn check_dug(rx: &mut Rx<'_>, v: &mut Violations, purchase: &Purchase, parcels: &[Parcel]) -> Result<(), StoreError> {
    for parcel in parcels {
        if let Some(dug) = latest_source_day(rx, parcel)?.filter(|dug| *dug > purchase.on) {
            v.push(
                Violation::new("purchase.offer_before_production")
                    .with("parcel", parcel.code.clone())
                    .with("dug", dug)
                    .with("day", purchase.on),
            );
        }
    }
    Ok(())
}

/// The parcels of the offer, which the seller must still hold as he offered them.
fn on_offer(rx: &mut Rx<'_>, v: &mut Violations, purchase: &Purchase) -> Result<Vec<Parcel>, StoreError> {
    let items = purchase_items(rx, purchase.id)?;
    let mut parcels = Vec::with_capacity(items.len());
    for item in items {
        let gone = || StoreError::Damaged(format!("parcel {} is missing", item.parcel_no));
        let parcel = parcel_fetch(rx, item.parcel_no)?.ok_or_else(gone)?;
        let held = parcel.state == ParcelState::Live && parcel.holder == purchase.seller && parcel.shipment.is_none();
        let as_offered = parcel.weight == item.weight && parcel.stones == item.stones;
        if let Some(kept) = seized(&parcel, "weighed") {
            v.push(kept);
        } else if v.0.is_empty() {
            v.check(held && as_offered, || Violation::new("purchase.parcel_changed").with("parcel", parcel.code.clone()).conflict());
        }
        parcels.push(parcel);
    }
    v.0.extend(parcels.iter().filter_map(|p| p.dispute.map(|case| frozen(case, &p.code, None))));
    v.0.extend(parcels.iter().filter(|p| p.is_frozen()).map(|p| zone_frozen(&p.code, None)));
    Ok(parcels)
}
