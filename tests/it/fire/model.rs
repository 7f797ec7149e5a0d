//! Random histories of every kind of act against a model in plain maps (`tests/it/conservation`), each seed its own:
//! what the model refuses is refused, what it takes is taken, and after each history all must hold.
//!
//! The quick tier is the ordinary test there.

use super::{Found, Ground, Run, Suite, first, text_of};
use crate::conservation::{Tally, judged};
use crate::support::postgres;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::thread;

pub const SQLITE: Suite = Suite {
    name: "model of custody, SQLite",
    quick: 1,
    long: 2_000,
    run: |r| Some(if r.without.is_some() { unguarded(r) } else { histories(r, Ground::sqlite) }),
    control: ("holder", 12),
};
pub const POSTGRES: Suite = Suite {
    name: "model of custody, PostgreSQL",
    quick: 1,
    long: 500,
    run: |r| {
        postgres::fresh_database()
            .map(|_| if r.without.is_some() { unguarded(r) } else { histories(r, |_| postgres::fresh_database().unwrap()) })
    },
    control: ("holder", 12),
};

/// So many histories reach every kind of step and every reason to refuse one.
const FULL: usize = 100;
const THREADS: usize = 2;

fn histories(run: &Run, fresh: impl Fn(&Ground) -> String + Sync) -> Found {
    let mut found = Found::default();
    let mut tally = Tally::default();
    let parts: Vec<(Tally, Found)> = thread::scope(|scope| {
        let players: Vec<_> = (0..THREADS)
            .map(|player| {
                let fresh = &fresh;
                scope.spawn(move || played_by(run, player, fresh))
            })
            .collect();
        players.into_iter().map(|p| p.join().unwrap()).collect()
    });
    for (part, told) in parts {
        tally.add(part);
        found.add(told);
    }
    let (accepted, refused, reasons) = tally.counted();
    found.count("steps accepted", usize::try_from(accepted).unwrap());
    found.count("steps refused", usize::try_from(refused).unwrap());
    found.count("reasons that alone refused one", reasons);
    println!("{}", tally.told());
    if run.times >= FULL {
        let full = catch_unwind(AssertUnwindSafe(|| tally.is_full()));
        found.check(full.is_ok(), || "some step was never accepted or never refused, or some reason never counted alone".into());
    }
    found
}

/// The histories that fall to one player.
fn played_by(run: &Run, player: usize, fresh: &(impl Fn(&Ground) -> String + Sync)) -> (Tally, Found) {
    let (mut tally, mut found) = (Tally::default(), Found::default());
    for n in (player..run.times).step_by(THREADS) {
        let seed = run.seed + u64::try_from(n).unwrap();
        let ground = Ground::new();
        found.count("histories", 1);
        match catch_unwind(AssertUnwindSafe(|| judged(&fresh(&ground), seed))) {
            Ok(one) => tally.add(one),
            Err(panic) => found.broken.push(format!("seed {seed}: {}", text_of(panic.as_ref()))),
        }
    }
    (tally, found)
}

/// Names of what a control's own process is told.
const SEED: &str = "PLACER_FIRE_MODEL_SEED";
const TIMES: &str = "PLACER_FIRE_MODEL_TIMES";

/// The same in a process of its own, since a guard is taken away from a whole process.
fn unguarded(run: &Run) -> Found {
    let mut found = Found::default();
    let told = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "fire::model::of_a_control"])
        .env("PLACER_TEST_WITHOUT", run.without.unwrap_or_default())
        .env(SEED, run.seed.to_string())
        .env(TIMES, run.times.to_string())
        .output()
        .unwrap();
    found.count("histories", run.times);
    let said = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(said.contains("running 1 test"), "the control did not run: {said}");
    if let Some((_, breach)) = said.split_once(BREACH) {
        found.broken.push(breach.lines().take(6).collect::<Vec<_>>().join(" "));
    }
    found
}

const BREACH: &str = "the model was contradicted: ";

#[test]
#[ignore = "a control run of the model; started by it"]
fn of_a_control() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let (Some(seed), Some(times)) = (number(SEED), number(TIMES)) else { return };
    let run = Run { seed, times: usize::try_from(times).unwrap(), without: None };
    let found = histories(&run, Ground::sqlite);
    if !found.broken.is_empty() {
        println!("{BREACH}{}", first(&found.broken));
    }
}

#[test]
fn the_model_contradicts_a_register_without_a_guard() {
    SQLITE.goes_red();
}
