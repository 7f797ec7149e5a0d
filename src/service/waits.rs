//! Who has to wait before the next attempt to sign in, across restarts of the server.

use crate::domain::time::Instant;
use crate::service::App;
use crate::service::error::ServiceError;
use crate::store::sign_in_wait::{Waiting, wait_remove, wait_write, waits, waits_sweep};

/// Hours after which nobody has to wait any more.
const FORGOTTEN_HOURS: i64 = 1;

impl App {
    /// All who had to wait when the server last ran.
    ///
    /// # Errors
    /// When the database fails.
    pub fn waits(&self) -> Result<Vec<Waiting>, ServiceError> {
        self.db.read(|rx| Ok(waits(rx)?))
    }

    /// Notes who has to wait, or no more: so many failures and when the last was.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keep_waits(&self, changed: &[(String, Option<(u32, Instant)>)], now: Instant) -> Result<(), ServiceError> {
        self.db.write(now, |tx| {
            waits_sweep(tx, Instant::new(now.utc() - chrono::TimeDelta::hours(FORGOTTEN_HOURS)))?;
            for (who, waits) in changed {
                match waits {
                    Some((failed, last_at)) => {
                        wait_write(tx, &Waiting { who: who.clone(), failed: i64::from(*failed), last_at: *last_at })?;
                    }
                    None => wait_remove(tx, who)?,
                }
            }
            Ok(())
        })
    }
}
