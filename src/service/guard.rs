//! What is asked of those who sign in, besides the country's rules: which roles need a second
//! factor. It is the operator's setting and comes in from the edge.

use crate::domain::access::AccountRole;
use crate::service::App;
use std::sync::Arc;

/// The roles of which a second factor is asked where nothing else is set: those who sign for others.
pub const FACTOR_ROLES: [AccountRole; 4] =
    [AccountRole::Supervisor, AccountRole::Officer, AccountRole::Approver, AccountRole::Administrator];

/// What is asked of those who sign in.
#[derive(Debug, Clone)]
pub struct Guard {
    /// The roles that must have a second factor.
    pub factor_roles: Vec<AccountRole>,
    /// A demonstration has none: all its accounts share one password that everybody knows, and one person plays all parts.
    pub demonstration: bool,
}

impl Guard {
    /// The usual one.
    #[must_use]
    pub fn new(demonstration: bool) -> Self {
        Self { factor_roles: FACTOR_ROLES.to_vec(), demonstration }
    }

    /// Whether an account of this role must have a second factor.
    #[must_use]
    pub fn asks_factor(&self, role: AccountRole) -> bool {
        !self.demonstration && self.factor_roles.contains(&role)
    }
}

impl App {
    /// The same register, with second factors asked of these roles.
    #[must_use]
    pub fn guarded(self, factor_roles: Vec<AccountRole>) -> Self {
        let guard = Guard { factor_roles, demonstration: self.guard.demonstration };
        Self { guard: Arc::new(guard), ..self }
    }
}
