//! An offer ends without a sale: the buyer declines, or the holder takes it back.

use crate::domain::access::{Belongs, Permission};
use crate::domain::event::{PurchaseClosed, PurchaseEnd};
use crate::domain::ids::PurchaseId;
use crate::domain::purchase::{Purchase, PurchaseState};
use crate::domain::violation::Violations;
use crate::service::error::ServiceError;
use crate::service::purchase::accept::offer_for;
use crate::service::purchase::note;
use crate::service::purchase::slip::check_waiting;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use serde::{Deserialize, Serialize};

/// The named buyer says no.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclinePurchase {
    /// The offer.
    pub purchase: PurchaseId,
    /// Why.
    #[serde(default)]
    pub reason: Option<String>,
}

/// The holder takes an offer back. An offer that has lapsed may be taken back too, which tidies the list.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawOffer {
    /// The offer.
    pub purchase: PurchaseId,
    /// Why.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Command for DeclinePurchase {
    const NAME: &'static str = "decline_purchase";
    const PERMISSION: Permission = Permission::PurchaseWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let purchase = offer_for(rx, case, self.purchase, |p| Belongs::party(p.buyer))?;
        end(rx, case, &purchase, PurchaseEnd::Declined, self.reason.as_deref())
    }
}

impl Command for WithdrawOffer {
    const NAME: &'static str = "withdraw_offer";
    const PERMISSION: Permission = Permission::PurchaseWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let purchase = offer_for(rx, case, self.purchase, |p| Belongs::party(p.seller))?;
        end(rx, case, &purchase, PurchaseEnd::Withdrawn, self.reason.as_deref())
    }
}

fn end(rx: &mut Rx<'_>, case: &Case<'_>, purchase: &Purchase, end: PurchaseEnd, reason: Option<&str>) -> Result<Decision, ServiceError> {
    let mut v = Violations::none();
    let lapsed = purchase.state == PurchaseState::Offered && end == PurchaseEnd::Withdrawn;
    if !lapsed {
        check_waiting(rx, case, &mut v, purchase)?;
    }
    let reason = note(&mut v, "reason", reason);
    v.finish()?;
    Ok(PurchaseClosed { purchase: purchase.id, end, reason }.into())
}
