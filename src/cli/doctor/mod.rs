//! `placer doctor`: whether a register is kept as it should be, with what to do about each thing that is not.

mod files;
mod register;
mod settings;

use super::speak::{count, locale, say};
use crate::cli::Exit;
use crate::cli::open::Where;
use crate::cli::serve::Listening;
use crate::domain::violation::Arg;
use crate::store::db::Db;
use crate::web::locale::{label_id, text};
use clap::{Args, ValueEnum};
use serde::Serialize;

/// Check settings, files, accounts, room, clock and database, and say what to do. Exit code 1 when something is wrong.
/// Give it the same options and variables as `placer serve`.
#[derive(Args)]
pub struct Doctor {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    listening: Listening,
    /// Hours after which a backup is too old.
    #[arg(long, default_value_t = 48)]
    backup_hours: u32,
    /// Megabytes below which the room on the disk is too little.
    #[arg(long, default_value_t = 1024)]
    free_mb: u64,
    /// How findings are printed.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    /// To be put right.
    Wrong,
    /// To be looked at.
    Look,
}

/// Every finding there is, and how bad it is; each has a message `doctor-CODE` and one `doctor-CODE-do`.
const CODES: &[(&str, Level)] = &[
    ("settings.base_url_missing", Level::Look),
    ("settings.base_url_plain", Level::Wrong),
    ("settings.listen_open", Level::Look),
    ("settings.proxy_unlisted", Level::Wrong),
    ("settings.proxy_anybody", Level::Wrong),
    ("settings.metrics_open", Level::Wrong),
    ("settings.passwords_known", Level::Wrong),
    ("files.readable", Level::Wrong),
    ("files.folder_open", Level::Wrong),
    ("files.keys_missing", Level::Wrong),
    ("files.keys_readable", Level::Wrong),
    ("files.key_unusable", Level::Wrong),
    ("files.keys_beside", Level::Wrong),
    ("files.heads_beside", Level::Wrong),
    ("files.heads_with_keys", Level::Look),
    ("files.certificate_key", Level::Look),
    ("files.heads_missing", Level::Wrong),
    ("files.room", Level::Wrong),
    ("backup.none", Level::Wrong),
    ("backup.old", Level::Wrong),
    ("backup.plain", Level::Look),
    ("backup.unknown", Level::Look),
    ("accounts.demonstration_password", Level::Wrong),
    ("accounts.no_administrator", Level::Wrong),
    ("accounts.one_administrator", Level::Look),
    ("accounts.first_password", Level::Look),
    ("accounts.no_factor", Level::Look),
    ("accounts.factor_known", Level::Wrong),
    ("accounts.factor_shared", Level::Wrong),
    ("accounts.factor_exempt", Level::Look),
    ("register.closed", Level::Wrong),
    ("register.demonstration", Level::Look),
    ("register.migrations", Level::Wrong),
    ("register.newer", Level::Wrong),
    ("register.not_set_up", Level::Wrong),
    ("register.rules", Level::Look),
    ("register.guard_missing", Level::Wrong),
    ("clock.behind", Level::Wrong),
    ("clock.database", Level::Wrong),
    ("clock.never_set", Level::Wrong),
    ("database.pragmas", Level::Wrong),
    ("database.read_only", Level::Wrong),
    ("database.superuser", Level::Wrong),
    ("database.owner", Level::Wrong),
    ("database.may_change", Level::Wrong),
    ("database.unsafe", Level::Wrong),
    ("database.encoding", Level::Wrong),
];

/// One thing that is not as it should be.
struct Finding {
    code: &'static str,
    args: Vec<(&'static str, Arg)>,
}

/// What was found, and how many things were looked at.
#[derive(Default)]
struct Findings {
    all: Vec<Finding>,
    looked_at: usize,
}

impl Findings {
    /// Looks at one thing: it is as it should be, or a finding.
    fn check(&mut self, fine: bool, code: &'static str, args: Vec<(&'static str, Arg)>) {
        self.looked_at = self.looked_at.saturating_add(1);
        if !fine {
            self.all.push(Finding { code, args });
        }
    }
}

impl Finding {
    fn level(&self) -> Level {
        CODES.iter().find(|(code, _)| *code == self.code).map_or(Level::Wrong, |(_, level)| *level)
    }
    fn told(&self, ending: &str) -> String {
        text(locale(), &format!("{}{ending}", label_id("doctor", self.code)), &self.args)
    }
}

#[derive(Serialize)]
struct Told {
    code: &'static str,
    level: Level,
    what: String,
    todo: String,
}

impl Doctor {
    pub(super) fn run(self) -> super::Outcome {
        let db = Db::open_existing(&self.place.database)?;
        let mut found = Findings::default();
        settings::check(&self.listening, &mut found);
        settings::passwords(&self.place.asked, &mut found);
        files::check(&self, &db, &mut found);
        register::check(&self, &db, &mut found)?;
        found.all.sort_by_key(Finding::level);
        let told: Vec<Told> =
            found.all.iter().map(|f| Told { code: f.code, level: f.level(), what: f.told(""), todo: f.told("-do") }).collect();
        let wrong = told.iter().filter(|t| t.level == Level::Wrong).count();
        if self.format == Format::Json {
            let whole = serde_json::json!({ "looked_at": found.looked_at, "wrong": wrong, "findings": told });
            println!("{}", serde_json::to_string_pretty(&whole)?);
        } else {
            for t in &told {
                let level = say(if t.level == Level::Wrong { "doctor-wrong" } else { "doctor-look" }, &[]);
                println!("{level}  {}: {}\n    {}", t.code, t.what, t.todo);
            }
            let look = told.len().saturating_sub(wrong);
            println!("{}", say("doctor-done", &[("looked", count(found.looked_at)), ("wrong", count(wrong)), ("look", count(look))]));
        }
        if wrong == 0 { Ok(()) } else { Err(Box::new(Exit(1))) }
    }
}

#[cfg(test)]
mod tests {
    use super::CODES;
    use crate::web::locale::{Catalogue, Locale, label_id};

    #[test]
    fn every_finding_and_what_to_do_is_said_in_every_language() {
        for (code, _) in CODES {
            for locale in Locale::ALL {
                for ending in ["", "-do"] {
                    let id = format!("{}{ending}", label_id("doctor", code));
                    assert!(Catalogue::get().has(*locale, &id), "{locale:?} lacks {id}");
                }
            }
        }
    }
}
