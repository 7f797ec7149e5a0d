//! What a buyer or exporter does next: offers to answer, offers out, stock, slips left.

use super::list::Line;
use super::offer::next_serial;
use crate::domain::access::Permission;
use crate::domain::parcel::ParcelState;
use crate::service::error::ServiceError;
use crate::store::error::StoreError;
use crate::store::parcel::{ParcelFilter, ParcelTotals, parcel_totals};
use crate::store::purchase::{PurchaseFilter, PurchaseSide, PurchaseWhen, purchase_count, purchases};
use crate::web::correction;
use crate::web::ctx::Ctx;
use crate::web::error::WebError;
use crate::web::party::Names;

/// Offers shown on the first page; the list has the rest.
const SHOWN: i64 = 5;

/// The data of a trader's first page.
pub struct Start {
    /// Offers that wait for an answer, newest first.
    pub to_me: Vec<Line>,
    /// How many there are.
    pub to_me_count: i64,
    /// Own offers that wait for their buyer.
    pub mine_count: i64,
    /// What is held.
    pub stock: ParcelTotals,
    /// The next free slip.
    pub next_serial: Option<String>,
    /// What others had changed in own sales lately.
    pub corrected: Vec<correction::Line>,
    /// Names as far as the reader may see them.
    pub names: Names,
}

impl Start {
    /// Whether more offers wait than are shown.
    #[must_use]
    pub const fn has_more(&self) -> bool {
        self.to_me_count > SHOWN
    }
}

/// Reads it.
///
/// # Errors
/// A fault, or [`ServiceError::Forbidden`] for an account that acts for no party.
pub async fn start(ctx: &Ctx) -> Result<Start, WebError> {
    let own = ctx.actor()?.party.ok_or(WebError::Service(ServiceError::Forbidden))?;
    let (now, reach) = (ctx.now(), ctx.reach(Permission::PurchaseRead));
    let open = |side| PurchaseFilter { when: Some(PurchaseWhen::Open(now)), party: Some((own, Some(side))), serial: None };
    let (to_me, mine) = (open(PurchaseSide::Buyer), open(PurchaseSide::Seller));
    let held = ParcelFilter { holder: Some(own), state: Some(ParcelState::Live), ..ParcelFilter::default() };
    let (found, to_me_count, mine_count, stock, next_serial) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            Ok((
                purchases(rx, reach, &to_me, None, SHOWN)?,
                purchase_count(rx, reach, &to_me)?,
                purchase_count(rx, reach, &mine)?,
                parcel_totals(rx, reach, &held, now)?,
                next_serial(rx, own)?,
            ))
        })
        .await?;
    let names = ctx.names(found.iter().map(|p| p.seller)).await?.of_sales(Some(own), found.iter().map(|p| [p.seller, p.buyer]));
    let corrected = correction::of_my_sales(ctx).await?;
    Ok(Start { corrected, to_me: Line::of(found, Some(own), now), to_me_count, mine_count, stock, next_serial, names })
}
