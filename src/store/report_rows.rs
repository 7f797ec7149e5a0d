//! What long reports read of a time in one go, or a piece at a time.

use crate::domain::arrival::Arrival;
use crate::domain::ids::CertificateId;
use crate::domain::removal::Removal;
use crate::domain::report::Span;
use crate::store::arrival::Row as ArrivalRow;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::removal::Row as RemovalRow;
use crate::store::schema::{arrival, certificate, removal};
use crate::store::text::parsed;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// The certificates issued in a time, by their numbers.
///
/// # Errors
/// When the database fails.
pub fn certificate_ids_between(rx: &mut Rx<'_>, span: Span) -> Result<Vec<CertificateId>, StoreError> {
    let ids: Vec<String> = certificate::table
        .filter(certificate::issued_on.between(span.first.to_string(), span.last.to_string()))
        .order((certificate::number, certificate::no))
        .select(certificate::id)
        .load(rx.conn)?;
    ids.iter().map(|id| parsed(id)).collect()
}

/// Shipments from abroad that came in a time, whatever became of them, in the order in which they were written down: those with
/// dense numbers after one.
///
/// # Errors
/// When the database fails.
pub fn arrivals_came(rx: &mut Rx<'_>, span: Span, after: i64, limit: i64) -> Result<Vec<Arrival>, StoreError> {
    let rows: Vec<ArrivalRow> = arrival::table
        .filter(arrival::arrived_on.between(span.first.to_string(), span.last.to_string()))
        .filter(arrival::no.gt(after))
        .order(arrival::no)
        .limit(limit)
        .load(rx.conn)?;
    rows.into_iter().map(ArrivalRow::into_domain).collect()
}

/// Reports of stones out of stock that say a day of a time, in the order in which they were made: those with dense numbers
/// after one.
///
/// # Errors
/// When the database fails.
pub fn removals_on(rx: &mut Rx<'_>, span: Span, after: i64, limit: i64) -> Result<Vec<Removal>, StoreError> {
    let rows: Vec<RemovalRow> = removal::table
        .filter(removal::on_day.between(span.first.to_string(), span.last.to_string()))
        .filter(removal::no.gt(after))
        .order(removal::no)
        .limit(limit)
        .load(rx.conn)?;
    rows.into_iter().map(RemovalRow::into_domain).collect()
}

/// Production under a key: what was dug in a month in a region, kept by an office; or at a site.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Dug {
    /// The month, `2026-03`; or the site's id.
    #[diesel(sql_type = Text)]
    pub key: String,
    /// First-level area; empty where none is known.
    #[diesel(sql_type = Text)]
    pub region: String,
    /// The office's id; empty where none keeps it.
    #[diesel(sql_type = Text)]
    pub office_id: String,
    /// Entries.
    #[diesel(sql_type = BigInt)]
    pub entries: i64,
    /// Stones.
    #[diesel(sql_type = BigInt)]
    pub stones: i64,
    /// Milli-carats.
    #[diesel(sql_type = BigInt)]
    pub weight_mct: i64,
}

/// Entries that count: dug, no tests, not taken back.
const COUNTS: &str = "s.kind = 'production' AND s.test = 0 AND NOT (s.weight_mct = 0 AND s.corrected_seq IS NOT NULL) \
                      AND s.on_day >= $1 AND s.on_day <= $2";
const SUMS: &str = "COUNT(*) AS entries, CAST(SUM(s.stones) AS BIGINT) AS stones, CAST(SUM(s.weight_mct) AS BIGINT) AS weight_mct";

/// Production of the days of a time by month, region and office.
///
/// # Errors
/// When the database fails.
pub fn dug_by_month(rx: &mut Rx<'_>, span: Span) -> Result<Vec<Dug>, StoreError> {
    let sql = format!(
        "SELECT substr(s.on_day, 1, 7) AS key, COALESCE(p.admin_code, '') AS region, COALESCE(s.office_id, '') AS office_id, {SUMS} \
         FROM source s LEFT JOIN site p ON p.id = s.site_id WHERE {COUNTS} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    );
    Ok(diesel::sql_query(sql).bind::<Text, _>(span.first.to_string()).bind::<Text, _>(span.last.to_string()).load(rx.conn)?)
}

/// Production of the days of a time by site, in the order of the sites' ids.
///
/// # Errors
/// When the database fails.
pub fn dug_by_site(rx: &mut Rx<'_>, span: Span) -> Result<Vec<Dug>, StoreError> {
    let sql = format!(
        "SELECT COALESCE(s.site_id, '') AS key, '' AS region, '' AS office_id, {SUMS} FROM source s WHERE {COUNTS} GROUP BY 1 ORDER BY 1"
    );
    Ok(diesel::sql_query(sql).bind::<Text, _>(span.first.to_string()).bind::<Text, _>(span.last.to_string()).load(rx.conn)?)
}
