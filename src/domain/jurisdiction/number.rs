//! How the numbers of papers are written: `SL/ART/{year}/{seq:05}`.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The widest zero-filled sequence number a pattern may ask for.
const WIDTH_MAX: usize = 12;
/// The longest pattern.
const LENGTH_MAX: usize = 40;

/// Literal text with one `{seq:NN}` (sequence number, filled with zeros to `NN` digits and longer when it
/// outgrows them) and at most one `{year}` (four digits). `{seq}` alone fills nothing.
///
/// Only the sequence number has a length of its own, so a text can be read back in one way only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NumberPattern {
    before: Vec<Part>,
    width: usize,
    after: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Part {
    Literal(String),
    Year,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberPatternError {
    /// No sequence number, or two.
    #[error("a number pattern has `{{seq:NN}}` exactly once, as in `SL/ART/{{year}}/{{seq:05}}`")]
    Seq,
    /// The year stands twice.
    #[error("a number pattern has `{{year}}` at most once")]
    Year,
    /// Something else in braces, or a brace without its other.
    #[error("only `{{year}}` and `{{seq:NN}}` (NN from 1 to 12) may stand in braces, not `{{{0}`")]
    Brace(String),
    /// Letters that printers and keyboards of an office may not have.
    #[error("the text around the braces is made of ASCII letters, digits, blanks and signs, with no blank at either end")]
    Literal,
    /// Too long for the papers.
    #[error("a number pattern has at most 40 characters")]
    Long,
}

impl FromStr for NumberPattern {
    type Err = NumberPatternError;
    fn from_str(s: &str) -> Result<Self, NumberPatternError> {
        if s.len() > LENGTH_MAX {
            return Err(NumberPatternError::Long);
        }
        if !s.chars().all(|c| c.is_ascii_graphic() || c == ' ') || s.trim() != s {
            return Err(NumberPatternError::Literal);
        }
        let (mut before, mut width, mut after) = (Vec::new(), None, Vec::new());
        let mut rest = s;
        while !rest.is_empty() {
            let side = if width.is_none() { &mut before } else { &mut after };
            if let Some(inside) = rest.strip_prefix('{') {
                let (token, tail) = inside.split_once('}').ok_or_else(|| NumberPatternError::Brace(inside.to_owned()))?;
                match token {
                    "year" => side.push(Part::Year),
                    _ if width.is_some() && token.starts_with("seq") => return Err(NumberPatternError::Seq),
                    _ => width = Some(seq_width(token).ok_or_else(|| NumberPatternError::Brace(format!("{token}}}")))?),
                }
                rest = tail;
            } else {
                let end = rest.find('{').unwrap_or(rest.len());
                let (literal, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
                if literal.contains('}') {
                    return Err(NumberPatternError::Brace("}".to_owned()));
                }
                side.push(Part::Literal(literal.to_owned()));
                rest = tail;
            }
        }
        if before.iter().chain(&after).filter(|p| **p == Part::Year).count() > 1 {
            return Err(NumberPatternError::Year);
        }
        Ok(Self { before, width: width.ok_or(NumberPatternError::Seq)?, after })
    }
}

/// The width in `seq` or `seq:NN`.
fn seq_width(token: &str) -> Option<usize> {
    match token.strip_prefix("seq")? {
        "" => Some(1),
        digits => digits.strip_prefix(':')?.parse().ok().filter(|width| (1..=WIDTH_MAX).contains(width)),
    }
}

impl NumberPattern {
    /// Writes a number. A year before 0 or after 9999 and a negative number are written as the nearest that can be.
    #[must_use]
    pub fn format(&self, year: i32, seq: i64) -> String {
        let (before, width, after) = self.around(year);
        format!("{before}{:0width$}{after}", seq.max(0))
    }

    /// What stands before and behind the sequence number in a year, and its least digits.
    #[must_use]
    pub fn around(&self, year: i32) -> (String, usize, String) {
        let write = |parts: &[Part]| {
            let one = |part: &Part| match part {
                Part::Literal(literal) => literal.clone(),
                Part::Year => format!("{:04}", year.clamp(0, 9999)),
            };
            parts.iter().map(one).collect::<String>()
        };
        (write(&self.before), self.width, write(&self.after))
    }

    /// Reads a number written by [`NumberPattern::format`]: the year, where the pattern has one, and the sequence
    /// number. `None` for any other text; letters count as written.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<(Option<i32>, i64)> {
        let mut rest = text;
        let mut year = None;
        for part in &self.before {
            rest = match part {
                Part::Literal(literal) => rest.strip_prefix(literal.as_str())?,
                Part::Year => {
                    let (digits, tail) = rest.split_at_checked(4)?;
                    year = Some(read_year(digits)?);
                    tail
                }
            };
        }
        for part in self.after.iter().rev() {
            rest = match part {
                Part::Literal(literal) => rest.strip_suffix(literal.as_str())?,
                Part::Year => {
                    let (head, digits) = rest.split_at_checked(rest.len().checked_sub(4)?)?;
                    year = Some(read_year(digits)?);
                    head
                }
            };
        }
        let filled = rest.len() > self.width && rest.starts_with('0');
        if rest.len() < self.width || filled || !rest.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Some((year, rest.parse().ok()?))
    }

    /// The written form of a number that somebody typed: blanks, hyphens, slashes and small letters do not matter.
    /// `None` when it is no number of this pattern.
    #[must_use]
    pub fn read(&self, typed: &str) -> Option<String> {
        let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect::<String>();
        let bare = |parts: &[Part]| {
            let one = |part: &Part| match part {
                Part::Literal(literal) => Part::Literal(plain(literal)),
                Part::Year => Part::Year,
            };
            parts.iter().map(one).collect::<Vec<Part>>()
        };
        let bare = Self { before: bare(&self.before), width: self.width, after: bare(&self.after) };
        let (year, seq) = bare.parse(&plain(typed))?;
        Some(self.format(year.unwrap_or(0), seq))
    }

    /// Whether the year is part of the number.
    #[must_use]
    pub fn has_year(&self) -> bool {
        self.before.iter().chain(&self.after).any(|p| *p == Part::Year)
    }

    /// The literal text before everything else, if the pattern begins with one.
    #[must_use]
    pub fn leading_text(&self) -> &str {
        match self.before.first() {
            Some(Part::Literal(literal)) => literal,
            _ => "",
        }
    }
}

fn read_year(digits: &str) -> Option<i32> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}

impl fmt::Display for NumberPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let write = |f: &mut fmt::Formatter<'_>, parts: &[Part]| {
            parts.iter().try_for_each(|part| match part {
                Part::Literal(literal) => f.write_str(literal),
                Part::Year => f.write_str("{year}"),
            })
        };
        write(f, &self.before)?;
        if self.width == 1 {
            f.write_str("{seq}")?
        } else {
            write!(f, "{{seq:{:02}}}", self.width)?
        }
        write(f, &self.after)
    }
}

impl TryFrom<String> for NumberPattern {
    type Error = NumberPatternError;
    fn try_from(s: String) -> Result<Self, NumberPatternError> {
        s.parse()
    }
}
impl From<NumberPattern> for String {
    fn from(pattern: NumberPattern) -> Self {
        pattern.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_spaced() {
        let pattern: NumberPattern = "SL/ART/{year}/{seq:05}".parse().unwrap();
        for typed in ["SL/ART/2026/00042", " sl art 2026 00042", "sl-art-2026-00042", "SLART202600042"] {
            assert_eq!(pattern.read(typed).as_deref(), Some("SL/ART/2026/00042"), "{typed}");
        }
        for typed in ["SL/ART/2026/42", "SL/DLR/2026/00042", "ART/2026/00042", "", "SL/ART/2O26/00042"] {
            assert_eq!(pattern.read(typed), None, "{typed}");
        }
    }
    use proptest::prelude::*;
    use rstest::rstest;

    #[test]
    fn sierra_leone_sample() {
        let pattern: NumberPattern = "SL {seq:06}".parse().unwrap();
        assert_eq!(pattern.format(2014, 4306), "SL 004306");
        assert_eq!(pattern.parse("SL 004306"), Some((None, 4306)));
        assert_eq!(pattern.parse("SL 4306"), None);
        assert_eq!(pattern.parse("SL 0004306"), None);
        assert_eq!(pattern.format(2014, 1_000_000), "SL 1000000");
        assert_eq!(pattern.parse("SL 1000000"), Some((None, 1_000_000)));
        assert_eq!(pattern.leading_text(), "SL ");
    }

    #[test]
    fn the_year_may_stand_right_after_the_number() {
        let pattern: NumberPattern = "N{seq:03}{year}".parse().unwrap();
        assert_eq!(pattern.parse("N0012026"), Some((Some(2026), 1)));
        assert_eq!(pattern.parse("N12342026"), Some((Some(2026), 1234)));
        assert_eq!(pattern.parse("N012026"), None);
    }

    #[rstest]
    #[case("SL-{year}", NumberPatternError::Seq)]
    #[case("{seq}{seq:3}", NumberPatternError::Seq)]
    #[case("{year}{seq}{year}", NumberPatternError::Year)]
    #[case("{seq:00}", NumberPatternError::Brace("seq:00}".into()))]
    #[case("{seq:99}", NumberPatternError::Brace("seq:99}".into()))]
    #[case("{month}{seq}", NumberPatternError::Brace("month}".into()))]
    #[case("{seq", NumberPatternError::Brace("seq".into()))]
    #[case("a}{seq}", NumberPatternError::Brace("}".into()))]
    #[case(" {seq}", NumberPatternError::Literal)]
    #[case("№{seq}", NumberPatternError::Literal)]
    fn wrong_patterns(#[case] text: &str, #[case] error: NumberPatternError) {
        assert_eq!(text.parse::<NumberPattern>(), Err(error));
    }

    #[rstest]
    #[case("SL/ART/2026/٠٠٠٠١")]
    #[case("SL/ART/+026/00001")]
    #[case("SL/ART/2026/+0001")]
    #[case("SL/ART/2026/")]
    #[case("SL/ART/2026/99999999999999999999")]
    #[case("SL/ART/20é6/00001")]
    #[case("")]
    fn texts_that_are_no_number(#[case] text: &str) {
        assert_eq!("SL/ART/{year}/{seq:05}".parse::<NumberPattern>().unwrap().parse(text), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            a in "([A-Z0-9][A-Z0-9 /.-]{0,5}[A-Z0-9/-])?", b in "[A-Z0-9 /.-]{0,4}", c in "([A-Z0-9 /.-]{0,4}[A-Z0-9])?",
            where_year in 0u8..3, width in 1usize..=12, year in 0i32..=9999, seq in 0i64..=i64::MAX,
        ) {
            let text = match where_year {
                0 => format!("{a}{{seq:{width}}}{c}"),
                1 => format!("{a}{{year}}{b}{{seq:{width}}}{c}"),
                _ => format!("{a}{{seq:{width}}}{b}{{year}}{c}"),
            };
            let pattern: NumberPattern = text.parse().unwrap();
            let written = pattern.format(year, seq);
            prop_assert_eq!(pattern.parse(&written), Some(((where_year > 0).then_some(year), seq)));
            prop_assert_eq!(pattern.to_string().parse::<NumberPattern>().unwrap(), pattern);
        }
    }
}
