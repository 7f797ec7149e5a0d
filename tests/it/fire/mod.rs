//! The server under fire: it is killed, its disk loses, fails and fills up, its clock is set, everybody wants the same
//! parcel, somebody changes its file. Each suite has a quick tier among the ordinary tests, a long one in [`long`],
//! and a control run in which a guard is taken away and the suite must find fault.

mod backup;
mod clients;
mod clock;
mod contest;
mod disk;
mod flips;
mod kill;
mod load;
mod long;
mod model;
mod naughty;
mod parsers;
mod power;
mod shim;
mod tamper;
mod twins;

use crate::support::keys;
use crate::support::process::scratch_dir;
use crate::support::server::Server;
use crate::world::{AREAS, COUNTRY};
use placer::domain::author::Via;
use placer::edge::Seeded;
use placer::service::verify::verify;
use placer::store::db::{Db, Rx};
use placer::store::error::StoreError;
use placer::store::journal::entry_fetch;
use placer::store::sealing::Keys;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The seed of the quick tiers, always the same.
const SEED: u64 = 2003;

/// How a suite is to run.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// Where chance begins.
    pub seed: u64,
    /// How often: kills, images, parcels.
    pub times: usize,
    /// The guard that is taken away.
    pub without: Option<&'static str>,
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Found {
    /// What was done and seen, how often.
    pub counts: Vec<(&'static str, usize)>,
    /// What must not be; empty where the suite passed.
    pub broken: Vec<String>,
}

impl Found {
    pub fn count(&mut self, what: &'static str, times: usize) {
        match self.counts.iter_mut().find(|(known, _)| *known == what) {
            Some((_, n)) => *n += times,
            None => self.counts.push((what, times)),
        }
    }
    /// Notes a breach unless it holds.
    pub fn check(&mut self, holds: bool, told: impl FnOnce() -> String) {
        if !holds {
            self.broken.push(told());
        }
    }
    /// All counts of another run, and its breaches.
    pub fn add(&mut self, other: Self) {
        for (what, times) in other.counts {
            self.count(what, times);
        }
        self.broken.extend(other.broken);
    }
    fn told(&self) -> String {
        self.counts.iter().map(|(what, times)| format!("{times} {what}")).collect::<Vec<_>>().join(", ")
    }
}

/// A suite with its tiers.
pub struct Suite {
    /// As in the table.
    pub name: &'static str,
    /// How often in the quick and in the long tier.
    pub quick: usize,
    pub long: usize,
    /// Runs it; nothing where this machine lacks the database.
    pub run: fn(&Run) -> Option<Found>,
    /// The guard that the control run takes away, and how often it tries.
    pub control: (&'static str, usize),
}

impl Suite {
    /// Runs it; a panic within is a breach.
    fn attempt(&self, run: &Run) -> Option<Found> {
        catch_unwind(AssertUnwindSafe(|| (self.run)(run)))
            .unwrap_or_else(|panic| Some(Found { counts: Vec::new(), broken: vec![text_of(panic.as_ref())] }))
    }

    /// The quick tier.
    fn holds(&self) {
        let begun = Instant::now();
        let run = Run { seed: SEED, times: self.quick, without: None };
        let Some(found) = self.attempt(&run) else { return };
        println!("{}: seed {}, {}; {} s", self.name, run.seed, found.told(), begun.elapsed().as_secs());
        assert!(found.broken.is_empty(), "{}: {} breaches, the first:\n{}", self.name, found.broken.len(), first(&found.broken));
    }

    /// The control run: it must find fault.
    fn goes_red(&self) {
        let (without, times) = self.control;
        let Some(found) = self.attempt(&Run { seed: SEED, times, without: Some(without) }) else { return };
        println!(
            "{} without {without}: seed {SEED}, {}; {} breaches: {}",
            self.name,
            found.told(),
            found.broken.len(),
            first(&found.broken)
        );
        assert!(!found.broken.is_empty(), "{} passes without {without}: it proves nothing", self.name);
    }
}

/// The first few breaches.
fn first(broken: &[String]) -> String {
    broken.iter().take(5).map(|b| b.chars().take(600).collect::<String>()).collect::<Vec<_>>().join("\n")
}

/// What a panic said.
pub fn text_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("a panic without words").to_owned()
}

/// Chance from a seed.
pub struct Chance(Seeded);

impl Chance {
    pub const fn new(seed: u64) -> Self {
        Self(Seeded::new(seed))
    }
    /// Less than `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.0.next_u64() % u64::try_from(n.max(1)).unwrap()).unwrap()
    }
    pub fn of<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// A folder with the made-up country's map; it goes when dropped.
pub struct Ground(PathBuf);

impl Ground {
    pub fn new() -> Self {
        let dir = scratch_dir("fire");
        std::fs::write(dir.join("country.geojson"), COUNTRY).unwrap();
        std::fs::write(dir.join("admin1.geojson"), AREAS).unwrap();
        Self(dir)
    }
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
    /// The address of a register in the folder.
    pub fn sqlite(&self) -> String {
        sqlite_at(&self.path("placer.sqlite"))
    }
    /// Starts the real program over a register, with a guard taken away where so asked.
    pub fn serve(&self, url: &str, without: Option<&str>, furnish: impl FnOnce(&mut std::process::Command)) -> Server {
        let mut command = Server::command();
        command.args(["serve", "--database", url, "--listen", "127.0.0.1:0", "--layers"]).arg(&self.0);
        // Programs write here, and some of what they do is signed by people elsewhere.
        let without = ["signature"].into_iter().chain(without).collect::<Vec<_>>().join(",");
        command.env("PLACER_TEST_WITHOUT", without);
        furnish(&mut command);
        Server::spawn(&mut command, Duration::from_secs(120)).unwrap_or_else(|why| panic!("the server did not start: {why}"))
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn sqlite_at(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

/// A register that is there, with the keys of all tests: also of a copy.
pub fn opened(url: &str) -> Result<Db, StoreError> {
    Ok(Db::open_existing(url)?.with_keys(Keys::of(keys::ring())))
}

/// Whether a finding is of how a test makes its registers: much is appended to begin with without asking who may (L7),
/// under which licence (C8), from which side (C7) or how late (L4), and programs sign (L7). What came in through a server
/// under another of these rules is a finding.
pub fn of_the_test(rx: &mut Rx<'_>, code: &str, at: &str) -> bool {
    let Some((rule, seq)) = at.split_once(" at entry ").filter(|_| code == "rule.broken") else { return false };
    let entry = seq.parse().ok().and_then(|seq| entry_fetch(rx, seq).ok().flatten());
    entry.is_some_and(|stored| match stored.entry.via {
        Via::Console => ["L7", "C8", "C7", "L4"].contains(&rule),
        Via::Token => rule == "L7",
        _ => false,
    })
}

/// What `verify` finds at a register, or why it could not be opened; nothing when it is clean.
pub fn unsound(url: &str) -> Vec<String> {
    let dir = scratch_dir("fire-verify");
    let told = opened(url).and_then(|db| {
        let report = verify(&db, &dir.join("replay.sqlite"), |_, _| {})?;
        db.read(|rx| {
            let found = report.findings.iter().filter(|f| !of_the_test(rx, f.code, &f.at));
            Ok::<_, StoreError>(found.map(|f| format!("{} {}: {}", f.code, f.at, f.what)).collect())
        })
    });
    let _ = std::fs::remove_dir_all(&dir);
    told.unwrap_or_else(|error| vec![format!("cannot be verified: {error}")])
}
