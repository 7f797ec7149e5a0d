//! Production added up by month, region, office and holder, kept in the transaction of every entry that changes it.

use crate::domain::ids::SiteId;
use crate::domain::parcel::SourceKind;
use crate::domain::time::Day;
use crate::store::db::{Rx, Tx};
use crate::store::direct::{Bind, Update, direct};
use crate::store::error::StoreError;
use crate::store::production::taken_back;
use crate::store::schema::{production_sum, site, source};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// The part of a production entry that is added up.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Dug<'a> {
    /// The day of digging, as kept.
    pub on: &'a str,
    /// The site.
    pub site: Option<&'a str>,
    /// The office that keeps the entry.
    pub office: Option<&'a str>,
    /// Who dug.
    pub holder: &'a str,
    /// Stones.
    pub stones: i64,
    /// Milli-carats.
    pub weight_mct: i64,
}

/// Year and month of a day as kept.
fn month(on: &str) -> &str {
    on.get(..7).unwrap_or(on)
}

fn add(
    tx: &mut Tx<'_>,
    (month, region, office, holder): (&str, &str, &str, &str),
    (entries, stones, mct): (i64, i64, i64),
) -> Result<(), StoreError> {
    let parts = &[
        "UPDATE production_sum SET entries = entries + ",
        ", stones = stones + ",
        ", weight_mct = weight_mct + ",
        " WHERE month = ",
        " AND region = ",
        " AND office_id = ",
        " AND holder_id = ",
        "",
    ];
    let binds = [
        Bind::Int(entries),
        Bind::Int(stones),
        Bind::Int(mct),
        Bind::Text(month),
        Bind::Text(region),
        Bind::Text(office),
        Bind::Text(holder),
    ];
    let there = direct!(tx.conn, c => Update::new(parts, &binds).execute(c))?;
    if there == 0 {
        let row = (
            production_sum::month.eq(month),
            production_sum::region.eq(region),
            production_sum::office_id.eq(office),
            production_sum::holder_id.eq(holder),
            production_sum::entries.eq(entries),
            production_sum::stones.eq(stones),
            production_sum::weight_mct.eq(mct),
        );
        direct!(tx.conn, c => diesel::insert_into(production_sum::table).values(row).execute(c))?;
    }
    Ok(())
}

fn region(rx: &mut Rx<'_>, id: Option<&str>) -> Result<String, StoreError> {
    let Some(id) = id else { return Ok(String::new()) };
    let code = site::table.find(id).select(site::admin_code);
    let found: Option<String> = direct!(rx.conn, c => code.get_result(c))?;
    Ok(found.unwrap_or_default())
}

/// An entry counts from now on.
pub(in crate::store) fn counted(tx: &mut Tx<'_>, dug: Dug<'_>) -> Result<(), StoreError> {
    let region = region(tx, dug.site)?;
    add(tx, (month(dug.on), &region, dug.office.unwrap_or_default(), dug.holder), (1, dug.stones, dug.weight_mct))
}

/// An entry counts no more: another reading takes its place, or nothing does.
pub(in crate::store) fn uncounted(tx: &mut Tx<'_>, dug: Dug<'_>) -> Result<(), StoreError> {
    let region = region(tx, dug.site)?;
    let less = (-1, dug.stones.saturating_neg(), dug.weight_mct.saturating_neg());
    add(tx, (month(dug.on), &region, dug.office.unwrap_or_default(), dug.holder), less)
}

/// A site lies in another region from now on, and so does all that was dug there.
pub(in crate::store) fn moved(tx: &mut Tx<'_>, id: SiteId, from: Option<&str>, to: Option<&str>) -> Result<(), StoreError> {
    if from == to {
        return Ok(());
    }
    type Entry = (String, Option<String>, String, i64, i64);
    let entries: Vec<Entry> = source::table
        .filter(source::site_id.eq(id.to_string()))
        .filter(source::kind.eq(SourceKind::Production.as_str()))
        .filter(source::test.eq(0))
        .filter(diesel::dsl::not(taken_back()))
        .order(source::parcel_no)
        .select((source::on_day, source::office_id, source::holder_id, source::stones, source::weight_mct))
        .load(tx.conn)?;
    for (on, office, holder, stones, mct) in entries {
        let office = office.unwrap_or_default();
        let less = (-1, stones.saturating_neg(), mct.saturating_neg());
        add(tx, (month(&on), from.unwrap_or_default(), &office, &holder), less)?;
        add(tx, (month(&on), to.unwrap_or_default(), &office, &holder), (1, stones, mct))?;
    }
    Ok(())
}

/// Entries, stones and milli-carats under a key.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ProductionSum {
    /// Region, office or month.
    #[diesel(sql_type = Text)]
    pub key: String,
    /// Entries.
    #[diesel(sql_type = BigInt)]
    pub entries: i64,
    /// Milli-carats.
    #[diesel(sql_type = BigInt)]
    pub weight_mct: i64,
}

/// By what production is told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// First-level area; the key is its code, empty where none is known.
    Region,
    /// Month; the key is `2026-03`.
    Month,
}

/// Production of some months, the first and the last named, by regions or months that have any.
///
/// # Errors
/// When the database fails.
pub fn production_sums(rx: &mut Rx<'_>, (from, to): (&str, &str), by: By) -> Result<Vec<ProductionSum>, StoreError> {
    let key = match by {
        By::Region => "region",
        By::Month => "month",
    };
    let sql = format!(
        "SELECT {key} AS key, CAST(SUM(entries) AS BIGINT) AS entries, CAST(SUM(weight_mct) AS BIGINT) AS weight_mct \
         FROM production_sum WHERE month >= $1 AND month <= $2 GROUP BY {key} HAVING SUM(entries) > 0 ORDER BY {key}"
    );
    Ok(diesel::sql_query(sql).bind::<Text, _>(from).bind::<Text, _>(to).load(rx.conn)?)
}

/// Production of an office in a month.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct OfficeMonth {
    /// The office; empty where none keeps the entries.
    #[diesel(sql_type = Text)]
    pub office_id: String,
    /// The month.
    #[diesel(sql_type = Text)]
    pub month: String,
    /// Milli-carats.
    #[diesel(sql_type = BigInt)]
    pub weight_mct: i64,
}

/// Production by office and month.
///
/// # Errors
/// When the database fails.
pub fn production_by_office(rx: &mut Rx<'_>, (from, to): (&str, &str)) -> Result<Vec<OfficeMonth>, StoreError> {
    let sql = "SELECT office_id, month, CAST(SUM(weight_mct) AS BIGINT) AS weight_mct FROM production_sum \
               WHERE month >= $1 AND month <= $2 GROUP BY office_id, month ORDER BY office_id, month";
    Ok(diesel::sql_query(sql).bind::<Text, _>(from).bind::<Text, _>(to).load(rx.conn)?)
}

/// Who stands behind a region in figures.
#[derive(Debug, QueryableByName)]
struct Behind {
    #[diesel(sql_type = Text)]
    region: String,
    #[diesel(sql_type = Text)]
    holder: String,
}

/// Who dug on some days by the entries up to one, by region: what came later was not in figures of then. What was corrected,
/// or whose site was changed, after that entry has nobody behind it, since it may have stood in another region then. It reads
/// all that was dug, so it is no query for every request.
///
/// # Errors
/// When the database fails.
pub fn production_holders(rx: &mut Rx<'_>, (from, to): (Day, Day), upto: i64) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT DISTINCT COALESCE(t.admin_code, '') AS region, s.holder_id AS holder FROM source s \
               LEFT JOIN site t ON t.id = s.site_id WHERE s.on_day >= $1 AND s.on_day <= $2 AND s.seq <= $3 \
               AND s.kind = 'production' AND s.test = 0 AND s.weight_mct > 0 AND COALESCE(s.corrected_seq, 0) <= $3 \
               AND NOT EXISTS (SELECT 1 FROM site_version v WHERE v.site_id = s.site_id AND v.seq > $3)";
    let asked = diesel::sql_query(sql).bind::<Text, _>(from.to_string()).bind::<Text, _>(to.to_string()).bind::<BigInt, _>(upto);
    let rows: Vec<Behind> = asked.load(rx.conn)?;
    Ok(rows.into_iter().map(|b| (b.region, b.holder)).collect())
}
