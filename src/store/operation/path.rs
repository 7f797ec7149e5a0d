//! What happened to a parcel on its way, read back from where it came in.

use crate::domain::custody::{FINE, Path, part_of};
use crate::domain::parcel::Parcel;
use crate::domain::quantity::Mass;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::lineage;
use crate::store::schema::{operation, parcel, weighing};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a walk must know of one parcel.
struct Step {
    no: i64,
    weight_mct: i64,
    stones: i64,
    gain_mct: i64,
    made: i64,
    used: Option<i64>,
}

/// What an operation took in, and what it says of losses; its totals from the beginning of the path on.
#[derive(Default)]
struct Act {
    out_mct: i64,
    out_stones: i64,
    totals: Path,
}

/// The path of a parcel.
///
/// # Errors
/// When the database fails.
pub fn path_of(rx: &mut Rx<'_>, of: &Parcel) -> Result<Path, StoreError> {
    paths_of(rx, std::slice::from_ref(of))?.pop().ok_or_else(|| StoreError::damaged(format!("parcel {} without a path", of.no)))
}

/// The path of each parcel: the heaviest first mass and the largest first count on it, and the parcel's share of what was
/// lost and counted otherwise. One walk for all of them; the cost grows with the number of parcels they were made of, so
/// only acts ask for it that add to one of these.
///
/// # Errors
/// When the database fails.
pub fn paths_of(rx: &mut Rx<'_>, of: &[Parcel]) -> Result<Vec<Path>, StoreError> {
    let mut steps: Vec<Step> = of.iter().map(own_step).collect();
    let mut asked: BTreeSet<i64> = of.iter().map(|p| p.produced_seq).collect();
    let mut fresh: Vec<i64> = asked.iter().copied().collect();
    while !fresh.is_empty() {
        let mut next = Vec::new();
        for chunk in fresh.chunks(lineage::CHUNK) {
            type Columns = (i64, i64, i64, i64, i64, Option<i64>);
            let columns = (parcel::no, parcel::weight_mct, parcel::stones, parcel::gain_mct, parcel::produced_seq, parcel::consumed_seq);
            let rows: Vec<Columns> = parcel::table.filter(parcel::consumed_seq.eq_any(chunk)).select(columns).load(rx.conn)?;
            for (no, weight_mct, stones, gain_mct, made, used) in rows {
                steps.push(Step { no, weight_mct, stones, gain_mct, made, used });
                if asked.insert(made) {
                    next.push(made);
                }
            }
        }
        fresh = next;
    }
    let seqs: Vec<i64> = asked.into_iter().collect();
    let mut acts = acts(rx, &seqs)?;
    let counted = counted_since(rx, &steps)?;
    // An act comes after those that made what it took, so in the order of entries each finds its inputs' shares ready.
    let mut taken: BTreeMap<i64, Vec<&Step>> = BTreeMap::new();
    for step in &steps {
        if let Some(seq) = step.used {
            taken.entry(seq).or_default().push(step);
        }
    }
    for (seq, inputs) in taken {
        let paths: Vec<Path> = inputs.iter().map(|s| share(acts.get(&s.made), s, &counted)).collect();
        if let Some(act) = acts.get_mut(&seq) {
            for (step, path) in inputs.iter().zip(paths) {
                act.out_stones = act.out_stones.saturating_add(step.stones);
                let sum = &mut act.totals;
                sum.lost = sum.lost.saturating_add(path.lost);
                sum.stones = sum.stones.saturating_add(path.stones);
                sum.root = sum.root.max(path.root);
                sum.root_stones = sum.root_stones.max(path.root_stones);
            }
        }
    }
    Ok(steps.iter().take(of.len()).map(|own| share(acts.get(&own.made), own, &counted)).collect())
}

/// The parcel asked for is nobody's input here, whatever became of it.
fn own_step(of: &Parcel) -> Step {
    let (weight_mct, gain_mct, made) = (of.weight.mct(), of.gain_mct, of.produced_seq);
    Step { no: of.no, weight_mct, stones: of.stones, gain_mct, made, used: None }
}

/// The operations behind entries that were some; `out_stones` begins with what changed and takes the inputs on.
fn acts(rx: &mut Rx<'_>, seqs: &[i64]) -> Result<BTreeMap<i64, Act>, StoreError> {
    let mut found = BTreeMap::new();
    for chunk in seqs.chunks(lineage::CHUNK) {
        type Columns = (i64, i64, i64, i64);
        let columns = (operation::seq, operation::out_mct, operation::loss_mct, operation::stones_change);
        let rows: Vec<Columns> = operation::table.filter(operation::seq.eq_any(chunk)).select(columns).load(rx.conn)?;
        let totals =
            |lost: i64, change: i64| Path { lost: lost.saturating_mul(FINE), stones: change.saturating_mul(FINE), ..Path::default() };
        let act = |(seq, out_mct, lost, change)| (seq, Act { out_mct, out_stones: change, totals: totals(lost, change) });
        found.extend(rows.into_iter().map(act));
    }
    Ok(found)
}

/// By how many stones each parcel was counted otherwise since it was made.
fn counted_since(rx: &mut Rx<'_>, steps: &[Step]) -> Result<BTreeMap<i64, i64>, StoreError> {
    let mut found: BTreeMap<i64, i64> = BTreeMap::new();
    let nos: BTreeSet<i64> = steps.iter().map(|s| s.no).collect();
    let nos: Vec<i64> = nos.into_iter().collect();
    for chunk in nos.chunks(lineage::CHUNK) {
        let columns = (weighing::parcel_no, weighing::stones_before, weighing::stones_after);
        let rows: Vec<(i64, i64, i64)> = weighing::table.filter(weighing::parcel_no.eq_any(chunk)).select(columns).load(rx.conn)?;
        for (no, before, after) in rows {
            let sum = found.entry(no).or_default();
            *sum = sum.saturating_add(after).saturating_sub(before);
        }
    }
    Ok(found)
}

/// A parcel's share, by mass and by count, of what its maker lost and counted otherwise, and what was counted since.
fn share(maker: Option<&Act>, step: &Step, counted: &BTreeMap<i64, i64>) -> Path {
    let since = counted.get(&step.no).copied().unwrap_or(0);
    let behind = maker.map_or_else(Path::default, |act| Path {
        lost: part_of(act.totals.lost, step.weight_mct, act.out_mct),
        stones: part_of(act.totals.stones, step.stones.saturating_sub(since), act.out_stones),
        ..act.totals
    });
    let stones = behind.stones.saturating_add(since.saturating_mul(FINE));
    let first = Mass::new(step.weight_mct.saturating_sub(step.gain_mct)).unwrap_or(Mass::ZERO);
    let first_count = step.stones.saturating_mul(FINE).saturating_sub(stones);
    Path { root: behind.root.max(first), root_stones: behind.root_stones.max(first_count), stones, ..behind }
}
