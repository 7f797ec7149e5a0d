//! What makes a password easy to guess: not which signs it is made of, but what it says. (ASVS 5.0, 6.2: no rules of
//! composition; a list of common ones and words of the place are refused.)
//!
//! The list holds words, not whole passwords: lists of leaked ones are mostly such a word, or two, with figures and signs
//! before, behind or in place of letters, and all of these are refused with it.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The words that leaked passwords are most often made of, in several languages, and those of this trade and its places.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| include_str!("password_words.txt").split_whitespace().collect());

/// The longest word that is looked for.
const WORD_MOST: usize = 24;
/// The shortest word of the account's own surroundings that counts.
const OWN_LEAST: usize = 3;
/// Words that, alone or two together, are too little.
const WORDS_FEW: usize = 2;

/// Rows of keyboards, the alphabet and the figures.
const ROWS: [&str; 9] =
    ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertzuiop"];

/// Why a password is easy to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    /// The same over and over.
    Repeated,
    /// Keys that lie beside each other, letters or figures in their order.
    Row,
    /// Years and nothing else.
    Years,
    /// A common word or two.
    Common,
    /// Made of the names of this account and what it belongs to.
    Own,
}

/// Why a password is easy to guess; none where nothing is found. `around` are the account's names and what it belongs to.
#[must_use]
pub fn weakness(typed: &str, around: &[&str]) -> Option<Weak> {
    let plain: Vec<char> = typed.trim().chars().flat_map(char::to_lowercase).collect();
    if repeats(&plain) {
        return Some(Weak::Repeated);
    }
    if in_rows(&plain) {
        return Some(Weak::Row);
    }
    if is_years(&plain) {
        return Some(Weak::Years);
    }
    let own = own_words(around);
    for letters in [letters_of(&plain), letters_of(&unmasked(&plain))] {
        if let Some(weak) = few_words(&letters, &own) {
            return Some(weak);
        }
    }
    None
}

/// Three times the same and more, the last perhaps cut off.
fn repeats(plain: &[char]) -> bool {
    let most = plain.len().checked_div(3).unwrap_or(0);
    (1..=most).any(|unit| plain.iter().zip(plain.iter().skip(unit)).all(|(a, b)| a == b))
}

/// Most steps go to the key beside, or stay.
fn in_rows(plain: &[char]) -> bool {
    let beside = |a: char, b: char| {
        let near = |row: &&str| {
            let at = |c: char| row.chars().position(|r| r == c);
            at(a).zip(at(b)).is_some_and(|(x, y)| x.abs_diff(y) <= 1)
        };
        a == b || ROWS.iter().any(near)
    };
    let steps = plain.len().saturating_sub(1);
    let near = plain.windows(2).filter(|pair| matches!(pair, [a, b] if beside(*a, *b))).count();
    steps > 0 && near.saturating_mul(4) >= steps.saturating_mul(3)
}

fn is_years(plain: &[char]) -> bool {
    let figures: String = plain.iter().filter(|c| c.is_ascii_digit()).collect();
    let other = plain.iter().any(|c| c.is_alphanumeric() && !c.is_ascii_digit());
    let year = |four: &[u8]| four.starts_with(b"19") || four.starts_with(b"20");
    let groups = figures.as_bytes().chunks(4);
    !other && !figures.is_empty() && groups.clone().all(|g| g.len() == 4 && year(g))
}

fn letters_of(plain: &[char]) -> Vec<char> {
    plain.iter().copied().filter(|c| c.is_alphabetic()).collect()
}

/// With letters for the signs that stand for them, after figures and signs at both ends are taken away.
fn unmasked(plain: &[char]) -> Vec<char> {
    let first = plain.iter().position(|c| c.is_alphabetic()).unwrap_or(0);
    let last = plain.iter().rposition(|c| c.is_alphabetic()).unwrap_or(0);
    let between = plain.iter().skip(first).take(last.saturating_sub(first).saturating_add(1));
    let letter = |c: &char| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => *other,
    };
    between.map(letter).collect()
}

fn own_words(around: &[&str]) -> HashSet<String> {
    let lower = around.iter().map(|text| text.to_lowercase());
    let words = lower.flat_map(|text| text.split(|c: char| !c.is_alphabetic()).map(str::to_owned).collect::<Vec<_>>());
    words.filter(|word| word.chars().count() >= OWN_LEAST).collect()
}

/// Whether the letters are one or two known words and nothing else.
fn few_words(letters: &[char], own: &HashSet<String>) -> Option<Weak> {
    if letters.is_empty() {
        return None;
    }
    let known = |word: &[char]| {
        let word: String = word.iter().collect();
        if own.contains(&word) {
            return Some(Weak::Own);
        }
        COMMON.contains(word.as_str()).then_some(Weak::Common)
    };
    ends_in(letters, WORDS_FEW, &known)
}

fn ends_in(letters: &[char], words: usize, known: &impl Fn(&[char]) -> Option<Weak>) -> Option<Weak> {
    let left = words.checked_sub(1)?;
    for length in (1..=letters.len().min(WORD_MOST)).rev() {
        let (word, rest) = letters.split_at_checked(length)?;
        let Some(weak) = known(word) else { continue };
        if rest.is_empty() {
            return Some(weak);
        }
        if let Some(other) = ends_in(rest, left, known) {
            return Some(if weak == Weak::Own { weak } else { other });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_easy_to_guess_is_told_why() {
        let around = ["ada.kamara", "Ada Kamara", "Kenema"];
        for (typed, why) in [
            ("password1234", Weak::Common),
            ("P@ssw0rd!2026", Weak::Common),
            ("2026-Welcome-01", Weak::Common),
            ("dragonmonkey99", Weak::Common),
            ("Password Password", Weak::Common),
            ("motdepasse2026", Weak::Common),
            ("SierraLeone2026", Weak::Common),
            ("placer-diamonds", Weak::Common),
            ("kamara-kenema-2026", Weak::Own),
            ("AdaKamara123", Weak::Own),
            ("kamara password", Weak::Own),
            ("aaaaaaaaaaaa", Weak::Repeated),
            ("abcabcabcabca", Weak::Repeated),
            ("qwertyuiop12", Weak::Row),
            ("azertyuiop12", Weak::Row),
            ("123456789012", Weak::Row),
            ("987654321098", Weak::Row),
            ("1987 1990 2026", Weak::Years),
        ] {
            assert_eq!(weakness(typed, &around), Some(why), "{typed}");
        }
    }

    #[test]
    fn what_is_hard_to_guess_is_taken_whatever_it_is_made_of() {
        let around = ["ada.kamara", "Ada Kamara", "Kenema"];
        for typed in [
            "river gravel 2026",
            "three quiet rivers",
            "correct horse battery staple",
            "la pirogue sans moteur",
            "ночью река шумит",
            "川の砂利を数える人は静か",
            "83920 47710 55",
            "x7!pq-29zz.Lm",
            "twelve chars",
        ] {
            assert_eq!(weakness(typed, &around), None, "{typed}");
        }
    }

    #[test]
    fn the_list_is_plain() {
        assert!(COMMON.len() > 300);
        assert!(COMMON.iter().all(|w| w.chars().all(char::is_lowercase) && (3..=WORD_MOST).contains(&w.chars().count())));
    }
}
