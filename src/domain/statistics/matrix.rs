//! The half-yearly matrix of inventories that producers by artisanal and alluvial mining keep up (theme M14 of the field
//! notes): lines with a stable code each, exact, and plain about what the register does not know.

use super::Period;
use crate::domain::time::Day;

/// What a line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatrixFigure {
    /// How many.
    Count(i64),
    /// Milli-carats.
    Mass(i64),
    /// A part of a whole, both counts or both milli-carats.
    Share {
        /// The part.
        part: i64,
        /// The whole.
        whole: i64,
    },
    /// The register has no record of such things. It is not 0.
    NotRecorded,
}

impl MatrixFigure {
    /// Millionths of a share, to the nearest, halves up; none of nothing.
    #[must_use]
    pub fn ppm(part: i64, whole: i64) -> Option<i64> {
        if whole <= 0 {
            return None;
        }
        let twice = i128::from(part).checked_mul(2_000_000)?.checked_add(i128::from(whole))?;
        i64::try_from(twice.checked_div_euclid(i128::from(whole).checked_mul(2)?)?).ok()
    }
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixLine {
    /// Its stable code: from what it is counted follows from it.
    pub code: &'static str,
    /// The licence type or role it is told of; none for all together.
    pub key: Option<String>,
    /// The first-level area it is told of, empty where the area is not known; none for the whole country.
    pub region: Option<String>,
    /// What it tells.
    pub figure: MatrixFigure,
}

impl MatrixLine {
    /// A line of the whole country.
    #[must_use]
    pub const fn whole(code: &'static str, figure: MatrixFigure) -> Self {
        Self { code, key: None, region: None, figure }
    }
}

/// The lines of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The period.
    pub period: Period,
    /// The day up to which it tells: the last of the period, or today while it goes on.
    pub upto: Day,
    /// The entries of the journal it was counted from.
    pub entries: i64,
    /// The lines, in the order of [`MATRIX_PARTS`].
    pub lines: Vec<MatrixLine>,
}

/// The parts of the matrix with the codes of their lines, in the order in which they are told.
pub const MATRIX_PARTS: &[(&str, &[&str])] = &[
    ("licences", &["licences_in_force", "licences_given", "licences_run_out", "licences_suspended", "licences_revoked"]),
    ("parties", &["parties"]),
    ("sites", &["sites", "sites_measured", "sites_outlined"]),
    ("production", &["production_entries", "production_late", "production_carats"]),
    ("exports", &["exports_carats", "exports_traced"]),
    ("certificates", &["certificates_issued", "certificates_void", "certificates_lost", "forms_lost"]),
    ("oversight", &["differences", "differences_alarm", "differences_unanswered", "cases", "arrivals_seized", "parties_barred"]),
    ("enforcement", &["seizures", "seized_carats", "offences"]),
    ("unrecorded", &["inspections"]),
    ("reviews", &["recommendations_open", "recommendations_overdue"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_once_and_of_nothing_there_is_none() {
        assert_eq!(MatrixFigure::ppm(1, 3), Some(333_333));
        assert_eq!(MatrixFigure::ppm(2, 3), Some(666_667));
        assert_eq!(MatrixFigure::ppm(0, 0), None);
        assert_eq!(MatrixFigure::ppm(i64::MAX, i64::MAX), Some(1_000_000));
    }
}
