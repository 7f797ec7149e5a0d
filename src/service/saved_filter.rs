//! Filters of lists that somebody saves for himself. Nothing is decided by them, so they stand beside the journal.

use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use crate::domain::violation::{Violation, Violations};
use crate::service::App;
use crate::service::error::ServiceError;
use crate::store::saved_filter::{SavedFilter, saved_filter_remove, saved_filter_write, saved_filters};

/// The most characters of a name.
const NAME_MAX: usize = 60;
/// The most characters of a query.
const QUERY_MAX: usize = 1_000;
/// The most filters of one account.
const MOST: usize = 100;

impl App {
    /// The filters of an account, of one list where one is given.
    ///
    /// # Errors
    /// When the database fails.
    pub fn saved_filters(&self, of: AccountId, path: Option<&str>) -> Result<Vec<SavedFilter>, ServiceError> {
        self.db.read(|rx| Ok(saved_filters(rx, of, path)?))
    }

    /// Saves a filter, in place of one of the same list and name.
    ///
    /// # Errors
    /// [`ServiceError::Refused`] for a name that is empty or too long, a filter that is too long or narrows nothing, and
    /// where there are too many; when the database fails.
    pub fn save_filter(&self, of: AccountId, saved: &SavedFilter, now: Instant) -> Result<(), ServiceError> {
        let mut v = Violations::none();
        v.check(!saved.name.trim().is_empty(), || Violation::on("required", "name"));
        v.check(saved.name.chars().count() <= NAME_MAX, || Violation::on("too_long", "name").with("limit", 60_i64));
        v.check(!saved.query.is_empty() && saved.query.len() <= QUERY_MAX, || Violation::new("saved_filter.nothing"));
        v.finish()?;
        self.db.write(now, |tx| {
            let others = saved_filters(tx, of, None)?.into_iter().filter(|s| (&s.path, &s.name) != (&saved.path, &saved.name)).count();
            if others >= MOST {
                return Err(ServiceError::Refused(Violation::new("saved_filter.many").into()));
            }
            Ok(saved_filter_write(tx, of, saved, now)?)
        })
    }

    /// Deletes a filter; one that is not there is deleted already.
    ///
    /// # Errors
    /// When the database fails.
    pub fn delete_filter(&self, of: AccountId, path: &str, name: &str, now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| Ok(saved_filter_remove(tx, of, path, name)?))
    }
}
