//! One connection type for both databases, chosen by the scheme of the address.

use crate::store::error::StoreError;
#[cfg(feature = "postgres")]
use diesel::PgConnection;
use diesel::connection::SimpleConnection;
use diesel::{Connection, ConnectionError, SqliteConnection};
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
    /// [`StoreError::Open`] for any other text.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.starts_with(':') {
                return Err(StoreError::Open("sqlite: needs the path of a file, as in sqlite:placer.sqlite".into()));
            }
            return Ok(Self::Sqlite(path.to_owned()));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err(StoreError::Open("the address begins with sqlite: or postgres://".into()))
    }
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
        let opened = match &self.address {
            Address::Sqlite(path) => SqliteConnection::establish(path).map(Conn::Sqlite),
            #[cfg(feature = "postgres")]
            Address::Postgres(url) => PgConnection::establish(url).map(Conn::Postgres),
            #[cfg(not(feature = "postgres"))]
            Address::Postgres(_) => Err(ConnectionError::BadConnection("this build has no PostgreSQL".into())),
        };
        let mut conn = opened.map_err(|e: ConnectionError| StoreError::Open(e.to_string()))?;
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
                "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; \
                 PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA query_only={};",
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
