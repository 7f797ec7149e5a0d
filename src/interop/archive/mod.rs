//! A backup as one file: parts in a strict subset of the ustar format, a manifest that names each part with its
//! SHA-256, and the hash of the manifest. `tar` opens it; this reader takes only what this writer writes, so every
//! byte of the file is one that is checked.

pub mod manifest;
pub mod read;
pub mod seal;
pub mod write;

/// The manifest's name; it comes after all parts.
pub const MANIFEST: &str = "manifest.json";
/// The name of what holds the manifest's hash; it comes last.
pub const MANIFEST_HASH: &str = "manifest.sha256";
/// Bytes of a block of the ustar format.
const BLOCK: usize = 512;

/// Why a file cannot be read as a backup.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A file or stream could not be read or written.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// It is neither an encrypted file nor an archive of this program.
    #[error("no backup of this program")]
    NotOurs,
    /// It is encrypted, and no identity was given.
    #[error("encrypted; an identity is needed")]
    Encrypted,
    /// It is encrypted to other recipients.
    #[error("none of the identities opens it")]
    NoKey,
    /// A text that is no recipient.
    #[error("no recipient: {0}")]
    Recipient(String),
    /// A file that holds no identity.
    #[error("no identity: {0}")]
    Identity(String),
    /// It is not as it was written; where that shows.
    #[error("changed or damaged at {0}")]
    Changed(String),
    /// It was written in a format that this program does not know.
    #[error("written in format {0}")]
    Newer(u32),
}

/// The header of a part: nothing but name and size is chosen by whoever writes it. `None` for a name that is too long
/// or a part that is too large.
fn header(name: &str, size: u64) -> Option<[u8; BLOCK]> {
    let mut block = [0u8; BLOCK];
    let mut put = |at: usize, text: &[u8]| -> Option<()> {
        block.get_mut(at..at.checked_add(text.len())?)?.copy_from_slice(text);
        Some(())
    };
    // Names have 100 bytes, sizes 11 octal digits.
    if name.is_empty() || name.len() > 99 || size >= 1 << 33 {
        return None;
    }
    put(0, name.as_bytes())?;
    put(100, b"0000600\0")?;
    put(108, b"0000000\0")?;
    put(116, b"0000000\0")?;
    put(124, format!("{size:011o}\0").as_bytes())?;
    put(136, b"00000000000\0")?;
    put(148, b"        ")?;
    put(156, b"0")?;
    put(257, b"ustar\x0000")?;
    let sum: u32 = block.iter().map(|b| u32::from(*b)).sum();
    block.get_mut(148..156)?.copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    Some(block)
}

/// How many bytes fill up the last block of a part.
fn padding(size: u64) -> usize {
    let over = usize::try_from(size % BLOCK as u64).unwrap_or(0);
    if over == 0 { 0 } else { BLOCK.saturating_sub(over) }
}

#[cfg(test)]
mod tests {
    use super::manifest::{FORMAT, Kind, Manifest};
    use super::read::Archive;
    use super::write::Writer;
    use super::*;

    fn manifest() -> Manifest {
        Manifest {
            format: FORMAT,
            kind: Kind::Rows,
            program: "0.0.0".into(),
            schema: "0001".into(),
            country: "SL".into(),
            demonstration: false,
            made_at: "2026-06-01T08:00:00Z".parse().unwrap(),
            entries: 0,
            root: "00".into(),
            parts: vec![],
        }
    }

    fn made() -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut writer = Writer::new(&mut bytes);
        writer.part("rows/a/000001.jsonl", b"[\"id\"]\n").unwrap();
        writer.part("rows/b/000001.jsonl", &[7; 700]).unwrap();
        writer.finish(manifest()).unwrap();
        bytes
    }

    type Parts = Vec<(String, Vec<u8>)>;

    fn read(bytes: &[u8]) -> Result<(Parts, Manifest), ArchiveError> {
        let mut parts = Vec::new();
        let manifest = Archive::new(bytes).each(|name, size, body| {
            let mut all = Vec::new();
            assert_eq!(std::io::copy(body, &mut all)?, size);
            parts.push((name.to_owned(), all));
            Ok::<_, ArchiveError>(())
        })?;
        Ok((parts, manifest))
    }

    #[test]
    fn what_was_written_is_read_and_tar_opens_it_too() {
        let bytes = made();
        let (parts, manifest) = read(&bytes).unwrap();
        assert_eq!(
            parts.iter().map(|(n, b)| (n.as_str(), b.len())).collect::<Vec<_>>(),
            [("rows/a/000001.jsonl", 7), ("rows/b/000001.jsonl", 700)]
        );
        assert_eq!(manifest.parts.len(), 2);
        let folder = std::env::temp_dir().join(format!("placer-tar-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.tar"), &bytes).unwrap();
        let listed = std::process::Command::new("tar").arg("tf").arg(folder.join("a.tar")).output().unwrap();
        let listed = String::from_utf8(listed.stdout).unwrap();
        assert_eq!(listed.lines().collect::<Vec<_>>(), ["rows/a/000001.jsonl", "rows/b/000001.jsonl", MANIFEST, MANIFEST_HASH]);
        let _ = std::fs::remove_dir_all(&folder);
    }

    #[test]
    fn every_changed_byte_and_every_missing_end_is_refused() {
        let bytes = made();
        assert!(read(&bytes).is_ok());
        for at in 0..bytes.len() {
            for flip in [1, 128] {
                let mut other = bytes.clone();
                other[at] ^= flip;
                assert!(read(&other).is_err(), "byte {at}");
            }
        }
        for end in 0..bytes.len() {
            assert!(read(&bytes[..end]).is_err(), "cut at {end}");
        }
        let more = [bytes.as_slice(), &[0]].concat();
        assert!(read(&more).is_err(), "a byte more");
    }
}
