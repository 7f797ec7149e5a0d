//! Signing in and out. Sessions stand beside the journal: who acted is in the journal, who looked is not.

use crate::domain::access::Actor;
use crate::domain::entry::sha256_hex;
use crate::domain::time::Instant;
use crate::service::App;
use crate::service::error::ServiceError;
use crate::store::account::account_fetch;
use crate::store::error::StoreError;
use crate::store::secret::{Secret, secret_by_login, secret_fetch};
use crate::store::session::{Session, session_create, session_end, session_fetch, session_seen, token_account};

/// Hours without use after which a session ends.
pub const SESSION_HOURS: u32 = 12;
/// Minutes between two notes that a session is in use.
const SEEN_EVERY_MINUTES: i64 = 5;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub actor: Actor,
    /// Name shown on pages.
    pub name: String,
    /// The token that forms send back; empty for a machine.
    pub csrf: String,
    /// Hash of the session's token; empty for a machine.
    pub token_hash: String,
    /// Whether a new password must be chosen first.
    pub must_change: bool,
    /// Whether the session's use has to be noted ([`App::session_touch`]).
    pub stale: bool,
}

/// The hash under which a token is kept.
#[must_use]
pub fn token_hash(token: &str) -> String {
    sha256_hex(&[token.as_bytes()])
}

impl App {
    /// What a sign-in name has to be checked against; none for an unknown name.
    ///
    /// # Errors
    /// When the database fails.
    pub fn secret(&self, login: &str) -> Result<Option<Secret>, ServiceError> {
        let login = login.trim().to_lowercase();
        self.db.read(|rx| Ok(secret_by_login(rx, &login)?))
    }

    /// Begins a session for an account whose password was checked; `None` when the account is disabled.
    /// Any session under `old_token_hash` ends.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sign_in(
        &self,
        secret: &Secret,
        token: &str,
        csrf: &str,
        old_token_hash: Option<&str>,
        now: Instant,
    ) -> Result<Option<Session>, ServiceError> {
        self.db.write(now, |tx| {
            if !account_fetch(tx, secret.account)?.is_some_and(|a| a.active) {
                return Ok(None);
            }
            if let Some(old) = old_token_hash {
                session_end(tx, old)?;
            }
            let session = Session {
                token_hash: token_hash(token),
                account: secret.account,
                csrf: csrf.to_owned(),
                created_at: now,
                seen_at: now,
                expires_at: end_of(now)?,
            };
            session_create(tx, &session)?;
            Ok(Some(session))
        })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sign_out(&self, token_hash: &str, now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| Ok(session_end(tx, token_hash)?))
    }

    /// Who is behind a session's token: nobody when it ended or the account was disabled.
    ///
    /// # Errors
    /// When the database fails.
    pub fn session(&self, token: &str, now: Instant) -> Result<Option<SignedIn>, ServiceError> {
        self.db.read(|rx| {
            let Some(session) = session_fetch(rx, &token_hash(token))? else { return Ok(None) };
            if session.expires_at <= now {
                return Ok(None);
            }
            let account = account_fetch(rx, session.account)?.filter(|a| a.active);
            let secret = secret_fetch(rx, session.account)?;
            let stale = (now.utc() - session.seen_at.utc()).num_minutes() >= SEEN_EVERY_MINUTES;
            Ok(account.zip(secret).map(|(account, secret)| SignedIn {
                actor: account.actor,
                name: secret.display_name,
                csrf: session.csrf,
                token_hash: session.token_hash,
                must_change: secret.must_change,
                stale,
            }))
        })
    }

    /// Notes that a session is in use, so that it goes on.
    ///
    /// # Errors
    /// When the database fails.
    pub fn session_touch(&self, token_hash: &str, now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| Ok(session_seen(tx, token_hash, now, end_of(now)?)?))
    }

    /// Who is behind a machine token.
    ///
    /// # Errors
    /// When the database fails.
    pub fn machine(&self, token: &str, now: Instant) -> Result<Option<SignedIn>, ServiceError> {
        self.db.read(|rx| {
            let Some(id) = token_account(rx, &token_hash(token), now)? else { return Ok(None) };
            let account = account_fetch(rx, id)?.filter(|a| a.active);
            let secret = secret_fetch(rx, id)?;
            Ok(account.zip(secret).map(|(account, secret)| SignedIn {
                actor: account.actor,
                name: secret.display_name,
                csrf: String::new(),
                token_hash: String::new(),
                must_change: secret.must_change,
                stale: false,
            }))
        })
    }
}

fn end_of(now: Instant) -> Result<Instant, StoreError> {
    now.plus_hours(SESSION_HOURS).ok_or_else(|| StoreError::Damaged("the clock is at the end of time".into()))
}
