//! What an operator asks of those who sign in, as options of the commands.

use super::speak::say;
use crate::domain::access::AccountRole;
use crate::service::guard::{Guard, SessionHours};
use crate::store::password_list::PasswordList;
use clap::Args;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

/// What is asked of those who sign in.
#[derive(Args, Clone)]
pub struct Asked {
    /// Roles that must have a second factor, parted by commas: `all`, `none`, or names. A name with a hyphen before it is left
    /// out, so `all,-buyer` are all but buyers.
    #[arg(long, env = "PLACER_SECOND_FACTOR", global = true, default_value = "all", allow_hyphen_values = true, value_name = "ROLES")]
    pub second_factor: Roles,
    /// Hours after which a session of a role that signs (supervisor, officer, approver, administrator) ends though it is used.
    #[arg(long, env = "PLACER_SESSION_HOURS", global = true, default_value_t = SessionHours::default().signing, value_parser = hours(), value_name = "HOURS")]
    pub session_hours: u32,
    /// The same of all other roles.
    #[arg(long, env = "PLACER_SESSION_HOURS_OTHERS", global = true, default_value_t = SessionHours::default().others, value_parser = hours(), value_name = "HOURS")]
    pub session_hours_others: u32,
    /// File of stolen passwords that are refused besides those the program knows: SHA-1 hashes in order, one to a line,
    /// HASH:COUNT. It may be as large as a disk holds.
    #[arg(long, env = "PLACER_PASSWORDS_KNOWN", global = true, value_name = "FILE")]
    pub passwords_known: Option<PathBuf>,
}

fn hours() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=24 * 366)
}

/// A list of roles, as typed.
#[derive(Debug, Clone)]
pub struct Roles(pub Vec<AccountRole>);

impl FromStr for Roles {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let mut wanted = Vec::new();
        for name in typed.split(',').map(str::trim) {
            match (name, name.strip_prefix('-')) {
                ("all", _) => wanted = AccountRole::ALL.to_vec(),
                ("none", _) => wanted.clear(),
                (_, Some(out)) => {
                    let out = AccountRole::parse(out).ok_or_else(|| out.to_owned())?;
                    wanted.retain(|role| *role != out);
                }
                (_, None) => wanted.push(AccountRole::parse(name).ok_or_else(|| name.to_owned())?),
            }
        }
        Ok(Self(wanted))
    }
}

impl Asked {
    /// Nothing but what is usual, and no second factor: of a demonstration, where the same password opens every account.
    #[must_use]
    pub fn of_a_demonstration() -> Self {
        let hours = SessionHours::default();
        Self { second_factor: Roles(Vec::new()), session_hours: hours.signing, session_hours_others: hours.others, passwords_known: None }
    }

    /// The list of stolen passwords, where one is named.
    ///
    /// # Errors
    /// In words for the operator, when it cannot be read or is none.
    pub fn stolen(&self) -> Result<Option<Arc<PasswordList>>, Box<dyn std::error::Error>> {
        let Some(path) = &self.passwords_known else { return Ok(None) };
        let fault = |e: String| say("cli-passwords-fault", &[("path", path.display().to_string().into()), ("error", e.into())]);
        Ok(Some(Arc::new(PasswordList::open(path).map_err(|e| fault(e.to_string()))?)))
    }

    /// All of it.
    ///
    /// # Errors
    /// As [`Asked::stolen`].
    pub fn guard(&self, demonstration: bool) -> Result<Guard, Box<dyn std::error::Error>> {
        let hours = SessionHours { signing: self.session_hours, others: self.session_hours_others };
        Ok(Guard { factor_roles: self.second_factor.0.clone(), hours, stolen: self.stolen()?, demonstration })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_named_added_and_left_out() {
        let read = |typed: &str| typed.parse::<Roles>().map(|roles| roles.0);
        assert_eq!(read("all").unwrap(), AccountRole::ALL);
        assert_eq!(read("none").unwrap(), []);
        assert_eq!(read("officer, approver").unwrap(), [AccountRole::Officer, AccountRole::Approver]);
        let most = read("all,-buyer,-exporter").unwrap();
        assert!(most.len() == 6 && !most.contains(&AccountRole::Buyer) && most.contains(&AccountRole::Registrar));
        assert_eq!(read("all,-king").unwrap_err(), "king");
        assert_eq!(read("").unwrap_err(), "");
    }
}
