//! What is kept outside the database: signed heads in a folder of their own, best on another machine's disk. Whoever
//! puts an old copy of the database back does not put this folder back with it.

use crate::domain::checkpoint::SignedCheckpoint;
use crate::domain::entry::sha256_hex;
use crate::store::error::StoreError;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
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

/// Writes a file so that after a power cut there is the old one or the new one: written beside, made durable, renamed.
///
/// # Errors
/// When the folder cannot be written to.
pub fn write_whole(path: &Path, bytes: &[u8], mode: u32) -> Result<(), StoreError> {
    let beside = path.with_extension("new");
    let written = || -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
        let mut file = options.open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    };
    #[cfg(not(unix))]
    let _ = mode;
    written().map_err(|e| fault(path, &e))
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
        write_whole(&folder.join(size.to_string()), text.as_bytes(), 0o644)?;
        write_whole(&folder.join("latest"), text.as_bytes(), 0o644)
    }
}
