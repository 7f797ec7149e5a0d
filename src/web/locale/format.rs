//! Quantities as the reader's language writes them, by the data of the Unicode consortium.
//!
//! Everything comes as integers and leaves as text; no float holds a quantity.

use super::{Locale, text};
use crate::domain::money::{Currency, Money, RateE6};
use crate::domain::quantity::{Mass, decimal};
use crate::domain::time::{Day, Instant};
use crate::domain::violation::Arg;
use chrono::{Datelike, Timelike};
use fixed_decimal::Decimal;
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::{YM, YMD, YMDT};
use icu_datetime::input::{Date, DateTime, Time};
use icu_decimal::DecimalFormatter;
use icu_decimal::options::GroupingStrategy;

/// The formatters of one language, made once.
pub(super) struct Formats {
    grouped: Option<DecimalFormatter>,
    plain: Option<DecimalFormatter>,
    long: Option<DateTimeFormatter<YMD>>,
    medium: Option<DateTimeFormatter<YMD>>,
    month: Option<DateTimeFormatter<YM>>,
    minute: Option<DateTimeFormatter<YMDT>>,
    second: Option<DateTimeFormatter<YMDT>>,
    decimal_sign: char,
}

impl Formats {
    /// A formatter that the data lacks stays empty, and the machine form is shown instead; a test keeps it from happening.
    pub(super) fn load(locale: Locale) -> Self {
        let forms: icu_locale::Locale = locale.forms().parse().unwrap_or(icu_locale::Locale::UNKNOWN);
        let grouped = DecimalFormatter::try_new((&forms).into(), GroupingStrategy::Auto.into()).ok();
        let plain = DecimalFormatter::try_new((&forms).into(), GroupingStrategy::Never.into()).ok();
        let half = written_by(plain.as_ref(), "0.5");
        Self {
            grouped,
            plain,
            long: DateTimeFormatter::try_new((&forms).into(), YMD::long()).ok(),
            medium: DateTimeFormatter::try_new((&forms).into(), YMD::medium()).ok(),
            month: DateTimeFormatter::try_new((&forms).into(), YM::long()).ok(),
            minute: DateTimeFormatter::try_new((&forms).into(), YMD::medium().with_time_hm()).ok(),
            second: DateTimeFormatter::try_new((&forms).into(), YMD::medium().with_time_hms()).ok(),
            decimal_sign: half.chars().find(|c| !c.is_ascii_digit()).unwrap_or('.'),
        }
    }
    pub(super) const fn decimal_sign(&self) -> char {
        self.decimal_sign
    }
}

fn written_by(formatter: Option<&DecimalFormatter>, machine: &str) -> String {
    match (formatter, Decimal::try_from_str(machine)) {
        (Some(formatter), Ok(number)) => formatter.format(&number).to_string(),
        _ => machine.to_owned(),
    }
}

/// A number in its machine form (`-1234.50`) as the language writes it, with its groups and every decimal given.
#[must_use]
pub fn written(locale: Locale, machine: &str) -> String {
    written_by(locale.formats().grouped.as_ref(), machine)
}

/// `value` units of 10^-`scale` with at least `least` decimals.
#[must_use]
pub fn scaled(locale: Locale, value: i64, scale: u32, least: usize) -> String {
    written(locale, &decimal(value, scale, least))
}

/// `scaled` without groups, for the value of an input field: `parse_decimal` reads it back with the language's sign.
#[must_use]
pub fn input_scaled(locale: Locale, value: i64, scale: u32, least: usize) -> String {
    written_by(locale.formats().plain.as_ref(), &decimal(value, scale, least))
}

/// A whole number, grouped.
#[must_use]
pub fn integer(locale: Locale, value: i64) -> String {
    scaled(locale, value, 0, 0)
}

/// Carats with two decimals, three if the last is not zero; no unit.
#[must_use]
pub fn carats(locale: Locale, mass: Mass) -> String {
    milli_carats(locale, mass.mct())
}

/// The same for a difference in milli-carats, which may be negative.
#[must_use]
pub fn milli_carats(locale: Locale, mct: i64) -> String {
    scaled(locale, mct, 3, 2)
}

/// Carats with the unit.
#[must_use]
pub fn carats_unit(locale: Locale, mass: Mass) -> String {
    with_unit(locale, "unit-carats", carats(locale, mass))
}

/// From so many carats to below so many, as a size class has them.
#[must_use]
pub fn between(locale: Locale, from: Mass, below: Option<Mass>) -> String {
    let from_to = |mass| Arg::Text(carats(locale, mass));
    match below {
        None => text(locale, "production-class-from", &[("from", from_to(from))]),
        Some(below) if from.is_zero() => text(locale, "production-class-below", &[("to", from_to(below))]),
        Some(below) => text(locale, "production-class-between", &[("from", from_to(from)), ("to", from_to(below))]),
    }
}

/// Carats for the value of an input field.
#[must_use]
pub fn input_carats(locale: Locale, mass: Mass) -> String {
    input_scaled(locale, mass.mct(), 3, 2)
}

/// An amount with all decimals of its currency, then the ISO 4217 code.
#[must_use]
pub fn money(locale: Locale, money: Money) -> String {
    let code = money.currency;
    let decimals = code.decimals();
    let number = scaled(locale, money.minor, decimals, usize::try_from(decimals).unwrap_or(0));
    text(locale, "unit-money", &[("n", Arg::Text(number)), ("code", Arg::from(code.as_str()))])
}

/// US cents as an amount of US dollars.
#[must_use]
pub fn usd(locale: Locale, minor: i64) -> String {
    money(locale, Money { minor, currency: Currency::USD })
}

/// An amount without its code, for the value of an input field.
#[must_use]
pub fn input_money(locale: Locale, money: Money) -> String {
    let decimals = money.currency.decimals();
    input_scaled(locale, money.minor, decimals, usize::try_from(decimals).unwrap_or(0))
}

/// Units of local currency for one US dollar, two decimals or as many as there are.
#[must_use]
pub fn rate(locale: Locale, rate: RateE6) -> String {
    scaled(locale, rate.0, 6, 2)
}

/// A limit in millionths as an exact percentage: 5,000 is `0.5%`.
#[must_use]
pub fn percent(locale: Locale, ppm: i64) -> String {
    with_unit(locale, "unit-percent", scaled(locale, ppm, 4, 0))
}

/// A share in millionths as a percentage with one decimal. Where that would round to nothing or to the whole
/// without being so, all decimals are shown: a trace with a grain of unknown origin is not 100 percent.
#[must_use]
pub fn share(locale: Locale, ppm: i64) -> String {
    const WHOLE: i64 = 1_000_000;
    let tenths = rounded(ppm, 1_000);
    if (tenths == 0 && ppm != 0) || (tenths == 1_000 && ppm != WHOLE) {
        return percent(locale, ppm);
    }
    with_unit(locale, "unit-percent", scaled(locale, tenths, 1, 1))
}

/// Square metres below a hectare, else hectares with at most two decimals.
#[must_use]
pub fn area(locale: Locale, m2: i64) -> String {
    if m2.unsigned_abs() < 10_000 {
        return with_unit(locale, "unit-square-metres", integer(locale, m2));
    }
    with_unit(locale, "unit-hectares", scaled(locale, rounded(m2, 100), 2, 0))
}

/// Whole metres with the unit.
#[must_use]
pub fn metres(locale: Locale, m: i64) -> String {
    with_unit(locale, "unit-metres", integer(locale, m))
}

/// A latitude in 1e-7 degree, to five decimals (a metre on the ground).
#[must_use]
pub fn latitude(locale: Locale, e7: i64) -> String {
    degrees(locale, e7, "degrees-north", "degrees-south")
}

/// A longitude in 1e-7 degree, to five decimals.
#[must_use]
pub fn longitude(locale: Locale, e7: i64) -> String {
    degrees(locale, e7, "degrees-east", "degrees-west")
}

fn degrees(locale: Locale, e7: i64, plus: &str, minus: &str) -> String {
    let id = if e7 < 0 { minus } else { plus };
    with_unit(locale, id, scaled(locale, rounded(e7, 100).saturating_abs(), 5, 5))
}

/// `22 November 2026`.
#[must_use]
pub fn day(locale: Locale, day: Day) -> String {
    written_day(locale, locale.formats().long.as_ref(), day)
}

/// `22 Nov 2026`, for tables. Never figures alone: they are read in two ways.
#[must_use]
pub fn day_short(locale: Locale, day: Day) -> String {
    written_day(locale, locale.formats().medium.as_ref(), day)
}

/// `November 2026`: the month of a day.
#[must_use]
pub fn month(locale: Locale, day: Day) -> String {
    let written = || {
        let date = Date::try_new_iso(day.year(), small(day.month())?, 1).ok()?;
        Some(locale.formats().month.as_ref()?.format(&date).to_string())
    };
    written().unwrap_or_else(|| day.format("%Y-%m").to_string())
}

/// `22 Nov 2026, 14:05 UTC`.
#[must_use]
pub fn instant(locale: Locale, at: Instant) -> String {
    written_instant(locale, locale.formats().minute.as_ref(), at)
}

/// `22 Nov 2026, 14:05:31 UTC`, for evidence.
#[must_use]
pub fn instant_exact(locale: Locale, at: Instant) -> String {
    written_instant(locale, locale.formats().second.as_ref(), at)
}

fn small(n: u32) -> Option<u8> {
    u8::try_from(n).ok()
}

/// The first of a month is an ordinal in French, which the formats do not know.
fn ordinal_first(locale: Locale, written: String) -> String {
    match written.strip_prefix("1 ") {
        Some(rest) if locale.tag() == "fr" => format!("1er {rest}"),
        _ => written,
    }
}

fn written_day(locale: Locale, formatter: Option<&DateTimeFormatter<YMD>>, day: Day) -> String {
    let written = || {
        let date = Date::try_new_iso(day.year(), small(day.month())?, small(day.day())?).ok()?;
        Some(ordinal_first(locale, formatter?.format(&date).to_string()))
    };
    written().unwrap_or_else(|| day.to_string())
}

fn written_instant(locale: Locale, formatter: Option<&DateTimeFormatter<YMDT>>, at: Instant) -> String {
    let utc = at.utc();
    let written = || {
        let date = Date::try_new_iso(utc.year(), small(utc.month())?, small(utc.day())?).ok()?;
        let time = Time::try_new(small(utc.hour())?, small(utc.minute())?, small(utc.second())?, 0).ok()?;
        Some(ordinal_first(locale, formatter?.format(&DateTime { date, time }).to_string()))
    };
    match written() {
        Some(written) => text(locale, "instant-utc", &[("at", Arg::Text(written))]),
        None => at.to_string(),
    }
}

fn with_unit(locale: Locale, id: &str, number: String) -> String {
    text(locale, id, &[("n", Arg::Text(number))])
}

/// `value / by`, halves away from zero.
const fn rounded(value: i64, by: i64) -> i64 {
    let half = by / 2;
    let moved = if value < 0 { value.saturating_sub(half) } else { value.saturating_add(half) };
    moved / by
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::quantity::{MASS_MAX_MCT, parse_decimal};
    use Locale::{En, Fr};
    use proptest::prelude::*;
    use rstest::rstest;

    fn mass(mct: i64) -> Mass {
        Mass::new(mct).unwrap()
    }
    fn amount(minor: i64, code: &str) -> Money {
        Money { minor, currency: code.parse().unwrap() }
    }

    #[test]
    fn the_data_has_every_language() {
        for locale in Locale::ALL {
            let f = locale.formats();
            assert!(f.grouped.is_some() && f.plain.is_some() && f.long.is_some() && f.medium.is_some());
            assert!(f.minute.is_some() && f.second.is_some() && f.month.is_some());
            assert!(['.', ','].contains(&locale.decimal_sign()), "parse_decimal knows no other sign");
        }
        assert_eq!((En.decimal_sign(), Fr.decimal_sign()), ('.', ','));
    }

    #[rstest]
    #[case(12_300, "12.30", "12,30")]
    #[case(12_345, "12.345", "12,345")]
    #[case(0, "0.00", "0,00")]
    #[case(1_234_567_890, "1,234,567.89", "1\u{202f}234\u{202f}567,89")]
    fn carats_in_both_languages(#[case] mct: i64, #[case] en: &str, #[case] fr: &str) {
        assert_eq!(carats(En, mass(mct)), en);
        assert_eq!(carats(Fr, mass(mct)), fr);
    }

    #[test]
    fn units_keep_to_their_number() {
        assert_eq!(carats_unit(Fr, mass(5)), "0,005\u{a0}ct");
        assert_eq!(milli_carats(En, -1_500), "-1.50");
        assert_eq!(metres(En, 1_200), "1,200\u{a0}m");
        assert_eq!(integer(En, i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn amounts_show_all_decimals_and_the_code() {
        assert_eq!(money(En, amount(123_450, "USD")), "1,234.50\u{a0}USD");
        assert_eq!(money(Fr, amount(123_450, "USD")), "1\u{202f}234,50\u{a0}USD");
        assert_eq!(money(Fr, amount(650_000, "XAF")), "650\u{202f}000\u{a0}XAF");
        assert_eq!(input_money(Fr, amount(123_450, "SLE")), "1234,50");
        assert_eq!(rate(En, RateE6(22_500_000)), "22.50");
        assert_eq!(rate(En, RateE6(601_123_456)), "601.123456");
    }

    #[test]
    fn percentages_are_exact_and_shares_never_lie_at_the_ends() {
        assert_eq!(percent(En, 5_000), "0.5%");
        assert_eq!(percent(Fr, 2_500), "0,25\u{202f}%");
        assert_eq!(percent(En, 1_000_000), "100%");
        assert_eq!(share(En, 123_456), "12.3%");
        assert_eq!(share(En, 1_000_000), "100.0%");
        assert_eq!(share(En, 0), "0.0%");
        assert_eq!(share(En, 999_999), "99.9999%");
        assert_eq!(share(En, 1), "0.0001%");
    }

    #[test]
    fn areas_and_positions() {
        assert_eq!(area(En, 9_999), "9,999\u{a0}m²");
        assert_eq!(area(En, 10_000), "1\u{a0}ha");
        assert_eq!(area(Fr, 12_549), "1,25\u{a0}ha");
        assert_eq!(area(En, 200_000_000), "20,000\u{a0}ha");
        assert_eq!(latitude(En, 81_234_567), "8.12346° N");
        assert_eq!(longitude(Fr, -110_000_049), "11,00000° O");
        assert_eq!(longitude(En, i64::MIN), "922,337,203,685.47758° W", "nonsense in, no panic");
    }

    #[test]
    fn days_and_instants() {
        let d: Day = "2026-08-01".parse().unwrap();
        assert_eq!(day(En, d), "1 August 2026");
        assert_eq!(day(Fr, d), "1er août 2026");
        assert_eq!(day_short(En, d), "1 Aug 2026");
        assert_eq!(day_short(Fr, d), "1er août 2026");
        assert_eq!((month(En, d), month(Fr, d)), ("August 2026".into(), "août 2026".into()));
        let at: Instant = "2026-11-22T14:05:31.25Z".parse().unwrap();
        assert_eq!(instant(En, at), "22 Nov 2026, 14:05\u{a0}UTC");
        assert_eq!(instant(Fr, at), "22 nov. 2026, 14:05\u{a0}UTC");
        assert_eq!(instant_exact(En, at), "22 Nov 2026, 14:05:31\u{a0}UTC");
    }

    proptest! {
        #[test]
        fn an_input_field_is_read_back_as_it_was(mct in 0..=MASS_MAX_MCT) {
            for locale in Locale::ALL {
                let shown = input_carats(*locale, mass(mct));
                prop_assert_eq!(parse_decimal(&shown, 3, locale.decimal_sign()), Ok(mct));
            }
        }
    }
}
