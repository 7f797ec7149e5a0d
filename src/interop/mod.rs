//! Formats in and out of the register; no SQL, no HTTP.

pub mod archive;
pub mod balance_table;
pub mod bundle;
pub mod certificate_file;
pub mod confirmations_file;
pub mod csv_rows;
pub mod geojson_rows;
pub mod mapping;
pub mod matrix_table;
pub mod odt;
pub mod paper;
pub mod participants_csv;
pub mod partner_csv;
pub mod pasted;
pub mod reads_csv;
pub mod return_table;
pub mod rows;
pub mod sheet;
pub mod sizes_csv;
pub mod table;
pub mod trace_csv;
pub mod trace_geojson;
pub mod warnings_csv;
pub mod zones_geojson;

use std::borrow::Cow;

/// A text that a spreadsheet will show and not calculate: one that begins like a formula gets an apostrophe
/// before it.
#[must_use]
pub fn neutral(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::neutral;

    #[test]
    fn formulas_are_shown_and_not_calculated() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(neutral(text), format!("'{text}"));
        }
        for text in ["", "Pit 1", "a=b", "S-000001-K"] {
            assert_eq!(neutral(text), text);
        }
    }
}
