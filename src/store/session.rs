//! Browser sessions and machine tokens. They stand beside the journal; only hashes are kept.

use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::schema::{api_token, session};
use crate::store::text::{parsed, parsed_opt};
use diesel::prelude::*;
use uuid::Uuid;

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
    /// When it ends by itself.
    pub expires_at: Instant,
    /// When it was ended. The journal's time, which may be ahead of the clock: that there is one is what counts.
    pub ended_at: Option<Instant>,
    /// When it was last asked for the password, and the code where there is one.
    pub proved_at: Option<Instant>,
    /// Hash of the browser's own mark; empty where it has none.
    pub device: String,
    /// Which browser on which system, in a few words; empty where that is not known.
    pub agent: String,
    /// The passkey with which it last showed who it is; empty where it was a code, or the password alone.
    pub proved_by: String,
}

type SessionColumns = (String, String, String, String, String, String, Option<String>, Option<String>, String, String, String);

fn into_session(row: SessionColumns) -> Result<Session, StoreError> {
    let (token_hash, account, csrf, created, seen, expires, ended, proved, device, agent, proved_by) = row;
    Ok(Session {
        token_hash,
        account: parsed(&account)?,
        csrf,
        created_at: parsed(&created)?,
        seen_at: parsed(&seen)?,
        expires_at: parsed(&expires)?,
        ended_at: parsed_opt(ended.as_deref())?,
        proved_at: parsed_opt(proved.as_deref())?,
        device,
        agent,
        proved_by,
    })
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
            session::ended_at.eq(s.ended_at.map(|at| at.to_string())),
            session::proved_at.eq(s.proved_at.map(|at| at.to_string())),
            session::device.eq(&s.device),
            session::agent.eq(&s.agent),
            session::proved_by.eq(&s.proved_by),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The session behind a token's hash, ended or not.
///
/// # Errors
/// When the database fails.
pub fn session_fetch(rx: &mut Rx<'_>, token_hash: &str) -> Result<Option<Session>, StoreError> {
    let row: Option<SessionColumns> = session::table.find(token_hash).get_result(rx.conn).optional()?;
    row.map(into_session).transpose()
}

/// Whose session the forms with this token were shown in, where it would not have ended by itself by `since`.
///
/// # Errors
/// When the database fails.
pub fn session_owner(rx: &mut Rx<'_>, csrf: &str, since: Instant) -> Result<Option<AccountId>, StoreError> {
    let account: Option<String> = session::table
        .filter(session::csrf.eq(csrf))
        .filter(session::expires_at.gt(since.to_string()))
        .select(session::account_id)
        .limit(1)
        .get_result(rx.conn)
        .optional()?;
    account.as_deref().map(parsed).transpose()
}

/// Notes that a session was used, and until when it goes on; one that has ended stays so.
///
/// # Errors
/// When the database fails.
pub fn session_seen(tx: &mut Tx<'_>, token_hash: &str, at: Instant, expires_at: Instant) -> Result<(), StoreError> {
    let live = session::table.find(token_hash).filter(session::ended_at.is_null()).filter(session::expires_at.gt(at.to_string()));
    diesel::update(live).set((session::seen_at.eq(at.to_string()), session::expires_at.eq(expires_at.to_string()))).execute(tx.conn)?;
    Ok(())
}

/// Ends a session. That it was there stays known until it is swept, for forms that were still open.
///
/// # Errors
/// When the database fails.
pub fn session_end(tx: &mut Tx<'_>, token_hash: &str) -> Result<(), StoreError> {
    let at = tx.recorded_at().to_string();
    let live = session::table.find(token_hash).filter(session::ended_at.is_null());
    diesel::update(live).set(session::ended_at.eq(at)).execute(tx.conn)?;
    Ok(())
}

/// Ends the sessions of an account, all but one where one is to stay.
///
/// # Errors
/// When the database fails.
pub fn sessions_end(tx: &mut Tx<'_>, account: AccountId, but: Option<&str>) -> Result<(), StoreError> {
    let at = tx.recorded_at().to_string();
    let own = session::table.filter(session::account_id.eq(account.to_string())).filter(session::ended_at.is_null());
    let others = own.filter(session::token_hash.ne(but.unwrap_or_default().to_owned()));
    diesel::update(others).set(session::ended_at.eq(at)).execute(tx.conn)?;
    Ok(())
}

/// Ends all sessions and takes all machine tokens back: for a register from a backup, in which those that were ended or
/// taken back since would open it again.
///
/// # Errors
/// When the database fails.
pub fn all_shut_out(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let at = tx.recorded_at().to_string();
    diesel::update(session::table.filter(session::ended_at.is_null())).set(session::ended_at.eq(&at)).execute(tx.conn)?;
    diesel::update(api_token::table.filter(api_token::revoked_at.is_null())).set(api_token::revoked_at.eq(&at)).execute(tx.conn)?;
    Ok(())
}

/// The sessions of an account that have not ended, the last used first.
///
/// # Errors
/// When the database fails.
pub fn sessions_of(rx: &mut Rx<'_>, account: AccountId, now: Instant) -> Result<Vec<Session>, StoreError> {
    let rows: Vec<SessionColumns> = session::table
        .filter(session::account_id.eq(account.to_string()))
        .filter(session::ended_at.is_null())
        .filter(session::expires_at.gt(now.to_string()))
        .order((session::seen_at.desc(), session::token_hash))
        .load(rx.conn)?;
    rows.into_iter().map(into_session).collect()
}

/// Removes what would have ended by itself by an instant.
///
/// # Errors
/// When the database fails.
pub fn sessions_sweep(tx: &mut Tx<'_>, ended_by: Instant) -> Result<usize, StoreError> {
    Ok(diesel::delete(session::table.filter(session::expires_at.le(ended_by.to_string()))).execute(tx.conn)?)
}

/// A machine token as its owner sees it; the token itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Names it in the list.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// What it is for, in its owner's words.
    pub label: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it ends.
    pub expires_at: Instant,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
}

impl ApiToken {
    /// Whether it opens anything at an instant.
    #[must_use]
    pub fn holds(&self, now: Instant) -> bool {
        self.revoked_at.is_none() && self.expires_at > now
    }
}

/// Writes a new machine token under the hash of its text.
///
/// # Errors
/// When the database fails.
pub fn token_create(tx: &mut Tx<'_>, token_hash: &str, t: &ApiToken) -> Result<(), StoreError> {
    diesel::insert_into(api_token::table)
        .values((
            api_token::token_hash.eq(token_hash),
            api_token::id.eq(t.id.to_string()),
            api_token::account_id.eq(t.account.to_string()),
            api_token::label.eq(&t.label),
            api_token::created_at.eq(t.created_at.to_string()),
            api_token::expires_at.eq(t.expires_at.to_string()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// All machine tokens of an account, the newest first.
///
/// # Errors
/// When the database fails.
pub fn tokens_of(rx: &mut Rx<'_>, account: AccountId) -> Result<Vec<ApiToken>, StoreError> {
    type Columns = (String, String, String, String, Option<String>);
    let rows: Vec<Columns> = api_token::table
        .filter(api_token::account_id.eq(account.to_string()))
        .order((api_token::created_at.desc(), api_token::id))
        .select((api_token::id, api_token::label, api_token::created_at, api_token::expires_at, api_token::revoked_at))
        .load(rx.conn)?;
    let whole = |(id, label, created, expires, revoked): Columns| {
        Ok(ApiToken {
            id: parsed(&id)?,
            account,
            label,
            created_at: parsed(&created)?,
            expires_at: parsed(&expires)?,
            revoked_at: parsed_opt(revoked.as_deref())?,
        })
    };
    rows.into_iter().map(whole).collect()
}

/// Takes a machine token of an account back, or all of them.
///
/// # Errors
/// When the database fails.
pub fn tokens_revoke(tx: &mut Tx<'_>, account: AccountId, only: Option<Uuid>) -> Result<usize, StoreError> {
    let at = tx.recorded_at().to_string();
    let live = api_token::table.filter(api_token::account_id.eq(account.to_string())).filter(api_token::revoked_at.is_null());
    let done = match only {
        Some(id) => diesel::update(live.filter(api_token::id.eq(id.to_string()))).set(api_token::revoked_at.eq(at)).execute(tx.conn)?,
        None => diesel::update(live).set(api_token::revoked_at.eq(at)).execute(tx.conn)?,
    };
    Ok(done)
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
