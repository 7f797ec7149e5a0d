//! The throw-away database into which a journal is replayed: the tables that follow from it and nothing else, quickly.

use crate::domain::entry::Entry;
use crate::domain::event::Event;
use crate::store::connection::Conn;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::journal::follow;
use crate::store::migrations;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::path::Path;

/// More room for pages than a register gets: the scratch is written to all over, and has the machine for itself.
/// The pages that a transaction changes are kept as they were in memory, so transactions are short.
const SETTINGS: &str = "PRAGMA cache_size=-49152; PRAGMA temp_store=FILE; PRAGMA cache_spill=ON;";

/// The indexes by which corrections find what came of an entry. Nothing else in a replay asks by an index that is not
/// unique, so these are made when the first correction comes, and the others never.
const FOR_CORRECTIONS: &str = "CREATE INDEX parcel_consumed ON parcel (consumed_seq); \
    CREATE INDEX parcel_produced ON parcel (produced_seq); \
    CREATE INDEX purchase_item_parcel ON purchase_item (parcel_no); \
    CREATE INDEX shipment_parcel_parcel ON shipment_parcel (parcel_no); \
    CREATE INDEX certificate_part_parcel ON certificate_part (parcel_no);";

/// Up to which entry a kept copy goes, and of which program it is.
const KEPT: &str = "CREATE TABLE kept (size INTEGER NOT NULL, root TEXT NOT NULL, program TEXT NOT NULL) STRICT;";

/// A database that is being replayed into.
pub struct Scratch {
    db: Db,
    path: String,
    indexed: bool,
}

/// What a kept copy says of itself.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Kept {
    /// Entries that its tables follow from.
    #[diesel(sql_type = BigInt)]
    pub size: i64,
    /// Root of the tree over them, in hex.
    #[diesel(sql_type = Text)]
    pub root: String,
    /// The program that made it.
    #[diesel(sql_type = Text)]
    pub program: String,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

impl Scratch {
    /// Makes one in a file that does not exist.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let scratch = Self::open(path)?;
        scratch.db.migrate()?;
        scratch.bare(|conn| {
            // What is unique stays: it is a rule, and by it rows are found.
            let sql = "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE INDEX%'";
            let names: Vec<Name> = diesel::sql_query(sql).load(conn)?;
            let drops: String = names.into_iter().map(|n| format!("DROP INDEX {};", n.name)).collect();
            Ok(conn.batch_execute(&drops)?)
        })?;
        Ok(scratch)
    }

    /// Goes on with a copy of a kept one. None where the file is no kept one of this program's tables.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn resume(path: &Path) -> Result<Option<(Self, Kept)>, StoreError> {
        let mut scratch = Self::open(path)?;
        let read = |conn: &mut Conn| -> Result<(Kept, Vec<String>, bool), StoreError> {
            let kept: Kept = diesel::sql_query("SELECT size, root, program FROM kept").get_result(conn)?;
            let sql = "SELECT CAST(version AS TEXT) AS name FROM __diesel_schema_migrations ORDER BY version";
            let ran: Vec<Name> = diesel::sql_query(sql).load(conn)?;
            let sql = "SELECT name FROM sqlite_schema WHERE name = 'parcel_consumed'";
            let indexed: Vec<Name> = diesel::sql_query(sql).load(conn)?;
            Ok((kept, ran.into_iter().map(|n| n.name).collect(), !indexed.is_empty()))
        };
        let Ok((kept, ran, indexed)) = scratch.bare(read) else { return Ok(None) };
        scratch.indexed = indexed;
        Ok((ran == migrations::known()?).then_some((scratch, kept)))
    }

    fn open(path: &Path) -> Result<Self, StoreError> {
        let path = path.to_string_lossy().into_owned();
        let scratch = Self { db: Db::open_scratch(&path)?, path, indexed: false };
        scratch.bare(|conn| Ok(conn.batch_execute(SETTINGS)?))?;
        Ok(scratch)
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    fn bare<T>(&self, f: impl FnOnce(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut conn = self.db.writers.get().map_err(|e| StoreError::Busy(e.to_string()))?;
        f(&mut conn)
    }

    /// Applies entries in order. When one does not fit, those before it are kept and nothing more.
    ///
    /// # Errors
    /// With the position of the entry that does not fit.
    pub fn apply(&mut self, entries: &[Entry]) -> Result<(), (i64, StoreError)> {
        let Some(first) = entries.first() else { return Ok(()) };
        let mut at = first.seq;
        let indexed = self.indexed;
        let done = self.db.write(first.recorded_at, |tx| -> Result<bool, StoreError> {
            let mut indexed = indexed;
            for entry in entries {
                at = entry.seq;
                if !indexed && matches!(&entry.event, Event::CorrectionDecided(e) if e.approved) {
                    tx.conn.batch_execute(FOR_CORRECTIONS)?;
                    indexed = true;
                }
                follow(tx, entry)?;
            }
            Ok(indexed)
        });
        match done {
            Ok(indexed) => {
                self.indexed = indexed;
                Ok(())
            }
            Err(e) => {
                let before: Vec<Entry> = entries.iter().filter(|entry| entry.seq < at).cloned().collect();
                if before.len() < entries.len() {
                    self.apply(&before)?;
                }
                Err((at, e))
            }
        }
    }

    /// Closes it, so that another connection may read it.
    #[must_use]
    pub fn close(self) -> String {
        self.path
    }

    /// Notes how far it goes, so that a later check can go on from here.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note(path: &str, kept: &Kept) -> Result<(), StoreError> {
        let db = Db::open_scratch(path)?;
        let mut conn = db.writers.get().map_err(|e| StoreError::Busy(e.to_string()))?;
        conn.batch_execute(&format!("DROP TABLE IF EXISTS kept; {KEPT}"))?;
        let noted = diesel::sql_query("INSERT INTO kept (size, root, program) VALUES ($1, $2, $3)");
        noted.bind::<BigInt, _>(kept.size).bind::<Text, _>(&kept.root).bind::<Text, _>(&kept.program).execute(&mut *conn)?;
        Ok(())
    }
}
