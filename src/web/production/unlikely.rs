//! Figures of an entry that are possible and very unlikely: a point in the wrong place, or a nought too many. They are
//! told before the entry is written down, and refuse nothing.

use crate::domain::event::ProductionFacts;

/// A mean of more than 50 carats a stone. (Alluvial parcels of a day weigh about a carat a stone; a single stone of 50
/// carats is an event.)
const MEAN_MCT: i64 = 50_000;
/// A stone of more than 100 carats.
const LARGEST_MCT: i64 = 100_000;
/// More than so many stones in a day, where that is also more than [`STONES_EACH`] for each digger.
const STONES: i64 = 1_000;
const STONES_EACH: i64 = 200;

/// What is unlikely about the figures of an entry, as the ends of message ids (`production-unlikely-…`).
#[must_use]
pub fn unlikely(facts: &ProductionFacts) -> Vec<&'static str> {
    let heavy = facts.weight_mct.mct() > MEAN_MCT.saturating_mul(facts.stones);
    let large = facts.largest_mct.is_some_and(|m| m.mct() > LARGEST_MCT);
    let each = facts.diggers.map_or(STONES, |there| STONES_EACH.saturating_mul(i64::from(there)));
    let many = facts.stones > STONES && facts.stones > each;
    [(heavy, "mean"), (large, "largest"), (many, "stones")].into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quantity::Mass;
    use rstest::rstest;

    #[rstest]
    #[case(50_000, 1, None, None, &[])]
    #[case(50_001, 1, None, None, &["mean"])]
    #[case(100_001, 3, Some(100_000), None, &[])]
    #[case(100_001, 3, Some(100_001), None, &["largest"])]
    #[case(900_000, 1_000, None, Some(1), &[])]
    #[case(900_000, 1_001, None, None, &["stones"])]
    #[case(900_000, 1_001, None, Some(5), &["stones"])]
    #[case(900_000, 1_001, None, Some(6), &[])]
    #[case(500_000, 1, Some(500_000), Some(1), &["mean", "largest"])]
    fn told(#[case] weight: i64, #[case] stones: i64, #[case] largest: Option<i64>, #[case] diggers: Option<u32>, #[case] what: &[&str]) {
        let mass = |mct| Mass::new(mct).unwrap();
        let facts = ProductionFacts {
            site: crate::domain::ids::SiteId::new(uuid::Uuid::nil()),
            licence: crate::domain::ids::LicenceId::new(uuid::Uuid::nil()),
            on: "2026-05-20".parse().unwrap(),
            stones,
            weight_mct: mass(weight),
            largest_mct: largest.map(mass),
            classes: vec![],
            days_worked: None,
            diggers,
            gravel_dm3: None,
            page: None,
            position: None,
            accuracy_m: None,
            flags: vec![],
            late_reason: None,
            zone: None,
        };
        assert_eq!(unlikely(&facts), what);
    }
}
