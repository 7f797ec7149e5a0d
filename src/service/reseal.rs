//! Sealing personal details anew after a change of the key: a batch at a time, so that others can write meanwhile.

use crate::domain::time::Instant;
use crate::service::App;
use crate::service::error::ServiceError;
use crate::store::error::StoreError;
use crate::store::party::{KeyUse, key_uses, reseal};

impl App {
    /// Seals everything that is not under the current key anew, `at_once` parties and salts in a transaction. Broken
    /// off, it goes on where it was when it is asked for again. `progress` is told how many are done.
    ///
    /// # Errors
    /// When a key is missing, or the database fails; what was sealed until then stays so.
    pub fn details_reseal(&self, now: Instant, at_once: i64, mut progress: impl FnMut(usize)) -> Result<usize, ServiceError> {
        let mut done = 0usize;
        loop {
            let some = self.db.write(now, |tx| reseal(tx, at_once))?;
            if some == 0 {
                break;
            }
            done = done.saturating_add(some);
            progress(done);
        }
        if done > 0 {
            match self.db.sweep() {
                // A server that writes at this moment is no fault: what lies about is sealed.
                Ok(()) | Err(StoreError::Busy(_)) => {}
                Err(other) => return Err(other.into()),
            }
        }
        Ok(done)
    }

    /// What is sealed with which key.
    ///
    /// # Errors
    /// When the database fails.
    pub fn key_uses(&self) -> Result<Vec<KeyUse>, ServiceError> {
        Ok(self.db.read(key_uses)?)
    }
}
