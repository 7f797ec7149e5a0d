//! Where stones are dug.

use super::alert::{LinkKind, Severity, Sighting, SubjectKind, Value};
use super::pit::Dug;
use super::{Control, ControlKind, Family, Theme};
use crate::domain::geo::{Shape, distance_m};
use crate::domain::ids::{AccountId, SiteId};
use crate::domain::jurisdiction::Controls;
use crate::domain::month::Month;
use crate::domain::trace::share_ppm;
use std::collections::BTreeMap;

/// The controls of this family.
pub const CONTROLS: &[Control] = &[
    Control {
        code: "C8",
        family: Family::Places,
        kind: ControlKind::Refuses,
        themes: &[Theme::M4],
        frauds: &["F6", "F8"],
        source: "6.2 C8 [D]; 1.2 M4 [V:11,12,13]",
        refusals: &[
            "site.outside_licence",
            "site.outside_country",
            "site.overlap",
            "site.accuracy",
            "site.swapped",
            "licence.area_taken",
            "licence.area_too_large",
            "licence.area_site",
            "licence.area_point",
        ],
        settings: &["tolerances.site_accuracy_max_m", "tolerances.overlap_max_m2", "licence_type"],
        subject: None,
        evidence: "/map",
    },
    Control {
        code: "F11",
        family: Family::Places,
        kind: ControlKind::Holds,
        themes: &[Theme::M1, Theme::M4],
        frauds: &["F11", "F6"],
        source: "6.1 F11 [V:9,102,103]; 5.6 [V:9,10]",
        refusals: &["zone.refuses", "zone.frozen", "stock.no_cut_off", "stock.zone_declared"],
        settings: &["zones"],
        subject: None,
        evidence: "/zones",
    },
    Control {
        code: "X4",
        family: Family::Places,
        kind: ControlKind::Alerts,
        themes: &[Theme::M4, Theme::M5],
        frauds: &["F8"],
        source: "6.2 C8 [D]: entries taken outside their site",
        refusals: &[],
        settings: &["controls.outside_share_ppm", "controls.outside_least", "tolerances.position_slack_m"],
        subject: Some(SubjectKind::Site),
        evidence: "/production",
    },
    Control {
        code: "X5",
        family: Family::Places,
        kind: ControlKind::Alerts,
        themes: &[Theme::M4, Theme::M5],
        frauds: &["F8", "F16"],
        source: "a rule of the register: nobody is at two places at once",
        refusals: &[],
        settings: &["controls.travel_km_per_hour"],
        subject: Some(SubjectKind::Account),
        evidence: "/production",
    },
];

/// Months of a site in which many entries were taken outside of it (X4).
#[must_use]
pub fn taken_outside(site: SiteId, digs: &[Dug], from: Month, limits: &Controls) -> Vec<Sighting> {
    let mut months: BTreeMap<Month, (i64, Vec<i64>)> = BTreeMap::new();
    for dug in digs.iter().filter(|d| Month::of(d.on) >= from && d.position.is_some()) {
        let (all, outside) = months.entry(Month::of(dug.on)).or_default();
        *all = all.saturating_add(1);
        if dug.outside {
            outside.push(dug.parcel_no);
        }
    }
    let mut found = Vec::new();
    for (month, (all, outside)) in months {
        let count = i64::try_from(outside.len()).unwrap_or(i64::MAX);
        let share = share_ppm(count, all);
        if count >= i64::from(limits.outside_least.value) && share > i64::from(limits.outside_share_ppm.value) {
            let sighting = Sighting::new("X4", site, month)
                .weighing(Severity::Alarm, share)
                .fact("month", month)
                .fact("outside", Value::Count(count))
                .fact("entries", Value::Count(all));
            found.push(sighting.links(LinkKind::Parcel, outside));
        }
    }
    found
}

/// Slower than this nobody's way is told: readings of one place differ.
const LEAST_M: i64 = 2_000;

/// Two captures of one account that lie too far apart for the time between them (X5). One alert a month; the worst pair is
/// told. Captures count by the time at which they were taken, where the device said it.
#[must_use]
pub fn too_fast(account: AccountId, digs: &[Dug], from: Month, limits: &Controls) -> Vec<Sighting> {
    let mut captures: Vec<(&Dug, _, _)> =
        digs.iter().filter(|d| d.account == account).filter_map(|d| Some((d, d.taken_at?, d.position?))).collect();
    captures.sort_by_key(|(d, at, _)| (*at, d.seq));
    let mut months: BTreeMap<Month, (i64, Vec<i64>, i64, i64)> = BTreeMap::new();
    for pair in captures.windows(2) {
        let [(a, first, here), (b, second, there)] = pair else { continue };
        let month = Month::of(second.day());
        let metres = distance_m(*here, &Shape::Point(*there));
        let seconds = second.utc().signed_duration_since(first.utc()).num_seconds().max(1);
        // Metres an hour.
        let speed = i128::from(metres).saturating_mul(3_600).checked_div(i128::from(seconds)).unwrap_or(0);
        let limit = i128::from(limits.travel_km_per_hour.value).saturating_mul(1_000);
        if month < from || metres < LEAST_M || speed <= limit {
            continue;
        }
        let (count, parcels, worst_m, worst_s) = months.entry(month).or_insert((0, Vec::new(), 0, 1));
        *count = count.saturating_add(1);
        parcels.extend([a.parcel_no, b.parcel_no]);
        if metres.saturating_mul(*worst_s) > worst_m.saturating_mul(seconds) {
            (*worst_m, *worst_s) = (metres, seconds);
        }
    }
    let told = months.into_iter().map(|(month, (count, parcels, metres, seconds))| {
        Sighting::new("X5", account, month)
            .weighing(Severity::Alarm, count)
            .fact("month", month)
            .fact("count", Value::Count(count))
            .fact("metres", Value::Count(metres))
            .fact("minutes", Value::Count(seconds.div_euclid(60)))
            .links(LinkKind::Parcel, parcels)
    });
    told.collect()
}
