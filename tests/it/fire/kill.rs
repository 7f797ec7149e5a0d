//! `kill -9` of the real server under writing clients: nothing acknowledged is lost, nothing is half written, and what
//! was not acknowledged is done once when it is sent again.

use super::clients::{CLIENTS, clients};
use super::{Found, Ground, Run, Suite, text_of, unsound};
use crate::support::postgres;
use crate::world::World;
use placer::store::journal::{journal_size, receipt_fetch};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

pub const SQLITE: Suite =
    Suite { name: "kill -9, SQLite", quick: 25, long: 500, run: |r| Some(sharded(r, Ground::sqlite)), control: ("transaction", 40) };
pub const POSTGRES: Suite = Suite {
    name: "kill -9, PostgreSQL",
    quick: 25,
    long: 500,
    run: |r| postgres::fresh_database().map(|_| sharded(r, |_| postgres::fresh_database().unwrap())),
    control: ("transaction", 40),
};

/// Kills in one register: its journal grows with each, and is read again in the end.
const SHARD: usize = 50;
/// The same in a control run, which ends with the first breach.
const CONTROL_SHARD: usize = 5;

fn sharded(run: &Run, fresh: impl Fn(&Ground) -> String) -> Found {
    let mut found = Found::default();
    let mut left = run.times;
    while left > 0 && (run.without.is_none() || found.broken.is_empty()) {
        let ground = Ground::new();
        let kills = left.min(if run.without.is_some() { CONTROL_SHARD } else { SHARD });
        found.add(kill_again_and_again(&ground, &fresh(&ground), kills, run));
        left -= kills;
    }
    if run.without.is_none() {
        // A run in which little happens proves little.
        let acts = found.counts.iter().find(|(what, _)| *what == "acts acknowledged").map_or(0, |(_, n)| *n);
        found.check(acts >= run.times * CLIENTS, || format!("only {acts} acts in {} kills", run.times));
    }
    found
}

fn kill_again_and_again(ground: &Ground, url: &str, kills: usize, run: &Run) -> Found {
    let mut found = Found::default();
    let mut w = World::at(url);
    let mut clients = clients(&mut w);
    let before = w.read(journal_size);
    let mut chance = super::Chance::new(run.seed);
    for _ in 0..kills {
        let server = ground.serve(url, run.without, |_| {});
        let since = Arc::clone(&clients[0].since);
        since.store(0, Ordering::Relaxed);
        let (acts, pause) = (CLIENTS + 4 + chance.below(9), chance.below(13));
        thread::scope(|scope| {
            let address = server.address().to_owned();
            let writers: Vec<_> = clients
                .iter_mut()
                .map(|client| {
                    let address = address.clone();
                    scope.spawn(move || client.write_until_it_dies(&address))
                })
                .collect();
            // However slow the machine is, something was acknowledged and all clients are at it when the blow falls.
            let begun = Instant::now();
            while since.load(Ordering::Relaxed) < acts && begun.elapsed() < Duration::from_secs(30) {
                thread::sleep(Duration::from_millis(1));
            }
            thread::sleep(Duration::from_millis(u64::try_from(pause).unwrap()));
            server.kill();
            let fell = writers.into_iter().filter_map(|w| w.join().err());
            found.broken.extend(fell.map(|panic| text_of(panic.as_ref())));
        });
        found.count("kills", 1);
    }
    let server = ground.serve(url, run.without, |_| {});
    for client in &mut clients {
        // Whether it was written before the kill or is written now: it is acknowledged in the end.
        client.send_again(server.address());
    }
    server.kill();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut entries = BTreeSet::new();
    for (receipt, _) in clients.iter().flat_map(|c| &c.acknowledged) {
        *kinds.entry(&receipt.kind).or_default() += 1;
        found.count("written before the kill and not acknowledged", usize::from(receipt.replayed));
        found.check(entries.insert(receipt.seq), || format!("entry {} is the receipt of two acts", receipt.seq));
        match w.read(|rx| receipt_fetch(rx, receipt.seq)) {
            None => found.broken.push(format!("acknowledged and lost: {receipt:?}")),
            Some(kept) => found
                .check((kept.id, &kept.leaf_hash, &kept.subject) == (receipt.id, &receipt.leaf_hash, &receipt.subject), || {
                    format!("acknowledged {receipt:?}, kept {kept:?}")
                }),
        }
    }
    for (what, kind) in [("productions", "production.recorded"), ("purchases", "purchase.recorded"), ("mixes", "parcel.combined")] {
        found.count(what, kinds.get(kind).copied().unwrap_or_default());
    }
    let written = usize::try_from(w.read(journal_size) - before).unwrap();
    found.check(written == entries.len(), || format!("{} acts were acknowledged and {written} entries written", entries.len()));
    found.broken.extend(unsound(url));
    found.count("acts acknowledged", entries.len());
    found
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed_over_sqlite() {
    SQLITE.holds();
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed_over_postgresql() {
    POSTGRES.holds();
}

#[test]
fn without_transactions_a_kill_leaves_half_an_act() {
    SQLITE.goes_red();
}
