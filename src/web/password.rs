//! Passwords (Argon2id) and session tokens.

use crate::edge;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;

/// A hash to check against when the name is unknown, so that the answer takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody at all").unwrap_or_default());

/// The PHC string of a password; `None` only when hashing fails.
#[must_use]
pub fn hash(password: &str) -> Option<String> {
    Argon2::default().hash_password(password.as_bytes()).ok().map(|h| h.to_string())
}

/// Whether a password is right. Without a hash the same work is done and the answer is no.
#[must_use]
pub fn matches(password: &str, phc: Option<&str>) -> bool {
    let known = phc.is_some();
    let right = PasswordHash::new(phc.unwrap_or(&NOBODY)).is_ok_and(|h| Argon2::default().verify_password(password.as_bytes(), &h).is_ok());
    known && right
}

/// A first password nobody can guess (100 random bits), in groups that can be read over a telephone: no letter
/// that looks like a figure.
#[must_use]
pub fn generate() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";
    let picked: Vec<char> = edge::random::<20>().iter().filter_map(|b| LETTERS.get(usize::from(b & 31))).map(|b| char::from(*b)).collect();
    picked.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// 256 random bits as text.
#[must_use]
pub fn token() -> String {
    data_encoding::BASE64URL_NOPAD.encode(&edge::random::<32>())
}
