//! From the bytes of a token to its text and back: one stored zlib block, Base45, and the prefix.

use super::TokenError;
use flate2::{Decompress, FlushDecompress, Status};

/// What every token begins with: our name and the version of the text.
pub const PREFIX: &str = "KPC1:";
/// What tokens of all versions begin with.
const FAMILY: &str = "KPC";
/// The most bytes of CBOR in a token: names of 200 signs and every subheading take less than half.
const CBOR_MOST: usize = 4_096;
/// What zlib puts around one stored block: header, block header, checksum.
const AROUND: usize = 11;
/// The most signs of a token: three for two bytes.
pub const TEXT_MOST: usize = PREFIX.len() + (CBOR_MOST + AROUND).div_ceil(2) * 3;

/// Whether a text means to be a token, of this version or another.
#[must_use]
pub fn is_token(text: &str) -> bool {
    version_of(text.trim_start()).is_some()
}

/// The version that a text says it has.
fn version_of(text: &str) -> Option<&str> {
    let (version, _) = text.strip_prefix(FAMILY)?.split_once(':')?;
    (!version.is_empty() && version.len() <= 4 && version.bytes().all(|b| b.is_ascii_digit())).then_some(version)
}

/// What somebody pasted, without what pasting adds: line breaks, and blanks at both ends. (A blank within is a sign of
/// Base45; none can be the last.)
pub(super) fn pasted(text: &str) -> Result<String, TokenError> {
    // Twice as long with a line break behind each sign; more is not looked at.
    if text.len() > TEXT_MOST.saturating_mul(2) {
        return Err(TokenError::TooLong);
    }
    let text: String = text.trim().chars().filter(|c| !matches!(c, '\r' | '\n' | '\t')).collect();
    if text.len() > TEXT_MOST { Err(TokenError::TooLong) } else { Ok(text) }
}

/// Adler-32 (RFC 1950, section 8.2).
fn adler32(bytes: &[u8]) -> u32 {
    const MODULUS: u32 = 65_521;
    let (low, high) = bytes.iter().fold((1u32, 0u32), |(low, high), byte| {
        let low = low.wrapping_add(u32::from(*byte)).wrapping_rem(MODULUS);
        (low, high.wrapping_add(low).wrapping_rem(MODULUS))
    });
    (high << 16) | low
}

/// The text of a token's bytes.
///
/// # Errors
/// [`TokenError::TooLong`].
pub(super) fn written(cbor: &[u8]) -> Result<String, TokenError> {
    let length = u16::try_from(cbor.len()).ok().filter(|_| cbor.len() <= CBOR_MOST).ok_or(TokenError::TooLong)?;
    // zlib header for a window of 32 KiB and the fastest level; the last block, stored; its length and the complement.
    let mut zlib = vec![0x78, 0x01, 0x01];
    zlib.extend(length.to_le_bytes());
    zlib.extend((!length).to_le_bytes());
    zlib.extend(cbor);
    zlib.extend(adler32(cbor).to_be_bytes());
    Ok(format!("{PREFIX}{}", base45::encode(&zlib)))
}

/// The bytes of a token's text. Any zlib stream is taken here, so that what was packed again is told as such, not as
/// damaged; its end must be the end.
///
/// # Errors
/// [`TokenError`].
pub(super) fn read(text: &str) -> Result<Vec<u8>, TokenError> {
    let Some(signs) = text.strip_prefix(PREFIX) else {
        return Err(version_of(text).map_or(TokenError::NotAToken, |version| TokenError::Version(version.to_owned())));
    };
    let zlib = base45::decode(signs).map_err(|_| TokenError::NotAToken)?;
    // The decoder lets a last pair stand that no byte makes.
    if base45::encode(&zlib) != signs {
        return Err(TokenError::NotAToken);
    }
    inflated(&zlib)
}

fn inflated(zlib: &[u8]) -> Result<Vec<u8>, TokenError> {
    let mut out = Vec::with_capacity(CBOR_MOST.saturating_add(1));
    let mut stream = Decompress::new(true);
    let status = stream.decompress_vec(zlib, &mut out, FlushDecompress::Finish).map_err(|_| TokenError::Damaged)?;
    if out.len() > CBOR_MOST {
        return Err(TokenError::TooLong);
    }
    if status != Status::StreamEnd {
        return Err(TokenError::Damaged);
    }
    if usize::try_from(stream.total_in()) == Ok(zlib.len()) { Ok(out) } else { Err(TokenError::Trailing) }
}
