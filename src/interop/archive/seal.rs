//! Encrypting a backup to recipients and opening it again, in the age format (age-encryption.org/v1), so that the
//! program `age` opens it too.

use super::ArchiveError;
use age::x25519;
use age::{DecryptError, Decryptor, Encryptor, IdentityFile};
use std::fs::File;
use std::io::{BufReader, Read, Seek, Write};
use std::path::Path;

/// What every encrypted file begins with.
const BEGINNING: &[u8] = b"age-encryption.org/";

/// Whom a backup is encrypted to.
pub struct Recipients(Vec<x25519::Recipient>);

impl Recipients {
    /// From texts as `age-keygen` prints them, `age1...`; and from the lines of files, with comments after `#`.
    ///
    /// # Errors
    /// [`ArchiveError::Recipient`] with the first text that is none.
    pub fn read<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, ArchiveError> {
        let texts = texts.into_iter().map(str::trim).filter(|t| !t.is_empty() && !t.starts_with('#'));
        let all: Result<Vec<_>, _> = texts.map(|t| t.parse().map_err(|_| ArchiveError::Recipient(t.to_owned()))).collect();
        all.map(Self)
    }

    /// Whether nobody is named.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A stream to a file, encrypted or not.
pub enum Sealed<W: Write> {
    /// As it is.
    Plain(W),
    /// Encrypted.
    Age(Box<age::stream::StreamWriter<W>>),
}

impl<W: Write> Sealed<W> {
    /// Encrypts to these recipients; without any, nothing is encrypted.
    ///
    /// # Errors
    /// When the beginning cannot be written.
    pub fn new(to: W, recipients: &Recipients) -> Result<Self, ArchiveError> {
        if recipients.is_empty() {
            return Ok(Self::Plain(to));
        }
        let recipients = recipients.0.iter().map(|r| -> &dyn age::Recipient { r });
        let encryptor = Encryptor::with_recipients(recipients).map_err(std::io::Error::other)?;
        Ok(Self::Age(Box::new(encryptor.wrap_output(to)?)))
    }

    /// Writes what is still held back and gives the stream beneath.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<W, ArchiveError> {
        Ok(match self {
            Self::Plain(to) => to,
            Self::Age(to) => to.finish()?,
        })
    }
}

impl<W: Write> Write for Sealed<W> {
    fn write(&mut self, buffer: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(to) => to.write(buffer),
            Self::Age(to) => to.write(buffer),
        }
    }
    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Plain(to) => to.flush(),
            Self::Age(to) => to.flush(),
        }
    }
}

fn told(error: DecryptError) -> ArchiveError {
    match error {
        DecryptError::NoMatchingKeys => ArchiveError::NoKey,
        DecryptError::Io(e) => super::read::changed("the header")(e),
        DecryptError::UnknownFormat => ArchiveError::NotOurs,
        _ => ArchiveError::Changed("the header".into()),
    }
}

/// Opens a backup with the identities in a file; one that was written in the clear needs none.
///
/// # Errors
/// [`ArchiveError`]: it is no backup, encrypted to others, or changed.
pub fn open(file: &Path, identity: Option<&Path>) -> Result<Box<dyn Read>, ArchiveError> {
    let mut from = File::open(file)?;
    let mut begun = Vec::new();
    Read::by_ref(&mut from).take(BEGINNING.len() as u64).read_to_end(&mut begun)?;
    from.rewind()?;
    let from = BufReader::new(from);
    if begun != BEGINNING {
        // An identity was named, so an encrypted file was meant: one in the clear may be anybody's.
        return if identity.is_some() { Err(ArchiveError::NotOurs) } else { Ok(Box::new(from)) };
    }
    let identity = identity.ok_or(ArchiveError::Encrypted)?;
    let refused = |e: String| ArchiveError::Identity(format!("{}: {e}", identity.display()));
    let identities = IdentityFile::from_file(identity.display().to_string()).map_err(|e| refused(e.to_string()))?;
    let identities = identities.into_identities().map_err(|e| refused(e.to_string()))?;
    let decryptor = Decryptor::new_buffered(from).map_err(told)?;
    Ok(Box::new(decryptor.decrypt(identities.iter().map(|i| -> &dyn age::Identity { i.as_ref() })).map_err(told)?))
}
