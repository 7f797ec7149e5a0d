//! What a backup says of itself.

use crate::domain::time::Instant;
use serde::{Deserialize, Serialize};

/// The format of the archive that this program writes and reads.
pub const FORMAT: u32 = 1;

/// What the parts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The file of an embedded database, in pieces.
    Sqlite,
    /// The rows of every table.
    Rows,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name in the archive.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its hash in hex.
    pub sha256: String,
}

/// The manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// What the parts are.
    pub kind: Kind,
    /// Version of the program that made it.
    pub program: String,
    /// The last migration of the register.
    pub schema: String,
    /// Code of the register's country.
    pub country: String,
    /// Whether everything in it is fictitious.
    pub demonstration: bool,
    /// When it was made.
    pub made_at: Instant,
    /// Entries of the journal.
    pub entries: i64,
    /// Root of the RFC 6962 tree over the journal's leaf hashes, in hex.
    pub root: String,
    /// The parts, in order.
    pub parts: Vec<Part>,
}
