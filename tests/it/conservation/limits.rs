//! The limits of the country's rules, written again, and what small steps along a path add up to.

use super::model::{Model, Why, Whys, note};
use std::collections::{BTreeMap, BTreeSet};

/// The assumptions of the profile of Sierra Leone, written again: the larger of so much and such a part.
fn larger(least: i64, ppm: i64, mass: i64) -> i64 {
    least.max(mass * ppm / 1_000_000)
}
pub fn tolerance(mass: i64) -> i64 {
    larger(20, 1_000, mass)
}
pub fn gain_cap(first: i64) -> i64 {
    larger(40, 2_000, first)
}
/// What is a part of a heavier parcel may gain its part of what that one may.
pub fn allowed(first: i64, root: i64) -> i64 {
    if root <= first { gain_cap(first) } else { gain_cap(root) * first / root }
}
pub fn loss_cap(mass: i64) -> i64 {
    larger(20, 5_000, mass).min(mass)
}
fn path_loss_cap(mass: i64) -> i64 {
    larger(80, 20_000, mass).min(mass)
}
fn count_cap(stones: i64) -> i64 {
    larger(2, 20_000, stones)
}

/// Shares are counted finer than anybody weighs, so that none is rounded away.
const FINE: i128 = 1_000_000;

fn fine(n: i64) -> i128 {
    i128::from(n) * FINE
}
/// What is a part of something larger has its part of what that one may.
fn part_allowed(first: i128, root: i128, cap: impl Fn(i64) -> i64) -> i128 {
    let cap = |n: i128| fine(cap(i64::try_from(n / FINE).unwrap()));
    if root <= first { cap(first) } else { cap(root) * first / root }
}

impl Model {
    /// A parcel's share of what was lost by acts on its way, and of stones counted more.
    fn share(&self, no: i64) -> (i128, i128) {
        let lot = &self.lots[&no];
        let since: i64 = self.weighings.iter().filter(|w| w.no == no).map(|w| w.stones_after - w.stones_before).sum();
        let Some(maker) = self.works.values().find(|w| w.made().any(|(made, _)| made == no)) else { return (0, fine(since)) };
        let behind = maker.inputs.iter().map(|no| self.share(*no)).fold((0, 0), |sum, s| (sum.0 + s.0, sum.1 + s.1));
        let out = maker.outs.iter().fold((0, 0), |sum, o| (sum.0 + o.0, sum.1 + o.1));
        let lost = (fine(maker.loss + maker.shift) + behind.0) * i128::from(lot.weight) / i128::from(out.0);
        (lost, (fine(maker.change) + behind.1) * i128::from(lot.stones - since) / i128::from(out.1) + fine(since))
    }

    /// What was said to be lost on the way of all these, whole milli-carats.
    pub fn lost_before(&self, nos: &BTreeSet<&i64>) -> i64 {
        i64::try_from(nos.iter().map(|no| self.share(**no).0).sum::<i128>().div_euclid(FINE)).unwrap()
    }

    /// The largest first count of these parcels and of everything behind them.
    fn root_stones(&self, nos: &[i64]) -> i128 {
        let mut behind = BTreeSet::new();
        nos.iter().for_each(|no| self.walk.ancestors(*no, &mut behind));
        behind.iter().map(|no| fine(self.lots[no].stones) - self.share(*no).1).max().unwrap_or(0)
    }

    /// Parcels with their first mass, what was lost of it and how much of that may be.
    fn losses(&self, nos: &[i64], more: i128) -> (i128, i128) {
        let (mut begun, mut lost) = (more, more);
        for no in nos {
            let (lot, share) = (&self.lots[no], self.share(*no).0);
            lost += share - fine(lot.gain);
            begun += fine(lot.weight) + share - fine(lot.gain);
        }
        (lost, part_allowed(begun, fine(self.root(nos)), path_loss_cap))
    }

    /// What small steps that add up refuse, when so much more is lost and so many stones more are counted.
    pub fn along(&self, nos: &BTreeSet<&i64>, loss: i64, change: i64) -> Whys {
        let mut whys = Whys::new();
        let nos: Vec<i64> = nos.iter().map(|no| **no).collect();
        let (lost, most) = self.losses(&nos, 0);
        note(&mut whys, loss > 0 && lost + fine(loss) > most, Why::PathLoss);
        let (mut first, mut changed) = (0, 0);
        for no in &nos {
            let share = self.share(*no).1;
            first += fine(self.lots[no].stones) - share;
            changed += share;
        }
        let after = changed + fine(change);
        let most = part_allowed(first, self.root_stones(&nos), count_cap);
        // However small the part, a stone may break in three where hardly any did on the way, else in two.
        let least = if changed.abs() < FINE / 10 { fine(2) + FINE / 10 } else { FINE };
        let most = most.max(least);
        note(&mut whys, after.abs() > changed.abs() && after.abs() > most, Why::PathCount);
        whys
    }

    /// What stands against reading an entry heavier (or lighter, below zero) for all that came of its parcel.
    pub fn onward(&self, no: i64, step: i64) -> bool {
        let mut parts = BTreeMap::from([(no, fine(step.abs()))]);
        // By journal entry, so whatever goes into an act has its part already.
        for work in self.works.values().filter(|work| !work.made().any(|(made, _)| made == no)) {
            let Some(total) = work.inputs.iter().filter_map(|no| parts.get(no)).copied().reduce(|a, b| a + b) else { continue };
            let made: Vec<i64> = work.made().map(|(made, _)| made).collect();
            let whole: i64 = made.iter().map(|no| self.lots[no].weight).sum();
            for made in made {
                parts.insert(made, total * i128::from(self.lots[&made].weight) / i128::from(whole));
            }
        }
        parts.iter().filter(|(made, _)| **made != no).any(|(made, part)| {
            let lot = &self.lots[made];
            if step > 0 {
                return self.lost_too_much(*made, *part);
            }
            let gain = fine(lot.gain) + part - self.share(*made).0;
            let most = part_allowed(fine(lot.weight - lot.gain) - part, fine(self.root(&[*made])), gain_cap);
            gain > 0 && gain > most + FINE
        })
    }

    /// Whether a parcel would have lost too much, had there been so much more of it at first.
    fn lost_too_much(&self, no: i64, more: i128) -> bool {
        let (lost, most) = self.losses(&[no], more);
        lost > most + FINE
    }

    /// The same for whole milli-carats.
    pub fn loses(&self, no: i64, more: i64) -> bool {
        self.lost_too_much(no, fine(more))
    }
}
