//! What accounts sign in with. It stands beside the journal and may be rewritten.

use crate::domain::ids::AccountId;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::schema::account_secret;
use crate::store::text::parsed;
use diesel::prelude::*;

/// What an account signs in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secret {
    /// Whose.
    pub account: AccountId,
    /// Sign-in name, folded.
    pub login: String,
    /// Name shown on pages.
    pub display_name: String,
    /// PHC string.
    pub password_hash: String,
    /// Whether the next sign-in asks for a new password.
    pub must_change: bool,
}

type Columns = (String, String, String, String, i64);

fn into_domain((account, login, display_name, password_hash, must_change): Columns) -> Result<Secret, StoreError> {
    Ok(Secret { account: parsed(&account)?, login, display_name, password_hash, must_change: must_change != 0 })
}

macro_rules! columns {
    () => {
        (
            account_secret::account_id,
            account_secret::login,
            account_secret::display_name,
            account_secret::password_hash,
            account_secret::must_change,
        )
    };
}

/// Writes or replaces what an account signs in with.
///
/// # Errors
/// [`StoreError::Constraint`] when another account has the sign-in name.
pub fn secret_write(tx: &mut Tx<'_>, s: &Secret) -> Result<(), StoreError> {
    let id = s.account.to_string();
    diesel::delete(account_secret::table.find(&id)).execute(tx.conn)?;
    diesel::insert_into(account_secret::table)
        .values((
            account_secret::account_id.eq(&id),
            account_secret::login.eq(&s.login),
            account_secret::display_name.eq(&s.display_name),
            account_secret::password_hash.eq(&s.password_hash),
            account_secret::must_change.eq(i64::from(s.must_change)),
            account_secret::changed_at.eq(tx.recorded_at().to_string()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// What an account signs in with.
///
/// # Errors
/// When the database fails.
pub fn secret_fetch(rx: &mut Rx<'_>, account: AccountId) -> Result<Option<Secret>, StoreError> {
    let row: Option<Columns> = account_secret::table.find(account.to_string()).select(columns!()).get_result(rx.conn).optional()?;
    row.map(into_domain).transpose()
}

/// Who signs in under a name.
///
/// # Errors
/// When the database fails.
pub fn secret_by_login(rx: &mut Rx<'_>, login: &str) -> Result<Option<Secret>, StoreError> {
    let row: Option<Columns> =
        account_secret::table.filter(account_secret::login.eq(login)).select(columns!()).get_result(rx.conn).optional()?;
    row.map(into_domain).transpose()
}

/// The sign-in names and shown names of all accounts, without what they sign in with.
///
/// # Errors
/// When the database fails.
pub fn logins(rx: &mut Rx<'_>) -> Result<Vec<(AccountId, String, String)>, StoreError> {
    let rows: Vec<(String, String, String)> =
        account_secret::table.select((account_secret::account_id, account_secret::login, account_secret::display_name)).load(rx.conn)?;
    rows.into_iter().map(|(id, login, name)| Ok((parsed(&id)?, login, name))).collect()
}
