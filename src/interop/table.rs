//! Tables within an archive: CSV in UTF-8 with commas and a header row, written row by row.

use crate::interop::bundle::{Bundle, BundleError};
use crate::interop::neutral;
use std::borrow::Cow;
use std::io::{self, Seek, Write};

/// Figures, perhaps with a point among them and a sign before them: nothing that a spreadsheet would calculate.
pub(crate) fn is_number(cell: &str) -> bool {
    let figures = cell.strip_prefix('-').unwrap_or(cell);
    figures.starts_with(|c: char| c.is_ascii_digit()) && figures.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// A table that is being written.
pub struct Table<'b, W: Write + Seek> {
    out: csv::Writer<&'b mut Bundle<W>>,
    rows: u64,
}

impl<'b, W: Write + Seek> Table<'b, W> {
    /// Begins a file with its header.
    ///
    /// # Errors
    /// [`BundleError`].
    pub fn begin(bundle: &'b mut Bundle<W>, name: &str, columns: &[&str]) -> Result<Self, BundleError> {
        bundle.begin(name)?;
        let mut out = csv::Writer::from_writer(bundle);
        out.write_record(columns)?;
        Ok(Self { out, rows: 0 })
    }

    /// A row. Texts that begin like a formula are shown, not calculated; numbers stay numbers.
    ///
    /// # Errors
    /// [`BundleError`], also for a row of another width than the header.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> Result<(), BundleError> {
        for cell in cells {
            let cell = cell.as_ref();
            self.out.write_field(if is_number(cell) { Cow::Borrowed(cell) } else { neutral(cell) }.as_bytes())?;
        }
        self.out.write_record(None::<&[u8]>)?;
        self.rows = self.rows.saturating_add(1);
        Ok(())
    }

    /// Ends the file; how many rows it has.
    ///
    /// # Errors
    /// [`BundleError`].
    pub fn end(self) -> Result<u64, BundleError> {
        let bundle = self.out.into_inner().map_err(|e| io::Error::other(e.to_string()))?;
        bundle.end()?;
        Ok(self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};

    #[test]
    fn texts_are_shown_and_numbers_stay_numbers() {
        let at = "2026-06-01T08:00:00Z".parse().unwrap();
        let mut bundle = Bundle::new(Cursor::new(Vec::new()), at, 1_000);
        let mut table = Table::begin(&mut bundle, "t.csv", &["a", "b"]).unwrap();
        table.row(["=1+1", "-12.50"]).unwrap();
        table.row(["-1+2", "a, b"]).unwrap();
        assert!(table.row(["of another width"]).is_err());
        assert_eq!(table.end().unwrap(), 2);
        let mut zip = zip::ZipArchive::new(bundle.finish().unwrap()).unwrap();
        let mut text = String::new();
        zip.by_name("t.csv").unwrap().read_to_string(&mut text).unwrap();
        assert!(text.starts_with("a,b\n'=1+1,-12.50\n'-1+2,\"a, b\"\n"), "{text}");
    }
}
