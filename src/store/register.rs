//! Which register a database holds: jurisdiction, and whether everything in it is fictitious.

use crate::domain::entry::event_of;
use crate::domain::event::Event;
use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::direct::direct;
use crate::store::error::StoreError;
use crate::store::schema::{journal, licence, profile_version, register};
use crate::store::text::parsed;
use diesel::dsl::max;
use diesel::prelude::*;

/// The register's own description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// Code of the jurisdiction profile.
    pub jurisdiction: String,
    /// Whether everything in it is fictitious.
    pub demonstration: bool,
    /// When it was set up.
    pub created_at: Instant,
}

/// The description; none in a database never set up.
///
/// # Errors
/// When the database fails.
pub fn register_fetch(rx: &mut Rx<'_>) -> Result<Option<Register>, StoreError> {
    let row: Option<(String, i64, String)> = register::table
        .find(1_i64)
        .select((register::jurisdiction, register::demonstration, register::created_at))
        .get_result(rx.conn)
        .optional()?;
    row.map(|(jurisdiction, demonstration, at)| Ok(Register { jurisdiction, demonstration: demonstration != 0, created_at: parsed(&at)? }))
        .transpose()
}

/// Sets the register up, once.
///
/// # Errors
/// [`StoreError::Constraint`] when it was set up before.
pub fn register_create(tx: &mut Tx<'_>, jurisdiction: &str, demonstration: bool) -> Result<(), StoreError> {
    diesel::insert_into(register::table)
        .values((
            register::id.eq(1_i64),
            register::jurisdiction.eq(jurisdiction),
            register::demonstration.eq(i64::from(demonstration)),
            register::created_at.eq(tx.recorded_at().to_string()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Rules the register works under, or worked under before others were adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileVersion {
    /// 1 for the first.
    pub no: i64,
    /// Since when.
    pub adopted_at: Instant,
    /// The entry that adopted them; they rule the entries after it.
    pub after_seq: i64,
    /// SHA-256 of the file in hex.
    pub digest: String,
    /// The file.
    pub text: String,
}

type VersionRow = (i64, String, i64, String, String);
type VersionColumns =
    (profile_version::no, profile_version::adopted_at, profile_version::after_seq, profile_version::digest, profile_version::body);
const VERSION: VersionColumns =
    (profile_version::no, profile_version::adopted_at, profile_version::after_seq, profile_version::digest, profile_version::body);

fn version((no, at, after_seq, digest, text): VersionRow) -> Result<ProfileVersion, StoreError> {
    Ok(ProfileVersion { no, adopted_at: parsed(&at)?, after_seq, digest, text })
}

/// All rules the register has worked under, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn profiles(rx: &mut Rx<'_>) -> Result<Vec<ProfileVersion>, StoreError> {
    let rows: Vec<VersionRow> = profile_version::table.order(profile_version::no).select(VERSION).load(rx.conn)?;
    rows.into_iter().map(version).collect()
}

/// The rules in force; none in a register of before they were kept.
///
/// # Errors
/// When the database fails.
pub fn profile_in_force(rx: &mut Rx<'_>) -> Result<Option<ProfileVersion>, StoreError> {
    let row: Option<VersionRow> =
        profile_version::table.order(profile_version::no.desc()).limit(1).select(VERSION).get_result(rx.conn).optional()?;
    row.map(version).transpose()
}

/// The digest of the rules in force; none in a register that is not set up.
///
/// # Errors
/// When the database fails.
pub fn profile_digest(rx: &mut Rx<'_>) -> Result<Option<String>, StoreError> {
    let newest = profile_version::table.order(profile_version::no.desc()).limit(1).select(profile_version::digest);
    Ok(direct!(rx.conn, c => newest.get_result(c)).optional()?)
}

/// The rules that were in force when an entry was written; none in a register of before they were kept.
///
/// # Errors
/// When the database fails.
pub fn profile_as_of(rx: &mut Rx<'_>, seq: i64) -> Result<Option<ProfileVersion>, StoreError> {
    let row: Option<VersionRow> = profile_version::table
        .filter(profile_version::after_seq.lt(seq))
        .order(profile_version::no.desc())
        .limit(1)
        .select(VERSION)
        .get_result(rx.conn)
        .optional()?;
    row.map(version).transpose()
}

/// The last adoption that the journal tells of: its position, and the digest of the rules.
///
/// # Errors
/// When the database fails or the entry is damaged.
pub fn adoption_last(rx: &mut Rx<'_>, jurisdiction: &str) -> Result<Option<(i64, String)>, StoreError> {
    let of = journal::table.filter(journal::subject.eq(jurisdiction)).filter(journal::kind.eq("rules.adopted"));
    let last = of.order(journal::seq.desc()).limit(1).select((journal::seq, journal::kind, journal::body));
    let row: Option<(i64, String, String)> = last.get_result(rx.conn).optional()?;
    row.map(|(seq, kind, body)| match event_of(&kind, &body)? {
        Event::RulesAdopted(adopted) => Ok((seq, adopted.digest)),
        _ => Err(StoreError::Damaged(format!("entry {seq} adopts no rules"))),
    })
    .transpose()
}

/// Keeps the file of rules that the last entry adopted.
///
/// # Errors
/// When the database fails.
pub fn profile_adopt(tx: &mut Tx<'_>, digest: &str, text: &str) -> Result<(), StoreError> {
    let last: Option<i64> = profile_version::table.select(max(profile_version::no)).get_result(tx.conn)?;
    diesel::insert_into(profile_version::table)
        .values((
            profile_version::no.eq(last.unwrap_or(0).saturating_add(1)),
            profile_version::adopted_at.eq(tx.recorded_at().to_string()),
            profile_version::after_seq.eq(tx.size),
            profile_version::digest.eq(digest),
            profile_version::body.eq(text),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The types of the licences in the register, sorted.
///
/// # Errors
/// When the database fails.
pub fn licence_kinds(rx: &mut Rx<'_>) -> Result<Vec<String>, StoreError> {
    Ok(licence::table.select(licence::kind).distinct().order(licence::kind).load(rx.conn)?)
}
