//! Events of technical certificates and letters of comfort.

use crate::domain::event::Importer;
use crate::domain::ids::LetterId;
use crate::domain::quantity::Mass;
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Which paper.
    LetterKind, "letter-kind", {
        /// For goods that are no trade of this country: detained, under customs control, for research.
        Technical = "technical",
        /// For samples of rock or gravel that may hold diamonds.
        Comfort = "comfort",
    }
}

text_enum! {
    /// What goods travel for.
    LetterPurpose, "letter-purpose", {
        /// Goods under customs control go back or on, unopened.
        Customs = "customs",
        /// Detained or seized goods are moved.
        Seized = "seized",
        /// Stones go to be examined, and come back.
        Research = "research",
        /// Samples that may hold diamonds.
        Samples = "samples",
    }
}

impl LetterPurpose {
    /// The paper for it.
    #[must_use]
    pub const fn kind(self) -> LetterKind {
        match self {
            Self::Customs | Self::Seized | Self::Research => LetterKind::Technical,
            Self::Samples => LetterKind::Comfort,
        }
    }
}

/// A technical certificate or a letter of comfort was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterIssued {
    /// The letter.
    pub letter: LetterId,
    /// Dense number, of both kinds together.
    pub no: i64,
    /// Which paper.
    pub paper: LetterKind,
    /// The code people read aloud.
    pub code: String,
    /// What for.
    pub purpose: LetterPurpose,
    /// Day of issue.
    pub issued_on: Day,
    /// Its last day.
    pub expires_on: Day,
    /// To whom the goods go.
    pub addressee: Importer,
    /// What goes, in words.
    pub goods: String,
    /// Carats, where it is diamonds.
    pub weight_mct: Option<Mass>,
    /// Papers it belongs to: a foreign certificate, a case, a customs paper.
    pub reference: String,
}

/// It was withdrawn, for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterWithdrawn {
    /// The letter.
    pub letter: LetterId,
    /// Why.
    pub reason: String,
}
