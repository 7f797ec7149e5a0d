//! Comparing two breakdowns by size. Stones and milli-carats are whole numbers; shares, distances and the chance of a
//! difference are neither mass nor money, and are worked out in floating point, rounded to millionths (the chance: to parts in
//! 1,000,000,000) before anything is judged by them.

use crate::domain::event::SizeLine;
use crate::domain::jurisdiction::SizeTable;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Fewer stones than this are not expected in any class of the test: neighbours at the ends are put together until there
/// are as many, in both rows.
const LEAST_EXPECTED: f64 = 5.0;
const PPM: f64 = 1_000_000.0;

/// Stones and milli-carats by class, in the order of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sizes(Vec<(i64, i64)>);

impl Sizes {
    /// None yet, of so many classes.
    #[must_use]
    pub fn empty(table: &SizeTable) -> Self {
        Self(vec![(0, 0); table.classes.len()])
    }
    /// Lines of a breakdown, in the order of the table; none where a class is not in it.
    #[must_use]
    pub fn of(table: &SizeTable, lines: &[SizeLine]) -> Option<Self> {
        let mut all = Self::empty(table);
        for line in lines {
            let at = table.classes.iter().position(|c| c.code == line.class)?;
            let (stones, mct) = all.0.get_mut(at)?;
            *stones = stones.saturating_add(line.stones);
            *mct = mct.saturating_add(line.weight_mct.mct());
        }
        Some(all)
    }
    /// Class by class.
    #[must_use]
    pub const fn from_counts(classes: Vec<(i64, i64)>) -> Self {
        Self(classes)
    }
    /// Stones and milli-carats of each class.
    #[must_use]
    pub fn classes(&self) -> &[(i64, i64)] {
        &self.0
    }
    /// Adds others of the same table.
    pub fn add(&mut self, other: &Self) {
        for ((stones, mct), (more, heavier)) in self.0.iter_mut().zip(&other.0) {
            *stones = stones.saturating_add(*more);
            *mct = mct.saturating_add(*heavier);
        }
    }
    /// All stones.
    #[must_use]
    pub fn stones(&self) -> i64 {
        self.0.iter().fold(0, |sum, (stones, _)| sum.saturating_add(*stones))
    }
    /// All milli-carats.
    #[must_use]
    pub fn mct(&self) -> i64 {
        self.0.iter().fold(0, |sum, (_, mct)| sum.saturating_add(*mct))
    }
    /// Lines of those classes that have stones.
    #[must_use]
    pub fn lines(&self, table: &SizeTable) -> Vec<SizeLine> {
        let line = |(class, (stones, mct)): (&crate::domain::jurisdiction::SizeClass, &(i64, i64))| {
            let weight_mct = crate::domain::quantity::Mass::new(*mct)?;
            (*stones > 0).then(|| SizeLine { class: class.code.clone(), stones: *stones, weight_mct })
        };
        table.classes.iter().zip(&self.0).filter_map(line).collect()
    }
}

/// What is to be expected by class: references, each as much as there are carats from its area.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// Shares of stones, which add up to 1.
    stones: Vec<f64>,
    /// Shares of carats, which add up to 1.
    carats: Vec<f64>,
    /// On how many stones it rests.
    rests_on: f64,
}

#[expect(clippy::as_conversions, reason = "counts and milli-carats of a register are far below 2^53")]
const fn float(n: i64) -> f64 {
    n as f64
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "the cast saturates, and of no number makes 0")]
fn rounded(x: f64) -> i64 {
    x.round() as i64
}

impl Expected {
    /// Mixes references by the milli-carats that come from the area of each. A carat of fine goods is more stones than one of
    /// coarse goods: shares of stones are weighed by stones. None where there is nothing to expect, or tables differ.
    #[must_use]
    pub fn mixed(parts: &[(i64, &Sizes)]) -> Option<Self> {
        let classes = parts.first()?.1.0.len();
        let (mut stones, mut carats) = (vec![0.0; classes], vec![0.0; classes]);
        let mut from_each = Vec::with_capacity(parts.len());
        for (mct, reference) in parts {
            let (all_stones, all_mct) = (float(reference.stones()), float(reference.mct()));
            if reference.0.len() != classes || all_stones <= 0.0 || all_mct <= 0.0 || *mct <= 0 {
                return None;
            }
            let times = float(*mct) / all_mct;
            for ((stones, carats), (n, m)) in stones.iter_mut().zip(carats.iter_mut()).zip(&reference.0) {
                *stones += float(*n) * times;
                *carats += float(*m) * times;
            }
            from_each.push((all_stones * times, all_stones));
        }
        let (all_stones, all_carats): (f64, f64) = (stones.iter().sum(), carats.iter().sum());
        // A mix of shares w of references of n stones each varies as one reference of 1 / sum(w^2 / n) stones.
        let varies: f64 = from_each.iter().map(|(part, n)| (part / all_stones).powi(2) / n).sum();
        stones.iter_mut().for_each(|s| *s /= all_stones);
        carats.iter_mut().for_each(|c| *c /= all_carats);
        Some(Self { stones, carats, rests_on: 1.0 / varies })
    }
}

/// One class: what there is of it and what is to be expected, in millionths of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClassShares {
    /// Stones there.
    pub stones: i64,
    /// Milli-carats there.
    pub mct: i64,
    /// Share of the stones.
    pub stones_ppm: i64,
    /// Share of the stones to be expected.
    pub expected_stones_ppm: i64,
    /// Share of the carats.
    pub carats_ppm: i64,
    /// Share of the carats to be expected.
    pub expected_carats_ppm: i64,
}

/// How far stones differ from what is to be expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// How many there are.
    pub stones: i64,
    /// Their mass, milli-carats.
    pub mct: i64,
    /// On how many stones the reference rests.
    pub rests_on: i64,
    /// Chi-square of the stone counts, in thousandths.
    pub chi_square_milli: i64,
    /// Its degrees of freedom: classes after merging, less one. 0: all stones fall into one class, nothing is tested.
    pub freedom: i64,
    /// How often chance alone would do as much, parts in 1,000,000,000.
    pub chance_ppb: i64,
    /// The largest gap between cumulative carat shares (Kolmogorov-Smirnov distance), millionths.
    pub gap_ppm: i64,
    /// The class up to which that gap is.
    pub gap_class: usize,
    /// Whether there is more than expected up to that class: finer goods.
    pub finer: bool,
    /// The same of stone shares.
    pub stones_gap_ppm: i64,
    /// Jensen-Shannon divergence of stone shares, millionths of a bit: 0 alike, 1,000,000 nothing in common.
    pub divergence_ppm: i64,
    /// Class by class.
    pub classes: Vec<ClassShares>,
}

/// The largest gap between two running sums of shares: how large, up to which class, and whether the first is ahead.
fn widest(one: &[f64], other: &[f64]) -> (f64, usize, bool) {
    let (mut running, mut found) = (0.0_f64, (0.0_f64, 0, false));
    for (at, (a, b)) in one.iter().zip(other).enumerate() {
        running += a - b;
        if running.abs() > found.0 {
            found = (running.abs(), at, running > 0.0);
        }
    }
    found
}

/// Jensen-Shannon divergence in bits.
fn divergence(one: &[f64], other: &[f64]) -> f64 {
    let part = |p: f64, m: f64| if p > 0.0 { p * (p / m).log2() } else { 0.0 };
    one.iter().zip(other).map(|(p, q)| (part(*p, f64::midpoint(*p, *q)) + part(*q, f64::midpoint(*p, *q))) / 2.0).sum::<f64>().max(0.0)
}

/// Two rows of counts with their thin ends put together, so that enough is expected of every class that is left; what is thin
/// in between goes to its larger neighbour above.
fn merged(rows: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let (all_a, all_b) = rows.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    let smaller = f64::min(all_a, all_b) / (all_a + all_b);
    let enough = |(a, b): &(f64, f64)| (a + b) * smaller >= LEAST_EXPECTED;
    let mut out: Vec<(f64, f64)> = Vec::with_capacity(rows.len());
    for (a, b) in rows {
        match out.last_mut() {
            Some(last) if !enough(last) => *last = (last.0 + a, last.1 + b),
            _ => out.push((*a, *b)),
        }
    }
    // The upper end: it has no neighbour above.
    while out.len() > 1 && out.last().is_some_and(|last| !enough(last)) {
        if let (Some(last), Some(before)) = (out.pop(), out.last_mut()) {
            *before = (before.0 + last.0, before.1 + last.1);
        }
    }
    out
}

/// Chi-square of two rows of counts, its degrees of freedom, and how often chance would give as much.
pub(super) fn chi_square(rows: &[(f64, f64)]) -> (f64, usize, f64) {
    let rows = merged(rows);
    let freedom = rows.len().saturating_sub(1);
    let (all_a, all_b) = rows.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    let off = |found: f64, expected: f64| (found - expected).powi(2) / expected;
    let of = |(a, b): &(f64, f64)| {
        let share = (a + b) / (all_a + all_b);
        off(*a, all_a * share) + off(*b, all_b * share)
    };
    let statistic: f64 = rows.iter().map(of).sum();
    let chance = u32::try_from(freedom).ok().filter(|f| *f > 0).and_then(|f| ChiSquared::new(f64::from(f)).ok());
    (statistic, freedom, chance.map_or(1.0, |c| c.sf(statistic)))
}

impl Comparison {
    /// Compares what there is with what is to be expected. None where there are no stones, or tables differ.
    ///
    /// The chi-square test takes the reference for what it is, a sample itself: both rows are held against what they have in
    /// common.
    #[must_use]
    pub fn of(sizes: &Sizes, expected: &Expected) -> Option<Self> {
        let (stones, mct) = (sizes.stones(), sizes.mct());
        if stones <= 0 || mct <= 0 || sizes.0.len() != expected.stones.len() {
            return None;
        }
        let own_stones: Vec<f64> = sizes.0.iter().map(|(n, _)| float(*n) / float(stones)).collect();
        let own_carats: Vec<f64> = sizes.0.iter().map(|(_, m)| float(*m) / float(mct)).collect();
        let rows: Vec<(f64, f64)> =
            sizes.0.iter().zip(&expected.stones).map(|((n, _), share)| (float(*n), share * expected.rests_on)).collect();
        let (statistic, freedom, chance) = chi_square(&rows);
        let (gap, gap_class, finer) = widest(&own_carats, &expected.carats);
        let (stones_gap, ..) = widest(&own_stones, &expected.stones);
        let ppm = |share: f64| rounded(share * PPM);
        let classes = (0..sizes.0.len()).filter_map(|at| {
            let (stones, mct) = *sizes.0.get(at)?;
            Some(ClassShares {
                stones,
                mct,
                stones_ppm: ppm(*own_stones.get(at)?),
                expected_stones_ppm: ppm(*expected.stones.get(at)?),
                carats_ppm: ppm(*own_carats.get(at)?),
                expected_carats_ppm: ppm(*expected.carats.get(at)?),
            })
        });
        Some(Self {
            stones,
            mct,
            rests_on: rounded(expected.rests_on),
            chi_square_milli: rounded(statistic * 1_000.0),
            freedom: i64::try_from(freedom).unwrap_or(i64::MAX),
            chance_ppb: rounded(chance * 1_000_000_000.0),
            gap_ppm: ppm(gap),
            gap_class,
            finer,
            stones_gap_ppm: ppm(stones_gap),
            divergence_ppm: ppm(divergence(&own_stones, &expected.stones)),
            classes: classes.collect(),
        })
    }
}
