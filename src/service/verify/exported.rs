//! An exported journal held against itself, its tiles and its signed heads, without any database: what
//! `docs/journal-format.md` says of it, and the rules of custody by [`Audit`].

use super::rules::Adopted;
use super::{Brought, Report};
use crate::domain::audit::{Audit, RuleBook};
use crate::domain::checkpoint::SignedCheckpoint;
use crate::domain::entry::Entry;
use crate::domain::ids::AccountId;
use crate::domain::merkle::{self, Hash, Nodes, Place, completed, leaf_hash, node_hash};
use crate::domain::note::{KeyKind, VerifierKey};
use crate::domain::tile::{TILE, Tile};
use crate::domain::time::Instant;
use std::collections::{BTreeMap, HashSet};
use std::convert::Infallible;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The most bytes of one line.
const LINE_BYTES: u64 = 16 * 1024 * 1024;
/// The most bytes of a small file.
const SMALL_BYTES: u64 = 300 * 1024;

/// The most bytes of the country's rules.
const RULES_BYTES: u64 = 4_000_000;

/// Why there is nothing to judge.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {why}", path = .0.display(), why = .1)]
pub struct CannotRead(PathBuf, String);

/// The complete subtrees of the lines read so far, in memory.
#[derive(Default)]
struct Tree {
    levels: Vec<Vec<Hash>>,
}

impl Nodes for Tree {
    type Error = Infallible;
    fn node(&mut self, (level, index): Place) -> Result<Hash, Infallible> {
        let row = usize::try_from(level).ok().and_then(|l| self.levels.get(l));
        let hash = row.and_then(|row| row.get(usize::try_from(index).ok()?));
        // Asked only for what is there: heads of sizes up to the lines read.
        Ok(hash.copied().unwrap_or_default())
    }
}

impl Tree {
    fn size(&self) -> u64 {
        self.levels.first().map_or(0, |row| u64::try_from(row.len()).unwrap_or(u64::MAX))
    }

    fn add(&mut self, leaf: Hash) {
        let index = self.size();
        let Ok(above) = completed(index, leaf, self);
        for ((level, _), hash) in std::iter::once(((0, index), leaf)).chain(above) {
            let level = usize::try_from(level).unwrap_or(usize::MAX);
            if self.levels.len() <= level {
                self.levels.push(Vec::new());
            }
            if let Some(row) = self.levels.get_mut(level) {
                row.push(hash);
            }
        }
    }
}

/// The bytes of a small file; nothing where there is none that can be read.
fn small(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(SMALL_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The hashes of the folder's tiles.
struct Tiles {
    folder: PathBuf,
    there: bool,
    last: Option<((u32, u64), Vec<Hash>)>,
}

impl Tiles {
    fn of(folder: &Path) -> Self {
        let folder = folder.join("tile");
        Self { there: folder.is_dir(), folder, last: None }
    }

    /// The full tile, else its widest part, else nothing.
    fn load(&mut self, level: u32, number: u64) -> Vec<Hash> {
        if let Some((_, hashes)) = self.last.as_ref().filter(|(place, _)| *place == (level, number)) {
            return hashes.clone();
        }
        let path = |width| self.folder.join(Tile { level, number, width }.path());
        let bytes = small(&path(TILE)).or_else(|| (1..TILE).rev().find_map(|width| small(&path(width)))).unwrap_or_default();
        let hashes: Vec<Hash> = bytes.chunks_exact(32).take(256).filter_map(|h| h.try_into().ok()).collect();
        self.last = Some(((level, number), hashes.clone()));
        hashes
    }

    /// Holds the hashes above the lowest tiles against the tiles below them.
    fn upper(&mut self, report: &mut Report) {
        let mut covered = TILE;
        for level in 1..8 {
            let mut number = 0u64;
            loop {
                let hashes = self.load(level, number);
                for (at, hash) in (number.saturating_mul(TILE)..).zip(&hashes) {
                    let below = self.load(level.saturating_sub(1), at);
                    if below.len() != 256 || whole_tile(below) != *hash {
                        let first = at.saturating_mul(covered).saturating_add(1);
                        report.find(
                            "journal.hash",
                            format!("entry {first}"),
                            format!("a hash of level {level} is not that of the tile below"),
                        );
                    }
                }
                if hashes.len() < 256 {
                    break;
                }
                number = number.saturating_add(1);
            }
            covered = covered.saturating_mul(TILE);
        }
    }
}

fn whole_tile(mut row: Vec<Hash>) -> Hash {
    while row.len() > 1 {
        row = row.chunks(2).map(|pair| if let [l, r] = pair { node_hash(l, r) } else { Hash::default() }).collect();
    }
    row.first().copied().unwrap_or_default()
}

/// Calls `f` with each line, without its newline.
fn lines(path: &Path, mut f: impl FnMut(&[u8])) -> Result<(), CannotRead> {
    let fault = |why: String| CannotRead(path.to_owned(), why);
    let mut reader = BufReader::new(File::open(path).map_err(|e| fault(e.to_string()))?);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader.by_ref().take(LINE_BYTES.saturating_add(1)).read_until(b'\n', &mut line).map_err(|e| fault(e.to_string()))?;
        if read == 0 {
            return Ok(());
        }
        if u64::try_from(read).unwrap_or(u64::MAX) > LINE_BYTES {
            return Err(fault(format!("a line is longer than {LINE_BYTES} bytes")));
        }
        f(line.strip_suffix(b"\n").unwrap_or(&line));
    }
}

fn entry_of(line: &[u8]) -> Result<Entry, String> {
    let text = std::str::from_utf8(line).map_err(|e| e.to_string())?;
    Entry::parse(text).map_err(|e| e.to_string())
}

/// What is remembered from entry to entry.
struct Walk<'a> {
    expected: i64,
    before: Option<Instant>,
    keys: HashSet<(AccountId, String)>,
    newest: u64,
    untold: Option<u64>,
    tiles: Tiles,
    report: &'a mut Report,
}

impl Walk<'_> {
    fn entry(&mut self, e: &Entry, leaf: Hash, known: bool) {
        let at = format!("entry {}", e.seq);
        if e.seq != self.expected {
            self.report.find("journal.gap", format!("entry {}", self.expected), format!("the next entry is {}", e.seq));
        }
        self.expected = e.seq.saturating_add(1);
        self.hash(e.seq, leaf);
        let backwards = self.before.is_some_and(|b| b > e.recorded_at);
        if backwards || e.occurred_at > e.recorded_at {
            self.report.find("journal.time", &at, "its times are not in order");
        }
        self.before = Some(e.recorded_at);
        if !self.keys.insert((e.account, e.idempotency_key.clone())) {
            self.report.find("journal.key_twice", &at, "an earlier entry of the account has the same key");
        }
        if !known {
            self.report.find("journal.author", &at, "its author is no account, or is off");
        }
    }

    /// The entry's hash against the tiles; a tile that is not there is told once, at its first entry.
    fn hash(&mut self, seq: i64, leaf: Hash) {
        let Some(index) = seq.checked_sub(1).and_then(|i| u64::try_from(i).ok()).filter(|_| self.tiles.there) else { return };
        let (number, at) = (index / TILE, usize::try_from(index % TILE).unwrap_or(usize::MAX));
        match self.tiles.load(0, number).get(at) {
            Some(kept) if *kept == leaf => {}
            Some(_) => self.report.find("journal.hash", format!("entry {seq}"), "the entry is not the one that was hashed"),
            None if index < self.newest && self.untold != Some(number) => {
                self.untold = Some(number);
                self.report.find("journal.hash", format!("entry {seq}"), "the tiles have no hash of it");
            }
            None => {}
        }
    }
}

/// The heads of the folder by their file names, the newest first, and those that the auditor brings.
fn heads(folder: &Path) -> Vec<(String, Option<SignedCheckpoint>)> {
    let read = |path: &Path| small(path).and_then(|bytes| String::from_utf8(bytes).ok()?.parse().ok());
    let mut found = vec![("checkpoint".to_owned(), read(&folder.join("checkpoint")))];
    let listed = fs::read_dir(folder.join("checkpoints")).into_iter().flatten().filter_map(Result::ok);
    let mut kept: BTreeMap<String, Option<SignedCheckpoint>> = BTreeMap::new();
    for file in listed.filter(|f| f.path().is_file()) {
        kept.insert(file.file_name().to_string_lossy().into_owned(), read(&file.path()));
    }
    found.extend(kept);
    found
}

fn judge(name: &str, head: Option<&SignedCheckpoint>, keys: &[VerifierKey], tree: &mut Tree, report: &mut Report) {
    let Some(head) = head else { return report.find("checkpoint.signature", format!("checkpoint {name}"), "it is no signed head") };
    let (c, at) = (&head.checkpoint, format!("checkpoint {}", head.checkpoint.size));
    let mut logs = keys.iter().filter(|k| k.kind == KeyKind::Log).peekable();
    if logs.peek().is_some() && logs.all(|k| k.name != c.origin) {
        return report.find("checkpoint.origin", at, format!("it is of the journal {}", c.origin));
    }
    if head.signers(keys).is_err() {
        return report.find("checkpoint.signature", at, "none of the journal's keys signed it, or a signature is wrong");
    }
    if c.size > tree.size() {
        return report.find("checkpoint.size", at, format!("the journal has {} entries; the others are missing", tree.size()));
    }
    let Ok(root) = merkle::head(c.size, tree);
    if root != c.root {
        report.find("checkpoint.root", at, "the entries up to it are not those that were signed");
    }
}

/// The country's rules in the folder by the entry that adopted them; without a text where they cannot be read.
fn rules(folder: &Path) -> BTreeMap<i64, Option<String>> {
    let listed = fs::read_dir(folder.join("rules")).into_iter().flatten().filter_map(Result::ok).map(|f| f.path());
    let mut found = BTreeMap::new();
    for path in listed.filter(|p| p.is_file()) {
        let Some(name) = path.file_name().and_then(|n| n.to_str()).and_then(|n| n.strip_suffix(".toml")) else { continue };
        let plain = name == "0" || (name.bytes().all(|b| b.is_ascii_digit()) && !name.starts_with('0'));
        let Some(seq) = name.parse::<i64>().ok().filter(|_| plain) else { continue };
        // What cannot be read rules nothing, and is told of.
        let size = fs::metadata(&path).map_or(u64::MAX, |m| m.len());
        let text = Some(path).filter(|_| size <= RULES_BYTES).and_then(|path| fs::read_to_string(path).ok());
        found.insert(seq, text);
    }
    found
}

/// Judges an exported journal.
///
/// # Errors
/// [`CannotRead`] when there is nothing to judge; everything else is a finding.
pub fn verify_exported(folder: &Path, brought: &Brought, mut progress: impl FnMut(i64)) -> Result<Report, CannotRead> {
    let mut report = Report::default();
    let path = folder.join("journal.jsonl");
    let rules = rules(folder);
    let mut audit = Audit::new(RuleBook::new(rules.iter().map(|(seq, text)| (*seq, text.as_deref().unwrap_or_default()))));
    let mut adopted = Adopted::default();
    lines(&path, |line| {
        if let Ok(entry) = entry_of(line) {
            audit.learn(&entry.event);
        }
    })?;
    let heads = heads(folder);
    let newest = heads.first().and_then(|(_, h)| h.as_ref()).map_or(0, |h| h.checkpoint.size);
    let mut tree = Tree::default();
    let mut walk =
        Walk { expected: 1, before: None, keys: HashSet::new(), newest, untold: None, tiles: Tiles::of(folder), report: &mut report };
    lines(&path, |line| {
        let leaf = leaf_hash(line);
        tree.add(leaf);
        match entry_of(line) {
            Ok(entry) => {
                walk.entry(&entry, leaf, audit.knows_author(entry.account, entry.via, &entry.event));
                audit.read(&entry, leaf);
                adopted.read(&entry);
            }
            Err(e) => {
                audit.skip(leaf);
                walk.report.find("journal.unreadable", format!("entry {}", walk.expected), e);
                walk.expected = walk.expected.saturating_add(1);
            }
        }
        walk.report.entries = walk.report.entries.saturating_add(1);
        progress(walk.report.entries);
    })?;
    adopted.files(&rules.iter().map(|(seq, text)| (*seq, text.as_deref())).collect(), walk.report);
    let mut tiles = walk.tiles;
    if tiles.there {
        tiles.upper(&mut report);
    }
    let shown = small(&folder.join("keys")).map(|b| String::from_utf8_lossy(&b).into_owned()).unwrap_or_default();
    let own: Vec<VerifierKey> = shown.lines().filter_map(|line| line.parse().ok()).collect();
    let keys = if brought.keys.is_empty() { &own } else { &brought.keys };
    let brought = brought.heads.iter().map(|h| (h.checkpoint.size.to_string(), Some(h.clone())));
    for (name, head) in heads.into_iter().chain(brought) {
        report.heads = report.heads.saturating_add(1);
        judge(&name, head.as_ref(), keys, &mut tree, &mut report);
    }
    for breach in audit.breaches() {
        report.find("rule.broken", format!("{} at entry {}", breach.rule, breach.seq), breach.what);
    }
    // The newest head stands in two files; what is wrong with it is told once.
    let mut told = HashSet::new();
    report.findings.retain(|f| told.insert((f.code, f.at.clone())));
    Ok(report)
}
