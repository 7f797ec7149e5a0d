//! `placer migrate`: the tables of a register, and on PostgreSQL the rights of the role that its server connects with.

use super::speak::{count, say};
use crate::cli::open::Where;
use crate::store::db::Db;
use clap::Args;

/// Bring the tables of a database up to date.
#[derive(Args)]
pub struct Migrate {
    #[command(flatten)]
    place: Where,
    /// PostgreSQL: give this role the rights of a server afterwards, and no others: it appends to the evidence and can
    /// neither change nor take it away, nor change tables. Connect as the owner of the tables.
    #[arg(long, value_name = "NAME")]
    role: Option<String>,
    /// Print the statements that give these rights, for somebody else to run, instead of running them.
    #[arg(long, requires = "role")]
    print_grants: bool,
}

impl Migrate {
    pub(super) fn run(self) -> super::Outcome {
        if self.role.is_some() && self.place.database.starts_with("sqlite:") {
            return Err(say("cli-role-sqlite", &[]).into());
        }
        self.place.known_rules()?;
        let db = self.place.keyed(Db::open(&self.place.database)?)?;
        let done = db.migrate()?;
        if !self.print_grants {
            println!("{}", say("cli-migrated", &[("count", count(done))]));
        }
        if self.place.profile.is_some() {
            self.place.open()?;
        }
        match &self.role {
            Some(role) if self.print_grants => db.grants(role)?.iter().for_each(|statement| println!("{statement};")),
            Some(role) => {
                db.grant(role)?;
                println!("{}", say("cli-granted", &[("role", role.as_str().into())]));
            }
            None => {}
        }
        Ok(())
    }
}
