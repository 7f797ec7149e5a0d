//! The folder of the keys that sign, apart from the database and readable by the program alone.

use crate::domain::note::SignerKey;
use crate::store::error::StoreError;
use crate::store::outside::write_whole;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The file of the keys that sign the journal's heads: the one in use first, one to a line.
const LOG: &str = "log.key";
/// Where keys go that sign no more. What they signed can still be checked with their public halves.
const RETIRED: &str = "retired";

/// A folder of keys.
#[derive(Debug, Clone)]
pub struct KeyFolder {
    folder: PathBuf,
}

fn fault(path: &Path, e: impl std::fmt::Display) -> StoreError {
    StoreError::Open(format!("{}: {e}", path.display()))
}

/// Makes a folder that nobody else can look into, where it is not there.
fn private(folder: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|e| fault(folder, e))
}

impl KeyFolder {
    /// Takes a folder; nothing is made before something is written.
    #[must_use]
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The keys that sign the journal's heads, the one in use first; none where none were made.
    ///
    /// # Errors
    /// When the file cannot be read, is no file of keys, or others than its owner may read it.
    pub fn log_keys(&self) -> Result<Vec<SignerKey>, StoreError> {
        let path = self.folder.join(LOG);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(e) => return Err(fault(&path, e)),
        };
        #[cfg(unix)]
        {
            let meta = fs::metadata(&path).map_err(|e| fault(&path, e))?;
            if std::os::unix::fs::MetadataExt::mode(&meta) & 0o077 != 0 {
                return Err(fault(&path, "others may read this key; set its mode to 600"));
            }
        }
        text.lines().map(|line| SignerKey::parse(line).map_err(|e| fault(&path, e))).collect()
    }

    /// Puts these keys in use; those that were and are not among them are kept as retired.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn write_log_keys(&self, keys: &[SignerKey]) -> Result<(), StoreError> {
        private(&self.folder)?;
        for old in self.log_keys()? {
            if keys.iter().all(|k| k.verifier() != old.verifier()) {
                let folder = self.folder.join(RETIRED);
                private(&folder)?;
                let public = old.verifier().to_string();
                let id = crate::domain::entry::sha256_hex(&[public.as_bytes()]);
                write_whole(&folder.join(format!("{}.key", id.get(..16).unwrap_or("log"))), old.secret().as_bytes(), 0o600)?;
            }
        }
        let text: String = keys.iter().map(|k| format!("{}\n", k.secret())).collect();
        write_whole(&self.folder.join(LOG), text.as_bytes(), 0o600)
    }
}
