//! Acts that sign ask again who acts (L7), and two signatures come from two people, two browsers and two authenticators
//! (K5). Which acts these are stands beside the access rules, in `domain/access.rs`.

use crate::domain::access::Permission;
use crate::domain::entry::sha256_hex;
use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use crate::domain::violation::Violation;
use crate::service::error::ServiceError;
use crate::service::guard::Guard;
use crate::service::{Act, Case};
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::guards::Guard as Unguarded;
use crate::store::journal::Receipt;
use crate::store::mark::{Mark, mark_last, mark_write};

/// Seconds for which a password, typed again, is enough for acts that sign.
pub const PROOF_S: i64 = 300;

/// How whoever acts has shown that it is he.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A machine token: a program, which cannot be asked. It may not sign.
    Token,
    /// A session in a browser.
    Session(Box<Proven>),
    /// Somebody at the server itself: the console, an import started there, the demonstration as it is made.
    AtServer,
}

/// What a session has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// When it was last asked for the password, and the code where there is one.
    pub at: Option<Instant>,
    /// Hash of the session's token.
    pub session: String,
    /// Hash of the browser's mark; empty where it has none.
    pub device: String,
    /// What tells the account's authenticator from others; none where it has none.
    pub factor: Option<String>,
}

impl Proof {
    /// Whether the password was asked for within the last minutes. A clock that was set back asks again.
    #[must_use]
    pub fn is_fresh(&self, now: Instant) -> bool {
        match self {
            Self::AtServer => true,
            Self::Token => false,
            Self::Session(s) => s.at.is_some_and(|at| (0..=PROOF_S).contains(&(now.utc() - at.utc()).num_seconds())),
        }
    }
}

/// Refuses an act that signs where whoever acts has not just shown that it is he.
pub(super) fn check_proof(act: &Act, guard: &Guard, signs: bool) -> Result<(), ServiceError> {
    let lacks_factor = |factor: Option<&String>| guard.asks_factor(act.actor.role) && factor.is_none();
    match &act.proof {
        _ if !signs => Ok(()),
        Proof::Token if Unguarded::Signature.is_off() => Ok(()),
        Proof::Token => Err(ServiceError::TokenSigns),
        Proof::Session(s) if lacks_factor(s.factor.as_ref()) => Err(ServiceError::NoFactor),
        proof if !proof.is_fresh(act.now) => Err(ServiceError::ProveAgain),
        _ => Ok(()),
    }
}

fn hidden(salt: &str, what: &str) -> String {
    if what.is_empty() { String::new() } else { sha256_hex(&[salt.as_bytes(), b"\n", what.as_bytes()]) }
}

fn mark_of(salt: String, s: &Proven) -> Mark {
    let hide = |what: &str| hidden(&salt, what);
    let (session, device, factor) = (hide(&s.session), hide(&s.device), hide(s.factor.as_deref().unwrap_or_default()));
    Mark { session, device, factor, salt }
}

/// Notes beside the journal from where a signature of two came.
pub(super) fn note_mark(tx: &mut Tx<'_>, act: &mut Act, permission: Permission, receipt: &Receipt) -> Result<(), StoreError> {
    let Proof::Session(proven) = act.proof.clone() else { return Ok(()) };
    if !permission.is_one_of_two() {
        return Ok(());
    }
    let salt = data_encoding::HEXLOWER.encode(&act.entropy.secret());
    mark_write(tx, receipt.seq, &receipt.subject, act.actor.account, &mark_of(salt, &proven))
}

/// What stands against the second signature because it comes from where the first came: the same session or browser, or
/// the same authenticator. In a demonstration one person plays all parts, so nothing does.
pub(super) fn same_hands(rx: &mut Rx<'_>, case: &Case<'_>, first: AccountId, subject: &str) -> Result<Option<Violation>, StoreError> {
    let Proof::Session(second) = &case.act.proof else { return Ok(None) };
    if case.guard.demonstration {
        return Ok(None);
    }
    let Some(one) = mark_last(rx, subject, first)? else { return Ok(None) };
    let other = mark_of(one.salt.clone(), second);
    let same = |a: &str, b: &str| !a.is_empty() && a == b;
    if same(&one.session, &other.session) || same(&one.device, &other.device) {
        return Ok(Some(Violation::new("signature.same_browser")));
    }
    Ok(same(&one.factor, &other.factor).then(|| Violation::new("signature.same_factor")))
}
