//! Which register a database holds: jurisdiction, and whether everything in it is fictitious.

use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::schema::register;
use crate::store::text::parsed;
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
