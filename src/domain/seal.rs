//! Sealing what must not lie in the clear in the database: secrets of authenticator apps, personal details.
//!
//! One function pair, [`seal`] and [`open`], with XChaCha20-Poly1305. The keys stand outside the database; whoever has
//! the database alone reads nothing. Three things to know before using it:
//!
//! - The *context* names what is sealed and whose it is (`"factor <account id>"`, `"details <party id> <digest>"`). It
//!   is not kept with the bytes; opening asks for the same one, so that a row copied to another owner does not open.
//! - The nonce is 24 random bytes, drawn anew for each sealing, which the caller hands in.
//! - Sealed bytes begin with the id of their key. A [`KeyRing`] seals with its current key and opens with any it holds;
//!   after a rotation [`KeyRing::is_current`] tells what is still to be sealed again.

use crate::domain::entry::sha256;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;

/// Bytes of a key.
pub const KEY_BYTES: usize = 32;
/// Bytes of a nonce.
pub const NONCE_BYTES: usize = 24;
/// Bytes of a key's id.
const ID_BYTES: usize = 8;
/// How sealed bytes begin: this version, then the key's id, then the nonce.
const VERSION: u8 = 1;
const HEAD: usize = 1 + ID_BYTES + NONCE_BYTES;

/// Names a key without telling anything of it.
pub type KeyId = [u8; ID_BYTES];

/// Why sealed bytes do not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// There is no key at all.
    #[error("no key is at hand")]
    NoKey,
    /// They were sealed with a key that is not at hand.
    #[error("sealed with a key that is not at hand")]
    OtherKey,
    /// They were changed, cut, or sealed for something else.
    #[error("the sealed bytes were changed, or belong to something else")]
    Damaged,
    /// A file of keys that is none: the line where it goes wrong.
    #[error("line {0} is no key")]
    Unreadable(usize),
}

/// One key. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SealKey {
    id: KeyId,
    bytes: [u8; KEY_BYTES],
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealKey({})", data_encoding::HEXLOWER.encode(&self.id))
    }
}

impl SealKey {
    /// A key of 32 random bytes. Its id is worked out from them, so that the two never come apart.
    #[must_use]
    pub fn new(bytes: [u8; KEY_BYTES]) -> Self {
        let mut id = KeyId::default();
        id.iter_mut().zip(sha256(&[b"placer seal key\n", &bytes])).for_each(|(to, from)| *to = from);
        Self { id, bytes }
    }

    /// What its sealed bytes say of it.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// HMAC-SHA-256 of a text under a key of its own, which is worked out from this one and the label: what is made for
    /// one purpose says nothing of another.
    #[must_use]
    pub fn mac(&self, label: &str, text: &[u8]) -> [u8; 32] {
        hmac(&hmac(&self.bytes, &[b"placer derived key\n", label.as_bytes()]), &[text])
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(self.bytes))
    }
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("any length");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// What is authenticated though not kept: the head without its nonce, and the context.
fn bound(id: &KeyId, context: &str) -> Vec<u8> {
    [&[VERSION], id.as_slice(), context.as_bytes()].concat()
}

/// Seals bytes for one context.
///
/// # Panics
/// Never in practice: the cipher takes 256 GB at once.
#[must_use]
#[expect(clippy::expect_used, reason = "the cipher refuses only what no memory holds, and nothing may be kept in the clear instead")]
pub fn seal(key: &SealKey, context: &str, plain: &[u8], nonce: [u8; NONCE_BYTES]) -> Vec<u8> {
    let aad = bound(&key.id, context);
    let hidden = key.cipher().encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad }).expect("it fits the cipher");
    [&[VERSION], key.id.as_slice(), &nonce, &hidden].concat()
}

/// Opens what was sealed with one key for one context.
///
/// # Errors
/// [`SealError`].
pub fn open(key: &SealKey, context: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
    if key_id(sealed)? != key.id {
        return Err(SealError::OtherKey);
    }
    let (head, hidden) = sealed.split_at_checked(HEAD).ok_or(SealError::Damaged)?;
    let nonce: [u8; NONCE_BYTES] = head.get(1 + ID_BYTES..).and_then(|n| n.try_into().ok()).ok_or(SealError::Damaged)?;
    let aad = bound(&key.id, context);
    key.cipher().decrypt(&XNonce::from(nonce), Payload { msg: hidden, aad: &aad }).map_err(|_| SealError::Damaged)
}

/// The id of the key that sealed these bytes.
///
/// # Errors
/// [`SealError::Damaged`] for bytes that are not sealed.
pub fn key_id(sealed: &[u8]) -> Result<KeyId, SealError> {
    match sealed.split_first() {
        Some((&VERSION, rest)) => rest.first_chunk().copied().ok_or(SealError::Damaged),
        _ => Err(SealError::Damaged),
    }
}

/// The keys at hand: the current one, which seals, and older ones, which only open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyRing {
    keys: Vec<SealKey>,
}

impl KeyRing {
    /// A ring with a current key and older ones.
    #[must_use]
    pub fn new(current: SealKey, older: Vec<SealKey>) -> Self {
        let mut keys = vec![current];
        keys.extend(older);
        Self { keys }
    }

    /// Whether there is no key; nothing can be sealed or opened then.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The key that seals.
    ///
    /// # Errors
    /// [`SealError::NoKey`].
    pub fn current(&self) -> Result<&SealKey, SealError> {
        self.keys.first().ok_or(SealError::NoKey)
    }

    /// Seals with the current key; see [`seal`].
    ///
    /// # Errors
    /// [`SealError::NoKey`].
    pub fn seal(&self, context: &str, plain: &[u8], nonce: [u8; NONCE_BYTES]) -> Result<Vec<u8>, SealError> {
        Ok(seal(self.current()?, context, plain, nonce))
    }

    /// Opens with whichever key sealed; see [`open`].
    ///
    /// # Errors
    /// [`SealError`].
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let id = key_id(sealed)?;
        let key = self.keys.iter().find(|k| k.id == id).ok_or(SealError::OtherKey)?;
        open(key, context, sealed)
    }

    /// All keys, the current one first.
    #[must_use]
    pub fn keys(&self) -> &[SealKey] {
        &self.keys
    }

    /// Whether bytes are sealed with the current key.
    #[must_use]
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        self.current().is_ok_and(|key| key_id(sealed) == Ok(key.id))
    }

    /// The same ring with a new current key before all others.
    #[must_use]
    pub fn rotated(&self, current: SealKey) -> Self {
        Self::new(current, self.keys.clone())
    }

    /// The text of a key file: a key on each line in hex, the current one first; `#` begins a remark.
    #[must_use]
    pub fn written(&self) -> String {
        let line = |k: &SealKey| format!("{}\n", data_encoding::HEXLOWER.encode(&k.bytes));
        let keys: String = self.keys.iter().map(line).collect();
        format!("# Keys of a register, the current one first. Without them nothing sealed can be read again.\n{keys}")
    }

    /// Reads the text of a key file.
    ///
    /// # Errors
    /// [`SealError::Unreadable`] with the line, or [`SealError::NoKey`].
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let mut keys = Vec::new();
        for (at, line) in text.lines().map(str::trim).enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(line.as_bytes()).ok().and_then(|b| b.try_into().ok());
            keys.push(SealKey::new(bytes.ok_or(SealError::Unreadable(at.saturating_add(1)))?));
        }
        if keys.is_empty() { Err(SealError::NoKey) } else { Ok(Self { keys }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u8) -> SealKey {
        SealKey::new([n; KEY_BYTES])
    }

    #[test]
    fn what_is_sealed_opens_under_its_key_and_context_alone() {
        let sealed = seal(&key(1), "factor a", b"secret", [7; NONCE_BYTES]);
        assert!(!sealed.windows(6).any(|w| w == b"secret"));
        assert_eq!(open(&key(1), "factor a", &sealed), Ok(b"secret".to_vec()));
        assert_eq!(open(&key(1), "factor b", &sealed), Err(SealError::Damaged));
        assert_eq!(open(&key(2), "factor a", &sealed), Err(SealError::OtherKey));
        assert_ne!(sealed, seal(&key(1), "factor a", b"secret", [8; NONCE_BYTES]));
        assert_eq!(open(&key(1), "", &seal(&key(1), "", b"", [0; NONCE_BYTES])), Ok(Vec::new()));
    }

    #[test]
    fn every_changed_bit_and_every_cut_is_found() {
        let sealed = seal(&key(1), "c", b"twenty bytes or so..", [9; NONCE_BYTES]);
        for at in 0..sealed.len() {
            for bit in 0..8 {
                let mut bent = sealed.clone();
                bent[at] ^= 1 << bit;
                assert!(open(&key(1), "c", &bent).is_err(), "byte {at} bit {bit}");
            }
            assert!(open(&key(1), "c", &sealed[..at]).is_err(), "cut to {at}");
        }
    }

    #[test]
    fn a_ring_seals_with_the_current_key_and_opens_with_all() {
        let old = KeyRing::new(key(1), vec![]);
        let before = old.seal("c", b"x", [1; NONCE_BYTES]).unwrap();
        let new = old.rotated(key(2));
        let after = new.seal("c", b"x", [2; NONCE_BYTES]).unwrap();
        assert_eq!((new.open("c", &before), new.open("c", &after)), (Ok(b"x".to_vec()), Ok(b"x".to_vec())));
        assert_eq!((new.is_current(&before), new.is_current(&after)), (false, true));
        assert_eq!(old.open("c", &after), Err(SealError::OtherKey));
        let none = KeyRing::default();
        assert_eq!((none.seal("c", b"x", [0; NONCE_BYTES]), none.is_empty()), (Err(SealError::NoKey), true));
    }

    #[test]
    fn marks_depend_on_key_label_and_text() {
        // RFC 4231 says what HMAC-SHA-256 gives; here only that nothing is mixed up.
        let one = key(1).mac("word", b"kamara");
        assert_eq!(one, key(1).mac("word", b"kamara"));
        for other in [key(2).mac("word", b"kamara"), key(1).mac("other", b"kamara"), key(1).mac("word", b"kamar")] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn a_key_file_is_read_back_and_a_bad_line_is_named() {
        let ring = KeyRing::new(key(3), vec![key(4)]);
        assert_eq!(KeyRing::parse(&ring.written()), Ok(ring.clone()));
        assert_eq!(KeyRing::parse("# nothing\n\n"), Err(SealError::NoKey));
        assert_eq!(KeyRing::parse("# remark\nabc\n"), Err(SealError::Unreadable(2)));
        assert!(!format!("{ring:?}").contains("0303"), "keys are never printed");
    }
}
