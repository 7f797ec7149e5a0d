//! The holder offers parcels to a named buyer.

use crate::domain::access::{Belongs, Permission};
use crate::domain::event::PurchaseOffered;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::purchase::sale::{self, Own, SaleTerms, Side};
use crate::service::purchase::slip::{self, Ready};
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::party::party_fetch;
use serde::{Deserialize, Serialize};

/// Offers parcels to a named buyer on a numbered slip. The holder keeps them until the buyer accepts with a
/// weighing of his own, before the offer lapses.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferParcels {
    /// Serial of the slip, from a book of the holder; the next free one when not given.
    #[serde(default)]
    pub serial: Option<String>,
    /// Codes of the parcels.
    pub parcels: Vec<String>,
    /// Number of the buyer's licence; blanks, hyphens and small letters do not matter.
    pub buyer_licence: String,
    /// Number of the holder's own licence; when not given, the one that fits.
    #[serde(default)]
    pub seller_licence: Option<String>,
    /// Price, payment, day and place.
    pub terms: SaleTerms,
}

impl Command for OfferParcels {
    const NAME: &'static str = "offer_parcels";
    const PERMISSION: Permission = Permission::PurchaseWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let party = case.own_party()?;
        case.require(Permission::PurchaseWrite, &Belongs::party(party))?;
        let mut v = Violations::none();
        let parcels = sale::parcels(rx, case, &mut v, ("parcels", &self.parcels), Some(party))?;
        let dug_under = sale::dug_under(rx, &parcels)?;
        let works_for = match &dug_under {
            Some(licences) => sale::one_holder(rx, licences)?,
            None => None,
        };
        let buyer = sale::side_by_number(rx, case, &mut v, "buyer_licence", &self.buyer_licence)?;
        let own = Own {
            party,
            field: "seller_licence",
            typed: self.seller_licence.as_deref(),
            other: buyer.as_ref().and_then(|b| b.role),
            sells: true,
            dug_under: dug_under.as_deref().unwrap_or_default(),
            works_for,
        };
        let mut seller = sale::own_side(rx, case, &mut v, &own, self.terms.on)?;
        if seller.is_none() && v.0.iter().all(|v| v.field.as_deref() != Some("seller_licence")) {
            seller = digger(rx, &mut v, &own, buyer.as_ref(), self.terms.on)?;
        }
        if let Some((seller, buyer)) = seller.as_ref().zip(buyer.as_ref()) {
            let dug_for_buyer = works_for == Some(buyer.party);
            sale::check_sides(case, &mut v, seller, buyer, self.terms.on, dug_for_buyer);
            sale::check_offences(rx, case, &mut v, [seller, buyer], self.terms.on)?;
            sale::check_people(rx, case, &mut v, (seller, buyer), self.terms.on)?;
            sale::check_agent(rx, case, &mut v, &self.terms, &[seller, buyer])?;
        }
        sale::check_day(rx, case, &mut v, self.terms.on, &parcels)?;
        let agreed = sale::check_terms(case, &mut v, &self.terms);
        let serial = slip::serial(rx, &mut v, self.serial.as_deref(), &[party])?;
        v.finish()?;
        let hours = case.profile().times.offer_expires_hours.value;
        let expires_at = case.act.now.plus_hours(hours).ok_or_else(|| StoreError::Damaged("the clock is at the end of time".into()))?;
        let slip = Ready { serial, seller, buyer, parcels, terms: &self.terms, agreed }.slip(rx, case)?;
        Ok(PurchaseOffered { slip, expires_at }.into())
    }
}

/// A digger has no licence of his own: he sells under that of the holder for whom he dug, and only to him.
fn digger(
    rx: &mut Rx<'_>,
    v: &mut Violations,
    own: &Own<'_>,
    buyer: Option<&Side>,
    day: crate::domain::time::Day,
) -> Result<Option<Side>, StoreError> {
    use crate::domain::role::Role;
    let digs = party_fetch(rx, own.party)?.is_some_and(|p| p.is(Role::Digger));
    match buyer.filter(|b| digs && own.works_for == Some(b.party)) {
        Some(buyer) => Ok(Some(Side { party: own.party, licence: buyer.licence.clone(), role: Some(Role::Digger) })),
        None => {
            v.push(Violation::on("purchase.no_licence", own.field).with("day", day));
            Ok(None)
        }
    }
}
