//! Where the carats of a parcel came in: origin pools.
//!
//! A parcel's `origin` names the parcel whose composition it has: a pit or stock parcel (itself), or a
//! mix whose shares are in `pool`. Transfers, splits and sorts inherit it; only combining different
//! origins writes a pool.

use crate::domain::lineage::{PartComposition, Pool};
use crate::domain::parcel::Parcel;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::schema::pool;
use diesel::prelude::*;

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
    let bytes: Option<Vec<u8>> = pool::table.find(origin).select(pool::entries).get_result(rx.conn).optional()?;
    bytes.map(|b| Pool::decode(&b).map_err(StoreError::damaged)).transpose()
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
    diesel::delete(pool::table.find(no)).execute(tx.conn)?;
    diesel::insert_into(pool::table)
        .values((pool::parcel_no.eq(no), pool::total_mct.eq(p.total()), pool::entries.eq(p.encode())))
        .execute(tx.conn)?;
    Ok(())
}
