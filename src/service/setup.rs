//! Opening a register: migrations, its description, its rules and maps.

use crate::domain::author::Via;
use crate::domain::entry::{canonical_json, sha256_hex};
use crate::domain::event::RulesAdopted;
use crate::domain::geo::{AdminAreas, Outline};
use crate::domain::ids::{AccountId, EntryId};
use crate::domain::jurisdiction::Profile;
use crate::domain::time::Instant;
use crate::service::error::ServiceError;
use crate::service::guard::Guard;
use crate::service::notary::Notary;
use crate::service::{App, Atlas, CONSOLE, Entropy, Env};
use crate::store::db::{Db, Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::{Heading, append};
use crate::store::register::{
    ProfileVersion, Register, adoption_last, licence_kinds, profile_adopt, profile_digest, profile_in_force, register_create,
    register_fetch,
};
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
    /// The rules that the database keeps as those in force are not those that the journal says were put in force last.
    #[error("the rules kept in the database are not those that were put in force")]
    NotAdopted,
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

/// Appends the entry that puts rules in force for those after it, and keeps their file beside it.
fn put_in_force(tx: &mut Tx<'_>, profile: &Profile, demonstration: bool, ids: &mut dyn Entropy) -> Result<(), StoreError> {
    let event = RulesAdopted { jurisdiction: profile.code().to_owned(), digest: profile.digest() };
    let id = EntryId::new(ids.id());
    let request = canonical_json(&event).map_err(StoreError::damaged)?;
    let heading = Heading {
        id,
        occurred_at: tx.recorded_at(),
        account: AccountId::nobody(),
        office: None,
        device: Some(CONSOLE.to_owned()),
        via: if demonstration { Via::Demonstration } else { Via::Console },
        signed: None,
        idempotency_key: id.to_string(),
        request_hash: sha256_hex(&[b"adopt_rules\n", request.as_bytes()]),
    };
    append(tx, heading, event.into())?;
    profile_adopt(tx, &profile.digest(), &profile.text)
}

/// The rules in force, where the journal tells of their adoption: somebody may have put others into the table.
fn adopted(rx: &mut Rx<'_>, jurisdiction: &str) -> Result<Option<ProfileVersion>, SetupError> {
    let (rules, last) = (profile_in_force(rx)?, adoption_last(rx, jurisdiction)?);
    let told = |rules: &ProfileVersion| {
        let digest = sha256_hex(&[rules.text.as_bytes()]);
        rules.digest == digest && last == Some((rules.after_seq, digest))
    };
    match &rules {
        None if last.is_none() => Ok(None),
        Some(kept) if told(kept) => Ok(rules),
        _ => Err(SetupError::NotAdopted),
    }
}

/// Puts rules in force with an entry of the journal, for the entries after it; those that are in force already stay as they
/// are. A server that runs decides no more until it is started again.
///
/// # Errors
/// [`SetupError`], also when there are licences of a type that these rules do not know.
pub fn adopt(db: &Db, profile: &Profile, now: Instant, ids: &mut dyn Entropy) -> Result<(), SetupError> {
    let known = |kind: &String| profile.licence_type(kind).is_some();
    db.write(now, |tx| {
        let kinds: Vec<String> = licence_kinds(tx)?.into_iter().filter(|k| !known(k)).collect();
        if !kinds.is_empty() {
            return Err(SetupError::KindsMissing { kinds });
        }
        let register = register_fetch(tx)?.ok_or_else(|| StoreError::Damaged("no register is set up".into()))?;
        if register.jurisdiction != profile.code() {
            return Err(SetupError::OtherCountry { found: register.jurisdiction, asked: profile.code().to_owned() });
        }
        let in_force = match adopted(tx, profile.code()) {
            // Whatever the table holds, from this entry on it is clear what rules.
            Err(SetupError::NotAdopted) => None,
            other => other?,
        };
        if in_force.is_none_or(|rules| rules.digest != profile.digest()) {
            put_in_force(tx, profile, register.demonstration, ids)?;
        }
        Ok(())
    })
}

/// Opens a database as the register of a jurisdiction, bringing its tables up to date; a new one is set up, and
/// works under these rules until others are adopted.
///
/// # Errors
/// [`SetupError`].
pub fn open(
    db: Db,
    profile: Profile,
    layers: &Layers,
    demonstration: bool,
    now: Instant,
    ids: &mut dyn Entropy,
) -> Result<(App, Register), SetupError> {
    db.migrate()?;
    let code = profile.code().to_owned();
    let found = db.read(register_fetch)?;
    let register = match found {
        Some(register) => register,
        None => db.write(now, |tx| {
            register_create(tx, &code, demonstration)?;
            put_in_force(tx, &profile, demonstration, ids)?;
            register_fetch(tx)?.ok_or_else(|| StoreError::Damaged("the register vanished".into()))
        })?,
    };
    if register.jurisdiction != code {
        return Err(SetupError::OtherCountry { found: register.jurisdiction, asked: code });
    }
    match db.read(|rx| adopted(rx, &code))? {
        Some(rules) if rules.digest != profile.digest() => return Err(SetupError::OtherRules { since: rules.adopted_at }),
        Some(_) => {}
        None => db.write(now, |tx| put_in_force(tx, &profile, register.demonstration, ids))?,
    }
    let rules = profile.digest();
    let atlas = Atlas {
        outline: Outline::parse_one(&layers.country, &code).map_err(|e| SetupError::Map(e.to_string()))?,
        areas: AdminAreas::parse(&layers.areas).map_err(|e| SetupError::Map(e.to_string()))?,
    };
    let (guard, notary) = (Arc::new(Guard::new(register.demonstration)), Arc::new(Notary::default()));
    Ok((App { db, env: Arc::new(Env { profile, rules, atlas }), guard, notary }, register))
}

/// Refuses where other rules are in force than those that this program took up when it started: they were changed at the
/// console since, and what it decided would be judged by the new ones. Nobody changes them while the journal's head is held.
pub(super) fn same_rules(rx: &mut Rx<'_>, env: &Env) -> Result<(), ServiceError> {
    if profile_digest(rx)?.as_deref() == Some(env.rules.as_str()) { Ok(()) } else { Err(ServiceError::OtherRules) }
}

impl App {
    /// Whether the rules in force are those that this program decides by.
    ///
    /// # Errors
    /// When the database fails.
    pub fn knows_rules(&self) -> Result<bool, StoreError> {
        Ok(self.db.read(profile_digest)?.as_deref() == Some(self.env.rules.as_str()))
    }
}
