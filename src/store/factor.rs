//! Authenticator apps and recovery codes. They stand beside the journal; secrets are sealed, codes kept as hashes.

use crate::domain::factor::Pace;
use crate::domain::ids::AccountId;
use crate::domain::seal::key_id;
use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::passkey::{passkeys_by_key, passkeys_remove, passkeys_reseal};
use crate::store::schema::{factor_offer, recovery_code, second_factor};
use crate::store::sealing::seal;
use crate::store::text::parsed;
use diesel::prelude::*;

/// A sealed secret of an authenticator app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The secret, sealed.
    pub sealed: Vec<u8>,
    /// Tells it from other secrets.
    pub digest: String,
    /// When it was made.
    pub made_at: Instant,
}

type Columns = (Vec<u8>, String, String);

fn whole((sealed, digest, made): Columns) -> Result<Sealed, StoreError> {
    Ok(Sealed { sealed, digest, made_at: parsed(&made)? })
}

/// The authenticator of an account.
///
/// # Errors
/// When the database fails.
pub fn factor_fetch(rx: &mut Rx<'_>, account: AccountId) -> Result<Option<Sealed>, StoreError> {
    let columns = (second_factor::sealed, second_factor::digest, second_factor::made_at);
    let row: Option<Columns> = second_factor::table.find(account.to_string()).select(columns).get_result(rx.conn).optional()?;
    row.map(whole).transpose()
}

/// What tells the authenticator of an account from others; none where it has none.
///
/// # Errors
/// When the database fails.
pub fn factor_digest(rx: &mut Rx<'_>, account: AccountId) -> Result<Option<String>, StoreError> {
    Ok(second_factor::table.find(account.to_string()).select(second_factor::digest).get_result(rx.conn).optional()?)
}

/// What is known of the clock of an account's authenticator; nothing where it has none.
///
/// # Errors
/// When the database fails.
pub fn factor_pace(rx: &mut Rx<'_>, account: AccountId) -> Result<Pace, StoreError> {
    let columns = (second_factor::drift, second_factor::slip);
    let row: Option<(i64, Option<i64>)> = second_factor::table.find(account.to_string()).select(columns).get_result(rx.conn).optional()?;
    Ok(row.map(|(drift, slip)| Pace { drift, slip }).unwrap_or_default())
}

/// Writes or replaces the authenticator of an account; the step of its first code counts as taken, and that code told by how
/// many steps its clock goes before ours.
///
/// # Errors
/// When the database fails.
pub fn factor_write(tx: &mut Tx<'_>, account: AccountId, s: &Sealed, (first_step, drift): (i64, i64)) -> Result<(), StoreError> {
    let id = account.to_string();
    diesel::delete(second_factor::table.find(&id)).execute(tx.conn)?;
    diesel::delete(factor_offer::table.find(&id)).execute(tx.conn)?;
    diesel::insert_into(second_factor::table)
        .values((
            second_factor::account_id.eq(&id),
            second_factor::sealed.eq(&s.sealed),
            second_factor::digest.eq(&s.digest),
            second_factor::made_at.eq(s.made_at.to_string()),
            second_factor::last_step.eq(first_step),
            second_factor::drift.eq(drift),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Takes a step, by compare-and-set: no later one and not this one was taken before. Notes what its code told of the clock.
/// Whether it could be taken.
///
/// # Errors
/// When the database fails.
pub fn factor_step_take(tx: &mut Tx<'_>, account: AccountId, step: i64, pace: Pace) -> Result<bool, StoreError> {
    let free = second_factor::table.find(account.to_string()).filter(second_factor::last_step.lt(step));
    let taken = (second_factor::last_step.eq(step), second_factor::drift.eq(pace.drift), second_factor::slip.eq(pace.slip));
    Ok(diesel::update(free).set(taken).execute(tx.conn)? == 1)
}

/// Takes every step up to one, of all accounts: for a register from a backup, which does not know those taken since.
///
/// # Errors
/// When the database fails.
pub fn factor_steps_take_all(tx: &mut Tx<'_>, step: i64) -> Result<(), StoreError> {
    let earlier = second_factor::table.filter(second_factor::last_step.lt(step));
    diesel::update(earlier).set(second_factor::last_step.eq(step)).execute(tx.conn)?;
    Ok(())
}

/// Takes away everything an account has as a second factor. Whether it had one.
///
/// # Errors
/// When the database fails.
pub fn factor_remove(tx: &mut Tx<'_>, account: AccountId) -> Result<bool, StoreError> {
    let id = account.to_string();
    diesel::delete(factor_offer::table.find(&id)).execute(tx.conn)?;
    diesel::delete(recovery_code::table.filter(recovery_code::account_id.eq(&id))).execute(tx.conn)?;
    let passkeys = passkeys_remove(tx, account)?;
    Ok(diesel::delete(second_factor::table.find(&id)).execute(tx.conn)?.saturating_add(passkeys) > 0)
}

/// A secret that was shown to an account and waits for its first code.
///
/// # Errors
/// When the database fails.
pub fn offer_fetch(rx: &mut Rx<'_>, account: AccountId) -> Result<Option<Sealed>, StoreError> {
    let columns = (factor_offer::sealed, factor_offer::digest, factor_offer::made_at);
    let row: Option<Columns> = factor_offer::table.find(account.to_string()).select(columns).get_result(rx.conn).optional()?;
    row.map(whole).transpose()
}

/// Offers a secret; one that was offered before is gone.
///
/// # Errors
/// When the database fails.
pub fn offer_write(tx: &mut Tx<'_>, account: AccountId, s: &Sealed) -> Result<(), StoreError> {
    let id = account.to_string();
    diesel::delete(factor_offer::table.find(&id)).execute(tx.conn)?;
    diesel::insert_into(factor_offer::table)
        .values((
            factor_offer::account_id.eq(&id),
            factor_offer::sealed.eq(&s.sealed),
            factor_offer::digest.eq(&s.digest),
            factor_offer::made_at.eq(s.made_at.to_string()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Names what is sealed and whose it is.
#[must_use]
pub fn context(account: impl std::fmt::Display) -> String {
    format!("factor {account}")
}

/// How many secrets are sealed with which key, by the keys' ids.
///
/// # Errors
/// When the database fails or one is damaged.
pub(super) fn factors_by_key(rx: &mut Rx<'_>) -> Result<Vec<(String, i64)>, StoreError> {
    let mut all: Vec<Vec<u8>> = second_factor::table.select(second_factor::sealed).load(rx.conn)?;
    all.extend(factor_offer::table.select(factor_offer::sealed).load::<Vec<u8>>(rx.conn)?);
    all.extend(passkeys_by_key(rx)?);
    all.iter().map(|sealed| Ok((data_encoding::HEXLOWER.encode(&key_id(sealed).map_err(StoreError::damaged)?), 1))).collect()
}

/// Seals anew with the key that seals now what is under another; how many that were. There are as many as accounts.
///
/// # Errors
/// When a key is missing, or the database fails.
pub(super) fn factors_reseal(tx: &mut Tx<'_>) -> Result<usize, StoreError> {
    let key = tx.keys.current()?;
    let mut done = 0usize;
    let made: Vec<(String, Vec<u8>)> = second_factor::table.select((second_factor::account_id, second_factor::sealed)).load(tx.conn)?;
    let offered: Vec<(String, Vec<u8>)> = factor_offer::table.select((factor_offer::account_id, factor_offer::sealed)).load(tx.conn)?;
    for (at, (account, sealed)) in made.iter().map(|row| (true, row)).chain(offered.iter().map(|row| (false, row))) {
        if key_id(sealed).map_err(StoreError::damaged)? == key.id() {
            continue;
        }
        let plain = tx.keys.open(&context(account), sealed)?;
        let anew = seal(&key, &context(account), &plain);
        if at {
            diesel::update(second_factor::table.find(account)).set(second_factor::sealed.eq(anew)).execute(tx.conn)?;
        } else {
            diesel::update(factor_offer::table.find(account)).set(factor_offer::sealed.eq(anew)).execute(tx.conn)?;
        }
        done = done.saturating_add(1);
    }
    Ok(done.saturating_add(passkeys_reseal(tx, &key)?))
}

/// Replaces the recovery codes of an account by others, given as hashes.
///
/// # Errors
/// When the database fails.
pub fn recovery_write(tx: &mut Tx<'_>, account: AccountId, hashes: &[String]) -> Result<(), StoreError> {
    let id = account.to_string();
    diesel::delete(recovery_code::table.filter(recovery_code::account_id.eq(&id))).execute(tx.conn)?;
    for hash in hashes {
        diesel::insert_into(recovery_code::table)
            .values((recovery_code::account_id.eq(&id), recovery_code::code_hash.eq(hash)))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// Uses a recovery code up, by compare-and-set. Whether there was such a code, unused.
///
/// # Errors
/// When the database fails.
pub fn recovery_take(tx: &mut Tx<'_>, account: AccountId, hash: &str) -> Result<bool, StoreError> {
    let at = tx.recorded_at().to_string();
    let unused = recovery_code::table.find((account.to_string(), hash)).filter(recovery_code::used_at.is_null());
    Ok(diesel::update(unused).set(recovery_code::used_at.eq(at)).execute(tx.conn)? == 1)
}

/// How many recovery codes of an account are unused.
///
/// # Errors
/// When the database fails.
pub fn recovery_left(rx: &mut Rx<'_>, account: AccountId) -> Result<i64, StoreError> {
    let own = recovery_code::table.filter(recovery_code::account_id.eq(account.to_string()));
    Ok(own.filter(recovery_code::used_at.is_null()).count().get_result(rx.conn)?)
}
