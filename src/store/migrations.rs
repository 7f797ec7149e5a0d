//! The migrations of both databases, embedded.

use crate::store::connection::Conn;
use crate::store::error::StoreError;
use diesel::migration::{Migration, MigrationSource};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Runs what is missing and says how many that were.
///
/// # Errors
/// [`StoreError::Open`] with what the migration said.
pub(super) fn run(conn: &mut Conn) -> Result<usize, StoreError> {
    run_to(conn, None)
}

/// The same, but nothing that is newer than a version.
///
/// # Errors
/// As [`run`].
pub(super) fn run_to(conn: &mut Conn, last: Option<&str>) -> Result<usize, StoreError> {
    let done = match conn {
        Conn::Sqlite(c) => each(c, SQLITE, last),
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => each(c, POSTGRES, last),
    };
    done.map_err(|e| StoreError::Open(e.to_string()))
}

fn each<DB: diesel::backend::Backend>(
    conn: &mut impl MigrationHarness<DB>,
    all: EmbeddedMigrations,
    last: Option<&str>,
) -> diesel::migration::Result<usize> {
    let mut done = 0_usize;
    for migration in conn.pending_migrations(all)? {
        if last.is_none_or(|last| migration.name().version().to_string().as_str() <= last) {
            conn.run_migration(&migration)?;
            done = done.saturating_add(1);
        }
    }
    Ok(done)
}

/// The versions that this program knows, in order.
///
/// # Errors
/// Never seen: the migrations are part of the program.
pub(super) fn known() -> Result<Vec<String>, StoreError> {
    let all = MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE).map_err(|e| StoreError::Open(e.to_string()))?;
    let mut versions: Vec<String> = all.iter().map(|m| m.name().version().to_string()).collect();
    versions.sort();
    Ok(versions)
}
