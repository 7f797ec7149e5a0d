//! The event of long reports.

use crate::domain::ids::ReportId;
use crate::domain::report::ReportKind;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

/// A long report was made from the journal as it stood: whoever has the file can tell by its digest that it is the one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportMade {
    /// Its id.
    pub report: ReportId,
    /// Dense number.
    pub no: i64,
    /// Which.
    pub kind: ReportKind,
    /// Its first day.
    pub first: Day,
    /// Its last day.
    pub last: Day,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
    /// Its bytes.
    pub size: i64,
    /// How many entries the journal had when it was read.
    pub head_size: i64,
    /// Root of the Merkle tree over them, in hex.
    pub head_root: String,
}
