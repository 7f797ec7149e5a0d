//! The tables, checks, indexes and triggers that stand, against those that the migrations make. A dropped unique index or
//! check lets through what no act could do; a trigger or view more than there should be can change what is written or read.

use super::Report;
use crate::store::backup::schema_gap;
use crate::store::catalogue::{Kind, catalogue, catalogue_made, difference};
use crate::store::db::Rx;
use crate::store::error::StoreError;

/// Compares; says whether the tables can be read as this program knows them.
pub(super) fn check(rx: &mut Rx<'_>, report: &mut Report) -> Result<bool, StoreError> {
    let (missing, newer) = schema_gap(rx)?;
    for (versions, what) in [(missing, "this program knows more changes of the tables than were made"), (newer, "a newer program made it")]
    {
        for version in versions {
            report.find("schema.version", version, what);
        }
    }
    if !report.findings.is_empty() {
        return Ok(false);
    }
    let (stands, should) = (catalogue(rx)?, catalogue_made(rx)?);
    for ((word, name), made) in &should {
        let other = stands.get(&(word.clone(), name.clone()));
        let code = match (Kind::of(word), other) {
            (_, Some(other)) if other == made => continue,
            (Kind::Trigger, None) => "schema.trigger_missing",
            (Kind::Trigger, Some(_)) => "schema.trigger_changed",
            (Kind::Index, None) => "schema.index_missing",
            (Kind::Index, Some(_)) => "schema.index_changed",
            (Kind::Function, _) => "schema.function_changed",
            (Kind::Table | Kind::Other, _) => "schema.table_changed",
        };
        let what = other.map_or_else(|| format!("there is no such {word}; it should be: {made}"), |other| difference(other, made));
        report.find(code, name, what);
    }
    for ((word, name), made) in stands.iter().filter(|(thing, _)| !should.contains_key(*thing)) {
        report.find("schema.extra", name, format!("no migration makes this {word}: {made}"));
    }
    Ok(true)
}
