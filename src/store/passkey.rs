//! Passkeys. They stand beside the journal; what one is checked with is sealed, so that nobody with the database alone gives an
//! account one of his own.

use crate::domain::ids::AccountId;
use crate::domain::seal::{SealKey, key_id};
use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::dump::tables;
use crate::store::error::StoreError;
use crate::store::schema::passkey;
use crate::store::sealing::seal;
use crate::store::text::{parsed, parsed_opt};
use diesel::prelude::*;
use uuid::Uuid;

/// A passkey of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Names it.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// What its owner calls it.
    pub name: String,
    /// Tells it from others; no two accounts have the same.
    pub digest: String,
    /// What it is checked with, sealed.
    pub sealed: Vec<u8>,
    /// How often its device says that it was used, or 0 for a device that does not count.
    pub counter: i64,
    /// When it was added.
    pub made_at: Instant,
    /// When it was last used.
    pub used_at: Option<Instant>,
}

type Row = (String, String, String, String, Vec<u8>, i64, String, Option<String>);

fn whole((id, account, name, digest, sealed, counter, made, used): Row) -> Result<Passkey, StoreError> {
    let (id, account, made_at) = (parsed(&id)?, parsed(&account)?, parsed(&made)?);
    Ok(Passkey { id, account, name, digest, sealed, counter, made_at, used_at: parsed_opt(used.as_deref())? })
}

/// The passkeys of an account, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn passkeys(rx: &mut Rx<'_>, account: AccountId) -> Result<Vec<Passkey>, StoreError> {
    let own = passkey::table.filter(passkey::account_id.eq(account.to_string())).order((passkey::made_at, passkey::id));
    own.load::<Row>(rx.conn)?.into_iter().map(whole).collect()
}

/// What tells the passkeys of an account from others, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn passkey_digests(rx: &mut Rx<'_>, account: AccountId) -> Result<Vec<String>, StoreError> {
    let own = passkey::table.filter(passkey::account_id.eq(account.to_string())).order((passkey::made_at, passkey::id));
    Ok(own.select(passkey::digest).load(rx.conn)?)
}

/// Whether any account has a passkey.
///
/// # Errors
/// When the database fails.
pub fn passkey_is_taken(rx: &mut Rx<'_>, digest: &str) -> Result<bool, StoreError> {
    let found: i64 = passkey::table.filter(passkey::digest.eq(digest)).count().get_result(rx.conn)?;
    Ok(found > 0)
}

/// Writes a new one.
///
/// # Errors
/// [`StoreError::Constraint`] when an account has it already.
pub fn passkey_create(tx: &mut Tx<'_>, p: &Passkey) -> Result<(), StoreError> {
    diesel::insert_into(passkey::table)
        .values((
            passkey::id.eq(p.id.to_string()),
            passkey::account_id.eq(p.account.to_string()),
            passkey::name.eq(&p.name),
            passkey::digest.eq(&p.digest),
            passkey::sealed.eq(&p.sealed),
            passkey::counter.eq(p.counter),
            passkey::made_at.eq(p.made_at.to_string()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Notes a use, by compare-and-set: it counts from where it was read. Whether it could be noted.
///
/// # Errors
/// When the database fails.
pub fn passkey_used(tx: &mut Tx<'_>, before: &Passkey, counter: i64, sealed: &[u8], now: Instant) -> Result<bool, StoreError> {
    let same = passkey::table.find(before.id.to_string()).filter(passkey::counter.eq(before.counter));
    let used = (passkey::counter.eq(counter), passkey::sealed.eq(sealed), passkey::used_at.eq(now.to_string()));
    Ok(diesel::update(same).set(used).execute(tx.conn)? == 1)
}

/// Takes one of an account's passkeys away. Whether it had it.
///
/// # Errors
/// When the database fails.
pub fn passkey_remove(tx: &mut Tx<'_>, account: AccountId, id: Uuid) -> Result<bool, StoreError> {
    let own = passkey::table.find(id.to_string()).filter(passkey::account_id.eq(account.to_string()));
    Ok(diesel::delete(own).execute(tx.conn)? == 1)
}

/// Takes all of an account's passkeys away; how many it had.
pub(super) fn passkeys_remove(tx: &mut Tx<'_>, account: AccountId) -> Result<usize, StoreError> {
    Ok(diesel::delete(passkey::table.filter(passkey::account_id.eq(account.to_string()))).execute(tx.conn)?)
}

/// Names what is sealed and whose it is.
#[must_use]
pub fn context(account: impl std::fmt::Display) -> String {
    format!("passkey {account}")
}

/// All that is sealed. A register of an earlier version has no such table yet.
pub(super) fn passkeys_by_key(rx: &mut Rx<'_>) -> Result<Vec<Vec<u8>>, StoreError> {
    let there = tables(rx)?.iter().any(|table| table == "passkey");
    if there { Ok(passkey::table.select(passkey::sealed).load(rx.conn)?) } else { Ok(Vec::new()) }
}

/// Seals anew what is under another key; how many that were.
pub(super) fn passkeys_reseal(tx: &mut Tx<'_>, key: &SealKey) -> Result<usize, StoreError> {
    let mut done = 0usize;
    let all: Vec<(String, String, Vec<u8>)> = passkey::table.select((passkey::id, passkey::account_id, passkey::sealed)).load(tx.conn)?;
    for (id, account, sealed) in &all {
        if key_id(sealed).map_err(StoreError::damaged)? == key.id() {
            continue;
        }
        let plain = tx.keys.open(&context(account), sealed)?;
        diesel::update(passkey::table.find(id)).set(passkey::sealed.eq(seal(key, &context(account), &plain))).execute(tx.conn)?;
        done = done.saturating_add(1);
    }
    Ok(done)
}
