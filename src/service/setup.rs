//! Opening a register: migrations, its description, its rules and maps.

use crate::domain::geo::{AdminAreas, Outline};
use crate::domain::jurisdiction::Profile;
use crate::domain::time::Instant;
use crate::service::guard::Guard;
use crate::service::notary::Notary;
use crate::service::{App, Atlas, Env};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::register::{Register, licence_kinds, profile_adopt, profile_in_force, register_create, register_fetch};
use std::sync::Arc;

/// Why a register could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The profile.
    #[error("{0}")]
    Profile(String),
    /// The maps.
    #[error("map layer: {0}")]
    Map(String),
    /// The database holds the register of another country.
    #[error("this database is the register of {found}, not of {asked}")]
    OtherCountry {
        /// Whose it is.
        found: String,
        /// Whose was asked for.
        asked: String,
    },
    /// The register works under other rules.
    #[error(
        "the register works under other rules than these, since {since}; leave out --profile to go on under its own, \
         or add --adopt-profile to put these in force from now on"
    )]
    OtherRules {
        /// When its rules were put in force.
        since: Instant,
    },
    /// Licences were issued that these rules know nothing of.
    #[error("these rules lack licence types of which there are licences in the register: {}", kinds.join(", "))]
    KindsMissing {
        /// Codes of the types.
        kinds: Vec<String>,
    },
}

/// The texts of the map layers that rules need: outline of the country (GeoJSON features with `code`) and
/// first-level areas.
pub struct Layers {
    /// Outlines.
    pub country: String,
    /// First-level areas.
    pub areas: String,
}

/// The text of the rules that a register works under; none before it was set up.
///
/// # Errors
/// When the database fails.
pub fn rules_in_force(db: &Db) -> Result<Option<String>, StoreError> {
    Ok(db.read(profile_in_force)?.map(|rules| rules.text))
}

/// Puts rules in force from the next entry on; those that are already stay as they are.
///
/// # Errors
/// [`SetupError`], also when there are licences of a type that these rules do not know.
pub fn adopt(db: &Db, profile: &Profile, now: Instant) -> Result<(), SetupError> {
    let known = |kind: &String| profile.licence_type(kind).is_some();
    db.write(now, |tx| {
        let kinds: Vec<String> = licence_kinds(tx)?.into_iter().filter(|k| !known(k)).collect();
        if !kinds.is_empty() {
            return Err(SetupError::KindsMissing { kinds });
        }
        if profile_in_force(tx)?.is_none_or(|rules| rules.digest != profile.digest()) {
            profile_adopt(tx, &profile.digest(), &profile.text)?;
        }
        Ok(())
    })
}

/// Opens a database as the register of a jurisdiction, bringing its tables up to date; a new one is set up, and
/// works under these rules until others are adopted.
///
/// # Errors
/// [`SetupError`].
pub fn open(db: Db, profile: Profile, layers: &Layers, demonstration: bool, now: Instant) -> Result<(App, Register), SetupError> {
    db.migrate()?;
    let code = profile.code().to_owned();
    let found = db.read(register_fetch)?;
    let register = match found {
        Some(register) => register,
        None => db.write(now, |tx| {
            register_create(tx, &code, demonstration)?;
            register_fetch(tx)?.ok_or_else(|| StoreError::Damaged("the register vanished".into()))
        })?,
    };
    if register.jurisdiction != code {
        return Err(SetupError::OtherCountry { found: register.jurisdiction, asked: code });
    }
    match db.read(profile_in_force)? {
        Some(rules) if rules.digest != profile.digest() => return Err(SetupError::OtherRules { since: rules.adopted_at }),
        Some(_) => {}
        None => db.write(now, |tx| profile_adopt(tx, &profile.digest(), &profile.text))?,
    }
    let atlas = Atlas {
        outline: Outline::parse_one(&layers.country, &code).map_err(|e| SetupError::Map(e.to_string()))?,
        areas: AdminAreas::parse(&layers.areas).map_err(|e| SetupError::Map(e.to_string()))?,
    };
    let (guard, notary) = (Arc::new(Guard::new(register.demonstration)), Arc::new(Notary::default()));
    Ok((App { db, env: Arc::new(Env { profile, atlas }), guard, notary }, register))
}
