//! How value moves against weight, month by month and year against year: exports whose value rises faster than their
//! carats were how diamonds of other origin once showed (F3 of the field notes: 60 percent more carats, 210 percent more
//! value). It is told and stands against nothing.

use super::figures::average_cents_per_carat;
use crate::domain::time::Day;
use chrono::Datelike;
use std::collections::BTreeMap;

/// From how many millionths of the year before the value of a carat is told as odd: half as much again (an assumption).
const ODD_PPM: i128 = 1_500_000;
/// One in millionths.
const WHOLE: i128 = 1_000_000;

/// What was valued within a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Valued {
    /// Sheets.
    pub sheets: i64,
    /// Milli-carats.
    pub weight_mct: i64,
    /// Value taken, US cents.
    pub value_usd_cents: i64,
}

impl Valued {
    fn add(&mut self, cents: i64, mct: i64) {
        self.sheets = self.sheets.saturating_add(1);
        self.weight_mct = self.weight_mct.saturating_add(mct);
        self.value_usd_cents = self.value_usd_cents.saturating_add(cents);
    }
    /// US cents a carat.
    #[must_use]
    pub fn cents_per_carat(&self) -> Option<i64> {
        average_cents_per_carat(self.value_usd_cents, self.weight_mct)
    }
}

/// Valuations, each as its day, value taken and milli-carats, by month, which stands as its first day.
#[must_use]
pub fn by_month(rows: &[(Day, i64, i64)]) -> BTreeMap<Day, Valued> {
    let mut months: BTreeMap<Day, Valued> = BTreeMap::new();
    for (on, cents, mct) in rows {
        months.entry(on.with_day(1).unwrap_or(*on)).or_default().add(*cents, *mct);
    }
    months
}

/// A year against the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// The year before.
    pub before: Valued,
    /// The year.
    pub now: Valued,
    /// By how many millionths the carats grew.
    pub weight_ppm: i64,
    /// By how many millionths the value grew.
    pub value_ppm: i64,
    /// Whether a carat is worth half as much again as the year before.
    pub odd: bool,
}

/// Growth in millionths, to the nearest tenth of a percent.
fn growth_ppm(before: i64, now: i64) -> Option<i64> {
    let more = i128::from(now).checked_sub(i128::from(before))?;
    let tenths = more.checked_mul(2_000)?.checked_add(i128::from(before))?.checked_div_euclid(i128::from(before).checked_mul(2)?)?;
    i64::try_from(tenths.checked_mul(1_000)?).ok()
}

/// Whether a carat is worth half as much again.
fn is_odd(before: &Valued, now: &Valued) -> Option<bool> {
    let wide = i128::from;
    let left = wide(now.value_usd_cents).checked_mul(wide(before.weight_mct))?.checked_mul(WHOLE)?;
    let right = wide(before.value_usd_cents).checked_mul(wide(now.weight_mct))?.checked_mul(ODD_PPM)?;
    Some(left > right)
}

/// One year of valuations against another; nothing where one of them has no carats or no value.
#[must_use]
pub fn growth(before: Valued, now: Valued) -> Option<Growth> {
    let known = |v: &Valued| v.weight_mct > 0 && v.value_usd_cents > 0;
    if !known(&before) || !known(&now) {
        return None;
    }
    let weight_ppm = growth_ppm(before.weight_mct, now.weight_mct)?;
    let value_ppm = growth_ppm(before.value_usd_cents, now.value_usd_cents)?;
    Some(Growth { before, now, weight_ppm, value_ppm, odd: is_odd(&before, &now)? })
}

/// All of some valuations together, each as its value taken and milli-carats.
#[must_use]
pub fn total_valued(rows: impl Iterator<Item = (i64, i64)>) -> Valued {
    let mut all = Valued::default();
    rows.for_each(|(cents, mct)| all.add(cents, mct));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_that_outruns_weight_is_told() {
        // F3: 60 percent more carats and 210 percent more value.
        let before = Valued { sheets: 10, weight_mct: 1_000_000, value_usd_cents: 10_000_000 };
        let now = Valued { sheets: 12, weight_mct: 1_600_000, value_usd_cents: 31_000_000 };
        let found = growth(before, now).unwrap();
        assert_eq!((found.weight_ppm, found.value_ppm, found.odd), (600_000, 2_100_000, true));
        let even = growth(before, Valued { value_usd_cents: 24_000_000, ..now }).unwrap();
        assert!(!even.odd, "half as much again is not more than that");
        assert!(growth(before, Valued { value_usd_cents: 24_000_001, ..now }).unwrap().odd);
        assert_eq!(growth(Valued::default(), now), None);
    }

    #[test]
    fn months_are_added_up() {
        let day = |s: &str| s.parse().unwrap();
        let months = by_month(&[(day("2026-03-01"), 100, 10), (day("2026-03-31"), 50, 5), (day("2026-04-01"), 1, 1)]);
        let march = months[&day("2026-03-01")];
        assert_eq!(march, Valued { sheets: 2, weight_mct: 15, value_usd_cents: 150 });
        assert_eq!((march.cents_per_carat(), months.len()), (Some(10_000), 2));
    }
}
