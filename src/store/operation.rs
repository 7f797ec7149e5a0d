//! Combining, splitting, sorting, reweighing.

mod path;

pub use path::{path_of, paths_of};

use crate::domain::custody::{FINE, part_of};
use crate::domain::event::{ParcelReweighed, Rework};
use crate::domain::lineage::apportion;
use crate::domain::parcel::{Parcel, ParcelState};
use crate::store::db::{Rx, Tx};
use crate::store::direct::direct;
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::lineage;
use crate::store::parcel::{self as parcels, Birth, Reading};
use crate::store::schema::{operation, parcel};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Queryable, Insertable)]
#[diesel(table_name = operation, treat_none_as_default_value = false)]
struct Row {
    seq: i64,
    kind: String,
    holder_id: String,
    in_mct: i64,
    out_mct: i64,
    loss_mct: i64,
    loss_reason: Option<String>,
    stones_change: i64,
}

pub(super) fn reworked(tx: &mut Tx<'_>, at: At, kind: &str, e: &Rework) -> Result<(), StoreError> {
    let mut inputs = Vec::with_capacity(e.inputs.len());
    for no in &e.inputs {
        inputs.push(parcels::parcel_fetch(tx, *no)?.ok_or_else(|| StoreError::damaged(format!("no parcel {no}")))?);
    }
    let in_mct = inputs.iter().map(|p| p.weight.mct()).fold(0i64, i64::saturating_add);
    let out_mct = e.outputs.iter().map(|p| p.weight_mct.mct()).fold(0i64, i64::saturating_add);
    let row = Row {
        seq: at.seq,
        kind: kind.to_owned(),
        holder_id: e.holder.to_string(),
        in_mct,
        out_mct,
        loss_mct: e.loss_mct.mct(),
        loss_reason: e.loss_reason.clone(),
        stones_change: e.stones_change,
    };
    direct!(tx.conn, c => diesel::insert_into(operation::table).values(&row).execute(c))?;
    for input in &inputs {
        parcels::end(tx, at, input.no, ParcelState::Consumed)?;
    }
    let first_no = e.outputs.first().map_or(0, |p| p.no);
    let (origin, pool) = lineage::mix(tx, &inputs, first_no, out_mct)?;
    if let Some(pool) = pool {
        lineage::pool_write(tx, first_no, &pool)?;
    }
    let office = inputs.first().and_then(|p| p.office).filter(|o| inputs.iter().all(|p| p.office == Some(*o)));
    // The strictest of what goes in.
    let zone = inputs.iter().filter_map(|p| p.zone).max();
    let weights: Vec<i64> = e.outputs.iter().map(|p| p.weight_mct.mct()).collect();
    let gains = share_gain(&inputs, &weights);
    for (output, gain_mct) in e.outputs.iter().zip(gains) {
        parcels::create(tx, at, output, &Birth { holder: e.holder, origin, gain_mct, office, test: e.test, zone, held: false })?;
    }
    Ok(())
}

/// The inputs' gains shared over the outputs by mass; the sign is shared with them.
fn share_gain(inputs: &[Parcel], weights: &[i64]) -> Vec<i64> {
    let total = inputs.iter().map(|p| p.gain_mct).fold(0i64, i64::saturating_add);
    let shares = apportion(total.saturating_abs(), weights).unwrap_or_else(|| vec![0; weights.len()]);
    shares.into_iter().map(|s| if total < 0 { s.saturating_neg() } else { s }).collect()
}

pub(super) fn reweighed(tx: &mut Tx<'_>, at: At, e: &ParcelReweighed) -> Result<(), StoreError> {
    let reading = Reading {
        before_mct: e.before_mct.mct(),
        after_mct: e.after_mct.mct(),
        stones_before: e.stones_before,
        stones_after: e.stones_after,
    };
    parcels::weigh(tx, at, e.parcel_no, &reading, Some(&e.reason))
}

/// After a corrected mass: the loss of the operation that used the parcel up takes the difference, and
/// every mix downstream is put together again in the order it happened. Masses that somebody weighed
/// later never change. Gives the parcels that were put together again.
pub(super) fn rederive(tx: &mut Tx<'_>, changed: &[i64], in_delta_mct: i64) -> Result<Vec<i64>, StoreError> {
    let mut todo: BTreeSet<i64> = BTreeSet::new();
    for no in changed {
        todo.extend(consumed_by(tx, *no)?);
    }
    for seq in &todo {
        // What left the trade went into nothing.
        let used: Option<(i64, i64)> =
            operation::table.find(seq).select((operation::in_mct, operation::loss_mct)).get_result(tx.conn).optional()?;
        let Some((in_mct, loss)) = used else { continue };
        diesel::update(operation::table.find(seq))
            .set((operation::in_mct.eq(in_mct.saturating_add(in_delta_mct)), operation::loss_mct.eq(loss.saturating_add(in_delta_mct))))
            .execute(tx.conn)?;
    }
    let mut touched: BTreeSet<i64> = BTreeSet::new();
    while let Some(seq) = todo.pop_first() {
        for no in remix(tx, seq)? {
            touched.insert(no);
            todo.extend(consumed_by(tx, no)?);
        }
    }
    Ok(touched.into_iter().collect())
}

/// Puts one operation's outputs together again; the outputs whose composition or gain changed.
fn remix(tx: &mut Tx<'_>, seq: i64) -> Result<Vec<i64>, StoreError> {
    let inputs = parcels_where_consumed(tx, seq)?;
    let outputs = parcels_where_produced(tx, seq)?;
    let Some(first) = outputs.first() else { return Ok(Vec::new()) };
    let out_mct: i64 = operation::table.find(seq).select(operation::out_mct).get_result(tx.conn)?;
    let (_, pool) = lineage::mix(tx, &inputs, first.no, out_mct)?;
    let mixed_changed = match pool {
        Some(pool) if lineage::origin_pool(tx, first.no)?.as_ref() != Some(&pool) => {
            lineage::pool_write(tx, first.no, &pool)?;
            true
        }
        _ => false,
    };
    let weights: Vec<i64> = first_weights(tx, &outputs)?;
    let gains = share_gain(&inputs, &weights);
    let mut changed = Vec::new();
    for (output, gain) in outputs.iter().zip(gains) {
        let later = crate::store::production::gain_since(tx, output.no)?;
        let gain = gain.saturating_add(later);
        if gain != output.gain_mct {
            diesel::update(parcel::table.find(output.no)).set(parcel::gain_mct.eq(gain)).execute(tx.conn)?;
        }
        if mixed_changed || gain != output.gain_mct || inputs.iter().any(|i| i.origin == output.origin) {
            changed.push(output.no);
        }
    }
    Ok(changed)
}

/// The masses that the outputs had when they were made, before later weighings.
fn first_weights(rx: &mut Rx<'_>, outputs: &[Parcel]) -> Result<Vec<i64>, StoreError> {
    let mut weights = Vec::with_capacity(outputs.len());
    for output in outputs {
        let first = crate::store::production::first_weighing(rx, output.no)?;
        weights.push(first.map_or_else(|| output.weight.mct(), |(before, _)| before));
    }
    Ok(weights)
}

fn consumed_by(rx: &mut Rx<'_>, no: i64) -> Result<Option<i64>, StoreError> {
    Ok(parcel::table.find(no).select(parcel::consumed_seq).get_result(rx.conn)?)
}

/// What an operation used up, in number order.
///
/// # Errors
/// When the database fails.
pub fn parcels_where_consumed(rx: &mut Rx<'_>, seq: i64) -> Result<Vec<Parcel>, StoreError> {
    let rows: Vec<parcels::Row> = parcel::table.filter(parcel::consumed_seq.eq(seq)).order(parcel::no).load(rx.conn)?;
    rows.into_iter().map(parcels::Row::into_domain).collect()
}

/// What an entry made, in number order.
///
/// # Errors
/// When the database fails.
pub fn parcels_where_produced(rx: &mut Rx<'_>, seq: i64) -> Result<Vec<Parcel>, StoreError> {
    let rows: Vec<parcels::Row> = parcel::table.filter(parcel::produced_seq.eq(seq)).order(parcel::no).load(rx.conn)?;
    rows.into_iter().map(parcels::Row::into_domain).collect()
}

/// Follows the operations that a parcel went into, in the order they happened, with what each used up and what it made.
/// Goes on until there are no more or `step` answers false.
fn onward(
    rx: &mut Rx<'_>,
    no: i64,
    mut step: impl FnMut(&mut Rx<'_>, i64, Vec<Parcel>) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    let mut todo: BTreeSet<i64> = consumed_by(rx, no)?.into_iter().collect();
    while let Some(seq) = todo.pop_first() {
        let made = parcels_where_produced(rx, seq)?;
        todo.extend(made.iter().filter_map(|p| p.consumed_seq));
        if !step(rx, seq, made)? {
            break;
        }
    }
    Ok(())
}

/// What came of a parcel, in number order, each with its part of so many of its milli-carats: what was gained or lost goes
/// with the stones, shared by mass. Parts in millionths of a milli-carat.
///
/// # Errors
/// When the database fails.
pub fn shares_onward(rx: &mut Rx<'_>, no: i64, mct: i64) -> Result<Vec<(Parcel, i64)>, StoreError> {
    let mut parts: BTreeMap<i64, i64> = BTreeMap::from([(no, mct.saturating_mul(FINE))]);
    let mut found = Vec::new();
    onward(rx, no, |rx, seq, made| {
        let inputs = parcels_where_consumed(rx, seq)?;
        let total = inputs.iter().filter_map(|p| parts.get(&p.no)).fold(0i64, |sum, part| sum.saturating_add(*part));
        let whole = made.iter().fold(0i64, |sum, p| sum.saturating_add(p.weight.mct()));
        for parcel in made {
            let part = part_of(total, parcel.weight.mct(), whole);
            parts.insert(parcel.no, part);
            found.push((parcel, part));
        }
        Ok(true)
    })?;
    Ok(found)
}

/// What came of a parcel by combining, splitting and sorting, in number order: at most `most`, and whether that is all.
///
/// # Errors
/// When the database fails.
pub fn descendants(rx: &mut Rx<'_>, no: i64, most: usize) -> Result<(Vec<Parcel>, bool), StoreError> {
    let mut found = Vec::new();
    onward(rx, no, |_, _, made| {
        found.extend(made);
        Ok(found.len() <= most)
    })?;
    let whole = found.len() <= most;
    found.truncate(most);
    Ok((found, whole))
}

/// Combining, splitting or sorting as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The entry.
    pub seq: i64,
    /// `combine`, `split` or `sort`.
    pub kind: String,
    /// Mass in, milli-carats.
    pub in_mct: i64,
    /// Mass out, milli-carats.
    pub out_mct: i64,
    /// Mass lost, milli-carats.
    pub loss_mct: i64,
    /// Why.
    pub loss_reason: Option<String>,
    /// Stones more or fewer.
    pub stones_change: i64,
}

/// The operation that an entry recorded.
///
/// # Errors
/// When the database fails.
pub fn operation_fetch(rx: &mut Rx<'_>, seq: i64) -> Result<Option<Operation>, StoreError> {
    let row: Option<Row> = operation::table.find(seq).get_result(rx.conn).optional()?;
    Ok(row.map(|r| Operation {
        seq: r.seq,
        kind: r.kind,
        in_mct: r.in_mct,
        out_mct: r.out_mct,
        loss_mct: r.loss_mct,
        loss_reason: r.loss_reason,
        stones_change: r.stones_change,
    }))
}
