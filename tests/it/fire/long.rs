//! The long tier: every suite in its full length and every control, with the table for `docs/reliability-results.md`.
//! `tests/long-run` starts it.

use super::{Run, Suite, backup, clock, contest, disk, first, flips, kill, load, model, naughty, parsers, power, tamper, twins};
use std::hash::{BuildHasher, RandomState};
use std::time::Instant;

/// All suites, in the order of the table.
const ALL: &[Suite] = &[
    kill::SQLITE,
    kill::POSTGRES,
    power::SUITE,
    disk::SUITE,
    clock::SUITE,
    contest::SQLITE,
    contest::POSTGRES,
    model::SQLITE,
    model::POSTGRES,
    twins::SUITE,
    flips::SUITE,
    tamper::SUITE,
    naughty::SUITE,
    parsers::SUITE,
    load::RESTART,
    load::OVERLOAD,
    backup::SUITE,
];

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

/// `PLACER_FIRE_ONLY` names suites by parts of their names, `PLACER_FIRE_PERCENT` shortens, `PLACER_FIRE_SEED` sets chance.
#[test]
#[ignore = "hours; run by tests/long-run"]
fn long_run() {
    let only = std::env::var("PLACER_FIRE_ONLY").unwrap_or_default();
    let percent = usize::try_from(number("PLACER_FIRE_PERCENT").unwrap_or(100)).unwrap();
    let seed = number("PLACER_FIRE_SEED").unwrap_or_else(|| RandomState::new().hash_one(0) % 1_000_000);
    let mut table = vec![
        "| suite | seed | counts | breaches | seconds | result | control: without | went red |".to_owned(),
        "|---|---|---|---|---|---|---|---|".to_owned(),
    ];
    let mut failed = Vec::new();
    for suite in ALL.iter().filter(|s| only.split(',').any(|part| s.name.contains(part.trim()))) {
        let begun = Instant::now();
        let times = (suite.long * percent / 100).max(1);
        let Some(found) = suite.attempt(&Run { seed, times, without: None }) else {
            table.push(format!("| {} | {seed} | | | | **not run**: no PostgreSQL | | |", suite.name));
            failed.push(format!("{}: not run", suite.name));
            continue;
        };
        let seconds = begun.elapsed().as_secs();
        let (without, tries) = suite.control;
        let control = suite.attempt(&Run { seed, times: tries, without: Some(without) }).unwrap_or_default();
        let (pass, red) = (found.broken.is_empty(), !control.broken.is_empty());
        let result = if pass { "pass" } else { "**FAIL**" };
        let went = if red { format!("yes, {} breaches", control.broken.len()) } else { "**NO**".to_owned() };
        table.push(format!(
            "| {} | {seed} | {} | {} | {seconds} | {result} | {without} | {went} |",
            suite.name,
            found.told(),
            found.broken.len()
        ));
        println!("{}\n  control: {}", table.last().unwrap(), first(&control.broken).lines().next().unwrap_or_default());
        if !pass {
            println!("{}", first(&found.broken));
            failed.push(format!("{}: {}", suite.name, first(&found.broken)));
        }
        if !red {
            failed.push(format!("{}: green without {without}", suite.name));
        }
    }
    println!("\n{}", table.join("\n"));
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
