//! What can go wrong below the rules.

use crate::domain::seal::SealError;
use crate::store::keys::KeyFault;
use diesel::result::{DatabaseErrorKind, Error as Diesel};

/// A fault of the database or of what it holds.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection was free in time, or the database is locked: try again.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The connection broke off: whether the act was written is not known, its key makes it count once.
    #[error("the connection to the database broke off: {0}")]
    Lost(String),
    /// No room left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// The disk failed.
    #[error("the disk failed: {0}")]
    DiskFault(String),
    /// A unique index or check of the database refused a row: two acts that cannot both hold.
    #[error("refused by the database: {0}")]
    Constraint(String),
    /// Something stored cannot be read as what it should be.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// The database cannot be opened.
    #[error("cannot open the database: {0}")]
    Open(String),
    /// No register is at the address.
    #[error("no register at {place:?}: {why}")]
    Absent {
        /// Path of the file; empty for a server, whose address may hold a password.
        place: String,
        /// Why not.
        why: Absent,
    },
    /// What is sealed cannot be opened, or nothing can be sealed.
    #[error("personal details: {0}")]
    Sealed(#[from] SealError),
    /// A file of keys cannot be used.
    #[error("keys: {0}")]
    Keys(#[from] KeyFault),
    /// The tables lack these migrations, and the role that the program connects with may not change tables.
    #[error("the tables are not up to date, and this role may not change them: {0}")]
    Outdated(String),
    /// Anything else.
    #[error("database fault: {0}")]
    Database(Diesel),
}

/// Why no register is at an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Absent {
    /// It is no address of a database.
    #[error("the address begins with sqlite: and a path, or with postgres://")]
    Scheme,
    /// There is no such file.
    #[error("there is no such file")]
    NoFile,
    /// The tables of a register are not there.
    #[error("it holds no register")]
    NoRegister,
    /// It cannot be read, with the database's own words.
    #[error("{0}")]
    Unreadable(String),
}

impl StoreError {
    /// For values that do not parse.
    pub(crate) fn damaged(what: impl std::fmt::Display) -> Self {
        Self::Damaged(what.to_string())
    }
}

/// What PostgreSQL and its library say when the server goes away or is on its way back.
const GONE: &[&str] = &[
    "terminating connection",
    "server closed the connection",
    "connection to server",
    "no connection to the server",
    "could not receive data",
    "could not send data",
    "system is starting up",
    "system is shutting down",
    "recovery mode",
    "crash of another server process",
];

impl From<Diesel> for StoreError {
    fn from(error: Diesel) -> Self {
        // Where the rolling back fails as well, what it began with is the reason.
        let error = match error {
            Diesel::RollbackErrorOnCommit { commit_error, .. } => *commit_error,
            other => other,
        };
        let text = error.to_string();
        match &error {
            Diesel::DatabaseError(
                DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::CheckViolation | DatabaseErrorKind::ForeignKeyViolation,
                _,
            ) => Self::Constraint(text),
            Diesel::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Busy(text),
            Diesel::DatabaseError(DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand, _)
            | Diesel::BrokenTransactionManager => Self::Lost(text),
            Diesel::DatabaseError(..) if GONE.iter().any(|words| text.contains(words)) => Self::Lost(text),
            Diesel::DatabaseError(..) if text.contains("locked") || text.contains("timeout") => Self::Busy(text),
            Diesel::DatabaseError(..) if text.contains("disk is full") || text.contains("No space left") => Self::DiskFull,
            Diesel::DatabaseError(..) if text.contains("disk I/O error") || text.contains("Input/output error") => Self::DiskFault(text),
            _ => Self::Database(error),
        }
    }
}

impl From<crate::domain::entry::EntryError> for StoreError {
    fn from(error: crate::domain::entry::EntryError) -> Self {
        Self::Damaged(error.to_string())
    }
}
