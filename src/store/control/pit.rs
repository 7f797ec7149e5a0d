//! What controls read of the book at the pit.

use super::{first_parcel_after, month, seq_surely_before};
use crate::domain::control::LinkKind;
use crate::domain::control::licences::LicenceDay;
use crate::domain::control::offices::OfficeMonth;
use crate::domain::control::pit::{Dug, Written};
use crate::domain::event::{ProductionFacts, ProductionFlag};
use crate::domain::ids::{AccountId, LicenceId, OfficeId, PartyId, SiteId};
use crate::domain::month::Month;
use crate::domain::time::{Day, Instant};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::production::taken_back;
use crate::store::schema::{journal, source};
use crate::store::text::{from_json, parsed, parsed_opt};
use diesel::dsl::{max, not};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::BTreeMap;

/// Entries of the book at the pit that count: no test, not taken back.
macro_rules! counting {
    () => {
        source::table.filter(source::kind.eq("production")).filter(source::test.eq(0)).filter(not(taken_back()))
    };
}

type DugRow = (i64, i64, String, String, String, i64, i64, String);

fn dug((parcel_no, seq, holder, account, on, stones, mct, facts): DugRow, taken_at: Option<Instant>) -> Result<Dug, StoreError> {
    let facts: ProductionFacts = from_json(&facts)?;
    Ok(Dug {
        parcel_no,
        seq,
        on: parsed(&on)?,
        site: facts.site,
        licence: facts.licence,
        holder: parsed(&holder)?,
        account: parsed(&account)?,
        stones,
        mct,
        diggers: facts.diggers.map(i64::from),
        largest_mct: facts.largest_mct.map(crate::domain::quantity::Mass::mct),
        position: facts.position,
        taken_at,
        outside: facts.flags.contains(&ProductionFlag::OutsideSite),
    })
}

macro_rules! dug_columns {
    () => {
        (
            source::parcel_no,
            source::seq,
            source::holder_id,
            source::account_id,
            source::on_day,
            source::stones,
            source::weight_mct,
            source::facts,
        )
    };
}

/// What was dug at a site from a day on, by day.
///
/// # Errors
/// When the database fails.
pub fn site_digs(rx: &mut Rx<'_>, site: SiteId, since: Day) -> Result<Vec<Dug>, StoreError> {
    let rows: Vec<DugRow> = counting!()
        .filter(source::site_id.eq(site.to_string()))
        .filter(source::on_day.ge(since.to_string()))
        .order((source::on_day, source::parcel_no))
        .select(dug_columns!())
        .load(rx.conn)?;
    rows.into_iter().map(|row| dug(row, None)).collect()
}

/// What an account wrote down from a day on of which its device said when it was taken, earlier than it came in.
///
/// # Errors
/// When the database fails.
pub fn account_captures(rx: &mut Rx<'_>, account: AccountId, since: Day) -> Result<Vec<Dug>, StoreError> {
    let first = seq_surely_before(rx, since)?;
    let first = first_parcel_after(rx, first)?;
    let rows: Vec<(DugRow, String)> = counting!()
        .inner_join(journal::table.on(journal::seq.eq(source::seq)))
        .filter(source::account_id.eq(account.to_string()))
        .filter(source::parcel_no.ge(first))
        .filter(journal::occurred_at.lt(journal::recorded_at))
        .order(source::parcel_no)
        .select((dug_columns!(), journal::occurred_at))
        .load(rx.conn)?;
    rows.into_iter().map(|(row, at)| dug(row, Some(parsed(&at)?))).collect()
}

/// Milli-carats and parcel numbers that an account wrote down, by month of digging, from a month on.
///
/// # Errors
/// When the database fails.
pub fn account_weights(rx: &mut Rx<'_>, account: AccountId, from: Month) -> Result<BTreeMap<Month, Vec<(i64, i64)>>, StoreError> {
    let first = seq_surely_before(rx, from.first())?;
    let first = first_parcel_after(rx, first)?;
    let rows: Vec<(String, i64, i64)> = counting!()
        .filter(source::account_id.eq(account.to_string()))
        .filter(source::parcel_no.ge(first))
        .filter(source::on_day.ge(from.first().to_string()))
        .order(source::parcel_no)
        .select((source::on_day, source::weight_mct, source::parcel_no))
        .load(rx.conn)?;
    let mut months: BTreeMap<Month, Vec<(i64, i64)>> = BTreeMap::new();
    for (on, mct, no) in rows {
        months.entry(Month::of(parsed(&on)?)).or_default().push((mct, no));
    }
    Ok(months)
}

/// What one holder dug from a month on.
///
/// # Errors
/// When the database fails.
pub fn holder_dug(rx: &mut Rx<'_>, holder: PartyId, from: Month) -> Result<Vec<Written>, StoreError> {
    let first = seq_surely_before(rx, from.first())?;
    let first = first_parcel_after(rx, first)?;
    let rows: Vec<(String, i64, i64, i64)> = counting!()
        .filter(source::holder_id.eq(holder.to_string()))
        .filter(source::parcel_no.ge(first))
        .filter(source::on_day.ge(from.first().to_string()))
        .order(source::parcel_no)
        .select((source::on_day, source::weight_mct, source::stones, source::parcel_no))
        .load(rx.conn)?;
    let read = |(on, mct, stones, no): (String, i64, i64, i64)| {
        Ok(Written { on: parsed(&on)?, mct, stones, kind: LinkKind::Parcel, of: no.to_string() })
    };
    rows.into_iter().map(read).collect()
}

/// The days on which something was dug under a licence, from a day on.
///
/// # Errors
/// When the database fails.
pub fn licence_dug(rx: &mut Rx<'_>, licence: LicenceId, since: Day) -> Result<Vec<LicenceDay>, StoreError> {
    let rows: Vec<(String, i64)> = counting!()
        .filter(source::licence_id.eq(licence.to_string()))
        .filter(source::on_day.ge(since.to_string()))
        .order(source::parcel_no)
        .select((source::on_day, source::parcel_no))
        .load(rx.conn)?;
    rows.into_iter().map(|(on, parcel_no)| Ok(LicenceDay { on: parsed(&on)?, sold_mct: None, parcel_no })).collect()
}

#[derive(QueryableByName)]
struct MonthRow {
    #[diesel(sql_type = Text)]
    month: String,
    #[diesel(sql_type = BigInt)]
    entries: i64,
    #[diesel(sql_type = BigInt)]
    mct: i64,
    #[diesel(sql_type = BigInt)]
    late: i64,
}

/// What an office wrote down from a month on, by month of digging.
///
/// # Errors
/// When the database fails.
pub fn office_entries(rx: &mut Rx<'_>, office: OfficeId, from: Month) -> Result<BTreeMap<Month, OfficeMonth>, StoreError> {
    let first = seq_surely_before(rx, from.first())?;
    let first = first_parcel_after(rx, first)?;
    let sql = "SELECT substr(on_day, 1, 7) AS month, COUNT(*) AS entries, CAST(SUM(weight_mct) AS BIGINT) AS mct, \
               CAST(SUM(CASE WHEN flags LIKE '%\"late\"%' THEN 1 ELSE 0 END) AS BIGINT) AS late FROM source \
               WHERE office_id = $1 AND parcel_no >= $2 AND on_day >= $3 AND kind = 'production' AND test = 0 \
               AND NOT (weight_mct = 0 AND corrected_seq IS NOT NULL) GROUP BY substr(on_day, 1, 7)";
    let rows: Vec<MonthRow> = diesel::sql_query(sql)
        .bind::<Text, _>(office.to_string())
        .bind::<BigInt, _>(first)
        .bind::<Text, _>(from.first().to_string())
        .load(rx.conn)?;
    rows.into_iter().map(|r| Ok((month(&r.month)?, OfficeMonth { entries: r.entries, mct: r.mct, late: r.late }))).collect()
}

/// The day on which an office last wrote anything down: by when it came in, not by the day of digging.
///
/// # Errors
/// When the database fails.
pub fn office_last_day(rx: &mut Rx<'_>, office: OfficeId) -> Result<Option<Instant>, StoreError> {
    let last: Option<i64> = counting!().filter(source::office_id.eq(office.to_string())).select(max(source::seq)).get_result(rx.conn)?;
    let Some(seq) = last else { return Ok(None) };
    let at: Option<String> = journal::table.find(seq).select(journal::recorded_at).get_result(rx.conn).optional()?;
    parsed_opt(at.as_deref())
}

/// The month of the first entry that an office kept, by the order in which they came in.
///
/// # Errors
/// When the database fails.
pub fn office_first_month(rx: &mut Rx<'_>, office: OfficeId) -> Result<Option<Month>, StoreError> {
    let first: Option<String> = source::table
        .filter(source::office_id.eq(office.to_string()))
        .order(source::parcel_no)
        .limit(1)
        .select(source::on_day)
        .get_result(rx.conn)
        .optional()?;
    first.map(|on| Ok(Month::of(parsed(&on)?))).transpose()
}

/// Milli-carats that were declared from before the register.
///
/// # Errors
/// When the database fails.
pub fn declared_mct(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    #[derive(QueryableByName)]
    struct Sum {
        #[diesel(sql_type = BigInt)]
        mct: i64,
    }
    let sql = "SELECT CAST(COALESCE(SUM(weight_mct), 0) AS BIGINT) AS mct FROM source WHERE kind = 'stock' AND test = 0";
    Ok(diesel::sql_query(sql).get_result::<Sum>(rx.conn)?.mct)
}

/// The day of digging of the first entry that was written down.
///
/// # Errors
/// When the database fails.
pub fn first_entry_day(rx: &mut Rx<'_>) -> Result<Option<Day>, StoreError> {
    let first: Option<String> = counting!().order(source::parcel_no).limit(1).select(source::on_day).get_result(rx.conn).optional()?;
    parsed_opt(first.as_deref())
}
