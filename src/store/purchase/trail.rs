//! What stands behind a slip: the slips of earlier sales, and the sites its stones came from.

use crate::domain::ids::{PartyId, PurchaseId, SiteId};
use crate::domain::lineage::Pool;
use crate::domain::parcel::Parcel;
use crate::domain::purchase::{Purchase, PurchaseItem};
use crate::domain::quantity::Mass;
use crate::domain::time::Day;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::lineage::composition;
use crate::store::parcel::parcel_fetch;
use crate::store::schema::{purchase, purchase_item, source};
use crate::store::text::{mass, parsed, parsed_opt};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::BTreeMap;

/// How many sources one query asks for: below the limits of both databases.
const CHUNK: usize = 500;

/// The slip of a sale through which stones of a later sale went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierSlip {
    /// The purchase.
    pub id: PurchaseId,
    /// Its dense number.
    pub no: i64,
    /// The serial.
    pub serial: String,
    /// The day of that sale.
    pub on: Day,
    /// Who sold.
    pub seller: PartyId,
    /// Who bought.
    pub buyer: PartyId,
    /// Mass on that slip.
    pub weight: Mass,
    /// Stones on that slip.
    pub stones: i64,
}

#[derive(QueryableByName)]
struct EarlierRow {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = BigInt)]
    no: i64,
    #[diesel(sql_type = Text)]
    serial: String,
    #[diesel(sql_type = Text)]
    on_day: String,
    #[diesel(sql_type = Text)]
    seller_id: String,
    #[diesel(sql_type = Text)]
    buyer_id: String,
    #[diesel(sql_type = BigInt)]
    weight_mct: i64,
    #[diesel(sql_type = BigInt)]
    stones: i64,
}

/// The slips of all earlier sales behind the parcels of a sale, oldest first: up through every mix, split and
/// sort, down from nothing but the register, so that none can be left out. (5.6 of the domain notes: a
/// collector who bought from five artisans attaches five slips.)
///
/// # Errors
/// When the database fails.
pub fn earlier_slips(rx: &mut Rx<'_>, of: &Purchase, limit: i64) -> Result<Vec<EarlierSlip>, StoreError> {
    let rows: Vec<EarlierRow> = diesel::sql_query(include_str!("earlier_slips.sql"))
        .bind::<Text, _>(of.id.to_string())
        .bind::<BigInt, _>(of.no)
        .bind::<BigInt, _>(limit)
        .load(rx.conn)?;
    rows.into_iter()
        .map(|r| {
            Ok(EarlierSlip {
                id: parsed(&r.id)?,
                no: r.no,
                serial: r.serial,
                on: parsed(&r.on_day)?,
                seller: parsed(&r.seller_id)?,
                buyer: parsed(&r.buyer_id)?,
                weight: mass(r.weight_mct)?,
                stones: r.stones,
            })
        })
        .collect()
}

/// Carats of a slip from one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipOrigin {
    /// The site; none where the origin is not established.
    pub site: Option<SiteId>,
    /// How much of the slip.
    pub weight: Mass,
}

/// The sites behind the parcels of a slip with their carats, the largest first; the parts add up to the mass
/// offered. (M7 of the domain notes: origin on every invoice.)
///
/// # Errors
/// When the database fails.
pub fn slip_origins(rx: &mut Rx<'_>, items: &[PurchaseItem]) -> Result<Vec<SlipOrigin>, StoreError> {
    let mut pools = Vec::with_capacity(items.len());
    for item in items {
        let parcel = parcel_fetch(rx, item.parcel_no)?.ok_or_else(|| StoreError::damaged("a sold parcel is missing"))?;
        pools.push(composition(rx, parcel.origin, item.weight.mct())?);
    }
    let whole = Pool::merge(&pools).map_err(StoreError::damaged)?;
    let numbers: Vec<i64> = whole.entries().iter().map(|(no, _)| *no).collect();
    let mut sites: BTreeMap<i64, Option<SiteId>> = BTreeMap::new();
    for chunk in numbers.chunks(CHUNK) {
        let rows: Vec<(i64, Option<String>)> =
            source::table.filter(source::parcel_no.eq_any(chunk.to_vec())).select((source::parcel_no, source::site_id)).load(rx.conn)?;
        for (no, site) in rows {
            sites.insert(no, parsed_opt(site.as_deref())?);
        }
    }
    let mut shares: BTreeMap<Option<SiteId>, i64> = BTreeMap::new();
    for (no, share) in whole.entries() {
        let sum = shares.entry(sites.get(no).copied().flatten()).or_default();
        *sum = sum.saturating_add(*share);
    }
    let mut origins =
        shares.into_iter().map(|(site, mct)| Ok(SlipOrigin { site, weight: mass(mct)? })).collect::<Result<Vec<_>, StoreError>>()?;
    origins.sort_by_key(|o| std::cmp::Reverse(o.weight));
    Ok(origins)
}

/// The latest day on which any carat of a parcel came into the register.
///
/// # Errors
/// When the database fails.
pub fn latest_source_day(rx: &mut Rx<'_>, parcel: &Parcel) -> Result<Option<Day>, StoreError> {
    let pool = composition(rx, parcel.origin, parcel.weight.mct())?;
    let mut numbers: Vec<i64> = pool.entries().iter().map(|(no, _)| *no).collect();
    // A parcel without mass has no shares; the day of what it was made from still counts.
    if numbers.is_empty() {
        numbers.push(parcel.origin);
    }
    let mut latest: Option<String> = None;
    for chunk in numbers.chunks(CHUNK) {
        let found: Option<String> =
            source::table.filter(source::parcel_no.eq_any(chunk.to_vec())).select(diesel::dsl::max(source::on_day)).get_result(rx.conn)?;
        latest = latest.max(found);
    }
    parsed_opt(latest.as_deref())
}

/// Whether a parcel was sold by an entry.
///
/// # Errors
/// When the database fails.
pub fn purchase_at(rx: &mut Rx<'_>, parcel_no: i64, seq: i64) -> Result<bool, StoreError> {
    let found: i64 = purchase_item::table
        .inner_join(purchase::table.on(purchase::id.eq(purchase_item::purchase_id)))
        .filter(purchase_item::parcel_no.eq(parcel_no))
        .filter(purchase::closed_seq.eq(seq))
        .filter(purchase::state.eq("accepted"))
        .count()
        .get_result(rx.conn)?;
    Ok(found > 0)
}
