//! Controls: what is still to be looked at, what they saw, what was answered, and how often the rules refused.

mod alerts;
mod handling;
mod pit;
mod quality;
mod trade;

pub use alerts::{
    AlertCounts, AlertFilter, alert_by_key, alert_counts, alert_fetch, alerts, alerts_before, alerts_in_period, alerts_of, alerts_open,
    alerts_write, office_of_subject, sight,
};
pub(super) use handling::handled;
pub use handling::{alert_answered, handlings_of, note_standing};
pub use pit::{
    account_captures, account_weights, declared_mct, first_entry_day, holder_dug, licence_dug, office_entries, office_first_month,
    office_last_day, site_digs,
};
pub use quality::{Quality, quality_of};
pub use trade::{bought_from, chains_closing, licence_sold, sales_of_seller, sales_on};

use crate::domain::month::Month;
use crate::domain::time::{Day, Instant};
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::schema::{control_due, control_state, refusal_count};
use crate::store::text::parsed;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

/// How far controls have looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// Up to this entry.
    pub upto_seq: i64,
    /// On this day.
    pub on: Day,
    /// By these rules; other rules make them look at everything again.
    pub rules: String,
}

/// How far controls have looked; none where they never did.
///
/// # Errors
/// When the database fails.
pub fn looked(rx: &mut Rx<'_>) -> Result<Option<Looked>, StoreError> {
    let row: Option<(i64, String, String)> = control_state::table
        .find(1)
        .select((control_state::upto_seq, control_state::looked_on, control_state::rules))
        .get_result(rx.conn)
        .optional()?;
    row.map(|(upto_seq, on, rules)| Ok(Looked { upto_seq, on: parsed(&on)?, rules })).transpose()
}

/// Notes how far controls have looked.
///
/// # Errors
/// When the database fails.
pub fn looked_write(tx: &mut Tx<'_>, looked: &Looked) -> Result<(), StoreError> {
    let values = (
        control_state::upto_seq.eq(looked.upto_seq),
        control_state::looked_on.eq(looked.on.to_string()),
        control_state::rules.eq(&looked.rules),
    );
    let there = diesel::update(control_state::table.find(1)).set(values.clone()).execute(tx.conn)?;
    if there == 0 {
        diesel::insert_into(control_state::table).values((control_state::id.eq(1), values)).execute(tx.conn)?;
    }
    Ok(())
}

/// Something to be looked at, by the name of its kind and its id, from a month on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, QueryableByName)]
pub struct Due {
    /// What.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// Which.
    #[diesel(sql_type = Text)]
    pub subject_id: String,
    /// From which month on, `2026-03`.
    #[diesel(sql_type = Text)]
    pub from_month: String,
}

/// What is to be looked at now, at most so many.
///
/// # Errors
/// When the database fails.
pub fn due(rx: &mut Rx<'_>, limit: i64) -> Result<Vec<Due>, StoreError> {
    let rows: Vec<(String, String, String)> = control_due::table
        .filter(control_due::ready.eq(1))
        .order((control_due::kind, control_due::subject_id))
        .limit(limit)
        .select((control_due::kind, control_due::subject_id, control_due::from_month))
        .load(rx.conn)?;
    Ok(rows.into_iter().map(|(kind, subject_id, from_month)| Due { kind, subject_id, from_month }).collect())
}

/// How much is still to be looked at now.
///
/// # Errors
/// When the database fails.
pub fn due_count(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    Ok(control_due::table.filter(control_due::ready.eq(1)).count().get_result(rx.conn)?)
}

/// Puts something on the list, from the earlier month where it stands there; its time has not come.
///
/// # Errors
/// When the database fails.
pub fn due_write(tx: &mut Tx<'_>, due: &Due) -> Result<(), StoreError> {
    let key = control_due::table.find((&due.kind, &due.subject_id));
    let there: Option<String> = key.select(control_due::from_month).get_result(tx.conn).optional()?;
    match there {
        Some(from) if from <= due.from_month => {}
        Some(_) => {
            diesel::update(control_due::table.find((&due.kind, &due.subject_id)))
                .set(control_due::from_month.eq(&due.from_month))
                .execute(tx.conn)?;
        }
        None => {
            diesel::insert_into(control_due::table).values(due_row(&due.kind, &due.subject_id, &due.from_month, 0)).execute(tx.conn)?;
        }
    }
    Ok(())
}

type DueRow<'a> = (
    diesel::dsl::Eq<control_due::kind, &'a str>,
    diesel::dsl::Eq<control_due::subject_id, &'a str>,
    diesel::dsl::Eq<control_due::from_month, &'a str>,
    diesel::dsl::Eq<control_due::ready, i64>,
);

fn due_row<'a>(kind: &'a str, id: &'a str, from: &'a str, ready: i64) -> DueRow<'a> {
    (control_due::kind.eq(kind), control_due::subject_id.eq(id), control_due::from_month.eq(from), control_due::ready.eq(ready))
}

/// The time of everything on the list has come.
///
/// # Errors
/// When the database fails.
pub fn due_ready(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    diesel::update(control_due::table.filter(control_due::ready.eq(0))).set(control_due::ready.eq(1)).execute(tx.conn)?;
    Ok(())
}

/// Takes something off the list that was looked at; what was put on it for an earlier month since stays.
///
/// # Errors
/// When the database fails.
pub fn due_done(tx: &mut Tx<'_>, due: &Due) -> Result<(), StoreError> {
    diesel::delete(control_due::table.find((&due.kind, &due.subject_id)).filter(control_due::from_month.ge(&due.from_month)))
        .execute(tx.conn)?;
    Ok(())
}

/// Puts everything there is of a kind on the list, from the beginning, to be looked at now.
///
/// # Errors
/// When the database fails.
pub fn due_all(tx: &mut Tx<'_>, kind: &str, ids: &[String]) -> Result<(), StoreError> {
    diesel::delete(control_due::table.filter(control_due::kind.eq(kind))).execute(tx.conn)?;
    for id in ids {
        diesel::insert_into(control_due::table).values(due_row(kind, id, BEGINNING, 1)).execute(tx.conn)?;
    }
    Ok(())
}

/// Before every month.
pub const BEGINNING: &str = "0000-01";

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = Text)]
    id: String,
}

fn ids(rx: &mut Rx<'_>, sql: &str) -> Result<Vec<String>, StoreError> {
    let rows: Vec<Id> = diesel::sql_query(sql).load(rx.conn)?;
    Ok(rows.into_iter().map(|r| r.id).collect())
}

/// Every site at which something was dug.
///
/// # Errors
/// When the database fails.
pub fn sites_dug(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    ids(rx, "SELECT DISTINCT site_id AS id FROM source WHERE kind = 'production' AND test = 0 AND site_id IS NOT NULL ORDER BY id")
}

/// Every site.
///
/// # Errors
/// When the database fails.
pub fn sites_all(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    ids(rx, "SELECT id FROM site ORDER BY no")
}

/// Every licence under which something was dug.
///
/// # Errors
/// When the database fails.
pub fn licences_dug(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    ids(rx, "SELECT DISTINCT licence_id AS id FROM source WHERE kind = 'production' AND test = 0 AND licence_id IS NOT NULL ORDER BY id")
}

/// Every party that dug, sold or bought.
///
/// # Errors
/// When the database fails.
pub fn parties_trading(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    ids(
        rx,
        "SELECT holder_id AS id FROM source UNION SELECT seller_id AS id FROM purchase UNION SELECT buyer_id AS id FROM purchase \
         UNION SELECT holder_id AS id FROM stock_count ORDER BY id",
    )
}

/// Every pair of a seller and a buyer, as `seller/buyer`, of whom the seller has bought something himself: only there can
/// stones have come back.
///
/// # Errors
/// When the database fails.
pub fn pairs_reselling(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    ids(
        rx,
        "SELECT DISTINCT seller_id || '/' || buyer_id AS id FROM purchase p WHERE state = 'accepted' AND test = 0 \
         AND EXISTS (SELECT 1 FROM purchase q WHERE q.buyer_id = p.seller_id AND q.state = 'accepted') ORDER BY id",
    )
}

/// Every account that wrote down production.
///
/// # Errors
/// When the database fails.
pub fn accounts_writing(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    ids(rx, "SELECT DISTINCT account_id AS id FROM source WHERE kind = 'production' AND test = 0 ORDER BY id")
}

/// Every office.
///
/// # Errors
/// When the database fails.
pub fn offices_all(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    ids(rx, "SELECT id FROM office ORDER BY no")
}

/// Every month with a purchase, from the earliest on.
///
/// # Errors
/// When the database fails.
pub fn months_of_sales(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    ids(rx, "SELECT DISTINCT substr(on_day, 1, 7) AS id FROM purchase WHERE state = 'accepted' AND test = 0 ORDER BY id")
}

/// Every shipment that was valued.
///
/// # Errors
/// When the database fails.
pub fn shipments_valued(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    ids(rx, "SELECT DISTINCT shipment_id AS id FROM valuation ORDER BY id")
}

/// Every certificate.
///
/// # Errors
/// When the database fails.
pub fn certificates_issued(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    ids(rx, "SELECT id FROM certificate ORDER BY no")
}

/// Every certificate that stands and of which nobody has confirmed the receipt.
///
/// # Errors
/// When the database fails.
pub fn certificates_unconfirmed(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    ids(
        rx,
        "SELECT id FROM certificate c WHERE state <> 'void' \
         AND NOT EXISTS (SELECT 1 FROM confirmation x WHERE x.certificate_id = c.id) ORDER BY no",
    )
}

#[derive(QueryableByName)]
struct No {
    #[diesel(sql_type = Nullable<BigInt>)]
    no: Option<i64>,
}

/// The number of the first parcel that came into being after an entry: nothing that was written down since has a smaller one.
pub(super) fn first_parcel_after(rx: &mut Rx<'_>, seq: i64) -> Result<i64, StoreError> {
    let found: No =
        diesel::sql_query("SELECT MIN(no) AS no FROM parcel WHERE produced_seq > $1").bind::<BigInt, _>(seq).get_result(rx.conn)?;
    Ok(found.no.unwrap_or(i64::MAX))
}

/// The last entry that was surely written before a day, wherever the country is: offsets from UTC are less than a day.
pub(super) fn seq_surely_before(rx: &mut Rx<'_>, day: Day) -> Result<i64, StoreError> {
    let Some(before) = day.pred_opt() else { return Ok(0) };
    let at = before.and_time(chrono::NaiveTime::MIN).and_utc();
    crate::store::statistics::seq_before(rx, Instant::new(at))
}

/// Counts refusals of a day.
///
/// # Errors
/// When the database fails.
pub fn refusals_count(tx: &mut Tx<'_>, on: Day, code: &str, office: &str, more: i64) -> Result<(), StoreError> {
    let on = on.to_string();
    let there = diesel::update(refusal_count::table.find((&on, code, office)))
        .set(refusal_count::refusals.eq(refusal_count::refusals + more))
        .execute(tx.conn)?;
    if there == 0 {
        let row = (
            refusal_count::on_day.eq(&on),
            refusal_count::code.eq(code),
            refusal_count::office_id.eq(office),
            refusal_count::refusals.eq(more),
        );
        diesel::insert_into(refusal_count::table).values(row).execute(tx.conn)?;
    }
    Ok(())
}

/// How often something was refused, by code.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Refused {
    /// Code of the refusal.
    #[diesel(sql_type = Text)]
    pub code: String,
    /// How often.
    #[diesel(sql_type = BigInt)]
    pub refusals: i64,
}

/// How often the rules refused between two days, by code.
///
/// # Errors
/// When the database fails.
pub fn refusals_between(rx: &mut Rx<'_>, (from, to): (Day, Day)) -> Result<Vec<Refused>, StoreError> {
    let sql = "SELECT code, CAST(SUM(refusals) AS BIGINT) AS refusals FROM refusal_count \
               WHERE on_day >= $1 AND on_day <= $2 GROUP BY code ORDER BY code";
    Ok(diesel::sql_query(sql).bind::<Text, _>(from.to_string()).bind::<Text, _>(to.to_string()).load(rx.conn)?)
}

/// A month as kept.
pub(super) fn month(text: &str) -> Result<Month, StoreError> {
    parsed(text)
}
