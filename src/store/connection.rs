//! One connection type for both databases, chosen by the scheme of the address.

use crate::store::error::{Absent, StoreError};
use crate::store::guards::Guard;
#[cfg(feature = "postgres")]
use diesel::PgConnection;
use diesel::connection::SimpleConnection;
use diesel::sql_types::BigInt;
use diesel::{Connection, ConnectionError, QueryableByName, RunQueryDsl, SqliteConnection};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

pub use multi::Conn;

mod multi {
    #[cfg(feature = "postgres")]
    use diesel::PgConnection;
    use diesel::SqliteConnection;

    /// A connection to either database.
    #[derive(diesel::MultiConnection)]
    pub enum Conn {
        /// The embedded database.
        Sqlite(SqliteConnection),
        /// A PostgreSQL server.
        #[cfg(feature = "postgres")]
        Postgres(PgConnection),
    }
}

/// The address of an embedded database that is in no file. Nobody can type it: [`Address::parse`] refuses it.
pub(super) const MEMORY: &str = ":memory:";

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Path of a file.
    Sqlite(String),
    /// A `postgres://` URL.
    Postgres(String),
}

impl Address {
    /// `sqlite:PATH` or `postgres://...`; never guessed.
    ///
    /// # Errors
    /// [`StoreError::Absent`] for any other text.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        let refused = || StoreError::Absent { place: String::new(), why: Absent::Scheme };
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.starts_with(':') {
                return Err(refused());
            }
            return Ok(Self::Sqlite(path.to_owned()));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err(refused())
    }

    /// Refuses an address at which no register is, before anything there is made or changed.
    ///
    /// # Errors
    /// [`StoreError::Absent`] with the place and why.
    pub fn check_register(&self) -> Result<(), StoreError> {
        let (place, sql) = match self {
            Self::Sqlite(path) => (path.as_str(), "SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table' AND name IN "),
            // An address of a server may hold a password.
            Self::Postgres(_) => ("", "SELECT count(*) AS n FROM pg_tables WHERE schemaname = current_schema() AND tablename IN "),
        };
        let refused = |why: Absent| StoreError::Absent { place: place.to_owned(), why };
        if matches!(self, Self::Sqlite(_)) && !Path::new(place).is_file() {
            return Err(refused(Absent::NoFile));
        }
        let mut conn = self.establish()?;
        if matches!(self, Self::Sqlite(_)) {
            conn.batch_execute("PRAGMA busy_timeout=5000; PRAGMA query_only=ON;")
                .map_err(|e| refused(Absent::Unreadable(e.to_string())))?;
        }
        let found: Count = diesel::sql_query(format!("{sql}('journal', 'journal_head', 'register')"))
            .get_result(&mut conn)
            .map_err(|e| refused(Absent::Unreadable(e.to_string())))?;
        if found.n == 3 { Ok(()) } else { Err(refused(Absent::NoRegister)) }
    }

    fn establish(&self) -> Result<Conn, StoreError> {
        let opened = match self {
            Self::Sqlite(path) => SqliteConnection::establish(path).map(Conn::Sqlite),
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => PgConnection::establish(url).map(Conn::Postgres),
            #[cfg(not(feature = "postgres"))]
            Self::Postgres(_) => Err(ConnectionError::BadConnection("this build has no PostgreSQL".into())),
        };
        let place = match self {
            Self::Sqlite(path) => path.clone(),
            Self::Postgres(_) => String::new(),
        };
        opened.map_err(|e: ConnectionError| StoreError::Absent { place, why: Absent::Unreadable(e.to_string()) })
    }
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// How durable and how writable a connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Writes; every commit reaches the disk.
    Write,
    /// Reads only.
    Read,
    /// Writes to a throw-away copy; no care for the disk.
    Scratch,
}

/// Opens connections for the pool.
#[derive(Debug, Clone)]
pub struct Manager {
    /// Where.
    pub address: Address,
    /// How.
    pub mode: Mode,
}

impl diesel::r2d2::ManageConnection for Manager {
    type Connection = Conn;
    type Error = StoreError;

    fn connect(&self) -> Result<Conn, StoreError> {
        if let Address::Sqlite(path) = &self.address
            && path != MEMORY
        {
            // SQLite would leave the mode to the environment's mask; what it keeps beside the file takes the file's. Where
            // this cannot make one, opening it tells why.
            let _ = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        }
        let mut conn = self.address.establish()?;
        conn.batch_execute(&self.settings()).map_err(StoreError::from)?;
        Ok(conn)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), StoreError> {
        conn.batch_execute("SELECT 1").map_err(StoreError::from)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || !matches!(manager_status(conn), Ok(None | Some(0)))
    }
}

/// Depth of the open transaction: a connection given back inside one is not used again.
fn manager_status(conn: &mut Conn) -> Result<Option<u32>, diesel::result::Error> {
    use diesel::connection::TransactionManager;
    let status = <Conn as Connection>::TransactionManager::transaction_manager_status_mut(conn);
    status.transaction_depth().map(|d| d.map(std::num::NonZeroU32::get))
}

impl Manager {
    fn settings(&self) -> String {
        match (&self.address, self.mode) {
            (Address::Sqlite(_), Mode::Scratch) => {
                "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;".into()
            }
            (Address::Sqlite(_), mode) => format!(
                "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous={}; PRAGMA foreign_keys=ON; \
                 PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA secure_delete=ON; PRAGMA query_only={};",
                if Guard::Synchronous.is_off() { "NORMAL" } else { "FULL" },
                if mode == Mode::Read { "ON" } else { "OFF" }
            ),
            (Address::Postgres(_), _) => {
                "SET TIME ZONE 'UTC'; SET lock_timeout='10s'; SET statement_timeout='60s'; SET client_min_messages=warning;".into()
            }
        }
    }

    /// A pool of at most `size` connections; waiting longer than `wait` for one is "busy".
    ///
    /// # Errors
    /// When not even one can be opened.
    pub fn pool(self, size: u32, wait: Duration) -> Result<Pool, StoreError> {
        // A pool tries again and again, and logs each time; what cannot be opened at all is told at once.
        diesel::r2d2::ManageConnection::connect(&self)?;
        let opened = diesel::r2d2::Pool::builder()
            .max_size(size)
            .min_idle(Some(1))
            .connection_timeout(wait)
            .test_on_check_out(matches!(self.address, Address::Postgres(_)))
            .build(self);
        opened.map_err(|e| StoreError::Open(e.to_string()))
    }
}

/// A pool of connections.
pub type Pool = diesel::r2d2::Pool<Manager>;
