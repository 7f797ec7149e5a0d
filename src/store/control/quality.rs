//! How well production is written down, account by account.

use super::seq_surely_before;
use crate::domain::ids::{AccountId, OfficeId};
use crate::domain::time::Day;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::text::parsed;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// What one account wrote down for an office since a day; tests left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quality {
    /// Who.
    pub account: AccountId,
    /// Entries.
    pub entries: i64,
    /// Of these, later than the profile's limit.
    pub late: i64,
    /// Of these, put right or withdrawn by a correction.
    pub corrected: i64,
    /// Of these, without a position.
    pub no_position: i64,
    /// Of these, with a position outside the site.
    pub outside: i64,
    /// Of these, such as stand there already: same site, day, weight and stones.
    pub doubles: i64,
    /// Of these, with any remark.
    pub remarked: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    account: String,
    #[diesel(sql_type = BigInt)]
    entries: i64,
    #[diesel(sql_type = BigInt)]
    late: i64,
    #[diesel(sql_type = BigInt)]
    corrected: i64,
    #[diesel(sql_type = BigInt)]
    no_position: i64,
    #[diesel(sql_type = BigInt)]
    outside: i64,
    #[diesel(sql_type = BigInt)]
    doubles: i64,
    #[diesel(sql_type = BigInt)]
    remarked: i64,
}

/// What was written down for an office since a day, by account. It reads the entries of that time alone.
///
/// # Errors
/// When the database fails.
pub fn quality_of(rx: &mut Rx<'_>, office: OfficeId, since: Day) -> Result<Vec<Quality>, StoreError> {
    let after = seq_surely_before(rx, since)?;
    let sum = |what: &str| format!("CAST(SUM(CASE WHEN {what} THEN 1 ELSE 0 END) AS BIGINT)");
    let flagged = |flag: &str| sum(&format!("flags LIKE '%\"{flag}\"%'"));
    let same = "CAST(site_id AS TEXT) || '/' || on_day || '/' || CAST(weight_mct AS TEXT) || '/' || CAST(stones AS TEXT)";
    let sql = format!(
        "SELECT account_id AS account, COUNT(*) AS entries, {} AS late, {} AS corrected, {} AS no_position, {} AS outside, \
         COUNT(*) - COUNT(DISTINCT {same}) AS doubles, {} AS remarked \
         FROM source WHERE seq > $1 AND office_id = $2 AND kind = 'production' AND test = 0 GROUP BY account_id ORDER BY account_id",
        flagged("late"),
        sum("corrected_seq IS NOT NULL"),
        flagged("no_position"),
        flagged("outside_site"),
        sum("flags <> '[]'"),
    );
    let rows: Vec<Row> = diesel::sql_query(sql).bind::<BigInt, _>(after).bind::<Text, _>(office.to_string()).load(rx.conn)?;
    let read = |r: Row| {
        Ok(Quality {
            account: parsed(&r.account)?,
            entries: r.entries,
            late: r.late,
            corrected: r.corrected,
            no_position: r.no_position,
            outside: r.outside,
            doubles: r.doubles,
            remarked: r.remarked,
        })
    };
    rows.into_iter().map(read).collect()
}
