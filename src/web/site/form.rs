//! The form of a site: what is typed, what it becomes, and what it begins with.

use crate::domain::access::{Permission, Reach};
use crate::domain::event::Obtained;
use crate::domain::geo::{Position, Shape, parse_position, to_geojson};
use crate::domain::ids::{LicenceId, OfficeId};
use crate::domain::site::Site;
use crate::domain::violation::{Violation, Violations};
use crate::service::licence::licence_typed;
use crate::service::site::{GivenShape, RegisterSite};
use crate::store::error::StoreError;
use crate::store::licence::licence_fetch;
use crate::store::office::{office_fetch, offices};
use crate::web::ctx::{Ctx, refusals};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::{Choice, Form, Posted, Reader};
use crate::web::locale::label;
use crate::web::map::degrees;
use crate::web::place_hint::Example;
use askama::Template;
use chrono::Datelike;

#[derive(Template)]
#[template(path = "sites/form.html")]
pub(super) struct FormPage {
    form: Form,
    site: Option<Site>,
    obtained: Vec<Choice>,
    deposits: Vec<Choice>,
    /// Offices to choose from; empty for whoever has one.
    offices: Vec<Choice>,
    /// What the drawing map shows at first.
    bbox: String,
    /// How the number of a licence for digging is written in this country.
    licence_example: String,
    /// A position in this country, as it may be typed.
    example: Example,
}

impl FormPage {
    pub(super) async fn new(ctx: &Ctx, form: Form, site: Option<Site>) -> Result<Self, WebError> {
        let (env, locale) = (&ctx.state.app.env, ctx.locale());
        let obtained = Obtained::ALL.iter().map(|o| Choice::new(o.as_str(), label(locale, "site-obtained", o.as_str())));
        let deposits = env.profile.deposit_types.iter().map(|d| Choice::new(&d.code, d.name.get(locale.tag())));
        let offices = match ctx.reach(Permission::SiteWrite) {
            Reach::All => ctx.read(offices).await?.into_iter().map(|o| Choice::new(&o.code, o.name)).collect(),
            _ => Vec::new(),
        };
        let bbox = degrees(env.atlas.outline.bbox(), 0.0);
        let digging = env.profile.licence_types.iter().find(|t| t.needs_site.value);
        let licence_example = digging.map(|t| t.number.value.pattern.format(ctx.today().year(), 1)).unwrap_or_default();
        Ok(Self {
            licence_example,
            example: Example::of(ctx),
            form,
            site,
            obtained: obtained.collect(),
            deposits: deposits.collect(),
            offices,
            bbox,
        })
    }

    fn is_polygon(&self) -> bool {
        self.form.chose("mode", "polygon")
    }
}

/// Which fields the place was typed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Position,
    Corners,
}

impl Place {
    /// The mode chosen; without one, whichever was filled.
    fn of(posted: &Posted) -> Self {
        let filled = |name: &str| posted.get(name).is_some_and(|t| !t.trim().is_empty());
        match posted.get("mode") {
            Some("polygon") => Self::Corners,
            Some("point") => Self::Position,
            _ if filled("shape") && !filled("lon") && !filled("lat") => Self::Corners,
            _ => Self::Position,
        }
    }

    /// Refusals of the place, told at the field where it was typed.
    pub(super) fn point_at(self, mut v: Violations) -> Violations {
        if self == Self::Position {
            for wrong in v.0.iter_mut().filter(|w| w.field.as_deref() == Some("shape")) {
                wrong.field = Some("lon".to_owned());
            }
        }
        v
    }
}

/// A form that was sent.
pub(super) struct SiteForm {
    pub(super) place: Place,
    pub(super) entry: Result<RegisterSite, Violations>,
}

impl SiteForm {
    pub(super) async fn read(ctx: &Ctx, posted: &Posted) -> Result<Self, WebError> {
        let place = Place::of(posted);
        let mut f = posted.reader(ctx.locale());
        let shape = match place {
            Place::Corners => corners(&mut f),
            Place::Position => position(&mut f),
        };
        let licence = licence_of(ctx, &mut f).await?;
        let office = office_of(ctx, &mut f).await?;
        let obtained = match f.text("obtained").as_deref().map(Obtained::parse) {
            Some(Some(obtained)) => Some(obtained),
            Some(None) => {
                f.problem(Violation::on("unknown_choice", "obtained"));
                None
            }
            None => {
                f.require("obtained");
                None
            }
        };
        let asked = obtained.is_some();
        // How the position was obtained is often forgotten: what else is wrong is told with it.
        let entry = shape.map(|shape| (shape, obtained.unwrap_or(Obtained::Estimate))).map(|(shape, obtained)| RegisterSite {
            name: f.required("name"),
            shape,
            accuracy_m: f.count_u32("accuracy_m"),
            obtained,
            surveyed_on: f.day("surveyed_on"),
            surveyor: f.text("surveyor"),
            licence,
            deposit: f.text("deposit"),
            locality: f.text("locality"),
            office,
            reference: None,
        });
        if entry.is_none() {
            // Everything is told at once, also when the place cannot be read.
            f.require("name");
            f.count_u32("accuracy_m");
            f.day("surveyed_on");
        }
        if asked {
            return Ok(Self { place, entry: f.finish_with(entry) });
        }
        let mut wrong = f.finish().err().unwrap_or_default();
        if let Some(trial) = entry
            && let Err(error) = ctx.preview(posted, trial).await
        {
            let (_, more) = refusals(error)?;
            let named: Vec<_> = wrong.0.iter().map(|w| w.field.clone()).collect();
            wrong.0.extend(more.0.into_iter().filter(|w| !named.contains(&w.field)));
        }
        Ok(Self { place, entry: Err(wrong) })
    }
}

fn corners(f: &mut Reader<'_>) -> Option<GivenShape> {
    f.require("shape");
    let text = f.text("shape")?;
    let lines = text.lines().filter(|l| !l.trim().is_empty()).count();
    if lines == 1 && !text.starts_with('{') {
        f.problem(Violation::on("site.too_few_corners", "shape").with("ring", 0i64).with("found", 1i64));
        return None;
    }
    Some(GivenShape::Text(text))
}

fn position(f: &mut Reader<'_>) -> Option<GivenShape> {
    f.require("lon");
    f.require("lat");
    let (lon, lat) = (f.text("lon")?, f.text("lat")?);
    match parse_position(("lon", &lon), ("lat", &lat)) {
        Ok(position) => Some(GivenShape::Point(position)),
        Err(v) => {
            v.0.into_iter().for_each(|wrong| f.problem(wrong));
            None
        }
    }
}

async fn licence_of(ctx: &Ctx, f: &mut Reader<'_>) -> Result<Option<LicenceId>, WebError> {
    let Some(number) = f.text("licence") else { return Ok(None) };
    let (typed, env) = (number.clone(), ctx.state.app.env.clone());
    let found = ctx.read(move |rx| -> Result<_, StoreError> { licence_typed(rx, &env.profile, &typed) }).await?;
    if found.is_none() {
        f.problem(Violation::on("site.no_such_licence", "licence").with("number", number));
    }
    Ok(found.map(|l| l.id))
}

async fn office_of(ctx: &Ctx, f: &mut Reader<'_>) -> Result<Option<OfficeId>, WebError> {
    let Some(code) = f.text("office") else { return Ok(None) };
    let found = ctx.read(offices).await?.into_iter().find(|o| o.code == code);
    if found.is_none() {
        f.problem(Violation::on("unknown_choice", "office"));
    }
    Ok(found.map(|o| o.id))
}

/// The corners as they are typed: one a line. An area with holes can be given in GeoJSON only.
fn typed(shape: &Shape) -> String {
    match shape {
        Shape::Polygon(rings) if rings.all().len() > 1 => to_geojson(shape).to_string(),
        _ => shape.positions().iter().map(Position::to_string).collect::<Vec<_>>().join("\n"),
    }
}

/// What the form of a change begins with.
pub(super) async fn values_of(ctx: &Ctx, site: &Site) -> Result<Posted, WebError> {
    let f = &site.facts;
    let (licence, office) = (f.licence, f.office);
    let (licence, office) = ctx
        .read(move |rx| -> Result<_, StoreError> {
            let licence = licence.map(|id| licence_fetch(rx, id)).transpose()?.flatten();
            let office = office.map(|id| office_fetch(rx, id)).transpose()?.flatten();
            Ok((licence, office))
        })
        .await?;
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let mut values = vec![
        ("name", f.name.clone()),
        ("licence", licence.map(|l| l.number).unwrap_or_default()),
        ("office", office.map(|o| o.code).unwrap_or_default()),
        ("accuracy_m", f.accuracy_m.map(|m| m.to_string()).unwrap_or_default()),
        ("obtained", f.obtained.as_str().to_owned()),
        ("surveyed_on", f.surveyed_on.map(|d| d.format("%d/%m/%Y").to_string()).unwrap_or_default()),
        ("surveyor", text(&f.surveyor)),
        ("deposit", text(&f.deposit)),
        ("locality", text(&f.locality)),
    ];
    match &f.shape {
        Shape::Point(p) => values.extend([("mode", "point".to_owned()), ("lon", p.lon_text()), ("lat", p.lat_text())]),
        polygon => values.extend([("mode", "polygon".to_owned()), ("shape", typed(polygon))]),
    }
    Ok(Posted::of(values))
}
