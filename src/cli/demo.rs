//! `placer demo`: a fictitious country-year, made and served.

use super::progress::Progress;
use super::speak::{count, locale, say};
use crate::cli::asked::Asked;
use crate::cli::open::Where;
use crate::cli::serve::Listening;
use crate::demo::{Login, Made, PASSWORD, Plan, make};
use crate::domain::access::AccountRole;
use crate::domain::time::Day;
use crate::edge;
use crate::service::App;
use crate::store::account::accounts;
use crate::store::error::StoreError;
use crate::store::journal::journal_size;
use crate::store::secret::logins;
use crate::web::locale::label;
use crate::web::{assets, password};
use clap::Args;
use std::path::PathBuf;
use std::time::Instant;

/// Options of `placer demo`.
#[derive(Args)]
pub struct Demo {
    /// Database; a new SQLite file in a folder of its own when not given.
    #[arg(long)]
    database: Option<String>,
    /// Code of a bundled jurisdiction profile: SL, CF or CD.
    #[arg(long, default_value = "SL")]
    profile: String,
    /// The same seed and last day give the same register.
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// Last day of the year that is made; yesterday when not given, so that nothing is recorded later than now.
    #[arg(long)]
    until: Option<Day>,
    /// Make a small register (a dozen miners) instead of the usual size.
    #[arg(long)]
    small: bool,
    /// Make the data, print what was made, and leave.
    #[arg(long)]
    no_serve: bool,
    /// Folder with the keys that sign the journal's heads and seal personal details; when not given, beside the folder of a
    /// database that is made, else as of any register.
    #[arg(long, env = "PLACER_KEYS")]
    keys: Option<PathBuf>,
    /// Folder where signed heads are kept; alike.
    #[arg(long, env = "PLACER_HEADS")]
    heads: Option<PathBuf>,
    #[command(flatten)]
    listening: Listening,
}

impl Demo {
    pub(super) fn run(self) -> super::Outcome {
        self.listening.check()?;
        let mut place = Where {
            database: String::new(),
            profile: Some(self.profile.clone()),
            adopt_profile: false,
            layers: None,
            keys: self.keys.clone(),
            heads: self.heads.clone(),
            origin: None,
            asked: Asked::of_a_demonstration(),
        };
        place.known_rules()?;
        match &self.database {
            Some(database) => place.database.clone_from(database),
            None => own_folders(&mut place)?,
        }
        println!("{}", say("cli-demo-begin", &[]));
        println!("{}", say("cli-demo-database", &[("database", place.database.as_str().into())]));
        place.tell_places()?;
        let today = edge::now().day();
        let until = self.until.or_else(|| today.pred_opt()).unwrap_or(today);
        let plan = if self.small { Plan::small(self.seed, until) } else { Plan::standard(self.seed, until) };
        let (app, register) = place.open_at(Some(plan.begins()?))?;
        if !register.demonstration {
            return Err(say("cli-demo-real", &[]).into());
        }
        if !app.db.read(accounts)?.is_empty() {
            println!("{}", say("cli-demo-there", &[]));
            tell_sign_ins(&sign_ins(&app)?);
        } else {
            let rivers = assets::text_of(&format!("basemap/{}/rivers.geojson", app.env.profile.code()))
                .ok_or_else(|| say("cli-no-layer", &[("name", "rivers.geojson".into()), ("code", app.env.profile.code().into())]))?;
            let hash = password::hash(PASSWORD).ok_or_else(|| say("cli-not-hashed", &[]))?;
            let begun = Instant::now();
            let mut shown = Progress::begin();
            let made = make(&app, plan, &rivers, &hash, |day, days| {
                shown.show(day >= days, |_| say("cli-demo-day", &[("day", count(day)), ("days", count(days))]));
            })?;
            shown.end();
            app.look_as_daily(edge::now())?;
            tell(&made, begun.elapsed().as_secs_f32(), app.db.read(journal_size)?);
        }
        if self.no_serve {
            return Ok(());
        }
        let listening = Listening { keys: Some(place.key_folder()?), ..self.listening };
        listening.serve(app, register, |address| println!("{}", say("cli-demo-open", &[("address", address.into())])))
    }
}

fn tell(made: &Made, seconds: f32, entries: i64) {
    // Seconds with one decimal, by the language's own sign.
    let seconds = format!("{seconds:.1}").replace('.', &locale().decimal_sign().to_string());
    let whole = [
        ("entries", count(entries)),
        ("seconds", seconds.into()),
        ("production", count(made.entries)),
        ("sales", count(made.sales)),
        ("reworks", count(made.reworks)),
        ("certificates", count(made.certificates)),
        ("refused", count(made.refused)),
    ];
    for id in ["cli-demo-made", "cli-demo-trade", "cli-demo-left"] {
        println!("{}", say(id, &whole));
    }
    if let Some(number) = made.numbers.last() {
        println!("{}", say("cli-demo-latest", &[("number", number.as_str().into())]));
    }
    tell_sign_ins(&made.logins);
}

fn tell_sign_ins(logins: &[Login]) {
    println!("{}", say("cli-demo-sign-in", &[("password", PASSWORD.into())]));
    for login in logins {
        println!("  {:20} {}", label(locale(), "account-role", login.role), login.login);
    }
}

/// The first account of each role that may sign in.
fn sign_ins(app: &App) -> Result<Vec<Login>, StoreError> {
    let (accounts, names) = app.db.read(|rx| -> Result<_, StoreError> { Ok((accounts(rx)?, logins(rx)?)) })?;
    let of_role = |role: AccountRole| {
        let account = accounts.iter().find(|a| a.active && a.actor.role == role)?;
        let (_, login, _) = names.iter().find(|(id, ..)| *id == account.actor.account)?;
        Some(Login { role: role.as_str(), login: login.clone() })
    };
    Ok(AccountRole::ALL.into_iter().filter_map(of_role).collect())
}

/// A new folder below the one for temporary files, with one each for the database, the keys and the signed heads: apart
/// from each other, as they are to be in earnest.
fn own_folders(place: &mut Where) -> super::Outcome {
    let folder: PathBuf = std::env::temp_dir().join(format!("placer-demo-{}", edge::id().simple()));
    let database = folder.join("database");
    std::fs::create_dir_all(&database)?;
    place.database = format!("sqlite:{}", database.join("placer.sqlite").display());
    place.keys.get_or_insert_with(|| folder.join("keys"));
    place.heads.get_or_insert_with(|| folder.join("heads"));
    Ok(())
}
