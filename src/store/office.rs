//! Offices of the authority.

use crate::domain::event::{OfficeChanged, OfficeOpened};
use crate::domain::ids::OfficeId;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::office;
use crate::store::text::{from_json, parsed, to_json};
use diesel::dsl::max;
use diesel::prelude::*;

/// An office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Id.
    pub id: OfficeId,
    /// Dense number.
    pub no: i64,
    /// Short code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Names or codes of its administrative areas.
    pub areas: Vec<String>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = office, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    code: String,
    name: String,
    areas: String,
    changed_seq: i64,
}

impl Row {
    fn into_domain(self) -> Result<Office, StoreError> {
        Ok(Office { id: parsed(&self.id)?, no: self.no, code: self.code, name: self.name, areas: from_json(&self.areas)? })
    }
}

pub(super) fn opened(tx: &mut Tx<'_>, at: At, e: &OfficeOpened) -> Result<(), StoreError> {
    let row = Row {
        id: e.office.to_string(),
        no: e.no,
        code: e.code.clone(),
        name: e.name.clone(),
        areas: to_json(&e.areas)?,
        changed_seq: at.seq,
    };
    diesel::insert_into(office::table).values(&row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn changed(tx: &mut Tx<'_>, at: At, e: &OfficeChanged) -> Result<(), StoreError> {
    diesel::update(office::table.find(e.office.to_string()))
        .set((office::name.eq(&e.name), office::areas.eq(to_json(&e.areas)?), office::changed_seq.eq(at.seq)))
        .execute(tx.conn)?;
    Ok(())
}

/// One office.
///
/// # Errors
/// When the database fails.
pub fn office_fetch(rx: &mut Rx<'_>, id: OfficeId) -> Result<Option<Office>, StoreError> {
    let row: Option<Row> = office::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// All offices in the order of their numbers; there are dozens at most.
///
/// # Errors
/// When the database fails.
pub fn offices(rx: &mut Rx<'_>) -> Result<Vec<Office>, StoreError> {
    let rows: Vec<Row> = office::table.order(office::no).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}

/// The number the next office gets.
///
/// # Errors
/// When the database fails.
pub fn office_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = office::table.select(max(office::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}
