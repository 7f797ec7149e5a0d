//! Accounts: making, changing, disabling.

use crate::domain::access::{AccountRole, Actor, Permission};
use crate::domain::event::{AccountChanged, AccountCreated, AccountPasswordReset, AccountStateChanged};
use crate::domain::ids::{AccountId, OfficeId, PartyId};
use crate::domain::known_password::is_known;
use crate::domain::password::{Weak, weakness};
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::party::{check_reason, check_seen};
use crate::service::{Beside, Case, Command, Decision};
use crate::store::account::{account_fetch, accounts};
use crate::store::db::Rx;
use crate::store::office::office_fetch;
use crate::store::party::party_fetch;
use crate::store::secret::{secret_by_login, secret_fetch};
use serde::{Deserialize, Serialize};

/// Makes an account. The password is hashed at the edge; neither it nor the names reach the journal.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateAccount {
    /// Sign-in name: 3 to 60 letters, digits, `.`, `-`, `_`, `@`.
    pub login: String,
    /// Name shown on pages.
    pub display_name: String,
    /// What it is for.
    pub role: AccountRole,
    /// The office it is bound to (registrar, supervisor).
    pub office: Option<OfficeId>,
    /// The party it acts for (buyer, exporter).
    pub party: Option<PartyId>,
    /// PHC string, made at the edge; no part of the request.
    #[serde(skip)]
    pub password_hash: String,
    /// Whether the first sign-in asks for a new password.
    #[serde(skip)]
    pub must_change: bool,
    /// Whether the request named the password, so that another one is another request. One that is made at the edge
    /// is another each time.
    #[serde(skip)]
    pub chosen: bool,
}

/// The fewest characters of a password. (NIST SP 800-63B-4, 3.1.1.2 asks for 15 where it stands alone, 8 beside
/// a second factor; 12 is between, for people who type on phones.)
const PASSWORD_LEAST: usize = 12;
/// The most characters of a password: enough for any sentence, too few to keep the hash busy.
const PASSWORD_MOST: usize = 128;
/// The most characters of a name shown on pages.
const NAME_MOST: usize = 100;

/// What is wrong with a new password, typed into `field`, of the account with this sign-in name; `around` are its other
/// names and what it belongs to. (The operator's own list is asked by [`crate::service::guard::Guard::password_problems`].)
#[must_use]
pub fn password_problems(login: &str, around: &[&str], typed: &str, field: &str) -> Violations {
    let mut v = Violations::none();
    let length = typed.chars().count();
    v.check(length >= PASSWORD_LEAST, || Violation::on("password.short", field).with("least", count(PASSWORD_LEAST)));
    v.check(length <= PASSWORD_MOST, || Violation::on("password.long", field).with("most", count(PASSWORD_MOST)));
    let same = typed.trim().to_lowercase() == login.trim().to_lowercase();
    v.check(!same, || Violation::on("password.login", field));
    if v.0.is_empty() {
        let own: Vec<&str> = around.iter().copied().chain([login]).collect();
        v.0.extend(weakness(typed, &own).map(|weak| weak_password(weak, field)));
        v.check(!v.0.is_empty() || !is_known(typed), || Violation::on("password.known", field));
    }
    v
}

fn weak_password(weak: Weak, field: &str) -> Violation {
    match weak {
        Weak::Repeated => Violation::on("password.repeated", field),
        Weak::Row => Violation::on("password.row", field),
        Weak::Years => Violation::on("password.years", field),
        Weak::Common => Violation::on("password.common", field),
        Weak::Own => Violation::on("password.own", field),
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

impl CreateAccount {
    fn checked_login(&self) -> String {
        self.login.trim().to_lowercase()
    }
}

/// What is wrong with a new account whatever the register holds: its sign-in name, the name shown, and that it is
/// bound to an office or a party where its role needs one.
#[must_use]
pub fn account_problems(login: &str, display_name: &str, role: AccountRole, (office, party): (bool, bool)) -> Violations {
    let mut v = Violations::none();
    let login = login.trim().to_lowercase();
    let plain = login.chars().all(|c| c.is_alphanumeric() || ".-_@".contains(c));
    v.check((3..=60).contains(&login.chars().count()) && plain, || Violation::on("account.login", "login"));
    v.check(!display_name.trim().is_empty(), || Violation::on("required", "display_name"));
    check_seen(display_name.trim(), "display_name", &mut v);
    let length = display_name.trim().chars().count();
    v.check(length <= NAME_MOST, || Violation::on("too_long", "display_name").with("limit", count(NAME_MOST)));
    check_needs(role, (office, party), &mut v);
    v
}

fn check_needs(role: AccountRole, (office, party): (bool, bool), v: &mut Violations) {
    v.check(!role.needs_office() || office, || Violation::on("account.needs_office", "office"));
    v.check(!role.needs_party() || party, || Violation::on("account.needs_party", "party"));
}

/// What an account is bound to is there.
fn check_bound(rx: &mut Rx<'_>, office: Option<OfficeId>, party: Option<PartyId>, v: &mut Violations) -> Result<(), ServiceError> {
    if let Some(id) = office {
        v.check(office_fetch(rx, id)?.is_some(), || Violation::on("account.no_office", "office"));
    }
    if let Some(id) = party {
        v.check(party_fetch(rx, id)?.is_some(), || Violation::on("account.no_party", "party"));
    }
    Ok(())
}

impl Command for CreateAccount {
    const NAME: &'static str = "create_account";
    const PERMISSION: Permission = Permission::AccountManage;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let login = self.checked_login();
        let bound = (self.office.is_some(), self.party.is_some());
        let mut v = account_problems(&login, &self.display_name, self.role, bound);
        v.check(secret_by_login(rx, &login)?.is_none(), || Violation::on("account.login_taken", "login").with("login", login.clone()));
        check_bound(rx, self.office, self.party, &mut v)?;
        v.finish()?;
        // The very first account is made by itself: nobody is there before it.
        let first = accounts(rx)?.is_empty();
        let account = if first { case.act.actor.account } else { case.id() };
        let decision = Decision::from(AccountCreated { account, role: self.role, office: self.office, party: self.party });
        Ok(decision.beside(Beside::Secret {
            account,
            login,
            display_name: self.display_name.trim().to_owned(),
            password_hash: self.password_hash.clone(),
            must_change: self.must_change,
        }))
    }

    fn unsaid(&self) -> &str {
        if self.chosen { &self.password_hash } else { "" }
    }
}

/// Who makes the first account of an empty register: an administrator of that id.
#[must_use]
pub const fn founder(account: AccountId) -> Actor {
    Actor { account, role: AccountRole::Administrator, office: None, party: None }
}

/// Changes the role or binding of an account.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeAccount {
    /// Which.
    pub account: AccountId,
    /// What it is for from now on.
    pub role: AccountRole,
    /// The office it is bound to.
    pub office: Option<OfficeId>,
    /// The party it acts for.
    pub party: Option<PartyId>,
}

impl Command for ChangeAccount {
    const NAME: &'static str = "change_account";
    const PERMISSION: Permission = Permission::AccountManage;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        account_fetch(rx, self.account)?.ok_or(ServiceError::NotFound("account"))?;
        let mut v = Violations::none();
        v.check(self.account != case.act.actor.account, || Violation::new("account.own"));
        check_needs(self.role, (self.office.is_some(), self.party.is_some()), &mut v);
        check_bound(rx, self.office, self.party, &mut v)?;
        v.finish()?;
        Ok(AccountChanged { account: self.account, role: self.role, office: self.office, party: self.party }.into())
    }
}

/// Gives an account a new first password, for somebody who forgot his own. Its sessions end, and the next
/// sign-in asks for another password. It stands in the journal because it is a way into another's account.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    /// Which.
    pub account: AccountId,
    /// PHC string, made at the edge; no part of the request.
    #[serde(skip)]
    pub password_hash: String,
    /// As in [`CreateAccount`].
    #[serde(skip)]
    pub chosen: bool,
}

impl Command for ResetPassword {
    const NAME: &'static str = "reset_password";
    const PERMISSION: Permission = Permission::AccountManage;

    fn decide(&self, rx: &mut Rx<'_>, _case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let secret = secret_fetch(rx, self.account)?.ok_or(ServiceError::NotFound("account"))?;
        let decision = Decision::from(AccountPasswordReset { account: self.account });
        Ok(decision.beside(Beside::Secret {
            account: self.account,
            login: secret.login,
            display_name: secret.display_name,
            password_hash: self.password_hash.clone(),
            must_change: true,
        }))
    }

    fn unsaid(&self) -> &str {
        if self.chosen { &self.password_hash } else { "" }
    }
}

/// Disables an account, or enables it again. Disabling ends its sessions and takes its machine tokens back.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAccountState {
    /// Which.
    pub account: AccountId,
    /// Whether it may sign in from now on.
    pub active: bool,
    /// Why.
    pub reason: String,
}

impl Command for SetAccountState {
    const NAME: &'static str = "set_account_state";
    const PERMISSION: Permission = Permission::AccountManage;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let account = account_fetch(rx, self.account)?.ok_or(ServiceError::NotFound("account"))?;
        let mut v = Violations::none();
        v.check(self.account != case.act.actor.account, || Violation::new("account.own"));
        let reason = check_reason(&self.reason, &mut v);
        v.check(account.active != self.active, || Violation::new("account.same_state"));
        v.finish()?;
        let event = AccountStateChanged { account: self.account, active: self.active, reason };
        let decision = Decision::from(event);
        Ok(if self.active { decision } else { decision.beside(Beside::Disabled { account: self.account }) })
    }
}
