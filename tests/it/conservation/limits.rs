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

impl Model {
    /// A parcel's share of what was lost by acts on its way, and of stones counted more.
    fn share(&self, no: i64) -> (i64, i64) {
        let lot = &self.lots[&no];
        let since: i64 = self.weighings.iter().filter(|w| w.no == no).map(|w| w.stones_after - w.stones_before).sum();
        let Some(maker) = self.works.values().find(|w| w.made().any(|(made, _)| made == no)) else { return (0, since) };
        let behind = maker.inputs.iter().map(|no| self.share(*no)).fold((0, 0), |sum, s| (sum.0 + s.0, sum.1 + s.1));
        let out = maker.outs.iter().fold((0, 0), |sum, o| (sum.0 + o.0, sum.1 + o.1));
        let lost = (maker.loss + maker.shift + behind.0) * lot.weight / out.0;
        (lost, (maker.change + behind.1) * (lot.stones - since) / out.1 + since)
    }

    /// What small steps that add up refuse, when so much more is lost and so many stones more are counted.
    pub fn along(&self, nos: &BTreeSet<&i64>, loss: i64, change: i64) -> Whys {
        let mut whys = Whys::new();
        let (mut begun, mut lost, mut first, mut changed) = (0, 0, 0, 0);
        for no in nos {
            let (lot, share) = (&self.lots[no], self.share(**no));
            lost += share.0 - lot.gain;
            begun += lot.weight + share.0 - lot.gain;
            first += lot.stones - share.1;
            changed += share.1;
        }
        let root = self.root(&nos.iter().map(|no| **no).collect::<Vec<_>>());
        let most = if root <= begun { path_loss_cap(begun) } else { path_loss_cap(root) * begun / root };
        note(&mut whys, loss > 0 && lost + loss > most, Why::PathLoss);
        let further = (changed + change).abs() > changed.abs();
        note(&mut whys, further && (changed + change).abs() > count_cap(first), Why::PathCount);
        whys
    }

    /// Whether anything that came of a parcel would have gained too much, were its first mass so much smaller.
    pub fn gains_onward(&self, no: i64, less: i64) -> bool {
        let mut more = BTreeMap::from([(no, less)]);
        // By journal entry, so whatever goes into an act has its part already.
        for work in self.works.values().filter(|work| !work.made().any(|(made, _)| made == no)) {
            let Some(total) = work.inputs.iter().filter_map(|no| more.get(no)).copied().reduce(|a, b| a + b) else { continue };
            let made: Vec<i64> = work.made().map(|(made, _)| made).collect();
            let whole: i64 = made.iter().map(|no| self.lots[no].weight).sum();
            for made in made {
                let part = (total * self.lots[&made].weight + whole - 1) / whole;
                more.insert(made, part);
            }
        }
        more.iter().filter(|(made, _)| **made != no).any(|(made, more)| {
            let lot = &self.lots[made];
            let gain = lot.gain + more;
            gain > 0 && gain > allowed(lot.weight - lot.gain - more, self.root(&[*made]))
        })
    }
}
