//! Registering and changing sites.
//!
//! What is wrong with the ground itself (outside the country, too large, on another's ground) refuses when a
//! site is registered or moved. A change that leaves shape and licence as they are is never refused for it:
//! a name must be mendable whatever has become of the neighbours.

mod ground;

pub use ground::{Overlap, overlaps};

use crate::domain::access::{Permission, Reach};
use crate::domain::code;
use crate::domain::event::{Obtained, Reference, SiteChanged, SiteFacts, SiteRegistered};
use crate::domain::geo::{Closing, Mended, Position, RawShape, Shape, parse_pair, parse_polygon};
use crate::domain::ids::{LicenceId, OfficeId, SiteId};
use crate::domain::licence::Licence;
use crate::domain::site::{Site, SiteFlag};
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::service::error::ServiceError;
use crate::service::party::{check_reference, check_seen, trimmed};
use crate::service::{Case, Command, Decision};
use crate::store::db::Rx;
use crate::store::licence::licence_fetch;
use crate::store::site::{site_by_reference, site_fetch, site_next_no};
use ground::Ground;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Longest name, locality or surveyor, in characters.
const WORDS_MAX: usize = 200;
/// Longest reason.
const REASON_MAX: usize = 1_000;
/// A worse accuracy says nothing about a place any more.
const ACCURACY_MAX_M: u32 = 100_000;

/// A place as it is given: `{"point": [lon_e7, lat_e7]}`, `{"polygon": [[[lon_e7, lat_e7], ...], ...]}` (the
/// outline, then holes; closed or not, either way round), or `{"text": "..."}` with one "longitude, latitude"
/// a line, or with the text of a GeoJSON geometry or feature. One line is a point, several are an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GivenShape {
    /// One position.
    Point(Position),
    /// Rings.
    Polygon(Vec<Vec<Position>>),
    /// As typed, pasted or found in a file.
    Text(String),
}

impl GivenShape {
    /// The shape in the form that is kept, and what was mended; problems are told on the field `shape`.
    ///
    /// # Errors
    /// Those of [`parse_polygon`] and [`Shape::check`].
    pub fn read(&self) -> Result<(Shape, Vec<Mended>), Violations> {
        let raw = match self {
            Self::Point(p) => RawShape::Point(*p),
            Self::Polygon(rings) => RawShape::Polygon { rings: rings.clone(), closing: Closing::Implied },
            Self::Text(text) => match one_line(text) {
                Some(line) => RawShape::Point(parse_pair(line, "shape")?),
                None => parse_polygon(text, "shape")?,
            },
        };
        Shape::check(raw, "shape")
    }
}

/// The line of a text that is one position rather than the corners of an area or GeoJSON.
fn one_line(text: &str) -> Option<&str> {
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    let first = lines.next().filter(|l| !l.starts_with(['{', '[']))?;
    if lines.next().is_none() { Some(first) } else { None }
}

/// Notes an accuracy that no receiver shows.
pub(super) fn sensible_accuracy(accuracy_m: Option<u32>, v: &mut Violations) {
    let sensible = accuracy_m.is_none_or(|m| (1..=ACCURACY_MAX_M).contains(&m));
    v.check(sensible, || Violation::on("site.accuracy", "accuracy_m").with("most", ACCURACY_MAX_M));
}

/// Registers a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterSite {
    /// What people call it.
    pub name: String,
    /// Where it is.
    pub shape: GivenShape,
    /// How exact that is, in metres, rounded up.
    #[serde(default)]
    pub accuracy_m: Option<u32>,
    /// How it was obtained.
    pub obtained: Obtained,
    /// On which day; not in the future.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub surveyed_on: Option<Day>,
    /// Service or badge number of the surveyor; no personal name.
    #[serde(default)]
    pub surveyor: Option<String>,
    /// The licence under which it is dug.
    #[serde(default)]
    pub licence: Option<LicenceId>,
    /// Deposit type code of the profile.
    #[serde(default)]
    pub deposit: Option<String>,
    /// Village, chiefdom, district, as told.
    #[serde(default)]
    pub locality: Option<String>,
    /// The office, where several look after the area; else found by the position.
    #[serde(default)]
    pub office: Option<OfficeId>,
    /// Where it was imported from.
    #[serde(default)]
    pub reference: Option<Reference>,
}

impl Command for RegisterSite {
    const NAME: &'static str = "register_site";
    const PERMISSION: Permission = Permission::SiteWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let facts = self.facts(rx, case, None)?;
        let no = site_next_no(rx)?;
        Ok(SiteRegistered { site: case.id(), no, code: code::make("S", no), facts }.into())
    }
}

/// Changes a site: a new version beside the old ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeSite {
    /// Which.
    pub site: SiteId,
    /// Everything about it from now on. A reference left out stays as it is.
    pub to: RegisterSite,
    /// Why.
    pub reason: String,
}

impl Command for ChangeSite {
    const NAME: &'static str = "change_site";
    const PERMISSION: Permission = Permission::SiteWrite;

    fn decide(&self, rx: &mut Rx<'_>, case: &mut Case<'_>) -> Result<Decision, ServiceError> {
        let before = site_fetch(rx, self.site)?.ok_or(ServiceError::NotFound("site"))?;
        case.require(Permission::SiteWrite, &before.belongs())?;
        let mut v = Violations::none();
        v.check(!self.reason.trim().is_empty(), || Violation::on("required", "reason"));
        short(&mut v, "reason", Some(&self.reason), REASON_MAX);
        let facts = match self.to.facts(rx, case, Some(&before)) {
            Ok(facts) => facts,
            Err(ServiceError::Refused(more)) => {
                v.0.extend(more.0);
                return Err(v.into());
            }
            Err(other) => return Err(other),
        };
        v.finish()?;
        // What is remarkable may have changed by itself, such as a licence that ended; that is no change of the site.
        if facts == (SiteFacts { flags: facts.flags.clone(), ..before.facts.clone() }) {
            return Err(Violation::new("site.unchanged").into());
        }
        Ok(SiteChanged { site: self.site, facts, reason: self.reason.trim().to_owned() }.into())
    }
}

impl RegisterSite {
    /// Everything checked, everything found by the position.
    fn facts(&self, rx: &mut Rx<'_>, case: &Case<'_>, before: Option<&Site>) -> Result<SiteFacts, ServiceError> {
        let mut v = Violations::none();
        self.check_words(case, &mut v);
        self.check_reference(rx, before, &mut v)?;
        let licence = self.check_licence(rx, case, &mut v)?;
        let (shape, mended) = match self.shape.read() {
            Ok(read) => read,
            Err(more) => {
                v.0.extend(more.0);
                return Err(v.into());
            }
        };
        let moved = before.is_none_or(|b| b.facts.shape != shape || b.facts.licence != self.licence);
        let mut flags: BTreeSet<SiteFlag> = mended.into_iter().map(SiteFlag::of).collect();
        if let Some(b) = before.filter(|b| b.facts.shape == shape) {
            flags.extend(SiteFlag::ALL.iter().filter(|f| f.is_mended() && b.facts.flags.iter().any(|kept| kept == f.as_str())));
        }
        self.flag_accuracy(case, &mut flags);
        match &licence {
            None => _ = flags.insert(SiteFlag::NoLicence),
            Some(l) if !l.is_valid_on(case.today()) => _ = flags.insert(SiteFlag::LicenceNotValid),
            Some(_) => {}
        }
        let ground = Ground { shape: &shape, licence: licence.as_ref(), accuracy_m: self.accuracy_m, site: before.map(|b| b.id) };
        let wrong = ground.check(rx, case, &mut flags)?;
        if moved {
            v.0.extend(wrong.0);
        }
        let place = ground.place(case.env);
        let office = self.choose_office(rx, case, before, licence.as_ref(), &place, &mut v)?;
        v.finish()?;
        Ok(SiteFacts {
            name: self.name.trim().to_owned(),
            licence: self.licence,
            office,
            centre: place.centre,
            area_m2: place.area_m2,
            accuracy_m: self.accuracy_m,
            obtained: self.obtained,
            surveyed_on: self.surveyed_on,
            surveyor: tidy(self.surveyor.as_deref()),
            deposit: tidy(self.deposit.as_deref()),
            admin_code: place.area.and_then(|a| a.code.clone()),
            admin_name: place.area.map(|a| a.name.clone()),
            locality: tidy(self.locality.as_deref()),
            border_m: Some(place.border_m),
            flags: flags.into_iter().map(|f| f.as_str().to_owned()).collect(),
            reference: self.reference.clone().or_else(|| before.and_then(|b| b.facts.reference.clone())),
            shape,
        })
    }

    fn check_words(&self, case: &Case<'_>, v: &mut Violations) {
        v.check(!self.name.trim().is_empty(), || Violation::on("required", "name"));
        short(v, "name", Some(&self.name), WORDS_MAX);
        short(v, "locality", self.locality.as_deref(), WORDS_MAX);
        short(v, "surveyor", self.surveyor.as_deref(), WORDS_MAX);
        let known = tidy(self.deposit.as_deref()).is_none_or(|code| case.profile().deposit_type(&code).is_some());
        v.check(known, || Violation::on("unknown_choice", "deposit"));
        let today = case.today();
        v.check(self.surveyed_on.is_none_or(|day| day <= today), || Violation::on("day.future", "surveyed_on"));
        sensible_accuracy(self.accuracy_m, v);
        if let Some(reference) = trimmed(self.reference.as_ref()) {
            check_reference(&reference, v);
        }
    }

    fn check_reference(&self, rx: &mut Rx<'_>, before: Option<&Site>, v: &mut Violations) -> Result<(), ServiceError> {
        let Some(reference) = &self.reference else { return Ok(()) };
        let found = site_by_reference(rx, reference)?;
        if let Some(other) = found.filter(|s| before.is_none_or(|b| b.id != s.id)) {
            v.push(Violation::on("site.reference_taken", "reference").with("code", other.code).conflict());
        }
        Ok(())
    }

    /// Anybody's licence may be named: it is printed on paper that its holder shows.
    fn check_licence(&self, rx: &mut Rx<'_>, case: &Case<'_>, v: &mut Violations) -> Result<Option<Licence>, ServiceError> {
        let Some(id) = self.licence else { return Ok(None) };
        let Some(licence) = licence_fetch(rx, id)? else {
            v.push(Violation::on("site.no_such_licence", "licence").with("number", id.to_string()));
            return Ok(None);
        };
        let digs = case.profile().licence_type(&licence.terms.kind).is_none_or(|t| t.needs_site.value);
        v.check(digs, || Violation::on("site.licence_kind", "licence").with("number", licence.number.clone()));
        Ok(Some(licence))
    }

    fn flag_accuracy(&self, case: &Case<'_>, flags: &mut BTreeSet<SiteFlag>) {
        match self.accuracy_m {
            None => _ = flags.insert(SiteFlag::AccuracyUnknown),
            Some(m) if m > case.profile().tolerances.site_accuracy_max_m.value => _ = flags.insert(SiteFlag::AccuracyPoor),
            Some(_) => {}
        }
    }

    /// The office that looks after the site. Whoever is bound to an office registers only what his office
    /// looks after; where no office names the area, everything is his office's.
    fn choose_office(
        &self,
        rx: &mut Rx<'_>,
        case: &Case<'_>,
        before: Option<&Site>,
        licence: Option<&Licence>,
        place: &ground::Place<'_>,
        v: &mut Violations,
    ) -> Result<Option<OfficeId>, ServiceError> {
        let own = match case.reach(Permission::SiteWrite) {
            Reach::Office(office) => Some(office),
            Reach::All => None,
            Reach::Party(_) | Reach::Nothing => return Err(ServiceError::Forbidden),
        };
        let offices = ground::offices_of(rx, place)?;
        let among = |id: &OfficeId| place.area.is_none() || offices.is_empty() || offices.iter().any(|o| o.id == *id);
        if let Some(own) = own {
            v.check(self.office.is_none_or(|o| o == own), || Violation::on("unknown_choice", "office"));
            if !among(&own) {
                let names: Vec<&str> = offices.iter().map(|o| o.name.as_str()).collect();
                let area = place.area.map_or("", |a| a.name.as_str());
                v.push(Violation::on("site.other_office", "shape").with("area", area).with("office", names.join(", ")));
            }
            return Ok(Some(own));
        }
        if let Some(asked) = self.office {
            v.check(among(&asked), || Violation::on("unknown_choice", "office"));
            return Ok(Some(asked));
        }
        let kept = before.and_then(|b| b.facts.office).filter(among);
        let of_licence = licence.and_then(|l| l.terms.office).filter(among);
        Ok(kept.or(of_licence).or_else(|| offices.first().map(|o| o.id)))
    }
}

fn tidy(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
}

/// Notes a text that is too long or has hidden characters.
fn short(v: &mut Violations, field: &str, text: Option<&str>, limit: usize) {
    check_seen(text.unwrap_or_default().trim(), field, v);
    let fits = text.is_none_or(|t| t.trim().chars().count() <= limit);
    v.check(fits, || Violation::on("too_long", field).with("limit", i64::try_from(limit).unwrap_or(i64::MAX)));
}
