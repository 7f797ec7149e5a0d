//! Passwords that are known: stolen ones from public lists, as a compact set that goes with the program. (ASVS 5.0, 6.2.4
//! and 6.2.12.) How it was made, and from what, is told in `assets/known_passwords.py`.
//!
//! The set holds the first 36 bits of the SHA-1 of each, so it takes about one password in 48,000 for known that is not.

use sha1::{Digest, Sha1};

static SET: &[u8] = include_bytes!("../../data/known_passwords.bin");

/// Parts of the set, by the upper 12 bits.
const PARTS: usize = 4096;
/// Bits of a number within its part.
const LOW: u32 = 24;
/// Bits of a distance that stand there as they are.
const REST: u32 = 15;
/// Where the bits begin: behind the count and the beginnings of the parts.
const BODY: usize = 4 * (PARTS + 2);

/// SHA-1 of a password, as lists of stolen ones are kept everywhere. Nothing is kept under it and nothing signed.
#[must_use]
pub fn sha1(password: &str) -> [u8; 20] {
    Sha1::digest(password.as_bytes()).into()
}

/// Whether a password stands in the set, whatever the case of its letters.
#[must_use]
pub fn is_known(typed: &str) -> bool {
    let first = sha1(&typed.to_lowercase()).iter().take(5).fold(0u64, |whole, byte| whole << 8 | u64::from(*byte));
    let number = first >> 4;
    let (Ok(part), Ok(low)) = (usize::try_from(number >> LOW), u32::try_from(number & ((1 << LOW) - 1))) else { return false };
    holds(part, low).unwrap_or(false)
}

fn word(at: usize) -> Option<u32> {
    let bytes = SET.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// The bits of the set from one on.
struct Bits {
    at: usize,
}

impl Bits {
    fn one(&mut self) -> Option<bool> {
        let byte = SET.get(BODY.checked_add(self.at / 8)?)?;
        let set = byte.rotate_left(u32::try_from(self.at % 8).ok()?) & 0x80 != 0;
        self.at = self.at.checked_add(1)?;
        Some(set)
    }

    /// A distance: so many ones and a nought, then the rest.
    fn distance(&mut self) -> Option<u32> {
        let mut whole = 0u32;
        while self.one()? {
            whole = whole.checked_add(1)?;
        }
        for _ in 0..REST {
            whole = whole.checked_mul(2)?.checked_add(u32::from(self.one()?))?;
        }
        Some(whole)
    }
}

fn holds(part: usize, low: u32) -> Option<bool> {
    let begin = |part: usize| word(part.checked_add(1)?.checked_mul(4)?).and_then(|bit| usize::try_from(bit).ok());
    let (mut bits, end) = (Bits { at: begin(part)? }, begin(part.checked_add(1)?)?);
    let mut there = 0u32;
    while bits.at < end && there <= low {
        there = there.checked_add(bits.distance()?)?;
        if there == low {
            return Some(true);
        }
    }
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::password::weakness;

    /// The commonest passwords of 12 characters and more, from a list by how often each was found (zxcvbn-ts, MIT).
    const COMMONEST: &str = include_str!("../../data/commonest_passwords.txt");

    #[test]
    fn the_commonest_passwords_are_known() {
        assert!(word(0).is_some_and(|count| count > 3_000), "at least the 3,000 commonest");
        let listed: Vec<&str> = COMMONEST.lines().filter(|l| !l.starts_with('#')).collect();
        assert!(listed.len() > 300 && listed.iter().all(|p| p.chars().count() >= 12));
        let missing: Vec<&str> = listed.into_iter().filter(|p| !is_known(p)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn stolen_passwords_are_known_that_no_rule_finds() {
        for stolen in ["ghbdtnrfrltkf", "flvbybcnhfnjh", "websolutions", "ZXCASDQWE123", "chickenwing101"] {
            assert!(is_known(stolen), "{stolen}");
        }
        assert_eq!(weakness("websolutions", &[]), None, "no rule of words finds it");
        for own in ["river gravel 2026", "three quiet rivers", "correct horse battery pirogue", "la pirogue sans moteur", "83920 47710 55"]
        {
            assert!(!is_known(own), "{own}");
        }
    }

    /// Every number is read back: the parts end where the next begins, and there are as many as the count says.
    #[test]
    fn the_set_is_whole() {
        let mut count = 0u32;
        for part in 0..PARTS {
            let (mut bits, end) = (Bits { at: word(4 * (part + 1)).unwrap() as usize }, word(4 * (part + 2)).unwrap() as usize);
            let mut there = 0u32;
            while bits.at < end {
                there += bits.distance().unwrap();
                count += 1;
            }
            assert!(bits.at == end && there < 1 << LOW, "part {part}");
        }
        assert_eq!(Some(count), word(0));
    }

    /// So few strangers are taken for known as the number of bits says.
    #[test]
    fn hardly_any_other_password_is_taken_for_known() {
        let taken = (0..20_000).filter(|n| is_known(&format!("a stranger of the {n}th river"))).count();
        assert!(taken <= 4, "{taken} of 20,000");
    }
}
