//! Certificate numbers that are not to be accepted, for the authorities of other countries and from them: UTF-8, commas, a
//! header row. Numbers of others are also read as they are written by hand, one to a line.

use crate::domain::time::Day;
use crate::domain::violation::Violations;
use crate::interop::neutral;
use crate::interop::pasted::{cell, read_all};
use crate::interop::rows::Limits;

/// The header.
pub const COLUMNS: [&str; 6] = ["country", "first", "last", "what", "confirmed", "since"];

/// The largest file of others, and the most rows in it.
const LIMITS: Limits = Limits { bytes: 1_000_000, rows: 10_000 };

/// Numbers, from the first to the last, that are not to be accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// First number, as printed.
    pub first: String,
    /// Last number.
    pub last: String,
    /// Of forms `spoiled`, `lost`, `stolen` or `returned`; of certificates `void`, `lost` or `stolen`.
    pub what: &'static str,
    /// Whether it is a certificate that was issued; else blank forms.
    pub issued: bool,
    /// Whether a second person has confirmed it.
    pub confirmed: bool,
    /// Since when.
    pub on: Day,
}

impl Warning {
    /// What became of what, as named in messages.
    #[must_use]
    pub fn code(&self) -> String {
        format!("{}-{}", if self.issued { "certificate" } else { "form" }, self.what)
    }
}

/// The file.
///
/// # Errors
/// When it cannot be written.
pub fn write(country: &str, warnings: &[Warning]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for w in warnings {
        let confirmed = if w.confirmed { "yes" } else { "no" };
        let since = w.on.to_string();
        writer.write_record([country, &neutral(&w.first), &neutral(&w.last), w.what, confirmed, &since])?;
    }
    writer.into_inner().map_err(|e| csv::Error::from(std::io::Error::other(e.to_string())))
}

/// A row of somebody else's file, nothing checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The line on which it stands, from 1.
    pub line: u64,
    /// Whose numbers they are; may be empty.
    pub country: String,
    /// First number, as printed.
    pub first: String,
    /// Last number; the first where the file does not say.
    pub last: String,
}

/// What somebody pasted or uploaded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// Single numbers, one to a line.
    pub numbers: Vec<String>,
    /// Rows of a file.
    pub rows: Vec<Written>,
}

/// Whether a text is a file with rows: its first line names the column `first`, in whatever letters; other letters are then
/// told of as a wrong heading.
fn has_rows(text: &str) -> bool {
    let head = text.lines().next().unwrap_or_default();
    head.split([',', ';', '\t']).any(|c| c.trim().trim_matches('"').eq_ignore_ascii_case("first"))
}

/// Reads a file as [`write`] makes it, or numbers one to a line.
///
/// # Errors
/// What makes it no such file, on the field `file`.
pub fn parse(text: &str) -> Result<Given, Violations> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !has_rows(text) {
        let numbers = text.lines().map(str::trim).filter(|l| !l.is_empty());
        return Ok(Given { numbers: numbers.map(str::to_owned).collect(), rows: Vec::new() });
    }
    let rows = read_all(text, LIMITS, ["first"], |row| {
        let (first, last) = (cell(row, "first"), cell(row, "last"));
        let last = if last.is_empty() { first.clone() } else { last };
        Written { line: row.line, country: cell(row, "country"), first, last }
    })?;
    Ok(Given { numbers: Vec::new(), rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_out_comes_in_again_and_so_do_lines() {
        let on = "2026-05-04".parse().unwrap();
        let one =
            |first: &str, last: &str| Warning { first: first.into(), last: last.into(), what: "lost", issued: false, confirmed: true, on };
        let text = String::from_utf8(write("SL", &[one("-4", "-9"), one("SL 1", "SL 1")]).unwrap()).unwrap();
        assert!(text.contains("'-4"), "{text}");
        let row = |line, first: &str, last: &str| Written { line, country: "SL".into(), first: first.into(), last: last.into() };
        let wanted = Given { numbers: vec![], rows: vec![row(2, "-4", "-9"), row(3, "SL 1", "SL 1")] };
        assert_eq!(parse(&text), Ok(wanted));
        let short = parse("\u{feff}\nfirst;what\nSL 7;lost\n").unwrap();
        assert_eq!((short.rows[0].first.as_str(), short.rows[0].last.as_str()), ("SL 7", "SL 7"));
        assert!(parse("FIRST;what\nSL 7;lost\n").is_err(), "another heading is no number");
        let lines = parse("\u{feff}BW 1\r\n\r\n BW 2, BW 3 \n").unwrap();
        assert_eq!((lines.numbers, lines.rows.len()), (vec!["BW 1".to_owned(), "BW 2, BW 3".to_owned()], 0));
    }

    #[test]
    fn a_row_for_each_range() {
        let on = "2026-05-04".parse().unwrap();
        let of = |first: &str, last: &str, what, confirmed| Warning {
            first: first.into(),
            last: last.into(),
            what,
            issued: false,
            confirmed,
            on,
        };
        let bytes = write("SL", &[of("SL 000004", "SL 000009", "stolen", false), of("SL 000001", "SL 000001", "void", true)]).unwrap();
        let wanted = "country,first,last,what,confirmed,since\nSL,SL 000004,SL 000009,stolen,no,2026-05-04\n\
                      SL,SL 000001,SL 000001,void,yes,2026-05-04\n";
        assert_eq!(String::from_utf8(bytes).unwrap(), wanted);
    }
}
