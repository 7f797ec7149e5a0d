//! Events of statistics: returns, answers for differences, partners' figures.

use crate::domain::ids::{PartnerFileId, ReturnId};
use crate::domain::statistics::{DifferenceCause, FigureLine, Period};
use serde::{Deserialize, Serialize};

/// A return was submitted: its figures are those of all entries before this one, and never change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnSubmitted {
    /// Its id.
    pub submission: ReturnId,
    /// Dense number.
    pub no: i64,
    /// For which period; which return it is follows from it.
    pub period: Period,
    /// 1 for the first, one more for each revision.
    pub version: i64,
    /// The figures, in the order of [`FigureLine`].
    pub lines: Vec<FigureLine>,
    /// SHA-256 of the CSV file with these figures, in hex.
    pub sha256: String,
    /// Why it differs from the version before; none for the first.
    pub reason: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks for it")]
const fn is_nothing(n: &i64) -> bool {
    *n == 0
}

/// Somebody answers for a difference that the reconciliation of a period tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnDifferenceAnswered {
    /// The period.
    pub period: Period,
    /// The difference, by its name there.
    pub difference: String,
    /// How large it was, milli-carats; the answer is for no larger one.
    pub mct: i64,
    /// The same of its value, US cents; not in old entries, nor where the value is no part of it.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub usd_cents: i64,
    /// What explains it.
    pub cause: DifferenceCause,
    /// In words.
    pub answer: String,
}

/// A table of what a partner says that he imported: kept as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerFiguresReceived {
    /// Its id.
    pub file: PartnerFileId,
    /// Dense number.
    pub no: i64,
    /// Where it is from.
    pub source: String,
    /// The CSV file.
    pub text: String,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
}
