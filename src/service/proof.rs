//! Acts that sign ask again who acts (L7), and two signatures come from two people, two browsers and two authenticators
//! (K5). Which acts these are stands beside the access rules, in `domain/access.rs`.

pub use crate::domain::author::PROOF_S;
use crate::domain::author::{SamePlace, Signed, Via, mark};
use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use crate::domain::violation::Violation;
use crate::service::error::ServiceError;
use crate::service::guard::Guard;
use crate::service::{Act, Case, import};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::guards::Guard as Unguarded;
use crate::store::journal::signed_last;

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

/// What an entry says of how its author was let in.
pub(super) struct Shown {
    /// How.
    pub via: Via,
    session: Option<(Proven, Option<Instant>)>,
}

impl Shown {
    /// What an act shows that is recorded at an instant. The journal's time may be ahead of the clock by which the
    /// session was asked, so what is kept is how long ago that was.
    pub fn of(act: &Act, guard: &Guard, recorded_at: Instant) -> Self {
        match &act.proof {
            Proof::Session(s) => {
                let proved_at = s.at.map(|at| Instant::new(recorded_at.utc() - (act.now.utc() - at.utc())).min(recorded_at));
                Self { via: Via::Session, session: Some(((**s).clone(), proved_at)) }
            }
            Proof::Token => Self { via: Via::Token, session: None },
            Proof::AtServer if guard.demonstration => Self { via: Via::Demonstration, session: None },
            Proof::AtServer if act.device.as_deref() == Some(import::DEVICE) => Self { via: Via::Import, session: None },
            Proof::AtServer => Self { via: Via::Console, session: None },
        }
    }

    /// From where a signature for a thing came; nothing for one that came from no session.
    pub fn signed(&self, thing: &str) -> Option<Signed> {
        self.session.as_ref().map(|(s, proved_at)| signed(thing, s, *proved_at))
    }
}

fn signed(thing: &str, s: &Proven, proved_at: Option<Instant>) -> Signed {
    let known = |what: &str, kept: &str| Some(mark(thing, what, kept)).filter(|_| !kept.is_empty());
    Signed {
        proved_at,
        session: mark(thing, "session", &s.session),
        device: known("device", &s.device),
        factor: known("factor", s.factor.as_deref().unwrap_or_default()),
    }
}

/// What stands against the second signature because it comes from where the first came: the same session or browser, or
/// the same authenticator. In a demonstration one person plays all parts, so nothing does.
pub(super) fn same_hands(rx: &mut Rx<'_>, case: &Case<'_>, first: AccountId, thing: &str) -> Result<Option<Violation>, StoreError> {
    let Proof::Session(second) = &case.act.proof else { return Ok(None) };
    if case.guard.demonstration {
        return Ok(None);
    }
    let Some(one) = signed_last(rx, thing, first)? else { return Ok(None) };
    let code = match one.same_place(&signed(thing, second, None)) {
        None => return Ok(None),
        Some(SamePlace::Browser) => "signature.same_browser",
        Some(SamePlace::Factor) => "signature.same_factor",
    };
    Ok(Some(Violation::new(code)))
}
