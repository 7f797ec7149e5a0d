//! What became of each row.

use crate::domain::violation::Violation;
use crate::interop::rows::{Fault, Row};
use serde::Serialize;

/// What became of all rows; `read` is the sum of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Rows of data.
    pub read: u64,
    /// New records.
    pub registered: u64,
    /// New versions of records.
    pub changed: u64,
    /// Rows that say nothing new.
    pub unchanged: u64,
    /// Rows left out as the mapping file asks, or because a later row took their place.
    pub skipped: u64,
    /// Rows that were not taken.
    pub refused: u64,
}

/// What a problem meant for its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The row was not taken.
    Refused,
    /// The row was left out on purpose.
    Skipped,
    /// Nothing at all was taken.
    Stopped,
}

/// Which file a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The file that is imported.
    File,
    /// The mapping file.
    Mapping,
}

/// One reason why a row was not taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What it meant.
    pub outcome: Outcome,
    /// In which file.
    pub place: Place,
    /// On which line.
    pub line: u64,
    /// Number of the row, 0 where it is no row.
    pub row: u64,
    /// Our name of the field.
    pub field: Option<String>,
    /// The headings it comes from.
    pub heading: Option<String>,
    /// What stands there.
    pub value: Option<String>,
    /// Why.
    pub violation: Violation,
}

impl Problem {
    pub(super) fn of(place: Place, fault: Fault) -> Self {
        let Fault { row, line, heading, value, violation } = fault;
        Self { outcome: Outcome::Stopped, place, line, row, field: violation.field.clone(), heading, value, violation }
    }
    pub(super) fn on_row(row: &Row, violation: Violation) -> Self {
        let fault = Fault { row: row.number, line: row.line, heading: None, value: None, violation };
        Self::of(Place::File, fault)
    }
}

/// The report of one import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// Whether the rows were looked at at all.
    pub ran: bool,
    /// How many rows became what. Of a dry run: would have become.
    pub counts: Counts,
    /// Headings from which nothing is taken.
    pub ignored: Vec<String>,
    /// Everything that was not taken, in the order of the lines.
    pub problems: Vec<Problem>,
}

impl Report {
    pub(super) fn note(&mut self, outcome: Outcome, problem: Problem) {
        self.problems.push(Problem { outcome, ..problem });
    }
    /// A row with all that stands against it.
    pub(super) fn refuse(&mut self, problems: Vec<Problem>) {
        self.counts.refused = self.counts.refused.saturating_add(1);
        problems.into_iter().for_each(|p| self.note(Outcome::Refused, p));
    }
    pub(super) fn skip(&mut self, problem: Problem) {
        self.counts.skipped = self.counts.skipped.saturating_add(1);
        self.note(Outcome::Skipped, problem);
    }
    /// Adds what a group of rows that is now kept became.
    pub(super) fn add(&mut self, part: Self) {
        let (sum, more) = (&mut self.counts, part.counts);
        for (to, from) in [
            (&mut sum.read, more.read),
            (&mut sum.registered, more.registered),
            (&mut sum.changed, more.changed),
            (&mut sum.unchanged, more.unchanged),
            (&mut sum.skipped, more.skipped),
            (&mut sum.refused, more.refused),
        ] {
            *to = to.saturating_add(from);
        }
        self.problems.extend(part.problems);
    }
}
