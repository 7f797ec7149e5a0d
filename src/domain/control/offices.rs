//! Offices, and those who write down.

use super::alert::{LinkKind, Severity, Sighting, SubjectKind, Value};
use super::pit::{USUAL_MONTHS, jumping, median};
use super::{Control, ControlKind, Family, Theme};
use crate::domain::ids::{AccountId, OfficeId};
use crate::domain::jurisdiction::Controls;
use crate::domain::month::Month;
use crate::domain::time::Day;
use crate::domain::trace::share_ppm;
use std::collections::BTreeMap;

/// The controls of this family.
pub const CONTROLS: &[Control] = &[
    Control {
        code: "F2",
        family: Family::Offices,
        kind: ControlKind::Alerts,
        themes: &[Theme::M8, Theme::M11],
        frauds: &["F2", "F6"],
        source: "6.1 F2 [V:50]; 9",
        refusals: &[],
        settings: &["controls.spike_factor", "controls.office_spike_least_mct"],
        subject: Some(SubjectKind::Office),
        evidence: "/statistics",
    },
    Control {
        code: "F17",
        family: Family::Offices,
        kind: ControlKind::Alerts,
        themes: &[Theme::M5, Theme::M10],
        frauds: &["F17"],
        source: "6.1 F17 [V:52]",
        refusals: &[],
        settings: &["controls.silent_days", "controls.silent_least_entries"],
        subject: Some(SubjectKind::Office),
        evidence: "/production",
    },
    Control {
        code: "C13",
        family: Family::Offices,
        kind: ControlKind::Alerts,
        themes: &[Theme::M5],
        frauds: &["F8"],
        source: "6.2 C13 [D]; 5.5 [V:57]",
        refusals: &[],
        settings: &["controls.late_share_ppm", "controls.late_least", "times.production_late_working_days"],
        subject: Some(SubjectKind::Office),
        evidence: "/production",
    },
    Control {
        code: "C15",
        family: Family::Offices,
        kind: ControlKind::Alerts,
        themes: &[Theme::M5],
        frauds: &["F8", "F16"],
        source: "6.2 C15 [D]",
        refusals: &[],
        settings: &["controls.round_share_ppm", "controls.digits_least"],
        subject: Some(SubjectKind::Account),
        evidence: "/production",
    },
];

/// What an office wrote down in a month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OfficeMonth {
    /// Entries.
    pub entries: i64,
    /// Milli-carats.
    pub mct: i64,
    /// Entries that were late.
    pub late: i64,
}

/// Months in which an office's carats jump (F2). A month without anything counts as nothing, once the office has begun.
#[must_use]
pub fn jumps(office: OfficeId, months: &BTreeMap<Month, OfficeMonth>, opened: Month, from: Month, limits: &Controls) -> Vec<Sighting> {
    let Some(last) = months.keys().next_back() else { return Vec::new() };
    let mct = |month: Month| months.get(&month).map_or(0, |m| m.mct);
    let series: BTreeMap<Month, i64> = opened.until(*last).map(|month| (month, mct(month))).collect();
    let factor = i64::from(limits.spike_factor.value);
    let jumps = jumping(&series, from, factor, i64::from(limits.office_spike_least_mct.value));
    let told = jumps.into_iter().map(|(month, mct, median)| {
        let severity = if median == 0 { Severity::Critical } else { Severity::Alarm };
        Sighting::new("F2", office, month)
            .weighing(severity, mct)
            .fact("month", month)
            .fact("mct", Value::Mct(mct))
            .fact("median", Value::Mct(median))
            .fact("factor", Value::Count(factor))
    });
    told.collect()
}

/// An office that is used to writing down and has written nothing for long (F17), as things stand on a day. `last` is the day
/// of its last entry, `usual` what it wrote in each of the twelve months up to that day.
#[must_use]
pub fn silent(office: OfficeId, last: Day, usual: &[i64], today: Day, limits: &Controls) -> Option<Sighting> {
    let days = today.signed_duration_since(last).num_days();
    let entries = median(usual.to_vec());
    let active = entries >= i64::from(limits.silent_least_entries.value);
    (active && days > i64::from(limits.silent_days.value)).then(|| {
        Sighting::new("F17", office, "")
            .weighing(Severity::Alarm, days)
            .fact("days", Value::Count(days))
            .fact("last", Value::Day(last))
            .fact("entries", Value::Count(entries))
    })
}

/// The months whose entries tell what an office is used to.
#[must_use]
pub fn usual_until(months: &BTreeMap<Month, OfficeMonth>, last: Day) -> Vec<i64> {
    let end = Month::of(last);
    let entries = |month: Month| months.get(&month).map_or(0, |m| m.entries);
    let first = months.keys().next().copied().unwrap_or(end).max(end.plus(1_i32.saturating_sub(USUAL_MONTHS)));
    first.until(end).map(entries).collect()
}

/// Months of which too much was written down late (C13).
#[must_use]
pub fn late(office: OfficeId, months: &BTreeMap<Month, OfficeMonth>, from: Month, limits: &Controls) -> Vec<Sighting> {
    let mut found = Vec::new();
    for (month, m) in months.range(from..) {
        let share = share_ppm(m.late, m.entries);
        if m.late >= i64::from(limits.late_least.value) && share > i64::from(limits.late_share_ppm.value) {
            let sighting = Sighting::new("C13", office, month)
                .weighing(Severity::Notice, share)
                .fact("month", *month)
                .fact("late", Value::Count(m.late))
                .fact("entries", Value::Count(m.entries))
                .fact("share", Value::Ppm(share));
            found.push(sighting);
        }
    }
    found
}

/// Ten per cent of weights read to a hundredth end in nought by chance.
const TENTHS: i64 = 100;
/// The least probability with which the last digits may be so uneven by chance.
const DIGITS_P: f64 = 1e-6;

/// Months in which too many weights that one person wrote down are round, or whose last digits are too uneven for a scale
/// (C15). `months` has the milli-carats and parcel numbers of his entries; only those of a carat or more are looked at, since
/// smaller stones have too few digits.
#[must_use]
pub fn invented(account: AccountId, months: &BTreeMap<Month, Vec<(i64, i64)>>, from: Month, limits: &Controls) -> Vec<Sighting> {
    let mut found = Vec::new();
    for (month, weights) in months.range(from..) {
        let weights: Vec<(i64, i64)> = weights.iter().copied().filter(|(mct, _)| *mct >= 1_000).collect();
        let count = i64::try_from(weights.len()).unwrap_or(i64::MAX);
        if count < i64::from(limits.digits_least.value) {
            continue;
        }
        let round: Vec<i64> = weights.iter().filter(|(mct, _)| mct.rem_euclid(TENTHS) == 0).map(|(_, no)| *no).collect();
        let share = share_ppm(i64::try_from(round.len()).unwrap_or(i64::MAX), count);
        let mut digits = [0_u32; 10];
        for (mct, _) in &weights {
            let digit = usize::try_from(mct.div_euclid(10).rem_euclid(10)).unwrap_or(0);
            if let Some(seen) = digits.get_mut(digit) {
                *seen = seen.saturating_add(1);
            }
        }
        let p = even_p(&digits);
        let rounded = share > i64::from(limits.round_share_ppm.value);
        if !rounded && p >= DIGITS_P {
            continue;
        }
        let (most, times) = digits.iter().enumerate().max_by_key(|(_, n)| **n).map_or((0, 0), |(d, n)| (d, *n));
        let sighting = Sighting::new("C15", account, month)
            .weighing(if rounded { Severity::Alarm } else { Severity::Notice }, share)
            .fact("what", Value::Text(if rounded { "round" } else { "digits" }.to_owned()))
            .fact("month", *month)
            .fact("share", Value::Ppm(share))
            .fact("entries", Value::Count(count))
            .fact("digit", Value::Count(i64::try_from(most).unwrap_or(0)))
            .fact("times", Value::Count(i64::from(times)));
        found.push(sighting.links(LinkKind::Parcel, round));
    }
    found
}

/// How probable it is that ten kinds that are equally likely come so unevenly: the upper tail of chi-square with nine degrees
/// of freedom.
#[must_use]
pub fn even_p(seen: &[u32; 10]) -> f64 {
    use statrs::distribution::{ChiSquared, ContinuousCDF};
    let all: u32 = seen.iter().fold(0, |sum: u32, n| sum.saturating_add(*n));
    if all == 0 {
        return 1.0;
    }
    let expected = f64::from(all) / 10.0;
    let chi: f64 = seen.iter().map(|n| (f64::from(*n) - expected).powi(2) / expected).sum();
    ChiSquared::new(9.0).map_or(1.0, |d| d.sf(chi))
}
