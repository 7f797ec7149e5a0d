//! Signing in and out. Sessions stand beside the journal: who acted is in the journal, who looked is not.

use crate::domain::access::{AccountRole, Actor};
use crate::domain::entry::sha256_hex;
use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::service::App;
use crate::service::error::ServiceError;
use crate::service::factor::{code_take, has_factor};
use crate::service::party::check_seen;
use crate::service::passkey::{Asserted, authenticator, passkey_take};
use crate::service::proof::{Proof, Proven};
use crate::store::account::account_fetch;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::secret::{Secret, secret_by_login, secret_fetch, secret_write};
use crate::store::session::{
    ApiToken, Session, session_create, session_end, session_fetch, session_owner, session_seen, sessions_end, sessions_of, sessions_sweep,
    token_account, token_create, tokens_of, tokens_revoke,
};
use uuid::Uuid;

/// Hours without use after which a session ends.
pub const SESSION_HOURS: u32 = 12;
/// Days for which it is known whose a session was after it would have ended by itself: so long may a form lie open and still be given back.
const ENDED_DAYS: i64 = 7;
/// Minutes between two notes that a session is in use.
const SEEN_EVERY_MINUTES: i64 = 5;

/// Days after which a machine token may end.
pub const TOKEN_DAYS: [u32; 3] = [30, 90, 365];
/// The most machine tokens of an account that hold at a time.
const TOKENS_MOST: usize = 20;
/// The most characters of a machine token's label.
const LABEL_MOST: usize = 60;
/// How much of a session's hash names it in its owner's list.
const SHORT: usize = 16;

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
    /// How it was shown that it is he.
    pub proof: Proof,
    /// Whether a second factor must be set up first.
    pub lacks_factor: bool,
}

/// A session that is about to begin.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The text of its token.
    pub token: String,
    /// The token that forms send back.
    pub csrf: String,
    /// Hash of the token of a session that it takes the place of.
    pub old: Option<String>,
    /// Hash of the browser's own mark.
    pub device: String,
    /// Which browser, in a few words.
    pub agent: String,
    /// The edge's clock.
    pub now: Instant,
}

/// What became of an attempt to sign in, or to show again who one is, with a password that was right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// The session has begun.
    In(Box<Session>),
    /// A code is needed besides.
    Code,
    /// The code is wrong or was used before.
    WrongCode,
    /// The account is disabled, or its password was changed since it was checked.
    No,
}

/// What was shown besides the password.
#[derive(Debug, Clone, Copy)]
pub enum Shown<'a> {
    /// Nothing.
    Nothing,
    /// A code of the app, or for recovery.
    Code(&'a str),
    /// A passkey, whose use was checked.
    Passkey(&'a Asserted),
}

impl<'a> From<Option<&'a str>> for Shown<'a> {
    fn from(code: Option<&'a str>) -> Self {
        code.map_or(Self::Nothing, Self::Code)
    }
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

    /// [`App::sign_in_with`] a code or nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sign_in(&self, secret: &Secret, code: Option<&str>, opening: &Opening) -> Result<Opened, ServiceError> {
        self.sign_in_with(secret, code.into(), opening)
    }

    /// Begins a session for an account whose password was checked, with what else was shown where it has a second factor. That
    /// is taken in the same transaction, so that it opens one session however many ask at once.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sign_in_with(&self, secret: &Secret, shown: Shown<'_>, opening: &Opening) -> Result<Opened, ServiceError> {
        let now = opening.now;
        self.db.write(now, |tx| {
            let Some(account) = account_fetch(tx, secret.account)?.filter(|a| a.active) else { return Ok(Opened::No) };
            let proved_by = match self.shown(tx, secret, shown, now)? {
                Ok(proved_by) => proved_by,
                Err(missing) => return Ok(missing),
            };
            if let Some(old) = &opening.old {
                session_end(tx, old)?;
            }
            sessions_sweep(tx, ended_since(now))?;
            let session = Session {
                token_hash: token_hash(&opening.token),
                account: secret.account,
                csrf: opening.csrf.clone(),
                created_at: now,
                seen_at: now,
                expires_at: self.end_of(account.actor.role, now, now)?,
                ended_at: None,
                proved_at: Some(now),
                device: opening.device.clone(),
                agent: opening.agent.clone(),
                proved_by,
            };
            session_create(tx, &session)?;
            Ok(Opened::In(Box::new(session)))
        })
    }

    /// Takes what was shown besides a password that was right: the passkey, where it was one. Or what stands against going on:
    /// the password was changed meanwhile, or a second factor is needed.
    fn shown(&self, tx: &mut Tx<'_>, secret: &Secret, shown: Shown<'_>, now: Instant) -> Result<Result<String, Opened>, StoreError> {
        if secret_fetch(tx, secret.account)?.is_none_or(|s| s.password_hash != secret.password_hash) {
            return Ok(Err(Opened::No));
        }
        if !has_factor(tx, secret.account)? {
            return Ok(Ok(String::new()));
        }
        let keys = self.db.keys();
        let taken = match shown {
            Shown::Nothing => return Ok(Err(Opened::Code)),
            Shown::Code(typed) => code_take(tx, keys, secret.account, typed, now)?.then(String::new),
            Shown::Passkey(used) => passkey_take(tx, keys, secret.account, used, now)?,
        };
        Ok(taken.ok_or(Opened::WrongCode))
    }

    /// When a session that began at an instant ends where it is used no more: after some hours, and at the latest when it has
    /// lasted as long as a session of that role may.
    fn end_of(&self, role: AccountRole, begun: Instant, now: Instant) -> Result<Instant, StoreError> {
        let unused = now.plus_hours(SESSION_HOURS).ok_or_else(end_of_time)?;
        Ok(unused.min(self.guard.session_end(role, begun)?))
    }

    /// Notes that somebody who is signed in showed again that it is he: his session goes on under another token, and its
    /// forms stay good. The password was checked; where there is a second factor, it is needed too. The session ends no later
    /// for it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn prove(&self, held: &str, secret: &Secret, shown: Shown<'_>, token: &str, now: Instant) -> Result<Opened, ServiceError> {
        self.db.write(now, |tx| {
            let live = session_fetch(tx, held)?.filter(|s| s.account == secret.account && s.ended_at.is_none() && s.expires_at > now);
            let Some(session) = live else { return Ok(Opened::No) };
            let Some(account) = account_fetch(tx, secret.account)?.filter(|a| a.active) else { return Ok(Opened::No) };
            let proved_by = match self.shown(tx, secret, shown, now)? {
                Ok(proved_by) => proved_by,
                Err(missing) => return Ok(missing),
            };
            session_end(tx, held)?;
            let expires_at = self.end_of(account.actor.role, session.created_at, now)?;
            let next = Session { token_hash: token_hash(token), seen_at: now, expires_at, proved_at: Some(now), proved_by, ..session };
            session_create(tx, &next)?;
            Ok(Opened::In(Box::new(next)))
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
            // Begun or used in a time that has not come: the clock was wrong then. By little it is put right with this
            // use; by more than a session lasts, it would live until that time, so it is not believed.
            let ahead = (session.seen_at.utc() - now.utc()).num_minutes();
            if session.ended_at.is_some() || session.expires_at <= now || ahead > i64::from(SESSION_HOURS) * 60 {
                return Ok(None);
            }
            let account = account_fetch(rx, session.account)?.filter(|a| a.active);
            let secret = secret_fetch(rx, session.account)?;
            let stale = ahead.abs() >= SEEN_EVERY_MINUTES;
            let factor = authenticator(rx, session.account, &session.proved_by)?;
            let (lacking, token) = (factor.is_none(), session.token_hash.clone());
            let proof = Proof::Session(Box::new(Proven { at: session.proved_at, session: token, device: session.device, factor }));
            Ok(account.zip(secret).map(|(account, secret)| SignedIn {
                lacks_factor: lacking && self.guard.asks_factor(account.actor.role),
                proof,
                actor: account.actor,
                name: secret.display_name,
                csrf: session.csrf,
                token_hash: session.token_hash,
                must_change: secret.must_change,
                stale,
            }))
        })
    }

    /// Whose session a form with this token was shown in, ended or not.
    ///
    /// # Errors
    /// When the database fails.
    pub fn session_owner(&self, csrf: &str, now: Instant) -> Result<Option<AccountId>, ServiceError> {
        self.db.read(|rx| Ok(session_owner(rx, csrf, ended_since(now))?))
    }

    /// Notes that a session is in use, so that it goes on, as long as a session of its account's role may last.
    ///
    /// # Errors
    /// When the database fails.
    pub fn session_touch(&self, token_hash: &str, now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| {
            let Some(session) = session_fetch(tx, token_hash)? else { return Ok(()) };
            let Some(account) = account_fetch(tx, session.account)? else { return Ok(()) };
            Ok(session_seen(tx, token_hash, now, self.end_of(account.actor.role, session.created_at, now)?)?)
        })
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
                // A machine cannot choose a password; its token ends by itself or is taken back.
                must_change: false,
                stale: false,
                proof: Proof::Token,
                // It has none to set up, and signs nothing.
                lacks_factor: false,
            }))
        })
    }
}

impl App {
    /// What an account signs in with, for checking the old password before a new one.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], or when the database fails.
    pub fn secret_of(&self, account: AccountId) -> Result<Secret, ServiceError> {
        self.db.read(|rx| secret_fetch(rx, account)?.ok_or(ServiceError::NotFound("account")))
    }

    /// Replaces an account's own password. `old` is what the typed one was checked against; the account's
    /// other sessions end, and all its machine tokens: whoever had the old password may have made one.
    ///
    /// # Errors
    /// A refusal when the password was changed meanwhile, or when the database fails.
    pub fn change_password(&self, old: &Secret, password_hash: String, keep: &str, now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| {
            let current = unchanged(tx, old, "old")?;
            secret_write(tx, &Secret { password_hash, must_change: false, ..current })?;
            sessions_end(tx, old.account, Some(keep))?;
            Ok(tokens_revoke(tx, old.account, None).map(drop)?)
        })
    }

    /// Ends all of an account's own sessions but the one it asks from.
    ///
    /// # Errors
    /// When the database fails.
    pub fn end_other_sessions(&self, account: AccountId, keep: &str, now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| Ok(sessions_end(tx, account, Some(keep))?))
    }

    /// Ends one of an account's own sessions, named by the beginning of its hash.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], or when the database fails.
    pub fn end_session(&self, account: AccountId, short: &str, now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| {
            let own = sessions_of(tx, account, now)?.into_iter().find(|s| s.short() == short);
            let own = own.ok_or(ServiceError::NotFound("session"))?;
            Ok(session_end(tx, &own.token_hash)?)
        })
    }

    /// Makes a machine token of an account: `token` is shown once, its hash is kept. `own` is what the typed password
    /// was checked against.
    ///
    /// # Errors
    /// Refusals of label and days, one when the password was changed meanwhile, or when the database fails.
    pub fn make_token(&self, own: &Secret, label: &str, days: u32, made: (&str, Uuid), now: Instant) -> Result<ApiToken, ServiceError> {
        let label = label.trim();
        let mut v = Violations::none();
        v.check(!label.is_empty(), || Violation::on("required", "label"));
        let limit = i64::try_from(LABEL_MOST).unwrap_or(i64::MAX);
        v.check(label.chars().count() <= LABEL_MOST, || Violation::on("too_long", "label").with("limit", limit));
        check_seen(label, "label", &mut v);
        v.check(TOKEN_DAYS.contains(&days), || Violation::on("unknown_choice", "days"));
        v.finish()?;
        let account = own.account;
        self.db.write(now, |tx| {
            unchanged(tx, own, "password")?;
            let live = tokens_of(tx, account)?.iter().filter(|t| t.holds(now)).count();
            if live >= TOKENS_MOST {
                return Err(Violation::new("token.too_many").with("most", i64::try_from(TOKENS_MOST).unwrap_or(i64::MAX)).into());
            }
            let expires_at = now.plus_hours(days.saturating_mul(24)).ok_or_else(end_of_time)?;
            let token = ApiToken { id: made.1, account, label: label.to_owned(), created_at: now, expires_at, revoked_at: None };
            token_create(tx, &token_hash(made.0), &token)?;
            Ok(token)
        })
    }

    /// Takes one of an account's own machine tokens back.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], or when the database fails.
    pub fn revoke_token(&self, account: AccountId, id: Uuid, now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| match tokens_revoke(tx, account, Some(id))? {
            0 => Err(ServiceError::NotFound("token")),
            _ => Ok(()),
        })
    }
}

/// What an account signs in with, unless the password was changed since a typed one was checked.
fn unchanged(rx: &mut Rx<'_>, checked: &Secret, field: &str) -> Result<Secret, ServiceError> {
    let current = secret_fetch(rx, checked.account)?.ok_or(ServiceError::NotFound("account"))?;
    if current.password_hash == checked.password_hash { Ok(current) } else { Err(Violation::on("password.wrong", field).into()) }
}

impl Session {
    /// The beginning of the hash, by which its owner's list names it. The token cannot be found from it.
    #[must_use]
    pub fn short(&self) -> &str {
        self.token_hash.get(..SHORT).unwrap_or_default()
    }
}

fn end_of_time() -> StoreError {
    StoreError::Damaged("the clock is at the end of time".into())
}

fn ended_since(now: Instant) -> Instant {
    Instant::new(now.utc() - chrono::TimeDelta::days(ENDED_DAYS))
}
