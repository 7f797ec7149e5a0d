//! Sealing anew: what an earlier version kept in the clear, and all there is when the key changes.

use super::details::{clear_seal, details_reseal};
use crate::domain::time::Instant;
use crate::store::certificate_print::{copies_by_key, copies_reseal};
use crate::store::db::{Db, Rx, Tx};
use crate::store::error::StoreError;
use crate::store::factor::{factors_by_key, factors_reseal};
use crate::store::notice::{messages_by_key, messages_reseal};
use crate::store::report_job::{pieces_by_key, pieces_reseal};
use crate::store::request_salt::{salts_by_key, salts_reseal};
use crate::store::schema::party_details;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::BTreeMap;

/// Rows of a transaction while a register is brought up to date.
const AT_ONCE: i64 = 1_000;

/// Pieces of reports of a transaction: each is up to a megabyte.
const PIECES: i64 = 20;

/// How much is sealed with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyUse {
    /// The key's id in hex.
    pub key: String,
    /// Details, salts, secrets of authenticators, files of printed certificates, messages of notices and
    /// pieces of reports.
    pub rows: i64,
}

/// Seals the details of at most `limit` parties, as many salts of requests, files of printed certificates,
/// messages of notices, some pieces of reports, and the secrets of authenticators anew with the current key; how many were still under another. None: everything is under the
/// current key.
///
/// # Errors
/// When a key is missing, or the database fails.
pub fn reseal(tx: &mut Tx<'_>, limit: i64) -> Result<usize, StoreError> {
    let done = details_reseal(tx, limit)?.saturating_add(salts_reseal(tx, limit)?).saturating_add(copies_reseal(tx, limit)?);
    let done = done.saturating_add(messages_reseal(tx, limit)?).saturating_add(pieces_reseal(tx, limit.min(PIECES))?);
    Ok(done.saturating_add(factors_reseal(tx)?))
}

/// What is sealed with which key, by the keys' ids.
///
/// # Errors
/// When the database fails.
pub fn key_uses(rx: &mut Rx<'_>) -> Result<Vec<KeyUse>, StoreError> {
    let details = party_details::table.group_by(party_details::key_id).select((party_details::key_id, count_star()));
    let mut uses: BTreeMap<String, i64> = BTreeMap::new();
    let rows: Vec<(String, i64)> = details.load(rx.conn)?;
    let mut files = if table_known(rx, "certificate_copy")? { copies_by_key(rx)? } else { Vec::new() };
    if table_known(rx, "outbox")? {
        files.extend(messages_by_key(rx)?);
    }
    if table_known(rx, "report_piece")? {
        files.extend(pieces_by_key(rx)?);
    }
    for (key, rows) in rows.into_iter().chain(salts_by_key(rx)?).chain(factors_by_key(rx)?).chain(files) {
        let sum = uses.entry(key).or_default();
        *sum = sum.saturating_add(rows);
    }
    Ok(uses.into_iter().map(|(key, rows)| KeyUse { key, rows }).collect())
}

/// Whether the register has a table; one of an earlier version may not.
fn table_known(rx: &mut Rx<'_>, name: &str) -> Result<bool, StoreError> {
    Ok(crate::store::dump::tables(rx)?.iter().any(|table| table == name))
}

/// Whether anything in the register is sealed, so that its keys must be there.
///
/// # Errors
/// When the database fails.
pub fn something_sealed(rx: &mut Rx<'_>) -> Result<bool, StoreError> {
    // A register of an earlier version has neither the column nor the tables of second factors.
    let known = crate::store::dump::columns(rx, "party_details")?.iter().any(|(name, _)| name == "key_id")
        && crate::store::dump::tables(rx)?.iter().any(|table| table == "second_factor");
    // The salts of an earlier version, still in the clear, stand under no key.
    Ok(known && key_uses(rx)?.iter().any(|used| !used.key.is_empty() && used.rows > 0))
}

#[derive(QueryableByName)]
struct Clear {
    #[diesel(sql_type = Text)]
    party_id: String,
    #[diesel(sql_type = Text)]
    digest: String,
    #[diesel(sql_type = Text)]
    salt: String,
    #[diesel(sql_type = Text)]
    body: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Seals what an earlier version kept in the clear, and takes its table away; whether there was anything.
pub(in crate::store) fn seal_clear(db: &Db) -> Result<bool, StoreError> {
    if db.read(|rx| -> Result<_, StoreError> { Ok(!there(rx)?) })? {
        return Ok(false);
    }
    // The journal's own time holds: nothing is appended here.
    let now = Instant::new(chrono::DateTime::UNIX_EPOCH);
    let mut sealed = false;
    while db.write(now, some_clear)? {
        sealed = true;
    }
    db.write(now, |tx| -> Result<(), StoreError> {
        diesel::sql_query("DROP TABLE party_details_clear").execute(tx.conn)?;
        Ok(())
    })?;
    Ok(sealed)
}

fn there(rx: &mut Rx<'_>) -> Result<bool, StoreError> {
    Ok(crate::store::dump::tables(rx)?.iter().any(|table| table == "party_details_clear"))
}

fn some_clear(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let sql = "SELECT party_id, digest, salt, body FROM party_details_clear ORDER BY party_id, digest LIMIT $1";
    let rows: Vec<Clear> = diesel::sql_query(sql).bind::<BigInt, _>(AT_ONCE).load(tx.conn)?;
    for row in &rows {
        clear_seal(tx, &row.party_id, &row.digest, &row.salt, &row.body)?;
        let gone = diesel::sql_query("DELETE FROM party_details_clear WHERE party_id = $1 AND digest = $2");
        gone.bind::<Text, _>(&row.party_id).bind::<Text, _>(&row.digest).execute(tx.conn)?;
    }
    let count = "SELECT count(*) AS n FROM request_salt WHERE key_id = ''";
    let clear: Count = diesel::sql_query(count).get_result(tx.conn)?;
    let salts = if clear.n > 0 { salts_reseal(tx, AT_ONCE)? } else { 0 };
    Ok(!rows.is_empty() || salts > 0)
}
