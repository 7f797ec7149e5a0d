//! The keys of personal details, as the store uses them: sealing, opening, and marks by which sealed words are found.
//!
//! A *mark* is the first eight bytes of an HMAC-SHA-256 of a word, under a key of its own worked out from the sealing
//! key. Whoever has the database alone sees which marks are equal and how often each stands there, and not what they
//! stand for. Eight bytes keep the tables small; that two of a million words share a mark has a chance of 1 in 30 million.

use crate::domain::seal::{KeyRing, SealError, SealKey};
use crate::store::error::StoreError;
use crate::store::keys::{DETAILS, KeyFault, KeyFolder, Looked};
use std::sync::{Arc, PoisonError, RwLock};

/// The keys at hand. They are read anew before anything is sealed, and when something was sealed with a key that is
/// not among them: the keys can be changed while the server runs.
#[derive(Clone, Default)]
pub struct Keys {
    ring: Arc<RwLock<KeyRing>>,
    folder: Option<Arc<KeyFolder>>,
    looked: Arc<Looked>,
}

/// What a mark stands for, so that no word is taken for a key of likeness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// The beginning of a word of a name.
    Beginning,
    /// A key of likeness.
    Likeness,
}

impl Mark {
    const fn label(self) -> &'static str {
        match self {
            Self::Beginning => "details word",
            Self::Likeness => "details likeness",
        }
    }
}

impl Keys {
    /// These keys and no others.
    #[must_use]
    pub fn of(ring: KeyRing) -> Self {
        Self { ring: Arc::new(RwLock::new(ring)), ..Self::default() }
    }

    /// Keys that are read from a folder, and read again when they change.
    #[must_use]
    pub fn in_folder(folder: KeyFolder) -> Self {
        let keys = Self { folder: Some(Arc::new(folder)), ..Self::default() };
        keys.look_again();
        keys
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ring().is_empty()
    }

    /// The keys as they are now.
    #[must_use]
    pub fn ring(&self) -> KeyRing {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the keys anew. Where their file cannot be used, those at hand stay in use, and the log, the numbers and
    /// [`Keys::fault`] tell.
    pub fn look_again(&self) {
        let Some(folder) = &self.folder else { return };
        let fault = match folder.details() {
            Ok(Some(ring)) => {
                *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
                None
            }
            Ok(None) => Some(folder.missing(DETAILS)),
            Err(StoreError::Keys(fault)) => Some(fault),
            Err(other) => Some(KeyFault::Fault { path: folder.folder().display().to_string(), error: other.to_string() }),
        };
        self.looked.note(fault);
    }

    /// Why the file of the keys could not be used when it was last looked at.
    #[must_use]
    pub fn fault(&self) -> Option<KeyFault> {
        self.looked.fault()
    }

    fn fresh(&self) -> KeyRing {
        self.look_again();
        self.ring()
    }

    /// The key that seals now, by its id in hex.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] where there is none.
    pub(super) fn current(&self) -> Result<SealKey, StoreError> {
        Ok(self.fresh().current()?.clone())
    }

    /// Opens what was sealed for a context.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] where its key is not at hand or it was changed.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let first = self.ring.read().unwrap_or_else(PoisonError::into_inner).open(context, sealed);
        let ring = match first {
            Err(SealError::OtherKey) => self.fresh(),
            done => return Ok(done?),
        };
        // Without any key it is not another's.
        ring.current()?;
        Ok(ring.open(context, sealed)?)
    }

    /// Seals for a context with the key that seals now.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] where there is none.
    pub fn seal(&self, context: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        Ok(seal(&self.current()?, context, plain))
    }

    /// The marks of a text under each key at hand: whatever was marked before a change of keys is found too.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] where there is no key.
    pub(super) fn marks(&self, of: Mark, text: &str) -> Result<Vec<i64>, StoreError> {
        let ring = self.ring();
        ring.current()?;
        Ok(ring.keys().iter().map(|key| mark(key, of, text)).collect())
    }

    /// The key with an id in hex.
    pub(super) fn named(&self, id: &str) -> Option<SealKey> {
        let of = |ring: KeyRing| ring.keys().iter().find(|k| id_text(k) == id).cloned();
        of(self.ring()).or_else(|| of(self.fresh()))
    }
}

/// A key's id as it stands in a column.
#[must_use]
pub fn id_text(key: &SealKey) -> String {
    data_encoding::HEXLOWER.encode(&key.id())
}

/// The mark of a text under one key.
pub(super) fn mark(key: &SealKey, of: Mark, text: &str) -> i64 {
    let mac = key.mac(of.label(), text.as_bytes());
    mac.first_chunk().map_or(0, |first| i64::from_be_bytes(*first))
}

/// Seals for a context. The nonce is worked out from all that is sealed, under a key of its own, so that the store
/// needs no chance: the same bytes for the same context give the same sealed bytes, and no two others share a nonce.
pub(super) fn seal(key: &SealKey, context: &str, plain: &[u8]) -> Vec<u8> {
    let mac = key.mac(&format!("nonce\n{context}"), plain);
    let nonce = mac.first_chunk().copied().unwrap_or_default();
    crate::domain::seal::seal(key, context, plain, nonce)
}
