//! `placer account`: the first administrator, accounts for a new office, and passwords that were forgotten.

use super::speak::{in_words, say};
use crate::cli::open::Where;
use crate::domain::access::{AccountRole, Actor, Permission, Reach, reach};
use crate::domain::code;
use crate::domain::ids::AccountId;
use crate::domain::violation::Arg;
use crate::edge;
use crate::service::account::{CreateAccount, ResetPassword, SetAccountState, account_problems, founder};
use crate::service::error::ServiceError;
use crate::service::factor::ResetFactor;
use crate::service::guard::Guard;
use crate::service::proof::Proof;
use crate::service::{Act, App, CONSOLE, Command};
use crate::store::account::accounts;
use crate::store::journal::Receipt;
use crate::store::office::{office_fetch, offices};
use crate::store::party::{party_by_code, party_fetch};
use crate::store::secret::{Secret, logins, secret_by_login};
use crate::web::password;
use clap::{Args, Subcommand};
use std::collections::HashMap;

/// The variable a password is read from, so that it stands in no list of processes and no shell history.
const PASSWORD: &str = "PLACER_PASSWORD";

/// Manage accounts from the console.
#[derive(Args)]
pub struct Account {
    #[command(flatten)]
    place: Where,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Make an account. The password is read from the variable PLACER_PASSWORD; without it one is made and shown once.
    Create {
        /// Sign-in name.
        login: String,
        /// Name shown on pages.
        #[arg(long)]
        name: Option<String>,
        /// registrar, supervisor, buyer, exporter, officer, approver, reviewer or administrator.
        #[arg(long, default_value = "administrator")]
        role: String,
        /// Code of the office it is bound to (registrar, supervisor).
        #[arg(long)]
        office: Option<String>,
        /// Code of the party it acts for (buyer, exporter).
        #[arg(long)]
        party: Option<String>,
    },
    /// Set a new first password; the next sign-in asks for another. Read from PLACER_PASSWORD, or made and shown once.
    SetPassword {
        /// Sign-in name.
        login: String,
    },
    /// Disable an account: its sessions and machine tokens end.
    Disable {
        /// Sign-in name.
        login: String,
        /// Why; it stands in the journal.
        #[arg(long)]
        reason: String,
    },
    /// Enable a disabled account.
    Enable {
        /// Sign-in name.
        login: String,
        /// Why; it stands in the journal.
        #[arg(long)]
        reason: String,
    },
    /// Take away the second factor of somebody who lost it; the next sign-in asks for another where the role needs one.
    ResetFactor {
        /// Sign-in name.
        login: String,
        /// Why; it stands in the journal.
        #[arg(long)]
        reason: String,
    },
    /// List accounts: sign-in name, role, office or party, state, id.
    List,
}

impl Account {
    pub(super) fn run(self) -> super::Outcome {
        let place = self.place;
        let existing = || place.open_existing().map(|(app, _)| app);
        match self.what {
            What::Create { login, name, role, office, party } => {
                let new = New::read(login, name, &role, (office, party), &place.asked.guard(false)?)?;
                if !place.is_set_up() {
                    new.without_a_register()?;
                }
                // The first account is made before the first page is served.
                new.create(&place.open()?.0)
            }
            What::SetPassword { login } => set_password(&existing()?, &login),
            What::Disable { login, reason } => set_state(&existing()?, &login, false, reason),
            What::Enable { login, reason } => set_state(&existing()?, &login, true, reason),
            What::ResetFactor { login, reason } => reset_factor(&existing()?, &login, reason),
            What::List => list(&existing()?),
        }
    }
}

/// In whose name the console acts: an active administrator, another than the account it is about where there is one.
fn author(app: &App, about: Option<AccountId>) -> Result<Actor, Box<dyn std::error::Error>> {
    let all = app.db.read(accounts)?;
    if all.is_empty() {
        return Ok(founder(AccountId::new(edge::id())));
    }
    let mut admins: Vec<Actor> =
        all.into_iter().filter(|a| a.active && a.actor.role == AccountRole::Administrator).map(|a| a.actor).collect();
    admins.sort_by_key(|a| Some(a.account) == about);
    admins.into_iter().next().ok_or_else(|| say("cli-no-administrator", &[]).into())
}

/// An act in the name of the console.
fn act(app: &App, about: Option<AccountId>) -> Result<Act, Box<dyn std::error::Error>> {
    Ok(Act {
        actor: author(app, about)?,
        now: edge::now(),
        occurred_at: None,
        device: Some(CONSOLE.to_owned()),
        key: edge::id().to_string(),
        entropy: Box::new(edge::System),
        proof: Proof::AtServer,
    })
}

/// Does an act in the name of the console.
pub(super) fn submit<C: Command>(app: &App, about: Option<AccountId>, command: &C) -> Result<Receipt, Box<dyn std::error::Error>> {
    app.submit(&mut act(app, about)?, command).map_err(|e| in_words(e.into()))
}

/// Looks whether it would be done.
pub(super) fn preview<C: Command>(app: &App, command: &C) -> super::Outcome {
    app.preview(&mut act(app, None)?, command).map(drop).map_err(|e| in_words(e.into()))
}

/// The password of the variable, checked, or one that is made; with whether it was made.
fn first_password(guard: &Guard, login: &str) -> Result<(String, bool), Box<dyn std::error::Error>> {
    match std::env::var(PASSWORD) {
        Ok(typed) => {
            let problems = guard.password_problems(login, &[], &typed, "password").map_err(|e| in_words(e.into()))?;
            problems.finish().map_err(|v| in_words(ServiceError::from(v).into()))?;
            Ok((typed, false))
        }
        Err(_) => Ok((password::generate(), true)),
    }
}

/// Numbers of entries are read with `placer` and typed again, so they bear no marks between the thousands.
fn entry(receipt: &Receipt) -> Arg {
    Arg::from(receipt.seq.to_string())
}

fn secret(app: &App, login: &str) -> Result<Secret, Box<dyn std::error::Error>> {
    app.secret(login)?.ok_or_else(|| say("cli-no-login", &[("login", login.into())]).into())
}

/// An account to be made, as far as it can be looked at before a register is there: what is refused leaves none behind.
struct New {
    login: String,
    name: String,
    role: AccountRole,
    office: Option<String>,
    party: Option<String>,
    password: String,
    /// Whether the password was made here and has to be told.
    made: bool,
}

impl New {
    fn read(
        login: String,
        name: Option<String>,
        role: &str,
        (office, party): (Option<String>, Option<String>),
        guard: &Guard,
    ) -> Result<Self, Box<dyn std::error::Error>> {
        let role = AccountRole::parse(role).ok_or_else(|| {
            let known = AccountRole::ALL.iter().map(|r| r.as_str()).collect::<Vec<_>>().join(", ");
            say("cli-no-role", &[("typed", role.into()), ("known", known.into())])
        })?;
        let name = name.unwrap_or_else(|| login.clone());
        let bound = (office.is_some(), party.is_some());
        account_problems(&login, &name, role, bound).finish().map_err(|v| in_words(ServiceError::from(v).into()))?;
        let (password, made) = first_password(guard, &login)?;
        Ok(Self { login, name, role, office, party, password, made })
    }

    /// Where no register is, there are no offices and parties either.
    fn without_a_register(&self) -> super::Outcome {
        match (&self.office, &self.party) {
            (Some(code), _) => Err(say("cli-no-office", &[("code", code.as_str().into())]).into()),
            (None, Some(code)) => Err(say("cli-no-party", &[("code", code.as_str().into())]).into()),
            (None, None) => Ok(()),
        }
    }

    fn create(self, app: &App) -> super::Outcome {
        let office = match self.office {
            Some(code) => {
                let found = app.db.read(offices)?.into_iter().find(|o| o.code.eq_ignore_ascii_case(&code));
                Some(found.ok_or_else(|| say("cli-no-office", &[("code", code.as_str().into())]))?.id)
            }
            None => None,
        };
        let party = match self.party {
            Some(code) => {
                let wanted = code::written(&code);
                let found = app.db.read(|rx| party_by_code(rx, &wanted))?;
                Some(found.ok_or_else(|| say("cli-no-party", &[("code", code.as_str().into())]))?.id)
            }
            None => None,
        };
        let command = CreateAccount {
            display_name: self.name,
            login: self.login,
            role: self.role,
            office,
            party,
            password_hash: password::hash(&self.password).ok_or_else(|| say("cli-not-hashed", &[]))?,
            must_change: self.made,
            // Each run has a key of its own.
            chosen: false,
        };
        let receipt = submit(app, None, &command)?;
        println!("{}", say("cli-account-made", &[("account", receipt.subject.as_str().into()), ("entry", entry(&receipt))]));
        if self.made {
            println!("{}", say("cli-first-password", &[("password", self.password.into())]));
        }
        Ok(())
    }
}

fn set_password(app: &App, login: &str) -> super::Outcome {
    let account = secret(app, login)?.account;
    let (first, made) = first_password(&app.guard, login)?;
    let password_hash = password::hash(&first).ok_or_else(|| say("cli-not-hashed", &[]))?;
    let receipt = submit(app, Some(account), &ResetPassword { account, password_hash, chosen: false })?;
    println!("{}", say("cli-password-set", &[("entry", entry(&receipt))]));
    if made {
        println!("{}", say("cli-first-password", &[("password", first.into())]));
    }
    Ok(())
}

fn set_state(app: &App, login: &str, active: bool, reason: String) -> super::Outcome {
    let account = secret(app, login)?.account;
    let receipt = submit(app, Some(account), &SetAccountState { account, active, reason })?;
    let id = if active { "cli-account-enabled" } else { "cli-account-disabled" };
    println!("{}", say(id, &[("entry", entry(&receipt))]));
    Ok(())
}

fn reset_factor(app: &App, login: &str, reason: String) -> super::Outcome {
    let account = secret(app, login)?.account;
    let receipt = submit(app, Some(account), &ResetFactor { account, reason })?;
    println!("{}", say("cli-factor-reset", &[("entry", entry(&receipt))]));
    Ok(())
}

fn list(app: &App) -> super::Outcome {
    app.db.read(|rx| -> Result<(), ServiceError> {
        let names: HashMap<AccountId, String> = logins(rx)?.into_iter().map(|(id, login, _)| (id, login)).collect();
        for a in accounts(rx)? {
            let office = a.actor.office.map(|id| office_fetch(rx, id)).transpose()?.flatten().map(|o| o.code);
            let party = a.actor.party.map(|id| party_fetch(rx, id)).transpose()?.flatten().map(|p| p.code);
            let bound = office.or(party).unwrap_or_else(|| "-".into());
            let login = names.get(&a.actor.account).map_or("-", String::as_str);
            let state = say(if a.active { "cli-active" } else { "cli-disabled" }, &[]);
            println!("{login}\t{}\t{bound}\t{state}\t{}", a.actor.role.as_str(), a.actor.account);
        }
        Ok(())
    })?;
    Ok(())
}

/// The account in whose name a command at the console acts: the one with a sign-in name, or the only one that may do so
/// everywhere. `words` are the messages for nobody of that name, for somebody who may not, and for several or none, which is
/// told how many there are and their sign-in names.
///
/// # Errors
/// One of these, in words for the operator.
pub(super) fn acting(
    app: &App,
    login: Option<&str>,
    permission: Permission,
    words: [&'static str; 3],
) -> Result<Actor, Box<dyn std::error::Error>> {
    let [nobody, not_allowed, several] = words;
    let all = app.db.read(accounts)?;
    if let Some(login) = login {
        let secret = app.db.read(|rx| secret_by_login(rx, &login.trim().to_lowercase()))?;
        let found = secret.and_then(|s| all.into_iter().find(|a| a.actor.account == s.account && a.active));
        let Some(found) = found else { return Err(say(nobody, &[("login", login.into())]).into()) };
        let may = reach(&found.actor, permission) != Reach::Nothing;
        return if may { Ok(found.actor) } else { Err(say(not_allowed, &[]).into()) };
    }
    let may: Vec<Actor> = all.into_iter().filter(|a| a.active && reach(&a.actor, permission) == Reach::All).map(|a| a.actor).collect();
    if let [only] = may.as_slice() {
        return Ok(only.clone());
    }
    let known = app.db.read(logins)?;
    let mut names: Vec<&str> =
        known.iter().filter(|(id, ..)| may.iter().any(|a| a.account == *id)).map(|(_, login, _)| login.as_str()).collect();
    names.sort_unstable();
    let many = i64::try_from(may.len()).unwrap_or(i64::MAX);
    Err(say(several, &[("many", many.into()), ("logins", names.join(", ").into())]).into())
}
