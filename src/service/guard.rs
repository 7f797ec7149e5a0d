//! What is asked of those who sign in, besides the country's rules: which roles need a second factor, how long a session may
//! last, and which passwords are known. These are the operator's settings and come in from the edge.

use crate::domain::access::AccountRole;
use crate::domain::known_password::sha1;
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::service::App;
use crate::service::account::password_problems;
use crate::service::error::ServiceError;
use crate::store::error::StoreError;
use crate::store::password_list::PasswordList;
use std::sync::Arc;

/// The roles that sign for others, and the one that makes accounts: their sessions end soonest.
pub const SIGNING_ROLES: [AccountRole; 4] =
    [AccountRole::Supervisor, AccountRole::Officer, AccountRole::Approver, AccountRole::Administrator];

/// Hours after which a session ends though it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionHours {
    /// Of the roles that sign.
    pub signing: u32,
    /// Of all others.
    pub others: u32,
}

impl Default for SessionHours {
    /// A working day; a week.
    fn default() -> Self {
        Self { signing: 12, others: 7 * 24 }
    }
}

/// What is asked of those who sign in.
#[derive(Debug, Clone)]
pub struct Guard {
    /// The roles that must have a second factor.
    pub factor_roles: Vec<AccountRole>,
    /// How long sessions may last.
    pub hours: SessionHours,
    /// The operator's own list of stolen passwords.
    pub stolen: Option<Arc<PasswordList>>,
    /// A demonstration has none: all its accounts share one password that everybody knows, and one person plays all parts.
    pub demonstration: bool,
}

impl Guard {
    /// The usual one: a second factor of every role.
    #[must_use]
    pub fn new(demonstration: bool) -> Self {
        Self { factor_roles: AccountRole::ALL.to_vec(), hours: SessionHours::default(), stolen: None, demonstration }
    }

    /// Whether an account of this role must have a second factor.
    #[must_use]
    pub fn asks_factor(&self, role: AccountRole) -> bool {
        !self.demonstration && self.factor_roles.contains(&role)
    }

    /// When a session that began at an instant ends at the latest.
    ///
    /// # Errors
    /// At the end of time.
    pub fn session_end(&self, role: AccountRole, begun: Instant) -> Result<Instant, StoreError> {
        let hours = if SIGNING_ROLES.contains(&role) { self.hours.signing } else { self.hours.others };
        begun.plus_hours(hours).ok_or_else(|| StoreError::Damaged("the clock is at the end of time".into()))
    }

    /// What is wrong with a new password, as [`password_problems`] and by the operator's own list.
    ///
    /// # Errors
    /// When that list cannot be read: then no password is taken.
    pub fn password_problems(&self, login: &str, around: &[&str], typed: &str, field: &str) -> Result<Violations, ServiceError> {
        let mut v = password_problems(login, around, typed, field);
        if let Some(list) = self.stolen.as_ref().filter(|_| v.0.is_empty()) {
            let stolen = list.holds(&sha1(typed)).map_err(|e| StoreError::DiskFault(format!("{}: {e}", list.path().display())))?;
            v.check(!stolen, || Violation::on("password.known", field));
        }
        Ok(v)
    }
}

impl App {
    /// The same register, with this asked of those who sign in.
    #[must_use]
    pub fn guarded(self, change: impl FnOnce(&mut Guard)) -> Self {
        let mut guard = Guard::clone(&self.guard);
        change(&mut guard);
        Self { guard: Arc::new(guard), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::{Actor, Permission, Reach, reach};
    use crate::domain::ids::{AccountId, OfficeId, PartyId};
    use uuid::Uuid;

    #[test]
    fn roles_that_sign_are_those_that_have_something_to_sign() {
        let id = Uuid::nil();
        for role in AccountRole::ALL {
            let actor = Actor { account: AccountId::new(id), role, office: Some(OfficeId::new(id)), party: Some(PartyId::new(id)) };
            let signs = Permission::ALL.into_iter().any(|p| p.signs() && reach(&actor, p) != Reach::Nothing);
            assert_eq!(signs, SIGNING_ROLES.contains(&role), "{role:?}");
        }
    }

    #[test]
    fn every_role_needs_a_second_factor_unless_the_operator_says_otherwise() {
        assert!(AccountRole::ALL.into_iter().all(|role| Guard::new(false).asks_factor(role)));
        assert!(!AccountRole::ALL.into_iter().any(|role| Guard::new(true).asks_factor(role)));
    }
}
