//! The folder of the keys, apart from the database and readable by the program alone: those that sign the journal's
//! heads, those that sign tokens of certificates, and those that seal personal details.

use crate::domain::note::SignerKey;
use crate::domain::seal::{KeyRing, SealError, SealKey};
use crate::domain::token::TokenKey;
use crate::store::error::StoreError;
use crate::store::files::{private_folder, write_first, write_whole};
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

/// The file of the keys that sign the journal's heads: the one in use first, one to a line.
pub const LOG: &str = "log.key";
/// The file of the keys that seal: the one in use first, one to a line.
pub const DETAILS: &str = "details.key";
/// The file of the keys that sign tokens of certificates: the one in use first, then those before it, one to a line.
pub const CERTIFICATES: &str = "certificate.key";
/// Where keys go that sign no more. What they signed can still be checked with their public halves.
const RETIRED: &str = "retired";
/// Rights of the group and of everybody: nobody but the owner may read, write or enter.
const OTHERS: u32 = 0o077;

/// Why a file of keys cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// It cannot be read or written.
    #[error("{path}: {error}")]
    Fault {
        /// Which file.
        path: String,
        /// What the system says.
        error: String,
    },
    /// Others than its owner may read it.
    #[error("{path}: others may read it (rights {rights:o})")]
    Open {
        /// Which file.
        path: String,
        /// Its rights.
        rights: u32,
    },
    /// A line is no key.
    #[error("{path}: line {line} is no key")]
    Unreadable {
        /// Which file.
        path: String,
        /// Which line, from 1; 0 for a file without any key.
        line: usize,
    },
    /// It is not there.
    #[error("{path}: it is not there")]
    Missing {
        /// Which file.
        path: String,
    },
    /// It holds the key of another journal.
    #[error("{path}: the key of another journal")]
    Other {
        /// Which file.
        path: String,
    },
}

/// Whether a file of keys could be used when it was last looked at. A change is told in the log, once.
#[derive(Debug, Default)]
pub struct Looked(RwLock<Option<KeyFault>>);

impl Looked {
    /// Notes what was found.
    pub fn note(&self, found: Option<KeyFault>) {
        let mut last = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match &found {
            Some(fault) if *last != found => tracing::error!(%fault, "a file of keys cannot be used; the keys at hand go on being used"),
            None if last.is_some() => tracing::warn!("the file of keys can be used again"),
            _ => {}
        }
        *last = found;
    }

    /// What is wrong with it.
    #[must_use]
    pub fn fault(&self) -> Option<KeyFault> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A folder of keys.
#[derive(Debug, Clone)]
pub struct KeyFolder {
    folder: PathBuf,
}

fn fault(path: &Path, error: &std::io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull => StoreError::DiskFull,
        _ => KeyFault::Fault { path: path.display().to_string(), error: error.to_string() }.into(),
    }
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

    /// What is wrong with a file where it is not there though it should be.
    #[must_use]
    pub fn missing(&self, file: &str) -> KeyFault {
        KeyFault::Missing { path: self.folder.join(file).display().to_string() }
    }

    /// What is wrong with the file of the signing keys where it holds another journal's.
    #[must_use]
    pub fn other(&self) -> KeyFault {
        KeyFault::Other { path: self.folder.join(LOG).display().to_string() }
    }

    /// The text of a file of keys that nobody but its owner may read; none where there is no such file.
    fn text(&self, file: &str) -> Result<Option<String>, StoreError> {
        let path = self.folder.join(file);
        let rights = match fs::metadata(&path) {
            Ok(found) => found.permissions().mode() & 0o777,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(fault(&path, &e)),
        };
        if rights & OTHERS != 0 {
            return Err(KeyFault::Open { path: path.display().to_string(), rights }.into());
        }
        fs::read_to_string(&path).map(Some).map_err(|e| fault(&path, &e))
    }

    fn unreadable(&self, file: &str, line: usize) -> StoreError {
        KeyFault::Unreadable { path: self.folder.join(file).display().to_string(), line }.into()
    }

    /// The keys that sign the journal's heads, the one in use first; none where none were made.
    ///
    /// # Errors
    /// [`KeyFault`]: the file cannot be read, is no file of keys, or others than its owner may read it.
    pub fn log_keys(&self) -> Result<Vec<SignerKey>, StoreError> {
        let text = self.text(LOG)?.unwrap_or_default();
        let key = |(at, line)| SignerKey::parse(line).map_err(|_| self.unreadable(LOG, usize::saturating_add(at, 1)));
        text.lines().enumerate().map(key).collect()
    }

    /// Puts these keys in use; those that were and are not among them are kept as retired.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn write_log_keys(&self, keys: &[SignerKey]) -> Result<(), StoreError> {
        for old in self.log_keys()? {
            if keys.iter().all(|k| k.verifier() != old.verifier()) {
                let public = old.verifier().to_string();
                let id = crate::domain::entry::sha256_hex(&[public.as_bytes()]);
                self.write(&format!("{RETIRED}/{}.key", id.get(..16).unwrap_or("log")), &old.secret())?;
            }
        }
        let text: String = keys.iter().map(|k| format!("{}\n", k.secret())).collect();
        self.write(LOG, &text)
    }

    /// Makes the first key that signs, where there is none. Where another process was faster, its key counts.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn make_log_key(&self, key: &SignerKey) -> Result<Vec<SignerKey>, StoreError> {
        let path = self.folder.join(LOG);
        let text = format!("{}\n", key.secret());
        private_folder(&self.folder).and_then(|()| write_first(&path, text.as_bytes(), 0o600)).map_err(|e| fault(&path, &e))?;
        self.log_keys()
    }

    /// The keys that sign tokens of certificates, the newest first; none where none were made. Older ones stay in the file,
    /// so that a token of their time can be made again, which is always the same.
    ///
    /// # Errors
    /// As [`KeyFolder::log_keys`].
    pub fn certificate_keys(&self) -> Result<Vec<TokenKey>, StoreError> {
        let text = self.text(CERTIFICATES)?.unwrap_or_default();
        let key = |(at, line)| TokenKey::parse(line).ok_or_else(|| self.unreadable(CERTIFICATES, usize::saturating_add(at, 1)));
        text.lines().enumerate().map(key).collect()
    }

    /// Makes the first key that signs tokens, where there is none. Where another process was faster, its key counts.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn make_certificate_key(&self, key: &TokenKey) -> Result<(), StoreError> {
        let path = self.folder.join(CERTIFICATES);
        let text = format!("{}\n", key.secret());
        private_folder(&self.folder).and_then(|()| write_first(&path, text.as_bytes(), 0o600)).map_err(|e| fault(&path, &e))
    }

    /// Puts a new key that signs tokens before those that are there.
    ///
    /// # Errors
    /// When the folder cannot be written to, or the file that is there cannot be read.
    pub fn add_certificate_key(&self, key: &TokenKey) -> Result<(), StoreError> {
        let old = self.certificate_keys()?;
        let text: String = std::iter::once(key).chain(&old).map(|k| format!("{}\n", k.secret())).collect();
        self.write(CERTIFICATES, &text)
    }

    /// The keys that seal; none where none were made.
    ///
    /// # Errors
    /// As [`KeyFolder::log_keys`].
    pub fn details(&self) -> Result<Option<KeyRing>, StoreError> {
        let Some(text) = self.text(DETAILS)? else { return Ok(None) };
        KeyRing::parse(&text).map(Some).map_err(|e| self.unreadable(DETAILS, if let SealError::Unreadable(line) = e { line } else { 0 }))
    }

    /// Makes a key that seals where there is none, readable by its owner alone. Where another process was faster, its key
    /// counts.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn make_details(&self, key: SealKey) -> Result<KeyRing, StoreError> {
        let path = self.folder.join(DETAILS);
        let made = KeyRing::new(key, Vec::new());
        private_folder(&self.folder).and_then(|()| write_first(&path, made.written().as_bytes(), 0o600)).map_err(|e| fault(&path, &e))?;
        self.details()?.ok_or_else(|| self.missing(DETAILS).into())
    }

    /// Puts these keys that seal in use.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn write_details(&self, ring: &KeyRing) -> Result<(), StoreError> {
        self.write(DETAILS, &ring.written())
    }

    fn write(&self, file: &str, text: &str) -> Result<(), StoreError> {
        let path = self.folder.join(file);
        private_folder(path.parent().unwrap_or(&self.folder))
            .and_then(|()| write_whole(&path, text.as_bytes(), 0o600))
            .map_err(|e| fault(&path, &e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::note::KeyKind;
    use crate::domain::seal::KEY_BYTES;

    fn folder(name: &str) -> (PathBuf, KeyFolder) {
        let dir = std::env::temp_dir().join(format!("placer-keys-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        (dir.clone(), KeyFolder::at(&dir.join("deep")))
    }

    fn seal(n: u8) -> SealKey {
        SealKey::new([n; KEY_BYTES])
    }

    fn signer(n: u8) -> SignerKey {
        SignerKey::new("register.example", KeyKind::Log, &[n; 32]).unwrap()
    }

    fn mode(path: &Path, to: Option<u32>) -> u32 {
        if let Some(to) = to {
            fs::set_permissions(path, fs::Permissions::from_mode(to)).unwrap();
        }
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn keys_are_made_once_kept_from_others_and_turned() {
        let (dir, keys) = folder("made");
        assert_eq!((keys.details().unwrap(), keys.log_keys().unwrap().len()), (None, 0), "what is missing is not made up");
        let made = keys.make_details(seal(1)).unwrap();
        assert_eq!(keys.make_details(seal(2)).unwrap(), made, "a second maker finds the first's");
        keys.write_details(&made.rotated(seal(2))).unwrap();
        assert_eq!(keys.details().unwrap(), Some(made.rotated(seal(2))));
        keys.write_log_keys(&[signer(1)]).unwrap();
        keys.write_log_keys(&[signer(2)]).unwrap();
        assert_eq!(keys.log_keys().unwrap()[0].verifier(), signer(2).verifier());
        let retired: Vec<_> = fs::read_dir(keys.folder().join(RETIRED)).unwrap().map(|f| f.unwrap().path()).collect();
        assert_eq!(fs::read_to_string(&retired[0]).unwrap().trim(), signer(1).secret());
        assert_eq!(fs::read_dir(keys.folder()).unwrap().count(), 3, "nothing is left beside them");
        for file in [keys.folder().join(LOG), keys.folder().join(DETAILS), retired[0].clone()] {
            assert_eq!(mode(&file, None), 0o600);
        }
        assert_eq!((mode(keys.folder(), None), mode(retired[0].parent().unwrap(), None)), (0o700, 0o700));
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn keys_of_certificates_are_made_once_and_older_ones_stay_behind_the_newest() {
        let (dir, keys) = folder("certificates");
        let made = |n: u8| TokenKey::new("SL", "register.example", &[n; 32]).unwrap();
        let kids = |keys: &KeyFolder| keys.certificate_keys().unwrap().iter().map(TokenKey::kid).collect::<Vec<_>>();
        assert!(kids(&keys).is_empty(), "what is missing is not made up");
        keys.make_certificate_key(&made(1)).unwrap();
        keys.make_certificate_key(&made(2)).unwrap();
        assert_eq!(kids(&keys), [made(1).kid()], "a second maker finds the first's");
        keys.add_certificate_key(&made(2)).unwrap();
        assert_eq!(kids(&keys), [made(2).kid(), made(1).kid()]);
        let path = keys.folder().join(CERTIFICATES);
        assert_eq!(mode(&path, None), 0o600);
        mode(&path, Some(0o644));
        assert!(matches!(keys.certificate_keys(), Err(StoreError::Keys(KeyFault::Open { rights: 0o644, .. }))));
        mode(&path, Some(0o600));
        fs::write(&path, format!("{}\nnot a key\n", made(1).secret())).unwrap();
        assert!(matches!(keys.add_certificate_key(&made(3)), Err(StoreError::Keys(KeyFault::Unreadable { line: 2, .. }))));
        assert!(fs::read_to_string(&path).unwrap().contains("not a key"), "a damaged file is not written over");
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_file_that_others_can_read_or_that_is_damaged_is_told_and_never_replaced() {
        let (dir, keys) = folder("bad");
        keys.make_details(seal(1)).unwrap();
        keys.write_log_keys(&[signer(1)]).unwrap();
        let told = |keys: &KeyFolder, file: &str| {
            let found = if file == LOG { keys.log_keys().map(drop) } else { keys.details().map(drop) };
            match found {
                Err(StoreError::Keys(fault)) => fault,
                other => panic!("{file}: {other:?}"),
            }
        };
        for file in [LOG, DETAILS] {
            let path = keys.folder().join(file);
            let shown = path.display().to_string();
            mode(&path, Some(0o640));
            assert_eq!(told(&keys, file), KeyFault::Open { path: shown.clone(), rights: 0o640 });
            mode(&path, Some(0o600));
            let good = fs::read_to_string(&path).unwrap();
            fs::write(&path, format!("{good}not a key\n")).unwrap();
            let line = good.lines().count() + 1;
            assert_eq!(told(&keys, file), KeyFault::Unreadable { path: shown, line });
        }
        assert!(keys.make_details(seal(2)).is_err() && keys.write_log_keys(&[signer(2)]).is_err());
        assert!(fs::read_to_string(keys.folder().join(DETAILS)).unwrap().contains("not a key"));
        assert!(fs::read_to_string(keys.folder().join(LOG)).unwrap().contains("not a key"));
        fs::remove_dir_all(dir).unwrap();
    }
}
