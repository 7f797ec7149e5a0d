//! Zones: areas whose status on a day says what becomes of the stones that are dug there (embargo, rebel activity, a
//! protected area, a border strip; domain.md 5.6 and F11).
//!
//! What is known of a zone is a list of confirmed statements about its days, each with its source. Nothing is edited: what
//! is confirmed later stands instead of what was said before of the same days, and what stood then can still be shown.

use crate::domain::event::{ZoneAct, ZoneProposed, ZoneStatusStated};
use crate::domain::geo::{Rings, Shape, site_touches, site_within};
use crate::domain::ids::{AccountId, ZoneId};
use crate::domain::text_enum::text_enum;
use crate::domain::time::Day;
use crate::domain::violation::Violation;
use serde::{Deserialize, Serialize};

/// The prefix of the codes of zones.
pub const ZONE_PREFIX: &str = "Z";

/// The code of the zone with this number.
#[must_use]
pub fn zone_code(no: i64) -> String {
    crate::domain::code::make(ZONE_PREFIX, no)
}

text_enum! {
    /// What a zone is on a day.
    ZoneStatus, "zone-status", {
        /// Digging is allowed as elsewhere.
        Open = "open",
        /// Closed to digging.
        Closed = "closed",
        /// Armed groups are active.
        Rebel = "rebel",
        /// Under an embargo.
        Embargo = "embargo",
        /// Found to fulfil what an export needs.
        Compliant = "compliant",
        /// A protected area.
        Protected = "protected",
        /// A strip along the border.
        Border = "border",
    }
}

text_enum! {
    /// What a status does to production, from the mildest to the strictest.
    ZoneEffect, "zone-effect", {
        /// Nothing.
        None = "none",
        /// The entry is marked.
        Flag = "flag",
        /// The entry is written down; its stones are evidence and take no act until they are released.
        Freeze = "freeze",
        /// The entry is refused.
        Refuse = "refuse",
    }
}

impl ZoneEffect {
    /// What it does to an entry that is written down already: that cannot be refused any more.
    #[must_use]
    pub fn on_written(self) -> Self {
        self.min(Self::Freeze)
    }
}

text_enum! {
    /// What the zones of a parcel's carats made of it, from the mildest to the strictest.
    ZoneMark, "zone-mark", {
        /// Marked.
        Flag = "flag",
        /// Was frozen, and released by an order.
        Released = "released",
        /// Frozen.
        Frozen = "frozen",
    }
}

impl ZoneMark {
    /// What an entry of this judgement makes of its parcel.
    #[must_use]
    pub const fn of(effect: ZoneEffect) -> Option<Self> {
        match effect {
            ZoneEffect::None => None,
            ZoneEffect::Flag => Some(Self::Flag),
            ZoneEffect::Freeze | ZoneEffect::Refuse => Some(Self::Frozen),
        }
    }
    /// What a new judgement of a source makes of a parcel with its carats; `whole`: all of them are.
    #[must_use]
    pub fn judged(before: Option<Self>, effect: ZoneEffect, whole: bool) -> Option<Self> {
        let new = Self::of(effect);
        if whole || new == Some(Self::Frozen) { new } else { before.max(new) }
    }
}

text_enum! {
    /// Where a proposal about zones stands.
    ZoneChangeState, "zone-change-state", {
        /// Waits for a second person.
        Waiting = "waiting",
        /// Confirmed: it counts.
        Confirmed = "confirmed",
        /// Refused.
        Refused = "refused",
    }
}

/// The areas of a zone, at least one; which of them a place lies in does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "Vec<Rings>")]
pub struct ZoneArea(Vec<Rings>);

impl ZoneArea {
    /// Its areas.
    #[must_use]
    pub fn all(&self) -> &[Rings] {
        &self.0
    }
}

impl TryFrom<Vec<Rings>> for ZoneArea {
    type Error = &'static str;
    fn try_from(areas: Vec<Rings>) -> Result<Self, Self::Error> {
        if areas.is_empty() { Err("a zone without an area") } else { Ok(Self(areas)) }
    }
}

/// A zone that a site touches on a day, and what it is then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneHeld {
    /// Its dense number.
    pub zone_no: i64,
    /// Its status.
    pub status: ZoneStatus,
}

/// What the zones of a site make of an entry: the strictest counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneJudgement {
    /// The zones that the site touches and that have a status on the day, ascending by number.
    pub held: Vec<ZoneHeld>,
    /// What follows.
    pub effect: ZoneEffect,
    /// Whether the country exports from compliant zones alone, and the site does not lie in one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
}

impl ZoneJudgement {
    /// As it stands in an entry: nothing where there was nothing to judge.
    #[must_use]
    pub fn stated(self) -> Option<Self> {
        (!self.held.is_empty() || self.outside).then_some(Self { effect: self.effect.on_written(), ..self })
    }
    /// What an entry with this judgement says.
    #[must_use]
    pub fn effect_of(stated: Option<&Self>) -> ZoneEffect {
        stated.map_or(ZoneEffect::None, |z| z.effect)
    }
}

/// What a country's rules say of zones.
pub trait ZoneRules {
    /// What a status does to production.
    fn effect(&self, status: ZoneStatus) -> ZoneEffect;
    /// Whether only what was dug in compliant zones may be exported.
    fn compliant_only(&self) -> bool;
}

/// What is known of a zone, in the order in which it was confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneHistory {
    /// Its dense number.
    pub no: i64,
    /// Where it is, each from a day on; the first from the beginning.
    pub boundaries: Vec<(Option<Day>, ZoneArea)>,
    /// What it is.
    pub statuses: Vec<ZoneStatusStated>,
}

impl ZoneHistory {
    /// Which boundary holds on a day: of those that hold by then the one confirmed last.
    #[must_use]
    pub fn boundary_on(&self, day: Day) -> Option<usize> {
        self.boundaries.iter().rposition(|(from, _)| from.is_none_or(|from| from <= day))
    }
    /// Where it is on a day.
    #[must_use]
    pub fn area_on(&self, day: Day) -> Option<&ZoneArea> {
        Some(&self.boundaries.get(self.boundary_on(day)?)?.1)
    }
    /// What it is on a day: of the statements about the day the one confirmed last.
    #[must_use]
    pub fn status_on(&self, day: Day) -> Option<&ZoneStatusStated> {
        self.statuses.iter().rev().find(|s| s.covers(day))
    }
    /// Takes a confirmed proposal on.
    pub fn take(&mut self, act: &ZoneAct) {
        match act {
            ZoneAct::Zone { area, statuses, .. } => {
                self.boundaries.push((None, area.clone()));
                self.statuses.extend(statuses.iter().cloned());
            }
            ZoneAct::Boundary { from, area, .. } => self.boundaries.push((Some(*from), area.clone())),
            ZoneAct::Status { stated } => self.statuses.push(stated.clone()),
            ZoneAct::Release { .. } => {}
        }
    }
    /// Whether a site touches it on some day.
    #[must_use]
    pub fn ever_touched(&self, site: &Shape, accuracy_m: u32) -> bool {
        self.boundaries.iter().any(|(_, area)| site_touches(site, accuracy_m, area.all()))
    }
}

/// Whether a proposal says something of a day.
#[must_use]
pub fn act_covers(act: &ZoneAct, day: Day) -> bool {
    match act {
        ZoneAct::Zone { statuses, .. } => statuses.iter().any(|s| s.covers(day)),
        ZoneAct::Boundary { from, .. } => *from <= day,
        ZoneAct::Status { stated } => stated.covers(day),
        ZoneAct::Release { .. } => false,
    }
}

/// The zones of a site, and which of their boundaries it touches and lies in. A site that touches a zone, its accuracy in
/// mind, counts as inside; it lies in a compliant zone only where no part of it lies outside.
#[derive(Debug)]
pub struct SiteZones<'a>(Vec<(&'a ZoneHistory, Vec<(bool, bool)>)>);

impl<'a> SiteZones<'a> {
    /// Looks at every boundary once.
    #[must_use]
    pub fn of(zones: impl IntoIterator<Item = &'a ZoneHistory>, site: &Shape, accuracy_m: u32) -> Self {
        let look = |(_, area): &(Option<Day>, ZoneArea)| {
            let touches = site_touches(site, accuracy_m, area.all());
            (touches, touches && site_within(site, area.all()))
        };
        Self(zones.into_iter().map(|z| (z, z.boundaries.iter().map(look).collect())).collect())
    }

    /// What they make of an entry of a day: the strictest counts.
    #[must_use]
    pub fn judge(&self, day: Day, rules: &impl ZoneRules) -> ZoneJudgement {
        let (mut held, mut compliant) = (Vec::new(), false);
        for (zone, places) in &self.0 {
            let place = zone.boundary_on(day).and_then(|at| places.get(at)).copied();
            let Some(((true, inside), stated)) = place.zip(zone.status_on(day)) else { continue };
            held.push(ZoneHeld { zone_no: zone.no, status: stated.status });
            compliant = compliant || (inside && stated.status == ZoneStatus::Compliant);
        }
        held.sort_by_key(|h| h.zone_no);
        let outside = rules.compliant_only() && !compliant;
        let least = if outside { ZoneEffect::Freeze } else { ZoneEffect::None };
        let effect = held.iter().map(|h| rules.effect(h.status)).max().unwrap_or(ZoneEffect::None).max(least);
        ZoneJudgement { held, effect, outside }
    }
}

/// A zone as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Id.
    pub id: ZoneId,
    /// Dense number.
    pub no: i64,
    /// The code people read aloud.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The proposal by which it came to be known.
    pub facts: ZoneProposed,
    /// The entry that confirmed it.
    pub seq: i64,
}

/// A proposal with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneChange {
    /// What was proposed.
    pub facts: ZoneProposed,
    /// Where it stands.
    pub state: ZoneChangeState,
    /// Who proposed it.
    pub proposed_by: AccountId,
    /// The entry.
    pub proposed_seq: i64,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// The entry.
    pub decided_seq: Option<i64>,
    /// What he said.
    pub reason: Option<String>,
}

impl ZoneChange {
    /// Whether it waits for a second person.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.state == ZoneChangeState::Waiting
    }
}

/// The refusal of an act with a parcel that is frozen by the zone its stones are from (Z3).
#[must_use]
pub fn zone_frozen(parcel: &str, field: Option<&str>) -> Violation {
    let refusal = Violation::new("zone.frozen").with("parcel", parcel).conflict();
    Violation { field: field.map(str::to_owned), ..refusal }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::ZoneDocument;
    use crate::domain::geo::{Closing, Position, RawShape};

    struct Strict(bool);
    impl ZoneRules for Strict {
        fn effect(&self, status: ZoneStatus) -> ZoneEffect {
            match status {
                ZoneStatus::Open | ZoneStatus::Compliant => ZoneEffect::None,
                ZoneStatus::Border => ZoneEffect::Flag,
                ZoneStatus::Embargo | ZoneStatus::Rebel => ZoneEffect::Freeze,
                ZoneStatus::Closed | ZoneStatus::Protected => ZoneEffect::Refuse,
            }
        }
        fn compliant_only(&self) -> bool {
            self.0
        }
    }
    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }
    fn area(west: i32, east: i32) -> ZoneArea {
        let at = |x, y| Position::new(x, y).unwrap();
        let ring = vec![at(west, 0), at(east, 0), at(east, 100_000), at(west, 100_000)];
        let raw = RawShape::Polygon { rings: vec![ring], closing: Closing::Implied };
        let (Shape::Polygon(rings), _) = Shape::check(raw, "x").unwrap() else { panic!("a point") };
        ZoneArea::try_from(vec![rings]).unwrap()
    }
    fn said(status: ZoneStatus, from: &str, to: Option<&str>) -> ZoneStatusStated {
        let document = ZoneDocument { title: "Order".into(), number: None, on: day(from) };
        ZoneStatusStated { status, from: day(from), to: to.map(day), document, reason: "x".into() }
    }
    fn zone(no: i64, statuses: Vec<ZoneStatusStated>) -> ZoneHistory {
        ZoneHistory { no, boundaries: vec![(None, area(0, 100_000))], statuses }
    }

    #[test]
    fn what_is_confirmed_later_stands_instead_for_its_days_alone() {
        let mut z = zone(1, vec![said(ZoneStatus::Open, "2020-01-01", None), said(ZoneStatus::Embargo, "2020-03-01", Some("2020-03-31"))]);
        let on = |z: &ZoneHistory, d: &str| z.status_on(day(d)).map(|s| s.status);
        assert_eq!(on(&z, "2019-12-31"), None);
        assert_eq!(on(&z, "2020-02-29"), Some(ZoneStatus::Open));
        assert_eq!(on(&z, "2020-03-01"), Some(ZoneStatus::Embargo));
        assert_eq!(on(&z, "2020-03-31"), Some(ZoneStatus::Embargo));
        assert_eq!(on(&z, "2020-04-01"), Some(ZoneStatus::Open), "it fell back to what held before");
        z.take(&ZoneAct::Status { stated: said(ZoneStatus::Closed, "2020-03-15", None) });
        assert_eq!(on(&z, "2020-03-14"), Some(ZoneStatus::Embargo));
        assert_eq!(on(&z, "2020-05-01"), Some(ZoneStatus::Closed));
    }

    #[test]
    fn the_strictest_of_overlapping_zones_counts() {
        let site = Shape::Point(Position::new(50_000, 50_000).unwrap());
        let zones =
            [zone(2, vec![said(ZoneStatus::Embargo, "2020-01-01", None)]), zone(1, vec![said(ZoneStatus::Border, "2019-01-01", None)])];
        let at = |d: &str| SiteZones::of(&zones, &site, 0).judge(day(d), &Strict(false));
        let before = at("2019-06-01");
        assert_eq!((before.effect, before.held.len()), (ZoneEffect::Flag, 1));
        let during = at("2020-06-01");
        assert_eq!((during.effect, during.held.iter().map(|h| h.zone_no).collect::<Vec<_>>()), (ZoneEffect::Freeze, vec![1, 2]));
        assert_eq!(at("2018-06-01").stated(), None);
    }

    #[test]
    fn outside_of_compliant_zones_all_is_frozen_where_the_country_says_so() {
        let zones = [zone(1, vec![said(ZoneStatus::Compliant, "2020-01-01", None)])];
        let at = |x: i32, d: &str| SiteZones::of(&zones, &Shape::Point(Position::new(x, 50_000).unwrap()), 20).judge(day(d), &Strict(true));
        assert_eq!(at(50_000, "2020-06-01").effect, ZoneEffect::None);
        assert!(at(50_000, "2019-06-01").outside);
        let beside = at(100_100, "2020-06-01");
        assert_eq!((beside.effect, beside.held.len(), beside.outside), (ZoneEffect::Freeze, 1, true), "near is not inside");
        assert_eq!(beside.stated().unwrap().effect, ZoneEffect::Freeze);
    }

    #[test]
    fn a_boundary_holds_from_its_day() {
        let mut z = zone(1, vec![said(ZoneStatus::Embargo, "2020-01-01", None)]);
        z.take(&ZoneAct::Boundary {
            from: day("2020-06-01"),
            area: area(200_000, 300_000),
            document: ZoneDocument { title: "Map".into(), number: None, on: day("2020-06-01") },
            reason: "x".into(),
        });
        let at =
            |x: i32, d: &str| SiteZones::of([&z], &Shape::Point(Position::new(x, 50_000).unwrap()), 0).judge(day(d), &Strict(false)).effect;
        assert_eq!([at(50_000, "2020-05-31"), at(50_000, "2020-06-01")], [ZoneEffect::Freeze, ZoneEffect::None]);
        assert_eq!([at(250_000, "2020-05-31"), at(250_000, "2020-06-01")], [ZoneEffect::None, ZoneEffect::Freeze]);
    }

    #[test]
    fn a_mixed_parcel_is_never_freed_by_a_milder_judgement() {
        let frozen = Some(ZoneMark::Frozen);
        assert_eq!(ZoneMark::judged(frozen, ZoneEffect::None, true), None);
        assert_eq!(ZoneMark::judged(frozen, ZoneEffect::None, false), frozen);
        assert_eq!(ZoneMark::judged(Some(ZoneMark::Released), ZoneEffect::Freeze, false), frozen);
        assert_eq!(ZoneMark::judged(None, ZoneEffect::Flag, false), Some(ZoneMark::Flag));
    }
}
