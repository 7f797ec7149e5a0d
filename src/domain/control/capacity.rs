//! How much a site can give.

use super::alert::{LinkKind, Severity, Sighting, SubjectKind, Value};
use super::pit::Dug;
use super::{Control, ControlKind, Family, Theme};
use crate::domain::estimate::{Estimate, estimated_mct};
use crate::domain::ids::SiteId;
use crate::domain::jurisdiction::Capacity;
use crate::domain::month::Month;
use chrono::Datelike;
use std::collections::BTreeMap;

/// The controls of this family.
pub const CONTROLS: &[Control] = &[
    Control {
        code: "X11",
        family: Family::Capacity,
        kind: ControlKind::Holds,
        themes: &[Theme::M8, Theme::M13],
        frauds: &["F1", "F8"],
        source: "6.2 C9, 7.4 [V:109,110,111 for the parts; figures D]: where the country holds what is far more than a site can give",
        refusals: &["parcel.held"],
        settings: &["capacity.act"],
        subject: None,
        evidence: "/production",
    },
    Control {
        code: "C9",
        family: Family::Capacity,
        kind: ControlKind::Alerts,
        themes: &[Theme::M8, Theme::M13],
        frauds: &["F1", "F8"],
        source: "6.2 C9, 7.4 [V:109,110,111 for the parts; figures D]",
        refusals: &[],
        settings: &[
            "capacity.diggers",
            "capacity.days_per_month",
            "capacity.wet_months",
            "capacity.wet_days_per_month",
            "capacity.gravel_dm3_per_digger_day",
            "capacity.grade_mct_per_m3",
            "capacity.over",
            "capacity.act",
        ],
        subject: Some(SubjectKind::Site),
        evidence: "/production",
    },
];

/// How much a site can give in a month, and from what that is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Envelope {
    /// Diggers: the most that an entry of the month names, though no more than the licence allows; else what it allows, else
    /// the profile's.
    pub diggers: i64,
    /// Days of digging.
    pub days: i64,
    /// Milli-carats, by the upper grade.
    pub mct: i64,
}

/// Cubic decimetres of a cubic metre.
const DM3: i128 = 1_000;

/// The envelope of a month: diggers by days by gravel by grade.
#[must_use]
pub fn envelope(c: &Capacity, month: Month, diggers: i64) -> Envelope {
    let wet = c.wet_months.value.contains(&month.first().month());
    let days = i64::from(if wet { c.wet_days_per_month.value } else { c.days_per_month.value });
    let gravel = i128::from(diggers).saturating_mul(i128::from(days)).saturating_mul(i128::from(c.gravel_dm3_per_digger_day.value));
    let mct = gravel.saturating_mul(i128::from(c.grade_mct_per_m3.value)).checked_div(DM3).unwrap_or(0);
    Envelope { diggers, days, mct: i64::try_from(mct).unwrap_or(i64::MAX) }
}

/// What was dug in each month from `from` on, with the most diggers that an entry of it names.
fn months(digs: &[Dug], from: Month) -> BTreeMap<Month, (i64, Option<i64>, Vec<i64>)> {
    let mut months: BTreeMap<Month, (i64, Option<i64>, Vec<i64>)> = BTreeMap::new();
    for dug in digs.iter().filter(|d| Month::of(d.on) >= from) {
        let (mct, diggers, parcels) = months.entry(Month::of(dug.on)).or_default();
        *mct = mct.saturating_add(dug.mct);
        *diggers = (*diggers).max(dug.diggers);
        parcels.push(dug.parcel_no);
    }
    months
}

/// What is known of a site besides its entries: how many workers its licence allows, and official estimates, which stand
/// instead of what is worked out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Workers that the licence allows.
    pub workers: Option<i64>,
    /// Official estimates.
    pub estimates: Vec<Estimate>,
}

impl Known {
    /// The envelope of a month: by an official estimate, else worked out with the diggers that an entry names, as far as the
    /// licence allows so many.
    #[must_use]
    pub fn envelope(&self, c: &Capacity, month: Month, named: Option<i64>) -> Envelope {
        let diggers = [named, self.workers].into_iter().flatten().min().unwrap_or(i64::from(c.diggers.value));
        let worked_out = envelope(c, month, diggers);
        estimated_mct(&self.estimates, month).map_or(worked_out, |mct| Envelope { mct, ..worked_out })
    }
}

/// The months of a site with what was dug, and how much it could give.
#[must_use]
pub fn against_capacity(digs: &[Dug], known: &Known, from: Month, c: &Capacity) -> Vec<(Month, i64, Envelope)> {
    months(digs, from).into_iter().map(|(month, (mct, named, _))| (month, mct, known.envelope(c, month, named))).collect()
}

/// Months in which a site gave more than so many times what it can (C9).
#[must_use]
pub fn over_capacity(site: SiteId, digs: &[Dug], known: &Known, from: Month, c: &Capacity) -> Vec<Sighting> {
    let over = i64::from(c.over.value);
    let all = months(digs, from);
    let mut found = Vec::new();
    for (month, mct, can) in against_capacity(digs, known, from, c) {
        let limit = can.mct.saturating_mul(over);
        if mct <= limit {
            continue;
        }
        let severity = if mct > limit.saturating_mul(3) { Severity::Critical } else { Severity::Alarm };
        let sighting = Sighting::new("C9", site, month)
            .weighing(severity, mct)
            .fact("month", month)
            .fact("mct", Value::Mct(mct))
            .fact("can", Value::Mct(can.mct))
            .fact("diggers", Value::Count(can.diggers))
            .fact("days", Value::Count(can.days))
            .fact("over", Value::Count(over));
        found.push(sighting.links(LinkKind::Parcel, all.get(&month).map(|(.., parcels)| parcels.clone()).unwrap_or_default()));
    }
    found
}

/// What can be given in a month beside what was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapacityMonth {
    /// The month.
    pub month: Month,
    /// Milli-carats that can be given.
    pub can_mct: i64,
    /// Milli-carats that were.
    pub dug_mct: i64,
    /// Whether an official estimate says so.
    pub estimated: bool,
}

impl CapacityMonth {
    /// What was given as a part of what can be, millionths; none where nothing can.
    #[must_use]
    pub fn share_ppm(&self) -> Option<i64> {
        let share = i128::from(self.dug_mct).saturating_mul(1_000_000).checked_div(i128::from(self.can_mct))?;
        Some(i64::try_from(share).unwrap_or(i64::MAX))
    }
    /// Whether it is so far above what can be given that the control tells it (C9).
    #[must_use]
    pub fn is_over(&self, c: &Capacity) -> bool {
        self.dug_mct > self.can_mct.saturating_mul(i64::from(c.over.value))
    }
}

/// Every month of a time of a site: what it can give beside what it gave. `digs` are those from its first month on.
#[must_use]
pub fn months_beside(digs: &[Dug], known: &Known, (first, last): (Month, Month), c: &Capacity) -> Vec<CapacityMonth> {
    let gave = months(digs, first);
    let beside = |month: Month| {
        let (dug_mct, named) = gave.get(&month).map_or((0, None), |(mct, named, _)| (*mct, *named));
        CapacityMonth {
            month,
            can_mct: known.envelope(c, month, named).mct,
            dug_mct,
            estimated: estimated_mct(&known.estimates, month).is_some(),
        }
    };
    first.until(last).map(beside).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::jurisdiction::Profile;

    #[test]
    fn an_entry_names_no_more_diggers_than_its_licence_allows() {
        let c = Profile::bundled("SL").unwrap().capacity;
        let month: Month = "2026-02".parse().unwrap();
        let of = |named, workers| Known { workers, estimates: Vec::new() }.envelope(&c, month, named);
        let diggers = |named, workers| of(named, workers).diggers;
        assert_eq!((diggers(Some(5_000), Some(20)), diggers(Some(5), Some(20))), (20, 5));
        assert_eq!((diggers(Some(5), None), diggers(None, Some(20))), (5, 20));
        assert_eq!(diggers(None, None), i64::from(c.diggers.value));
        assert_eq!(of(Some(5_000), Some(20)).mct, envelope(&c, month, 20).mct);
    }
}
