//! Going on from an earlier check: the replayed tables of a check that found them right, kept in a file, so that the next one
//! need not replay what they follow from. Why so, and what it cannot see: `docs/decisions/0011-checks-go-on.md`.

use super::walk::Known;
use crate::store::error::StoreError;
use crate::store::scratch::{Kept, Scratch};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// A kept copy by what it follows from and what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Copied {
    /// Entries that its tables follow from.
    pub entries: i64,
    /// SHA-256 of the file, in hex: whoever noted it knows that the file is the same.
    pub sha256: String,
}

/// Why a check cannot go on from a file, or keep one.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// The file cannot be read or written.
    #[error("{path}: {why}", path = .0.display(), why = .1)]
    File(PathBuf, io::Error),
    /// It is no kept copy, or one of another version of the program or of the tables.
    #[error("{}", .0.display())]
    Other(PathBuf),
    /// The throw-away copy cannot be made.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Where a check begins.
pub struct Start {
    scratch: Scratch,
    known: Known,
    copied: Option<Copied>,
}

impl Start {
    /// At the first entry. `scratch` is a file that does not exist.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn fresh(scratch: &Path) -> Result<Self, StoreError> {
        Ok(Self { scratch: Scratch::create(scratch)?, known: Known::default(), copied: None })
    }

    /// Behind the entries of a kept copy, which stays as it is.
    ///
    /// # Errors
    /// One of [`KeptError`].
    pub fn kept(kept: &Path, scratch: &Path) -> Result<Self, KeptError> {
        let sha256 = copy(kept, scratch)?;
        let other = || KeptError::Other(kept.to_owned());
        let (scratch, found) = Scratch::resume(scratch).map_err(|_| other())?.ok_or_else(other)?;
        if found.program != env!("CARGO_PKG_VERSION") {
            return Err(other());
        }
        let copied = Some(Copied { entries: found.size, sha256 });
        Ok(Self { scratch, known: Known { size: found.size, root: found.root }, copied })
    }

    pub(super) fn copied(&self) -> Option<Copied> {
        self.copied.clone()
    }

    pub(super) fn split(self) -> (Scratch, Known) {
        (self.scratch, self.known)
    }
}

/// The tables of a check that found them right.
#[derive(Debug)]
pub struct Replayed {
    path: String,
    kept: Kept,
}

impl Replayed {
    pub(super) fn new(path: String, size: i64, root: String) -> Self {
        Self { path, kept: Kept { size, root, program: env!("CARGO_PKG_VERSION").to_owned() } }
    }

    /// Keeps them in a file, in the place of what was there.
    ///
    /// # Errors
    /// One of [`KeptError`].
    pub fn keep(&self, file: &Path) -> Result<Copied, KeptError> {
        Scratch::note(&self.path, &self.kept)?;
        let mut new = file.as_os_str().to_owned();
        new.push(".new");
        let new = PathBuf::from(new);
        match fs::remove_file(&new) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(KeptError::File(new, e)),
            _ => {}
        }
        let sha256 = copy(Path::new(&self.path), &new)?;
        fs::rename(&new, file).map_err(|e| KeptError::File(file.to_owned(), e))?;
        Ok(Copied { entries: self.kept.size, sha256 })
    }
}

/// Copies a file to a place where none is, and gives its SHA-256.
fn copy(from: &Path, to: &Path) -> Result<String, KeptError> {
    let of = |path: &Path, e| KeptError::File(path.to_owned(), e);
    let mut source = File::open(from).map_err(|e| of(from, e))?;
    let mut target = OpenOptions::new().append(true).create_new(true).mode(0o600).open(to).map_err(|e| of(to, e))?;
    let (mut hash, mut piece) = (Sha256::new(), vec![0u8; 1 << 20]);
    loop {
        let read = source.read(&mut piece).map_err(|e| of(from, e))?;
        let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
        target.write_all(bytes).map_err(|e| of(to, e))?;
    }
    target.sync_all().map_err(|e| of(to, e))?;
    Ok(data_encoding::HEXLOWER.encode(&hash.finalize()))
}
