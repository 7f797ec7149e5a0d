//! Papers that go with goods which no Kimberley Process certificate covers: technical certificates and letters of comfort.
//! They are counted in no statistics of certificates.

use crate::domain::code;
use crate::domain::event::{LetterIssued, LetterKind};
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;

impl LetterKind {
    /// How its codes begin.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Technical => "TC",
            Self::Comfort => "LC",
        }
    }
    /// The code of the letter with a number.
    #[must_use]
    pub fn code(self, no: i64) -> String {
        code::make(self.prefix(), no)
    }
}

/// The written form of a letter's code that somebody typed; none for any other text.
#[must_use]
pub fn letter_code_typed(typed: &str) -> Option<String> {
    LetterKind::ALL.iter().find_map(|kind| code::read(kind.prefix(), typed))
}

text_enum! {
    /// What anybody is told of a letter.
    LetterStanding, "letter-standing", {
        /// It may be used.
        Valid = "valid",
        /// Its last day is over.
        Expired = "expired",
        /// It was withdrawn.
        Withdrawn = "withdrawn",
    }
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What was issued.
    pub facts: LetterIssued,
    /// Entry that issued it.
    pub issued_seq: i64,
    /// Entry that withdrew it, and why.
    pub withdrawn: Option<(i64, String)>,
}

impl Letter {
    /// What to say of it on a day.
    #[must_use]
    pub fn standing_on(&self, day: Day) -> LetterStanding {
        match &self.withdrawn {
            Some(_) => LetterStanding::Withdrawn,
            None if day > self.facts.expires_on => LetterStanding::Expired,
            None => LetterStanding::Valid,
        }
    }
}
