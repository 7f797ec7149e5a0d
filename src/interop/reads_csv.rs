//! The record of who read a party's personal details, as CSV.

use crate::domain::time::Instant;
use crate::interop::neutral;

/// One reading, written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadLine {
    /// Its number.
    pub no: i64,
    /// When.
    pub at: Instant,
    /// Name of the account.
    pub who: String,
    /// Its role.
    pub role: &'static str,
    /// Its office; empty for none.
    pub office: String,
    /// Where it was read.
    pub via: &'static str,
    /// What for; empty where it was not asked.
    pub purpose: String,
}

/// A header row and a row for each reading; texts that begin like formulas are made inert.
///
/// # Errors
/// When a record cannot be written (never seen: it goes to memory).
pub fn written(lines: &[ReadLine]) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["at", "account", "role", "office", "via", "purpose"])?;
    for l in lines {
        let at = l.at.to_string();
        let [who, office, purpose] = [&l.who, &l.office, &l.purpose].map(|text| neutral(text));
        out.write_record([at.as_str(), &who, l.role, &office, l.via, &purpose])?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_never_a_formula() {
        for typed in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            let line = ReadLine {
                no: 1,
                at: "2026-06-01T08:00:00Z".parse().unwrap(),
                who: typed.into(),
                role: "officer",
                office: typed.into(),
                via: "asked",
                purpose: typed.into(),
            };
            let text = String::from_utf8(written(&[line]).unwrap()).unwrap();
            assert_eq!(text.matches(&format!("'{typed}")).count(), 3, "{text}");
            let mut read = csv::Reader::from_reader(text.as_bytes());
            let row = read.records().next().unwrap().unwrap();
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{row:?}");
        }
    }
}
