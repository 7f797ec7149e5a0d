//! The keys of personal details and of certificates in tests: the same for every register, unless the program made others.

use super::server::KEYS;
use placer::domain::entry::sha256_hex;
use placer::domain::seal::{KEY_BYTES, KeyRing, SealKey};
use placer::domain::token::TokenKey;
use placer::store::keys::KeyFolder;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The keys.
pub fn ring() -> KeyRing {
    KeyRing::new(SealKey::new([41; KEY_BYTES]), Vec::new())
}

/// The folder in which the program looks for the keys of a register.
pub fn folder(url: &str) -> PathBuf {
    KEYS.0.join(&sha256_hex(&[url.as_bytes()])[..12])
}

/// Writes the keys into a folder as the program does.
pub fn lay(folder: &Path) {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).unwrap();
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(folder.join("details.key")).unwrap();
    file.write_all(ring().written().as_bytes()).unwrap();
    KeyFolder::at(folder).make_certificate_key(&certificates()).unwrap();
}

/// The key that signs tokens of certificates.
pub fn certificates() -> TokenKey {
    TokenKey::new("SL", "register.example/journal", &[43; 32]).unwrap()
}

/// The keys of a register, laid for the program where there are none.
pub fn of(url: &str) -> KeyRing {
    let folder = folder(url);
    if !folder.join("details.key").exists() {
        lay(&folder);
    }
    KeyRing::parse(&std::fs::read_to_string(folder.join("details.key")).unwrap()).unwrap()
}
