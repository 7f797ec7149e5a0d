//! Reading a backup: part by part, and in the end every hash against the manifest.

use super::manifest::{FORMAT, Manifest, Part};
use super::{ArchiveError, BLOCK, MANIFEST, MANIFEST_HASH, header, padding};
use sha2::{Digest, Sha256};
use std::io::{ErrorKind, Read};

/// The most bytes of a manifest.
const MANIFEST_BYTES: u64 = 64 * 1024 * 1024;

/// An archive that is read once, from its beginning to its end.
pub struct Archive<R> {
    from: R,
}

/// The body of the part that is being read.
struct Body<'a, R> {
    from: &'a mut R,
    left: u64,
    hash: Sha256,
}

impl<R: Read> Read for Body<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = usize::try_from(self.left).map_or(buffer.len(), |left| left.min(buffer.len()));
        if most == 0 {
            return Ok(0);
        }
        let into = buffer.get_mut(..most).unwrap_or_default();
        let read = self.from.read(into)?;
        if read == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.hash.update(into.get(..read).unwrap_or_default());
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

/// For reading a stream at a place: one that ends too early, or whose encryption says that it was changed, tells of a changed file.
pub fn changed(at: &str) -> impl Fn(std::io::Error) -> ArchiveError {
    let at = at.to_owned();
    move |e| match e.kind() {
        ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::Other => ArchiveError::Changed(at.clone()),
        _ => ArchiveError::Io(e),
    }
}

/// A field of a header up to its zero byte.
fn text(block: &[u8; BLOCK], at: usize, len: usize) -> Option<&str> {
    let field = block.get(at..at.checked_add(len)?)?;
    std::str::from_utf8(field.split(|b| *b == 0).next()?).ok()
}

impl<R: Read> Archive<R> {
    /// Of a stream.
    pub const fn new(from: R) -> Self {
        Self { from }
    }

    /// The name and size of the next part; none at the end.
    fn next(&mut self, after: &str) -> Result<Option<(String, u64)>, ArchiveError> {
        let at = format!("what follows {after}");
        let mut block = [0u8; BLOCK];
        self.from.read_exact(&mut block).map_err(changed(&at))?;
        if block.iter().all(|b| *b == 0) {
            return Ok(None);
        }
        let refused = || ArchiveError::Changed(at.clone());
        let name = text(&block, 0, 100).ok_or_else(refused)?;
        let size = text(&block, 124, 12).and_then(|octal| u64::from_str_radix(octal, 8).ok()).ok_or_else(refused)?;
        if header(name, size).as_ref() != Some(&block) {
            return Err(refused());
        }
        Ok(Some((name.to_owned(), size)))
    }

    fn fill(&mut self, name: &str, size: u64) -> Result<(), ArchiveError> {
        let mut rest = [0u8; BLOCK];
        let rest = rest.get_mut(..padding(size)).unwrap_or_default();
        self.from.read_exact(rest).map_err(changed(name))?;
        if rest.iter().all(|b| *b == 0) { Ok(()) } else { Err(ArchiveError::Changed(name.to_owned())) }
    }

    fn whole(&mut self, name: &str, size: u64) -> Result<Vec<u8>, ArchiveError> {
        if size > MANIFEST_BYTES {
            return Err(ArchiveError::Changed(name.to_owned()));
        }
        let mut body = vec![0; usize::try_from(size).unwrap_or(0)];
        self.from.read_exact(&mut body).map_err(changed(name))?;
        self.fill(name, size)?;
        Ok(body)
    }

    /// Gives each part to `take` with its name and size, and in the end the manifest, once every hash agrees with it.
    /// Until then nothing that was taken may be believed.
    ///
    /// # Errors
    /// The first thing that is not as it was written, or what `take` ends with.
    pub fn each<E: From<ArchiveError>>(mut self, mut take: impl FnMut(&str, u64, &mut dyn Read) -> Result<(), E>) -> Result<Manifest, E> {
        let mut found: Vec<Part> = Vec::new();
        loop {
            let after = found.last().map_or_else(|| "the beginning".to_owned(), |p| p.name.clone());
            let (name, size) = self.next(&after)?.ok_or_else(|| ArchiveError::Changed(MANIFEST.into()))?;
            if name == MANIFEST {
                return Ok(self.end(size, found)?);
            }
            let mut body = Body { from: &mut self.from, left: size, hash: Sha256::new() };
            take(&name, size, &mut body)?;
            // What was left unread is part of what was hashed.
            std::io::copy(&mut body, &mut std::io::sink()).map_err(changed(&name))?;
            let sha256 = data_encoding::HEXLOWER.encode(&body.hash.finalize());
            self.fill(&name, size)?;
            found.push(Part { name, bytes: size, sha256 });
        }
    }

    fn end(&mut self, size: u64, found: Vec<Part>) -> Result<Manifest, ArchiveError> {
        let refused = || ArchiveError::Changed(MANIFEST.to_owned());
        let body = self.whole(MANIFEST, size)?;
        let (name, size) = self.next(MANIFEST)?.ok_or_else(refused)?;
        let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&body));
        if name != MANIFEST_HASH || self.whole(MANIFEST_HASH, size)? != hash.as_bytes() {
            return Err(refused());
        }
        let mut last = [0u8; BLOCK];
        let ended = self.next(MANIFEST_HASH)?.is_none();
        self.from.read_exact(&mut last).map_err(changed("the end"))?;
        let more = self.from.read(&mut [0u8; 1]).map_err(changed("the end"))?;
        if !ended || more > 0 || last.iter().any(|b| *b != 0) {
            return Err(ArchiveError::Changed("the end".into()));
        }
        let said: serde_json::Value = serde_json::from_slice(&body).map_err(|_| refused())?;
        let format = said.get("format").and_then(serde_json::Value::as_u64).and_then(|f| u32::try_from(f).ok()).ok_or_else(refused)?;
        if format != FORMAT {
            return Err(ArchiveError::Newer(format));
        }
        let manifest: Manifest = serde_json::from_value(said).map_err(|_| refused())?;
        match manifest.parts.iter().zip(&found).find(|(said, is)| said != is) {
            Some((said, _)) => Err(ArchiveError::Changed(said.name.clone())),
            None if manifest.parts.len() != found.len() => Err(refused()),
            None => Ok(manifest),
        }
    }
}
