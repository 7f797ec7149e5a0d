//! Rows that are sites.

use super::noun::{Change, Known, Noun, merged};
use super::record::Record;
use crate::domain::access::Permission;
use crate::domain::event::{Event, Obtained, Reference, SiteFacts};
use crate::domain::geo::{Position, Shape, parse_pair, parse_position};
use crate::domain::ids::{LicenceId, OfficeId, SiteId};
use crate::domain::time::Day;
use crate::domain::violation::{Violation, Violations};
use crate::interop::mapping::{Field, Mapping, MappingProblem};
use crate::service::error::ServiceError;
use crate::service::licence::licence_typed;
use crate::service::site::{ChangeSite, GivenShape, RegisterSite};
use crate::service::{Act, Batch, Env};
use crate::store::db::Rx;
use crate::store::error::StoreError;
use crate::store::journal::Receipt;
use crate::store::licence::licence_by_reference;
use crate::store::site::site_by_reference;
use std::sync::Arc;

/// The columns of which one (or the pair) says where a site is.
const PLACE: [&str; 4] = ["shape", "position", "lon", "lat"];

pub(super) struct Sites;

/// What a row or a site says.
#[derive(Clone)]
pub(super) struct Draft {
    name: String,
    /// As it is compared.
    shape: Shape,
    /// As it was given, for what was mended in it is told by the command.
    given: GivenShape,
    accuracy_m: Option<u32>,
    obtained: Obtained,
    surveyed_on: Option<Day>,
    surveyor: Option<String>,
    licence: Option<LicenceId>,
    deposit: Option<String>,
    locality: Option<String>,
    office: Option<OfficeId>,
}

impl PartialEq for Draft {
    fn eq(&self, other: &Self) -> bool {
        let words = |d: &Self| (d.name.clone(), d.surveyor.clone(), d.deposit.clone(), d.locality.clone());
        let rest = |d: &Self| (d.accuracy_m, d.obtained, d.surveyed_on, d.licence, d.office);
        self.shape == other.shape && words(self) == words(other) && rest(self) == rest(other)
    }
}

impl Noun for Sites {
    const FIELDS: &'static [Field] = &[
        Field::required("name"),
        Field::optional("shape"),
        Field::optional("position"),
        Field::optional("lon"),
        Field::optional("lat"),
        Field::optional("accuracy_m"),
        Field::optional("obtained"),
        Field::optional("surveyed_on"),
        Field::optional("surveyor"),
        Field::optional("licence"),
        Field::optional("deposit"),
        Field::optional("locality"),
        Field::optional("office"),
    ];
    const PERMISSION: Permission = Permission::SiteWrite;
    type Id = SiteId;
    type Register = RegisterSite;
    type Draft = Draft;

    fn complete(mapping: &mut Mapping, headings: &[Arc<str>]) {
        mapping.take_geometry("shape", &PLACE, headings);
    }

    fn check(mapping: &Mapping) -> Vec<MappingProblem> {
        let pair = mapping.fills("lon") && mapping.fills("lat");
        let placed = pair || mapping.fills("shape") || mapping.fills("position");
        let lacking = [
            (!mapping.refers()).then(|| Violation::new("import.map_reference")),
            (!placed).then(|| Violation::on("import.map_place", "shape")),
        ];
        lacking.into_iter().flatten().map(|violation| MappingProblem { line: 1, violation }).collect()
    }

    fn columns(field: &str) -> Vec<&str> {
        if field == "shape" { PLACE.to_vec() } else { vec![field] }
    }

    fn draft(rx: &mut Rx<'_>, env: &Env, record: &mut Record<'_>) -> Result<Option<Draft>, StoreError> {
        let ways = Obtained::ALL.map(Obtained::as_str);
        let deposits: Vec<&str> = env.profile.deposit_types.iter().map(|d| d.code.as_str()).collect();
        let deposit = |word: &str| deposits.iter().find(|d| **d == word).map(|d| (*d).to_owned());
        let place = place(record);
        let draft = Draft {
            name: record.text("name").unwrap_or_default(),
            accuracy_m: record.number("accuracy_m", 3).and_then(metres_up),
            obtained: record.choice("obtained", Obtained::parse, &ways).unwrap_or(Obtained::Unknown),
            surveyed_on: record.day("surveyed_on"),
            surveyor: record.text("surveyor"),
            licence: licence(rx, env, record)?,
            deposit: record.choice("deposit", deposit, &deposits),
            locality: record.text("locality"),
            office: record.office(rx)?,
            shape: Shape::Point(Position::ORIGIN),
            given: GivenShape::Point(Position::ORIGIN),
        };
        Ok(place.map(|(given, shape)| Draft { given, shape, ..draft }))
    }

    fn find(rx: &mut Rx<'_>, reference: &Reference, _row: &Draft) -> Result<Option<Known<Self>>, StoreError> {
        Ok(site_by_reference(rx, reference)?.map(|site| Known { id: site.id, current: site.facts.into() }))
    }

    fn said(_rx: &mut Rx<'_>, event: Event) -> Result<Option<Draft>, StoreError> {
        Ok(match event {
            Event::SiteRegistered(e) => Some(e.facts.into()),
            Event::SiteChanged(e) => Some(e.facts.into()),
            _ => None,
        })
    }

    fn merged(map: &Mapping, row: &Draft, base: Option<&Draft>, current: &Draft) -> Draft {
        let mut merged = merged!(map, row, base, current;
            name, accuracy_m, obtained, surveyed_on, surveyor, licence, deposit, locality, office);
        if base.is_none_or(|before| before.shape != row.shape) && merged.shape != row.shape {
            (merged.shape, merged.given) = (row.shape.clone(), row.given.clone());
        }
        // A blank office leaves the choice to the register, which chose one when the site was registered.
        merged.office = merged.office.or(current.office);
        merged
    }

    fn register(draft: Draft, reference: Reference) -> RegisterSite {
        draft.into_command(reference)
    }

    fn change(batch: &mut Batch<'_, '_>, act: &mut Act, site: SiteId, to: Change<Self>) -> Result<Receipt, ServiceError> {
        batch.submit(act, &ChangeSite { site, to: to.draft.into_command(to.reference), reason: to.reason })
    }
}

impl From<SiteFacts> for Draft {
    fn from(f: SiteFacts) -> Self {
        let given = match &f.shape {
            Shape::Point(p) => GivenShape::Point(*p),
            Shape::Polygon(rings) => GivenShape::Polygon(rings.all().to_vec()),
        };
        Self {
            name: f.name,
            shape: f.shape,
            given,
            accuracy_m: f.accuracy_m,
            obtained: f.obtained,
            surveyed_on: f.surveyed_on,
            surveyor: f.surveyor,
            licence: f.licence,
            deposit: f.deposit,
            locality: f.locality,
            office: f.office,
        }
    }
}

impl Draft {
    fn into_command(self, reference: Reference) -> RegisterSite {
        RegisterSite {
            name: self.name,
            shape: self.given,
            accuracy_m: self.accuracy_m,
            obtained: self.obtained,
            surveyed_on: self.surveyed_on,
            surveyor: self.surveyor,
            licence: self.licence,
            deposit: self.deposit,
            locality: self.locality,
            office: self.office,
            reference: Some(reference),
        }
    }
}

/// Whole metres, rounded up, of thousandths.
fn metres_up(thousandths: i64) -> Option<u32> {
    // Past the largest number the command refuses, which is told better than a missing value.
    Some(u32::try_from(thousandths.saturating_add(999).checked_div(1_000)?).unwrap_or(u32::MAX))
}

/// Where the site is, from a shape, a pair in one cell, or two cells.
fn place(record: &mut Record<'_>) -> Option<(GivenShape, Shape)> {
    let before = record.problems.len();
    let read = if let Some(text) = record.text("shape") {
        let given = GivenShape::Text(text);
        given.read().map(|(shape, _)| (given, shape))
    } else if let Some(text) = record.text("position") {
        parse_pair(&text, "position").map(point).map_err(Violations::from)
    } else {
        let (lon, lat) = (record.text("lon").unwrap_or_default(), record.text("lat").unwrap_or_default());
        if lon.is_empty() && lat.is_empty() {
            Err(Violation::on("import.no_place", "shape").into())
        } else {
            parse_position(("lon", &lon), ("lat", &lat)).map(point)
        }
    };
    match read {
        Ok(place) => Some(place),
        // A cell that was refused already is not a missing one besides.
        Err(_) if record.problems.len() > before => None,
        Err(wrong) => {
            for violation in wrong.0 {
                let field = violation.field.clone().unwrap_or_default();
                record.refuse_on(&Sites::columns(&field), violation);
            }
            None
        }
    }
}

fn point(p: Position) -> (GivenShape, Shape) {
    (GivenShape::Point(p), Shape::Point(p))
}

/// The licence with a number as it is typed, or with a key of the same source.
fn licence(rx: &mut Rx<'_>, env: &Env, record: &mut Record<'_>) -> Result<Option<LicenceId>, StoreError> {
    let Some(text) = record.text("licence") else { return Ok(None) };
    let found = match licence_typed(rx, &env.profile, &text)? {
        Some(found) => Some(found),
        None => licence_by_reference(rx, &record.beside(&text))?,
    };
    if found.is_none() {
        record.refuse(Violation::on("import.no_licence", "licence"));
    }
    Ok(found.map(|l| l.id))
}
