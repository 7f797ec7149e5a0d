//! Checkpoints of the journal, after C2SP tlog-checkpoint, and proof files, after C2SP tlog-proof.

use crate::domain::merkle::{self, Hash};
use crate::domain::note::{KeyKind, Note, NoteError, Signed, VerifierKey};
use data_encoding::BASE64;
use std::fmt;
use std::str::FromStr;

/// The head of the journal's tree at a size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which journal: the name of its key.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The head of the tree.
    pub root: Hash,
}

/// Why a text is no checkpoint, or a proof file does not show what it claims.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not of the form.
    #[error("not a checkpoint: {0}")]
    Form(&'static str),
    /// Not a note, or wrongly signed.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Signed by none of the keys that are trusted.
    #[error("none of the trusted keys signed it")]
    Unsigned,
    /// The path does not lead to its head.
    #[error("{0}")]
    Proof(#[from] merkle::ProofError),
}

impl fmt::Display for Checkpoint {
    /// The text of the note.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(&self.root))
    }
}

fn hash_of(line: &str) -> Option<Hash> {
    BASE64.decode(line.as_bytes()).ok()?.try_into().ok()
}

/// A whole number as it is written in the one right way: no sign, no zero in front.
fn number(text: &str) -> Option<u64> {
    let n: u64 = text.parse().ok()?;
    (n.to_string() == text).then_some(n)
}

impl Checkpoint {
    /// Reads the text of a note. Lines that follow the three are let stand.
    ///
    /// # Errors
    /// [`CheckpointError::Form`].
    pub fn of_text(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.strip_suffix('\n').ok_or(CheckpointError::Form("its last line does not end"))?.split('\n');
        let origin = lines.next().filter(|o| !o.is_empty()).ok_or(CheckpointError::Form("it has no origin"))?;
        let size = lines.next().and_then(number).ok_or(CheckpointError::Form("its size is no whole number"))?;
        let root = lines.next().and_then(hash_of).ok_or(CheckpointError::Form("its head is no hash"))?;
        if lines.any(str::is_empty) {
            return Err(CheckpointError::Form("it has an empty line"));
        }
        Ok(Self { origin: origin.to_owned(), size, root })
    }
}

/// A checkpoint with its signatures, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// What is signed.
    pub checkpoint: Checkpoint,
    /// The note.
    pub note: Note,
}

impl SignedCheckpoint {
    /// Who of the trusted signed. A checkpoint is worth nothing unless a key of the log's is among them.
    ///
    /// # Errors
    /// [`CheckpointError::Unsigned`] without one of the log's keys under its own origin, or a wrong signature.
    pub fn signers<'k>(&self, keys: &'k [VerifierKey]) -> Result<Vec<Signed<'k>>, CheckpointError> {
        let signed = self.note.signers(keys)?;
        let by_log = |s: &Signed<'_>| s.key.kind == KeyKind::Log && s.key.name == self.checkpoint.origin;
        if signed.iter().any(by_log) { Ok(signed) } else { Err(CheckpointError::Unsigned) }
    }
}

/// What may stand for the dash before a signature where somebody typed it: a hyphen, two, or another dash.
const DASHES: [&str; 4] = ["\u{2014}", "\u{2013}", "--", "-"];

impl SignedCheckpoint {
    /// Reads a file of a person, who may have typed it from paper: with hyphens for the dash, lines that the paper broke,
    /// blanks at the ends and no empty line. What programs exchange is read strictly.
    ///
    /// # Errors
    /// [`CheckpointError::Form`] where it cannot be a signed head.
    pub fn typed(text: &str) -> Result<Self, CheckpointError> {
        let (mut head, mut signatures): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let begins = DASHES.iter().find_map(|dash| line.strip_prefix(dash)).filter(|rest| rest.starts_with(' '));
            match (begins, signatures.last_mut()) {
                (Some(rest), _) => signatures.push(format!("\u{2014} {}", rest.trim())),
                (None, None) => head.push(line),
                (None, Some(broken)) => {
                    // After the name comes a blank, within the signature none.
                    let named = broken.split(' ').count() > 2;
                    broken.push_str(if named { "" } else { " " });
                    broken.push_str(line);
                }
            }
        }
        format!("{}\n\n{}\n", head.join("\n"), signatures.join("\n")).parse()
    }
}

impl FromStr for SignedCheckpoint {
    type Err = CheckpointError;
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let note: Note = text.parse()?;
        Ok(Self { checkpoint: Checkpoint::of_text(&note.text)?, note })
    }
}

const PROOF: &str = "c2sp.org/tlog-proof@v1";
/// A path of this many hashes is longer than any tree's.
const PATH_MOST: usize = 64;

/// A proof that can be checked without a network: an entry, the way from it to a head, and who signed that head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The canonical bytes of the entry, where the file carries them.
    pub entry: Option<String>,
    /// Which leaf: the entry's position less one.
    pub index: u64,
    /// From the leaf's neighbour upwards.
    pub path: Vec<Hash>,
    /// The head.
    pub head: SignedCheckpoint,
}

impl Proof {
    /// Checks the whole: the path from the entry to the head, and that a trusted log signed that head. Gives who signed.
    ///
    /// # Errors
    /// [`CheckpointError`].
    pub fn check<'k>(&self, leaf: Hash, keys: &'k [VerifierKey]) -> Result<Vec<Signed<'k>>, CheckpointError> {
        let signed = self.head.signers(keys)?;
        merkle::check_inclusion(self.index, self.head.checkpoint.size, leaf, &self.path, &self.head.checkpoint.root)?;
        Ok(signed)
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{PROOF}")?;
        if let Some(entry) = &self.entry {
            writeln!(f, "extra {}", BASE64.encode(entry.as_bytes()))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", BASE64.encode(hash)))?;
        write!(f, "\n{}", self.head.note)
    }
}

impl FromStr for Proof {
    type Err = CheckpointError;
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let form = CheckpointError::Form;
        let (head, note) = text.split_once("\n\n").ok_or(form("a proof has an empty line before its checkpoint"))?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(PROOF) {
            return Err(form("not a proof file of a known version"));
        }
        let extra = lines.next_if(|line| line.starts_with("extra ")).and_then(|line| line.strip_prefix("extra "));
        let entry = match extra {
            None => None,
            Some(base64) => {
                let bytes = BASE64.decode(base64.as_bytes()).map_err(|_| form("its entry is not base64"))?;
                Some(String::from_utf8(bytes).map_err(|_| form("its entry is no text"))?)
            }
        };
        let index = lines.next().and_then(|line| number(line.strip_prefix("index ")?)).ok_or(form("its index is no whole number"))?;
        let path: Option<Vec<Hash>> = lines.map(hash_of).collect();
        let path = path.filter(|p| p.len() <= PATH_MOST).ok_or(form("its path is not of hashes"))?;
        Ok(Self { entry, index, path, head: note.parse()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::note::SignerKey;

    fn signed(c: &Checkpoint, key: &SignerKey) -> SignedCheckpoint {
        let text = c.to_string();
        SignedCheckpoint { checkpoint: c.clone(), note: Note { signatures: vec![key.sign(&text, 0)], text } }
    }

    #[test]
    fn checkpoints_are_read_as_they_are_written_and_only_so() {
        let key = SignerKey::new("log.example/a", KeyKind::Log, &[1; 32]).unwrap();
        let c = Checkpoint { origin: "log.example/a".into(), size: 7, root: merkle::leaf_hash(b"x") };
        let whole = signed(&c, &key);
        let read: SignedCheckpoint = whole.note.to_string().parse().unwrap();
        assert_eq!(read, whole);
        assert_eq!(read.signers(&[key.verifier()]).unwrap().len(), 1);
        assert_eq!(read.signers(&[]), Err(CheckpointError::Unsigned));
        for (good, bad) in [("\n7\n", "\n07\n"), ("\n7\n", "\n-7\n"), ("\n7\n", "\n7.0\n"), ("log.example/a\n", "\n"), ("=", "")] {
            assert!(Checkpoint::of_text(&c.to_string().replacen(good, bad, 1)).is_err(), "{bad:?}");
        }
        // Another log's key vouches for nothing here, whatever it signs.
        let other = SignerKey::new("log.example/b", KeyKind::Log, &[2; 32]).unwrap();
        assert_eq!(signed(&c, &other).signers(&[other.verifier()]), Err(CheckpointError::Unsigned));
        // A witness alone neither.
        let witness = SignerKey::new("log.example/a", KeyKind::Witness, &[3; 32]).unwrap();
        assert_eq!(signed(&c, &witness).signers(&[witness.verifier()]), Err(CheckpointError::Unsigned));
    }

    #[test]
    fn a_head_typed_from_paper_is_read() {
        let (key, witness) = (
            SignerKey::new("log.example/a", KeyKind::Log, &[1; 32]).unwrap(),
            SignerKey::new("w.example", KeyKind::Witness, &[3; 32]).unwrap(),
        );
        let c = Checkpoint { origin: "log.example/a".into(), size: 7, root: merkle::leaf_hash(b"x") };
        let mut whole = signed(&c, &key);
        whole.note.signatures.push(witness.sign(&whole.note.text, 1_700_000_000));
        let written = whole.note.to_string();
        assert_eq!(SignedCheckpoint::typed(&written), Ok(whole.clone()));
        let (first, second) = written.split_once("w.example ").unwrap();
        let broken =
            format!("  {}w.example\n{}\n   {}", first.replace('\u{2014}', "-").replace("\n\n", "\r\n"), &second[..20], &second[20..]);
        assert_eq!(SignedCheckpoint::typed(&broken), Ok(whole), "{broken}");
        for bad in ["", "log.example/a\n7\n", &c.to_string()] {
            assert!(SignedCheckpoint::typed(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_proof_file_holds_until_a_byte_of_it_changes() {
        let key = SignerKey::new("log.example/a", KeyKind::Log, &[1; 32]).unwrap();
        let (left, right) = (merkle::leaf_hash(b"left"), merkle::leaf_hash(b"right"));
        let c = Checkpoint { origin: "log.example/a".into(), size: 2, root: merkle::node_hash(&left, &right) };
        let proof = Proof { entry: Some("right".into()), index: 1, path: vec![left], head: signed(&c, &key) };
        let text = proof.to_string();
        assert_eq!(text.parse::<Proof>().unwrap(), proof);
        let bare = Proof { entry: None, ..proof };
        assert_eq!(bare.to_string().parse::<Proof>().unwrap(), bare);
        let keys = [key.verifier()];
        let holds = |text: &str| -> bool {
            let Ok(p) = text.parse::<Proof>() else { return false };
            p.entry.as_ref().is_some_and(|entry| p.check(merkle::leaf_hash(entry.as_bytes()), &keys).is_ok())
        };
        assert!(holds(&text));
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            assert!(!holds(&changed), "byte {at}:\n{changed}");
        }
    }
}
