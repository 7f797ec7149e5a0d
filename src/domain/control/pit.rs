//! The book at the pit.

use super::alert::{LinkKind, Severity, Sighting, SubjectKind, Value};
use super::{Control, ControlKind, Family, Theme};
use crate::domain::geo::Position;
use crate::domain::ids::{AccountId, LicenceId, PartyId, SiteId};
use crate::domain::jurisdiction::Controls;
use crate::domain::month::Month;
use crate::domain::time::{Day, Instant};
use std::collections::BTreeMap;

/// The controls of this family.
pub const CONTROLS: &[Control] = &[
    Control {
        code: "C10",
        family: Family::Pit,
        kind: ControlKind::Alerts,
        themes: &[Theme::M5, Theme::M13],
        frauds: &["F8"],
        source: "6.2 C10 [D]",
        refusals: &[],
        settings: &["controls.outlier_factor", "controls.outlier_least_mct"],
        subject: Some(SubjectKind::Site),
        evidence: "/production",
    },
    Control {
        code: "F8",
        family: Family::Pit,
        kind: ControlKind::Alerts,
        themes: &[Theme::M5, Theme::M8],
        frauds: &["F8"],
        source: "6.1 F8 [V:100,101], F2 [V:50]: the factor of an office, for a site",
        refusals: &[],
        settings: &["controls.spike_factor", "controls.site_spike_least_mct"],
        subject: Some(SubjectKind::Site),
        evidence: "/production",
    },
    Control {
        code: "F6",
        family: Family::Pit,
        kind: ControlKind::Alerts,
        themes: &[Theme::M11],
        frauds: &["F6"],
        source: "6.1 F6 [V:98,99,56]",
        refusals: &[],
        settings: &["controls.border_m", "controls.border_spike_factor", "controls.site_spike_least_mct"],
        subject: Some(SubjectKind::Site),
        evidence: "/map",
    },
    Control {
        code: "C14",
        family: Family::Pit,
        kind: ControlKind::Alerts,
        themes: &[Theme::M5, Theme::M7],
        frauds: &["F8"],
        source: "6.2 C14 [D]",
        refusals: &[],
        settings: &["controls.duplicate_least_mct"],
        subject: Some(SubjectKind::Party),
        evidence: "/production",
    },
    Control {
        code: "X6",
        family: Family::Pit,
        kind: ControlKind::Refuses,
        themes: &[Theme::M5],
        frauds: &["F8", "F11"],
        source: "6.2 C13 [D]; 5.5 [V:57] (ten working days)",
        refusals: &[
            "production.late_reason",
            "production.stopped_reason",
            "production.implausible",
            "production.too_heavy",
            "production.largest_above",
            "production.largest_below",
            "production.classes_weight",
            "production.classes_stones",
            "occurred.too_old",
            "occurred.future",
            "day.future",
        ],
        settings: &["times.production_late_working_days"],
        subject: None,
        evidence: "/production",
    },
];

/// A production entry, as controls look at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Dug {
    /// The number of its parcel.
    pub parcel_no: i64,
    /// The entry of the journal.
    pub seq: i64,
    /// The day of digging.
    pub on: Day,
    /// Where.
    pub site: SiteId,
    /// Under which licence.
    pub licence: LicenceId,
    /// Who dug.
    pub holder: PartyId,
    /// Who wrote it down.
    pub account: AccountId,
    /// Stones.
    pub stones: i64,
    /// Milli-carats.
    pub mct: i64,
    /// Diggers present, where the entry says so.
    pub diggers: Option<i64>,
    /// The largest stone.
    pub largest_mct: Option<i64>,
    /// Where it was taken.
    pub position: Option<Position>,
    /// When, where the device said so.
    pub taken_at: Option<Instant>,
    /// Whether the position lies outside the site.
    pub outside: bool,
}

/// Milli-carats by month, without the months in which nothing was written down.
#[must_use]
pub fn by_month(digs: &[Dug]) -> BTreeMap<Month, i64> {
    let mut months = BTreeMap::new();
    for dug in digs {
        let sum: &mut i64 = months.entry(Month::of(dug.on)).or_default();
        *sum = sum.saturating_add(dug.mct);
    }
    months
}

/// Months before, over which the usual is taken.
pub const USUAL_MONTHS: i32 = 12;
/// Of which at least so many must have something.
const LEAST_MONTHS: usize = 3;

/// Months above `factor` times the median of those of the twelve months before in which anything was written down, and above
/// any of them, with that median; of `least` milli-carats at least.
#[must_use]
pub fn jumping(months: &BTreeMap<Month, i64>, from: Month, factor: i64, least: i64) -> Vec<(Month, i64, i64)> {
    let mut found = Vec::new();
    for (month, mct) in months.range(from..).filter(|(_, mct)| **mct >= least) {
        let before: Vec<i64> = months.range(month.plus(-USUAL_MONTHS)..*month).map(|(_, mct)| *mct).collect();
        let most = before.iter().copied().max().unwrap_or(0);
        let median = median(before.clone());
        let above = i128::from(*mct) > i128::from(median).saturating_mul(i128::from(factor));
        if before.len() >= LEAST_MONTHS && above && *mct > most {
            found.push((*month, *mct, median));
        }
    }
    found
}

/// The middle of some values, the lower one where there are two; 0 of none.
#[must_use]
pub fn median(mut values: Vec<i64>) -> i64 {
    values.sort_unstable();
    let middle = values.len().saturating_sub(1).div_euclid(2);
    values.get(middle).copied().unwrap_or(0)
}

/// Months in which a site gave far more than it ever did (F8), or, near the border, more than it usually does (F6).
#[must_use]
pub fn spikes(site: SiteId, border_m: Option<i64>, digs: &[Dug], from: Month, limits: &Controls) -> Vec<Sighting> {
    let months = by_month(digs);
    let near = border_m.filter(|m| *m <= i64::from(limits.border_m.value));
    let (control, factor) = if near.is_some() { ("F6", limits.border_spike_factor.value) } else { ("F8", limits.spike_factor.value) };
    let jumps = jumping(&months, from, i64::from(factor), i64::from(limits.site_spike_least_mct.value));
    let told = jumps.into_iter().map(|(month, mct, median)| {
        let parcels = digs.iter().filter(|d| Month::of(d.on) == month).map(|d| d.parcel_no);
        let twice = i64::from(factor).saturating_mul(2).saturating_mul(median);
        let sighting = Sighting::new(control, site, month)
            .weighing(if mct > twice { Severity::Critical } else { Severity::Alarm }, mct)
            .fact("month", month)
            .fact("mct", Value::Mct(mct))
            .fact("median", Value::Mct(median))
            .fact("factor", Value::Count(i64::from(factor)))
            .fact("metres", Value::Count(near.unwrap_or(0)));
        sighting.links(LinkKind::Parcel, parcels)
    });
    told.collect()
}

/// Stones that a site must have given before one can be out of the way.
const OUTLIER_STONES: i64 = 50;

/// Stones far above the largest that the site ever gave before (C10).
#[must_use]
pub fn outliers(site: SiteId, digs: &[Dug], from: Month, limits: &Controls) -> Vec<Sighting> {
    let mut digs: Vec<&Dug> = digs.iter().collect();
    digs.sort_by_key(|d| (d.on, d.seq));
    let (mut stones, mut largest) = (0_i64, 0_i64);
    let mut found = Vec::new();
    for dug in digs {
        let Some(stone) = dug.largest_mct.or_else(|| (dug.stones == 1).then_some(dug.mct)) else {
            stones = stones.saturating_add(dug.stones);
            continue;
        };
        let limit = largest.saturating_mul(i64::from(limits.outlier_factor.value));
        let known = stones >= OUTLIER_STONES && largest > 0;
        if known && stone > limit && stone >= i64::from(limits.outlier_least_mct.value) && Month::of(dug.on) >= from {
            let sighting = Sighting::new("C10", site, dug.on)
                .weighing(Severity::Notice, stone)
                .fact("day", Value::Day(dug.on))
                .fact("stone", Value::Mct(stone))
                .fact("before", Value::Mct(largest))
                .fact("stones", Value::Count(stones));
            found.push(sighting.links(LinkKind::Parcel, [dug.parcel_no]));
        }
        largest = largest.max(stone);
        stones = stones.saturating_add(dug.stones);
    }
    found
}

/// What was written down of one holder on one day, dug or sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The day.
    pub on: Day,
    /// Milli-carats.
    pub mct: i64,
    /// Stones.
    pub stones: i64,
    /// What it is: an entry or a purchase.
    pub kind: LinkKind,
    /// Which.
    pub of: String,
}

/// Entries, or purchases, of one holder that say the same mass and stones on one day (C14). One alert a month.
#[must_use]
pub fn twins(holder: PartyId, written: &[Written], from: Month, limits: &Controls) -> Vec<Sighting> {
    let mut alike: BTreeMap<(Day, &'static str, i64, i64), Vec<&Written>> = BTreeMap::new();
    let least = i64::from(limits.duplicate_least_mct.value);
    for w in written.iter().filter(|w| Month::of(w.on) >= from && w.mct >= least) {
        alike.entry((w.on, w.kind.as_str(), w.mct, w.stones)).or_default().push(w);
    }
    let mut months: BTreeMap<Month, Vec<&Written>> = BTreeMap::new();
    for group in alike.into_values().filter(|group| group.len() > 1) {
        for w in group {
            months.entry(Month::of(w.on)).or_default().push(w);
        }
    }
    let mut found = Vec::new();
    for (month, same) in months {
        let Some(first) = same.first() else { continue };
        let mut sighting = Sighting::new("C14", holder, month)
            .weighing(Severity::Notice, i64::try_from(same.len()).unwrap_or(i64::MAX))
            .fact("count", Value::Count(i64::try_from(same.len()).unwrap_or(i64::MAX)))
            .fact("day", Value::Day(first.on))
            .fact("mct", Value::Mct(first.mct))
            .fact("stones", Value::Count(first.stones));
        for w in &same {
            sighting = sighting.links(w.kind, [&w.of]);
        }
        found.push(sighting);
    }
    found
}
