//! The operator's own list of stolen passwords: a file of SHA-1 hashes in order, one to a line, `HASH:COUNT`, as such lists are
//! given away. It may be as large as a disk holds: it is searched where it lies and never read as a whole.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// Letters of a hash.
const HASH: usize = 40;
/// The most bytes a line may have, its end included.
const LINE_MOST: usize = 100;
/// Places at which the order is looked at when the file is opened.
const PROBES: u64 = 64;

/// Why a file is no list.
#[derive(Debug, thiserror::Error)]
pub enum ListFault {
    /// It cannot be read.
    #[error("{0}")]
    Unreadable(#[from] io::Error),
    /// A line is not as it should be.
    #[error("at byte {0} stands no line with the 40 signs of a SHA-1 hash, a colon and a number")]
    Line(u64),
    /// The hashes are not in order.
    #[error("the hashes are not in order at byte {0}")]
    Order(u64),
}

/// A list that was opened.
#[derive(Debug)]
pub struct PasswordList {
    path: PathBuf,
    file: File,
    size: u64,
}

fn is_line(line: &[u8]) -> bool {
    let count = match line.get(HASH) {
        None => return line.len() == HASH && line.iter().all(u8::is_ascii_hexdigit),
        Some(b':') => line.get(HASH.saturating_add(1)..).unwrap_or_default(),
        Some(_) => return false,
    };
    let hash = line.get(..HASH).unwrap_or_default();
    hash.iter().all(u8::is_ascii_hexdigit) && !count.is_empty() && count.iter().all(u8::is_ascii_digit)
}

impl PasswordList {
    /// Opens a file, and looks at its lines and their order in some places.
    ///
    /// # Errors
    /// [`ListFault`].
    pub fn open(path: &Path) -> Result<Self, ListFault> {
        let file = File::open(path)?;
        let list = Self { path: path.to_owned(), size: file.metadata()?.len(), file };
        let mut before = String::new();
        let first = list.line_from(0)?;
        if first.is_none() {
            return Err(ListFault::Line(0));
        }
        for probe in 0..PROBES {
            let at = list.size.saturating_div(PROBES).saturating_mul(probe);
            let Some((begin, hash)) = list.line_from(at)? else { break };
            if hash < before {
                return Err(ListFault::Order(begin));
            }
            before = hash;
        }
        Ok(list)
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a hash stands in it.
    ///
    /// # Errors
    /// [`ListFault`].
    pub fn holds(&self, hash: &[u8; 20]) -> Result<bool, ListFault> {
        let wanted = data_encoding::HEXUPPER.encode(hash);
        // The line that is looked for begins from `low` on and before `high`.
        let (mut low, mut high) = (0, self.size);
        while low < high {
            let middle = low.midpoint(high);
            match self.line_from(middle)? {
                Some((begin, found)) if begin < high => match found.cmp(&wanted) {
                    std::cmp::Ordering::Equal => return Ok(true),
                    std::cmp::Ordering::Less => low = begin.saturating_add(1),
                    std::cmp::Ordering::Greater => high = middle,
                },
                _ => high = middle,
            }
        }
        Ok(false)
    }

    /// The first line that begins at a byte or after it: where, and its hash in large letters.
    fn line_from(&self, at: u64) -> Result<Option<(u64, String)>, ListFault> {
        let from = at.saturating_sub(1);
        let read = self.read(from)?;
        let begin = if at == 0 {
            0
        } else {
            match read.iter().position(|b| *b == b'\n') {
                Some(end) => from.saturating_add(u64::try_from(end).unwrap_or(u64::MAX)).saturating_add(1),
                None if read.len() < LINE_MOST => return Ok(None),
                None => return Err(ListFault::Line(from)),
            }
        };
        let line = self.read(begin)?;
        if line.is_empty() {
            return Ok(None);
        }
        let end = line.iter().position(|b| *b == b'\n').unwrap_or(line.len());
        let line = line.get(..end).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !is_line(line) {
            return Err(ListFault::Line(begin));
        }
        let hash = line.get(..HASH).unwrap_or_default().to_ascii_uppercase();
        Ok(Some((begin, String::from_utf8_lossy(&hash).into_owned())))
    }

    /// As many bytes from a place on as a line has at most.
    fn read(&self, from: u64) -> Result<Vec<u8>, ListFault> {
        let mut bytes = vec![0; LINE_MOST];
        let mut filled = 0usize;
        while let Some(room) = bytes.get_mut(filled..).filter(|room| !room.is_empty()) {
            let read = self.file.read_at(room, from.saturating_add(u64::try_from(filled).unwrap_or(u64::MAX)))?;
            if read == 0 {
                break;
            }
            filled = filled.saturating_add(read);
        }
        bytes.truncate(filled);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::known_password::sha1;
    use std::collections::BTreeSet;

    fn written(name: &str, text: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("placer-list-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        path
    }

    fn hex(password: &str) -> String {
        data_encoding::HEXUPPER.encode(&sha1(password))
    }

    /// Every hash is found and none that is not there, whatever the ends and lengths of lines.
    #[test]
    fn a_list_is_searched_where_it_lies() {
        for (name, count, end) in [("unix", 997, "\n"), ("windows", 64, "\r\n"), ("one", 1, "\n"), ("two", 2, "\n")] {
            let listed: BTreeSet<String> = (0..count).map(|n| hex(&format!("stolen {n}"))).collect();
            let lines = listed.iter().enumerate().map(|(n, hash)| format!("{hash}:{}{end}", 7_usize.pow(u32::try_from(n % 9).unwrap())));
            let mut text: String = lines.collect();
            if name == "two" {
                text = text.to_lowercase().trim_end().to_owned();
            }
            let path = written(name, &text);
            let list = PasswordList::open(&path).unwrap();
            let missing = (0..count).filter(|n| !list.holds(&sha1(&format!("stolen {n}"))).unwrap()).count();
            let wrong = (0..500).filter(|n| list.holds(&sha1(&format!("own {n}"))).unwrap()).count();
            assert_eq!((missing, wrong), (0, 0), "{name}");
            let ends = [[0; 20], [255; 20]].map(|hash| list.holds(&hash).unwrap());
            assert_eq!(ends, [false, false], "{name}");
            std::fs::remove_file(path).unwrap();
        }
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let fault = |name: &str, text: &str| {
            let path = written(name, text);
            let told = PasswordList::open(&path).map(drop).unwrap_err().to_string();
            std::fs::remove_file(path).unwrap();
            told
        };
        let (a, b) = (hex("a"), hex("b"));
        let (less, more) = if a < b { (a, b) } else { (b, a) };
        assert!(fault("empty", "").contains("at byte 0"));
        assert!(fault("plain", "password\n123456\n").contains("at byte 0"));
        assert!(fault("ntlm", &format!("{}:3\n", &less[..32])).contains("at byte 0"));
        assert!(fault("order", &format!("{more}:1\n{less}:1\n").repeat(80)).contains("not in order"));
        assert!(fault("long", &format!("{less}:1\n{}\n", "0".repeat(400))).contains("at byte"));
        assert!(PasswordList::open(Path::new("/nowhere/list")).is_err());
    }
}
