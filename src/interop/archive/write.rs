//! Writing a backup, part by part; nothing is held in memory but the part that is given.

use super::manifest::{Manifest, Part};
use super::{ArchiveError, BLOCK, MANIFEST, MANIFEST_HASH, header, padding};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};

/// Writes an archive.
pub struct Writer<W> {
    to: W,
    parts: Vec<Part>,
}

impl<W: Write> Writer<W> {
    /// Begins.
    pub const fn new(to: W) -> Self {
        Self { to, parts: Vec::new() }
    }

    fn put(&mut self, name: &str, size: u64, from: &mut impl Read) -> Result<String, ArchiveError> {
        let header = header(name, size).ok_or_else(|| std::io::Error::other(format!("{name} is too large for a part")))?;
        self.to.write_all(&header)?;
        let mut hash = Sha256::new();
        let mut left = size;
        let mut buffer = vec![0; 64 * 1024];
        while left > 0 {
            let most = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
            let read = from.read(buffer.get_mut(..most).unwrap_or_default())?;
            if read == 0 {
                return Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof).into());
            }
            let bytes = buffer.get(..read).unwrap_or_default();
            hash.update(bytes);
            self.to.write_all(bytes)?;
            left = left.saturating_sub(read as u64);
        }
        self.to.write_all([0u8; BLOCK].get(..padding(size)).unwrap_or_default())?;
        Ok(data_encoding::HEXLOWER.encode(&hash.finalize()))
    }

    /// Adds a part of a known length from a stream.
    ///
    /// # Errors
    /// When a stream fails, or ends too early.
    pub fn stream(&mut self, name: &str, size: u64, from: &mut impl Read) -> Result<(), ArchiveError> {
        let sha256 = self.put(name, size, from)?;
        self.parts.push(Part { name: name.to_owned(), bytes: size, sha256 });
        Ok(())
    }

    /// Adds a part from memory.
    ///
    /// # Errors
    /// When the stream fails.
    pub fn part(&mut self, name: &str, mut body: &[u8]) -> Result<(), ArchiveError> {
        self.stream(name, body.len() as u64, &mut body)
    }

    /// Adds the manifest with the parts that were written, its hash, and the end. Gives the manifest and the stream.
    ///
    /// # Errors
    /// When the stream fails.
    pub fn finish(mut self, manifest: Manifest) -> Result<(Manifest, W), ArchiveError> {
        let manifest = Manifest { parts: std::mem::take(&mut self.parts), ..manifest };
        let body = serde_json::to_string_pretty(&manifest).map_err(std::io::Error::other)?;
        let hash = self.put(MANIFEST, body.len() as u64, &mut body.as_bytes())?;
        self.put(MANIFEST_HASH, hash.len() as u64, &mut hash.as_bytes())?;
        self.to.write_all(&[0; BLOCK])?;
        self.to.write_all(&[0; BLOCK])?;
        Ok((manifest, self.to))
    }
}
