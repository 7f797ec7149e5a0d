//! What the matrix of inventories and the annual report count, each in one query.

use crate::domain::time::Day;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// How many there are under a key, and how many of them are this and that.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Counted {
    /// Licence type, role or region; empty for all, or where it is not known.
    #[diesel(sql_type = Text)]
    pub key: String,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub n: i64,
    /// How many of them have a first mark, where there is one.
    #[diesel(sql_type = BigInt)]
    pub one: i64,
    /// And a second.
    #[diesel(sql_type = BigInt)]
    pub two: i64,
}

/// The last state of a licence by a day, as `standing_within` finds it.
const LAST_STATE: &str = "COALESCE((SELECT h.state FROM licence_history h WHERE h.licence_id = l.id AND h.on_day <= $1 \
                          ORDER BY h.on_day DESC, h.seq DESC LIMIT 1), 'issued')";
const NOT_REVOKED: &str =
    "NOT EXISTS (SELECT 1 FROM licence_history r WHERE r.licence_id = l.id AND r.state = 'revoked' AND r.on_day <= $1)";

/// Licences within their term on a day, by type: all, and of them those that may be used and those that are suspended.
///
/// # Errors
/// When the database fails.
pub fn licences_on(rx: &mut Rx<'_>, day: Day) -> Result<Vec<Counted>, StoreError> {
    let sql = format!(
        "SELECT kind AS key, CAST(COUNT(*) AS BIGINT) AS n, \
         CAST(COALESCE(SUM(CASE WHEN state <> 'suspended' THEN 1 ELSE 0 END), 0) AS BIGINT) AS one, \
         CAST(COALESCE(SUM(CASE WHEN state = 'suspended' THEN 1 ELSE 0 END), 0) AS BIGINT) AS two \
         FROM (SELECT l.kind AS kind, {LAST_STATE} AS state FROM licence l \
         WHERE l.starts_on <= $1 AND l.ends_on >= $1 AND {NOT_REVOKED}) AS held GROUP BY kind ORDER BY kind"
    );
    Ok(diesel::sql_query(sql).bind::<Text, _>(day.to_string()).load(rx.conn)?)
}

/// Licences issued on the days of a time (`n`), whose last day is one of them (`one`), and that were revoked on one of
/// them (`two`), by type.
///
/// # Errors
/// When the database fails.
pub fn licences_moved(rx: &mut Rx<'_>, days: (Day, Day)) -> Result<Vec<Counted>, StoreError> {
    let sql = "SELECT l.kind AS key, \
               CAST(SUM(CASE WHEN l.issued_on BETWEEN $1 AND $2 THEN 1 ELSE 0 END) AS BIGINT) AS n, \
               CAST(SUM(CASE WHEN l.ends_on BETWEEN $1 AND $2 THEN 1 ELSE 0 END) AS BIGINT) AS one, \
               CAST(SUM(CASE WHEN EXISTS (SELECT 1 FROM licence_history h WHERE h.licence_id = l.id AND h.state = 'revoked' \
               AND h.on_day BETWEEN $1 AND $2) THEN 1 ELSE 0 END) AS BIGINT) AS two FROM licence l GROUP BY l.kind ORDER BY l.kind";
    between(rx, sql, days)
}

fn between(rx: &mut Rx<'_>, sql: &str, (from, to): (Day, Day)) -> Result<Vec<Counted>, StoreError> {
    Ok(diesel::sql_query(sql).bind::<Text, _>(from.to_string()).bind::<Text, _>(to.to_string()).load(rx.conn)?)
}

fn by_entries(rx: &mut Rx<'_>, sql: &str, (after, upto): (i64, i64)) -> Result<Vec<Counted>, StoreError> {
    Ok(diesel::sql_query(sql).bind::<BigInt, _>(after).bind::<BigInt, _>(upto).load(rx.conn)?)
}

/// Parties registered by an entry, by the role they have now.
///
/// # Errors
/// When the database fails.
pub fn parties_by_role(rx: &mut Rx<'_>, upto: i64) -> Result<Vec<Counted>, StoreError> {
    let sql = "SELECT r.role AS key, CAST(COUNT(*) AS BIGINT) AS n, CAST(0 AS BIGINT) AS one, CAST(0 AS BIGINT) AS two \
               FROM party_role r JOIN party p ON p.id = r.party_id \
               WHERE p.registered_seq > $1 AND p.registered_seq <= $2 GROUP BY r.role ORDER BY r.role";
    by_entries(rx, sql, (0, upto))
}

/// Sites registered by an entry, by first-level area: all, of them with a position measured at the place, and with an outline.
///
/// # Errors
/// When the database fails.
pub fn sites_by_region(rx: &mut Rx<'_>, upto: i64) -> Result<Vec<Counted>, StoreError> {
    // Canonical JSON has no blanks, and a quotation mark within a text is never bare.
    let sql = "SELECT COALESCE(admin_code, '') AS key, CAST(COUNT(*) AS BIGINT) AS n, \
               CAST(SUM(CASE WHEN facts LIKE '%\"obtained\":\"gps\"%' OR facts LIKE '%\"obtained\":\"survey\"%' THEN 1 ELSE 0 END) AS BIGINT) \
               AS one, CAST(SUM(CASE WHEN facts LIKE '%\"shape\":{\"polygon\":%' THEN 1 ELSE 0 END) AS BIGINT) AS two \
               FROM site WHERE registered_seq > $1 AND registered_seq <= $2 GROUP BY COALESCE(admin_code, '') ORDER BY 1";
    by_entries(rx, sql, (0, upto))
}

/// Production entries dug on the days of a period and written down late, by first-level area of the site. They stand behind
/// `after`, the last entry before the period, because nothing is written down before it was dug.
///
/// # Errors
/// When the database fails.
pub fn late_by_region(rx: &mut Rx<'_>, after: i64, (from, to): (Day, Day)) -> Result<Vec<Counted>, StoreError> {
    let sql = "SELECT COALESCE(t.admin_code, '') AS key, CAST(COUNT(*) AS BIGINT) AS n, CAST(0 AS BIGINT) AS one, CAST(0 AS BIGINT) AS two \
               FROM source s LEFT JOIN site t ON t.id = s.site_id \
               WHERE s.seq > $1 AND s.on_day >= $2 AND s.on_day <= $3 AND s.kind = 'production' AND s.test = 0 \
               AND NOT (s.weight_mct = 0 AND s.corrected_seq IS NOT NULL) AND s.flags LIKE '%\"late\"%' \
               GROUP BY COALESCE(t.admin_code, '') ORDER BY 1";
    let query = diesel::sql_query(sql).bind::<BigInt, _>(after).bind::<Text, _>(from.to_string()).bind::<Text, _>(to.to_string());
    Ok(query.load(rx.conn)?)
}

fn one(rows: Vec<Counted>) -> Counted {
    rows.into_iter().next().unwrap_or(Counted { key: String::new(), n: 0, one: 0, two: 0 })
}

/// Certificates issued on the days of a time: all, of them void now, and of those lost or stolen.
///
/// # Errors
/// When the database fails.
pub fn certificates_counted(rx: &mut Rx<'_>, days: (Day, Day)) -> Result<Counted, StoreError> {
    let sql = "SELECT '' AS key, CAST(COUNT(*) AS BIGINT) AS n, \
               CAST(COALESCE(SUM(CASE WHEN state = 'void' THEN 1 ELSE 0 END), 0) AS BIGINT) AS one, \
               CAST(COALESCE(SUM(CASE WHEN cause IN ('lost', 'stolen') THEN 1 ELSE 0 END), 0) AS BIGINT) AS two \
               FROM certificate WHERE issued_on BETWEEN $1 AND $2";
    Ok(one(between(rx, sql, days)?))
}

/// The same: of which receipt abroad is confirmed, how many of these confirmations differ in something, and how many
/// differences of them still wait for an answer.
///
/// # Errors
/// When the database fails.
pub fn confirmations_counted(rx: &mut Rx<'_>, days: (Day, Day)) -> Result<Counted, StoreError> {
    let sql = "SELECT '' AS key, CAST(COUNT(*) AS BIGINT) AS n, \
               CAST(COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM confirmation_difference d WHERE d.confirmation_id = f.id) \
               THEN 1 ELSE 0 END), 0) AS BIGINT) AS one, \
               CAST(COALESCE(SUM((SELECT COUNT(*) FROM confirmation_difference d WHERE d.confirmation_id = f.id AND d.open = 1)), 0) AS BIGINT) \
               AS two FROM certificate c JOIN confirmation f ON f.certificate_id = c.id AND f.in_force = 1 \
               WHERE c.issued_on BETWEEN $1 AND $2";
    Ok(one(between(rx, sql, days)?))
}

/// Forms confirmed as lost or stolen on the days of a time.
///
/// # Errors
/// When the database fails.
pub fn forms_lost(rx: &mut Rx<'_>, days: (Day, Day)) -> Result<i64, StoreError> {
    let sql = "SELECT '' AS key, CAST(COALESCE(SUM(last - first + 1), 0) AS BIGINT) AS n, CAST(0 AS BIGINT) AS one, \
               CAST(0 AS BIGINT) AS two FROM blank_report \
               WHERE state = 'confirmed' AND fate IN ('lost', 'stolen') AND happened_on BETWEEN $1 AND $2";
    Ok(one(between(rx, sql, days)?).n)
}

/// By the entries after one up to another: cases opened, shipments from abroad that were seized, corrections approved.
///
/// # Errors
/// When the database fails.
pub fn acted(rx: &mut Rx<'_>, range: (i64, i64)) -> Result<Counted, StoreError> {
    let sql = "SELECT '' AS key, \
               CAST((SELECT COUNT(*) FROM dispute WHERE opened_seq > $1 AND opened_seq <= $2) AS BIGINT) AS n, \
               CAST((SELECT COUNT(*) FROM arrival WHERE state = 'seized' AND closed_seq > $1 AND closed_seq <= $2) AS BIGINT) AS one, \
               CAST((SELECT COUNT(*) FROM correction WHERE state = 'approved' AND decided_seq > $1 AND decided_seq <= $2) AS BIGINT) AS two";
    Ok(one(by_entries(rx, sql, range)?))
}

/// On the days of a time: parties barred from the trade, and licences suspended and revoked.
///
/// # Errors
/// When the database fails.
pub fn stopped(rx: &mut Rx<'_>, days: (Day, Day)) -> Result<Counted, StoreError> {
    let licences = |state: &str| {
        format!(
            "CAST((SELECT COUNT(DISTINCT licence_id) FROM licence_history WHERE state = '{state}' AND on_day BETWEEN $1 AND $2) AS BIGINT)"
        )
    };
    let sql = format!(
        "SELECT '' AS key, CAST((SELECT COUNT(DISTINCT party_id) FROM party_state WHERE state = 'barred' AND on_day BETWEEN $1 AND $2) \
         AS BIGINT) AS n, {} AS one, {} AS two",
        licences("suspended"),
        licences("revoked")
    );
    Ok(one(between(rx, &sql, days)?))
}

/// On the days of a time: seizures (`n`), what they took (`one`, milli-carats), and offences (`two`). Tests are in nothing.
///
/// # Errors
/// When the database fails.
pub fn enforced(rx: &mut Rx<'_>, days: (Day, Day)) -> Result<Counted, StoreError> {
    let sql = "SELECT '' AS key, CAST((SELECT COUNT(*) FROM seizure WHERE on_day BETWEEN $1 AND $2 AND test = 0) AS BIGINT) AS n, \
               CAST(COALESCE((SELECT SUM(s.taken_mct) FROM seizure_parcel s JOIN seizure z ON z.no = s.seizure_no \
               WHERE z.on_day BETWEEN $1 AND $2 AND z.test = 0), 0) AS BIGINT) AS one, \
               CAST((SELECT COUNT(*) FROM offence WHERE on_day BETWEEN $1 AND $2) AS BIGINT) AS two";
    Ok(one(between(rx, sql, days)?))
}

/// Recommendations that were open at the end of a day by what was said for days up to it, and of them those that were due.
///
/// # Errors
/// When the database fails.
pub fn recommendations_on(rx: &mut Rx<'_>, day: Day) -> Result<(i64, i64), StoreError> {
    let last = |what: &str, also: &str, or: &str| {
        format!(
            "COALESCE((SELECT f.{what} FROM follow_up f WHERE f.recommendation_id = r.id AND f.on_day <= $1 {also} \
             ORDER BY f.no DESC LIMIT 1), {or})"
        )
    };
    let sql = format!(
        "SELECT '' AS key, CAST(COUNT(*) AS BIGINT) AS n, CAST(COALESCE(SUM(CASE WHEN due < $1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS one, \
         CAST(0 AS BIGINT) AS two FROM (SELECT {} AS state, {} AS due FROM recommendation r WHERE r.given_on <= $1) AS stands \
         WHERE state IN ('open', 'in_hand')",
        last("state", "", "'open'"),
        last("due_on", "AND f.due_on IS NOT NULL", "r.first_due_on"),
    );
    let found = one(diesel::sql_query(sql).bind::<Text, _>(day.to_string()).load(rx.conn)?);
    Ok((found.n, found.one))
}
