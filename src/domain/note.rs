//! Signed notes, after C2SP signed-note: a text, and lines of signatures under it. Keys, cosignatures (C2SP
//! tlog-cosignature, Ed25519) and how they are written.

use crate::domain::entry::sha256;
use data_encoding::BASE64;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use std::fmt;
use std::str::FromStr;

/// The most signature lines that are read.
const SIGNATURES_MOST: usize = 64;
/// The most bytes of a note that are read.
const NOTE_BYTES: usize = 256 * 1024;

/// Why a text is no note, key or signature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not of the form.
    #[error("not a signed note: {0}")]
    Form(&'static str),
    /// Not a key.
    #[error("not a key: {0}")]
    Key(&'static str),
    /// A signature that claims to be a known key's is not.
    #[error("the signature of {0} is wrong")]
    Signature(String),
}

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyKind {
    /// The text itself (type 0x01): a log's.
    Log,
    /// The text with the time it was seen at (type 0x04): a witness's.
    Witness,
}

impl KeyKind {
    const fn byte(self) -> u8 {
        match self {
            Self::Log => 0x01,
            Self::Witness => 0x04,
        }
    }
    const fn of(byte: u8) -> Option<Self> {
        match byte {
            0x01 => Some(Self::Log),
            0x04 => Some(Self::Witness),
            _ => None,
        }
    }
}

/// Whether a text may name a key: not empty, no blanks, no `+`, nothing that cannot be seen.
#[must_use]
pub fn is_key_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 200 && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

fn key_id(name: &str, kind: KeyKind, public: &[u8; 32]) -> [u8; 4] {
    let hash = sha256(&[name.as_bytes(), b"\n", &[kind.byte()], public]);
    let [a, b, c, d, ..] = hash;
    [a, b, c, d]
}

/// A key that checks signatures, written as `name+id+key`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    /// Whose.
    pub name: String,
    /// What it signs.
    pub kind: KeyKind,
    id: [u8; 4],
    key: VerifyingKey,
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let material = [&[self.kind.byte()], self.key.as_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, data_encoding::HEXLOWER.encode(&self.id), BASE64.encode(&material))
    }
}

impl FromStr for VerifierKey {
    type Err = NoteError;
    fn from_str(text: &str) -> Result<Self, NoteError> {
        let (name, rest) = text.trim().split_once('+').ok_or(NoteError::Key("it has no name"))?;
        let (id, material) = rest.split_once('+').ok_or(NoteError::Key("it has no id"))?;
        let (kind, key) = material_of(material)?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| NoteError::Key("no point of the curve"))?;
        let made = Self::new(name, kind, key)?;
        if data_encoding::HEXLOWER.encode(&made.id) == id { Ok(made) } else { Err(NoteError::Key("its id is not its own")) }
    }
}

fn material_of(text: &str) -> Result<(KeyKind, [u8; 32]), NoteError> {
    let bytes = BASE64.decode(text.as_bytes()).map_err(|_| NoteError::Key("not base64"))?;
    let (kind, key) = bytes.split_first().ok_or(NoteError::Key("empty"))?;
    let kind = KeyKind::of(*kind).ok_or(NoteError::Key("of an unknown kind"))?;
    Ok((kind, key.try_into().map_err(|_| NoteError::Key("of a wrong length"))?))
}

impl VerifierKey {
    fn new(name: &str, kind: KeyKind, key: VerifyingKey) -> Result<Self, NoteError> {
        if !is_key_name(name) {
            return Err(NoteError::Key("its name has blanks, a plus or nothing"));
        }
        Ok(Self { name: name.to_owned(), kind, id: key_id(name, kind, key.as_bytes()), key })
    }

    /// What a line of signatures says about a text: nothing where it is another key's, else the time it was seen at
    /// (0 for a log), or that the signature is wrong.
    fn check(&self, text: &str, line: &SignatureLine) -> Option<Result<u64, NoteError>> {
        if line.name != self.name || line.id != self.id {
            return None;
        }
        let wrong = || NoteError::Signature(self.name.clone());
        let (at, message, signature) = match self.kind {
            KeyKind::Log => (0, text.to_owned(), line.bytes.as_slice()),
            KeyKind::Witness => {
                let Some((at, rest)) = line.bytes.split_first_chunk::<8>() else { return Some(Err(wrong())) };
                let at = u64::from_be_bytes(*at);
                (at, cosigned(text, at), rest)
            }
        };
        let Ok(signature) = Signature::from_slice(signature) else { return Some(Err(wrong())) };
        Some(self.key.verify_strict(message.as_bytes(), &signature).map(|()| at).map_err(|_| wrong()))
    }
}

/// What a witness signs.
fn cosigned(text: &str, at: u64) -> String {
    format!("cosignature/v1\ntime {at}\n{text}")
}

/// A key that signs, written as `PRIVATE+KEY+name+id+key`.
#[derive(Clone)]
pub struct SignerKey {
    kind: KeyKind,
    name: String,
    key: SigningKey,
}

impl fmt::Debug for SignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignerKey({})", self.name)
    }
}

impl SignerKey {
    /// A key from 32 bytes that nobody can guess.
    ///
    /// # Errors
    /// [`NoteError::Key`] for a name that cannot be one.
    pub fn new(name: &str, kind: KeyKind, seed: &[u8; 32]) -> Result<Self, NoteError> {
        if !is_key_name(name) {
            return Err(NoteError::Key("its name has blanks, a plus or nothing"));
        }
        Ok(Self { kind, name: name.to_owned(), key: SigningKey::from_bytes(seed) })
    }

    /// Its name: a log's origin, or a witness's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key that checks what this one signs.
    #[must_use]
    pub fn verifier(&self) -> VerifierKey {
        let key = self.key.verifying_key();
        VerifierKey { name: self.name.clone(), kind: self.kind, id: key_id(&self.name, self.kind, key.as_bytes()), key }
    }

    /// As it is kept in a file.
    #[must_use]
    pub fn secret(&self) -> String {
        let material = [&[self.kind.byte()], self.key.as_bytes().as_slice()].concat();
        let id = data_encoding::HEXLOWER.encode(&self.verifier().id);
        format!("PRIVATE+KEY+{}+{id}+{}", self.name, BASE64.encode(&material))
    }

    /// Reads [`SignerKey::secret`].
    ///
    /// # Errors
    /// [`NoteError::Key`].
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let rest = text.trim().strip_prefix("PRIVATE+KEY+").ok_or(NoteError::Key("no secret key"))?;
        let mut parts = rest.splitn(3, '+');
        let (Some(name), Some(id), Some(material)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::Key("not whole"));
        };
        let (kind, seed) = material_of(material)?;
        let made = Self::new(name, kind, &seed)?;
        if data_encoding::HEXLOWER.encode(&made.verifier().id) == id { Ok(made) } else { Err(NoteError::Key("its id is not its own")) }
    }

    /// The line that signs a text; `at` is the time a witness saw it, seconds since 1970.
    #[must_use]
    pub fn sign(&self, text: &str, at: u64) -> SignatureLine {
        let bytes = match self.kind {
            KeyKind::Log => self.key.sign(text.as_bytes()).to_bytes().to_vec(),
            KeyKind::Witness => [&at.to_be_bytes()[..], &self.key.sign(cosigned(text, at).as_bytes()).to_bytes()].concat(),
        };
        SignatureLine { name: self.name.clone(), id: self.verifier().id, bytes }
    }
}

/// One line of signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// Whose it says it is.
    pub name: String,
    id: [u8; 4],
    bytes: Vec<u8>,
}

impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\u{2014} {} {}", self.name, BASE64.encode(&[&self.id, self.bytes.as_slice()].concat()))
    }
}

impl FromStr for SignatureLine {
    type Err = NoteError;
    fn from_str(line: &str) -> Result<Self, NoteError> {
        let rest = line.strip_prefix("\u{2014} ").ok_or(NoteError::Form("a line of signatures begins with a dash"))?;
        let (name, bytes) = rest.split_once(' ').ok_or(NoteError::Form("a line of signatures has a name and a signature"))?;
        let bytes = BASE64.decode(bytes.as_bytes()).map_err(|_| NoteError::Form("a signature is base64"))?;
        let (id, bytes) = bytes.split_first_chunk::<4>().ok_or(NoteError::Form("a signature begins with the id of its key"))?;
        if !is_key_name(name) || bytes.is_empty() {
            return Err(NoteError::Form("a signature has a name and bytes"));
        }
        Ok(Self { name: name.to_owned(), id: *id, bytes: bytes.to_vec() })
    }
}

/// A text and the signatures under it. Nothing of it is to be believed before [`Note::signers`] was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, with its last newline.
    pub text: String,
    /// The signatures, known or not.
    pub signatures: Vec<SignatureLine>,
}

/// Whose signature holds, and when it was given (0 for a log).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed<'k> {
    /// The key.
    pub key: &'k VerifierKey,
    /// Seconds since 1970, for a witness.
    pub at: u64,
}

impl Note {
    /// The keys of those given that signed.
    ///
    /// # Errors
    /// [`NoteError::Signature`] when a signature under a known key's name and id is not that key's.
    pub fn signers<'k>(&self, keys: &'k [VerifierKey]) -> Result<Vec<Signed<'k>>, NoteError> {
        let mut found: Vec<Signed<'k>> = Vec::new();
        for line in &self.signatures {
            for key in keys {
                match key.check(&self.text, line) {
                    Some(Ok(at)) if found.iter().all(|s| s.key != key) => found.push(Signed { key, at }),
                    Some(Ok(_)) | None => {}
                    Some(Err(e)) => return Err(e),
                }
            }
        }
        Ok(found)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl FromStr for Note {
    type Err = NoteError;
    fn from_str(whole: &str) -> Result<Self, NoteError> {
        if whole.len() > NOTE_BYTES {
            return Err(NoteError::Form("too long"));
        }
        if whole.chars().any(|c| c < ' ' && c != '\n') {
            return Err(NoteError::Form("it has control characters"));
        }
        let at = whole.rfind("\n\n").ok_or(NoteError::Form("an empty line stands between text and signatures"))?;
        let (text, below) = whole.split_at(at.saturating_add(1));
        let lines = below.strip_prefix('\n').and_then(|b| b.strip_suffix('\n')).ok_or(NoteError::Form("it ends with a newline"))?;
        let lines: Vec<&str> = lines.split('\n').collect();
        if lines.len() > SIGNATURES_MOST {
            return Err(NoteError::Form("too many signatures"));
        }
        Ok(Self { text: text.to_owned(), signatures: lines.into_iter().map(str::parse).collect::<Result<_, _>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(name: &str, kind: KeyKind, seed: u8) -> SignerKey {
        SignerKey::new(name, kind, &[seed; 32]).unwrap()
    }

    /// The example that the specification's reference implementation publishes with its documentation.
    #[test]
    fn the_published_key_and_note() {
        let key: VerifierKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW".parse().unwrap();
        let note: Note = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\
            \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
            .parse()
            .unwrap();
        assert_eq!(note.signers(std::slice::from_ref(&key)).unwrap(), [Signed { key: &key, at: 0 }]);
        let skey = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
        let signer = SignerKey::parse(skey).unwrap();
        assert_eq!((signer.verifier(), signer.secret()), (key, skey.to_owned()));
        assert_eq!(Note { signatures: vec![signer.sign(&note.text, 7)], ..note.clone() }, note);
    }

    #[test]
    fn keys_and_notes_are_read_as_they_are_written() {
        let (log, witness) = (signer("log.example/a", KeyKind::Log, 1), signer("w.example", KeyKind::Witness, 2));
        for key in [&log, &witness] {
            assert_eq!(key.verifier().to_string().parse::<VerifierKey>().unwrap(), key.verifier());
            assert_eq!(SignerKey::parse(&key.secret()).unwrap().verifier(), key.verifier());
        }
        let text = "log.example/a\n3\nroot\n";
        let note = Note { text: text.into(), signatures: vec![log.sign(text, 0), witness.sign(text, 1_700_000_000)] };
        let read: Note = note.to_string().parse().unwrap();
        assert_eq!(read, note);
        let keys = [witness.verifier(), log.verifier()];
        let found: Vec<(&str, u64)> = read.signers(&keys).unwrap().into_iter().map(|s| (s.key.name.as_str(), s.at)).collect();
        assert_eq!(found, [("log.example/a", 0), ("w.example", 1_700_000_000)]);
        assert_eq!(read.signers(&[]).unwrap(), []);
    }

    #[test]
    fn nothing_changed_is_believed() {
        let (log, witness) = (signer("log.example/a", KeyKind::Log, 1), signer("w.example", KeyKind::Witness, 2));
        let keys = [log.verifier(), witness.verifier()];
        let text = "log.example/a\n3\nroot\n";
        for signed in [log.sign(text, 0), witness.sign(text, 5)] {
            let other = Note { text: text.replace('3', "4"), signatures: vec![signed.clone()] };
            assert!(matches!(other.signers(&keys), Err(NoteError::Signature(_))));
            let mut bytes = signed.bytes.clone();
            bytes[0] ^= 1;
            let flipped = Note { text: text.into(), signatures: vec![SignatureLine { bytes, ..signed.clone() }] };
            assert!(flipped.signers(&keys).is_err());
            let short = Note { text: text.into(), signatures: vec![SignatureLine { bytes: vec![1], ..signed }] };
            assert!(short.signers(&keys).is_err());
        }
        // The same secret under another name is another key.
        let namesake = signer("log.example/b", KeyKind::Log, 1);
        let note = Note { text: text.into(), signatures: vec![namesake.sign(text, 0)] };
        assert_eq!(note.signers(&keys).unwrap(), []);
    }

    #[test]
    fn what_is_no_note_or_key_is_refused() {
        for bad in ["", "a\n", "a\n\n", "a\n\nb\n", "a\n\n\u{2014} n AAAA", "a\r\n\n\u{2014} n AAAAAAA=\n", "a\n\n\u{2014} n+x AAAAAAA=\n"]
        {
            assert!(bad.parse::<Note>().is_err(), "{bad:?}");
        }
        let good = signer("n", KeyKind::Log, 3).verifier().to_string();
        for bad in ["", "n", "n+00000000+AQ==", &good.replace("n+", "m+"), &good.replace("n+", "n n+"), &format!("{good}A")] {
            assert!(bad.parse::<VerifierKey>().is_err(), "{bad}");
        }
        assert!(SignerKey::new("a b", KeyKind::Log, &[0; 32]).is_err());
        assert!(SignerKey::parse("PRIVATE+KEY+n+00000000+AQ==").is_err());
    }
}
