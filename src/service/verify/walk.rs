//! One reading of the journal: each entry is parsed once, hashed, put into the tree, judged by the rules of custody, and
//! handed to another thread that replays it.

use super::details::Told;
use super::rules::Adopted;
use super::tree::Tree;
use super::{Report, lineage};
use crate::domain::audit::{Audit, RuleBook};
use crate::domain::entry::Entry;
use crate::domain::merkle::Hash;
use crate::domain::time::Instant;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::{Hashed, entries_hashed_after, entries_twice, events_of_kinds, journal_size};
use crate::store::register::{ProfileVersion, profiles};
use crate::store::scratch::Scratch;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// How many entries are read, and replayed in one transaction, at once.
const CHUNK: i64 = 1_000;
/// How many such lots may wait for the replay.
const WAITING: usize = 4;
/// More entries of one fault than this are not listed.
const LISTED: i64 = 50;

/// First reading: what the audit must know beforehand. Only the few kinds of entry that it looks at are read.
pub(super) fn learn(rx: &mut Rx<'_>, audit: &mut Audit) -> Result<(), StoreError> {
    let mut after = 0;
    loop {
        let chunk = events_of_kinds(rx, Audit::LEARNT, after, CHUNK)?;
        let Some((last, _)) = chunk.last() else { return Ok(()) };
        after = *last;
        chunk.iter().filter_map(|(_, event)| event.as_ref()).for_each(|event| audit.learn(event));
    }
}

/// What the tables in the scratch already follow from: nothing, or the entries of a kept copy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Known {
    /// How many entries.
    pub size: i64,
    /// The root over them, in hex.
    pub root: String,
}

/// What was read.
pub(super) struct Walked {
    /// The journal read to its end.
    pub audit: Audit,
    /// What it says of personal details.
    pub told: Told,
    /// What it says of the country's rules.
    pub adopted: Adopted,
    /// The rules as they are kept.
    pub rules: Vec<ProfileVersion>,
    /// The head over all entries, in hex; none where the journal is not whole.
    pub root: Option<String>,
    /// The replayed tables.
    pub scratch: Scratch,
}

/// Applies lots of entries as they come, until one does not fit; then it only takes them.
fn replay(mut scratch: Scratch, lots: &Receiver<Vec<Entry>>) -> (Scratch, Option<(i64, StoreError)>) {
    let mut failed = None;
    for lot in lots {
        if failed.is_none() {
            failed = scratch.apply(&lot).err();
        }
    }
    (scratch, failed)
}

/// Reads the whole journal, and replays what comes after the known entries.
pub(super) fn walk(
    rx: &mut Rx<'_>,
    scratch: Scratch,
    known: &Known,
    report: &mut Report,
    progress: &mut impl FnMut(i64, i64),
) -> Result<Walked, StoreError> {
    let rules = report.readable("profile_version", profiles(rx))?.unwrap_or_default();
    let mut audit = Audit::new(RuleBook::new(rules.iter().map(|r| (r.after_seq, r.text.as_str()))));
    learn(rx, &mut audit)?;
    let (lots, to_replay) = sync_channel(WAITING);
    let (walk, (scratch, failed)) = thread::scope(|scope| {
        let replaying = scope.spawn(move || replay(scratch, &to_replay));
        let mut walk = Walk {
            audit,
            told: Told::default(),
            adopted: Adopted::default(),
            tree: Tree::default(),
            before: None,
            expected: 1,
            sound: true,
            known,
            lots,
        };
        let read = walk.read(rx, report, progress);
        let Walk { audit, told, adopted, tree, expected, sound, lots, .. } = walk;
        // The channel ends, and with it the replay.
        drop(lots);
        let replayed = replaying.join();
        read.map(|()| (audit, told, adopted, tree, expected, sound)).and_then(|walked| match replayed {
            Ok(replayed) => Ok((walked, replayed)),
            Err(_) => Err(StoreError::damaged("the replay broke off")),
        })
    })?;
    let (audit, told, adopted, mut tree, expected, mut sound) = walk;
    if let Some((at, e)) = failed {
        report.find("journal.impossible", format!("entry {at}"), e.to_string());
        sound = false;
    }
    let (size, last) = (journal_size(rx)?, expected.saturating_sub(1));
    if last != size {
        report.find("journal.head", "journal_head", format!("the head says {size} entries, the last is {last}"));
    }
    if last < known.size {
        report.find("kept.size", "journal", format!("the kept copy follows from {} entries, the journal has {last}", known.size));
    }
    twice(rx, report)?;
    let mut root = None;
    if sound {
        root = Some(hex(&tree.root()));
        tree.end(rx, report)?;
    } else {
        report.find("journal.not_replayed", "journal", "the tables cannot be compared before the journal is whole");
    }
    Ok(Walked { audit, told, adopted, rules, root, scratch })
}

/// Keys that must be used once, whatever indexes the table still has.
fn twice(rx: &mut Rx<'_>, report: &mut Report) -> Result<(), StoreError> {
    let (ids, keys) = entries_twice(rx, LISTED)?;
    for seq in ids {
        report.find("journal.id_twice", format!("entry {seq}"), "an earlier entry has the same id");
    }
    for seq in keys {
        report.find("journal.key_twice", format!("entry {seq}"), "an earlier entry of the account has the same key");
    }
    Ok(())
}

fn hex(hash: &Hash) -> String {
    data_encoding::HEXLOWER.encode(hash)
}

struct Walk<'a> {
    audit: Audit,
    told: Told,
    adopted: Adopted,
    tree: Tree,
    before: Option<Instant>,
    expected: i64,
    sound: bool,
    known: &'a Known,
    lots: SyncSender<Vec<Entry>>,
}

impl Walk<'_> {
    fn read(&mut self, rx: &mut Rx<'_>, report: &mut Report, progress: &mut impl FnMut(i64, i64)) -> Result<(), StoreError> {
        let size = journal_size(rx)?;
        loop {
            let chunk = entries_hashed_after(rx, self.expected.saturating_sub(1), CHUNK)?;
            if chunk.is_empty() {
                return Ok(());
            }
            let mut lot = Vec::with_capacity(chunk.len());
            for (seq, entry) in chunk {
                self.entry(rx, seq, entry, &mut lot, report)?;
            }
            // Where the replay is gone, its own end tells why.
            let _ = self.lots.send(lot);
            lineage::compositions(rx, &mut self.audit, report)?;
            progress(self.expected.saturating_sub(1), size);
        }
    }

    fn entry(
        &mut self,
        rx: &mut Rx<'_>,
        seq: i64,
        entry: Result<Hashed, StoreError>,
        lot: &mut Vec<Entry>,
        report: &mut Report,
    ) -> Result<(), StoreError> {
        if seq != self.expected {
            report.find("journal.gap", format!("entry {}", self.expected), format!("the next entry is {seq}"));
            self.sound = false;
        }
        self.expected = seq.saturating_add(1);
        report.entries = report.entries.saturating_add(1);
        let Hashed { stored, hash } = match entry {
            Ok(hashed) => hashed,
            Err(e) => {
                report.find("journal.unreadable", format!("entry {seq}"), e.to_string());
                self.sound = false;
                return Ok(());
            }
        };
        let at = format!("entry {seq}");
        if hash.as_slice() != stored.leaf_hash {
            report.find("journal.hash", &at, "the entry is not the one that was hashed");
        }
        let entry = stored.entry;
        if entry.event.subject() != stored.subject {
            report.find("journal.subject", &at, "the subject column is not the event's");
        }
        if self.before.is_some_and(|before| before > entry.recorded_at) {
            report.find("journal.time", &at, "it was recorded before the entry it follows");
        }
        if entry.occurred_at > entry.recorded_at {
            report.find("journal.time", &at, "it was recorded before it happened");
        }
        self.before = Some(entry.recorded_at);
        if !self.audit.knows_author(entry.account, entry.via, &entry.event) {
            report.find("journal.author", &at, "its author is no account, or is off");
        }
        self.audit.read(&entry, hash);
        self.told.read(&entry);
        self.adopted.read(&entry);
        if self.sound {
            self.tree.add(rx, hash, report)?;
            if seq == self.known.size && hex(&self.tree.root()) != self.known.root {
                report.find("kept.root", &at, "the entries up to it are not those that the kept copy follows from");
            }
            if seq > self.known.size {
                lot.push(entry);
            }
        }
        Ok(())
    }
}
