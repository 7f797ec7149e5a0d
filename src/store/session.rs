//! Browser sessions and machine tokens. They stand beside the journal; only hashes are kept.

use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::schema::{api_token, session};
use crate::store::text::parsed;
use diesel::prelude::*;

/// A browser session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie's token, in hex.
    pub token_hash: String,
    /// Whose.
    pub account: AccountId,
    /// The token that forms send back.
    pub csrf: String,
    /// When it began.
    pub created_at: Instant,
    /// When it was last used, to within some minutes.
    pub seen_at: Instant,
    /// When it ends.
    pub expires_at: Instant,
}

/// Begins a session.
///
/// # Errors
/// When the database fails.
pub fn session_create(tx: &mut Tx<'_>, s: &Session) -> Result<(), StoreError> {
    diesel::insert_into(session::table)
        .values((
            session::token_hash.eq(&s.token_hash),
            session::account_id.eq(s.account.to_string()),
            session::csrf.eq(&s.csrf),
            session::created_at.eq(s.created_at.to_string()),
            session::seen_at.eq(s.seen_at.to_string()),
            session::expires_at.eq(s.expires_at.to_string()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The session behind a token's hash, ended or not.
///
/// # Errors
/// When the database fails.
pub fn session_fetch(rx: &mut Rx<'_>, token_hash: &str) -> Result<Option<Session>, StoreError> {
    type Columns = (String, String, String, String, String, String);
    let row: Option<Columns> = session::table.find(token_hash).get_result(rx.conn).optional()?;
    row.map(|(token_hash, account, csrf, created, seen, expires)| {
        Ok(Session {
            token_hash,
            account: parsed(&account)?,
            csrf,
            created_at: parsed(&created)?,
            seen_at: parsed(&seen)?,
            expires_at: parsed(&expires)?,
        })
    })
    .transpose()
}

/// Notes that a session was used, and until when it goes on.
///
/// # Errors
/// When the database fails.
pub fn session_seen(tx: &mut Tx<'_>, token_hash: &str, at: Instant, expires_at: Instant) -> Result<(), StoreError> {
    diesel::update(session::table.find(token_hash))
        .set((session::seen_at.eq(at.to_string()), session::expires_at.eq(expires_at.to_string())))
        .execute(tx.conn)?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub fn session_end(tx: &mut Tx<'_>, token_hash: &str) -> Result<(), StoreError> {
    diesel::delete(session::table.find(token_hash)).execute(tx.conn)?;
    Ok(())
}

/// Ends all sessions of an account.
///
/// # Errors
/// When the database fails.
pub fn sessions_end(tx: &mut Tx<'_>, account: AccountId) -> Result<(), StoreError> {
    diesel::delete(session::table.filter(session::account_id.eq(account.to_string()))).execute(tx.conn)?;
    Ok(())
}

/// The account behind a machine token's hash, when the token holds at an instant.
///
/// # Errors
/// When the database fails.
pub fn token_account(rx: &mut Rx<'_>, token_hash: &str, now: Instant) -> Result<Option<AccountId>, StoreError> {
    let account: Option<String> = api_token::table
        .find(token_hash)
        .filter(api_token::revoked_at.is_null())
        .filter(api_token::expires_at.gt(now.to_string()))
        .select(api_token::account_id)
        .get_result(rx.conn)
        .optional()?;
    account.as_deref().map(parsed).transpose()
}
