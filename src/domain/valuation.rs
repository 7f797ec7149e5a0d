//! What a shipment is worth: one sitting in which the stones are sorted into size classes and valued by the exporter, the
//! government's valuer and, where the country has one, an independent valuer. The value taken goes on the certificate and
//! is what is taxed (field notes 5.2: in Sierra Leone and Liberia the highest of them).

use crate::domain::certificate::lines_by_subheading;
use crate::domain::event::{HsCode, HsLine, ShipmentParcel, ShipmentValued};
use crate::domain::jurisdiction::{FeePer, Valuation as Rules, ValuationBasis};
use crate::domain::money::{Currency, Money};
use crate::domain::quantity::Mass;
use crate::domain::statistics::average_cents_per_carat;
use crate::domain::text_enum::text_enum;
use crate::domain::violation::{Violation, Violations};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One million: what parts are counted in.
const MILLION: i128 = 1_000_000;

text_enum! {
    /// Who states a value.
    Valuer, "valuer", {
        /// The exporter declares it.
        Exporter = "exporter",
        /// The government's valuer.
        Government = "government",
        /// A valuer of neither.
        Independent = "independent",
    }
}

/// Stones of one class and one subheading, with what each valuer says they are worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ValuedLine {
    /// The subheading.
    pub hs: HsCode,
    /// The class, of the table of the sheet.
    pub class: String,
    /// Stones.
    pub stones: i64,
    /// Their mass, milli-carats.
    pub weight_mct: Mass,
    /// What the exporter declares, US cents.
    pub exporter_cents: i64,
    /// What the government's valuer says, US cents.
    pub government_cents: i64,
    /// What the independent valuer says, US cents; none where there was none.
    pub independent_cents: Option<i64>,
}

impl ValuedLine {
    /// What a valuer says of it, US cents.
    #[must_use]
    pub const fn of(&self, valuer: Valuer) -> Option<i64> {
        match valuer {
            Valuer::Exporter => Some(self.exporter_cents),
            Valuer::Government => Some(self.government_cents),
            Valuer::Independent => self.independent_cents,
        }
    }
    /// US cents a carat by a valuer, to the nearest, halves up; none for no mass or no value.
    #[must_use]
    pub fn cents_per_carat(&self, valuer: Valuer) -> Option<i64> {
        average_cents_per_carat(self.of(valuer)?, self.weight_mct.mct())
    }
}

/// A duty, royalty, payment into a fund or fixed fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Charge {
    /// `duty`, `special`, or the code of a fund or fee.
    pub code: String,
    /// What a rate is taken from, or one fee, US cents.
    pub base_cents: i64,
    /// The rate, millionths; none of a fee.
    pub ppm: Option<i64>,
    /// How many fees; none of a rate.
    pub count: Option<i64>,
    /// The sum, US cents.
    pub cents: i64,
}

/// A valuation of a shipment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Valuation {
    /// What was stated and taken.
    pub facts: ShipmentValued,
    /// The entry.
    pub seq: i64,
    /// The region from which more than half of the carats came, by its code; none where no region has as much.
    pub region: Option<String>,
}

/// The region from which more than half of some carats came: each share with its region, or with none where that is not
/// known.
#[must_use]
pub fn region_of<R: Ord>(shares: impl IntoIterator<Item = (Option<R>, i64)>) -> Option<R> {
    let (mut whole, mut by_region) = (0_i64, BTreeMap::<R, i64>::new());
    for (region, mct) in shares {
        whole = whole.saturating_add(mct);
        if let Some(region) = region {
            let sum = by_region.entry(region).or_default();
            *sum = sum.saturating_add(mct);
        }
    }
    by_region.into_iter().find(|(_, mct)| *mct > whole.saturating_sub(*mct)).map(|(region, _)| region)
}

/// What a valuer's lines come to, US cents; none where he says nothing or the sum is out of bounds.
#[must_use]
pub fn total(lines: &[ValuedLine], valuer: Valuer) -> Option<i64> {
    lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.of(valuer)?)).filter(|_| !lines.is_empty())
}

/// Whose value is taken by the profile's rule, and that value. Of equal ones the government's is taken first.
#[must_use]
pub fn taken(lines: &[ValuedLine], basis: ValuationBasis) -> Option<(Valuer, i64)> {
    let government = total(lines, Valuer::Government).map(|t| (Valuer::Government, t));
    match basis {
        ValuationBasis::Government => government,
        ValuationBasis::Highest => {
            let others = [Valuer::Independent, Valuer::Exporter].into_iter().filter_map(|v| Some((v, total(lines, v)?)));
            government.into_iter().chain(others).reduce(|best, next| if next.1 > best.1 { next } else { best })
        }
    }
}

/// The lines of the certificate by the value taken: one for each subheading, in the order of the codes.
#[must_use]
pub fn certificate_lines(lines: &[ValuedLine], taken: Valuer) -> Vec<HsLine> {
    lines_by_subheading(lines.iter().filter_map(|l| Some((l.hs, l.weight_mct, l.of(taken)?))))
}

/// A part of a sum in millionths, rounded to the nearest cent, halves up. None beyond 64 bits.
#[must_use]
pub fn part_of(base_cents: i64, ppm: i64) -> Option<i64> {
    let product = i128::from(base_cents).checked_mul(i128::from(ppm))?;
    i64::try_from(product.checked_add(MILLION / 2)?.checked_div_euclid(MILLION)?).ok()
}

/// What is to be paid: of the value taken the royalty on special stones (single stones above the profile's value), the
/// duty on the rest, and the payments into funds on the whole; and the fixed fees for the certificate and for each of so
/// many parcels. Rates of nothing are left out.
#[must_use]
pub fn charges(lines: &[ValuedLine], by: Valuer, parcels: usize, rules: &Rules) -> Option<Vec<Charge>> {
    let special = |line: &ValuedLine| {
        let above = rules.special.as_ref().is_some_and(|s| line.of(by).is_some_and(|cents| cents > s.value.above_usd_cents));
        line.stones == 1 && above
    };
    let sum = |wanted: bool| lines.iter().filter(|l| special(l) == wanted).try_fold(0_i64, |sum, l| sum.checked_add(l.of(by)?));
    let (specials, rest) = (sum(true)?, sum(false)?);
    let royalty = rules.special.as_ref().map(|s| ("special".to_owned(), specials, i64::from(s.value.ppm)));
    let duty = ("duty".to_owned(), rest, i64::from(rules.duty_ppm.value));
    let whole = specials.checked_add(rest)?;
    let funds = rules.funds.iter().map(|f| (f.code.clone(), whole, i64::from(f.ppm)));
    let rates = royalty.into_iter().chain([duty]).chain(funds).filter(|(_, base, ppm)| *base > 0 && *ppm > 0);
    let rates = rates.map(|(code, base_cents, ppm)| {
        let cents = part_of(base_cents, ppm)?;
        Some(Charge { code, base_cents, ppm: Some(ppm), count: None, cents })
    });
    let fees = rules.fees.iter().map(|fee| {
        let count = match fee.per {
            FeePer::Certificate => 1,
            FeePer::Parcel => i64::try_from(parcels).ok()?,
        };
        let cents = fee.usd_cents.checked_mul(count)?;
        Some(Charge { code: fee.code.clone(), base_cents: fee.usd_cents, ppm: None, count: Some(count), cents })
    });
    rates.chain(fees).collect()
}

/// What the exporter declared of a subheading when the shipment was prepared, US cents.
#[must_use]
pub fn declared(parcels: &[ShipmentParcel], hs: HsCode) -> i64 {
    parcels.iter().filter(|p| p.hs == hs).map(|p| p.value_usd_cents).fold(0, i64::saturating_add)
}

/// Whether a line of several stones is worth so much by a valuer that one of them must be a special stone: more, on the mean,
/// than the profile's value.
#[must_use]
pub fn hides_special(line: &ValuedLine, by: Valuer, rules: &Rules) -> bool {
    let above = rules.special.as_ref().map(|s| i128::from(s.value.above_usd_cents).saturating_mul(i128::from(line.stones)));
    line.stones > 1 && line.of(by).zip(above).is_some_and(|(cents, above)| i128::from(cents) > above)
}

/// Everything that is wrong with a sheet: fields are `class-<n>` and so on, counted from 1. Its carats and stones must be
/// those of the shipment, by subheading, and what stands as the exporter's value must be what he declared.
#[must_use]
pub fn sheet_against(lines: &[ValuedLine], parcels: &[ShipmentParcel], classes: &[&str], rules: &Rules) -> Violations {
    let mut v = Violations::none();
    v.check(!lines.is_empty(), || Violation::new("valuation.empty"));
    let by = taken(lines, rules.basis.value).map(|(by, _)| by);
    for (at, line) in lines.iter().enumerate() {
        let on = |code, what: &str| Violation::on(code, format!("{what}-{}", at.saturating_add(1)));
        v.check(classes.contains(&line.class.as_str()), || on("unknown_choice", "class").with("typed", line.class.clone()));
        let twice = lines.iter().take(at).any(|l| l.hs == line.hs && l.class == line.class && l.stones > 1 && line.stones > 1);
        v.check(!twice, || on("valuation.twice", "class"));
        v.check(line.stones > 0, || on("valuation.stones_none", "stones"));
        v.check(!line.weight_mct.is_zero(), || on("valuation.weightless", "weight"));
        v.check(!by.is_some_and(|by| hides_special(line, by, rules)), || on("valuation.special_apart", "stones"));
        for valuer in Valuer::ALL {
            let asked = *valuer != Valuer::Independent || rules.independent.value;
            let said = line.of(*valuer);
            v.check(!asked || said.is_some_and(|cents| cents > 0), || on("valuation.no_value", valuer.as_str()));
            v.check(asked || said.is_none(), || on("valuation.not_asked", valuer.as_str()));
        }
    }
    for hs in HsCode::ALL {
        let packed = || parcels.iter().filter(|p| p.hs == hs);
        let sheet = || lines.iter().filter(|l| l.hs == hs);
        let (is, was) = (Mass::total(sheet().map(|l| l.weight_mct)), Mass::total(packed().map(|p| p.weight_mct)));
        let (is, was) = (is.unwrap_or(Mass::ZERO), was.unwrap_or(Mass::ZERO));
        v.check(is == was, || Violation::new("valuation.weight_differs").with("hs", hs.as_str()).with("sheet", is).with("packed", was));
        let (is, was) = (sheet().map(|l| l.stones).fold(0, i64::saturating_add), packed().map(|p| p.stones).fold(0, i64::saturating_add));
        v.check(is == was, || Violation::new("valuation.stones_differ").with("hs", hs.as_str()).with("sheet", is).with("packed", was));
        let (is, was) = (sheet().map(|l| l.exporter_cents).fold(0, i64::saturating_add), declared(parcels, hs));
        let usd = |minor: i64| Money { minor, currency: Currency::USD };
        let (way, by) = (if is < was { "less" } else { "more" }, i64::try_from(is.abs_diff(was)).unwrap_or(i64::MAX));
        v.check(is == was, || {
            Violation::new("valuation.declared_differs")
                .with("hs", hs.as_str())
                .with("sheet", usd(is))
                .with("declared", usd(was))
                .with("by", usd(by))
                .with("way", way)
        });
    }
    v
}

/// How the exporter's value stands to the government's, millionths; none where the government says nothing.
/// (F9 of the field notes: undervaluation shows as a low ratio.)
#[must_use]
pub fn declared_ratio_ppm(lines: &[ValuedLine]) -> Option<i64> {
    let (declared, government) = (total(lines, Valuer::Exporter)?, total(lines, Valuer::Government)?);
    i64::try_from(i128::from(declared).checked_mul(MILLION)?.checked_div(i128::from(government))?).ok()
}

/// A band of US cents a carat, learnt from earlier valuations: the values between which eight of ten lay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// A tenth lay below.
    pub low: i64,
    /// A tenth lay above.
    pub high: i64,
    /// From how many lines it was learnt.
    pub from: usize,
}

/// The fewest lines that make a band: with fewer, a tenth of them is none.
pub const BAND_LINES: usize = 10;

impl Band {
    /// The band of some values; none from fewer than [`BAND_LINES`].
    #[must_use]
    pub fn learnt(mut values: Vec<i64>) -> Option<Self> {
        let from = values.len();
        if from < BAND_LINES {
            return None;
        }
        values.sort_unstable();
        let tenth = from.checked_div(10)?;
        let last = from.checked_sub(tenth)?.checked_sub(1)?;
        Some(Self { low: *values.get(tenth)?, high: *values.get(last)?, from })
    }
    /// Whether a value lies outside.
    #[must_use]
    pub const fn is_left_by(self, cents_per_carat: i64) -> bool {
        cents_per_carat < self.low || cents_per_carat > self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::jurisdiction::{Fee, Profile, Text};
    use crate::domain::violation::Arg;

    fn line(hs: HsCode, class: &str, stones: i64, mct: i64, values: [i64; 3]) -> ValuedLine {
        let [exporter_cents, government_cents, independent] = values;
        ValuedLine {
            hs,
            class: class.into(),
            stones,
            weight_mct: Mass::new(mct).unwrap(),
            exporter_cents,
            government_cents,
            independent_cents: Some(independent),
        }
    }

    fn rules() -> Rules {
        Profile::bundled("SL").unwrap().valuation
    }

    /// 144.12 ct, owner 601,701; National Minerals Authority 648,540; independent valuer 659,925.48: taxed at 15 % of the
    /// highest, 98,988.82 (published example of Sierra Leone, field notes 5.2 and 9).
    #[test]
    fn the_published_example_comes_out_to_the_cent() {
        let stone = [line(HsCode::Gem, "+23", 1, 144_120, [60_170_100, 64_854_000, 65_992_548])];
        assert_eq!(taken(&stone, ValuationBasis::Highest), Some((Valuer::Independent, 65_992_548)));
        let due = charges(&stone, Valuer::Independent, 1, &rules()).unwrap();
        let told: Vec<_> = due.iter().map(|c| (c.code.as_str(), c.base_cents, c.ppm, c.count, c.cents)).collect();
        assert_eq!(
            told,
            [("special", 65_992_548, Some(150_000), None, 9_898_882), ("rehabilitation", 65_992_548, Some(500), None, 32_996)]
        );
    }

    /// "15 percent above US$500,000" (field notes 5.2): at exactly that the stone pays duty.
    #[test]
    fn a_stone_of_exactly_the_bound_is_not_special() {
        let due = |cents| {
            let stone = [line(HsCode::Gem, "+23", 1, 30_000, [cents, cents, cents])];
            charges(&stone, Valuer::Government, 1, &rules()).unwrap().remove(0)
        };
        let told = |c: Charge| (c.code, c.cents);
        assert_eq!(told(due(50_000_000)), ("duty".into(), 1_500_000));
        assert_eq!(told(due(50_000_001)), ("special".into(), 7_500_000));
    }

    #[test]
    fn fixed_fees_are_paid_for_the_certificate_and_for_each_parcel() {
        let mut rules = rules();
        let fee = |code: &str, usd_cents, per| Fee { code: code.into(), name: Text::of([]), usd_cents, per, source: "x".into() };
        rules.fees = vec![fee("paper", 1_500, FeePer::Certificate), fee("seal", 250, FeePer::Parcel)];
        let sheet = [line(HsCode::Gem, "+11", 9, 5_000, [100, 100, 100])];
        let due = charges(&sheet, Valuer::Government, 3, &rules).unwrap();
        let told: Vec<_> = due.iter().map(|c| (c.code.as_str(), c.base_cents, c.ppm, c.count, c.cents)).collect();
        let rates = [("duty", 100, Some(30_000), None, 3), ("rehabilitation", 100, Some(500), None, 0)];
        assert_eq!(told, [rates[0], rates[1], ("paper", 1_500, None, Some(1), 1_500), ("seal", 250, None, Some(3), 750)]);
        rules.fees[1].usd_cents = i64::MAX;
        assert_eq!(charges(&sheet, Valuer::Government, 3, &rules), None);
    }

    #[test]
    fn a_region_is_known_where_more_than_half_came_from_it() {
        assert_eq!(region_of([(Some("E"), 51), (Some("S"), 20), (None, 30)]), Some("E"));
        assert_eq!(region_of([(Some("E"), 30), (Some("S"), 50), (Some("E"), 20)]), None, "half is not more than half");
        assert_eq!(region_of([(None, 60), (Some("E"), 40)]), None);
        assert_eq!(region_of::<&str>([]), None);
    }

    #[test]
    fn special_stones_pay_royalty_and_the_rest_duty() {
        let sheet = [
            line(HsCode::Gem, "+23", 1, 30_000, [60_000_000, 60_000_000, 60_000_000]),
            line(HsCode::Gem, "+11", 9, 5_000, [100_001, 100_001, 100_001]),
            // Dear, but two stones.
            line(HsCode::Gem, "+21", 2, 20_000, [90_000_000, 90_000_000, 90_000_000]),
        ];
        let due = charges(&sheet, Valuer::Government, 1, &rules()).unwrap();
        let of = |code: &str| due.iter().find(|c| c.code == code).map(|c| (c.base_cents, c.cents));
        assert_eq!(of("special"), Some((60_000_000, 9_000_000)));
        assert_eq!(of("duty"), Some((90_100_001, 2_703_000)));
    }

    #[test]
    fn the_highest_or_the_governments_value_is_taken() {
        let sheet = [line(HsCode::Gem, "+9", 2, 900, [500, 300, 400]), line(HsCode::Unsorted, "+9", 2, 900, [1, 300, 200])];
        assert_eq!(taken(&sheet, ValuationBasis::Highest), Some((Valuer::Government, 600)));
        assert_eq!(taken(&sheet, ValuationBasis::Government), Some((Valuer::Government, 600)));
        let equal = [line(HsCode::Gem, "+9", 2, 900, [500, 500, 500])];
        assert_eq!(taken(&equal, ValuationBasis::Highest), Some((Valuer::Government, 500)), "of equal ones the government's");
        let lines: Vec<_> = certificate_lines(&sheet, Valuer::Government).iter().map(|l| (l.hs, l.value_usd_cents)).collect();
        assert_eq!(lines, [(HsCode::Unsorted, 300), (HsCode::Gem, 300)]);
    }

    #[test]
    fn a_half_cent_is_rounded_up() {
        assert_eq!((part_of(10, 50_000), part_of(9, 50_000), part_of(i64::MAX, 1_000_000)), (Some(1), Some(0), Some(i64::MAX)));
        assert_eq!(part_of(i64::MAX, 2_000_000), None);
    }

    #[test]
    fn the_sheet_must_have_the_carats_and_stones_of_the_shipment() {
        let packed = |hs, mct, stones| ShipmentParcel {
            parcel_no: 1,
            weight_mct: Mass::new(mct).unwrap(),
            stones,
            hs,
            seal: "S".into(),
            value_usd_cents: 10,
        };
        let parcels = [packed(HsCode::Gem, 1_000, 3), packed(HsCode::Gem, 500, 2), packed(HsCode::Industrial, 700, 9)];
        let classes = ["+9", "+11"];
        let good = [
            line(HsCode::Gem, "+9", 4, 600, [10, 11, 12]),
            line(HsCode::Gem, "+11", 1, 900, [10, 11, 12]),
            line(HsCode::Industrial, "+9", 9, 700, [10, 11, 12]),
        ];
        let told =
            |lines: &[ValuedLine]| sheet_against(lines, &parcels, &classes, &rules()).0.into_iter().map(|v| v.code).collect::<Vec<_>>();
        assert_eq!(told(&good), [] as [&str; 0]);
        assert_eq!(told(&good[..2]), ["valuation.weight_differs", "valuation.stones_differ", "valuation.declared_differs"]);
        let mut wrong = good.clone();
        wrong[1].class = "+12".into();
        wrong[1].government_cents = 0;
        wrong[0].independent_cents = None;
        assert_eq!(told(&wrong), ["valuation.no_value", "unknown_choice", "valuation.no_value"]);
        assert_eq!(
            told(&[]),
            ["valuation.empty"]
                .into_iter()
                .chain(["valuation.weight_differs", "valuation.stones_differ", "valuation.declared_differs"].repeat(2))
                .collect::<Vec<_>>()
        );
        // One cent too few in one subheading and one too many in another do not make up for each other.
        let mut shifted = good.clone();
        shifted[0].exporter_cents -= 1;
        shifted[2].exporter_cents += 1;
        assert_eq!(told(&shifted), ["valuation.declared_differs"; 2]);
        let by = sheet_against(&shifted, &parcels, &classes, &rules()).0[0].args.clone();
        let usd = |minor| Arg::Money(Money { minor, currency: Currency::USD });
        let wanted = [("hs", "7102.21".into()), ("sheet", usd(11)), ("declared", usd(10)), ("by", usd(1)), ("way", "more".into())];
        assert_eq!(by, wanted);
    }

    #[test]
    fn a_band_is_learnt_from_enough_lines() {
        assert_eq!(Band::learnt((0..9).collect()), None);
        assert_eq!(Band::learnt((0..10).collect()), Some(Band { low: 1, high: 8, from: 10 }));
        let band = Band::learnt((1..=20).rev().collect()).unwrap();
        assert_eq!((band.low, band.high, band.from), (3, 18, 20));
        assert!(band.is_left_by(2) && !band.is_left_by(3) && band.is_left_by(19));
    }

    #[test]
    fn undervaluation_shows_in_the_ratio() {
        assert_eq!(declared_ratio_ppm(&[line(HsCode::Gem, "+9", 2, 900, [84, 100, 100])]), Some(840_000));
    }
}
