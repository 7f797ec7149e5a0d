//! Lost entries that two people gave up.

use crate::domain::event::{RecoveryApproved, RecoveryProposed};
use crate::domain::ids::{AccountId, RecoveryId};
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::journal::At;
use crate::store::schema::recovery;
use crate::store::text::{parsed, parsed_opt};
use diesel::prelude::*;

/// A proposed or agreed giving up of lost entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovery {
    /// Its id.
    pub id: RecoveryId,
    /// The log whose head was known.
    pub known_origin: String,
    /// How many entries it had.
    pub known_size: i64,
    /// Its head, in hex.
    pub known_root: String,
    /// What happened.
    pub reason: String,
    /// Who proposed.
    pub proposed_by: AccountId,
    /// At which entry.
    pub proposed_seq: i64,
    /// Who agreed.
    pub approved_by: Option<AccountId>,
    /// At which entry.
    pub approved_seq: Option<i64>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = recovery, treat_none_as_default_value = false)]
struct Row {
    id: String,
    known_origin: String,
    known_size: i64,
    known_root: String,
    reason: String,
    proposed_by: String,
    proposed_seq: i64,
    approved_by: Option<String>,
    approved_seq: Option<i64>,
}

pub(super) fn proposed(tx: &mut Tx<'_>, at: At, e: &RecoveryProposed) -> Result<(), StoreError> {
    let row = Row {
        id: e.recovery.to_string(),
        known_origin: e.known_origin.clone(),
        known_size: e.known_size,
        known_root: e.known_root.clone(),
        reason: e.reason.clone(),
        proposed_by: at.account.to_string(),
        proposed_seq: at.seq,
        approved_by: None,
        approved_seq: None,
    };
    diesel::insert_into(recovery::table).values(&row).execute(tx.conn)?;
    Ok(())
}

pub(super) fn approved(tx: &mut Tx<'_>, at: At, e: &RecoveryApproved) -> Result<(), StoreError> {
    diesel::update(recovery::table.find(e.recovery.to_string()))
        .set((recovery::approved_by.eq(at.account.to_string()), recovery::approved_seq.eq(at.seq)))
        .execute(tx.conn)?;
    Ok(())
}

/// All of them, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn recoveries(rx: &mut Rx<'_>) -> Result<Vec<Recovery>, StoreError> {
    let rows: Vec<Row> = recovery::table.order(recovery::proposed_seq).load(rx.conn)?;
    let whole = |row: Row| {
        Ok(Recovery {
            id: parsed(&row.id)?,
            known_origin: row.known_origin,
            known_size: row.known_size,
            known_root: row.known_root,
            reason: row.reason,
            proposed_by: parsed(&row.proposed_by)?,
            proposed_seq: row.proposed_seq,
            approved_by: parsed_opt(row.approved_by.as_deref())?,
            approved_seq: row.approved_seq,
        })
    };
    rows.into_iter().map(whole).collect()
}
