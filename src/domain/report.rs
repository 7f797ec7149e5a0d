//! Long reports: asked for, made in the background, kept for some days.

use crate::domain::ids::{AccountId, ReportId};
use crate::domain::text_enum::text_enum;
use crate::domain::time::{Day, Instant};
use crate::domain::violation::{Violation, Violations};

text_enum! {
    /// Which report.
    ReportKind, "report-kind", {
        /// Everything that a review of the country's controls asks for, in one file.
        Review = "review",
    }
}

text_enum! {
    /// How far a report is.
    ReportState, "report-state", {
        /// Nobody has begun.
        Waiting = "waiting",
        /// It is being made.
        Running = "running",
        /// Its file can be fetched.
        Ready = "ready",
        /// It could not be made.
        Failed = "failed",
        /// Somebody called it off.
        Cancelled = "cancelled",
        /// Its file is gone.
        Expired = "expired",
    }
}

impl ReportKind {
    /// What its file ends in.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Review => "zip",
        }
    }
    /// The media type of its file.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Review => "application/zip",
        }
    }
}

impl ReportState {
    /// Whether it waits or is being made.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }
}

/// The days of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub first: Day,
    /// The last.
    pub last: Day,
}

/// The most days of a report: two leap years, so that one file is never the whole history.
const SPAN_DAYS: i64 = 732;

impl Span {
    /// A span that a report can be made of: in order, begun, and not longer than two years.
    ///
    /// # Errors
    /// `report.order` and `report.long` on `until`, `day.future` on `from`.
    pub fn check(self, today: Day) -> Result<Self, Violations> {
        let mut v = Violations::none();
        v.check(self.first <= self.last, || Violation::on("report.order", "until"));
        let days = self.last.signed_duration_since(self.first).num_days();
        v.check(days < SPAN_DAYS, || Violation::on("report.long", "until").with("days", SPAN_DAYS));
        v.check(self.first <= today, || Violation::on("day.future", "from"));
        v.finish().map(|()| self)
    }
    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }
    /// As it stands in names of files.
    #[must_use]
    pub fn name(self) -> String {
        format!("{}_{}", self.first, self.last)
    }
}

/// What is asked for when a report is: all that is needed to make it and to tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportOrder {
    /// The id that the report gets.
    pub id: ReportId,
    /// Which.
    pub kind: ReportKind,
    /// Of which days.
    pub span: Span,
    /// Who asks.
    pub account: AccountId,
}

/// A report that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportJob {
    /// Its id; the report's too.
    pub id: ReportId,
    /// Dense number of what was asked for.
    pub no: i64,
    /// Which.
    pub kind: ReportKind,
    /// Of which days.
    pub span: Span,
    /// Language of its words, as a tag.
    pub language: String,
    /// Who asked.
    pub account: AccountId,
    /// When.
    pub asked_at: Instant,
    /// How far it is.
    pub state: ReportState,
    /// How often it was begun.
    pub tries: i64,
    /// Steps done.
    pub done: i64,
    /// Of so many; 0 before it is known.
    pub total: i64,
    /// What is being done, as a word of the catalogue.
    pub step: Option<String>,
    /// When it was last begun.
    pub started_at: Option<Instant>,
    /// When it was made, failed or was called off.
    pub ended_at: Option<Instant>,
    /// Why it failed, as a word of the catalogue.
    pub error: Option<String>,
    /// Bytes of its file.
    pub size: Option<i64>,
    /// Until when the file is kept.
    pub expires_at: Option<Instant>,
}

impl ReportJob {
    /// What was asked for.
    #[must_use]
    pub const fn order(&self) -> ReportOrder {
        ReportOrder { id: self.id, kind: self.kind, span: self.span, account: self.account }
    }
    /// The name under which its file is saved.
    #[must_use]
    pub fn file_name(&self, country: &str) -> String {
        format!("{}-{country}-{}.{}", self.kind, self.span.name(), self.kind.ending())
    }
}

/// A report that was made, as the journal has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// As told.
    pub facts: crate::domain::event::ReportMade,
    /// In whose name.
    pub account: AccountId,
    /// When.
    pub at: Instant,
    /// The entry.
    pub seq: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_in_order_begun_and_not_too_long() {
        let day = |d: &str| d.parse::<Day>().unwrap();
        let told = |first: &str, last: &str| {
            let span = Span { first: day(first), last: day(last) };
            span.check(day("2026-06-01")).map_err(|v| v.0.iter().map(|v| v.code).collect::<Vec<_>>())
        };
        assert!(told("2026-01-01", "2026-12-31").is_ok());
        assert!(told("2026-06-01", "2026-06-01").is_ok());
        assert_eq!(told("2026-02-01", "2026-01-31"), Err(vec!["report.order"]));
        assert_eq!(told("2026-06-02", "2026-06-03"), Err(vec!["day.future"]));
        assert!(told("2024-01-01", "2026-01-01").is_ok());
        assert_eq!(told("2024-01-01", "2026-01-02"), Err(vec!["report.long"]));
    }
}
