//! The token of a certificate: all its fields with a signature, in a text that fits a QR code, so that anybody abroad can
//! check them without a network. A CBOR Web Token (RFC 8392) in COSE_Sign1 (RFC 9052), zlib (RFC 1950) and Base45
//! (RFC 9285); `docs/certificate-token.md` has the format to the byte.
//!
//! There is exactly one text for a certificate and a key: Ed25519 is deterministic, the CBOR is (RFC 8949, section 4.2),
//! and the zlib stream is one stored block. Whatever would not be written so again is refused.

mod claims;
mod key;
mod text;
mod verify;

#[cfg(test)]
mod altered;
#[cfg(test)]
mod tests;

pub use claims::{Claims, Issue, NUMBER_MOST, Standing, country_of};
pub use key::{KeyList, ListError, ListedKey, TokenKey, kid_of};
pub use text::{PREFIX, TEXT_MOST, is_token};
pub use verify::{Genuine, OnPaper, verify};

/// Why a text is not a genuine token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not of the form at all: no prefix of ours, or signs that Base45 does not have.
    #[error("it is no token of a certificate")]
    NotAToken,
    /// Longer than any token.
    #[error("it is longer than a token can be")]
    TooLong,
    /// Of another version of the text or of its claims.
    #[error("it is of a version that is not known here: {0}")]
    Version(String),
    /// The zlib stream is damaged: most likely it was misread or copied in part.
    #[error("it was misread or is not whole")]
    Damaged,
    /// What was inside is no COSE_Sign1 of a CBOR Web Token.
    #[error("what is in it cannot be read")]
    Cbor,
    /// Something follows it.
    #[error("something stands behind its end")]
    Trailing,
    /// Its header asks for another algorithm, or says more than algorithm and key.
    #[error("its header is not one of a certificate's token")]
    Header,
    /// No key of the list has this id.
    #[error("no key of the list signed it: {0}")]
    UnknownKey(String),
    /// The key that it names did not sign it.
    #[error("its signature is wrong")]
    Signature,
    /// A claim that is not known here.
    #[error("it claims something that is not known here: {0}")]
    UnknownClaim(String),
    /// A claim is missing or not of its kind.
    #[error("its claim {0} is missing or cannot be read")]
    Claim(&'static str),
    /// Its claims contradict each other.
    #[error("its claims contradict each other: {0}")]
    Contradiction(&'static str),
    /// Its content is genuine, but it is not written in the one way that a token is.
    #[error("it is not written in the one way that a token is")]
    NotCanonical,
    /// The key was not in use when it says that it was issued.
    #[error("its key was not in use when it was issued: {0}")]
    KeyNotInUse(String),
    /// The key is that of another register.
    #[error("its key belongs to another register")]
    OtherIssuer,
}

impl TokenError {
    /// Its name in message ids, and in the page that checks without a network.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAToken => "not-a-token",
            Self::TooLong => "too-long",
            Self::Version(_) => "version",
            Self::Damaged => "damaged",
            Self::Cbor => "cbor",
            Self::Trailing => "trailing",
            Self::Header => "header",
            Self::UnknownKey(_) => "unknown-key",
            Self::Signature => "signature",
            Self::UnknownClaim(_) => "unknown-claim",
            Self::Claim(_) => "claim",
            Self::Contradiction(_) => "contradiction",
            Self::NotCanonical => "not-canonical",
            Self::KeyNotInUse(_) => "key-not-in-use",
            Self::OtherIssuer => "other-issuer",
        }
    }

    /// What exactly, where the sentence has a place for it.
    #[must_use]
    pub fn what(&self) -> &str {
        match self {
            Self::Version(what) | Self::UnknownKey(what) | Self::UnknownClaim(what) | Self::KeyNotInUse(what) => what,
            Self::Claim(what) | Self::Contradiction(what) => what,
            _ => "",
        }
    }

    /// The names of all, for whoever has to have a sentence for each.
    pub const CODES: [&'static str; 15] = [
        "not-a-token",
        "too-long",
        "version",
        "damaged",
        "cbor",
        "trailing",
        "header",
        "unknown-key",
        "signature",
        "unknown-claim",
        "claim",
        "contradiction",
        "not-canonical",
        "key-not-in-use",
        "other-issuer",
    ];
}
