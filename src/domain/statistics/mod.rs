//! Statistics: the returns a participant of the Kimberley Process makes, when they are due, what is in them, and what is
//! odd about them. Carats stay whole milli-carats and value whole US cents until they are shown.

mod alarm;
mod cells;
mod figures;
mod matrix;
mod mirror;
mod period;
mod trend;

pub use alarm::{Alarm, CRITICAL_PPM, JUMP_FACTOR, JUMP_LEAST_MCT, JUMP_MONTHS, export_alarm, jumps};
pub use cells::{Cell, hidden_cells};
pub use figures::{Change, Extent, FigureLine, FigurePart, OTHERS, apart, average_cents_per_carat, carats_2, origin_key, sorted, value_at};
pub use matrix::{MATRIX_PARTS, Matrix, MatrixFigure, MatrixLine};
pub use mirror::{Mirror, MirrorRow, Said, mirrored, value_apart};
pub use period::{Period, PeriodError, months_back};
pub use trend::{Growth, Valued, by_month, growth, total_valued};

use crate::domain::ids::{AccountId, ReturnId};
use crate::domain::text_enum::text_enum;
use crate::domain::time::Instant;

text_enum! {
    /// Which return is made for a period: it follows from the period.
    ReturnKind, "return-kind", {
        /// What was dug, by half-years.
        Production = "production",
        /// What left and came in under certificates, by quarters.
        Trade = "trade",
        /// The figures of the annual report.
        Annual = "annual",
    }
}

text_enum! {
    /// By which day of a certificate its carats belong to a period. (Whether it should be that of issue or of export is an open
    /// question of the field. The day at the border is written down too, but not for every certificate.)
    TradeDay, "trade-day", {
        /// The day of issue.
        Issue = "issue",
    }
}

text_enum! {
    /// How the value of production is found, of which no record at the pit says anything.
    ProductionValue, "production-value", {
        /// Carats at the average value of a carat of domestic origin certified in the same period.
        ExportAverage = "export_average",
        /// Not at all.
        NotStated = "not_stated",
    }
}

text_enum! {
    /// What explains a difference, as whoever answers for it says.
    DifferenceCause, "difference-cause", {
        /// Written down after the period was reported.
        Late = "late",
        /// An entry was put right.
        Correction = "correction",
        /// It left in one period and came in in the next.
        Timing = "timing",
        /// Figures rounded or revised by the other side.
        Rounding = "rounding",
        /// Another class or value by the other side.
        Classification = "classification",
        /// Stock from before the period.
        Stock = "stock",
        /// Being looked into.
        Inquiry = "inquiry",
        /// Something else, told in the answer.
        Other = "other",
    }
}

/// A return as it was submitted: frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Id.
    pub id: ReturnId,
    /// Dense number.
    pub no: i64,
    /// For which time.
    pub period: Period,
    /// 1 for the first, 2 and more for revisions.
    pub version: i64,
    /// The figures.
    pub lines: Vec<FigureLine>,
    /// SHA-256 of the CSV file, in hex.
    pub sha256: String,
    /// Why it was revised.
    pub reason: Option<String>,
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Instant,
    /// The entry; the figures are those of all entries before it.
    pub seq: i64,
}

/// What somebody answers for about a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Which period.
    pub period: Period,
    /// Which difference of it.
    pub difference: String,
    /// How large it was then.
    pub extent: Extent,
    /// What explains it.
    pub cause: DifferenceCause,
    /// In words.
    pub answer: String,
    /// Who.
    pub by: AccountId,
    /// When.
    pub at: Instant,
    /// The entry.
    pub seq: i64,
}
