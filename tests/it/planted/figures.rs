//! Published figures of known cases (field notes 6.1 and 9), given to the controls as a register would have had them.

use super::year::month;
use placer::domain::control::exports::{Left, beyond_production, value_outruns};
use placer::domain::control::offices::{OfficeMonth, jumps};
use placer::domain::control::{Severity, Sighting, Value};
use placer::domain::ids::OfficeId;
use placer::domain::jurisdiction::Profile;
use placer::domain::month::Month;
use std::collections::BTreeMap;

/// Every month of these years with a twelfth of what the year had.
fn spread<T>(years: &[(i32, i64)], of: impl Fn(i64) -> T) -> BTreeMap<Month, T> {
    let months = |year: i32| month(&format!("{year}-01")).until(month(&format!("{year}-12")));
    let of = &of;
    years.iter().flat_map(|(year, all)| months(*year).map(move |m| (m, of(all / 12)))).collect()
}

fn fact(s: &Sighting, name: &str) -> Option<Value> {
    s.evidence.facts.iter().find(|f| f.name == name).map(|f| f.value.clone())
}

/// Liberia's office at Ganta: almost nothing in 2011, 13,000 carats in 2012 [V:50].
#[test]
fn ganta_is_told_in_the_first_month_of_2012_and_through_its_first_half() {
    let limits = Profile::bundled("SL").unwrap().controls;
    let office = OfficeId::new(uuid::Uuid::from_u128(1));
    let of = |mct: i64| OfficeMonth { entries: i64::from(mct > 0), mct, late: 0 };
    let mut months = spread(&[(2012, 13_000_000)], of);
    // "Almost none": five carats in two months.
    months.insert(month("2011-03"), of(2_000));
    months.insert(month("2011-10"), of(3_000));
    let told = jumps(office, &months, month("2011-01"), month("2011-01"), &limits);
    let periods: Vec<&str> = told.iter().map(|s| s.period.as_str()).collect();
    assert_eq!(periods.first(), Some(&"2012-01"));
    assert!(told.iter().all(|s| s.severity == Severity::Critical), "the median before was nothing");
    assert_eq!(fact(&told[0], "mct"), Some(Value::Mct(1_083_333)));
}

/// The Republic of the Congo before July 2004: about 55,000 carats a year dug, 4 to 5 million exported [V:38,92].
#[test]
fn the_congos_exports_are_critical_by_every_published_figure() {
    let country = super::nation();
    let dug = spread(&[(2003, 55_000_000)], |mct| mct);
    for exports in [4_000_000_000, 4_500_000_000, 5_000_000_000] {
        let left = spread(&[(2003, exports)], |mct| Left { mct, usd_cents: mct, large: 0 });
        let told = beyond_production(&country, &left, &dug, 0, (month("2003-01"), month("2003-12")));
        assert_eq!(told.len(), 12, "from the first month on");
        assert!(told.iter().all(|s| s.severity == Severity::Critical));
        let last = told.last().unwrap();
        assert_eq!(last.period, "2003-12");
        // 4.5 million are 81.8 times 55,000.
        assert_eq!(last.measure / 1_000_000, exports / 55_000_000);
    }
}

/// Ghana, 2000 to 2005: six tenths more carats, 210 per cent more value [V:93]. The years between are not published: they are
/// taken as even steps.
#[test]
fn ghanas_value_outruns_its_weight_within_the_five_years() {
    let mut left = BTreeMap::new();
    for (n, year) in (0..=5_i64).zip(2000..) {
        let (weight, value) = (100_000_000 + 12_000_000 * n, 200_000_000 + 84_000_000 * n);
        for at in month(&format!("{year}-01")).until(month(&format!("{year}-12"))) {
            left.insert(at, Left { mct: weight / 12, usd_cents: value / 12, large: 0 });
        }
    }
    let told = value_outruns(&super::nation(), &left, (month("2001-12"), month("2005-12")));
    let last = told.iter().find(|s| s.period == "2005-12").unwrap();
    let per_cent = |name: &str| fact(last, name);
    assert!(matches!(per_cent("weight"), Some(Value::Ppm(w)) if w <= 600_000), "{last:?}");
    assert!(told.iter().all(|s| s.period.as_str() >= "2001-12" && s.severity == Severity::Alarm));
    // Weight alone that grows so says nothing.
    let even = spread(&[(2000, 100_000_000), (2001, 160_000_000)], |mct| Left { mct, usd_cents: mct * 2, large: 0 });
    assert_eq!(value_outruns(&super::nation(), &even, (month("2000-01"), month("2001-12"))), []);
}
