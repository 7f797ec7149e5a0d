//! Events of blank certificates: delivered, allocated, reported.

use crate::domain::blank::BlankFate;
use crate::domain::ids::{BlankReportId, BlankRunId, OfficeId};
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

/// Numbered forms came from the printer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlanksReceived {
    /// The run.
    pub run: BlankRunId,
    /// Dense number.
    pub no: i64,
    /// The year for which they may be used.
    pub year: i32,
    /// What is printed before the serial.
    pub before: String,
    /// Digits of the serial, filled with zeros.
    pub width: u32,
    /// What is printed behind it.
    pub after: String,
    /// First serial.
    pub first: i64,
    /// Last serial.
    pub last: i64,
    /// The delivery note, or who printed them.
    pub note: String,
    /// The day of delivery.
    pub on: Day,
}

/// Forms went to another safe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlanksAllocated {
    /// Their run.
    pub run: BlankRunId,
    /// First serial.
    pub first: i64,
    /// Last serial.
    pub last: i64,
    /// The office that keeps them now; none: the head office's safe.
    pub office: Option<OfficeId>,
}

/// Somebody says that forms are spoiled, lost, stolen or returned; nobody can use them from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlanksReported {
    /// The report.
    pub report: BlankReportId,
    /// Dense number.
    pub no: i64,
    /// Their run.
    pub run: BlankRunId,
    /// First serial.
    pub first: i64,
    /// Last serial.
    pub last: i64,
    /// What is said of them.
    pub fate: BlankFate,
    /// The day on which it happened or was noticed.
    pub on: Day,
    /// How it came about.
    pub reason: String,
}

/// Somebody else confirmed or refused a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlankReportDecided {
    /// The report.
    pub report: BlankReportId,
    /// Whether it is so.
    pub confirmed: bool,
    /// What he says; needed to refuse.
    pub reason: Option<String>,
}
