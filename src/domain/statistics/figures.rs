//! The lines of a return, and what differs between two of them.

use crate::domain::event::HsCode;
use crate::domain::text_enum::text_enum;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Countries that nobody named, within an origin.
pub const OTHERS: &str = "*";

text_enum! {
    /// What a line of a return tells.
    FigurePart, "figure-part", {
        /// All that was dug.
        Production = "production",
        /// The same in one first-level area.
        ProductionRegion = "production_region",
        /// All that left under certificates.
        ExportTotal = "export_total",
        /// The same to one destination, of one origin and subheading.
        Export = "export",
        /// All that came from abroad and was let in.
        ImportTotal = "import_total",
        /// The same by country of provenance, origin and subheading.
        Import = "import",
        /// Certificates: `issued`; of them `void`; of them `replacing` a void one; foreign ones `received`.
        Certificates = "certificates",
    }
}

/// One line of a return, exact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FigureLine {
    /// What it tells.
    pub part: FigurePart,
    /// Region, destination, provenance or which certificates; empty for a total or where it is not known. Destination and
    /// provenance are participants: a union stands for its members.
    pub key: String,
    /// Countries of origin in order, joined by `+`; a last `*` where part of it is of others that nobody named. Empty where
    /// none is established or it does not matter.
    pub origin: String,
    /// Subheading, where it is told by it.
    pub hs: Option<HsCode>,
    /// Entries of production, or certificates.
    pub count: i64,
    /// Milli-carats.
    pub weight_mct: i64,
    /// US cents, where there is a value.
    pub value_usd_cents: Option<i64>,
}

impl FigureLine {
    /// A line with nothing in it.
    #[must_use]
    pub fn new(part: FigurePart, key: impl Into<String>) -> Self {
        Self { part, key: key.into(), origin: String::new(), hs: None, count: 0, weight_mct: 0, value_usd_cents: None }
    }
    /// What tells it from others of its return.
    #[must_use]
    pub fn of(&self) -> (FigurePart, &str, &str, Option<HsCode>) {
        (self.part, &self.key, &self.origin, self.hs)
    }
    /// The same in a word, by which an answer names it.
    #[must_use]
    pub fn name(&self) -> String {
        let hs = self.hs.map_or("", HsCode::as_str);
        format!("{}/{}/{}/{hs}", self.part, self.key, self.origin)
    }
    /// US cents a carat, rounded to the nearest, halves up; none without mass or value.
    #[must_use]
    pub fn cents_per_carat(&self) -> Option<i64> {
        average_cents_per_carat(self.value_usd_cents?, self.weight_mct)
    }
    /// Adds to it. Sums that go out of bounds stay at the bound.
    pub fn add(&mut self, count: i64, weight_mct: i64, value_usd_cents: Option<i64>) {
        self.count = self.count.saturating_add(count);
        self.weight_mct = self.weight_mct.saturating_add(weight_mct);
        if let Some(cents) = value_usd_cents {
            self.value_usd_cents = Some(self.value_usd_cents.unwrap_or(0).saturating_add(cents));
        }
    }
}

/// What a line is of, by the countries of origin of a certificate: a mixed one that names fewer than two, or of which part is
/// not established, is not of these alone.
#[must_use]
pub fn origin_key(countries: &[String], mixed: bool, part_unestablished: bool) -> String {
    let all: BTreeSet<&str> = countries.iter().map(String::as_str).collect();
    let named = all.len();
    let others = (mixed && named < 2) || (part_unestablished && named > 0);
    all.into_iter().chain(others.then_some(OTHERS)).collect::<Vec<_>>().join("+")
}

/// Quotient to the nearest whole, halves up, of numbers that are not negative.
fn nearest(a: i128, b: i128) -> Option<i64> {
    i64::try_from(a.checked_mul(2)?.checked_add(b)?.checked_div_euclid(b.checked_mul(2)?)?).ok()
}

/// US cents a carat of a value and a mass.
#[must_use]
pub fn average_cents_per_carat(cents: i64, mct: i64) -> Option<i64> {
    if mct > 0 { nearest(i128::from(cents).checked_mul(1_000)?, i128::from(mct)) } else { None }
}

/// The value of a mass at the average of another: US cents, rounded once.
#[must_use]
pub fn value_at(mct: i64, (cents, of_mct): (i64, i64)) -> Option<i64> {
    if of_mct > 0 { nearest(i128::from(mct).checked_mul(i128::from(cents))?, i128::from(of_mct)) } else { None }
}

/// A mass as returns tell it: hundredths of a carat, rounded once from the exact mass, halves away from nothing.
#[must_use]
pub fn carats_2(mct: i64) -> i64 {
    let nearest = i64::try_from(mct.unsigned_abs().saturating_add(5) / 10).unwrap_or(i64::MAX);
    if mct < 0 { nearest.saturating_neg() } else { nearest }
}

/// Lines in the one order in which they are kept.
#[must_use]
pub fn sorted(mut lines: Vec<FigureLine>) -> Vec<FigureLine> {
    lines.sort();
    lines
}

/// A line that is not in two returns alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// As it was, nothing where the line was not there.
    pub was: Option<FigureLine>,
    /// As it is.
    pub now: Option<FigureLine>,
}

impl Change {
    /// The line, as it is or was.
    #[must_use]
    pub fn line(&self) -> Option<&FigureLine> {
        self.now.as_ref().or(self.was.as_ref())
    }
    /// By how much mass and value changed.
    #[must_use]
    pub fn extent(&self) -> Extent {
        let by = |of: &dyn Fn(&FigureLine) -> i64| {
            let side = |line: &Option<FigureLine>| line.as_ref().map_or(0, of);
            side(&self.now).saturating_sub(side(&self.was))
        };
        Extent { mct: by(&|l| l.weight_mct), usd_cents: by(&|l| l.value_usd_cents.unwrap_or(0)) }
    }
}

/// How large a difference is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Milli-carats.
    pub mct: i64,
    /// US cents.
    pub usd_cents: i64,
}

impl Extent {
    /// Of mass alone.
    #[must_use]
    pub const fn mass(mct: i64) -> Self {
        Self { mct, usd_cents: 0 }
    }
    /// Whether another is no larger than this, and the same way round.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        const fn one(of: i64, other: i64) -> bool {
            other == 0 || (of.signum() == other.signum() && of.unsigned_abs() >= other.unsigned_abs())
        }
        one(self.mct, other.mct) && one(self.usd_cents, other.usd_cents)
    }
}

/// What differs, line by line, in the order of the lines.
#[must_use]
pub fn apart(was: &[FigureLine], now: &[FigureLine]) -> Vec<Change> {
    let mut all: BTreeMap<_, Change> = BTreeMap::new();
    for line in was {
        all.insert(line.of(), Change { was: Some(line.clone()), now: None });
    }
    for line in now {
        all.entry(line.of()).or_insert(Change { was: None, now: None }).now = Some(line.clone());
    }
    all.into_values().filter(|c| c.was != c.now).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(key: &str, mct: i64) -> FigureLine {
        FigureLine { weight_mct: mct, ..FigureLine::new(FigurePart::Export, key) }
    }

    #[test]
    fn carats_are_rounded_once_from_the_exact_total() {
        // Three of 0.004 ct: rounded one by one they would be nothing.
        let exact: i64 = [4, 4, 4].iter().sum();
        assert_eq!((carats_2(exact), [4, 4, 4].map(carats_2)), (1, [0, 0, 0]));
        assert_eq!((carats_2(5), carats_2(14), carats_2(15), carats_2(169_198_857_660)), (1, 1, 2, 16_919_885_766));
    }

    #[test]
    fn values_are_rounded_to_the_nearest_cent() {
        assert_eq!(average_cents_per_carat(1_000, 3_000), Some(333));
        assert_eq!(average_cents_per_carat(500, 1_000_000), Some(1), "halves up");
        assert_eq!((average_cents_per_carat(500, 0), value_at(5, (1, 0))), (None, None));
        assert_eq!(value_at(1_500, (30_001, 3_000)), Some(15_001));
        assert_eq!(value_at(i64::MAX, (i64::MAX, 1)), None);
    }

    #[test]
    fn what_differs_is_told_line_by_line() {
        let (was, now) = ([line("BE", 10), line("AE", 7), line("IN", 3)], [line("AE", 7), line("BE", 12), line("CH", 1)]);
        let told: Vec<_> = apart(&was, &now).iter().map(|c| (c.line().unwrap().key.clone(), c.extent().mct)).collect();
        assert_eq!(told, [("BE".into(), 2), ("CH".into(), 1), ("IN".into(), -3)]);
        assert_eq!(apart(&was, &was), []);
    }

    #[test]
    fn a_value_that_moves_alone_is_told_and_an_answer_for_less_does_not_cover_it() {
        let valued = |cents| FigureLine { value_usd_cents: cents, ..line("BE", 10) };
        let told = apart(&[valued(Some(500))], &[valued(Some(700))]);
        assert_eq!(told.iter().map(Change::extent).collect::<Vec<_>>(), [Extent { mct: 0, usd_cents: 200 }]);
        assert_eq!(apart(&[valued(Some(500))], &[valued(None)])[0].extent().usd_cents, -500);
        let of = |mct, usd_cents| Extent { mct, usd_cents };
        assert!(of(0, 200).covers(of(0, 200)) && of(0, 200).covers(of(0, 0)) && of(-5, -9).covers(of(-5, -8)));
        assert!(!of(0, 200).covers(of(0, 201)) && !of(0, 200).covers(of(0, -1)) && !of(0, 200).covers(of(1, 200)));
    }

    #[test]
    fn what_is_mixed_is_not_of_one_country() {
        let key = |countries: &[&str], mixed, part| {
            let countries: Vec<String> = countries.iter().map(|c| (*c).to_owned()).collect();
            origin_key(&countries, mixed, part)
        };
        assert_eq!([key(&["SL"], false, false), key(&["SL"], true, true), key(&["SL", "GN"], true, false)], ["SL", "SL+*", "GN+SL"]);
        assert_eq!([key(&["SL", "GN"], true, true), key(&[], true, false), key(&[], false, true)], ["GN+SL+*", "*", ""]);
        assert_eq!(key(&["BW"], true, false), "BW+*", "a foreign certificate of mixed origin that names one");
    }
}
