//! Filters of lists that somebody saved for himself. They stand beside the journal.

use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use crate::store::db::{Rx, Tx};
use crate::store::error::StoreError;
use crate::store::schema::saved_filter;
use diesel::prelude::*;

/// A filter under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedFilter {
    /// The list, by its path.
    pub path: String,
    /// What its owner calls it.
    pub name: String,
    /// The query of the list's address.
    pub query: String,
}

/// The filters of an account, of one list where one is given, by list and name.
///
/// # Errors
/// When the database fails.
pub fn saved_filters(rx: &mut Rx<'_>, of: AccountId, path: Option<&str>) -> Result<Vec<SavedFilter>, StoreError> {
    let mut query = saved_filter::table.filter(saved_filter::account_id.eq(of.to_string())).into_boxed();
    if let Some(path) = path {
        query = query.filter(saved_filter::path.eq(path.to_owned()));
    }
    let columns = (saved_filter::path, saved_filter::name, saved_filter::query);
    let rows: Vec<(String, String, String)> = query.order((saved_filter::path, saved_filter::name)).select(columns).load(rx.conn)?;
    Ok(rows.into_iter().map(|(path, name, query)| SavedFilter { path, name, query }).collect())
}

/// Saves a filter, in place of one of the same list and name.
///
/// # Errors
/// When the database fails.
pub fn saved_filter_write(tx: &mut Tx<'_>, of: AccountId, saved: &SavedFilter, now: Instant) -> Result<(), StoreError> {
    saved_filter_remove(tx, of, &saved.path, &saved.name)?;
    diesel::insert_into(saved_filter::table)
        .values((
            saved_filter::account_id.eq(of.to_string()),
            saved_filter::path.eq(&saved.path),
            saved_filter::name.eq(&saved.name),
            saved_filter::query.eq(&saved.query),
            saved_filter::made_at.eq(now.to_string()),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Deletes a filter.
///
/// # Errors
/// When the database fails.
pub fn saved_filter_remove(tx: &mut Tx<'_>, of: AccountId, path: &str, name: &str) -> Result<(), StoreError> {
    let one = saved_filter::table.find((of.to_string(), path, name));
    diesel::delete(one).execute(tx.conn)?;
    Ok(())
}
