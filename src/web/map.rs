//! The map: the layers under it, the sites on it, and the page that is nothing but the map.

pub mod feed;
pub mod layers;
pub mod time;

use crate::domain::access::{Permission, Reach};
use crate::domain::geo::Bbox;
use crate::domain::licence::Standing;
use crate::domain::month::Month;
use crate::domain::violation::Violation;
use crate::store::error::StoreError;
use crate::store::office::offices;
use crate::store::site::{LicenceFilter, SiteFilter, sites_count};
use crate::web::ctx::{Answer, Ctx};
use crate::web::error::WebError;
use crate::web::filters;
use crate::web::form::Choice;
use crate::web::locale::{Locale, label, text};
use crate::web::routes::{Access, Route, shown};
use actix_web::web::{self, get};
use askama::Template;
use serde::Deserialize;
use serde_json::json;

/// The routes of the map.
#[must_use]
pub fn routes() -> Vec<Route> {
    let sites = Access::Needs(Permission::SiteRead);
    vec![
        shown("/map", sites, || get().to(page)),
        shown("/map/layers.json", Access::SignedIn, || get().to(layers::list)),
        shown("/map/layer/{name}", Access::SignedIn, || get().to(layers::layer)),
        shown("/sites.geojson", sites, || get().to(feed::feed)),
    ]
}

/// What the list and the map of sites are narrowed to; names as in the address.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct SiteQuery {
    /// Words of the name, a code, the number of a licence.
    #[serde(default)]
    pub q: String,
    /// Code of a first-level area.
    #[serde(default)]
    pub area: String,
    /// Code of an office.
    #[serde(default)]
    pub office: String,
    /// `valid`, `not_valid` or `missing`.
    #[serde(default)]
    pub licence: String,
    /// `yes` or `no`.
    #[serde(default)]
    pub production: String,
    /// West, south, east, north in degrees.
    #[serde(default)]
    pub bbox: String,
    /// Code of a site: it and what lies around it.
    #[serde(default)]
    pub near: String,
    /// The page of the list that comes after this number.
    #[serde(default)]
    pub before: String,
    /// The first month of the map in time, `2026-03`.
    #[serde(default)]
    pub from: String,
    /// The last one.
    #[serde(default)]
    pub to: String,
    /// `yes`: what sites gave.
    #[serde(default)]
    pub show_dug: String,
    /// `yes`: how much of what they can give that is.
    #[serde(default)]
    pub show_capacity: String,
    /// `yes`: open alerts.
    #[serde(default)]
    pub show_alerts: String,
    /// `yes`: what zones were then.
    #[serde(default)]
    pub show_zones: String,
}

/// Degrees as a bounding box of a request; none when it is none.
pub(crate) fn bbox_of(text: &str) -> Option<Bbox> {
    use crate::domain::geo::Position;
    let numbers: Vec<f64> = text.split(',').map(|n| n.trim().parse().ok()).collect::<Option<_>>()?;
    let &[west, south, east, north] = numbers.as_slice() else { return None };
    let corners = [Position::from_degrees(west, south)?, Position::from_degrees(east, north)?];
    if west <= east && south <= north { Bbox::around(corners) } else { None }
}

impl SiteQuery {
    /// What it asks of the store. A word that is none of the offered ones is refused rather than passed over:
    /// a list that shows more than was asked for would be believed.
    ///
    /// # Errors
    /// [`WebError::UnreadablePage`].
    pub async fn filter(&self, ctx: &Ctx) -> Result<SiteFilter, WebError> {
        let unknown = |field: &'static str| WebError::UnreadablePage(Violation::on("query.unknown", field).with("field", field));
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        let licence = match self.licence.as_str() {
            "" => None,
            "valid" => Some(LicenceFilter::Valid),
            "not_valid" => Some(LicenceFilter::NotValid),
            "missing" => Some(LicenceFilter::Missing),
            _ => return Err(unknown("licence")),
        };
        let production = match self.production.as_str() {
            "" => None,
            "yes" => Some(true),
            "no" => Some(false),
            _ => return Err(unknown("production")),
        };
        let bbox = match self.bbox.as_str() {
            "" => None,
            text => Some(bbox_of(text).ok_or_else(|| unknown("bbox"))?),
        };
        let office = match filled(&self.office) {
            None => None,
            Some(code) => {
                let all = ctx.read(offices).await?;
                Some(all.into_iter().find(|o| o.code == code).ok_or_else(|| unknown("office"))?.id)
            }
        };
        let licence = licence.map(|l| (l, ctx.today()));
        Ok(SiteFilter { text: filled(&self.q), office, area: filled(&self.area), licence, production, bbox })
    }

    /// As in an address, without the page of the list; empty when nothing is asked.
    #[must_use]
    pub fn parameters(&self) -> String {
        let named = [
            ("q", &self.q),
            ("area", &self.area),
            ("office", &self.office),
            ("licence", &self.licence),
            ("production", &self.production),
            ("from", &self.from),
            ("to", &self.to),
            ("show_dug", &self.show_dug),
            ("show_capacity", &self.show_capacity),
            ("show_alerts", &self.show_alerts),
            ("show_zones", &self.show_zones),
        ];
        let written = named.iter().filter(|(_, v)| !v.trim().is_empty()).map(|(name, value)| {
            let value = askama::filters::urlencode_strict(value.trim()).map(|u| u.to_string()).unwrap_or_default();
            format!("{name}={value}")
        });
        written.collect::<Vec<_>>().join("&")
    }

    /// An address with these filters, and whatever else.
    #[must_use]
    pub fn address(&self, path: &str, more: &str) -> String {
        let parts = [self.parameters(), more.to_owned()];
        let query: Vec<&str> = parts.iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }
}

/// The form above the list and the map.
pub struct FilterView {
    /// What was asked.
    pub query: SiteQuery,
    /// Areas by code.
    pub areas: Vec<Choice>,
    /// Offices by code; empty for whoever sees one office only.
    pub offices: Vec<Choice>,
}

impl FilterView {
    /// The form with what was asked.
    ///
    /// # Errors
    /// A fault.
    pub async fn new(ctx: &Ctx, query: SiteQuery) -> Result<Self, WebError> {
        let atlas = &ctx.state.app.env.atlas;
        let areas = atlas.areas.all().iter().filter_map(|a| Some(Choice::new(a.code.as_deref()?, a.name.clone()))).collect();
        let offices = match ctx.reach(Permission::SiteRead) {
            Reach::All => ctx.read(offices).await?.into_iter().map(|o| Choice::new(&o.code, o.name)).collect(),
            _ => Vec::new(),
        };
        Ok(Self { query, areas, offices })
    }

    /// What narrows the sites, as hidden fields of another form.
    #[must_use]
    pub fn kept(&self) -> Vec<(&'static str, &str)> {
        let q = &self.query;
        vec![("q", &q.q), ("area", &q.area), ("office", &q.office), ("licence", &q.licence), ("production", &q.production)]
    }

    /// Whether anything is asked.
    #[must_use]
    pub fn any(&self) -> bool {
        !self.query.parameters().is_empty()
    }
}

/// A map on a page, for the macro of `sites/parts.html`.
pub struct MapView {
    /// What a screen reader calls it.
    pub label: String,
    /// Where its sites come from.
    pub sites: String,
    /// West, south, east, north in degrees.
    pub bbox: String,
    /// What the colours mean, as the script reads it.
    pub statuses: String,
    /// Whether it is one of several things on the page.
    pub small: bool,
}

/// Key of the colour, and the colour, of a site by its licence.
const TONES: [(&str, &str); 6] =
    [("valid", "green"), ("suspended", "amber"), ("not_yet", "blue"), ("expired", "red"), ("revoked", "purple"), ("none", "grey")];

/// The key by which the map knows a licence's standing.
#[must_use]
pub fn status_key(standing: Option<Standing>) -> &'static str {
    standing.map_or("none", Standing::as_str)
}

/// The class of a tag with a standing's colour.
#[must_use]
pub fn tag_colour(standing: Option<Standing>) -> &'static str {
    let key = status_key(standing);
    match TONES.iter().find(|(k, _)| *k == key).map(|(_, tone)| *tone) {
        Some("amber") => "yellow",
        Some(tone) => tone,
        None => "grey",
    }
}

/// What the colours of the map mean.
fn statuses(locale: Locale, this: bool) -> String {
    let own = this.then_some(("this", "blue"));
    let tones = TONES.iter().copied().map(|(key, tone)| (key, if this && tone == "blue" { "amber" } else { tone }));
    let named =
        own.into_iter().chain(tones).map(|(key, tone)| json!({"key": key, "tone": tone, "label": label(locale, "site-standing", key)}));
    serde_json::Value::Array(named.collect()).to_string()
}

/// A box in degrees, widened by a share of its size and at least `least` degrees on every side.
#[must_use]
pub fn degrees(b: Bbox, least: f64) -> String {
    let degree = |e7: i32| f64::from(e7) / 1e7;
    let (west, south, east, north) = (degree(b.west_e7), degree(b.south_e7), degree(b.east_e7), degree(b.north_e7));
    let (x, y) = (((east - west) * 0.05).max(least), ((north - south) * 0.05).max(least));
    format!("{:.4},{:.4},{:.4},{:.4}", west - x, south - y, east + x, north + y)
}

impl MapView {
    /// All sites a query asks for, over its area or the whole country.
    #[must_use]
    pub fn of_query(ctx: &Ctx, query: &SiteQuery, small: bool) -> Self {
        let atlas = &ctx.state.app.env.atlas;
        let area = atlas.areas.all().iter().find(|a| a.code.as_deref() == Some(query.area.as_str()));
        Self {
            label: text(ctx.locale(), "map-label", &[]),
            sites: query.address("/sites.geojson", ""),
            bbox: degrees(area.unwrap_or(&atlas.outline).bbox(), 0.0),
            statuses: statuses(ctx.locale(), false),
            small,
        }
    }

    /// All sites over a box, in degrees.
    #[must_use]
    pub fn over(ctx: &Ctx, label: String, bbox: String) -> Self {
        Self { label, sites: format!("/sites.geojson?bbox={bbox}"), bbox, statuses: statuses(ctx.locale(), false), small: true }
    }

    /// One site with its surroundings.
    #[must_use]
    pub fn around(ctx: &Ctx, code: &str, bbox: Bbox) -> Self {
        Self {
            label: text(ctx.locale(), "map-label-site", &[("code", code.into())]),
            sites: format!("/sites.geojson?near={code}"),
            bbox: degrees(bbox, 0.004),
            statuses: statuses(ctx.locale(), true),
            small: true,
        }
    }
}

#[derive(Template)]
#[template(path = "map.html")]
struct MapPage {
    filters: FilterView,
    map: MapView,
    found: i64,
    /// The number of sites the map shows where there are more.
    cut: Option<i64>,
    /// The same as a list.
    list: String,
    file: String,
    asked: time::Asked,
    /// What happened at the sites that gave most.
    lines: Vec<time::Figured>,
    /// What zones were.
    zones: Vec<(String, String, String)>,
    /// The month up to which the slider goes, and how many it goes back.
    slider: (String, i32),
    sees_alerts: bool,
}

/// `GET /map`.
///
/// # Errors
/// [`WebError::UnreadablePage`], or a fault.
pub async fn page(ctx: Ctx, query: web::Query<SiteQuery>) -> Answer {
    let query = query.into_inner();
    let filter = query.filter(&ctx).await?;
    let reach = ctx.reach(Permission::SiteRead);
    let found = ctx.read(move |rx| -> Result<_, StoreError> { sites_count(rx, reach, &filter) }).await?;
    let asked = time::Asked::of(&query, ctx.today())?;
    let mut map = MapView::of_query(&ctx, &query, false);
    if asked.any() {
        map.statuses = time::statuses(ctx.locale());
    }
    let (lines, zones) = (time::figures(&ctx, asked).await?, time::zones_then(&ctx, asked).await?);
    let slider = (Month::of(ctx.today()).to_string(), time::BACK);
    let sees_alerts = ctx.can(Permission::ControlRead);
    let (list, file) = (query.address("/sites", ""), query.address("/sites.geojson", ""));
    let cut = (found > feed::MOST).then_some(feed::MOST);
    ctx.render(&MapPage {
        filters: FilterView::new(&ctx, query).await?,
        map,
        found,
        cut,
        list,
        file,
        asked,
        lines,
        zones,
        slider,
        sees_alerts,
    })
}
