//! What a database and the disk under it are like, for whoever watches over them.

use crate::store::connection::{Address, Conn, Pool};
use crate::store::db::{Db, Rx};
use crate::store::error::StoreError;
use crate::store::grants::EVIDENCE;
use crate::store::text::parsed;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use std::path::Path;

/// Room on the disk that holds a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Bytes that may still be written.
    pub free: u64,
    /// Bytes of the whole disk.
    pub whole: u64,
}

/// How a pool of connections is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolUse {
    /// `read` or `write`.
    pub name: &'static str,
    /// Connections in use.
    pub busy: u32,
    /// Connections that wait for work.
    pub idle: u32,
    /// The most there may be.
    pub most: u32,
}

/// The settings of an embedded database that decide whether what was acknowledged stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqliteCondition {
    /// Version of the library.
    pub version: String,
    /// `wal` as it should be.
    pub journal_mode: String,
    /// 2 (FULL) as it should be.
    pub synchronous: i64,
}

/// The same of a PostgreSQL server, and what our role may do there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresCondition {
    /// Version of the server.
    pub version: String,
    /// Whether the role is a superuser.
    pub superuser: bool,
    /// Whether the role owns tables of the register, and so may drop their triggers.
    pub owner: bool,
    /// Whether the role may change or take away evidence, were it not for the triggers.
    pub may_change: bool,
    /// Settings that are off though evidence needs them: `fsync`, `full_page_writes`, `synchronous_commit`.
    pub unsafe_settings: Vec<String>,
    /// `UTF8` as it should be.
    pub encoding: String,
    /// The server's clock.
    pub clock: crate::domain::time::Instant,
}

/// Entries of one kind.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct OfKind {
    /// The kind.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

#[derive(QueryableByName)]
struct Sqlite {
    #[diesel(sql_type = Text)]
    version: String,
    #[diesel(sql_type = Text)]
    journal_mode: String,
    #[diesel(sql_type = BigInt)]
    synchronous: i64,
}

#[derive(QueryableByName)]
struct Postgres {
    #[diesel(sql_type = Text)]
    version: String,
    #[diesel(sql_type = Bool)]
    superuser: bool,
    #[diesel(sql_type = Bool)]
    owner: bool,
    #[diesel(sql_type = Bool)]
    may_change: bool,
    #[diesel(sql_type = Text)]
    off: String,
    #[diesel(sql_type = Text)]
    encoding: String,
    #[diesel(sql_type = Text)]
    clock: String,
}

#[derive(QueryableByName)]
struct ReadOnly {
    #[diesel(sql_type = Text)]
    value: String,
}

/// The room in a folder or beside a file; none where it cannot be told.
#[must_use]
pub fn room_at(path: &Path) -> Option<Room> {
    let disk = rustix::fs::statvfs(path).ok()?;
    Some(Room { free: disk.f_bavail.checked_mul(disk.f_frsize)?, whole: disk.f_blocks.checked_mul(disk.f_frsize)? })
}

/// The condition of an embedded database; none of any other.
///
/// # Errors
/// When the database fails.
pub fn sqlite_condition(rx: &mut Rx<'_>) -> Result<Option<SqliteCondition>, StoreError> {
    if !matches!(rx.conn, Conn::Sqlite(_)) {
        return Ok(None);
    }
    let sql = "SELECT sqlite_version() AS version, (SELECT journal_mode FROM pragma_journal_mode) AS journal_mode, \
               (SELECT synchronous FROM pragma_synchronous) AS synchronous";
    let row: Sqlite = diesel::sql_query(sql).get_result(rx.conn)?;
    Ok(Some(SqliteCondition { version: row.version, journal_mode: row.journal_mode, synchronous: row.synchronous }))
}

/// The condition of a PostgreSQL server; none of any other database.
///
/// # Errors
/// When the database fails.
pub fn postgres_condition(rx: &mut Rx<'_>) -> Result<Option<PostgresCondition>, StoreError> {
    if matches!(rx.conn, Conn::Sqlite(_)) {
        return Ok(None);
    }
    let evidence = EVIDENCE.iter().map(|table| format!("'{table}'")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT current_setting('server_version') AS version, \
        (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser, \
        EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() \
         AND pg_has_role(current_user, tableowner, 'MEMBER')) AS owner, \
        EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename IN ({evidence}) \
         AND has_table_privilege(quote_ident(tablename), 'UPDATE, DELETE, TRUNCATE')) AS may_change, \
        (SELECT coalesce(string_agg(CAST(name AS TEXT), ',' ORDER BY name), '') FROM pg_settings \
         WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off') AS off, \
        current_setting('server_encoding') AS encoding, \
        to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS clock"
    );
    let row: Postgres = diesel::sql_query(sql).get_result(rx.conn)?;
    Ok(Some(PostgresCondition {
        version: row.version,
        superuser: row.superuser,
        owner: row.owner,
        may_change: row.may_change,
        unsafe_settings: row.off.split(',').filter(|s| !s.is_empty()).map(str::to_owned).collect(),
        encoding: row.encoding,
        clock: parsed(&row.clock)?,
    }))
}

/// The entries after a position, by kind.
///
/// # Errors
/// When the database fails.
pub fn kinds_after(rx: &mut Rx<'_>, seq: i64) -> Result<Vec<OfKind>, StoreError> {
    let sql = "SELECT kind, count(*) AS count FROM journal WHERE seq > $1 GROUP BY kind";
    Ok(diesel::sql_query(sql).bind::<BigInt, _>(seq).load(rx.conn)?)
}

impl Db {
    /// The room left for an embedded database; none for a server, which only its own machine can tell.
    #[must_use]
    pub fn room(&self) -> Option<Room> {
        match self.address() {
            Address::Sqlite(path) => room_at(Path::new(path)),
            Address::Postgres(_) => None,
        }
    }

    /// How the pools are used.
    #[must_use]
    pub fn pools(&self) -> [PoolUse; 2] {
        let of = |name: &'static str, pool: &Pool| {
            let state = pool.state();
            let busy = state.connections.saturating_sub(state.idle_connections);
            PoolUse { name, busy, idle: state.idle_connections, most: pool.max_size() }
        };
        [of("read", &self.readers), of("write", &self.writers)]
    }

    /// Whether the database would take an entry now. Nothing is written to find out.
    ///
    /// # Errors
    /// When the database is busy or fails otherwise.
    pub fn takes_writes(&self) -> Result<bool, StoreError> {
        let mut conn = self.writers.get().map_err(|e| StoreError::Busy(e.to_string()))?;
        if matches!(&*conn, Conn::Sqlite(_)) {
            let begun = conn.batch_execute("BEGIN IMMEDIATE; ROLLBACK;").map_err(StoreError::from);
            return match begun {
                Ok(()) => Ok(true),
                Err(StoreError::Database(e)) if e.to_string().contains("readonly") => Ok(false),
                Err(other) => Err(other),
            };
        }
        let row: ReadOnly = diesel::sql_query("SELECT current_setting('transaction_read_only') AS value").get_result(&mut *conn)?;
        Ok(row.value == "off")
    }
}
