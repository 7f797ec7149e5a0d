use super::compare::chi_square;
use super::*;
use crate::domain::jurisdiction::Profile;
use proptest::prelude::*;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Printed with what fails, so that it can be repeated.
const SEED: u64 = 20_260_731;
/// Parcels drawn for each rate.
const PARCELS: usize = 2_000;

fn limits() -> Limits {
    Profile::bundled("CF").unwrap().footprint.unwrap()
}

fn sizes(classes: &[(i64, i64)]) -> Sizes {
    Sizes::from_counts(classes.to_vec())
}

fn compared(found: &Sizes, reference: &Sizes) -> Comparison {
    Comparison::of(found, &Expected::mixed(&[(1_000, reference)]).unwrap()).unwrap()
}

fn judged(comparison: Comparison) -> Judged {
    Judged { comparison, references: Vec::new(), covered_ppm: 1_000_000 }
}

/// A field: how often a stone falls into each class, in thousandths, and the milli-carats of one in it.
type Field = [(i64, (i64, i64)); 5];
/// Fine goods.
const FINE: Field = [(420, (20, 100)), (330, (100, 250)), (160, (250, 500)), (70, (500, 1_000)), (20, (1_000, 2_000))];
/// Coarse goods.
const COARSE: Field = [(200, (20, 100)), (280, (100, 250)), (260, (250, 500)), (180, (500, 1_000)), (80, (1_000, 2_000))];
/// Nearly fine goods: a percent of the stones one class up.
const NEAR: Field = [(410, (20, 100)), (330, (100, 250)), (165, (250, 500)), (73, (500, 1_000)), (22, (1_000, 2_000))];

/// Chance from a seed (splitmix64).
struct Seeded(u64);

impl Seeded {
    fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

fn below(chance: &mut Seeded, n: i64) -> i64 {
    (chance.next_u64() % n.unsigned_abs()) as i64
}

fn drawn(chance: &mut Seeded, field: &Field, stones: usize) -> Sizes {
    let mut classes = vec![(0, 0); field.len()];
    for _ in 0..stones {
        let mut left = below(chance, 1_000);
        for ((share, (least, most)), class) in field.iter().zip(&mut classes) {
            if left < *share {
                *class = (class.0 + 1, class.1 + least + below(chance, most - least));
                break;
            }
            left -= share;
        }
    }
    sizes(&classes)
}

/// How many of some parcels are told to differ, of 1,000.
fn told_of_thousand(field: &Field, stones: usize) -> usize {
    let mut chance = Seeded(SEED);
    let reference = drawn(&mut chance, &FINE, 1_500);
    let limits = limits();
    let told = (0..PARCELS).filter(|_| judged(compared(&drawn(&mut chance, field, stones), &reference)).differs(&limits)).count();
    let rate = told * 1_000 / PARCELS;
    println!("seed {SEED}: {told} of {PARCELS} parcels of {stones} stones are told to differ");
    rate
}

#[test]
fn parcels_from_the_reference_are_rarely_told_and_those_from_another_field_mostly() {
    for stones in [100, 300, 1_000] {
        let rate = told_of_thousand(&FINE, stones);
        assert!(rate <= 2, "seed {SEED}: {rate} of 1,000 parcels of {stones} stones from the reference are told");
    }
    for (stones, least) in [(100, 500), (300, 950), (1_000, 990)] {
        let rate = told_of_thousand(&COARSE, stones);
        assert!(rate >= least, "seed {SEED}: only {rate} of 1,000 parcels of {stones} stones from another field are told");
    }
}

#[test]
fn a_large_parcel_differs_by_chance_alone_and_is_held_by_its_effect() {
    let mut chance = Seeded(SEED);
    let reference = drawn(&mut chance, &FINE, 400_000);
    let found = compared(&drawn(&mut chance, &NEAR, 400_000), &reference);
    assert!(found.chance_ppb < 1_000, "seed {SEED}: chance {} in 1,000,000,000", found.chance_ppb);
    assert!(found.gap_ppm < 100_000 && found.divergence_ppm < 10_000, "seed {SEED}: {found:?}");
    assert!(!judged(found).differs(&limits()), "seed {SEED}");
}

#[test]
fn few_stones_or_few_of_known_origin_say_nothing() {
    let reference = sizes(&[(600, 60_000), (300, 60_000), (100, 60_000)]);
    let other = compared(&sizes(&[(5, 500), (20, 4_000), (74, 44_400)]), &reference);
    let mut found = judged(other);
    assert!(!found.is_enough(&limits()) && !found.differs(&limits()), "99 stones");
    found.comparison = compared(&sizes(&[(5, 500), (20, 4_000), (75, 45_000)]), &reference);
    assert!(found.differs(&limits()), "100 stones: {:?}", found.comparison);
    found.covered_ppm = 899_999;
    assert!(!found.differs(&limits()));
}

/// Critical values of the chi-square distribution as tables print them: degrees of freedom, upper tail, value.
#[test]
fn the_distribution_is_that_of_the_tables() {
    for (freedom, tail, value) in [
        (1.0, 0.05, 3.841),
        (1.0, 0.001, 10.828),
        (2.0, 0.05, 5.991),
        (3.0, 0.01, 11.345),
        (5.0, 0.05, 11.070),
        (7.0, 0.001, 24.322),
        (10.0, 0.05, 18.307),
    ] {
        let found = ChiSquared::new(freedom).unwrap().sf(value);
        assert!((found - tail).abs() < 0.001 * tail + 5e-5, "{freedom} degrees, {value}: {found} and not {tail}");
    }
}

/// Two rows of two: n(ad - bc)^2 / ((a+b)(c+d)(a+c)(b+d)).
#[test]
fn chi_square_of_a_fourfold_table() {
    let (statistic, freedom, chance) = chi_square(&[(20.0, 30.0), (40.0, 10.0)]);
    let by_hand = 100.0 * f64::powi(20.0 * 10.0 - 30.0 * 40.0, 2) / (50.0 * 50.0 * 60.0 * 40.0);
    assert!((statistic - by_hand).abs() < 1e-9, "{statistic} and not {by_hand}");
    assert_eq!(freedom, 1);
    assert!(chance < 0.001, "{chance}");
}

#[test]
fn thin_ends_are_put_together_until_five_are_expected() {
    let (_, freedom, _) = chi_square(&[(1.0, 1.0), (2.0, 2.0), (50.0, 50.0), (40.0, 40.0), (3.0, 3.0), (1.0, 1.0)]);
    assert_eq!(freedom, 1, "1 + 2 with 50, and 3 + 1 with 40");
    let (statistic, freedom, chance) = chi_square(&[(1.0, 2.0), (1.0, 1.0)]);
    assert_eq!((statistic, freedom, chance), (0.0, 0, 1.0), "one class: nothing is tested");
}

#[test]
fn distances_by_hand() {
    let reference = sizes(&[(50, 1_000), (50, 3_000)]);
    let same = compared(&sizes(&[(500, 10_000), (500, 30_000)]), &reference);
    assert_eq!((same.gap_ppm, same.stones_gap_ppm, same.divergence_ppm, same.chi_square_milli), (0, 0, 0, 0));
    let other = compared(&sizes(&[(100, 2_000), (100, 2_000)]), &reference);
    assert_eq!((other.gap_ppm, other.gap_class, other.finer, other.stones_gap_ppm), (250_000, 0, true, 0));
    // All of one class against all of another: one whole bit.
    let apart = compared(&sizes(&[(100, 1_000), (0, 0)]), &sizes(&[(0, 0), (100, 9_000)]));
    assert_eq!((apart.divergence_ppm, apart.gap_ppm), (1_000_000, 1_000_000));
}

#[test]
fn references_are_mixed_by_carats_and_their_stones_by_stones() {
    // A carat of the first is ten stones, of the second one: of a carat of each there are eleven, ten of the first.
    let (fine, coarse) = (sizes(&[(1_000, 100_000), (0, 0)]), sizes(&[(0, 0), (1_000, 1_000_000)]));
    let expected = Expected::mixed(&[(1_000, &fine), (1_000, &coarse)]).unwrap();
    let found = Comparison::of(&sizes(&[(10, 1_000), (1, 1_000)]), &expected).unwrap();
    assert_eq!((found.gap_ppm, found.stones_gap_ppm, found.divergence_ppm), (0, 0, 0), "{found:?}");
    assert_eq!(found.rests_on, 1_198, "1 / ((10/11)^2 / 1000 + (1/11)^2 / 1000)");
    assert!(Expected::mixed(&[]).is_none());
    assert!(Expected::mixed(&[(1, &sizes(&[(0, 0)]))]).is_none());
    assert!(Comparison::of(&sizes(&[(0, 0), (0, 0)]), &expected).is_none());
    assert!(Comparison::of(&sizes(&[(1, 1)]), &expected).is_none());
}

#[test]
fn areas_are_read_as_they_are_written() {
    for text in ["zone/3", "office/0190b4b2-0000-7000-8000-000000000001"] {
        assert_eq!(text.parse::<FootprintArea>().unwrap().to_string(), text);
    }
    for text in ["", "zone", "zone/x", "site/3"] {
        assert!(text.parse::<FootprintArea>().is_err(), "{text}");
    }
}

fn counted() -> impl Strategy<Value = Sizes> {
    let class = (0_i64..5_000).prop_flat_map(|n| (Just(n), n * 20..=n * 2_000));
    proptest::collection::vec(class, 6).prop_map(Sizes::from_counts).prop_filter("stones", |s| s.stones() > 0)
}

proptest! {
    #[test]
    fn every_distance_lies_between_nothing_and_all(found in counted(), reference in counted()) {
        let c = compared(&found, &reference);
        for ppm in [c.gap_ppm, c.stones_gap_ppm, c.divergence_ppm] {
            prop_assert!((0..=1_000_000).contains(&ppm), "{c:?}");
        }
        prop_assert!((0..=1_000_000_000).contains(&c.chance_ppb) && c.chi_square_milli >= 0 && c.freedom < 6);
        let whole: i64 = c.classes.iter().map(|s| s.stones_ppm).sum();
        prop_assert!((whole - 1_000_000).abs() <= 6);
        prop_assert_eq!(c.classes.iter().map(|s| s.mct).sum::<i64>(), found.mct());
    }

    #[test]
    fn what_is_the_reference_does_not_differ_from_it(found in counted(), times in 1_i64..20) {
        let more = Sizes::from_counts(found.classes().iter().map(|(n, m)| (n * times, m * times)).collect());
        let c = compared(&more, &found);
        prop_assert_eq!((c.gap_ppm, c.divergence_ppm, c.chi_square_milli), (0, 0, 0));
        prop_assert!(!judged(c).differs(&limits()));
    }

    #[test]
    fn whoever_is_held_against_whom_the_distance_is_the_same(a in counted(), b in counted()) {
        let (one, other) = (compared(&a, &b), compared(&b, &a));
        prop_assert_eq!((one.gap_ppm, one.stones_gap_ppm, one.divergence_ppm), (other.gap_ppm, other.stones_gap_ppm, other.divergence_ppm));
    }
}
