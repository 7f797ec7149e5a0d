//! Boundaries that an operator brings: the country and its administrative areas.
//!
//! They are read from a GeoJSON feature collection whose features carry the properties `name` and `code`
//! and a polygon or multi-polygon. Such outlines are simplified and sometimes faulty, so they are not
//! held to the rules of a site; what is asked of them here does not depend on their winding.

use super::measure::{nearest_m, rings_of};
use super::position::{Bbox, Hint, Position, hint};
use super::shape::Shape;
use crate::domain::violation::{Violation, Violations};
use ::geo::algorithm::{InteriorPoint, Intersects};
use ::geo::{LineString, MultiPolygon, Polygon};
use geojson::{Feature, FeatureCollection, GeometryValue};
use rstar::RTree;
use rstar::primitives::{GeomWithData, Rectangle};

/// Why boundaries could not be read; for the operator who brought the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutlineError {
    /// Not JSON, or not a GeoJSON feature collection.
    #[error("not a GeoJSON feature collection: {0}")]
    Unreadable(String),
    /// A feature without a text property `name`.
    #[error("feature {0} has no property \"name\"")]
    NoName(usize),
    /// A feature that is no area, or has positions outside the world.
    #[error("the geometry of \"{0}\" is not a polygon or multi-polygon in degrees of longitude and latitude")]
    Geometry(String),
    /// No feature with the code asked for.
    #[error("no feature has the code \"{0}\"")]
    NoSuchCode(String),
}

/// A named area of an operator's file.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// The property `name`.
    pub name: String,
    /// The property `code`, where there is one.
    pub code: Option<String>,
    areas: MultiPolygon<f64>,
    bbox: Bbox,
}

impl Outline {
    /// All outlines of a feature collection, in the order of the file.
    ///
    /// # Errors
    /// The first [`OutlineError`] met.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, OutlineError> {
        let collection: FeatureCollection = text.parse().map_err(|e: geojson::Error| OutlineError::Unreadable(e.to_string()))?;
        collection.features.iter().enumerate().map(|(at, feature)| Self::take(at, feature)).collect()
    }

    /// The one with this code, for instance the country's own.
    ///
    /// # Errors
    /// [`OutlineError`].
    pub fn parse_one(text: &str, code: &str) -> Result<Self, OutlineError> {
        let found = Self::parse_all(text)?.into_iter().find(|o| o.code.as_deref() == Some(code));
        found.ok_or_else(|| OutlineError::NoSuchCode(code.to_owned()))
    }

    fn take(at: usize, feature: &Feature) -> Result<Self, OutlineError> {
        let property = |key: &str| feature.property(key).and_then(|v| v.as_str()).map(str::to_owned);
        let name = property("name").ok_or(OutlineError::NoName(at))?;
        let refused = || OutlineError::Geometry(name.clone());
        let polygons = match feature.geometry.as_ref().map(|g| &g.value) {
            Some(GeometryValue::Polygon { coordinates }) => std::slice::from_ref(coordinates),
            Some(GeometryValue::MultiPolygon { coordinates }) => coordinates,
            _ => return Err(refused()),
        };
        let mut corners = Vec::new();
        let mut areas = Vec::new();
        for polygon in polygons {
            let mut rings = Vec::new();
            for ring in polygon {
                let ring = ring.iter().map(position).collect::<Option<Vec<_>>>().filter(|r| r.len() > 3).ok_or_else(refused)?;
                rings.push(LineString::new(ring.iter().map(|p| p.planar()).collect()));
                corners.extend(ring);
            }
            let mut rings = rings.into_iter();
            areas.push(Polygon::new(rings.next().ok_or_else(refused)?, rings.collect()));
        }
        let bbox = Bbox::around(corners).ok_or_else(refused)?;
        Ok(Self { code: property("code"), areas: MultiPolygon::new(areas), bbox, name })
    }

    /// The box around it.
    #[must_use]
    pub const fn bbox(&self) -> Bbox {
        self.bbox
    }

    /// A position well within it, in whole hundredths of a degree (36 seconds) where such a one is near: for examples
    /// that people read.
    /// An area without an inside gives its south-western corner.
    #[must_use]
    pub fn inside(&self) -> Position {
        let found = self.areas.interior_point().and_then(|point| Position::from_planar(point.x(), point.y()));
        let exact = found.unwrap_or(self.bbox.south_west());
        let round = |e7: i32| e7.saturating_sub(e7 % 100_000);
        Position::new(round(exact.lon_e7()), round(exact.lat_e7())).filter(|p| self.contains(*p)).unwrap_or(exact)
    }

    /// Whether a position lies in it or on its edge.
    #[must_use]
    pub fn contains(&self, position: Position) -> bool {
        self.bbox.contains(position) && self.areas.intersects(&position.planar())
    }

    /// Metres from a position, inside or outside, to the nearest edge, rounded up. Coasts are edges too.
    #[must_use]
    pub fn border_distance_m(&self, position: Position) -> i64 {
        let sides = self.areas.iter().flat_map(rings_of).flat_map(LineString::lines);
        nearest_m(position, sides).unwrap_or(i64::MAX)
    }

    /// Metres to the area, rounded up; 0 inside.
    #[must_use]
    pub fn distance_m(&self, position: Position) -> i64 {
        if self.contains(position) { 0 } else { self.border_distance_m(position) }
    }

    /// Refuses a shape with a position farther outside than `slack_m` (what the outline was simplified
    /// by), and says what was probably meant. Only the first such position is named.
    ///
    /// # Errors
    /// On `field`: `site.swapped` and `site.wrong_sign` with the position meant, or `site.outside_country`
    /// with the distance.
    pub fn check(&self, shape: &Shape, slack_m: i64, field: &str) -> Result<(), Violations> {
        let inside = |p: Position| self.distance_m(p) <= slack_m;
        let Some(astray) = shape.positions().into_iter().find(|p| !inside(*p)) else { return Ok(()) };
        let country = self.name.as_str();
        let violation = match hint(astray, inside) {
            Some(Hint::Swapped(p)) => {
                Violation::on("site.swapped", field).with("lon", p.lon_text()).with("lat", p.lat_text()).with("country", country)
            }
            Some(Hint::Sign(p)) => {
                Violation::on("site.wrong_sign", field).with("lon", p.lon_text()).with("lat", p.lat_text()).with("country", country)
            }
            None => Violation::on("site.outside_country", field)
                .with("distance_m", self.distance_m(astray))
                .with("lon", astray.lon_text())
                .with("lat", astray.lat_text())
                .with("country", country),
        };
        Err(violation.into())
    }
}

fn position(p: &geojson::Position) -> Option<Position> {
    let &[lon, lat, ..] = p.as_slice() else { return None };
    Position::from_degrees(lon, lat)
}

/// Areas that can be asked which of them a position lies in.
#[derive(Debug, Clone)]
pub struct AdminAreas {
    areas: Vec<Outline>,
    index: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl AdminAreas {
    /// Reads and indexes a feature collection.
    ///
    /// # Errors
    /// [`OutlineError`].
    pub fn parse(text: &str) -> Result<Self, OutlineError> {
        Outline::parse_all(text).map(Self::new)
    }

    /// Indexes areas.
    #[must_use]
    pub fn new(areas: Vec<Outline>) -> Self {
        let corner = |x: i32, y: i32| [f64::from(x), f64::from(y)];
        let boxes = areas.iter().enumerate().map(|(at, area)| {
            let b = area.bbox;
            GeomWithData::new(Rectangle::from_corners(corner(b.west_e7, b.south_e7), corner(b.east_e7, b.north_e7)), at)
        });
        Self { index: RTree::bulk_load(boxes.collect()), areas }
    }

    /// All areas, in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Outline] {
        &self.areas
    }

    /// The area a position lies in. On a common edge, or where areas overlap, the first of the file.
    #[must_use]
    pub fn at(&self, position: Position) -> Option<&Outline> {
        let c = position.planar();
        let mut near: Vec<usize> = self.index.locate_all_at_point(&[c.x, c.y]).map(|found| found.data).collect();
        near.sort_unstable();
        near.into_iter().filter_map(|at| self.areas.get(at)).find(|area| area.contains(position))
    }

    /// The nearest area and the metres to it (0 inside): for a position in a gap between simplified
    /// outlines, or off a simplified coast. Measures all of them.
    #[must_use]
    pub fn nearest(&self, position: Position) -> Option<(&Outline, i64)> {
        if let Some(area) = self.at(position) {
            return Some((area, 0));
        }
        self.areas.iter().map(|area| (area, area.border_distance_m(position))).min_by_key(|(_, metres)| *metres)
    }
}
