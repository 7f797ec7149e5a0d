//! Checking a token against a list of keys, and against what stands on the paper.

use super::claims::Claims;
use super::key::{KID_BYTES, KeyList, header};
use super::{TokenError, text};
use crate::domain::quantity::Mass;
use coset::{CborSerializable, CoseError, CoseSign1, RegisteredLabelWithPrivate, TaggedCborSerializable, iana};
use data_encoding::HEXLOWER;

/// A genuine token: one of the keys signed exactly this. Whether its days are over is another question
/// ([`Claims::standing_on`]), and whether it was made void since only the register knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genuine {
    /// What it claims.
    pub claims: Claims,
    /// The id of the key that signed it, hex.
    pub kid: String,
    /// The token, in the one way it is written.
    pub text: String,
}

/// Checks a token. Nothing of what it claims is believed, or told, before its signature was found good.
///
/// # Errors
/// [`TokenError`]: why it is not genuine.
pub fn verify(typed: &str, keys: &KeyList) -> Result<Genuine, TokenError> {
    let text = text::pasted(typed)?;
    let cose = sign1(&text::read(&text)?)?;
    let kid: [u8; KID_BYTES] = cose.protected.header.key_id.as_slice().try_into().map_err(|_| TokenError::Header)?;
    let alg = cose.protected.header.alg == Some(RegisteredLabelWithPrivate::Assigned(iana::Algorithm::EdDSA));
    if !alg || cose.protected.header != header(kid) || !cose.unprotected.is_empty() {
        return Err(TokenError::Header);
    }
    let kid = HEXLOWER.encode(&kid);
    let key = keys.find(&kid).ok_or_else(|| TokenError::UnknownKey(kid.clone()))?;
    let wrong = || TokenError::Signature;
    cose.verify_signature(b"", |signature, message| if key.signed(signature, message) { Ok(()) } else { Err(wrong()) })?;
    let payload = cose.payload.as_deref().ok_or(TokenError::Cbor)?;
    let claims = Claims::parse(payload)?;
    if claims.issuer != key.issuer() {
        return Err(TokenError::OtherIssuer);
    }
    if !is_canonical(&cose, &claims, &text)? {
        return Err(TokenError::NotCanonical);
    }
    if !key.signed_at(claims.issued_at) {
        return Err(TokenError::KeyNotInUse(kid));
    }
    Ok(Genuine { claims, kid, text })
}

/// Whether everything, written anew, gives this text.
fn is_canonical(cose: &CoseSign1, claims: &Claims, text: &str) -> Result<bool, TokenError> {
    let mut anew = cose.clone();
    anew.protected.original_data = None;
    anew.payload = Some(claims.encode()?);
    let bytes = anew.to_tagged_vec().map_err(|_| TokenError::Cbor)?;
    Ok(text::written(&bytes)? == text)
}

/// The COSE_Sign1 in bytes, which is tagged.
pub(super) fn sign1(bytes: &[u8]) -> Result<CoseSign1, TokenError> {
    CoseSign1::from_tagged_slice(bytes).map_err(|e| match e {
        CoseError::ExtraneousData => TokenError::Trailing,
        // Without its tag it would be taken elsewhere; here there is one way to write it.
        _ if CoseSign1::from_slice(bytes).is_ok() => TokenError::NotCanonical,
        _ => TokenError::Cbor,
    })
}

/// What somebody reads on the paper; what he did not look at is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OnPaper {
    /// The number.
    pub number: Option<String>,
    /// Mass.
    pub weight: Option<Mass>,
    /// Value, US cents.
    pub value_usd_cents: Option<i64>,
}

impl OnPaper {
    /// What differs from what a token claims, by the names of the claims; nothing where all is the same.
    #[must_use]
    pub fn differs(&self, claims: &Claims) -> Vec<&'static str> {
        let folded = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect::<String>();
        let found = [
            ("number", self.number.as_ref().is_some_and(|n| folded(n) != folded(&claims.number))),
            ("weight_mct", self.weight.is_some_and(|w| w != claims.weight_mct)),
            ("value_usd_cents", self.value_usd_cents.is_some_and(|v| v != claims.value_usd_cents)),
        ];
        found.into_iter().filter(|(_, other)| *other).map(|(name, _)| name).collect()
    }
}
