//! Zones: an officer proposes a zone, another boundary, a status or the release of frozen stones; an approver confirms or
//! refuses. Nothing counts before that.

mod judged;
mod release;
mod row;

pub use judged::{accuracy_of, sites_of_zone, zone_judgement, zone_refusal};
pub use release::ProposeRelease;
pub use row::{ZoneRow, zone_rows};

use crate::domain::access::{Belongs, Permission};
use crate::domain::event::{ZoneAct, ZoneDecided, ZoneDocument, ZoneProposed, ZoneStatusStated};
use crate::domain::geo::{RawShape, Shape, parse_polygon, zone_geojson};
use crate::domain::ids::{OfficeId, ZoneChangeId, ZoneId};
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::domain::zone::{Zone, ZoneArea, ZoneStatus, zone_code};
use crate::service::error::ServiceError;
use crate::service::parcel::tidy;
use crate::service::party::{REASON_MAX, reason_to_decide};
use crate::service::proof::other_hands;
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::office::offices;
use crate::store::zone::{zone_change_fetch, zone_change_next_no, zone_fetch, zone_name_taken, zone_next_no};
use chrono::Days;
use serde::{Deserialize, Serialize};

/// The most characters of a name, an authority or the title of a document.
pub const TEXT_MAX: usize = 200;
/// The most characters of a number of a document.
const NUMBER_MAX: usize = 60;
/// How far ahead a status may begin.
const AHEAD: Days = Days::new(366);
/// The most statuses of one proposal.
const STATUSES_MAX: usize = 50;
/// The most areas of one zone.
const AREAS_MAX: usize = 200;

/// What a zone is on some days, in a proposal whose document and reason it shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ZoneSpan {
    /// What it is; it must be said.
    #[serde(default)]
    pub status: Option<ZoneStatus>,
    /// The first day.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Day>,
    /// The last day; until another status says otherwise when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Day>,
}

/// Proposes a new zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeZone {
    /// Its name.
    pub name: String,
    /// Who drew it up.
    pub authority: String,
    /// The office that looks after it.
    #[serde(default)]
    pub office: Option<OfficeId>,
    /// Where it is: GeoJSON of a polygon or multi-polygon, or corners as people type them, one on a line.
    pub area: String,
    /// Where that is from.
    pub document: ZoneDocument,
    /// What it is; may be proposed later.
    #[serde(default)]
    pub statuses: Vec<ZoneSpan>,
    /// Why.
    pub reason: String,
}

impl Command for ProposeZone {
    const NAME: &'static str = "propose_zone";
    const PERMISSION: Permission = Permission::ZoneWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::ZoneWrite, &Belongs::default())?;
        let mut v = Violations::none();
        let name = needed(&self.name, "name", TEXT_MAX, &mut v);
        let authority = needed(&self.authority, "authority", TEXT_MAX, &mut v);
        if !name.is_empty() && zone_name_taken(rx, &name)? {
            v.push(Violation::on("zone.name_taken", "name").with("name", name.clone()).conflict());
        }
        if let Some(office) = self.office {
            let there = offices(rx)?.iter().any(|o| o.id == office);
            v.check(there, || Violation::on("zone.no_office", "office"));
        }
        let area = given_area(&self.area, &mut v);
        let document = check_document(&self.document, case.today(), false, &mut v);
        let reason = needed(&self.reason, "reason", REASON_MAX, &mut v);
        v.check(self.statuses.len() <= STATUSES_MAX, || Violation::on("zone.too_many", "statuses").with("most", 50i64));
        let mut statuses = Vec::new();
        for span in self.statuses.iter().take(STATUSES_MAX) {
            statuses.extend(span.check(case.today(), &document, &reason, &mut v));
        }
        v.finish()?;
        let area = area.ok_or_else(|| Violation::on("required", "area"))?;
        let no = zone_next_no(rx)?;
        let act = ZoneAct::Zone { no, code: zone_code(no), name, authority, office: self.office, area, document, statuses };
        Ok(ZoneProposed { change: case.id(), no: zone_change_next_no(rx)?, zone: Some(case.id()), act }.into())
    }
}

/// Proposes another boundary of a zone, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeZoneBoundary {
    /// Which zone.
    pub zone: ZoneId,
    /// From which day it is there.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Day>,
    /// Where it is then: GeoJSON, or corners as people type them.
    pub area: String,
    /// Where that is from.
    pub document: ZoneDocument,
    /// Why.
    pub reason: String,
}

impl Command for ProposeZoneBoundary {
    const NAME: &'static str = "propose_zone_boundary";
    const PERMISSION: Permission = Permission::ZoneWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let zone = known(rx, case, self.zone)?;
        let mut v = Violations::none();
        let from = first_day(self.from, case.today(), &mut v);
        let area = given_area(&self.area, &mut v);
        let document = check_document(&self.document, case.today(), false, &mut v);
        let reason = needed(&self.reason, "reason", REASON_MAX, &mut v);
        v.finish()?;
        let (from, area) = from.zip(area).ok_or_else(|| Violation::on("required", "area"))?;
        let act = ZoneAct::Boundary { from, area, document, reason };
        Ok(ZoneProposed { change: case.id(), no: zone_change_next_no(rx)?, zone: Some(zone.id), act }.into())
    }
}

/// Proposes what a zone is on some days. It stands instead of what was said of these days before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeZoneStatus {
    /// Which zone.
    pub zone: ZoneId,
    /// What it is; it must be said.
    #[serde(default)]
    pub status: Option<ZoneStatus>,
    /// The first day.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Day>,
    /// The last day; until another status says otherwise when not given.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub to: Option<Day>,
    /// Where that is from.
    pub document: ZoneDocument,
    /// Why.
    pub reason: String,
}

impl Command for ProposeZoneStatus {
    const NAME: &'static str = "propose_zone_status";
    const PERMISSION: Permission = Permission::ZoneWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let zone = known(rx, case, self.zone)?;
        let mut v = Violations::none();
        let document = check_document(&self.document, case.today(), false, &mut v);
        let reason = needed(&self.reason, "reason", REASON_MAX, &mut v);
        let span = ZoneSpan { status: self.status, from: self.from, to: self.to };
        let stated = span.check(case.today(), &document, &reason, &mut v);
        v.finish()?;
        let stated = stated.ok_or_else(|| Violation::on("zone.status", "status"))?;
        let act = ZoneAct::Status { stated };
        Ok(ZoneProposed { change: case.id(), no: zone_change_next_no(rx)?, zone: Some(zone.id), act }.into())
    }
}

fn known(rx: &mut Rx<'_>, case: &Case<'_>, zone: ZoneId) -> Result<Zone, ServiceError> {
    case.require(Permission::ZoneWrite, &Belongs::default())?;
    zone_fetch(rx, zone)?.ok_or(ServiceError::NotFound("zone"))
}

impl ZoneSpan {
    /// The statement, where it can be one; what stands against it is noted.
    fn check(&self, today: Day, document: &ZoneDocument, reason: &str, v: &mut Violations) -> Option<ZoneStatusStated> {
        v.check(self.status.is_some(), || Violation::on("zone.status", "status"));
        let from = first_day(self.from, today, v);
        let ends = from.zip(self.to).is_none_or(|(from, to)| from <= to);
        v.check(ends, || Violation::on("zone.ends_before", "to"));
        let (status, from) = self.status.zip(from)?;
        Some(ZoneStatusStated { status, from, to: self.to, document: document.clone(), reason: reason.to_owned() })
    }
}

fn first_day(from: Option<Day>, today: Day, v: &mut Violations) -> Option<Day> {
    v.check(from.is_some(), || Violation::on("required", "from"));
    let latest = today.checked_add_days(AHEAD).unwrap_or(today);
    v.check(from.is_none_or(|from| from <= latest), || Violation::on("zone.too_far_ahead", "from").with("day", latest));
    from
}

/// A text that must be there; empty where it is not, which is noted.
fn needed(text: &str, field: &str, limit: usize, v: &mut Violations) -> String {
    let told = tidy(Some(text), field, limit, v);
    v.check(told.is_some(), || Violation::on("required", field));
    told.unwrap_or_default()
}

pub(super) fn check_document(given: &ZoneDocument, today: Day, numbered: bool, v: &mut Violations) -> ZoneDocument {
    let title = needed(&given.title, "title", TEXT_MAX, v);
    let number = tidy(given.number.as_deref(), "number", NUMBER_MAX, v);
    v.check(number.is_some() || !numbered, || Violation::on("required", "number"));
    v.check(given.on <= today, || Violation::on("day.future", "document_on"));
    ZoneDocument { title, number, on: given.on }
}

/// The areas that somebody gave; what stands against them is noted, of all of them at once.
fn given_area(text: &str, v: &mut Violations) -> Option<ZoneArea> {
    if text.trim().is_empty() {
        v.push(Violation::on("required", "area"));
        return None;
    }
    let read =
        if text.trim_start().starts_with('{') { zone_geojson(text, "area") } else { parse_polygon(text, "area").map(|one| vec![one]) };
    match read {
        Ok(raw) => area_of(raw, "area", v),
        Err(wrong) => {
            v.0.extend(wrong.0);
            None
        }
    }
}

/// Areas as they are kept.
fn area_of(raw: Vec<RawShape>, field: &str, v: &mut Violations) -> Option<ZoneArea> {
    v.check(raw.len() <= AREAS_MAX, || Violation::on("zone.too_many", field).with("most", 200i64));
    let (mut areas, before) = (Vec::with_capacity(raw.len().min(AREAS_MAX)), v.0.len());
    for one in raw.into_iter().take(AREAS_MAX) {
        match Shape::check(one, field) {
            Ok((Shape::Polygon(rings), _)) => areas.push(rings),
            Ok((Shape::Point(_), _)) => v.push(Violation::on("zone.point", field)),
            Err(wrong) => v.0.extend(wrong.0),
        }
    }
    if v.0.len() > before { None } else { ZoneArea::try_from(areas).ok() }
}

/// Confirms or refuses what somebody else proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideZone {
    /// Which proposal.
    pub change: ZoneChangeId,
    /// Whether it counts from now on.
    pub confirm: bool,
    /// What he says; needed to refuse.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Command for DecideZone {
    const NAME: &'static str = "decide_zone";
    const PERMISSION: Permission = Permission::ZoneDecide;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        case.require(Permission::ZoneDecide, &Belongs::default())?;
        let change = zone_change_fetch(rx, self.change)?.ok_or(ServiceError::NotFound("change"))?;
        if !change.waits() {
            return Err(Violation::new("zone.decided").with("state", change.state.as_str()).conflict().into());
        }
        let mut v = Violations::none();
        let reason = reason_to_decide(self.confirm, self.reason.as_deref(), &mut v);
        other_hands(rx, case, (change.proposed_by, &self.change.to_string()), "zone.same_person", &mut v)?;
        let mut found = Vec::new();
        if self.confirm {
            release::check_again(rx, &change.facts.act, &mut v)?;
            found = judged::found(rx, case.profile(), &change.facts)?;
        }
        v.finish()?;
        Ok(ZoneDecided { change: self.change, confirmed: self.confirm, reason, found }.into())
    }
}
