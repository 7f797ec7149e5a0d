//! Copies of a whole register: of the embedded database as a file, of either as rows that the other takes too.

use crate::store::connection::Conn;
use crate::store::db::{Db, Rx};
use crate::store::dump::{columns, tables};
use crate::store::error::StoreError;
use crate::store::migrations;
use crate::store::sealing::Keys;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Binary, Text};

#[derive(QueryableByName)]
struct OneText {
    #[diesel(sql_type = Text)]
    value: String,
}

#[derive(QueryableByName)]
struct OneHash {
    #[diesel(sql_type = Binary)]
    value: Vec<u8>,
}

#[derive(QueryableByName)]
struct TwoTexts {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    value: String,
}

/// Rows of a table on their way into a database: names of the columns, and the rows as one JSON array of arrays.
pub struct Rows<'a> {
    /// The table.
    pub table: &'a str,
    /// Its columns, in the order of the values.
    pub columns: &'a [String],
    /// `[[value, ...], ...]`; bytes are in hex.
    pub json: &'a str,
}

/// A database that is being filled.
pub struct Filling<'c> {
    conn: &'c mut Conn,
    keys: &'c Keys,
    known: Vec<(String, Vec<(String, String)>)>,
}

impl Db {
    /// Copies the embedded database into an empty file while others write: one consistent moment of it.
    ///
    /// # Errors
    /// The database's.
    pub fn copy_into(&self, file: &str) -> Result<(), StoreError> {
        let mut conn = self.writers.get().map_err(|e| StoreError::Busy(e.to_string()))?;
        diesel::sql_query("VACUUM INTO $1").bind::<Text, _>(file).execute(&mut *conn)?;
        Ok(())
    }

    /// Reads one consistent view for as long as it takes.
    ///
    /// # Errors
    /// The caller's, or the database's.
    pub fn read_long<T, E: From<StoreError>>(&self, f: impl FnOnce(&mut Rx<'_>) -> Result<T, E>) -> Result<T, E> {
        self.read(|rx| {
            if !matches!(rx.conn, Conn::Sqlite(_)) {
                diesel::sql_query("SET LOCAL statement_timeout = 0").execute(rx.conn).map_err(StoreError::from)?;
            }
            f(rx)
        })
    }

    /// Fills an empty database from rows: makes the tables as they were at a version, takes what `rows` gives, and keeps
    /// all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when the database is not empty; else the caller's, or the database's.
    pub fn fill<E: From<StoreError>>(&self, schema: &str, rows: impl FnOnce(&mut Filling<'_>) -> Result<(), E>) -> Result<(), E> {
        let mut conn = self.writers.get().map_err(|e| E::from(StoreError::Busy(e.to_string())))?;
        let conn: &mut Conn = &mut conn;
        let keys = self.keys();
        if !tables(&mut Rx { conn, keys })?.is_empty() {
            return Err(StoreError::Constraint("the database is not empty".into()).into());
        }
        let filled = conn.transaction(|conn| -> Result<(), End<E>> {
            if !matches!(conn, Conn::Sqlite(_)) {
                diesel::sql_query("SET LOCAL statement_timeout = 0").execute(conn)?;
            }
            migrations::run_to(conn, Some(schema)).map_err(|e| End::Own(e.into()))?;
            // What an earlier version kept in the clear is in no archive; a register drops the table when it has sealed it.
            diesel::sql_query("DROP TABLE IF EXISTS party_details_clear").execute(conn)?;
            let guards = guards_off(conn, keys).map_err(|e| End::Own(e.into()))?;
            let mut known = Vec::new();
            for table in tables(&mut Rx { conn, keys }).map_err(|e| End::Own(e.into()))? {
                let of = columns(&mut Rx { conn, keys }, &table).map_err(|e| End::Own(e.into()))?;
                diesel::sql_query(format!("DELETE FROM {table}")).execute(conn)?;
                known.push((table, of));
            }
            rows(&mut Filling { conn, keys, known }).map_err(End::Own)?;
            Ok(conn.batch_execute(&guards)?)
        });
        filled.map_err(|end| match end {
            End::Database(e) => StoreError::from(e).into(),
            End::Own(e) => e,
        })
    }
}

enum End<E> {
    Database(diesel::result::Error),
    Own(E),
}
impl<E> From<diesel::result::Error> for End<E> {
    fn from(e: diesel::result::Error) -> Self {
        Self::Database(e)
    }
}

/// Takes the triggers away while rows are put in as they were, and gives the SQL that puts them back.
fn guards_off(conn: &mut Conn, keys: &Keys) -> Result<String, StoreError> {
    if matches!(conn, Conn::Sqlite(_)) {
        let found: Vec<TwoTexts> =
            diesel::sql_query("SELECT name, sql AS value FROM sqlite_schema WHERE type = 'trigger' ORDER BY name").load(conn)?;
        for trigger in &found {
            conn.batch_execute(&format!("DROP TRIGGER {}", trigger.name))?;
        }
        return Ok(found.into_iter().map(|t| format!("{};\n", t.value)).collect());
    }
    let all = tables(&mut Rx { conn, keys })?;
    let each = |how: &str| all.iter().map(|t| format!("ALTER TABLE {t} {how} TRIGGER USER;")).collect::<String>();
    conn.batch_execute(&each("DISABLE"))?;
    Ok(each("ENABLE"))
}

/// How a column is written into JSON and read out of it again; bytes are written in hex.
fn is_bytes(kind: &str) -> bool {
    matches!(kind, "blob" | "bytea")
}

impl Filling<'_> {
    /// Reads what is in it so far.
    #[must_use]
    pub const fn rx(&mut self) -> Rx<'_> {
        Rx { conn: self.conn, keys: self.keys }
    }

    /// Puts rows into a table.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] for a table or column that is not there; else the database's.
    pub fn put(&mut self, rows: &Rows<'_>) -> Result<(), StoreError> {
        let known = self.known.iter().find(|(table, _)| table == rows.table);
        let (table, of) = known.ok_or_else(|| StoreError::Damaged(format!("there is no table {:?}", rows.table)))?;
        let sqlite = matches!(self.conn, Conn::Sqlite(_));
        let mut values = Vec::with_capacity(of.len());
        for (at, name) in rows.columns.iter().enumerate() {
            let kind = of.iter().find(|(n, _)| n == name).map(|(_, kind)| kind.as_str());
            let kind = kind.ok_or_else(|| StoreError::Damaged(format!("table {table} has no column {name:?}")))?;
            values.push(match (sqlite, is_bytes(kind)) {
                (true, false) => format!("json_extract(value, '$[{at}]')"),
                (true, true) => format!("unhex(json_extract(value, '$[{at}]'))"),
                (false, false) => format!("CAST(value ->> {at} AS {kind})"),
                (false, true) => format!("decode(value ->> {at}, 'hex')"),
            });
        }
        let from = if sqlite { "json_each($1)" } else { "json_array_elements(CAST($1 AS json))" };
        let sql = format!("INSERT INTO {table} ({}) SELECT {} FROM {from}", rows.columns.join(", "), values.join(", "));
        diesel::sql_query(sql).bind::<Text, _>(rows.json).execute(self.conn)?;
        Ok(())
    }
}

/// Gives every row of a table as a JSON array, in no order, after the names of its columns.
///
/// # Errors
/// The caller's, or the database's.
pub fn each_row<E: From<StoreError>>(
    rx: &mut Rx<'_>,
    table: &str,
    mut take: impl FnMut(&[String], &str) -> Result<(), E>,
) -> Result<Vec<String>, E> {
    let sqlite = matches!(rx.conn, Conn::Sqlite(_));
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for (name, kind) in columns(rx, table)? {
        values.push(match (sqlite, is_bytes(&kind)) {
            (_, false) => name.clone(),
            (true, true) => format!("CASE WHEN {name} IS NULL THEN NULL ELSE lower(hex({name})) END"),
            (false, true) => format!("encode({name}, 'hex')"),
        });
        names.push(name);
    }
    let made = if sqlite { "json_array" } else { "json_build_array" };
    let sql = format!("SELECT CAST({made}({}) AS TEXT) AS value FROM {table}", values.join(", "));
    let fault = |e: diesel::result::Error| E::from(StoreError::from(e));
    match rx.conn {
        Conn::Sqlite(c) => {
            for row in diesel::sql_query(sql).load_iter::<OneText, diesel::connection::DefaultLoadingMode>(c).map_err(fault)? {
                take(&names, &row.map_err(fault)?.value)?;
            }
        }
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => {
            for row in diesel::sql_query(sql).load_iter::<OneText, diesel::pg::PgRowByRowLoadingMode>(c).map_err(fault)? {
                take(&names, &row.map_err(fault)?.value)?;
            }
        }
    }
    Ok(names)
}

/// Gives the leaf hash of every entry, in order.
///
/// # Errors
/// When the database fails.
pub fn each_leaf(rx: &mut Rx<'_>, mut take: impl FnMut(&[u8])) -> Result<(), StoreError> {
    let sql = "SELECT leaf_hash AS value FROM journal ORDER BY seq";
    match rx.conn {
        Conn::Sqlite(c) => {
            for row in diesel::sql_query(sql).load_iter::<OneHash, diesel::connection::DefaultLoadingMode>(c)? {
                take(&row?.value);
            }
        }
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => {
            for row in diesel::sql_query(sql).load_iter::<OneHash, diesel::pg::PgRowByRowLoadingMode>(c)? {
                take(&row?.value);
            }
        }
    }
    Ok(())
}

/// The last migration that ran; empty where none did.
///
/// # Errors
/// When the database fails.
pub fn schema_version(rx: &mut Rx<'_>) -> Result<String, StoreError> {
    let sql = "SELECT coalesce(max(CAST(version AS TEXT)), '') AS value FROM __diesel_schema_migrations";
    let row: OneText = diesel::sql_query(sql).get_result(rx.conn)?;
    Ok(row.value)
}

/// The migrations that this program knows and the database has not run, and the other way round.
///
/// # Errors
/// When the database fails.
pub fn schema_gap(rx: &mut Rx<'_>) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let rows: Vec<OneText> =
        diesel::sql_query("SELECT CAST(version AS TEXT) AS value FROM __diesel_schema_migrations ORDER BY version").load(rx.conn)?;
    let (ran, known): (Vec<String>, Vec<String>) = (rows.into_iter().map(|r| r.value).collect(), migrations::known()?);
    let missing = known.iter().filter(|v| !ran.contains(v)).cloned().collect();
    Ok((missing, ran.into_iter().filter(|v| !known.contains(v)).collect()))
}
