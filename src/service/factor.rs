//! Setting up a second factor, taking its codes, and resetting that of somebody who lost it.

use crate::domain::access::Permission;
use crate::domain::event::AccountFactorReset;
use crate::domain::factor::{Judged, RECOVERY_CODES, SECRET_BYTES, app_code, digest, judge, recovery_hash, step_of};
use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::party::check_reason;
use crate::service::{App, Beside, Case, Command, Decision};
use crate::store::account::account_fetch;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::factor::{
    Sealed, context, factor_digest, factor_fetch, factor_pace, factor_remove, factor_step_take, factor_write, offer_fetch, offer_write,
    recovery_left, recovery_take, recovery_write,
};
use crate::store::passkey::{Passkey, passkey_digests, passkeys};
use crate::store::sealing::Keys;
use crate::store::session::sessions_end;
use serde::{Deserialize, Serialize};

/// Minutes for which a secret that was shown waits for its first code.
const OFFER_MINUTES: i64 = 30;

/// What an account has as a second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorState {
    /// Since when it has an authenticator app.
    pub since: Option<Instant>,
    /// Its passkeys, the oldest first.
    pub passkeys: Vec<Passkey>,
    /// Recovery codes not used yet.
    pub recovery: i64,
    /// Whether its role must have one.
    pub asked: bool,
    /// Whether the register has keys to seal one with.
    pub possible: bool,
}

impl FactorState {
    /// Whether it has any.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        self.since.is_some() || !self.passkeys.is_empty()
    }
}

/// Whether an account has a second factor, app or passkey.
///
/// # Errors
/// When the database fails.
pub fn has_factor(rx: &mut Rx<'_>, account: AccountId) -> Result<bool, StoreError> {
    Ok(factor_digest(rx, account)?.is_some() || !passkey_digests(rx, account)?.is_empty())
}

fn unsealed(keys: &Keys, account: AccountId, sealed: &Sealed) -> Result<Vec<u8>, StoreError> {
    keys.open(&context(account), &sealed.sealed)
}

/// Takes a code of an account's app, or one of its recovery codes; each counts once. Whether it was right.
pub(super) fn code_take(tx: &mut Tx<'_>, keys: &Keys, account: AccountId, typed: &str, now: Instant) -> Result<bool, StoreError> {
    if app_code(typed).is_none() {
        return recovery_take(tx, account, &recovery_hash(account, typed));
    }
    let Some(factor) = factor_fetch(tx, account)? else { return Ok(false) };
    let pace = factor_pace(tx, account)?;
    match judge(&unsealed(keys, account, &factor)?, typed, now, pace) {
        Judged::Right(step, pace) => factor_step_take(tx, account, step, pace),
        Judged::Slipped(step, pace) => factor_step_take(tx, account, step, pace).map(|_| false),
        Judged::Wrong => Ok(false),
    }
}

impl App {
    /// What an account has as a second factor.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], or when the database fails.
    pub fn factor_state(&self, account: AccountId) -> Result<FactorState, ServiceError> {
        self.db.read(|rx| {
            let role = account_fetch(rx, account)?.ok_or(ServiceError::NotFound("account"))?.actor.role;
            let since = factor_fetch(rx, account)?.map(|f| f.made_at);
            let (asked, possible) = (self.guard.asks_factor(role), !self.db.keys().is_empty());
            Ok(FactorState { since, passkeys: passkeys(rx, account)?, recovery: recovery_left(rx, account)?, asked, possible })
        })
    }

    /// Offers a secret to an account; it counts once its first code was typed. `random` is the secret.
    ///
    /// # Errors
    /// A refusal in a demonstration and where the register has no keys, or when the database fails.
    pub fn factor_offer(&self, account: AccountId, random: [u8; SECRET_BYTES], now: Instant) -> Result<(), ServiceError> {
        if self.guard.demonstration {
            return Err(Violation::new("factor.demonstration").into());
        }
        let sealed = self.db.keys().seal(&context(account), &random).map_err(|_| Violation::new("factor.no_keys"))?;
        let offer = Sealed { sealed, digest: digest(&random), made_at: now };
        self.db.write(now, |tx| Ok(offer_write(tx, account, &offer)?))
    }

    /// The secret that was offered to an account, while it waits.
    ///
    /// # Errors
    /// When the database fails.
    pub fn factor_offered(&self, account: AccountId, now: Instant) -> Result<Option<Vec<u8>>, ServiceError> {
        self.db.read(|rx| Ok(waiting(rx, account, now)?.map(|offer| unsealed(self.db.keys(), account, &offer)).transpose()?))
    }

    /// Takes the first code of the offered secret. It is the account's second factor from now on, with these recovery
    /// codes; its other sessions end.
    ///
    /// # Errors
    /// Refusals of the code, and where nothing waits any more; or when the database fails.
    pub fn factor_confirm(&self, account: AccountId, typed: &str, codes: &[String], keep: &str, now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| {
            let offer = waiting(tx, account, now)?.ok_or_else(|| Violation::new("factor.offer_ended"))?;
            let secret = unsealed(self.db.keys(), account, &offer)?;
            let step = step_of(&secret, typed, now).ok_or_else(|| Violation::on("factor.code", "code"))?;
            factor_write(tx, account, &Sealed { made_at: now, ..offer }, step)?;
            recovery_write(tx, account, &hashes(account, codes))?;
            Ok(sessions_end(tx, account, Some(keep))?)
        })
    }

    /// Gives an account other recovery codes; those it had are gone.
    ///
    /// # Errors
    /// A refusal where it has no second factor, or when the database fails.
    pub fn recovery_renew(&self, account: AccountId, codes: &[String], now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| {
            if !has_factor(tx, account)? {
                return Err(Violation::new("factor.none").into());
            }
            Ok(recovery_write(tx, account, &hashes(account, codes))?)
        })
    }

    /// Takes one's own second factor away, app and passkeys, where the role need not have one.
    ///
    /// # Errors
    /// A refusal where the role must have one or there is none, or when the database fails.
    pub fn factor_drop(&self, account: AccountId, now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| {
            let role = account_fetch(tx, account)?.ok_or(ServiceError::NotFound("account"))?.actor.role;
            let mut v = Violations::none();
            v.check(!self.guard.asks_factor(role), || Violation::new("factor.asked"));
            v.finish()?;
            if factor_remove(tx, account)? { Ok(()) } else { Err(Violation::new("factor.none").into()) }
        })
    }
}

fn waiting(rx: &mut Rx<'_>, account: AccountId, now: Instant) -> Result<Option<Sealed>, StoreError> {
    let offer = offer_fetch(rx, account)?;
    Ok(offer.filter(|o| (0..OFFER_MINUTES).contains(&(now.utc() - o.made_at.utc()).num_minutes())))
}

/// Recovery codes as they are kept.
pub(super) fn hashes(account: AccountId, codes: &[String]) -> Vec<String> {
    codes.iter().take(RECOVERY_CODES).map(|code| recovery_hash(account, code)).collect()
}

/// Takes away the second factor of somebody who lost it; its sessions end. Until another is set up, an account whose
/// role must have one signs nothing. It stands in the journal because it makes the way into another's account easier.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetFactor {
    /// Which.
    pub account: AccountId,
    /// Why.
    pub reason: String,
}

impl Command for ResetFactor {
    const NAME: &'static str = "reset_factor";
    const PERMISSION: Permission = Permission::AccountManage;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        account_fetch(rx, self.account)?.ok_or(ServiceError::NotFound("account"))?;
        let mut v = Violations::none();
        v.check(self.account != case.act.actor.account, || Violation::new("account.own"));
        let reason = check_reason(&self.reason, &mut v);
        let has = has_factor(rx, self.account)?;
        v.check(has, || Violation::new("factor.none_there"));
        v.finish()?;
        let decision = Decision::from(AccountFactorReset { account: self.account, reason });
        Ok(decision.beside(Beside::FactorReset { account: self.account }))
    }
}
