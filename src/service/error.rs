//! Why an act was not done.

use crate::domain::violation::{Kind, Violation, Violations};
use crate::store::error::StoreError;

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// Rules refuse: all of them at once.
    #[error("refused: {}", .0.0.iter().map(|v| v.code).collect::<Vec<_>>().join(", "))]
    Refused(Violations),
    /// The account may not do this.
    #[error("not allowed")]
    Forbidden,
    /// What the act is about is not there, or not for this account.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// The same idempotency key came with another request.
    #[error("the key was used for another request")]
    KeyReused,
    /// The register is read only: its journal is not the one that was signed.
    #[error("the register is closed: its journal is not the one that was signed")]
    Closed,
    /// The rules were changed at the console since this program took them up.
    #[error("the rules were changed at the console; the server has to be started again")]
    OtherRules,
    /// An act that signs: whoever acts must show again that it is he.
    #[error("prove again who acts")]
    ProveAgain,
    /// An act that signs: a program may not.
    #[error("a machine token may not sign")]
    TokenSigns,
    /// An act that signs, by an account whose role must have a second factor and which has none.
    #[error("set up a second factor first")]
    NoFactor,
    /// A fault below the rules.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ServiceError {
    /// Whether somebody was first, rather than a rule refusing (409 instead of 422).
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        match self {
            Self::Refused(v) => v.0.iter().any(|v| v.kind == Kind::Conflict),
            Self::KeyReused => true,
            _ => false,
        }
    }
}

impl From<Violation> for ServiceError {
    fn from(v: Violation) -> Self {
        Self::Refused(v.into())
    }
}
impl From<Violations> for ServiceError {
    fn from(v: Violations) -> Self {
        Self::Refused(v)
    }
}
impl From<serde_json::Error> for ServiceError {
    fn from(e: serde_json::Error) -> Self {
        Self::Store(StoreError::Damaged(e.to_string()))
    }
}
