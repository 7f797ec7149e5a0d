//! `placer account`: the first administrator, and passwords that were forgotten.

use crate::cli::open::Where;
use crate::domain::access::AccountRole;
use crate::domain::ids::AccountId;
use crate::edge;
use crate::service::account::{CreateAccount, founder};
use crate::service::{Act, Entropy};
use crate::store::account::accounts;
use crate::web::password;
use clap::{Args, Subcommand};

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
    /// Make an administrator; the password is read from the variable PLACER_PASSWORD.
    Create {
        /// Sign-in name.
        login: String,
        /// Name shown on pages.
        #[arg(long)]
        name: Option<String>,
    },
    /// List accounts.
    List,
}

impl Account {
    pub(super) fn run(self) -> super::Outcome {
        let (app, _) = self.place.open(false)?;
        match self.what {
            What::Create { login, name } => {
                let typed = std::env::var("PLACER_PASSWORD").map_err(|_| "put the password into the variable PLACER_PASSWORD")?;
                let existing = app.db.read(accounts)?;
                let admin = existing.iter().find(|a| a.active && a.actor.role == AccountRole::Administrator);
                let author = match (existing.is_empty(), admin) {
                    (true, _) => founder(AccountId::new(edge::System.id())),
                    (false, Some(admin)) => admin.actor.clone(),
                    (false, None) => return Err("no administrator is left".into()),
                };
                let command = CreateAccount {
                    display_name: name.unwrap_or_else(|| login.clone()),
                    login,
                    role: AccountRole::Administrator,
                    office: None,
                    party: None,
                    password_hash: password::hash(&typed).ok_or("the password cannot be hashed")?,
                    must_change: false,
                };
                let mut act = Act {
                    actor: author,
                    now: edge::now(),
                    occurred_at: None,
                    device: Some("console".into()),
                    key: edge::System.id().to_string(),
                    entropy: Box::new(edge::System),
                };
                let receipt = app.submit(&mut act, &command)?;
                println!("account {} made (journal entry {})", receipt.subject, receipt.seq);
            }
            What::List => {
                for a in app.db.read(accounts)? {
                    println!("{}\t{}\t{}", a.actor.account, a.actor.role.as_str(), if a.active { "active" } else { "disabled" });
                }
            }
        }
        Ok(())
    }
}
