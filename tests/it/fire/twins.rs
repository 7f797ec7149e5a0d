//! Twins: the same commands on both databases leave the same leaf hashes, the same root and the same rows.

use super::{Found, Ground, Run, Suite};
use crate::conservation::played;
use crate::support::postgres;
use crate::world::World;
use placer::domain::access::AccountRole;
use placer::domain::entry::sha256;
use placer::store::dump::{NODES, PROJECTIONS, rows};
use placer::store::journal::{entries_after, journal_size};
use placer::store::merkle::head;

pub const SUITE: Suite = Suite {
    name: "twins, SQLite and PostgreSQL",
    quick: 1,
    long: 100,
    run: |r| postgres::fresh_database().map(|_| twins(r)),
    control: ("the same commands (one more on one side)", 1),
};

/// The leaf hashes in order.
pub fn leaves(w: &World) -> Vec<Vec<u8>> {
    w.read(|rx| {
        let size = journal_size(rx)?;
        entries_after(rx, 0, size)?.into_iter().map(|(_, stored)| stored.map(|s| s.leaf_hash)).collect()
    })
}

/// The root over leaf hashes as RFC 6962 defines it, without any of the program's own trees.
pub fn root(leaves: &[Vec<u8>]) -> Vec<u8> {
    match leaves {
        [] => sha256(&[]).to_vec(),
        [leaf] => leaf.clone(),
        _ => {
            let half = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(half);
            sha256(&[&[1], &root(left), &root(right)]).to_vec()
        }
    }
}

fn twins(run: &Run) -> Found {
    let mut found = Found::default();
    for n in 0..run.times {
        let seed = run.seed + u64::try_from(n).unwrap();
        let ground = Ground::new();
        let sqlite = played(&ground.sqlite(), seed);
        let mut postgres = played(&postgres::fresh_database().unwrap(), seed);
        if run.without.is_some() {
            postgres.account(AccountRole::Officer, None, None);
        }
        let (one, other) = (leaves(&sqlite), leaves(&postgres));
        found.count("histories", 1);
        found.count("entries", one.len());
        found.check(one == other, || format!("seed {seed}: the leaf hashes differ"));
        found.check(root(&one) == root(&other), || format!("seed {seed}: the roots differ"));
        let kept = sqlite.read(|rx| head(rx, u64::try_from(one.len()).unwrap())).to_vec();
        found.check(root(&one) == kept, || format!("seed {seed}: the kept tree has another root"));
        for p in PROJECTIONS.iter().chain([&NODES]) {
            let all = |w: &World| w.read(|rx| rows(rx, *p));
            let (one, other) = (all(&sqlite), all(&postgres));
            found.count("rows", one.len());
            found.check(one == other, || format!("seed {seed}: {} differs", p.table));
        }
    }
    found
}

#[test]
fn the_same_commands_leave_the_same_register_on_both_databases() {
    SUITE.holds();
}

#[test]
fn one_act_more_on_one_side_is_noticed() {
    SUITE.goes_red();
}
