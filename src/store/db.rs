//! The database as the rest of the program sees it: reading needs an [`Rx`], writing needs a [`Tx`],
//! and only [`Db::write`] makes one.

use crate::domain::time::Instant;
use crate::store::connection::{Address, Conn, MEMORY, Manager, Mode, Pool};
use crate::store::direct::{Update, direct};
use crate::store::error::StoreError;
use crate::store::guards::Guard;
use crate::store::schema::journal_head;
use crate::store::sealing::Keys;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

/// One open register.
#[derive(Clone)]
pub struct Db {
    address: Address,
    pub(super) readers: Pool,
    pub(super) writers: Pool,
    reading: Mode,
    keys: Keys,
}

/// A consistent view: every read through it sees the same moment.
pub struct Rx<'c> {
    pub(super) conn: &'c mut Conn,
    pub(super) keys: &'c Keys,
}

/// The right to write. It holds the journal's head, so there is one at a time in the whole register.
pub struct Tx<'c> {
    rx: Rx<'c>,
    pub(super) size: i64,
    pub(super) recorded_at: Instant,
}

impl<'c> Deref for Tx<'c> {
    type Target = Rx<'c>;
    fn deref(&self) -> &Rx<'c> {
        &self.rx
    }
}
impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.rx
    }
}

impl Tx<'_> {
    /// The time that the next entry bears: the edge's clock, but never before the last entry's.
    #[must_use]
    pub const fn recorded_at(&self) -> Instant {
        self.recorded_at
    }
}

impl Rx<'_> {
    /// Whether personal details cannot be read here, because no key is at hand.
    #[must_use]
    pub fn has_no_keys(&self) -> bool {
        self.keys.is_empty()
    }
}

/// What a transaction ended with: a fault of the database, or the caller's own.
enum Ended<E> {
    Database(diesel::result::Error),
    Own(E),
}
impl<E> From<diesel::result::Error> for Ended<E> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error)
    }
}
impl<E: From<StoreError>> Ended<E> {
    fn into_own(self) -> E {
        match self {
            Self::Database(error) => E::from(StoreError::from(error)),
            Self::Own(error) => error,
        }
    }
}

#[derive(QueryableByName)]
struct OneText {
    #[diesel(sql_type = Text)]
    value: String,
}

impl Db {
    /// Opens the database and checks that it is one we can trust.
    ///
    /// # Errors
    /// [`StoreError::Open`] when it cannot be reached, or the SQLite library is older than 3.51.3
    /// (older ones can lose committed pages when the write-ahead log is reset).
    pub fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, 8)
    }

    /// The same for a register that is there already: where none is, nothing is made or changed.
    ///
    /// # Errors
    /// As [`Db::open`], and when there is no such file or it holds no register.
    pub fn open_existing(url: &str) -> Result<Self, StoreError> {
        Address::parse(url)?.check_register()?;
        Self::open(url)
    }

    /// [`Db::open`] with a number of reading connections.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open_with(url: &str, connections: u32) -> Result<Self, StoreError> {
        let address = Address::parse(url)?;
        let wait = Duration::from_secs(10);
        let writing = if matches!(address, Address::Sqlite(_)) { 1 } else { connections };
        let writers = Manager { address: address.clone(), mode: Mode::Write }.pool(writing, wait)?;
        let readers = Manager { address: address.clone(), mode: Mode::Read }.pool(connections, wait)?;
        let db = Self { address, readers, writers, reading: Mode::Read, keys: Keys::default() };
        db.check_library()?;
        Ok(db)
    }

    /// A throw-away database in a file, for replaying a journal.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open_scratch(path: &str) -> Result<Self, StoreError> {
        let address = Address::Sqlite(path.to_owned());
        let pool = Manager { address: address.clone(), mode: Mode::Scratch }.pool(1, Duration::from_secs(10))?;
        Ok(Self { address, readers: pool.clone(), writers: pool, reading: Mode::Scratch, keys: Keys::default() })
    }

    /// One in memory, for seeing what the migrations make.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open_memory() -> Result<Self, StoreError> {
        Self::open_scratch(MEMORY)
    }

    /// The same with the keys of personal details. Without them everything else works, and no details are read or written.
    #[must_use]
    pub fn with_keys(mut self, keys: Keys) -> Self {
        self.keys = keys;
        self
    }

    /// The keys of personal details.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    fn check_library(&self) -> Result<(), StoreError> {
        if !matches!(self.address, Address::Sqlite(_)) {
            return Ok(());
        }
        let found = self.read(|rx| -> Result<String, StoreError> {
            let row: OneText = diesel::sql_query("SELECT sqlite_version() AS value").get_result(rx.conn)?;
            Ok(row.value)
        })?;
        let number: Vec<u32> = found.split('.').filter_map(|p| p.parse().ok()).collect();
        if number < vec![3, 51, 3] {
            return Err(StoreError::Open(format!("SQLite {found} is too old; 3.51.3 or later is needed")));
        }
        Ok(())
    }

    /// Whether this is the embedded database.
    #[must_use]
    pub const fn is_sqlite(&self) -> bool {
        matches!(self.address, Address::Sqlite(_))
    }

    /// The address it was opened with.
    #[must_use]
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// Reads in one consistent view.
    ///
    /// # Errors
    /// The caller's, or [`StoreError::Busy`] when no connection was free.
    pub fn read<T, E: From<StoreError>>(&self, f: impl FnOnce(&mut Rx<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut conn = self.readers.get().map_err(|e| E::from(StoreError::Busy(e.to_string())))?;
        let body = |conn: &mut Conn| f(&mut Rx { conn, keys: &self.keys }).map_err(Ended::Own);
        snapshot(&mut conn, body).map_err(Ended::into_own)
    }

    /// The same on a connection of its own, which is closed afterwards, and for as long as it takes.
    ///
    /// # Errors
    /// The caller's, or the database's.
    pub fn read_apart<T, E: From<StoreError>>(&self, f: impl FnOnce(&mut Rx<'_>) -> Result<T, E>) -> Result<T, E> {
        let manager = Manager { address: self.address.clone(), mode: self.reading };
        let mut conn = diesel::r2d2::ManageConnection::connect(&manager).map_err(E::from)?;
        if !self.is_sqlite() {
            let unlimited = diesel::sql_query("SET statement_timeout = 0").execute(&mut conn);
            unlimited.map_err(|e| E::from(StoreError::from(e)))?;
        }
        let body = |conn: &mut Conn| f(&mut Rx { conn, keys: &self.keys }).map_err(Ended::Own);
        snapshot(&mut conn, body).map_err(Ended::into_own)
    }

    /// The only way to write: takes the journal's head first, so acts stand in one order, and keeps
    /// all of it or nothing.
    ///
    /// # Errors
    /// The caller's, or the database's.
    pub fn write<T, E: From<StoreError>>(&self, now: Instant, f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut conn = self.writers.get().map_err(|e| E::from(StoreError::Busy(e.to_string())))?;
        let conn: &mut Conn = &mut conn;
        let body = |conn: &mut Conn| {
            // An UPDATE first: on SQLite a transaction that reads first cannot become a writer later,
            // on PostgreSQL the row lock gives the entries their order.
            direct!(conn, c => Update::new(&["UPDATE journal_head SET size = size WHERE id = 1"], &[]).execute(c))?;
            let head = journal_head::table.select((journal_head::size, journal_head::recorded_at));
            let (size, last): (i64, String) = direct!(conn, c => head.get_result(c))?;
            let last: Instant = last.parse().map_err(|e| Ended::Own(StoreError::damaged(e).into()))?;
            let recorded_at = if Guard::Clock.is_off() { now } else { now.max(last) };
            let mut tx = Tx { rx: Rx { conn, keys: &self.keys }, size, recorded_at };
            f(&mut tx).map_err(Ended::Own)
        };
        let ended = if Guard::Transaction.is_off() { body(conn) } else { conn.transaction(body) };
        ended.map_err(Ended::into_own)
    }

    /// Runs all migrations that are missing, and seals what earlier versions kept in the clear.
    ///
    /// # Errors
    /// [`StoreError::Open`] with what the migration said; [`StoreError::Sealed`] where there is something to seal and no
    /// key.
    pub fn migrate(&self) -> Result<usize, StoreError> {
        let done = {
            let mut conn = self.writers.get().map_err(|e| StoreError::Busy(e.to_string()))?;
            crate::store::migrations::run(&mut conn)?
        };
        if done > 0 {
            // Nothing is recorded, so no clock is needed: the head keeps its own time.
            self.write(Instant::new(chrono::DateTime::UNIX_EPOCH), |tx| crate::store::merkle::catch_up(tx).map(drop))?;
        }
        if crate::store::party::seal_clear(self)? {
            self.sweep()?;
        }
        Ok(done)
    }

    /// Rewrites the file of an embedded register, so that nothing is left in it of what was deleted. PostgreSQL does so by
    /// itself, in its own time.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sweep(&self) -> Result<(), StoreError> {
        if self.is_sqlite() {
            let mut conn = self.writers.get().map_err(|e| StoreError::Busy(e.to_string()))?;
            diesel::connection::SimpleConnection::batch_execute(&mut *conn, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")?;
        }
        Ok(())
    }
}

#[cfg(feature = "postgres")]
fn snapshot<T, E>(conn: &mut Conn, f: impl FnOnce(&mut Conn) -> Result<T, Ended<E>>) -> Result<T, Ended<E>> {
    conn.transaction(|conn| {
        if matches!(conn, Conn::Postgres(_)) {
            diesel::sql_query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(conn)?;
        }
        f(conn)
    })
}
#[cfg(not(feature = "postgres"))]
fn snapshot<T, E>(conn: &mut Conn, f: impl FnOnce(&mut Conn) -> Result<T, Ended<E>>) -> Result<T, Ended<E>> {
    conn.transaction(f)
}
