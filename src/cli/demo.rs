//! `placer demo`: a fictitious country-year, made and served.

use crate::cli::open::Where;
use crate::cli::serve::Listening;
use crate::demo::{Made, PASSWORD, Plan, make};
use crate::domain::time::Day;
use crate::edge;
use crate::store::journal::journal_size;
use crate::web::{assets, password};
use clap::Args;
use std::io::Write;
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
    #[command(flatten)]
    listening: Listening,
}

impl Demo {
    pub(super) fn run(self) -> super::Outcome {
        let database = match &self.database {
            Some(database) => database.clone(),
            None => new_folder()?,
        };
        println!("Placer demonstration: everything in it is fictitious.");
        println!("database: {database}");
        let place = Where { database, profile: Some(self.profile.clone()), adopt_profile: false, layers: None };
        let (app, register) = place.open(true)?;
        if !register.demonstration {
            return Err("this database is a real register; the demonstration needs one of its own".into());
        }
        if app.db.read(journal_size)? > 0 {
            println!("the register is there already; it is served as it is");
        } else {
            let today = edge::now().day();
            let until = self.until.or_else(|| today.pred_opt()).unwrap_or(today);
            let plan = if self.small { Plan::small(self.seed, until) } else { Plan::standard(self.seed, until) };
            let rivers = assets::text_of(&format!("basemap/{}/rivers.geojson", app.env.profile.code())).ok_or("no bundled rivers")?;
            let hash = password::hash(PASSWORD).ok_or("the password cannot be hashed")?;
            let begun = Instant::now();
            let made = make(&app, plan, &rivers, &hash, |day, days| {
                eprint!("\rday {day} of {days}");
                let _ = std::io::stderr().flush();
            })?;
            eprintln!();
            tell(&made, begun.elapsed().as_secs_f32(), app.db.read(journal_size)?);
        }
        if self.no_serve {
            return Ok(());
        }
        self.listening.serve(app, register, |address| println!("open {address} in a browser; stop with Ctrl+C"))
    }
}

fn tell(made: &Made, seconds: f32, entries: i64) {
    println!("{entries} journal entries in {seconds:.1} s:");
    println!("  {} production entries, {} sales, {} mixes and sortings", made.entries, made.sales, made.reworks);
    println!("  {} certificates, {} acts refused", made.certificates, made.refused);
    if let Some(number) = made.numbers.last() {
        println!("  the latest certificate: {number}");
    }
    println!("sign in (password {PASSWORD}):");
    for login in &made.logins {
        println!("  {:14} {}", login.role, login.login);
    }
}

/// A database in a new folder below the one for temporary files.
fn new_folder() -> Result<String, Box<dyn std::error::Error>> {
    let folder: PathBuf = std::env::temp_dir().join(format!("placer-demo-{}", edge::id().simple()));
    std::fs::create_dir(&folder)?;
    Ok(format!("sqlite:{}", folder.join("placer.sqlite").display()))
}
