//! Lists of seizures, and what the state keeps where.

use super::Row;
use crate::domain::access::Reach;
use crate::domain::report::Span;
use crate::domain::seizure::{KeptState, Safe, SafeCount, Seizure};

use crate::store::connection::Conn;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::schema::{safe_count, seizure, seizure_parcel};
use crate::store::text::{from_json, parsed};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// What a list of seizures is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct SeizureFilter {
    /// Those of which something waits for an order, or those of which nothing does.
    pub open: Option<bool>,
    /// By the code of the offence.
    pub ground: Option<String>,
    /// What is kept in this safe.
    pub safe: Option<String>,
    /// Those in which something waits for an approver: an order, or a difference.
    pub waits: bool,
}

type Boxed = seizure::BoxedQuery<'static, <Conn as diesel::Connection>::Backend>;

fn narrowed(reach: Reach, filter: &SeizureFilter) -> Option<Boxed> {
    let mut query = seizure::table.into_boxed();
    query = match reach {
        Reach::All => query,
        Reach::Office(office) => query.filter(seizure::office_id.eq(office.to_string())),
        Reach::Party(party) => query.filter(seizure::from_id.eq(party.to_string())),
        Reach::Nothing => return None,
    };
    let of = |states: &[KeptState]| {
        let states: Vec<&str> = states.iter().map(|s| s.as_str()).collect();
        seizure_parcel::table.filter(seizure_parcel::state.eq_any(states)).select(seizure_parcel::seizure_no)
    };
    query = match filter.open {
        Some(true) => query.filter(seizure::no.eq_any(of(&[KeptState::Kept]))),
        Some(false) => query.filter(diesel::dsl::not(seizure::no.eq_any(of(&[KeptState::Kept])))),
        None => query,
    };
    if let Some(ground) = &filter.ground {
        query = query.filter(seizure::ground.eq(ground.clone()));
    }
    if let Some(safe) = &filter.safe {
        query = query.filter(seizure::safe.eq(safe.clone())).filter(seizure::no.eq_any(of(&[KeptState::Kept, KeptState::Forfeited])));
    }
    if filter.waits {
        query = query.filter(seizure::differs.eq(1).or(seizure::ordered.eq(1)));
    }
    Some(query)
}

/// Seizures within a reach, newest first, those with a number before `before`.
///
/// # Errors
/// When the database fails.
pub fn seizures(
    rx: &mut Rx<'_>,
    reach: Reach,
    filter: &SeizureFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Seizure>, StoreError> {
    let Some(mut query) = narrowed(reach, filter) else { return Ok(Vec::new()) };
    if let Some(before) = before {
        query = query.filter(seizure::no.lt(before));
    }
    let rows: Vec<Row> = query.order(seizure::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(|row| row.into_domain(rx)).collect()
}

/// How many seizures a list would have.
///
/// # Errors
/// When the database fails.
pub fn seizures_count(rx: &mut Rx<'_>, reach: Reach, filter: &SeizureFilter) -> Result<i64, StoreError> {
    let Some(query) = narrowed(reach, filter) else { return Ok(0) };
    Ok(query.count().get_result(rx.conn)?)
}

/// Seizures on the days of a time, in number order after a number.
///
/// # Errors
/// When the database fails.
pub fn seizures_on(rx: &mut Rx<'_>, span: Span, after: i64, limit: i64) -> Result<Vec<Seizure>, StoreError> {
    let rows: Vec<Row> = seizure::table
        .filter(seizure::on_day.between(span.first.to_string(), span.last.to_string()))
        .filter(seizure::no.gt(after))
        .order(seizure::no)
        .limit(limit)
        .load(rx.conn)?;
    rows.into_iter().map(|row| row.into_domain(rx)).collect()
}

/// The seizures of which something is kept in a safe, oldest first.
///
/// # Errors
/// When the database fails.
pub fn kept_in(rx: &mut Rx<'_>, safe: &str) -> Result<Vec<Seizure>, StoreError> {
    let filter = SeizureFilter { safe: Some(safe.to_owned()), ..SeizureFilter::default() };
    let Some(query) = narrowed(Reach::All, &filter) else { return Ok(Vec::new()) };
    let rows: Vec<Row> = query.order(seizure::no).load(rx.conn)?;
    rows.into_iter().map(|row| row.into_domain(rx)).collect()
}

#[derive(QueryableByName)]
struct SafeRow {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    seizures: i64,
    #[diesel(sql_type = BigInt)]
    parcels: i64,
    #[diesel(sql_type = BigInt)]
    mct: i64,
}

/// The safes that hold something, with sums over all that is real: tests are counted as parcels and weigh nothing.
///
/// # Errors
/// When the database fails.
pub fn safes(rx: &mut Rx<'_>, reach: Reach) -> Result<Vec<Safe>, StoreError> {
    let office = match reach {
        Reach::All => String::new(),
        Reach::Office(office) => office.to_string(),
        Reach::Party(_) | Reach::Nothing => return Ok(Vec::new()),
    };
    let sql = "SELECT z.safe AS name, CAST(COUNT(DISTINCT z.no) AS BIGINT) AS seizures, CAST(COUNT(*) AS BIGINT) AS parcels, \
               CAST(COALESCE(SUM(CASE WHEN z.test = 0 THEN p.weight_mct ELSE 0 END), 0) AS BIGINT) AS mct \
               FROM seizure z JOIN seizure_parcel s ON s.seizure_no = z.no JOIN parcel p ON p.no = s.parcel_no \
               WHERE s.state IN ('kept', 'forfeited') AND ($1 = '' OR z.office_id = $1) GROUP BY z.safe ORDER BY z.safe";
    let rows: Vec<SafeRow> = diesel::sql_query(sql).bind::<Text, _>(office).load(rx.conn)?;
    Ok(rows.into_iter().map(|r| Safe { name: r.name, seizures: r.seizures, parcels: r.parcels, mct: r.mct }).collect())
}

/// The counts of a safe, or of all, the latest first.
///
/// # Errors
/// When the database fails.
pub fn safe_counts(rx: &mut Rx<'_>, safe: Option<&str>, limit: i64) -> Result<Vec<SafeCount>, StoreError> {
    let mut query = safe_count::table.into_boxed();
    if let Some(safe) = safe {
        query = query.filter(safe_count::safe.eq(safe.to_owned()));
    }
    let rows: Vec<(String, String, i64)> = query
        .order(safe_count::no.desc())
        .limit(limit)
        .select((safe_count::facts, safe_count::account_id, safe_count::seq))
        .load(rx.conn)?;
    let read = |(facts, by, seq): (String, String, i64)| Ok(SafeCount { facts: from_json(&facts)?, by: parsed(&by)?, seq });
    rows.into_iter().map(read).collect()
}
