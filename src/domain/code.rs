//! Codes that people read aloud: a prefix, a number and a check character.
//!
//! The check character is that of ISO/IEC 7064, MOD 37-36: it finds every single wrong
//! character and every swap of two neighbours.

const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

fn value(c: u8) -> Option<u32> {
    ALPHABET.iter().position(|&a| a == c.to_ascii_uppercase()).and_then(|p| u32::try_from(p).ok())
}

fn check(text: &str) -> Option<char> {
    let mut product: u32 = 36;
    for c in text.bytes().filter(|c| *c != b'-') {
        let sum = value(c)?.checked_add(product)? % 36;
        let sum = if sum == 0 { 36 } else { sum };
        product = sum.checked_mul(2)? % 37;
    }
    // (product + check) % 36 == 1
    let c = 37u32.checked_sub(product)? % 36;
    ALPHABET.get(usize::try_from(c).ok()?).map(|b| char::from(*b))
}

/// `P-000123-K`: the code of the thing with this dense number.
#[must_use]
pub fn make(prefix: &str, number: i64) -> String {
    let body = format!("{prefix}-{number:06}");
    let check = check(&body).unwrap_or('0');
    format!("{body}-{check}")
}

/// The same for a text chosen at the edge, such as the short code of a slip: `7KQ4M2XR9T` gives `7KQ4M-2XR9T-C`.
#[must_use]
pub fn make_short(random: &str) -> String {
    let check = check(random).unwrap_or('0');
    let half = random.len().div_ceil(2);
    let (a, b) = random.split_at_checked(half).unwrap_or((random, ""));
    format!("{a}-{b}-{check}")
}

/// Puts what a person typed into the one written form: upper case, no blanks.
#[must_use]
pub fn fold(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// The written form of a code with this prefix that somebody typed: blanks, hyphens and small letters do not matter.
/// `None` when it is none, or its check character is wrong.
#[must_use]
pub fn read(prefix: &str, typed: &str) -> Option<String> {
    let plain: String = fold(typed).chars().filter(|c| *c != '-').collect();
    let digits = plain.strip_prefix(prefix)?;
    let (digits, _) = digits.split_at_checked(digits.len().checked_sub(1)?)?;
    let number: i64 = digits.parse().ok().filter(|number| *number > 0)?;
    Some(make(prefix, number)).filter(|code| code.replace('-', "") == plain)
}

/// Any code that somebody typed or read aloud, in its written form; what is none is only folded.
#[must_use]
pub fn written(typed: &str) -> String {
    let folded = fold(typed);
    let prefix: String = folded.chars().take_while(char::is_ascii_alphabetic).collect();
    // A number alone is no code: it may be that of a telephone.
    let code = if prefix.is_empty() { None } else { read(&prefix, &folded) };
    code.unwrap_or(folded)
}

/// Whether the last character of a code is its check character. Hyphens do not count.
#[must_use]
pub fn is_valid(code: &str) -> bool {
    let plain: String = fold(code).chars().filter(|c| *c != '-').collect();
    let Some(last) = plain.chars().last() else { return false };
    let Some(body) = plain.get(..plain.len().saturating_sub(last.len_utf8())) else { return false };
    !body.is_empty() && check(body) == Some(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_example() {
        // ISO/IEC 7064 MOD 37-36: the Global Release Identifier A1-2425G-ABC1234002 has check character M.
        assert_eq!(check("A12425GABC1234002"), Some('M'));
    }

    #[test]
    fn a_code_read_aloud_is_written_with_its_hyphens() {
        let code = make("S", 123);
        let aloud = code.replace('-', " ").to_lowercase();
        assert_eq!((written(&aloud), written(&code.replace('-', ""))), (code.clone(), code));
        assert_eq!((written("ko"), written("s-0001"), written(" 12 ")), ("KO".into(), "S-0001".into(), "12".into()));
        let bare = make("", 1_234_567).replace('-', "");
        assert_eq!(written(&bare), bare);
    }

    proptest! {
        #[test]
        fn every_single_wrong_character_is_found(n in 0i64..9_999_999, at in 0usize..8, other in 0usize..36) {
            let code = make("P", n);
            prop_assert!(is_valid(&code));
            let mut bytes = code.clone().into_bytes();
            let at = at % bytes.len();
            if bytes[at] != b'-' && bytes[at] != ALPHABET[other] {
                bytes[at] = ALPHABET[other];
                prop_assert!(!is_valid(std::str::from_utf8(&bytes).unwrap()));
            }
        }
    }
}
