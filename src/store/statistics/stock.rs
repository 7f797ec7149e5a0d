//! What holders held at an entry, and what moved between two entries. Masses are those that the register believes today:
//! a correction counts from the entry it corrects. Tests are in nothing.

use super::movement::{Among, SumRow, mass_before, movement_lines, stones_before};
use crate::domain::balance::{Amount, Movement};
use crate::domain::ids::{OfficeId, PartyId};
use crate::domain::time::{Day, Instant};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{journal_size, recorded_at};
use crate::store::schema::{certificate, certificate_arrival, party};
use crate::store::text::{IN_LIST, parsed, parsed_opt};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::{BTreeMap, HashMap};

/// How much of something moved for a holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedSum {
    /// Whose, the id as kept.
    pub holder: String,
    /// What.
    pub movement: Movement,
    /// How much.
    pub by: Amount,
}

#[derive(QueryableByName)]
struct Sum {
    #[diesel(sql_type = Text)]
    holder: String,
    #[diesel(sql_type = BigInt)]
    mct: i64,
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Text)]
    holder: String,
    #[diesel(sql_type = BigInt)]
    mct: i64,
    #[diesel(sql_type = BigInt)]
    stones: i64,
}

/// What each holder held after an entry: (holder, how much), those that held nothing left out. What reads it looks at
/// what lives now and at what went since, not at what was before.
///
/// # Errors
/// When the database fails.
pub fn stock_at(rx: &mut Rx<'_>, seq: i64) -> Result<Vec<(String, Amount)>, StoreError> {
    let (mass, stones) = (mass_before("> $1"), stones_before("> $1"));
    let part = |ended: &str| {
        format!(
            "SELECT c.holder_id AS holder, {mass} AS mct, {stones} AS stones FROM custody c JOIN parcel p ON p.no = c.parcel_no \
             WHERE {ended} AND c.from_seq <= $1 AND p.test = 0 AND NOT EXISTS (SELECT 1 FROM source s \
             WHERE s.parcel_no = p.no AND s.weight_mct = 0 AND s.corrected_seq IS NOT NULL)"
        )
    };
    let sql = format!(
        "SELECT holder, CAST(SUM(mct) AS BIGINT) AS mct, CAST(SUM(stones) AS BIGINT) AS stones \
         FROM ({} UNION ALL {}) AS held GROUP BY holder HAVING SUM(mct) <> 0 OR SUM(stones) <> 0 ORDER BY holder",
        part("c.to_seq IS NULL"),
        part("c.to_seq > $1"),
    );
    let rows: Vec<Held> = diesel::sql_query(sql).bind::<BigInt, _>(seq).load(rx.conn)?;
    Ok(rows.into_iter().map(|s| (s.holder, Amount { mct: s.mct, stones: s.stones })).collect())
}

/// All who hold stones now, tests aside, or one where he does.
///
/// # Errors
/// When the database fails.
pub fn stock_holders(rx: &mut Rx<'_>, one: Option<PartyId>) -> Result<Vec<PartyId>, StoreError> {
    let named = one.map(|id| format!(" AND holder_id = '{id}'")).unwrap_or_default();
    let sql = format!(
        "SELECT holder_id AS holder, CAST(0 AS BIGINT) AS mct FROM parcel WHERE state = 'live' AND test = 0{named} \
         GROUP BY holder_id ORDER BY holder_id"
    );
    let rows: Vec<Sum> = diesel::sql_query(sql).load(rx.conn)?;
    rows.into_iter().map(|s| parsed(&s.holder)).collect()
}

/// What moved by the entries after one up to another, by holder.
///
/// # Errors
/// When the database fails.
pub fn movements(rx: &mut Rx<'_>, range: (i64, i64)) -> Result<Vec<MovedSum>, StoreError> {
    let lines = movement_lines(&Among::Entries(range.0, range.1));
    let sql = format!(
        "SELECT holder, kind, CAST(SUM(mct) AS BIGINT) AS mct, CAST(SUM(stones) AS BIGINT) AS stones \
         FROM ({lines}) AS m GROUP BY holder, kind"
    );
    let rows: Vec<SumRow> = diesel::sql_query(sql).load(rx.conn)?;
    rows.into_iter().map(SumRow::into_domain).collect()
}

/// What the state kept of all that it took, after an entry: milli-carats, at the mass that was believed then.
///
/// # Errors
/// When the database fails.
pub fn kept_by_state_at(rx: &mut Rx<'_>, seq: i64) -> Result<i64, StoreError> {
    let sql = format!(
        "SELECT '' AS holder, CAST(COALESCE(SUM({}), 0) AS BIGINT) AS mct FROM seizure_parcel s JOIN parcel p ON p.no = s.parcel_no \
         WHERE s.seq <= $1 AND (s.gone_seq IS NULL OR s.gone_seq > $1) AND p.test = 0",
        mass_before("> $1")
    );
    let rows: Vec<Sum> = diesel::sql_query(sql).bind::<BigInt, _>(seq).load(rx.conn)?;
    Ok(rows.first().map_or(0, |s| s.mct))
}

/// The last entry recorded before an instant; 0 where there is none. Found by halves: no entry was recorded before the one
/// it follows.
///
/// # Errors
/// When the database fails.
pub fn seq_before(rx: &mut Rx<'_>, at: Instant) -> Result<i64, StoreError> {
    let (mut before, mut not) = (0, journal_size(rx)?.saturating_add(1));
    while not.saturating_sub(before) > 1 {
        let middle = before.midpoint(not);
        let recorded = recorded_at(rx, middle)?.ok_or_else(|| StoreError::damaged(format!("entry {middle} is missing")))?;
        if recorded < at { before = middle } else { not = middle }
    }
    Ok(before)
}

/// What was dug by the entries after one up to another, on days before a time, within it and after it: milli-carats.
///
/// # Errors
/// When the database fails.
pub fn came_in_by_day(rx: &mut Rx<'_>, range: (i64, i64), (from, to): (Day, Day)) -> Result<[i64; 3], StoreError> {
    // An embedded database numbers parameters as they first stand in the text, so the days come first.
    let sql = "SELECT CASE WHEN on_day < $1 THEN 'a' WHEN on_day > $2 THEN 'c' ELSE 'b' END AS holder, \
               CAST(SUM(weight_mct) AS BIGINT) AS mct FROM source \
               WHERE seq > $3 AND seq <= $4 AND kind = 'production' AND test = 0 GROUP BY 1";
    let rows: Vec<Sum> = diesel::sql_query(sql)
        .bind::<Text, _>(from.to_string())
        .bind::<Text, _>(to.to_string())
        .bind::<BigInt, _>(range.0)
        .bind::<BigInt, _>(range.1)
        .load(rx.conn)?;
    let of = |part: &str| rows.iter().find(|s| s.holder == part).map_or(0, |s| s.mct);
    Ok([of("a"), of("b"), of("c")])
}

/// The milli-carats of certificates of some days that had come from abroad, by the numbers of those that have any.
///
/// # Errors
/// When the database fails.
pub(super) fn reexported_between(rx: &mut Rx<'_>, (from, to): (Day, Day)) -> Result<Vec<(i64, i64)>, StoreError> {
    let shares = certificate_arrival::table
        .inner_join(certificate::table.on(certificate::no.eq(certificate_arrival::certificate_no)))
        .filter(certificate_arrival::revision.eq(certificate::revision))
        .filter(certificate::issued_on.between(from.to_string(), to.to_string()))
        .select((certificate_arrival::certificate_no, certificate_arrival::weight_mct));
    let mut sums: BTreeMap<i64, i64> = BTreeMap::new();
    for (no, mct) in shares.load::<(i64, i64)>(rx.conn)? {
        let sum = sums.entry(no).or_default();
        *sum = sum.saturating_add(mct);
    }
    Ok(sums.into_iter().collect())
}

/// The office that keeps the record of each of some parties.
///
/// # Errors
/// When the database fails.
pub fn party_offices(rx: &mut Rx<'_>, ids: &[PartyId]) -> Result<HashMap<PartyId, Option<OfficeId>>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for part in ids.chunks(IN_LIST) {
        let texts: Vec<String> = part.iter().map(ToString::to_string).collect();
        let rows: Vec<(String, Option<String>)> =
            party::table.filter(party::id.eq_any(texts)).select((party::id, party::office_id)).load(rx.conn)?;
        for (id, office) in rows {
            found.insert(parsed(&id)?, parsed_opt(office.as_deref())?);
        }
    }
    Ok(found)
}
