//! Names and addresses that must wait before the next attempt to sign in, so that a restart does not set guessers free.
//! They stand beside the journal, as hashes.

use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::schema::sign_in_wait;
use crate::store::text::parsed;
use diesel::prelude::*;

/// Failed attempts of a name or an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Hash of the name or the address, behind a letter for which of the two.
    pub who: String,
    /// How many failed.
    pub failed: i64,
    /// When the last one was.
    pub last_at: Instant,
}

/// All who wait.
///
/// # Errors
/// When the database fails.
pub fn waits(rx: &mut Rx<'_>) -> Result<Vec<Waiting>, StoreError> {
    let rows: Vec<(String, i64, String)> = sign_in_wait::table.load(rx.conn)?;
    rows.into_iter().map(|(who, failed, last)| Ok(Waiting { who, failed, last_at: parsed(&last)? })).collect()
}

/// Notes failed attempts, in place of what was noted of the same name or address.
///
/// # Errors
/// When the database fails.
pub fn wait_write(tx: &mut Tx<'_>, w: &Waiting) -> Result<(), StoreError> {
    wait_remove(tx, &w.who)?;
    diesel::insert_into(sign_in_wait::table)
        .values((sign_in_wait::who.eq(&w.who), sign_in_wait::failed.eq(w.failed), sign_in_wait::last_at.eq(w.last_at.to_string())))
        .execute(tx.conn)?;
    Ok(())
}

/// Forgets a name or an address.
///
/// # Errors
/// When the database fails.
pub fn wait_remove(tx: &mut Tx<'_>, who: &str) -> Result<(), StoreError> {
    diesel::delete(sign_in_wait::table.find(who)).execute(tx.conn)?;
    Ok(())
}

/// Forgets all whose last attempt was before an instant.
///
/// # Errors
/// When the database fails.
pub fn waits_sweep(tx: &mut Tx<'_>, before: Instant) -> Result<usize, StoreError> {
    Ok(diesel::delete(sign_in_wait::table.filter(sign_in_wait::last_at.lt(before.to_string()))).execute(tx.conn)?)
}
