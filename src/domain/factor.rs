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
/// Steps before and after the present one at which the clock of a telephone may stand.
const CLOCKS: u16 = 2;
const STEP_S: u64 = 30;
const FIGURES: u8 = 6;

fn totp(secret: &[u8], login: &str, issuer: &str) -> Option<Totp> {
    let plain = |text: &str| text.replace(':', " ");
    let built = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(FIGURES).with_skew(CLOCKS).with_step_duration(STEP_S);
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

/// What is known of the clock of a telephone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    /// By how many steps it goes before our own.
    pub drift: i64,
    /// The last code that was right on another clock than that, by its step.
    pub slip: Option<i64>,
}

/// What a typed code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judged {
    /// That of its step, with what is known of the clock from now on.
    Right(i64, Pace),
    /// That of a step that is over on the telephone's clock, or is not there yet. It opens nothing; with the code after it
    /// it tells how the clock goes.
    Slipped(i64, Pace),
    /// Another.
    Wrong,
}

/// The last step that any telephone may show a code of by now.
#[must_use]
pub fn last_step(now: Instant) -> i64 {
    let ours = seconds(now).and_then(|at| at.checked_div(STEP_S)).and_then(|step| i64::try_from(step).ok()).unwrap_or(0);
    ours.saturating_add(i64::from(CLOCKS))
}

/// The step of a code within reach of our clock, and by how many steps the clock that showed it goes before ours.
#[must_use]
pub fn step_of(secret: &[u8], typed: &str, now: Instant) -> Option<(i64, i64)> {
    let (code, at) = (app_code(typed)?, seconds(now)?);
    let step = totp(secret, "-", "-")?.check(&code, at).and_then(|step| i64::try_from(step).ok())?;
    let ours = i64::try_from(at.checked_div(STEP_S)?).ok()?;
    Some((step, step.checked_sub(ours)?))
}

/// Judges a code. It holds for the thirty seconds of its step on the telephone's clock and no longer (ASVS 5.0, 6.5.5); a
/// clock that goes otherwise is learnt from two codes in a row (RFC 6238, 6).
#[must_use]
pub fn judge(secret: &[u8], typed: &str, now: Instant, pace: Pace) -> Judged {
    let Some((step, drift)) = step_of(secret, typed, now) else { return Judged::Wrong };
    let in_a_row = pace.slip.and_then(|slip| slip.checked_add(1)) == Some(step);
    if drift == pace.drift || in_a_row {
        return Judged::Right(step, Pace { drift, slip: None });
    }
    Judged::Slipped(step, Pace { slip: Some(step), ..pace })
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
            assert_eq!(step_of(secret, code, at(seconds)), Some((seconds / 30, 0)));
        }
    }

    const SECRET: [u8; SECRET_BYTES] = [7; SECRET_BYTES];

    #[test]
    fn a_code_holds_for_thirty_seconds_and_no_longer() {
        let code = code_at(&SECRET, at(900)).unwrap();
        for drift in -1..=1 {
            let pace = Pace { drift, slip: None };
            // On a clock that goes before ours the code is shown, and holds, before its time on ours.
            let begin = 900 - 30 * drift;
            let holds = |seconds| matches!(judge(&SECRET, &code, at(seconds), pace), Judged::Right(30, _));
            assert_eq!([begin - 1, begin, begin + 29, begin + 30].map(holds), [false, true, true, false], "{drift}");
        }
        assert_eq!((800..1_000).filter(|s| matches!(judge(&SECRET, &code, at(*s), Pace::default()), Judged::Right(..))).count(), 30);
        let grouped = format!(" {} {} ", &code[..3], &code[3..]);
        assert_eq!(step_of(&SECRET, &grouped, at(900)), Some((30, 0)));
        for odd in ["", "12345", "1234567", "12345x", "١٢٣٤٥٦"] {
            assert_eq!(app_code(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_clock_that_goes_otherwise_is_learnt_from_two_codes_in_a_row() {
        let shown = |seconds: i64, by: i64| code_at(&SECRET, at(seconds + 30 * by)).unwrap();
        let known = Pace::default();
        let Judged::Slipped(29, slipped) = judge(&SECRET, &shown(900, -1), at(900), known) else { panic!("a step behind") };
        assert_eq!(slipped, Pace { drift: 0, slip: Some(29) });
        // Another code than the next tells nothing, and the right one of now is simply right.
        assert!(matches!(judge(&SECRET, &shown(960, -1), at(960), slipped), Judged::Slipped(31, _)));
        assert_eq!(judge(&SECRET, &shown(930, 0), at(930), slipped), Judged::Right(31, known));
        let learnt = Pace { drift: -1, slip: None };
        assert_eq!(judge(&SECRET, &shown(930, -1), at(930), slipped), Judged::Right(30, learnt));
        assert_eq!(judge(&SECRET, &shown(990, -1), at(990), learnt), Judged::Right(32, learnt));
        assert!(matches!(judge(&SECRET, &shown(990, 0), at(990), learnt), Judged::Slipped(33, _)));
        assert_eq!(judge(&SECRET, &shown(900, 3), at(900), known), Judged::Wrong, "no clock goes so wrong");
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
