//! What is kept outside the database: signed heads in a folder of their own, best on another machine's disk. Whoever
//! puts an old copy of the database back does not put this folder back with it.

use crate::domain::checkpoint::SignedCheckpoint;
use crate::domain::entry::sha256_hex;
use crate::store::error::StoreError;
use crate::store::files::write_whole;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A folder with the signed heads of logs.
#[derive(Debug, Clone)]
pub struct Outside {
    folder: PathBuf,
}

fn fault(path: &Path, e: &std::io::Error) -> StoreError {
    match e.kind() {
        ErrorKind::StorageFull => StoreError::DiskFull,
        _ => StoreError::Open(format!("{}: {e}", path.display())),
    }
}

impl Outside {
    /// Takes a folder; it is made where it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn at(folder: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(folder).map_err(|e| fault(folder, &e))?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Takes a folder that is there; none is made.
    #[must_use]
    pub fn existing(folder: &Path) -> Option<Self> {
        folder.is_dir().then(|| Self { folder: folder.to_owned() })
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn of(&self, origin: &str) -> PathBuf {
        // An origin is a name with slashes; its digest is a name of a folder.
        let digest = sha256_hex(&[origin.as_bytes()]);
        self.folder.join(digest.get(..16).unwrap_or("log"))
    }

    /// The largest head that is kept of a log. Its signature is for the caller to check.
    ///
    /// # Errors
    /// When the folder cannot be read, or what is in it is no head of that log.
    pub fn latest(&self, origin: &str) -> Result<Option<SignedCheckpoint>, StoreError> {
        let path = self.of(origin).join("latest");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(fault(&path, &e)),
        };
        let head: SignedCheckpoint = text.parse().map_err(|e| StoreError::Damaged(format!("{}: {e}", path.display())))?;
        if head.checkpoint.origin == origin {
            Ok(Some(head))
        } else {
            Err(StoreError::Damaged(format!("{}: another log's", path.display())))
        }
    }

    /// Keeps a head: a file of its own for ever, and as the latest one. A smaller one than the latest is refused.
    ///
    /// # Errors
    /// When the folder cannot be written to, or a larger head is there.
    pub fn keep(&self, head: &SignedCheckpoint) -> Result<(), StoreError> {
        let (origin, size) = (&head.checkpoint.origin, head.checkpoint.size);
        let folder = self.of(origin);
        fs::create_dir_all(&folder).map_err(|e| fault(&folder, &e))?;
        if self.latest(origin)?.is_some_and(|known| known.checkpoint.size > size) {
            return Err(StoreError::Damaged(format!("{}: a larger head is known", folder.display())));
        }
        let text = head.note.to_string();
        for path in [folder.join(size.to_string()), folder.join("latest")] {
            write_whole(&path, text.as_bytes(), 0o644).map_err(|e| fault(&path, &e))?;
        }
        Ok(())
    }
}
