//! What a database is made of, as a list of plain texts: tables, columns, checks, indexes, triggers and whatever else could
//! change what is written or read. Two databases that the same migrations made give the same list.
//!
//! SQLite keeps the statement that made each thing, so those are listed. PostgreSQL keeps none; its catalogue is read with
//! the functions that write a definition out, which any role may that can read the tables.

use crate::store::connection::Conn;
use crate::store::db::{Db, Rx};
use crate::store::error::StoreError;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::collections::BTreeMap;

/// What kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A table, or one of its columns or constraints.
    Table,
    /// An index.
    Index,
    /// A trigger.
    Trigger,
    /// A function of the database.
    Function,
    /// Anything else: a view, a rule, a policy.
    Other,
}

impl Kind {
    /// The kind of a thing in a catalogue.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "table" | "column" | "constraint" => Self::Table,
            "index" => Self::Index,
            "trigger" => Self::Trigger,
            "function" => Self::Function,
            _ => Self::Other,
        }
    }
}

/// The things of a database by word (`column`, `index`, ...) and name, with their definitions.
pub type Catalogue = BTreeMap<(String, String), String>;

#[derive(QueryableByName)]
struct Thing {
    #[diesel(sql_type = Text)]
    word: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    made: String,
}

/// The statistics of the planner are no part of a schema.
const SQLITE: &str = "SELECT type AS word, name, coalesce(sql, 'of ' || tbl_name) AS made FROM main.sqlite_schema \
    WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'";

/// Everything in the schema that the connection works in. Constraints that only repeat NOT NULL are left out: newer
/// versions list them, older ones do not, and the columns say the same.
#[cfg(feature = "postgres")]
const POSTGRES: &str = include_str!("catalogue.sql");

/// What a database is made of.
///
/// # Errors
/// When the database fails.
pub fn catalogue(rx: &mut Rx<'_>) -> Result<Catalogue, StoreError> {
    let things: Vec<Thing> = match rx.conn {
        Conn::Sqlite(c) => diesel::sql_query(SQLITE).load(c)?,
        #[cfg(feature = "postgres")]
        Conn::Postgres(c) => diesel::sql_query(POSTGRES).load(c)?,
    };
    Ok(things.into_iter().map(|t| ((t.word, t.name), plain(&t.made))).collect())
}

/// What the migrations of this program make on the same kind of database.
///
/// # Errors
/// When it cannot be found out.
pub fn catalogue_made(rx: &mut Rx<'_>) -> Result<Catalogue, StoreError> {
    match rx.conn {
        Conn::Sqlite(_) => {
            let fresh = Db::open_memory()?;
            fresh.migrate()?;
            fresh.read(catalogue)
        }
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => Ok(described(include_str!("../../migrations/postgres.catalogue"))),
    }
}

/// A catalogue as lines of text, in order: word, name and definition, parted by tabulators.
#[must_use]
pub fn written(catalogue: &Catalogue) -> String {
    catalogue.iter().map(|((word, name), made)| format!("{word}\t{name}\t{made}\n")).collect()
}

#[cfg(feature = "postgres")]
fn described(text: &str) -> Catalogue {
    let thing = |line: &str| {
        let mut parts = line.splitn(3, '\t').map(str::to_owned);
        Some(((parts.next()?, parts.next()?), parts.next()?))
    };
    text.lines().filter_map(thing).collect()
}

/// A definition with one blank where there were several. Where a line can hide what follows it behind a comment, the ends of
/// lines stay, written out.
fn plain(made: &str) -> String {
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    if made.contains("--") { made.lines().map(line).collect::<Vec<_>>().join(" ⏎ ") } else { line(made) }
}

/// How a definition that stands differs from the one that should: for a table of SQLite by its parts, so that one need not
/// compare two long statements.
#[must_use]
pub fn difference(stands: &str, should: &str) -> String {
    let (is, ought) = (parts(stands), parts(should));
    if is.len() < 2 || ought.len() < 2 {
        return format!("it is: {stands}; it should be: {should}");
    }
    let lacks: Vec<&str> = ought.iter().filter(|p| !is.contains(p)).map(String::as_str).collect();
    let more: Vec<&str> = is.iter().filter(|p| !ought.contains(p)).map(String::as_str).collect();
    match (lacks.is_empty(), more.is_empty()) {
        (true, true) => format!("it is: {stands}; it should be: {should}"),
        (true, false) => format!("it also has: {}", more.join("; ")),
        (false, true) => format!("it lacks: {}", lacks.join("; ")),
        (false, false) => format!("it lacks: {}; it has instead: {}", lacks.join("; "), more.join("; ")),
    }
}

/// The parts of a definition between its outermost brackets, and what stands around them.
fn parts(made: &str) -> Vec<String> {
    let (Some(begin), Some(end)) = (made.find('('), made.rfind(')')) else { return vec![made.to_owned()] };
    let (before, within, after) = (made.get(..begin), made.get(begin.saturating_add(1)..end), made.get(end.saturating_add(1)..));
    let (mut found, mut depth, mut quoted, mut part) = (Vec::new(), 0i32, false, String::new());
    for sign in within.unwrap_or_default().chars() {
        match sign {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth = depth.saturating_add(1),
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if sign == ',' && depth == 0 && !quoted {
            found.push(std::mem::take(&mut part).trim().to_owned());
        } else {
            part.push(sign);
        }
    }
    found.push(part.trim().to_owned());
    let around = format!("{} (…) {}", before.unwrap_or_default().trim(), after.unwrap_or_default().trim());
    found.push(around.trim().to_owned());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weakened_table_is_told_by_its_parts() {
        let sound = "CREATE TABLE t ( a INTEGER NOT NULL, b TEXT, CHECK (a >= 0), CHECK (b IN ('x, y', 'z')) ) STRICT";
        let weak = "CREATE TABLE t ( a INTEGER, b TEXT, CHECK (b IN ('x, y', 'z')) ) STRICT";
        assert_eq!(difference(weak, sound), "it lacks: a INTEGER NOT NULL; CHECK (a >= 0); it has instead: a INTEGER");
        let lax = sound.replace(" STRICT", "");
        assert_eq!(difference(&lax, sound), "it lacks: CREATE TABLE t (…) STRICT; it has instead: CREATE TABLE t (…)");
        assert_eq!(difference("x", "y"), "it is: x; it should be: y");
        assert_eq!(plain("a\n  b"), plain("a b"));
        assert_ne!(plain("a -- c\n b"), plain("a -- c b"), "a comment ends with its line");
    }
}
