//! What small steps add up to along a parcel's path: gains by weighings (C2), losses (C1), counts (C4).
//!
//! What was one parcel has one allowance, and a part of it has its part, so that cutting a parcel into many does not
//! multiply the fixed allowance of a small one. Shares are kept in millionths of a milli-carat and of a stone.

use super::book::Rules;

/// Millionths.
pub(super) const FINE: i128 = 1_000_000;

/// Milli-carats by which a correction may be off for the rounding of shares.
const ROUNDING: i128 = 2;

/// What happened to a parcel on its way from where it came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Path {
    /// The heaviest mass on the path, each without what weighings had added to it by then, milli-carats.
    pub root: i64,
    /// The largest number of stones on the path, each as first counted, millionths.
    pub root_stones: i128,
    /// Its share of what was said to be lost, millionths of a milli-carat.
    pub lost: i128,
    /// Its share of the stones that were counted more (below zero: fewer), millionths.
    pub stones: i128,
}

/// `whole * part / all`, cut towards nothing; nothing of nothing.
pub(super) fn part_of(whole: i128, part: i64, all: i64) -> i128 {
    share(whole, i128::from(part), i128::from(all))
}

fn share(whole: i128, part: i128, all: i128) -> i128 {
    whole.saturating_mul(part).checked_div(all).unwrap_or(0)
}

fn fine(n: i64) -> i128 {
    i128::from(n).saturating_mul(FINE)
}

/// The allowance of what first measured so much, on a path whose largest first measure was `root`; all in millionths.
fn allowed(first: i128, root: i128, cap: impl Fn(i64) -> i64) -> i128 {
    let whole = |measure: i128| fine(cap(i64::try_from(measure.checked_div(FINE).unwrap_or(0)).unwrap_or(i64::MAX)));
    if root <= first { whole(first) } else { share(whole(root), first, root) }
}

/// One or several parcels as they stand: mass, what weighings added to it, stones and path, added up.
#[derive(Debug, Default)]
pub(super) struct Sum {
    weight: i128,
    gain: i128,
    lost: i128,
    stones: i128,
    changed: i128,
    root: i64,
    root_stones: i128,
    parcels: usize,
    any_gain: bool,
}

impl Sum {
    pub fn add(&mut self, (weight, gain, stones): (i64, i64, i64), path: Path) {
        self.weight = self.weight.saturating_add(fine(weight));
        self.gain = self.gain.saturating_add(fine(gain));
        self.lost = self.lost.saturating_add(path.lost);
        self.stones = self.stones.saturating_add(fine(stones));
        self.changed = self.changed.saturating_add(path.stones);
        self.root = self.root.max(path.root);
        self.root_stones = self.root_stones.max(path.root_stones);
        self.parcels = self.parcels.saturating_add(1);
        self.any_gain |= gain > 0;
    }

    /// Whether there is no parcel at all.
    pub const fn is_empty(&self) -> bool {
        self.parcels == 0
    }

    /// Whether parcels come together of which one gained.
    pub const fn gathers(&self) -> bool {
        self.parcels > 1 && self.any_gain
    }

    fn gain_allowed(&self, rules: &Rules) -> i128 {
        let first = self.weight.saturating_sub(self.gain);
        allowed(first, fine(self.root), |mct| rules.path_gain_cap(mct)).div_euclid(FINE).saturating_mul(FINE)
    }

    /// Whether a weighing that finds so much more goes beyond what the path may gain.
    pub fn gains_too_much(&self, more: i64, rules: &Rules) -> bool {
        more > 0 && self.gain.saturating_add(fine(more)) > self.gain_allowed(rules)
    }

    /// Whether parcels that come together gained too much; what was said to be lost is taken off.
    pub fn gathers_too_much(&self, loss: i64, rules: &Rules) -> bool {
        let lost = self.lost.div_euclid(FINE).saturating_mul(FINE);
        let gain = self.gain.saturating_sub(fine(loss)).saturating_sub(lost);
        gain > 0 && gain > self.gain_allowed(rules)
    }

    /// What was lost in all: what weighings took away is lost as well, what they added makes up for it.
    fn lost_in_all(&self) -> i128 {
        self.lost.saturating_sub(self.gain)
    }

    fn loss_allowed(&self, rules: &Rules) -> i128 {
        let begun = self.weight.saturating_add(self.lost_in_all());
        allowed(begun, fine(self.root), |mct| rules.path_loss_cap(mct))
    }

    /// Whether losing so much more goes beyond what the path may lose.
    pub fn loses_too_much(&self, loss: i64, rules: &Rules) -> bool {
        loss > 0 && self.lost_in_all().saturating_add(fine(loss)) > self.loss_allowed(rules)
    }

    /// Whether counting so many stones more or fewer goes further from the first count than the path may. However few
    /// there are, one of them may break: into as many as the smallest parcel may differ by where hardly anything of the
    /// kind happened on the way, else once.
    pub fn counts_too_much(&self, change: i64, rules: &Rules) -> bool {
        let changed = self.changed.saturating_add(fine(change));
        let further = changed.saturating_abs() > self.changed.saturating_abs();
        let first = self.stones.saturating_sub(self.changed);
        let tenth = FINE.checked_div(10).unwrap_or(0);
        let untouched = self.changed.saturating_abs() < tenth;
        let least = if untouched { fine(rules.count_least()).saturating_add(tenth) } else { FINE };
        further && changed.saturating_abs() > allowed(first, self.root_stones, |stones| rules.count_cap(stones)).max(least)
    }

    /// Whether a correction left more gain than the path may have.
    pub fn has_gained_too_much(&self, rules: &Rules) -> bool {
        let gain = self.gain.saturating_sub(self.lost);
        let first = self.weight.saturating_sub(self.gain);
        let most = allowed(first, fine(self.root), |mct| rules.path_gain_cap(mct));
        gain > 0 && gain > most.saturating_add(ROUNDING.saturating_mul(FINE))
    }

    /// Whether a correction left more loss than the path may have.
    pub fn has_lost_too_much(&self, rules: &Rules) -> bool {
        self.lost_in_all() > self.loss_allowed(rules).saturating_add(ROUNDING.saturating_mul(FINE))
    }
}
