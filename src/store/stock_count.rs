//! Counts of stock.

use crate::domain::access::Reach;
use crate::domain::balance::StockCount;
use crate::domain::event::StockCounted;
use crate::domain::ids::PartyId;
use crate::domain::time::Day;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::stock_count;
use crate::store::text::{from_json, parsed, to_json};
use diesel::dsl::max;
use diesel::prelude::*;

pub(super) fn counted(tx: &mut Tx<'_>, at: At, e: &StockCounted) -> Result<(), StoreError> {
    let row = (
        (stock_count::id.eq(e.count.to_string()), stock_count::no.eq(e.no), stock_count::holder_id.eq(e.holder.to_string())),
        (stock_count::office_id.eq(e.office.map(|o| o.to_string())), stock_count::on_day.eq(e.on.to_string())),
        (stock_count::facts.eq(to_json(e)?), stock_count::account_id.eq(at.account.to_string()), stock_count::seq.eq(at.seq)),
    );
    diesel::insert_into(stock_count::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Counts that a reader may see, of one holder where one is named, the latest first, with numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn stock_counts(
    rx: &mut Rx<'_>,
    reach: Reach,
    holder: Option<PartyId>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<StockCount>, StoreError> {
    let mut query = stock_count::table.into_boxed();
    match reach {
        Reach::All => {}
        Reach::Office(office) => query = query.filter(stock_count::office_id.eq(office.to_string())),
        Reach::Party(party) => query = query.filter(stock_count::holder_id.eq(party.to_string())),
        Reach::Nothing => return Ok(Vec::new()),
    }
    if let Some(holder) = holder {
        query = query.filter(stock_count::holder_id.eq(holder.to_string()));
    }
    if let Some(before) = before {
        query = query.filter(stock_count::no.lt(before));
    }
    let rows: Vec<(String, String, i64)> = query
        .order(stock_count::no.desc())
        .limit(limit)
        .select((stock_count::facts, stock_count::account_id, stock_count::seq))
        .load(rx.conn)?;
    rows.into_iter().map(|(facts, by, seq)| Ok(StockCount { facts: from_json(&facts)?, by: parsed(&by)?, seq })).collect()
}

/// The last day of a count of a holder; none where nobody counted.
///
/// # Errors
/// When the database fails.
pub fn last_count_day(rx: &mut Rx<'_>, holder: PartyId) -> Result<Option<Day>, StoreError> {
    let last: Option<String> =
        stock_count::table.filter(stock_count::holder_id.eq(holder.to_string())).select(max(stock_count::on_day)).get_result(rx.conn)?;
    last.map(|day| parsed(&day)).transpose()
}

/// The number the next count gets.
///
/// # Errors
/// When the database fails.
pub fn stock_count_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = stock_count::table.select(max(stock_count::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}
