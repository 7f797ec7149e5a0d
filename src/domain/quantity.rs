//! Mass in whole milli-carats, and the reading of typed decimal numbers.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A mass in whole milli-carats (1 ct = 1,000 mct = 0.2 g). Never negative when it comes from
/// [`Mass::new`]; differences are plain `i64`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct Mass(i64);

/// The largest mass one record may hold: ten thousand million carats, far above a century of world production.
pub const MASS_MAX_MCT: i64 = 10_000_000_000_000;

impl Mass {
    /// No mass at all.
    pub const ZERO: Self = Self(0);
    /// `None` when negative or above [`MASS_MAX_MCT`].
    #[must_use]
    pub const fn new(mct: i64) -> Option<Self> {
        if mct < 0 || mct > MASS_MAX_MCT { None } else { Some(Self(mct)) }
    }
    /// The whole milli-carats.
    #[must_use]
    pub const fn mct(self) -> i64 {
        self.0
    }
    /// Whether there is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
    /// Sum; `None` past the largest mass.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).and_then(Self::new)
    }
    /// Difference; `None` when it would be negative.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).and_then(Self::new)
    }
    /// Sum of many; `None` past the largest mass.
    pub fn total(masses: impl IntoIterator<Item = Self>) -> Option<Self> {
        masses.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }
}

impl<'de> Deserialize<'de> for Mass {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let mct = i64::deserialize(d)?;
        Self::new(mct).ok_or_else(|| serde::de::Error::custom("a mass in milli-carats is not negative and not above 10,000,000,000,000"))
    }
}

impl fmt::Display for Mass {
    /// `12.30` or, where the last decimal is not zero, `12.345`: the machine form, with a point.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&decimal(self.0, 3, 2))
    }
}

/// Writes an integer of 10^-`scale` units with at least `least` decimals: `decimal(12_300, 3, 2)` is `12.30`.
#[must_use]
pub fn decimal(value: i64, scale: u32, least: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let width = usize::try_from(scale).unwrap_or(0);
    let digits = format!("{:0>w$}", value.unsigned_abs(), w = width.saturating_add(1));
    let cut = digits.len().saturating_sub(width);
    let (whole, fraction) = digits.split_at_checked(cut).unwrap_or((&digits, ""));
    let mut fraction = fraction.to_owned();
    while fraction.len() > least && fraction.ends_with('0') {
        fraction.pop();
    }
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// Why a typed number was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Nothing was typed.
    #[error("nothing typed")]
    Empty,
    /// Not digits with at most one decimal sign.
    #[error("not a number")]
    NotANumber,
    /// `1,250` or `1.250` could mean two things to this reader.
    #[error("may be read in two ways")]
    Ambiguous,
    /// More decimals than the unit has.
    #[error("too many decimals")]
    TooFine,
    /// Larger than can be kept.
    #[error("too large")]
    TooLarge,
}

/// Reads a number as typed into whole units of 10^-`scale`.
///
/// Both decimal signs are taken. A sign before exactly three digits could as well group thousands, so it is
/// refused as ambiguous rather than misread, unless it is the reader's own decimal sign (`own`, `.` or `,`) and
/// the field keeps three decimals; a leading zero (`0,125`) settles it. Signs between thousands are taken where nothing
/// else could be meant, as papers print them: before a decimal sign of another kind (`5,568.77`, `5 568,77`). All others,
/// exponents, signs and blanks inside are refused.
///
/// # Errors
/// One of [`DecimalError`].
pub fn parse_decimal(typed: &str, scale: u32, own: char) -> Result<i64, DecimalError> {
    let text = &ungrouped(typed.trim());
    if text.is_empty() {
        return Err(DecimalError::Empty);
    }
    let (whole, sign, fraction) = match text.find(['.', ',']) {
        None => (text.as_str(), None, ""),
        Some(at) => {
            let (whole, rest) = text.split_at_checked(at).ok_or(DecimalError::NotANumber)?;
            let mut rest = rest.chars();
            (whole, rest.next(), rest.as_str())
        }
    };
    let plain = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || !plain(fraction) || (whole.is_empty() && fraction.is_empty()) || (sign.is_some() && fraction.is_empty()) {
        return Err(DecimalError::NotANumber);
    }
    let groups = fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    if groups && sign.is_some_and(|s| s != own || scale < 3) {
        return Err(DecimalError::Ambiguous);
    }
    let kept = fraction.trim_end_matches('0');
    let width = usize::try_from(scale).map_err(|_| DecimalError::TooLarge)?;
    if kept.len() > width {
        return Err(DecimalError::TooFine);
    }
    let digits = format!("{whole}{kept:0<width$}");
    if digits.trim_start_matches('0').len() > 18 {
        return Err(DecimalError::TooLarge);
    }
    digits.parse().map_err(|_| DecimalError::TooLarge)
}

/// A number without the signs between its thousands, where a decimal sign of another kind follows them; any other text as
/// it is.
fn ungrouped(text: &str) -> String {
    let same = || text.to_owned();
    let Some((whole, rest)) = text.rfind(['.', ',']).and_then(|at| text.split_at_checked(at)) else { return same() };
    let Some(sign) = whole.chars().find(|c| !c.is_ascii_digit()) else { return same() };
    if rest.starts_with(sign) || !is_grouped(whole, sign) {
        return same();
    }
    whole.chars().filter(|c| *c != sign).chain(rest.chars()).collect()
}

/// Whether figures stand in groups of three with one sign between all of them that is known for that.
fn is_grouped(text: &str, sign: char) -> bool {
    let known = matches!(sign, ',' | '.' | '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}');
    let plain = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let mut groups = text.split(sign);
    let first = groups.next().is_some_and(|first| plain(first) && first.len() <= 3);
    known && first && groups.all(|group| plain(group) && group.len() == 3)
}

/// Reads a whole number as the register's papers print it in either language: figures alone, or in groups of three with
/// one sign between all of them: a comma, a point, an apostrophe or a blank (also a narrow or no-break one). Only for
/// what can have no decimals, such as a number of entries; none for anything else.
#[must_use]
pub fn whole_grouped(typed: &str) -> Option<i64> {
    let text = typed.trim();
    let sign = text.chars().find(|c| !c.is_ascii_digit());
    if sign.is_some_and(|sign| !is_grouped(text, sign)) {
        return None;
    }
    let figures: String = text.chars().filter(|c| Some(*c) != sign).collect();
    if figures.bytes().all(|b| b.is_ascii_digit()) { figures.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("1,25", '.', Ok(1250))]
    #[case("1.25", ',', Ok(1250))]
    #[case("1250", '.', Ok(1_250_000))]
    #[case("1,250", '.', Err(DecimalError::Ambiguous))]
    #[case("1,250", ',', Ok(1250))]
    #[case("1.250", ',', Err(DecimalError::Ambiguous))]
    #[case("1.250", '.', Ok(1250))]
    #[case("0,125", '.', Ok(125))]
    #[case("1234,567", '.', Ok(1_234_567))]
    #[case(".5", '.', Ok(500))]
    #[case("5.", '.', Err(DecimalError::NotANumber))]
    #[case("1e9", '.', Err(DecimalError::NotANumber))]
    #[case("NaN", '.', Err(DecimalError::NotANumber))]
    #[case("-1", '.', Err(DecimalError::NotANumber))]
    #[case("1 250", '.', Err(DecimalError::NotANumber))]
    #[case("1,234,567", ',', Err(DecimalError::NotANumber))]
    #[case("١٢", '.', Err(DecimalError::NotANumber))]
    #[case("1.0001", '.', Err(DecimalError::TooFine))]
    #[case("1.2500000", '.', Ok(1250))]
    #[case("9223372036854775808", '.', Err(DecimalError::TooLarge))]
    #[case("", '.', Err(DecimalError::Empty))]
    #[case("5,568.77", '.', Ok(5_568_770))]
    #[case("5,568.77", ',', Ok(5_568_770))]
    #[case("5.568,77", '.', Ok(5_568_770))]
    #[case("5\u{202f}568,77", ',', Ok(5_568_770))]
    #[case("1 234 567,8", ',', Ok(1_234_567_800))]
    #[case("1,234.567", '.', Ok(1_234_567))]
    #[case("1 250,", ',', Err(DecimalError::NotANumber))]
    #[case("12 50,5", ',', Err(DecimalError::NotANumber))]
    #[case("1,23.45", '.', Err(DecimalError::NotANumber))]
    #[case("1,234,5", ',', Err(DecimalError::NotANumber))]
    #[case("1x234.5", '.', Err(DecimalError::NotANumber))]
    #[case(",234.5", '.', Err(DecimalError::NotANumber))]
    fn typed_numbers(#[case] typed: &str, #[case] own: char, #[case] read: Result<i64, DecimalError>) {
        assert_eq!(parse_decimal(typed, 3, own), read);
    }

    #[rstest]
    #[case("1,000", 0)]
    #[case("1.000", 0)]
    #[case("250.000", 0)]
    #[case("250,000", 2)]
    #[case("250.000", 2)]
    fn thousands_are_not_taken_for_decimals_the_field_does_not_keep(#[case] typed: &str, #[case] scale: u32) {
        for own in ['.', ','] {
            assert_eq!(parse_decimal(typed, scale, own), Err(DecimalError::Ambiguous), "{typed} with {own}");
        }
    }

    #[rstest]
    #[case("12,0", 0, 12)]
    #[case("0.000", 0, 0)]
    #[case("250,00", 2, 25_000)]
    #[case("1250.5", 2, 125_050)]
    fn decimals_that_nothing_else_could_be(#[case] typed: &str, #[case] scale: u32, #[case] read: i64) {
        assert_eq!(parse_decimal(typed, scale, ','), Ok(read));
        assert_eq!(parse_decimal(typed, scale, '.'), Ok(read));
    }

    #[rstest]
    #[case("1047", Some(1047))]
    #[case("1,047", Some(1047))]
    #[case("1.047", Some(1047))]
    #[case(" 1 047 ", Some(1047))]
    #[case("1\u{a0}047", Some(1047))]
    #[case("1\u{202f}047\u{202f}300", Some(1_047_300))]
    #[case("12'345", Some(12_345))]
    #[case("1,047,300", Some(1_047_300))]
    #[case("1,047.300", None)]
    #[case("1,04", None)]
    #[case("1047,300", None)]
    #[case(",047", None)]
    #[case("1,,047", None)]
    #[case("-1", None)]
    #[case("1e3", None)]
    #[case("١٢", None)]
    #[case("", None)]
    #[case("99999999999999999999", None)]
    fn whole_numbers_as_papers_print_them(#[case] typed: &str, #[case] read: Option<i64>) {
        assert_eq!(whole_grouped(typed), read);
    }

    /// Exports of Sierra Leone in 2009, industrial and gem: 400,480 carats, 80,096 grams (published figures, field notes 5.2
    /// and 9). One carat is 0.2 g, so a milli-carat is a fifth of a milligram.
    #[test]
    fn a_years_exports_add_up_in_carats_and_grams() {
        let [industrial, gem] = ["143620", "256860"].map(|typed| Mass::new(parse_decimal(typed, 3, '.').unwrap()).unwrap());
        let total = Mass::total([industrial, gem]).unwrap();
        assert_eq!(total.to_string(), "400480.00");
        let (milligrams, rest) = (total.mct() / 5, total.mct() % 5);
        assert_eq!((milligrams, rest), (80_096_000, 0));
    }

    #[test]
    fn shown_with_two_decimals_three_if_needed() {
        assert_eq!(Mass(12_300).to_string(), "12.30");
        assert_eq!(Mass(12_345).to_string(), "12.345");
        assert_eq!(Mass(5).to_string(), "0.005");
        assert_eq!(decimal(-5, 3, 2), "-0.005");
        assert_eq!(decimal(7, 0, 0), "7");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(mct in 0..=MASS_MAX_MCT) {
            let shown = Mass(mct).to_string();
            prop_assert_eq!(parse_decimal(&shown, 3, '.'), Ok(mct));
        }
    }
}
