//! Passkeys of accounts: adding, taking away, and the use of one. What a device says is checked at the edge, where chance is at
//! hand; here it is held against what is known of the passkey.

use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::service::App;
use crate::service::error::ServiceError;
use crate::service::factor::{has_factor, hashes};
use crate::service::party::check_seen;
use crate::store::account::account_fetch;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::factor::{factor_digest, factor_remove, recovery_left, recovery_write};
use crate::store::passkey::{Passkey, context, passkey_create, passkey_is_taken, passkey_remove, passkey_used, passkeys};
use crate::store::sealing::Keys;
use crate::store::session::sessions_end;
use uuid::Uuid;

/// The most passkeys of an account.
pub const PASSKEYS_MOST: usize = 10;
/// The most characters of a passkey's name.
const NAME_MOST: usize = 60;

/// A passkey that a device has just made.
#[derive(Debug, Clone)]
pub struct NewPasskey {
    /// Names it.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// Tells it from others.
    pub digest: String,
    /// What it is checked with.
    pub credential: Vec<u8>,
    /// How often its device says that it was used.
    pub counter: i64,
}

/// A use of a passkey that was checked: its device signed our challenge and knew its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asserted {
    /// Which.
    pub id: Uuid,
    /// How often its device says that it was used.
    pub counter: i64,
    /// What it is checked with from now on.
    pub credential: Vec<u8>,
}

/// A passkey opened, to check its use with.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Which.
    pub id: Uuid,
    /// What it is checked with.
    pub credential: Vec<u8>,
}

/// What is wrong with the name of a new passkey.
#[must_use]
pub fn passkey_name_problems(name: &str) -> Violations {
    let mut v = Violations::none();
    v.check(!name.trim().is_empty(), || Violation::on("required", "name"));
    let limit = i64::try_from(NAME_MOST).unwrap_or(i64::MAX);
    v.check(name.trim().chars().count() <= NAME_MOST, || Violation::on("too_long", "name").with("limit", limit));
    check_seen(name.trim(), "name", &mut v);
    v
}

/// Takes the use of a passkey: what tells it from others, or nothing where it is another account's, or its device counts back,
/// as a copy of it does.
pub(super) fn passkey_take(
    tx: &mut Tx<'_>,
    keys: &Keys,
    account: AccountId,
    used: &Asserted,
    now: Instant,
) -> Result<Option<String>, StoreError> {
    let Some(known) = passkeys(tx, account)?.into_iter().find(|p| p.id == used.id) else { return Ok(None) };
    let counts_on = used.counter > known.counter || (used.counter == 0 && known.counter == 0);
    if !counts_on {
        return Ok(None);
    }
    let sealed = keys.seal(&context(account), &used.credential)?;
    Ok(passkey_used(tx, &known, used.counter, &sealed, now)?.then_some(known.digest))
}

/// What tells the authenticator with which a session showed who it is from others: the passkey that it used, where the account
/// still has it, or else the app, or else any passkey. None where the account has no second factor.
pub(super) fn authenticator(rx: &mut Rx<'_>, account: AccountId, proved_by: &str) -> Result<Option<String>, StoreError> {
    let app = factor_digest(rx, account)?;
    if proved_by.is_empty() && app.is_some() {
        return Ok(app);
    }
    let digests = crate::store::passkey::passkey_digests(rx, account)?;
    let used = digests.iter().find(|d| *d == proved_by).cloned();
    Ok(used.or(app).or_else(|| digests.into_iter().next()))
}

impl App {
    /// The passkeys of an account, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn passkeys(&self, account: AccountId) -> Result<Vec<Passkey>, ServiceError> {
        self.db.read(|rx| Ok(passkeys(rx, account)?))
    }

    /// The passkeys of an account, to check their use with.
    ///
    /// # Errors
    /// When the database fails or a key is missing.
    pub fn passkeys_opened(&self, account: AccountId) -> Result<Vec<Opened>, ServiceError> {
        let open = |p: Passkey| Ok(Opened { id: p.id, credential: self.db.keys().open(&context(account), &p.sealed)? });
        self.db.read(|rx| passkeys(rx, account)?.into_iter().map(open).collect())
    }

    /// Adds a passkey; the account's other sessions end. `codes` become its recovery codes where it has none yet: whether they
    /// did.
    ///
    /// # Errors
    /// Refusals of the name and of one too many, in a demonstration and without keys, of one that an account has already; or
    /// when the database fails.
    pub fn passkey_add(
        &self,
        account: AccountId,
        new: NewPasskey,
        codes: &[String],
        keep: &str,
        now: Instant,
    ) -> Result<bool, ServiceError> {
        if self.guard.demonstration {
            return Err(Violation::new("factor.demonstration").into());
        }
        let mut v = passkey_name_problems(&new.name);
        let sealed = self.db.keys().seal(&context(account), &new.credential).map_err(|_| Violation::new("factor.no_keys"))?;
        self.db.write(now, |tx| {
            let most = i64::try_from(PASSKEYS_MOST).unwrap_or(i64::MAX);
            v.check(passkeys(tx, account)?.len() < PASSKEYS_MOST, || Violation::new("passkey.too_many").with("most", most));
            v.check(!passkey_is_taken(tx, &new.digest)?, || Violation::new("passkey.taken"));
            v.finish()?;
            let first = !has_factor(tx, account)?;
            let (id, digest, counter, name) = (new.id, new.digest, new.counter, new.name.trim().to_owned());
            passkey_create(tx, &Passkey { id, account, name, digest, sealed, counter, made_at: now, used_at: None })?;
            let codes_count = first || recovery_left(tx, account)? == 0;
            if codes_count {
                recovery_write(tx, account, &hashes(account, codes))?;
            }
            sessions_end(tx, account, Some(keep))?;
            Ok(codes_count)
        })
    }

    /// Takes one of one's own passkeys away; the account's other sessions end. With the last authenticator the recovery codes
    /// go too.
    ///
    /// # Errors
    /// [`ServiceError::NotFound`], a refusal of the last authenticator where the role must have one, or when the database fails.
    pub fn passkey_remove(&self, account: AccountId, id: Uuid, keep: &str, now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| {
            let role = account_fetch(tx, account)?.ok_or(ServiceError::NotFound("account"))?.actor.role;
            if !passkey_remove(tx, account, id)? {
                return Err(ServiceError::NotFound("passkey"));
            }
            if !has_factor(tx, account)? {
                if self.guard.asks_factor(role) {
                    return Err(Violation::new("factor.asked").into());
                }
                factor_remove(tx, account)?;
            }
            Ok(sessions_end(tx, account, Some(keep))?)
        })
    }
}
