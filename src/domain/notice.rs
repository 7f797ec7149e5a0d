//! Advance notices: what the authority of the destination is told of a certificate before the goods arrive.

use crate::domain::entry::sha256_hex;
use crate::domain::ids::{AccountId, CertificateId};
use crate::domain::text_enum::text_enum;
use crate::domain::time::{Day, Instant};

text_enum! {
    /// Where a notice stands on its way out.
    NoticeState, "notice-state", {
        /// Waits to be sent.
        Waiting = "waiting",
        /// The last attempt failed; it is tried again.
        Failed = "failed",
        /// The mail server took it.
        Sent = "sent",
        /// An officer sent it another way.
        ByHand = "by_hand",
        /// It is not tried any more.
        GivenUp = "given_up",
    }
}

impl NoticeState {
    /// Whether the authority abroad was told.
    #[must_use]
    pub const fn is_told(self) -> bool {
        matches!(self, Self::Sent | Self::ByHand)
    }
}

text_enum! {
    /// How a notice went out.
    NoticeWay, "notice-way", {
        /// By the mail server.
        Smtp = "smtp",
        /// By an officer: a letter, a courier, another mail program.
        Hand = "hand",
    }
}

/// A notice on its way out. This is operation: what was sent is an entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Of which certificate.
    pub certificate: CertificateId,
    /// Where it stands.
    pub state: NoticeState,
    /// Where it goes to, as it was made last.
    pub recipient: Option<String>,
    /// How often it was tried.
    pub tries: i64,
    /// Not before then.
    pub next_at: Instant,
    /// What stood in the way last: a word of ours (`no_server`, `no_address`, `no_file`, `void`), or what the mail server said.
    pub last_error: Option<String>,
}

/// That a notice went out, as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeSent {
    /// How.
    pub way: NoticeWay,
    /// To whom.
    pub recipient: String,
    /// SHA-256 of the bytes that went out, hex.
    pub sha256: String,
    /// The day.
    pub on: Day,
    /// What it can be found by.
    pub reference: Option<String>,
    /// When it was recorded.
    pub at: Instant,
    /// In whose name.
    pub account: AccountId,
    /// The entry.
    pub seq: i64,
}

/// Signs of a one-time code: no letter that looks like a figure.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many there are: eighty bits.
const CODE_SIGNS: usize = 16;

/// A one-time code from random bytes, in groups of four.
#[must_use]
pub fn code_of(random: &[u8; 16]) -> String {
    let sign = |byte: &u8| SIGNS.get(usize::from(byte & 31)).copied().map_or('0', char::from);
    let signs: Vec<char> = random.iter().take(CODE_SIGNS).map(sign).collect();
    signs.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What is kept of a one-time code: a hash over it and the certificate it is for. What was typed may have blanks, hyphens and
/// small letters, and letters for the figures they look like.
#[must_use]
pub fn code_hash(certificate: CertificateId, typed: &str) -> String {
    let plain: String = typed
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    sha256_hex(&[b"confirmation code\n", certificate.to_string().as_bytes(), b"\n", plain.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        let id = CertificateId::new(uuid::Uuid::from_u128(7));
        let code = code_of(&[1, 2, 3, 31, 32, 255, 0, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
        assert_eq!(code.len(), 19);
        assert!(code.split('-').all(|four| four.len() == 4));
        let typed = code.to_lowercase().replace('-', " ").replace('1', "l").replace('0', "o");
        assert_eq!(code_hash(id, &typed), code_hash(id, &code));
        assert_ne!(code_hash(CertificateId::new(uuid::Uuid::from_u128(8)), &code), code_hash(id, &code));
    }
}
