//! What happened to a parcel on its way, read back from where it came in.

use crate::domain::custody::{Path, first_mass};
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
    made: i64,
    used: Option<i64>,
}

/// What an operation took in, and what it says of losses; its totals from the beginning of the path on.
#[derive(Default)]
struct Act {
    out_mct: i64,
    out_stones: i64,
    lost_mct: i64,
    stones: i64,
}

/// The path of a parcel: the heaviest first mass on it, and the parcel's share of what was lost and counted otherwise.
/// The cost grows with the number of parcels it was made of, so only acts ask for it that add to one of the three.
///
/// # Errors
/// When the database fails.
pub fn path_of(rx: &mut Rx<'_>, of: &Parcel) -> Result<Path, StoreError> {
    let own = Step { no: of.no, weight_mct: of.weight.mct(), stones: of.stones, made: of.produced_seq, used: None };
    let (mut root, mut steps) = (first_mass(of), vec![own]);
    let (mut asked, mut fresh) = (BTreeSet::from([of.produced_seq]), vec![of.produced_seq]);
    while !fresh.is_empty() {
        let mut next = Vec::new();
        for chunk in fresh.chunks(lineage::CHUNK) {
            type Columns = (i64, i64, i64, i64, i64, Option<i64>);
            let columns = (parcel::no, parcel::weight_mct, parcel::stones, parcel::gain_mct, parcel::produced_seq, parcel::consumed_seq);
            let rows: Vec<Columns> = parcel::table.filter(parcel::consumed_seq.eq_any(chunk)).select(columns).load(rx.conn)?;
            for (no, weight_mct, stones, gain, made, used) in rows {
                root = root.max(Mass::new(weight_mct.saturating_sub(gain)).unwrap_or(Mass::ZERO));
                steps.push(Step { no, weight_mct, stones, made, used });
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
        let shares: Vec<(i64, i64)> = inputs.iter().map(|s| share(acts.get(&s.made), s, &counted)).collect();
        if let Some(act) = acts.get_mut(&seq) {
            for (step, (lost, stones)) in inputs.iter().zip(shares) {
                act.lost_mct = act.lost_mct.saturating_add(lost);
                act.out_stones = act.out_stones.saturating_add(step.stones);
                act.stones = act.stones.saturating_add(stones);
            }
        }
    }
    let (lost_mct, stones) = steps.first().map_or((0, 0), |own| share(acts.get(&own.made), own, &counted));
    Ok(Path { root, lost_mct, stones })
}

/// The operations behind entries that were some; `out_stones` begins with what changed and takes the inputs on.
fn acts(rx: &mut Rx<'_>, seqs: &[i64]) -> Result<BTreeMap<i64, Act>, StoreError> {
    let mut found = BTreeMap::new();
    for chunk in seqs.chunks(lineage::CHUNK) {
        type Columns = (i64, i64, i64, i64);
        let columns = (operation::seq, operation::out_mct, operation::loss_mct, operation::stones_change);
        let rows: Vec<Columns> = operation::table.filter(operation::seq.eq_any(chunk)).select(columns).load(rx.conn)?;
        let act = |(seq, out_mct, lost_mct, change)| (seq, Act { out_mct, out_stones: change, lost_mct, stones: change });
        found.extend(rows.into_iter().map(act));
    }
    Ok(found)
}

/// By how many stones each parcel was counted otherwise since it was made.
fn counted_since(rx: &mut Rx<'_>, steps: &[Step]) -> Result<BTreeMap<i64, i64>, StoreError> {
    let mut found: BTreeMap<i64, i64> = BTreeMap::new();
    let nos: Vec<i64> = steps.iter().map(|s| s.no).collect();
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
fn share(maker: Option<&Act>, step: &Step, counted: &BTreeMap<i64, i64>) -> (i64, i64) {
    let since = counted.get(&step.no).copied().unwrap_or(0);
    let part = |whole: i64, own: i64, all: i64| -> i64 {
        let product = i128::from(whole).saturating_mul(i128::from(own));
        i64::try_from(product.checked_div(i128::from(all)).unwrap_or(0)).unwrap_or(i64::MAX)
    };
    let made = step.stones.saturating_sub(since);
    let (lost, stones) =
        maker.map_or((0, 0), |act| (part(act.lost_mct, step.weight_mct, act.out_mct), part(act.stones, made, act.out_stones)));
    (lost, stones.saturating_add(since))
}
