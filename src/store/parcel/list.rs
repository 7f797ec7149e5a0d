//! Parcels in lists, with their totals.

use super::Row;
use crate::domain::access::Reach;
use crate::domain::ids::{PartyId, PurchaseId};
use crate::domain::parcel::{Parcel, ParcelState};
use crate::domain::purchase::PurchaseState;
use crate::domain::time::Instant;
use crate::domain::zone::ZoneMark;
use crate::store::connection::Conn;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::production::taken_back;
use crate::store::schema::{parcel, purchase, source};
use crate::store::text::{parsed, parsed_opt};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use std::collections::HashSet;

/// What a list of parcels is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParcelFilter {
    /// Held by one party.
    pub holder: Option<PartyId>,
    /// Still there, used up, exported.
    pub state: Option<ParcelState>,
    /// Under a seal or not.
    pub sealed: Option<bool>,
    /// In an open offer or not.
    pub offered: Option<bool>,
    /// In a shipment or not.
    pub shipped: Option<bool>,
    /// Frozen by an open case or not.
    pub frozen: Option<bool>,
    /// Held until an officer lets it go, or not.
    pub held: Option<bool>,
    /// Test parcels or real ones.
    pub test: Option<bool>,
}

/// What a list adds up to. Test parcels are counted apart and weigh nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ParcelTotals {
    /// Parcels that count.
    pub parcels: i64,
    /// Their stones.
    pub stones: i64,
    /// Their mass, milli-carats.
    pub weight_mct: i64,
    /// Test parcels.
    pub tests: i64,
}

type Boxed<'a> = parcel::BoxedQuery<'a, <Conn as diesel::Connection>::Backend>;

fn narrowed(reach: Reach, filter: &ParcelFilter, now: Instant) -> Option<Boxed<'static>> {
    let mut query = parcel::table.into_boxed();
    query = match reach {
        Reach::All => query,
        Reach::Office(office) => query.filter(parcel::office_id.eq(office.to_string())),
        Reach::Party(party) => query.filter(parcel::holder_id.eq(party.to_string())),
        Reach::Nothing => return None,
    };
    if let Some(holder) = filter.holder {
        query = query.filter(parcel::holder_id.eq(holder.to_string()));
    }
    if let Some(state) = filter.state {
        query = query.filter(parcel::state.eq(state.as_str()));
    }
    if let Some(test) = filter.test {
        query = query.filter(parcel::test.eq(i64::from(test)));
    }
    match filter.sealed {
        Some(true) => query = query.filter(parcel::seal.is_not_null()),
        Some(false) => query = query.filter(parcel::seal.is_null()),
        None => {}
    }
    match filter.shipped {
        Some(true) => query = query.filter(parcel::shipment_id.is_not_null()),
        Some(false) => query = query.filter(parcel::shipment_id.is_null()),
        None => {}
    }
    match filter.frozen {
        Some(true) => query = query.filter(parcel::dispute_no.is_not_null().or(parcel::removal_no.is_not_null())),
        Some(false) => query = query.filter(parcel::dispute_no.is_null()).filter(parcel::removal_no.is_null()),
        None => {}
    }
    match filter.held {
        Some(true) => query = query.filter(sql::<Bool>("parcel.held = 1")),
        Some(false) => query = query.filter(sql::<Bool>("parcel.held = 0")),
        None => {}
    }
    let open = || {
        purchase::table
            .filter(purchase::state.eq(PurchaseState::Offered.as_str()))
            .filter(purchase::expires_at.is_null().or(purchase::expires_at.ge(now.to_string())))
            .select(purchase::id.nullable())
    };
    match filter.offered {
        Some(true) => query = query.filter(parcel::purchase_id.eq_any(open())),
        Some(false) => query = query.filter(parcel::purchase_id.is_null().or(parcel::purchase_id.ne_all(open()))),
        None => {}
    }
    Some(query)
}

/// Parcels within a reach, newest first, those with a number before `before`; what is in an open offer is so at `now`.
///
/// # Errors
/// When the database fails.
pub fn parcels(
    rx: &mut Rx<'_>,
    reach: Reach,
    filter: &ParcelFilter,
    now: Instant,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Parcel>, StoreError> {
    let Some(mut query) = narrowed(reach, filter, now) else { return Ok(Vec::new()) };
    if let Some(before) = before {
        query = query.filter(parcel::no.lt(before));
    }
    let rows: Vec<Row> = query.order(parcel::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// What the whole list adds up to.
///
/// # Errors
/// When the database fails.
pub fn parcel_totals(rx: &mut Rx<'_>, reach: Reach, filter: &ParcelFilter, now: Instant) -> Result<ParcelTotals, StoreError> {
    let Some(query) = narrowed(reach, filter, now) else { return Ok(ParcelTotals::default()) };
    let (parcels, stones, weight_mct, tests) = query
        .select((
            sql::<BigInt>("CAST(COALESCE(SUM(1 - test), 0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(stones * (1 - test)), 0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(weight_mct * (1 - test)), 0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(test), 0) AS BIGINT)"),
        ))
        .get_result(rx.conn)?;
    Ok(ParcelTotals { parcels, stones, weight_mct, tests })
}

/// Why a parcel takes no act for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// An open case holds it.
    pub dispute: bool,
    /// A report says that it is gone.
    pub removal: bool,
    /// Its site gave far more than it can, and no officer has let it go.
    pub held: bool,
    /// What the zones of its carats made of it.
    pub zone: Option<ZoneMark>,
}

/// A case, a report, whether it is held, and what a zone made of it.
type HoldRow = (Option<i64>, Option<i64>, i64, Option<String>);

/// What holds the live parcels of a holder, parcel by parcel; those that nothing holds are left out.
///
/// # Errors
/// When the database fails.
pub fn holds_of(rx: &mut Rx<'_>, holder: PartyId) -> Result<Vec<Hold>, StoreError> {
    let live = parcel::table.filter(parcel::holder_id.eq(holder.to_string())).filter(parcel::state.eq(ParcelState::Live.as_str()));
    let cased = parcel::dispute_no.is_not_null().or(parcel::removal_no.is_not_null());
    let stopped = cased.or(parcel::zone_mark.is_not_null().or(parcel::held.eq(1_i64)));
    let rows: Vec<HoldRow> =
        live.filter(stopped).select((parcel::dispute_no, parcel::removal_no, parcel::held, parcel::zone_mark)).load(rx.conn)?;
    let read = |(dispute, removal, held, zone): HoldRow| {
        Ok(Hold { dispute: dispute.is_some(), removal: removal.is_some(), held: held != 0, zone: parsed_opt(zone.as_deref())? })
    };
    rows.into_iter().map(read).collect()
}

/// Which of these purchases are offers that still wait at an instant.
///
/// # Errors
/// When the database fails.
pub fn open_offers(rx: &mut Rx<'_>, ids: impl IntoIterator<Item = PurchaseId>, now: Instant) -> Result<HashSet<PurchaseId>, StoreError> {
    let mut texts: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
    texts.sort();
    texts.dedup();
    let rows: Vec<String> = purchase::table
        .filter(purchase::id.eq_any(texts))
        .filter(purchase::state.eq(PurchaseState::Offered.as_str()))
        .filter(purchase::expires_at.is_null().or(purchase::expires_at.ge(now.to_string())))
        .select(purchase::id)
        .load(rx.conn)?;
    rows.iter().map(|id| parsed(id)).collect()
}

/// Which of these parcels came from an entry that was taken back.
///
/// # Errors
/// When the database fails.
pub fn withdrawn_among(rx: &mut Rx<'_>, parcels: &[Parcel]) -> Result<HashSet<i64>, StoreError> {
    let gone: Vec<i64> = parcels.iter().filter(|p| p.state == ParcelState::Consumed).map(|p| p.no).collect();
    if gone.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<i64> =
        source::table.filter(source::parcel_no.eq_any(gone)).filter(taken_back()).select(source::parcel_no).load(rx.conn)?;
    Ok(found.into_iter().collect())
}
