//! The buyer writes down both sides, with a seller who has no account.

use crate::domain::access::{Belongs, Permission};
use crate::domain::code::written;
use crate::domain::event::PurchaseRecorded;
use crate::domain::parcel::Parcel;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::purchase::sale::{self, Own, SaleTerms};
use crate::service::purchase::slip::{self, Ready};
use crate::service::purchase::weighing::{self, Figures, WeighedParcel};
use crate::service::{Case, Command, Decision};
use crate::store::account::account_active_of;
use crate::store::db::Rx;
use serde::{Deserialize, Serialize};

/// Records a purchase from a seller who has no account: his licence number and the parcel codes as they
/// stand on his production slips, and the buyer's own weighing. The printed slip with its short code is the
/// seller's proof.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordPurchase {
    /// Serial of the slip, from a book of the seller or the buyer; the next free one of the buyer when not given.
    #[serde(default)]
    pub serial: Option<String>,
    /// Number of the seller's licence; blanks, hyphens and small letters do not matter.
    pub seller_licence: String,
    /// Number of the buyer's own licence; when not given, the one that fits.
    #[serde(default)]
    pub buyer_licence: Option<String>,
    /// The parcels, each with the buyer's own mass and count.
    pub weighed: Vec<WeighedParcel>,
    /// Price, payment, day and place.
    pub terms: SaleTerms,
}

impl Command for RecordPurchase {
    const NAME: &'static str = "record_purchase";
    const PERMISSION: Permission = Permission::PurchaseWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let party = case.own_party()?;
        case.require(Permission::PurchaseWrite, &Belongs::party(party))?;
        let mut v = Violations::none();
        let seller = sale::side_by_number(rx, case, &mut v, "seller_licence", &self.seller_licence)?;
        if let Some(seller) = &seller {
            let has_account = account_active_of(rx, seller.party)?;
            v.check(!has_account, || Violation::on("purchase.seller_has_account", "seller_licence"));
        }
        let codes: Vec<String> = self.weighed.iter().map(|w| w.parcel.clone()).collect();
        let parcels = sale::parcels(rx, case, &mut v, ("weighed", &codes), seller.as_ref().map(|s| s.party))?;
        let own = Own {
            party,
            field: "buyer_licence",
            typed: self.buyer_licence.as_deref(),
            other: seller.as_ref().and_then(|s| s.role),
            sells: false,
            dug_under: &[],
            works_for: None,
        };
        let buyer = sale::own_side(rx, case, &mut v, &own, self.terms.on)?;
        if let Some((seller, buyer)) = seller.as_ref().zip(buyer.as_ref()) {
            sale::check_sides(case, &mut v, seller, buyer, self.terms.on, false);
            sale::check_offences(rx, case, &mut v, [seller, buyer], self.terms.on)?;
            sale::check_people(rx, case, &mut v, (seller, buyer), self.terms.on)?;
            sale::check_agent(rx, case, &mut v, &self.terms, &[seller, buyer])?;
        }
        sale::check_day(rx, case, &mut v, self.terms.on, &parcels)?;
        let agreed = sale::check_terms(case, &mut v, &self.terms);
        let holders: Vec<_> = [Some(party), seller.as_ref().map(|s| s.party)].into_iter().flatten().collect();
        // A slip nobody chose comes from the buyer's own book: the seller's lies in the seller's pocket.
        let serial_holders = if self.serial.is_some() { holders.as_slice() } else { &[party] };
        let serial = slip::serial(rx, &mut v, self.serial.as_deref(), serial_holders)?;
        let known = readable(&parcels, &self.weighed);
        let weighed = weighing::check(rx, (&case.profile().tolerances, Figures::Hidden), &mut v, &parcels, &known)?;
        v.finish()?;
        let slip = Ready { serial, seller, buyer, parcels, terms: &self.terms, agreed }.slip(rx, case)?;
        Ok(PurchaseRecorded { slip, weighed }.into())
    }
}

/// The weighings of the parcels that were found, each parcel once: the rest was refused already.
fn readable(parcels: &[Parcel], weighed: &[WeighedParcel]) -> Vec<WeighedParcel> {
    let of = |p: &Parcel| weighed.iter().find(|w| written(&w.parcel) == p.code).cloned();
    parcels.iter().filter_map(of).collect()
}
