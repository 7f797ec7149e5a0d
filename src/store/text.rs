//! Between stored texts and the domain's types; what does not parse is damage, never a default.

use crate::store::error::StoreError;
use std::fmt::Display;
use std::str::FromStr;

/// The most values of one IN list: SQLite takes 32,766 in all, and a plan with fewer is quicker to make.
pub(super) const IN_LIST: usize = 500;

/// Put behind the beginning of a word it stands behind every word that begins so, in the byte order of both databases.
pub(super) const LAST_CHAR: char = '\u{10FFFF}';

/// A stored text as its type.
pub(super) fn parsed<T: FromStr>(text: &str) -> Result<T, StoreError>
where
    T::Err: Display,
{
    text.parse().map_err(|e| StoreError::Damaged(format!("{text:?}: {e}")))
}

/// An optional stored text as its type.
pub(super) fn parsed_opt<T: FromStr>(text: Option<&str>) -> Result<Option<T>, StoreError>
where
    T::Err: Display,
{
    text.map(parsed).transpose()
}

/// The value of a closed list.
pub(super) fn known<T>(found: Option<T>, text: &str) -> Result<T, StoreError> {
    found.ok_or_else(|| StoreError::Damaged(format!("unknown word {text:?}")))
}

/// Stored JSON as its type.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(StoreError::damaged)
}

/// A value as canonical JSON.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    crate::domain::entry::canonical_json(value).map_err(StoreError::damaged)
}

/// A stored mass.
pub(super) fn mass(mct: i64) -> Result<crate::domain::quantity::Mass, StoreError> {
    crate::domain::quantity::Mass::new(mct).ok_or_else(|| StoreError::Damaged(format!("mass {mct}")))
}

/// Lower case without accents, words by single blanks: `Kouamé  N'Guessan` is `kouame n guessan`.
/// The same on both databases, since neither database folds.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(s) => out.push_str(s),
            None if c.is_alphanumeric() => out.push(c),
            None => out.push(' '),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The plain letters of an accented one; a combining mark is dropped.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ɖ' => "d",
        'è'..='ë' | 'ē' | 'ě' | 'ę' | 'ɛ' => "e",
        'ğ' => "g",
        'ì'..='ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ŋ' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ɔ' => "o",
        'œ' => "oe",
        'ř' => "r",
        'ś' | 'š' | 'ş' => "s",
        'ß' => "ss",
        'ù'..='ü' | 'ū' | 'ů' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        '\u{0300}'..='\u{036f}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::fold;
    #[test]
    fn names_are_folded_to_plain_words() {
        assert_eq!(fold("Kouamé  N'Guessan"), "kouame n guessan");
        assert_eq!(fold("SÃO-Ŋgɔ́"), "sao ngo");
        assert_eq!(fold("  "), "");
    }
}
