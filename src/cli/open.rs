//! Which register a command works on.

use super::places;
use super::speak::say;
use crate::cli::asked::Asked;
use crate::domain::jurisdiction::Profile;
use crate::domain::note::{KeyKind, SignerKey};
use crate::domain::seal::SealKey;
use crate::domain::time::Instant;
use crate::domain::token::TokenKey;
use crate::edge;
use crate::service::App;
use crate::service::error::ServiceError;
use crate::service::notary::Notary;
use crate::service::setup::{self, Layers};
use crate::service::standing::closed_by;
use crate::store::checkpoint::log_keys;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::keys::{DETAILS, KeyFolder};
use crate::store::outside::Outside;
use crate::store::party::something_sealed;
use crate::store::register::{Register, register_fetch};
use crate::store::sealing::Keys;
use crate::web::assets;
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    /// Folder of the keys that sign the journal's heads and of those that seal personal details, apart from the database,
    /// best on another disk; when not given, one in the account's own folder for settings (~/.config/placer/keys).
    /// `{database}` in it stands for a short digest of the database's address.
    #[arg(long, env = "PLACER_KEYS", global = true)]
    pub keys: Option<PathBuf>,
    /// Folder outside the database where signed heads are kept, so that an old copy put back is noticed. Best on another
    /// machine; when not given, within the folder given with --keys, else ~/.local/state/placer/heads.
    #[arg(long, env = "PLACER_HEADS", global = true)]
    pub heads: Option<PathBuf>,
    /// Name of this register's journal in signed heads, such as register.example/journal; taken when its first key is
    /// made, and for good.
    #[arg(long, env = "PLACER_ORIGIN", global = true)]
    pub origin: Option<String>,
    #[command(flatten)]
    pub asked: Asked,
}

/// Makes the first key that signs tokens of certificates, where none can have signed any. Else a lost file would be
/// replaced in silence, and every token that was printed would be of an unknown key.
fn make_certificate_key(app: &App, folder: &KeyFolder, register: &Register) -> Result<(), Box<dyn std::error::Error>> {
    let Some(origin) = app.notary.origin() else { return Ok(()) };
    if app.db.read(|rx| app.lacks_first_certificate_key(rx))?
        && let Some(key) = TokenKey::new(&register.jurisdiction, &origin, &edge::random())
    {
        folder.make_certificate_key(&key)?;
    }
    Ok(())
}

impl Where {
    /// Opens the register; a new one is set up.
    ///
    /// # Errors
    /// In words for the operator.
    pub fn open(&self) -> Result<(App, Register), Box<dyn std::error::Error>> {
        self.open_at(None)
    }

    /// The same, where a new one is a demonstration that begins at an instant, if one is given.
    ///
    /// # Errors
    /// In words for the operator.
    pub fn open_at(&self, demonstration: Option<Instant>) -> Result<(App, Register), Box<dyn std::error::Error>> {
        self.known_rules()?;
        let db = self.keyed(Db::open(&self.database)?)?;
        let (app, register) = self.set_up(db, demonstration)?;
        self.with_notary(app, register, true)
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
        let db = self.keyed(db)?;
        let (app, register) = self.set_up(db, None)?;
        self.with_notary(app, register, false)
    }

    /// The folder of the keys.
    ///
    /// # Errors
    /// In words for the operator, where none is given and the account has none.
    pub fn key_folder(&self) -> Result<KeyFolder, Box<dyn std::error::Error>> {
        Ok(KeyFolder::at(&places::keys(self.keys.as_deref(), &self.database)?))
    }

    /// The folder of the signed heads.
    ///
    /// # Errors
    /// As [`Where::key_folder`].
    pub fn head_folder(&self) -> Result<PathBuf, Box<dyn std::error::Error>> {
        places::heads(self.heads.as_deref(), self.keys.as_deref(), &self.database)
    }

    /// Says where keys and heads are kept, and warns where they lie with the database.
    ///
    /// # Errors
    /// As [`Where::key_folder`].
    pub fn tell_places(&self) -> super::Outcome {
        let (keys, heads) = (self.key_folder()?.folder().to_owned(), self.head_folder()?);
        let paths = [("keys", keys.display().to_string().into()), ("heads", heads.display().to_string().into())];
        println!("{}", say("cli-places", &paths));
        let Some(database) = places::of_database(&self.database) else { return Ok(()) };
        for (folder, id) in [(&keys, "cli-keys-beside"), (&heads, "cli-heads-beside")] {
            if places::within(folder, &database) {
                eprintln!("{}", say(id, &[("path", folder.display().to_string().into())]));
            }
        }
        Ok(())
    }

    /// Gives the register its keys and what is kept outside, and holds its journal against that. A register without a
    /// key gets its first where `make` says so.
    fn with_notary(&self, app: App, register: Register, make: bool) -> Result<(App, Register), Box<dyn std::error::Error>> {
        let folder = self.key_folder()?;
        let mut keys = folder.log_keys()?;
        let signed_before = app.db.read(log_keys)?;
        if keys.is_empty() && make {
            if let Some(known) = signed_before.first() {
                let folder = folder.folder().display().to_string();
                return Err(say("cli-key-missing", &[("folder", folder.into()), ("name", known.key.name.clone().into())]).into());
            }
            let code = register.jurisdiction.to_lowercase();
            let seed = edge::random::<32>();
            let mark = data_encoding::HEXLOWER.encode(&edge::random::<3>());
            let name = self.origin.clone().unwrap_or_else(|| format!("placer-{code}-{mark}"));
            let key = SignerKey::new(&name, KeyKind::Log, &seed).map_err(|_| say("cli-origin", &[("typed", name.as_str().into())]))?;
            keys = folder.make_log_key(&key)?;
        }
        if let (Some(wanted), Some(key)) = (&self.origin, keys.first())
            && key.name() != wanted
        {
            return Err(say("cli-other-origin", &[("name", key.name().into()), ("typed", wanted.as_str().into())]).into());
        }
        let outside = if keys.is_empty() { None } else { Some(Outside::at(&self.head_folder()?)?) };
        let app = App { notary: Arc::new(Notary::new(keys, outside).kept_in(folder.clone())), ..app };
        if make {
            make_certificate_key(&app, &folder, &register)?;
        }
        app.hold_against_entries()?;
        app.hold_against_outside()?;
        app.goes_on_after_recovery(&edge::random(), |key| folder.write_log_keys(std::slice::from_ref(key)))?;
        Ok((app, register))
    }

    /// The register with its keys, which are made where nothing was sealed yet. They are read again whenever something
    /// is sealed, so that they can be changed while a server runs.
    ///
    /// # Errors
    /// In words for the operator.
    pub fn keyed(&self, db: Db) -> Result<Db, Box<dyn std::error::Error>> {
        let folder = self.key_folder()?;
        if folder.details()?.is_none() {
            if db.read(something_sealed)? {
                return Err(StoreError::from(folder.missing(DETAILS)).into());
            }
            folder.make_details(SealKey::new(edge::random()))?;
        }
        Ok(db.with_keys(Keys::in_folder(folder)))
    }

    /// The register with its keys where they are at hand.
    ///
    /// # Errors
    /// In words for the operator, when they are there and cannot be read.
    pub fn keyed_if_at_hand(&self, db: Db) -> Result<Db, Box<dyn std::error::Error>> {
        let ring = self.key_folder()?.details()?;
        Ok(db.with_keys(ring.map(Keys::of).unwrap_or_default()))
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

    /// Refuses to write to a register whose journal is not the one that was signed.
    fn refuse_closed(&self, db: &Db) -> super::Outcome {
        let keys = self.key_folder()?.log_keys()?;
        if keys.is_empty() {
            return Ok(());
        }
        let known = Notary::new(keys, Some(Outside::at(&self.head_folder()?)?)).known_outside()?;
        if db.read(|rx| closed_by(rx, known.as_ref()))?.is_some() { Err(ServiceError::Closed.into()) } else { Ok(()) }
    }

    fn set_up(&self, db: Db, demonstration: Option<Instant>) -> Result<(App, Register), Box<dyn std::error::Error>> {
        db.migrate()?;
        let known = db.read(register_fetch)?.map(|r| r.jurisdiction);
        let profile = match (&self.profile, setup::rules_in_force(&db)?) {
            (None, Some(text)) => Profile::parse(&text, "the register's own rules")?,
            (wanted, _) => self.profile_of(wanted.as_ref().or(known.as_ref()).map_or("SL", String::as_str))?,
        };
        if self.adopt_profile && known.as_deref() == Some(profile.code()) {
            self.refuse_closed(&db)?;
            setup::adopt(&db, &profile, edge::now(), &mut edge::System)?;
        }
        let layers = self.layers_of(profile.code())?;
        let now = demonstration.unwrap_or_else(edge::now);
        let (app, register) = setup::open(db, profile, &layers, demonstration.is_some(), now, &mut edge::System)?;
        let asked = self.asked.guard(register.demonstration)?;
        Ok((app.guarded(|guard| *guard = asked), register))
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
}
