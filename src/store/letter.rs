//! Technical certificates and letters of comfort.

use crate::domain::event::{LetterIssued, LetterWithdrawn};
use crate::domain::ids::LetterId;
use crate::domain::letter::Letter;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::letter;
use crate::store::text::{from_json, to_json};
use diesel::dsl::max;
use diesel::prelude::*;

#[derive(Queryable, Insertable)]
#[diesel(table_name = letter, treat_none_as_default_value = false)]
struct Row {
    id: String,
    no: i64,
    code: String,
    facts: String,
    issued_seq: i64,
    withdrawn_seq: Option<i64>,
    reason: Option<String>,
}

impl Row {
    fn into_domain(self) -> Result<Letter, StoreError> {
        Ok(Letter { facts: from_json(&self.facts)?, issued_seq: self.issued_seq, withdrawn: self.withdrawn_seq.zip(self.reason) })
    }
}

pub(super) fn issued(tx: &mut Tx<'_>, at: At, e: &LetterIssued) -> Result<(), StoreError> {
    let row = Row {
        id: e.letter.to_string(),
        no: e.no,
        code: e.code.clone(),
        facts: to_json(e)?,
        issued_seq: at.seq,
        withdrawn_seq: None,
        reason: None,
    };
    diesel::insert_into(letter::table).values(&row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn withdrawn(tx: &mut Tx<'_>, at: At, e: &LetterWithdrawn) -> Result<(), StoreError> {
    diesel::update(letter::table.find(e.letter.to_string()))
        .set((letter::withdrawn_seq.eq(at.seq), letter::reason.eq(&e.reason)))
        .execute(tx.conn)?;
    Ok(())
}

/// One letter.
///
/// # Errors
/// When the database fails.
pub fn letter_fetch(rx: &mut Rx<'_>, id: LetterId) -> Result<Option<Letter>, StoreError> {
    let row: Option<Row> = letter::table.find(id.to_string()).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The letter with a code in its written form.
///
/// # Errors
/// When the database fails.
pub fn letter_by_code(rx: &mut Rx<'_>, code: &str) -> Result<Option<Letter>, StoreError> {
    let row: Option<Row> = letter::table.filter(letter::code.eq(code)).get_result(rx.conn).optional()?;
    row.map(Row::into_domain).transpose()
}

/// The number the next letter gets.
///
/// # Errors
/// When the database fails.
pub fn letter_next_no(rx: &mut Rx<'_>) -> Result<i64, StoreError> {
    let last: Option<i64> = letter::table.select(max(letter::no)).get_result(rx.conn)?;
    Ok(last.unwrap_or(0).saturating_add(1))
}

/// Letters, newest first, with dense numbers below `before`.
///
/// # Errors
/// When the database fails.
pub fn letters(rx: &mut Rx<'_>, before: Option<i64>, limit: i64) -> Result<Vec<Letter>, StoreError> {
    let mut query = letter::table.into_boxed();
    if let Some(before) = before {
        query = query.filter(letter::no.lt(before));
    }
    let rows: Vec<Row> = query.order(letter::no.desc()).limit(limit).load(rx.conn)?;
    rows.into_iter().map(Row::into_domain).collect()
}
