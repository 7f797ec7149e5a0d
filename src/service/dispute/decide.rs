//! Deciding a case, and taking a claim back.

use crate::domain::access::Permission;
use crate::domain::dispute::Dispute;
use crate::domain::event::{DisputeDecided, DisputeWithdrawn, Moved, Ruling};
use crate::domain::ids::{DisputeId, PartyId, PurchaseId, ShipmentId};
use crate::domain::parcel::{ParcelState, parcel_code};
use crate::domain::purchase::PurchaseState;
use crate::domain::violation::{Violation, Violations};
use crate::service::certificate::same_person;
use crate::service::dispute::{TEXT_MAX, open_case};
use crate::service::error::ServiceError;
use crate::service::parcel::{licensed_to_hold, tidy};
use crate::service::party_state::check_in_trade;
use crate::service::proof::same_hands;
use crate::service::{Case, Command, Decision};
use crate::store::account::account_fetch;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::parcel::parcel_fetch;
use crate::store::party::party_fetch;
use crate::store::purchase::purchase_fetch;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Decides a case, with reasons. Whoever opened it may not, nor anybody of one of the parties. Where the claim holds,
/// what lives of the parcels goes to whom it says, at the mass that the register has; that is refused where they were
/// mixed with other stones. Then they are free again, as far as no other case holds them.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideDispute {
    /// Which.
    pub dispute: DisputeId,
    /// How.
    pub ruling: Ruling,
    /// Why.
    pub reason: String,
}

impl Command for DecideDispute {
    const NAME: &'static str = "decide_dispute";
    const PERMISSION: Permission = Permission::DisputeDecide;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let found = open_case(rx, case, self.dispute)?;
        case.require(Permission::DisputeDecide, &found.belongs())?;
        let mut v = Violations::none();
        let same = same_person(rx, case, found.opened_by)?;
        v.check(!same, || Violation::new("dispute.same_person"));
        v.0.extend(same_hands(rx, case, found.opened_by, &found.id.to_string())?);
        let partial = case.act.actor.party.is_some_and(|own| found.belongs().parties.contains(&own));
        v.check(!partial, || Violation::new("dispute.own_case"));
        let reason = tidy(Some(&self.reason), "reason", TEXT_MAX, &mut v);
        v.check(reason.is_some(), || Violation::on("required", "reason"));
        let given = if self.ruling == Ruling::Upheld { give(rx, case, &found, &mut v)? } else { Given::default() };
        v.finish()?;
        Ok(DisputeDecided {
            dispute: found.id,
            ruling: self.ruling,
            reason: reason.unwrap_or_default(),
            to: (!given.moved.is_empty()).then(|| found.claim.recipient()),
            moved: given.moved,
            offers: given.offers.into_iter().collect(),
            shipments: given.shipments.into_iter().collect(),
        }
        .into())
    }
}

/// What changes hands, and what ends with it.
#[derive(Default)]
struct Given {
    moved: Vec<Moved>,
    offers: BTreeSet<PurchaseId>,
    shipments: BTreeSet<ShipmentId>,
}

/// Gives what lives of the parcels to whom the claim says. Nothing that was mixed with other stones: nobody can say which
/// of them they are.
fn give(rx: &mut Rx<'_>, case: &Case<'_>, found: &Dispute, v: &mut Violations) -> Result<Given, StoreError> {
    let (to, mut given, mut here) = (found.claim.recipient(), Given::default(), false);
    for held in &found.holds {
        let Some(parcel) = parcel_fetch(rx, held.parcel_no)?.filter(|p| p.state == ParcelState::Live) else { continue };
        here = true;
        if !held.whole {
            v.push(Violation::on("dispute.mixed", "ruling").with("parcel", parcel_code(held.parcel_no)));
            continue;
        }
        if parcel.holder == to {
            continue;
        }
        given.moved.push(Moved { parcel_no: parcel.no, from: parcel.holder });
        given.shipments.extend(parcel.shipment);
        if let Some(offer) = parcel.purchase {
            given.offers.extend(purchase_fetch(rx, offer)?.filter(|p| p.state == PurchaseState::Offered).map(|p| p.id));
        }
    }
    v.check(here, || Violation::on("dispute.nothing_here", "ruling"));
    if !given.moved.is_empty() {
        may_receive(rx, case, to, v)?;
    }
    Ok(given)
}

/// Whoever is given stones must be in the trade today (F8) and have a licence by which he may hold them (C8).
fn may_receive(rx: &mut Rx<'_>, case: &Case<'_>, to: PartyId, v: &mut Violations) -> Result<(), StoreError> {
    let today = case.today();
    let may = licensed_to_hold(rx, case, to)?;
    let party = party_fetch(rx, to)?.ok_or_else(|| StoreError::damaged("a party vanished"))?;
    v.check(may, || Violation::on("dispute.recipient_licence", "ruling").with("party", party.code.clone()).with("day", today));
    check_in_trade(rx, v, to, today, ("dispute.recipient_state", Some("ruling")))
}

/// Takes a claim back: the claimant himself, or, where it was written down at a counter, an office or officer for him.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawDispute {
    /// Which.
    pub dispute: DisputeId,
    /// Why.
    pub reason: String,
}

impl Command for WithdrawDispute {
    const NAME: &'static str = "withdraw_dispute";
    const PERMISSION: Permission = Permission::DisputeOpen;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let found = open_case(rx, case, self.dispute)?;
        case.require(Permission::DisputeOpen, &found.belongs())?;
        if !may_withdraw(rx, case.act.actor.party, &found)? {
            return Err(ServiceError::Forbidden);
        }
        let mut v = Violations::none();
        let reason = tidy(Some(&self.reason), "reason", TEXT_MAX, &mut v);
        v.check(reason.is_some(), || Violation::on("required", "reason"));
        v.finish()?;
        Ok(DisputeWithdrawn { dispute: found.id, reason: reason.unwrap_or_default() }.into())
    }
}

/// Whether an account that acts for a party (or for none) may take a claim back.
///
/// # Errors
/// When the database fails.
pub fn may_withdraw(rx: &mut Rx<'_>, own: Option<PartyId>, found: &Dispute) -> Result<bool, StoreError> {
    Ok(match own {
        Some(own) => own == found.claimant_party(),
        None => account_fetch(rx, found.opened_by)?.is_some_and(|a| a.actor.party.is_none()),
    })
}
