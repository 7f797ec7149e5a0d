//! What can go wrong below the rules.

use diesel::result::{DatabaseErrorKind, Error as Diesel};

/// A fault of the database or of what it holds.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection was free in time, or the database is locked: try again.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// No room left on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// A unique index or check of the database refused a row: two acts that cannot both hold.
    #[error("refused by the database: {0}")]
    Constraint(String),
    /// Something stored cannot be read as what it should be.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// The address of the database is not understood, or it cannot be opened.
    #[error("cannot open the database: {0}")]
    Open(String),
    /// Anything else.
    #[error("database fault: {0}")]
    Database(Diesel),
}

impl StoreError {
    /// For values that do not parse.
    pub(crate) fn damaged(what: impl std::fmt::Display) -> Self {
        Self::Damaged(what.to_string())
    }
}

impl From<Diesel> for StoreError {
    fn from(error: Diesel) -> Self {
        let text = error.to_string();
        match &error {
            Diesel::DatabaseError(
                DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::CheckViolation | DatabaseErrorKind::ForeignKeyViolation,
                _,
            ) => Self::Constraint(text),
            Diesel::DatabaseError(DatabaseErrorKind::SerializationFailure | DatabaseErrorKind::ClosedConnection, _) => Self::Busy(text),
            Diesel::DatabaseError(..) if text.contains("locked") || text.contains("timeout") => Self::Busy(text),
            Diesel::DatabaseError(..) if text.contains("disk is full") || text.contains("No space left") => Self::DiskFull,
            _ => Self::Database(error),
        }
    }
}

impl From<crate::domain::entry::EntryError> for StoreError {
    fn from(error: crate::domain::entry::EntryError) -> Self {
        Self::Damaged(error.to_string())
    }
}
