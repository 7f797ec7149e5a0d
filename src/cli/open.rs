//! Which register a command works on.

use super::speak::{count, say};
use crate::domain::jurisdiction::Profile;
use crate::edge;
use crate::service::App;
use crate::service::setup::{self, Layers};
use crate::store::db::Db;
use crate::store::register::{Register, register_fetch};
use crate::web::assets;
use clap::Args;
use std::path::{Path, PathBuf};

/// Where the register is and whose it is.
#[derive(Args, Clone)]
pub struct Where {
    /// `sqlite:PATH` or `postgres://USER@HOST/NAME`.
    #[arg(long, env = "PLACER_DATABASE", default_value = "sqlite:placer.sqlite", global = true)]
    pub database: String,
    /// Code of a bundled jurisdiction profile (SL, CF, CD), or the path of a profile file. An existing register knows its own.
    #[arg(long, env = "PLACER_PROFILE", global = true)]
    pub profile: Option<String>,
    /// Put the named profile in force from now on, where the register works under other rules.
    #[arg(long, requires = "profile")]
    pub adopt_profile: bool,
    /// Folder with map layers of one's own (`NAME.geojson`). `country.geojson` and `admin1.geojson` there are also
    /// what positions are checked against, instead of the bundled ones.
    #[arg(long, env = "PLACER_LAYERS", global = true)]
    pub layers: Option<PathBuf>,
}

impl Where {
    /// Opens the register; a new one is set up.
    ///
    /// # Errors
    /// In words for the operator.
    pub fn open(&self, demonstration: bool) -> Result<(App, Register), Box<dyn std::error::Error>> {
        self.known_rules()?;
        self.set_up(Db::open(&self.database)?, demonstration)
    }

    /// Opens a register that is there already; for every command that has no business making one.
    ///
    /// # Errors
    /// In words for the operator, when there is none.
    pub fn open_existing(&self) -> Result<(App, Register), Box<dyn std::error::Error>> {
        let db = Db::open_existing(&self.database)?;
        if db.read(register_fetch)?.is_none() {
            return Err(say("cli-not-set-up", &[]).into());
        }
        self.set_up(db, false)
    }

    /// Whether a register is there already. Nothing is made to find out.
    pub fn is_set_up(&self) -> bool {
        let register = Db::open_existing(&self.database).ok().and_then(|db| db.read(register_fetch).ok().flatten());
        register.is_some()
    }

    /// Looks at the profile that was named before a database is made for it.
    ///
    /// # Errors
    /// In words for the operator, when it cannot be read.
    pub fn known_rules(&self) -> super::Outcome {
        self.profile.as_deref().map(|named| self.profile_of(named)).transpose()?;
        Ok(())
    }

    fn set_up(&self, db: Db, demonstration: bool) -> Result<(App, Register), Box<dyn std::error::Error>> {
        db.migrate()?;
        let known = db.read(register_fetch)?.map(|r| r.jurisdiction);
        let profile = match (&self.profile, setup::rules_in_force(&db)?) {
            (None, Some(text)) => Profile::parse(&text, "the register's own rules")?,
            (wanted, _) => self.profile_of(wanted.as_ref().or(known.as_ref()).map_or("SL", String::as_str))?,
        };
        if self.adopt_profile && known.as_deref() == Some(profile.code()) {
            setup::adopt(&db, &profile, edge::now())?;
        }
        let layers = self.layers_of(profile.code())?;
        Ok(setup::open(db, profile, &layers, demonstration, edge::now())?)
    }

    fn profile_of(&self, wanted: &str) -> Result<Profile, Box<dyn std::error::Error>> {
        if Profile::bundled_codes().any(|c| c == wanted) {
            return Ok(Profile::bundled(wanted)?);
        }
        if !Path::new(wanted).is_file() {
            let known = Profile::bundled_codes().collect::<Vec<_>>().join(", ");
            return Err(say("cli-no-profile", &[("profile", wanted.into()), ("known", known.into())]).into());
        }
        let fault = |e: String| say("cli-profile-fault", &[("error", format!("{wanted}: {e}").into())]);
        let text = std::fs::read_to_string(wanted).map_err(|e| fault(e.to_string()))?;
        Ok(Profile::parse(&text, wanted).map_err(|e| fault(e.to_string()))?)
    }

    fn layers_of(&self, code: &str) -> Result<Layers, Box<dyn std::error::Error>> {
        let read = |name: &str| -> Result<String, Box<dyn std::error::Error>> {
            match self.layers.as_ref().map(|folder| folder.join(name)).filter(|path| path.exists()) {
                Some(path) => {
                    let fault = |e: std::io::Error| say("cli-map-fault", &[("error", format!("{}: {e}", path.display()).into())]);
                    Ok(std::fs::read_to_string(&path).map_err(fault)?)
                }
                None => assets::text_of(&format!("basemap/{code}/{name}"))
                    .ok_or_else(|| say("cli-no-layer", &[("name", name.into()), ("code", code.into())]).into()),
            }
        };
        Ok(Layers { country: read("country.geojson")?, areas: read("admin1.geojson")? })
    }

    /// Brings the tables up to date and says how many migrations ran. Where a profile is named, a new register
    /// becomes that country's, and one of another country is refused.
    ///
    /// # Errors
    /// In words for the operator.
    pub fn migrate(&self) -> super::Outcome {
        self.known_rules()?;
        let done = Db::open(&self.database)?.migrate()?;
        println!("{}", say("cli-migrated", &[("count", count(done))]));
        if self.profile.is_some() {
            self.open(false)?;
        }
        Ok(())
    }
}
