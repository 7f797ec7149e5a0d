//! Tables within an archive: CSV in UTF-8 with commas and a header row, written row by row.

use crate::interop::bundle::{Bundle, BundleError};
use std::io::{self, Seek, Write};

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

    /// A row. Whoever writes it has texts from outside shown, not calculated ([`crate::interop::neutral`]).
    ///
    /// # Errors
    /// [`BundleError`], also for a row of another width than the header.
    pub fn row<C: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = C>) -> Result<(), BundleError> {
        self.out.write_record(cells)?;
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
