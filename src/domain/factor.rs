//! The second factor: one-time codes of an authenticator app (RFC 6238 with what all apps can do: SHA-1, six figures,
//! steps of 30 seconds), and codes for when the telephone is lost.

use crate::domain::entry::sha256_hex;
use crate::domain::ids::AccountId;
use crate::domain::time::Instant;
use totp_rs::{Algorithm, Builder, Totp};

/// Bytes of a secret (RFC 4226, 4, R6: 160 bits are recommended).
pub const SECRET_BYTES: usize = 20;
/// How many recovery codes an account has at a time.
pub const RECOVERY_CODES: usize = 10;
/// Steps before and after the present one whose codes are taken (RFC 6238, 5.2: one for the way and the clocks).
const SKEW: u16 = 1;
const STEP_S: u64 = 30;
const FIGURES: u8 = 6;

fn totp(secret: &[u8], login: &str, issuer: &str) -> Option<Totp> {
    let plain = |text: &str| text.replace(':', " ");
    let built = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(FIGURES).with_skew(SKEW).with_step_duration(STEP_S);
    built.with_secret(secret.to_vec()).with_account_name(plain(login)).with_issuer(Some(plain(issuer))).build().ok()
}

fn seconds(now: Instant) -> Option<u64> {
    u64::try_from(now.utc().timestamp()).ok()
}

/// What was typed as a code of the app: six figures, however they were grouped. None where it cannot be one.
#[must_use]
pub fn app_code(typed: &str) -> Option<String> {
    let figures: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let six = figures.len() == usize::from(FIGURES) && figures.bytes().all(|b| b.is_ascii_digit());
    six.then_some(figures)
}

/// The step whose code was typed, where it is that of now, the one before or the one after.
#[must_use]
pub fn step_of(secret: &[u8], typed: &str, now: Instant) -> Option<i64> {
    let (code, at) = (app_code(typed)?, seconds(now)?);
    totp(secret, "-", "-")?.check(&code, at).and_then(|step| i64::try_from(step).ok())
}

/// The code that an app shows at an instant.
#[must_use]
pub fn code_at(secret: &[u8], now: Instant) -> Option<String> {
    Some(totp(secret, "-", "-")?.generate(seconds(now)?).to_string())
}

/// What the picture for the app says.
#[must_use]
pub fn address(secret: &[u8], login: &str, issuer: &str) -> Option<String> {
    totp(secret, login, issuer)?.to_url().ok()
}

/// The secret as it is typed into an app by hand, in groups of four.
#[must_use]
pub fn secret_text(secret: &[u8]) -> String {
    let text: Vec<char> = data_encoding::BASE32_NOPAD.encode(secret).chars().collect();
    text.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Tells whether two authenticators are one, and nothing else of them.
#[must_use]
pub fn digest(secret: &[u8]) -> String {
    sha256_hex(&[b"second factor\n", secret])
}

/// The hash under which a recovery code of an account is kept, however it was grouped and written. The code has more
/// than 112 random bits, so it cannot be guessed from its hash.
#[must_use]
pub fn recovery_hash(account: AccountId, typed: &str) -> String {
    let plain: String = typed.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    sha256_hex(&[b"recovery\n", account.to_string().as_bytes(), b"\n", plain.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::new(chrono::DateTime::from_timestamp(seconds, 0).unwrap())
    }

    /// RFC 6238, appendix B, the last six of the eight figures given there for SHA-1.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            assert_eq!(code_at(secret, at(seconds)).as_deref(), Some(code));
            assert_eq!(step_of(secret, code, at(seconds)), Some(seconds / 30));
        }
    }

    #[test]
    fn a_code_holds_for_a_step_before_and_after_and_no_longer() {
        let secret = [7; SECRET_BYTES];
        let code = code_at(&secret, at(900)).unwrap();
        for (seconds, taken) in [(869, false), (870, true), (929, true), (959, true), (960, false)] {
            assert_eq!(step_of(&secret, &code, at(seconds)).is_some(), taken, "{seconds}");
        }
        let grouped = format!(" {} {} ", &code[..3], &code[3..]);
        assert_eq!(step_of(&secret, &grouped, at(900)), Some(30));
        for odd in ["", "12345", "1234567", "12345x", "١٢٣٤٥٦"] {
            assert_eq!(app_code(odd), None, "{odd}");
        }
    }

    #[test]
    fn an_app_is_told_who_and_what() {
        let told = address(&[1; SECRET_BYTES], "ada@example.org", "Placer: Sierra Leone").unwrap();
        assert!(told.starts_with("otpauth://totp/Placer") && told.contains("secret=AEAQCAIBAEAQCAIBAEAQCAIBAEAQCAIB"), "{told}");
        assert_eq!(secret_text(&[1; SECRET_BYTES]).split(' ').count(), 8);
        let (a, b) = (AccountId::new(uuid::Uuid::from_u128(1)), AccountId::new(uuid::Uuid::from_u128(2)));
        assert_eq!(recovery_hash(a, "ABcd-2345"), recovery_hash(a, " abcd2345 "));
        assert_ne!(recovery_hash(a, "abcd"), recovery_hash(b, "abcd"));
    }
}
