//! What zones make of what is dug.

use crate::domain::event::{ZoneAct, ZoneFound, ZoneProposed};
use crate::domain::geo::{Bbox, areas_box, reach_box};
use crate::domain::ids::SiteId;
use crate::domain::jurisdiction::Profile;
use crate::domain::site::Site;
use crate::domain::time::Day;
use crate::domain::violation::Violation;
use crate::domain::zone::{SiteZones, ZoneEffect, ZoneHistory, ZoneJudgement, ZoneRules, act_covers};
use crate::service::error::ServiceError;
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::site::sites_meeting;
use crate::store::zone::{sites_by_source, zone_fetch, zone_histories, zones};
use std::collections::BTreeMap;

/// Farther from the box of a zone no site touches it, however inexact: half a degree.
const AROUND_E7: i32 = 5_000_000;

/// The metres that the accuracy of a site counts for: a hopeless measurement must not reach everywhere.
#[must_use]
pub fn accuracy_of(profile: &Profile, site: &Site) -> u32 {
    site.facts.accuracy_m.unwrap_or(0).min(profile.tolerances.site_accuracy_max_m.value)
}

/// What the zones of a site make of an entry of a day, by what is known now.
///
/// # Errors
/// When the database fails.
pub fn zone_judgement(rx: &mut Rx<'_>, profile: &Profile, site: &Site, on: Day) -> Result<ZoneJudgement, StoreError> {
    let (shape, accuracy) = (&site.facts.shape, accuracy_of(profile, site));
    let near = zone_histories(rx, Some(reach_box(shape, accuracy)), None)?;
    Ok(SiteZones::of(&near, shape, accuracy).judge(on, &profile.zones))
}

/// The refusal of an entry in a zone that lets nothing be dug on the day.
///
/// # Errors
/// When the database fails.
pub fn zone_refusal(rx: &mut Rx<'_>, judged: &ZoneJudgement, profile: &Profile, on: Day) -> Result<Option<Violation>, StoreError> {
    if judged.effect != ZoneEffect::Refuse {
        return Ok(None);
    }
    // Only a zone refuses: what lies outside of compliant ones is frozen.
    let Some(by) = judged.held.iter().find(|h| profile.zones.effect(h.status) == ZoneEffect::Refuse) else { return Ok(None) };
    let zone = zones(rx)?.into_iter().find(|z| z.no == by.zone_no);
    let (code, name) = zone.map(|z| (z.code, z.name)).unwrap_or_default();
    let status = by.status.as_str();
    Ok(Some(Violation::on("zone.refuses", "on").with("day", on).with("code", code).with("name", name).with("status", status)))
}

/// The sites that touch a zone on some day, in the order of their numbers.
///
/// # Errors
/// When the database fails.
pub fn sites_of_zone(rx: &mut Rx<'_>, profile: &Profile, zone: &ZoneHistory) -> Result<Vec<Site>, StoreError> {
    let mut found: BTreeMap<i64, Site> = BTreeMap::new();
    for (_, area) in &zone.boundaries {
        let Some(b) = areas_box(area.all()) else { continue };
        let around = Bbox {
            west_e7: b.west_e7.saturating_sub(AROUND_E7),
            south_e7: b.south_e7.saturating_sub(AROUND_E7),
            east_e7: b.east_e7.saturating_add(AROUND_E7),
            north_e7: b.north_e7.saturating_add(AROUND_E7),
        };
        found.extend(sites_meeting(rx, around)?.into_iter().map(|s| (s.no, s)));
    }
    let touches = |s: &Site| zone.ever_touched(&s.facts.shape, accuracy_of(profile, s));
    Ok(found.into_values().filter(touches).collect())
}

/// Entries written down before that a confirmed proposal judges more strictly, ascending by parcel.
pub(super) fn found(rx: &mut Rx<'_>, profile: &Profile, change: &ZoneProposed) -> Result<Vec<ZoneFound>, ServiceError> {
    let no = match (&change.act, change.zone) {
        (ZoneAct::Release { .. }, _) | (_, None) => return Ok(Vec::new()),
        (ZoneAct::Zone { no, .. }, _) => *no,
        (_, Some(zone)) => zone_fetch(rx, zone)?.ok_or(ServiceError::NotFound("zone"))?.no,
    };
    let mut histories = zone_histories(rx, None, None)?;
    if !histories.iter().any(|z| z.no == no) {
        histories.push(ZoneHistory { no, boundaries: Vec::new(), statuses: Vec::new() });
    }
    let Some(own) = histories.iter_mut().find(|z| z.no == no) else { return Ok(Vec::new()) };
    own.take(&change.act);
    let own = own.clone();
    let sites = sites_of_zone(rx, profile, &own)?;
    let places: BTreeMap<SiteId, SiteZones<'_>> =
        sites.iter().map(|s| (s.id, SiteZones::of(&histories, &s.facts.shape, accuracy_of(profile, s)))).collect();
    let ids: Vec<SiteId> = sites.iter().map(|s| s.id).collect();
    let mut all = Vec::new();
    for source in sites_by_source(rx, &ids)? {
        let place = source.site.and_then(|id| places.get(&id)).filter(|_| act_covers(&change.act, source.on));
        let Some(place) = place else { continue };
        let effect = place.judge(source.on, &profile.zones).effect.on_written();
        if effect > source.zone {
            all.push(ZoneFound { parcel_no: source.parcel_no, effect });
        }
    }
    Ok(all)
}
