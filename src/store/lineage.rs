//! Where the carats of a parcel came in: origin pools.
//!
//! A parcel's `origin` names the parcel whose composition it has: a pit or stock parcel (itself), or a
//! mix whose shares are in `pool`. Transfers, splits and sorts inherit it; only combining different
//! origins writes a pool.

use crate::domain::lineage::{PartComposition, Pool};
use crate::domain::parcel::Parcel;
use crate::store::db::{Rx, Tx};
use crate::store::direct::direct;
use crate::store::error::StoreError;
use crate::store::schema::pool;
use diesel::prelude::*;
use std::collections::HashMap;

/// How many keys one query asks for: far below what either database takes, enough that preparing the
/// query does not count.
pub(super) const CHUNK: usize = 500;

/// The composition of whatever has this origin, at a total of `weight_mct`.
///
/// # Errors
/// When the database fails or a pool is damaged.
pub fn composition(rx: &mut Rx<'_>, origin: i64, weight_mct: i64) -> Result<Pool, StoreError> {
    let pool = origin_pool(rx, origin)?;
    match pool {
        None if weight_mct == 0 => Ok(Pool::default()),
        None => Pool::single(origin, weight_mct).map_err(StoreError::damaged),
        Some(pool) => pool.scaled(weight_mct).map_err(StoreError::damaged),
    }
}

/// The stored pool of a mix; none for a pit or stock parcel.
///
/// # Errors
/// When the database fails or the pool is damaged.
pub fn origin_pool(rx: &mut Rx<'_>, origin: i64) -> Result<Option<Pool>, StoreError> {
    let bytes: Option<Vec<u8>> = direct!(rx.conn, c => pool::table.find(origin).select(pool::entries).get_result(c)).optional()?;
    bytes.map(|b| Pool::decode(&b).map_err(StoreError::damaged)).transpose()
}

/// The stored pools of several origins; pit and stock parcels have none.
///
/// # Errors
/// When the database fails or a pool is damaged.
pub fn origin_pools(rx: &mut Rx<'_>, origins: &[i64]) -> Result<HashMap<i64, Pool>, StoreError> {
    let mut pools = HashMap::new();
    for chunk in origins.chunks(CHUNK) {
        let rows: Vec<(i64, Vec<u8>)> =
            pool::table.filter(pool::parcel_no.eq_any(chunk)).select((pool::parcel_no, pool::entries)).load(rx.conn)?;
        for (no, bytes) in rows {
            pools.insert(no, Pool::decode(&bytes).map_err(StoreError::damaged)?);
        }
    }
    Ok(pools)
}

/// The composition of one parcel given its origin's pool, where it has one: as [`composition`] without reading.
///
/// # Errors
/// When a mass is to be shared by an empty pool.
pub fn composition_by(pools: &HashMap<i64, Pool>, origin: i64, weight_mct: i64) -> Result<Pool, StoreError> {
    match pools.get(&origin) {
        None if weight_mct == 0 => Ok(Pool::default()),
        None => Pool::single(origin, weight_mct).map_err(StoreError::damaged),
        Some(pool) => pool.scaled(weight_mct).map_err(StoreError::damaged),
    }
}

/// The compositions of several parcels, given as (origin, mass), added up.
///
/// # Errors
/// When the database fails or a pool is damaged.
pub fn compositions(rx: &mut Rx<'_>, parts: &[(i64, i64)]) -> Result<Pool, StoreError> {
    let mut origins: Vec<i64> = parts.iter().map(|(origin, _)| *origin).collect();
    origins.sort_unstable();
    origins.dedup();
    let pools = origin_pools(rx, &origins)?;
    let scaled = parts.iter().map(|(origin, mct)| composition_by(&pools, *origin, *mct)).collect::<Result<Vec<_>, _>>()?;
    Pool::merge(&scaled).map_err(StoreError::damaged)
}

/// The origin of what is made from these inputs, and the pool to be kept under `output_no` when they differ.
///
/// # Errors
/// When the database fails or a pool is damaged.
pub(super) fn mix(rx: &mut Rx<'_>, inputs: &[Parcel], output_no: i64, out_mct: i64) -> Result<(i64, Option<Pool>), StoreError> {
    if let Some(first) = inputs.first()
        && inputs.iter().all(|p| p.origin == first.origin)
    {
        return Ok((first.origin, None));
    }
    let mut parts = Vec::with_capacity(inputs.len());
    for input in inputs {
        parts.push((input.weight.mct(), composition(rx, input.origin, input.weight.mct())?));
    }
    let parts: Vec<PartComposition<'_>> =
        parts.iter().map(|(weight_mct, pool)| PartComposition { weight_mct: *weight_mct, pool }).collect();
    let pool = PartComposition::combine(&parts, out_mct).map_err(StoreError::damaged)?;
    Ok((output_no, Some(pool)))
}

pub(super) fn pool_write(tx: &mut Tx<'_>, no: i64, p: &Pool) -> Result<(), StoreError> {
    direct!(tx.conn, c => diesel::delete(pool::table.find(no)).execute(c))?;
    let row = (pool::parcel_no.eq(no), pool::total_mct.eq(p.total()), pool::entries.eq(p.encode()));
    direct!(tx.conn, c => diesel::insert_into(pool::table).values(row).execute(c))?;
    Ok(())
}
