//! Opening a register: migrations, its description, its rules and maps.

use crate::domain::geo::{AdminAreas, Outline};
use crate::domain::jurisdiction::Profile;
use crate::domain::time::Instant;
use crate::service::{App, Atlas, Env};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::register::{Register, register_create, register_fetch};
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
}

/// The texts of the map layers that rules need: outline of the country (GeoJSON features with `code`) and
/// first-level areas.
pub struct Layers {
    /// Outlines.
    pub country: String,
    /// First-level areas.
    pub areas: String,
}

/// Opens a database as the register of a jurisdiction, bringing its tables up to date; a new one is set up.
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
    let atlas = Atlas {
        outline: Outline::parse_one(&layers.country, &code).map_err(|e| SetupError::Map(e.to_string()))?,
        areas: AdminAreas::parse(&layers.areas).map_err(|e| SetupError::Map(e.to_string()))?,
    };
    Ok((App { db, env: Arc::new(Env { profile, atlas }) }, register))
}
