//! What controls read of purchases.

use super::{month, seq_surely_before};
use crate::domain::control::LinkKind;
use crate::domain::control::licences::LicenceDay;
use crate::domain::control::pit::Written;
use crate::domain::control::trade::{FromSeller, Sale};
use crate::domain::ids::{LicenceId, PartyId};
use crate::domain::month::Month;
use crate::domain::time::Day;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::schema::{purchase, purchase_item};
use crate::store::text::parsed;
use chrono::Days;
use diesel::dsl::{max, min};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::BTreeMap;

/// Purchases that stand: accepted, no test.
macro_rules! standing {
    () => {
        purchase::table.filter(purchase::state.eq("accepted")).filter(purchase::test.eq(0))
    };
}

type SaleRow = (String, String, String, String, i64, i64);

fn sale((id, on, seller, buyer, mct, usd_cents): SaleRow) -> Result<Sale, StoreError> {
    Ok(Sale { purchase: parsed(&id)?, on: parsed(&on)?, seller: parsed(&seller)?, buyer: parsed(&buyer)?, mct, usd_cents })
}

macro_rules! sale_columns {
    () => {
        (purchase::id, purchase::on_day, purchase::seller_id, purchase::buyer_id, purchase::weight_mct, purchase::usd_cents)
    };
}

/// The number of the first purchase that may be of a day or a later one. Numbers rise with the entries, so it is searched for
/// by halves.
fn first_purchase_since(rx: &mut Rx<'_>, day: Day) -> Result<i64, StoreError> {
    let seq = seq_surely_before(rx, day)?;
    let (Some(mut low), Some(mut high)) =
        purchase::table.select((min(purchase::no), max(purchase::no))).get_result::<(Option<i64>, Option<i64>)>(rx.conn)?
    else {
        return Ok(i64::MAX);
    };
    high = high.saturating_add(1);
    while low < high {
        let middle = low.saturating_add(high.saturating_sub(low).div_euclid(2));
        let next: Option<(i64, i64)> = purchase::table
            .filter(purchase::no.ge(middle))
            .order(purchase::no)
            .limit(1)
            .select((purchase::no, purchase::offered_seq))
            .get_result(rx.conn)
            .optional()?;
        match next {
            Some((no, offered)) if offered <= seq => low = no.saturating_add(1),
            _ => high = middle,
        }
    }
    Ok(low)
}

/// Purchases of some days, the first and the last named, in the order in which they were written down.
///
/// # Errors
/// When the database fails.
pub fn sales_on(rx: &mut Rx<'_>, (from, to): (Day, Day)) -> Result<Vec<Sale>, StoreError> {
    let first = first_purchase_since(rx, from)?;
    let rows: Vec<SaleRow> = standing!()
        .filter(purchase::no.ge(first))
        .filter(purchase::on_day.between(from.to_string(), to.to_string()))
        .order(purchase::no)
        .select(sale_columns!())
        .load(rx.conn)?;
    rows.into_iter().map(sale).collect()
}

/// What one party sold from a month on.
///
/// # Errors
/// When the database fails.
pub fn sales_of_seller(rx: &mut Rx<'_>, seller: PartyId, from: Month) -> Result<Vec<Written>, StoreError> {
    let first = first_purchase_since(rx, from.first())?;
    let rows: Vec<(String, i64, i64, String)> = standing!()
        .filter(purchase::seller_id.eq(seller.to_string()))
        .filter(purchase::no.ge(first))
        .filter(purchase::on_day.ge(from.first().to_string()))
        .order(purchase::no)
        .select((purchase::on_day, purchase::weight_mct, purchase::stones, purchase::id))
        .load(rx.conn)?;
    let read =
        |(on, mct, stones, of): (String, i64, i64, String)| Ok(Written { on: parsed(&on)?, mct, stones, kind: LinkKind::Purchase, of });
    rows.into_iter().map(read).collect()
}

/// The days on which its holder sold under a licence, from a day on, each with one of the parcels.
///
/// # Errors
/// When the database fails.
pub fn licence_sold(rx: &mut Rx<'_>, holder: PartyId, licence: LicenceId, since: Day) -> Result<Vec<LicenceDay>, StoreError> {
    let first = first_purchase_since(rx, since)?;
    let rows: Vec<(String, String, i64)> = standing!()
        .filter(purchase::seller_id.eq(holder.to_string()))
        .filter(purchase::seller_licence_id.eq(licence.to_string()))
        .filter(purchase::no.ge(first))
        .filter(purchase::on_day.ge(since.to_string()))
        .order(purchase::no)
        .select((purchase::on_day, purchase::id, purchase::weight_mct))
        .load(rx.conn)?;
    let mut days = Vec::with_capacity(rows.len());
    for (on, id, mct) in rows {
        let parcel: Option<i64> =
            purchase_item::table.filter(purchase_item::purchase_id.eq(id)).select(min(purchase_item::parcel_no)).get_result(rx.conn)?;
        days.push(LicenceDay { on: parsed(&on)?, sold_mct: Some(mct), parcel_no: parcel.unwrap_or(0) });
    }
    Ok(days)
}

#[derive(QueryableByName)]
struct SumRow {
    #[diesel(sql_type = Text)]
    seller: String,
    #[diesel(sql_type = Text)]
    month: String,
    #[diesel(sql_type = BigInt)]
    purchases: i64,
    #[diesel(sql_type = BigInt)]
    mct: i64,
}

/// What one party bought from each seller in each quarter, from a quarter on.
///
/// # Errors
/// When the database fails.
pub fn bought_from(rx: &mut Rx<'_>, buyer: PartyId, from: Month) -> Result<Vec<FromSeller>, StoreError> {
    let begin = from.quarter().first();
    let first = first_purchase_since(rx, begin)?;
    let sql = "SELECT seller_id AS seller, substr(on_day, 1, 7) AS month, COUNT(*) AS purchases, CAST(SUM(weight_mct) AS BIGINT) AS mct \
               FROM purchase WHERE buyer_id = $1 AND no >= $2 AND on_day >= $3 AND state = 'accepted' AND test = 0 \
               GROUP BY seller_id, substr(on_day, 1, 7)";
    let rows: Vec<SumRow> = diesel::sql_query(sql)
        .bind::<Text, _>(buyer.to_string())
        .bind::<BigInt, _>(first)
        .bind::<Text, _>(begin.to_string())
        .load(rx.conn)?;
    let mut quarters: BTreeMap<(Month, PartyId), FromSeller> = BTreeMap::new();
    for row in rows {
        let (seller, quarter) = (parsed(&row.seller)?, month(&row.month)?.quarter());
        let sum = quarters.entry((quarter, seller)).or_insert(FromSeller { seller, quarter, purchases: 0, mct: 0 });
        sum.purchases = sum.purchases.saturating_add(row.purchases);
        sum.mct = sum.mct.saturating_add(row.mct);
    }
    Ok(quarters.into_values().collect())
}

/// Chains of sales that end with one from a seller to a buyer, on or after a day, and that began with the buyer: he sold to the
/// seller, or to somebody who sold to him, at most `back` days before that day. The earliest sale stands first; of several
/// chains with one last sale the latest is given.
///
/// # Errors
/// When the database fails.
pub fn chains_closing(rx: &mut Rx<'_>, (seller, buyer): (PartyId, PartyId), since: Day, back: u32) -> Result<Vec<Vec<Sale>>, StoreError> {
    let begin = since.checked_sub_days(Days::new(u64::from(back))).unwrap_or(since);
    let first_no = first_purchase_since(rx, begin)?;
    let between = |rx: &mut Rx<'_>, from: &str, to: &str| -> Result<Vec<Sale>, StoreError> {
        let rows: Vec<SaleRow> = standing!()
            .filter(purchase::seller_id.eq(from))
            .filter(purchase::buyer_id.eq(to))
            .filter(purchase::no.ge(first_no))
            .filter(purchase::on_day.ge(begin.to_string()))
            .order(purchase::no)
            .select(sale_columns!())
            .load(rx.conn)?;
        rows.into_iter().map(sale).collect()
    };
    let (seller, buyer) = (seller.to_string(), buyer.to_string());
    let mut before: Vec<Vec<Sale>> = between(rx, &buyer, &seller)?.into_iter().map(|s| vec![s]).collect();
    let through: Vec<String> = standing!()
        .filter(purchase::seller_id.eq(&buyer))
        .filter(purchase::buyer_id.ne(&seller))
        .filter(purchase::no.ge(first_no))
        .select(purchase::buyer_id)
        .distinct()
        .order(purchase::buyer_id)
        .load(rx.conn)?;
    for through in through {
        let second = between(rx, &through, &seller)?;
        if second.is_empty() {
            continue;
        }
        let first = between(rx, &buyer, &through)?;
        let latest = |s: &Sale| first.iter().filter(|f| f.on <= s.on).max_by_key(|f| (f.on, f.purchase)).cloned();
        before.extend(second.into_iter().filter_map(|s| latest(&s).map(|f| vec![f, s])));
    }
    if before.is_empty() {
        return Ok(Vec::new());
    }
    let with_latest = |last: Sale| {
        let fitting = before.iter().filter(|chain| chain.last().is_some_and(|s| s.on <= last.on));
        let mut chain = fitting.max_by_key(|chain| chain.first().map(|s| (s.on, s.purchase)))?.clone();
        chain.push(last);
        Some(chain)
    };
    let closing = between(rx, &seller, &buyer)?.into_iter().filter(|last| last.on >= since);
    Ok(closing.filter_map(with_latest).collect())
}
