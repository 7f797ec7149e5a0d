//! The migrations of both databases, embedded.

use crate::store::connection::Conn;
use crate::store::error::StoreError;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Runs what is missing and says how many that were.
///
/// # Errors
/// [`StoreError::Open`] with what the migration said.
pub(super) fn run(conn: &mut Conn) -> Result<usize, StoreError> {
    let done = match conn {
        Conn::Sqlite(c) => c.run_pending_migrations(SQLITE).map(|v| v.len()),
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => c.run_pending_migrations(POSTGRES).map(|v| v.len()),
    };
    done.map_err(|e| StoreError::Open(e.to_string()))
}
