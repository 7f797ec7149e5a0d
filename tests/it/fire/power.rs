//! Power loss. Every write of the real server to its file is recorded; then disks are made as they may be after a cut
//! at any place of the record: what was synced is there, of the rest a part is lost or torn. On each the register
//! opens, is sound, and holds every act that was acknowledged before the cut.

use super::clients::clients;
use super::shim::{self, Change, FILES, What, changes};
use super::{Chance, Found, Ground, Run, Suite, sqlite_at, text_of, unsound};
use crate::support::process::scratch_dir;
use crate::support::server::Server;
use crate::world::World;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection};
use placer::store::db::Rx;
use placer::store::error::StoreError;
use placer::store::journal::Receipt;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

pub const SUITE: Suite =
    Suite { name: "power loss, SQLite", quick: 200, long: 5_000, run: |r| Some(power_loss(r)), control: ("synchronous", 30) };

/// Images made from one recording.
const OF_ONE: usize = 250;
/// Acts in one recording: enough that the write-ahead log is carried over into the database and begun anew.
const ACTS: usize = 100;
/// A disk writes a sector wholly or not at all.
const SECTOR: usize = 512;
/// Every so many images the program itself is run over one.
const BY_PROGRAM: usize = 50;
/// In the quick tier the journal is replayed over every so many images; the others are asked for what was acknowledged
/// and checked by the database itself.
const REPLAYED: usize = 8;

/// A recording: the files before, the record, what was acknowledged when.
struct Recording {
    before: Vec<Option<Vec<u8>>>,
    record: Vec<u8>,
    changes: Vec<Change>,
    acknowledged: Vec<(Receipt, u64)>,
}

fn record(run: &Run, found: &mut Found) -> Recording {
    let ground = Ground::new();
    let (url, file, log) = (ground.sqlite(), ground.path("placer.sqlite"), ground.path("record"));
    let mut w = World::at(&url);
    let mut clients = clients(&mut w);
    drop(w);
    // Its connections end in threads of their own; the last one takes the write-ahead log with it.
    let (closing, log_of_writes) = (Instant::now(), ground.path("placer.sqlite-wal"));
    while log_of_writes.exists() && closing.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(5));
    }
    let before = FILES.iter().map(|end| std::fs::read(format!("{}{end}", file.display())).ok()).collect();
    clients.iter_mut().for_each(|c| c.record = Some(log.clone()));
    let server = ground.serve(&url, run.without, |command| {
        shim::under(command, &file);
        command.env("SHIM_LOG", &log);
    });
    let since = std::sync::Arc::clone(&clients[0].since);
    thread::scope(|scope| {
        let address = server.address().to_owned();
        let spawn = |client| {
            let address = address.clone();
            scope.spawn(move || super::clients::Client::write_until_it_dies(client, &address))
        };
        let writers: Vec<_> = clients.iter_mut().map(spawn).collect();
        let begun = Instant::now();
        while since.load(Ordering::Relaxed) < ACTS && begun.elapsed() < Duration::from_secs(60) {
            thread::sleep(Duration::from_millis(2));
        }
        server.kill();
        found.broken.extend(writers.into_iter().filter_map(|w| w.join().err()).map(|panic| text_of(panic.as_ref())));
    });
    let record = std::fs::read(&log).unwrap();
    let changes = changes(&record);
    let acknowledged = clients.into_iter().flat_map(|c| c.acknowledged).collect();
    Recording { before, record, changes, acknowledged }
}

/// A file on the disk: what is there for certain, and what is on the way.
#[derive(Clone, Default)]
struct OnDisk {
    synced: Vec<u8>,
    /// Whether the name is there for certain, and whether it is there now.
    named: bool,
    names: bool,
    waiting: Vec<Change>,
}

fn put(bytes: &mut Vec<u8>, offset: usize, piece: &[u8]) {
    if bytes.len() < offset + piece.len() {
        bytes.resize(offset + piece.len(), 0);
    }
    bytes[offset..offset + piece.len()].copy_from_slice(piece);
}

impl OnDisk {
    /// A change as it is handed to the disk.
    fn take(&mut self, change: Change, record: &[u8]) {
        match change.what {
            What::Write { .. } | What::Cut { .. } => self.waiting.push(change),
            What::Sync => {
                for waiting in std::mem::take(&mut self.waiting) {
                    self.write(waiting, record, |_| true);
                }
            }
            What::Made => {
                self.names = true;
                self.synced.clear();
                self.waiting.clear();
            }
            What::Gone => self.names = false,
            What::Names => {}
        }
    }

    fn write(&mut self, change: Change, record: &[u8], mut keeps: impl FnMut(usize) -> bool) {
        match change.what {
            What::Cut { size } => self.synced.resize(size, 0),
            What::Write { at, length, offset } => {
                let mut done = 0;
                while done < length {
                    let next = (SECTOR - (offset + done) % SECTOR).min(length - done);
                    if keeps((offset + done) / SECTOR) {
                        put(&mut self.synced, offset + done, &record[at + done..at + done + next]);
                    }
                    done += next;
                }
            }
            _ => {}
        }
    }

    /// What is there after a cut: of what was on the way, all, nothing, or some of it and some of it torn.
    fn after_a_cut(&self, record: &[u8], chance: &mut Chance) -> Option<Vec<u8>> {
        let mut cut = self.clone();
        let mood = chance.below(6);
        for waiting in &self.waiting {
            match (mood, chance.below(10)) {
                (0, _) | (2.., 0..4) => {}
                (1, _) | (2.., 4..7) => cut.write(*waiting, record, |_| true),
                _ => cut.write(*waiting, record, |_| chance.below(2) == 0),
            }
        }
        let there = if self.named == self.names { self.names } else { chance.below(2) == 0 };
        there.then_some(cut.synced)
    }
}

#[derive(QueryableByName)]
struct Leaf {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = Text)]
    leaf: String,
}

/// The leaf hashes of a file's journal.
fn leaves(file: &Path) -> Result<BTreeMap<i64, String>, String> {
    let mut c = SqliteConnection::establish(&file.to_string_lossy()).map_err(|e| e.to_string())?;
    let all: Vec<Leaf> =
        diesel::sql_query("SELECT seq, lower(hex(leaf_hash)) AS leaf FROM journal").load(&mut c).map_err(|e| e.to_string())?;
    Ok(all.into_iter().map(|l| (l.seq, l.leaf)).collect())
}

/// One image on the disk, checked: what is wrong with it.
fn wrong_with(dir: &Path, files: &[Option<Vec<u8>>], acknowledged: &[&Receipt], (by_program, replayed): (bool, bool)) -> Vec<String> {
    std::fs::create_dir(dir).unwrap();
    let file = dir.join("placer.sqlite");
    for (end, bytes) in FILES.iter().zip(files) {
        let name = format!("{}{end}", file.display());
        if let Some(bytes) = bytes {
            std::fs::write(name, bytes).unwrap();
        }
    }
    let url = sqlite_at(&file);
    if by_program {
        crate::support::keys::of(&url);
        let done = Server::command().args(["verify", "--format", "json", "--database", &url]).output().unwrap();
        let Ok(told) = serde_json::from_slice::<serde_json::Value>(&done.stdout) else {
            return vec![format!("placer verify: {}", String::from_utf8_lossy(&done.stderr))];
        };
        let findings = told["findings"].as_array().unwrap();
        let text = |f: &serde_json::Value, name: &str| f[name].as_str().unwrap_or_default().to_owned();
        let found = super::opened(&url).and_then(|db| {
            let of_the_server = |rx: &mut Rx<'_>, f: &serde_json::Value| !super::of_the_test(rx, &text(f, "code"), &text(f, "at"));
            db.read(|rx| Ok::<_, StoreError>(findings.iter().find(|f| of_the_server(rx, f)).map(ToString::to_string)))
        });
        match found {
            Ok(None) => {}
            Ok(Some(found)) => return vec![format!("placer verify: {found}")],
            Err(error) => return vec![format!("placer verify: {error}")],
        }
    }
    let mut wrong = match leaves(&file) {
        Err(error) => vec![format!("cannot be opened: {error}")],
        Ok(kept) => {
            let lost = acknowledged.iter().filter(|r| kept.get(&r.seq) != Some(&r.leaf_hash));
            lost.map(|r| format!("acknowledged and lost: entry {} ({})", r.seq, r.kind)).collect()
        }
    };
    wrong.extend(if replayed { unsound(&url) } else { super::flips::own_check(&file) });
    wrong
}

/// Images of one recording, made in order of their cuts.
fn images(recording: &Recording, times: usize, seed: u64, replayed: usize) -> Found {
    let mut found = Found::default();
    let mut chance = Chance::new(seed);
    let mut cuts: Vec<usize> = (0..times).map(|_| chance.below(recording.changes.len())).collect();
    cuts.sort_unstable();
    let dir = scratch_dir("image");
    let of = |bytes: &Option<Vec<u8>>| OnDisk {
        synced: bytes.clone().unwrap_or_default(),
        named: bytes.is_some(),
        names: bytes.is_some(),
        waiting: Vec::new(),
    };
    let mut disk: Vec<OnDisk> = recording.before.iter().map(of).collect();
    let mut done = 0;
    for (at, cut) in cuts.into_iter().enumerate() {
        for change in &recording.changes[done..=cut] {
            if matches!(change.what, What::Names) {
                disk.iter_mut().for_each(|file| file.named = file.names);
            } else {
                disk[change.of].take(*change, &recording.record);
            }
        }
        done = cut + 1;
        let end = u64::try_from(recording.changes[cut].end).unwrap();
        let acknowledged: Vec<&Receipt> = recording.acknowledged.iter().filter(|(_, at)| *at <= end).map(|(r, _)| r).collect();
        let files: Vec<Option<Vec<u8>>> = disk.iter().map(|file| file.after_a_cut(&recording.record, &mut chance)).collect();
        let waiting: usize = disk.iter().map(|file| file.waiting.len()).sum();
        // A folder of its own: connections to the image before may still be closing.
        let own = dir.join(at.to_string());
        let wrong = wrong_with(&own, &files, &acknowledged, (at % BY_PROGRAM == 0, at % replayed == 0));
        let _ = std::fs::remove_dir_all(&own);
        found.count("images", 1);
        found.count("with writes lost or torn", usize::from(waiting > 0));
        found.count("images with a breach", usize::from(!wrong.is_empty()));
        found.broken.extend(wrong.into_iter().take(2).map(|w| format!("cut at change {cut}: {w}")));
    }
    let _ = std::fs::remove_dir_all(&dir);
    found
}

fn power_loss(run: &Run) -> Found {
    let mut found = Found::default();
    let mut left = run.times;
    while left > 0 {
        let these = left.min(OF_ONE);
        let recording = record(run, &mut found);
        let syncs = recording.changes.iter().filter(|c| matches!(c.what, What::Sync)).count();
        found.count("writes recorded", recording.changes.len());
        found.count("syncs", syncs);
        found.count("acts acknowledged", recording.acknowledged.len());
        let seed = run.seed + u64::try_from(left).unwrap();
        let replayed = if run.times <= OF_ONE { REPLAYED } else { 1 };
        // Two halves at once, each with chance of its own.
        thread::scope(|scope| {
            let halves = [(these / 2, seed), (these - these / 2, seed ^ 0x5eed)];
            let halves = halves.map(|(times, seed)| {
                scope.spawn({
                    let r = &recording;
                    move || images(r, times, seed, replayed)
                })
            });
            halves.into_iter().for_each(|half| {
                found.add(half.join().unwrap_or_else(|panic| Found { broken: vec![text_of(panic.as_ref())], ..Found::default() }))
            });
        });
        left -= these;
    }
    found
}

#[test]
fn nothing_acknowledged_is_lost_when_the_power_fails() {
    SUITE.holds();
}

#[test]
fn with_lazy_commits_the_power_takes_what_was_acknowledged() {
    SUITE.goes_red();
}
