//! The keys that sign tokens, and the list of their public halves that anybody may fetch.

use super::claims::{Claims, country_of};
use super::{TokenError, text};
use crate::domain::entry::sha256;
use crate::domain::time::Instant;
use coset::{CoseSign1Builder, Header, HeaderBuilder, TaggedCborSerializable, iana};
use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Bytes of a key's id.
pub(super) const KID_BYTES: usize = 8;
/// What a line of the file of keys begins with.
const LINE: &str = "PRIVATE+CERTIFICATE+KEY+";
/// What a list of keys says that it is.
const FORMAT: &str = "placer-certificate-keys/1";
/// The most bytes of a list that are read.
const LIST_BYTES: usize = 1 << 20;

/// The id of a public key: the first bytes of its SHA-256.
#[must_use]
pub fn kid_of(public: &[u8; 32]) -> [u8; KID_BYTES] {
    let [a, b, c, d, e, f, g, h, ..] = sha256(&[public]);
    [a, b, c, d, e, f, g, h]
}

/// The one header that tokens have: the algorithm and the key's id.
pub(super) fn header(kid: [u8; KID_BYTES]) -> Header {
    HeaderBuilder::new().algorithm(iana::Algorithm::EdDSA).key_id(kid.to_vec()).build()
}

/// A key that signs tokens, written as `PRIVATE+CERTIFICATE+KEY+issuer+id+key`.
#[derive(Clone)]
pub struct TokenKey {
    issuer: String,
    key: SigningKey,
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenKey({} {})", self.issuer, self.kid())
    }
}

impl TokenKey {
    /// A key of a country's register from 32 bytes that nobody can guess; `origin` is the name of its journal. None where
    /// one of both cannot be.
    #[must_use]
    pub fn new(country: &str, origin: &str, seed: &[u8; 32]) -> Option<Self> {
        let issuer = format!("{country}/{origin}");
        country_of(&issuer)?;
        Some(Self { issuer, key: SigningKey::from_bytes(seed) })
    }

    /// The issuer that its tokens name: the country, a slash, and the name of the journal when the key was made.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Its public half.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    /// Its id, in hex.
    #[must_use]
    pub fn kid(&self) -> String {
        HEXLOWER.encode(&kid_of(&self.public()))
    }

    /// As it is kept in a file.
    #[must_use]
    pub fn secret(&self) -> String {
        format!("{LINE}{}+{}+{}", self.issuer, self.kid(), BASE64.encode(self.key.as_bytes()))
    }

    /// Its public half as it is shown: `CERTIFICATE+KEY+issuer+id+key`.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("CERTIFICATE+KEY+{}+{}+{}", self.issuer, self.kid(), BASE64.encode(&self.public()))
    }

    /// Reads [`TokenKey::secret`]; none where it is none.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        // The base64 of a key may hold a plus, the other parts may not.
        let mut parts = line.trim().strip_prefix(LINE)?.splitn(3, '+');
        let (issuer, kid, seed) = (parts.next()?, parts.next()?, parts.next()?);
        let (country, origin) = issuer.split_once('/')?;
        let seed: [u8; 32] = BASE64.decode(seed.as_bytes()).ok()?.try_into().ok()?;
        Self::new(country, origin, &seed).filter(|made| made.kid() == kid)
    }

    /// The token of claims, which must name this key's issuer.
    ///
    /// # Errors
    /// [`TokenError::OtherIssuer`], or [`TokenError::TooLong`].
    pub fn sign(&self, claims: &Claims) -> Result<String, TokenError> {
        if claims.issuer != self.issuer {
            return Err(TokenError::OtherIssuer);
        }
        self.sign_bytes(claims.encode()?, header(kid_of(&self.public())))
    }

    /// Its signature of a text that is no token, base64. The text must begin with a name of what it is, so that no signature
    /// is good for anything else: what tokens sign begins with a byte that is no letter.
    #[must_use]
    pub fn sign_text(&self, text: &str) -> String {
        BASE64.encode(&self.key.sign(text.as_bytes()).to_bytes())
    }

    /// Signs any payload under any header.
    pub(super) fn sign_bytes(&self, payload: Vec<u8>, header: Header) -> Result<String, TokenError> {
        let made = CoseSign1Builder::new().protected(header).payload(payload);
        let whole = made.create_signature(b"", |message| self.key.sign(message).to_bytes().to_vec()).build();
        text::written(&whole.to_tagged_vec().map_err(|_| TokenError::Cbor)?)
    }
}

/// A public key that signs or signed tokens, as the list has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListedKey {
    /// Its id, hex.
    pub kid: String,
    /// The 32 bytes of the Ed25519 public key, base64.
    pub key: String,
    /// Whose: ISO 3166-1 alpha-2.
    pub country: String,
    /// The name of the register's journal when the key was made.
    pub origin: String,
    /// It signs what was issued from here on.
    pub from: Instant,
    /// Until then; none while it is in use.
    pub until: Option<Instant>,
}

impl ListedKey {
    /// Of a key, with the time in which it signs.
    #[must_use]
    pub fn of(key: &TokenKey, from: Instant, until: Option<Instant>) -> Self {
        let (country, origin) = key.issuer.split_once('/').unwrap_or_default();
        let (country, origin) = (country.to_owned(), origin.to_owned());
        Self { kid: key.kid(), key: BASE64.encode(&key.public()), country, origin, from, until }
    }

    /// The issuer that its tokens name.
    #[must_use]
    pub fn issuer(&self) -> String {
        format!("{}/{}", self.country, self.origin)
    }

    /// Whether it signed at that time, in seconds since 1970. (Tokens know whole seconds, so both ends belong to it.)
    #[must_use]
    pub fn signed_at(&self, seconds: i64) -> bool {
        let ends = self.until.is_none_or(|until| seconds <= until.utc().timestamp());
        self.from.utc().timestamp() <= seconds && ends
    }

    fn bytes(&self) -> Option<[u8; 32]> {
        BASE64.decode(self.key.as_bytes()).ok()?.try_into().ok()
    }

    /// Whether it signed a text ([`TokenKey::sign_text`]).
    #[must_use]
    pub fn signed_text(&self, signature: &str, text: &str) -> bool {
        BASE64.decode(signature.as_bytes()).is_ok_and(|signature| self.signed(&signature, text.as_bytes()))
    }

    /// Whether it signed these bytes.
    pub(super) fn signed(&self, signature: &[u8], message: &[u8]) -> bool {
        let key = self.bytes().and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok());
        let signature = Signature::from_slice(signature);
        matches!((key, signature), (Some(key), Ok(signature)) if key.verify_strict(message, &signature).is_ok())
    }
}

/// The public keys of one register or of several, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyList {
    /// `placer-certificate-keys/1`.
    pub format: String,
    /// The keys.
    pub keys: Vec<ListedKey>,
}

/// Why a text is no list of keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// Not the JSON of one.
    #[error("{0}")]
    Unreadable(String),
    /// Of another version.
    #[error("{0}")]
    Version(String),
    /// A key is none, its id is not its own, or it stands there twice.
    #[error("{0}")]
    Key(String),
}

impl KeyList {
    /// A list of these keys.
    #[must_use]
    pub fn of(keys: Vec<ListedKey>) -> Self {
        Self { format: FORMAT.to_owned(), keys }
    }

    /// Reads a list, and looks at every key of it.
    ///
    /// # Errors
    /// [`ListError`].
    pub fn parse(text: &str) -> Result<Self, ListError> {
        if text.len() > LIST_BYTES {
            return Err(ListError::Unreadable(format!("{} > {LIST_BYTES}", text.len())));
        }
        let list: Self = serde_json::from_str(text).map_err(|e| ListError::Unreadable(e.to_string()))?;
        if list.format != FORMAT {
            return Err(ListError::Version(list.format.chars().take(60).collect()));
        }
        for (at, key) in list.keys.iter().enumerate() {
            let kid = key.bytes().map(|bytes| HEXLOWER.encode(&kid_of(&bytes)));
            let twice = list.keys.iter().take(at).any(|other| other.kid == key.kid);
            if kid.as_deref() != Some(key.kid.as_str()) || country_of(&key.issuer()).is_none() || twice {
                return Err(ListError::Key(key.kid.chars().take(20).collect()));
            }
        }
        Ok(list)
    }

    /// The key with an id.
    #[must_use]
    pub fn find(&self, kid: &str) -> Option<&ListedKey> {
        self.keys.iter().find(|key| key.kid == kid)
    }

    /// The list as it is served.
    #[must_use]
    pub fn written(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
