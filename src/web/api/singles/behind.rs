//! What stands behind a parcel, a slip and a site, as their pages tell it.

use crate::domain::access::Permission;
use crate::domain::ids::{PartyId, PurchaseId, SiteId};
use crate::domain::parcel;
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::service::site;
use crate::store::error::StoreError;
use crate::store::operation;
use crate::store::parcel::{Held, Sealing, Weighing, parcel_fetch, parcel_history};
use crate::store::purchase::{earlier_slips, purchase_fetch, purchase_items, slip_origins};
use crate::store::site::site_fetch;
use crate::web::api::json;
use crate::web::api::nouns::{Noun, reader};
use crate::web::api::views::{Parcel, Purchase, Site};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::purchase::seen::EARLIER_MAX;
use actix_web::http::StatusCode;
use actix_web::web;
use serde::Serialize;
use utoipa::ToSchema;

/// An operation that made or used up a parcel.
#[derive(Debug, Serialize, ToSchema)]
pub struct Operation {
    seq: i64,
    /// `combine`, `split` or `sort`.
    kind: String,
    in_mct: i64,
    out_mct: i64,
    loss_mct: i64,
    loss_reason: Option<String>,
    stones_change: i64,
}

impl From<operation::Operation> for Operation {
    fn from(o: operation::Operation) -> Self {
        Self {
            seq: o.seq,
            kind: o.kind,
            in_mct: o.in_mct,
            out_mct: o.out_mct,
            loss_mct: o.loss_mct,
            loss_reason: o.loss_reason,
            stones_change: o.stones_change,
        }
    }
}

/// What happened to one parcel, everything oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ParcelStory {
    /// Who held it, from one entry to another.
    held: Vec<Held>,
    /// Weighings that differed from what was written before.
    weighings: Vec<Weighing>,
    seals: Vec<Sealing>,
    /// Offers and purchases it was part of, of those the reader may see.
    purchases: Vec<PurchaseId>,
    made_by: Option<Operation>,
    /// Codes of the parcels it was made of.
    made_of: Vec<String>,
    used_by: Option<Operation>,
    /// Codes of the parcels that were made of it.
    became: Vec<String>,
}

pub(super) async fn parcel(ctx: Ctx, key: web::Path<String>) -> Answer {
    let reader = reader(&ctx)?;
    let found = ctx
        .read(move |rx| -> Result<_, WebError> {
            let Some(asked) = Parcel::one(rx, &reader, &key)? else { return Ok(None) };
            let Some(parcel) = parcel_fetch(rx, asked.no)? else { return Ok(None) };
            let sees = reader.reach(Permission::PurchaseRead);
            let history = parcel_history(rx, &parcel)?;
            let codes = |parcels: Vec<parcel::Parcel>| parcels.into_iter().map(|p| p.code).collect();
            Ok(Some(ParcelStory {
                purchases: history.offers.iter().filter(|o| sees.covers(&o.belongs())).map(|o| o.id).collect(),
                held: history.held,
                weighings: history.weighings,
                seals: history.seals,
                made_by: history.made_by.map(Operation::from),
                made_of: codes(history.made_of),
                used_by: history.used_by.map(Operation::from),
                became: codes(history.became),
            }))
        })
        .await?;
    json(StatusCode::OK, &found.ok_or(WebError::NotFound)?)
}

/// The slip of a sale through which the stones went before.
#[derive(Debug, Serialize, ToSchema)]
pub struct EarlierSlip {
    purchase: PurchaseId,
    serial: String,
    #[schema(value_type = String, format = Date)]
    on: Day,
    seller: PartyId,
    buyer: PartyId,
    weight_mct: Mass,
    stones: i64,
    /// Whether the seller himself bought by it: it is attached to the slip of the sale.
    attached: bool,
}

/// Carats of a slip from one site.
#[derive(Debug, Serialize, ToSchema)]
pub struct SlipOrigin {
    /// None where the origin is not established.
    site: Option<SiteId>,
    weight_mct: Mass,
}

/// What stands behind a sale.
#[derive(Debug, Serialize, ToSchema)]
pub struct SlipStory {
    /// Oldest first.
    earlier: Vec<EarlierSlip>,
    /// Whether there are more earlier slips than told.
    cut: bool,
    /// The largest first; together the mass offered.
    origins: Vec<SlipOrigin>,
}

pub(super) async fn purchase(ctx: Ctx, key: web::Path<String>) -> Answer {
    let reader = reader(&ctx)?;
    let found = ctx
        .read(move |rx| -> Result<_, WebError> {
            let Some(asked) = Purchase::one(rx, &reader, &key)? else { return Ok(None) };
            let Some(sale) = purchase_fetch(rx, asked.id)? else { return Ok(None) };
            let most = usize::try_from(EARLIER_MAX).unwrap_or(usize::MAX);
            let slips = earlier_slips(rx, &sale, EARLIER_MAX.saturating_add(1))?;
            let cut = slips.len() > most;
            let earlier = slips.into_iter().take(most).map(|s| EarlierSlip {
                attached: s.buyer == sale.seller,
                purchase: s.id,
                serial: s.serial,
                on: s.on,
                seller: s.seller,
                buyer: s.buyer,
                weight_mct: s.weight,
                stones: s.stones,
            });
            let items = purchase_items(rx, sale.id)?;
            let origins = slip_origins(rx, &items)?.into_iter().map(|o| SlipOrigin { site: o.site, weight_mct: o.weight });
            Ok(Some(SlipStory { earlier: earlier.collect(), cut, origins: origins.collect() }))
        })
        .await?;
    json(StatusCode::OK, &found.ok_or(WebError::NotFound)?)
}

/// Another site with ground in common.
#[derive(Debug, Serialize, ToSchema)]
pub struct Overlap {
    site: SiteId,
    code: String,
    name: String,
    /// Square metres in common; 0 where one of the two is a point.
    area_m2: i64,
    /// Metres from the point to the edge of the area, where one is a point.
    depth_m: Option<i64>,
}

/// The sites that have ground in common with a site.
#[derive(Debug, Serialize, ToSchema)]
pub struct Overlaps {
    items: Vec<Overlap>,
}

pub(super) async fn overlaps(ctx: Ctx, key: web::Path<String>) -> Answer {
    let reader = reader(&ctx)?;
    let tolerated = ctx.state.app.env.profile.tolerances.overlap_max_m2.value;
    let found = ctx
        .read(move |rx| -> Result<_, WebError> {
            let Some(asked) = Site::one(rx, &reader, &key)? else { return Ok(None) };
            let whole = site_fetch(rx, asked.id)?.ok_or_else(|| StoreError::damaged("a site is missing"))?;
            let others = site::overlaps(rx, &whole.facts.shape, Some(whole.id), tolerated)?;
            Ok(Some(others))
        })
        .await?
        .ok_or(WebError::NotFound)?;
    let line =
        |o: site::Overlap| Overlap { site: o.site.id, code: o.site.code, name: o.site.facts.name, area_m2: o.area_m2, depth_m: o.depth_m };
    json(StatusCode::OK, &Overlaps { items: found.into_iter().map(line).collect() })
}
