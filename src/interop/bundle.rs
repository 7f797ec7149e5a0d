//! Many files in one ZIP archive, written one after the other with little memory: each is hashed as it goes in, and the same
//! files at the same instant are the same bytes.

use crate::domain::time::Instant;
use crate::interop::neutral;
use chrono::{Datelike, Timelike};
use sha2::{Digest, Sha256};
use std::io::{self, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The columns of [`MANIFEST`].
pub const COLUMNS: [&str; 3] = ["name", "bytes", "sha256"];
/// The file that names all others with their digests; it is the last.
pub const MANIFEST: &str = "MANIFEST.csv";

/// A file that was put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Its name within the archive.
    pub name: String,
    /// Its bytes.
    pub bytes: u64,
    /// SHA-256 in hex.
    pub sha256: String,
}

/// Why a file was not put in.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// What is written to failed.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The archive refuses it.
    #[error("{0}")]
    Zip(#[from] zip::result::ZipError),
    /// A row of a table could not be written.
    #[error("{0}")]
    Row(#[from] csv::Error),
    /// All files together are larger than they may be.
    #[error("more than {0} bytes")]
    TooLarge(u64),
}

struct Going {
    name: String,
    bytes: u64,
    hash: Sha256,
}

/// An archive that is being written.
pub struct Bundle<W: Write + Seek> {
    zip: ZipWriter<W>,
    options: SimpleFileOptions,
    going: Option<Going>,
    packed: Vec<Packed>,
    whole: u64,
    most: u64,
}

/// The instant as archives keep it: to two seconds, from 1980 on.
fn stamp(at: Instant) -> DateTime {
    let (utc, year) = (at.utc(), u16::try_from(at.utc().year()).unwrap_or(1980));
    let small = |n: u32| u8::try_from(n).unwrap_or(0);
    DateTime::from_date_and_time(year, small(utc.month()), small(utc.day()), small(utc.hour()), small(utc.minute()), small(utc.second()))
        .unwrap_or_default()
}

impl<W: Write + Seek> Bundle<W> {
    /// An empty archive whose files bear an instant, and are at most so many bytes together.
    pub fn new(out: W, at: Instant, most: u64) -> Self {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(stamp(at))
            .unix_permissions(0o644);
        Self { zip: ZipWriter::new(out), options, going: None, packed: Vec::new(), whole: 0, most }
    }

    /// Begins a file; what is written from now on is its.
    ///
    /// # Errors
    /// [`BundleError`].
    pub fn begin(&mut self, name: &str) -> Result<(), BundleError> {
        self.zip.start_file(name, self.options)?;
        self.going = Some(Going { name: name.to_owned(), bytes: 0, hash: Sha256::new() });
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`BundleError::TooLarge`].
    pub fn end(&mut self) -> Result<(), BundleError> {
        if let Some(Going { name, bytes, hash }) = self.going.take() {
            self.packed.push(Packed { name, bytes, sha256: data_encoding::HEXLOWER.encode(&hash.finalize()) });
        }
        if self.whole > self.most { Err(BundleError::TooLarge(self.most)) } else { Ok(()) }
    }

    /// A whole file at once.
    ///
    /// # Errors
    /// [`BundleError`].
    pub fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), BundleError> {
        self.begin(name)?;
        self.write_all(bytes)?;
        self.end()
    }

    /// The files so far.
    #[must_use]
    pub fn packed(&self) -> &[Packed] {
        &self.packed
    }

    /// Adds the list of all files with their digests and ends the archive.
    ///
    /// # Errors
    /// [`BundleError`].
    pub fn finish(mut self) -> Result<W, BundleError> {
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(COLUMNS)?;
        for p in &self.packed {
            out.write_record([neutral(&p.name).as_ref(), &p.bytes.to_string(), &p.sha256])?;
        }
        let listed = out.into_inner().map_err(|e| io::Error::other(e.to_string()))?;
        self.file(MANIFEST, &listed)?;
        Ok(self.zip.finish()?)
    }
}

impl<W: Write + Seek> Write for Bundle<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.whole > self.most {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "the archive is full"));
        }
        let written = self.zip.write(bytes)?;
        let size = u64::try_from(written).unwrap_or(u64::MAX);
        self.whole = self.whole.saturating_add(size);
        if let Some(going) = &mut self.going {
            going.hash.update(bytes.get(..written).unwrap_or(bytes));
            going.bytes = going.bytes.saturating_add(size);
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};

    fn made(most: u64) -> Result<Vec<u8>, BundleError> {
        let at = "2026-06-01T08:00:01Z".parse().unwrap();
        let mut bundle = Bundle::new(Cursor::new(Vec::new()), at, most);
        bundle.file("a.csv", b"x,y\n1,2\n")?;
        bundle.begin("b/c.txt")?;
        bundle.write_all(b"hello ")?;
        bundle.write_all(b"there")?;
        bundle.end()?;
        Ok(bundle.finish()?.into_inner())
    }

    #[test]
    fn the_same_files_are_the_same_bytes_and_all_are_listed_with_their_digests() {
        let bytes = made(1_000).unwrap();
        assert_eq!(bytes, made(1_000).unwrap());
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut listed = String::new();
        zip.by_name(MANIFEST).unwrap().read_to_string(&mut listed).unwrap();
        let hash = crate::domain::entry::sha256_hex(&[b"hello there"]);
        assert!(listed.contains(&format!("b/c.txt,11,{hash}\n")), "{listed}");
        let file = zip.by_name("a.csv").unwrap();
        assert_eq!(file.last_modified().map(|t| t.to_string()).as_deref(), Some("2026-06-01 08:00:00"));
    }

    #[test]
    fn what_is_too_large_is_not_made() {
        assert!(matches!(made(7), Err(BundleError::TooLarge(7))));
        assert!(made(8).is_err() && made(9).is_err(), "in the middle of a file too");
    }
}
