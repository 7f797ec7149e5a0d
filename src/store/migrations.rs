//! The migrations of both databases, embedded.

use crate::store::connection::Conn;
use crate::store::error::StoreError;
use diesel::migration::{Migration, MigrationSource};
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Runs what is missing and says how many that were.
///
/// # Errors
/// [`StoreError::Open`] with what the migration said; [`StoreError::Outdated`] where this role may not run it.
pub(super) fn run(conn: &mut Conn) -> Result<usize, StoreError> {
    let missing = missing(conn)?;
    if missing.is_empty() {
        return Ok(0);
    }
    if !may_create(conn)? {
        return Err(StoreError::Outdated(missing.join(", ")));
    }
    run_to(conn, None)
}

#[derive(QueryableByName)]
struct OneText {
    #[diesel(sql_type = Text)]
    value: String,
}

/// The versions that have not run, read without any right to change tables: of a server that only appends.
fn missing(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let there = match conn {
        Conn::Sqlite(_) => "SELECT name AS value FROM sqlite_schema WHERE name = '__diesel_schema_migrations'",
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => {
            "SELECT CAST(tablename AS TEXT) AS value FROM pg_tables WHERE schemaname = current_schema() \
             AND tablename = '__diesel_schema_migrations'"
        }
    };
    let mut missing = known()?;
    if !diesel::sql_query(there).load::<OneText>(conn)?.is_empty() {
        let ran: Vec<OneText> = diesel::sql_query("SELECT CAST(version AS TEXT) AS value FROM __diesel_schema_migrations").load(conn)?;
        missing.retain(|version| ran.iter().all(|r| r.value != *version));
    }
    Ok(missing)
}

/// Whether the role that the program connects with may make tables.
fn may_create(conn: &mut Conn) -> Result<bool, StoreError> {
    match conn {
        Conn::Sqlite(_) => Ok(true),
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => {
            let sql = "SELECT CAST(has_schema_privilege(current_schema(), 'CREATE') AS TEXT) AS value";
            Ok(diesel::sql_query(sql).get_result::<OneText>(conn)?.value == "true")
        }
    }
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
