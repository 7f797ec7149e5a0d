//! GeoJSON (RFC 7946) in and out.
//!
//! Degrees are rounded to 1e-7 on the way in and written with at most seven decimals on the way out, so
//! a shape that goes out and comes back is the same. Heights are dropped.

use super::position::Position;
use super::shape::{CORNERS_MAX, Closing, RawShape, Rings, Shape};
use crate::domain::violation::{Violation, Violations};
use geojson::{FeatureCollection, GeoJson, Geometry, GeometryValue};

/// The longest pasted text, in bytes: the most corners with room for long decimals and indentation.
const TEXT_MAX: usize = 1_000_000;
/// The same for a zone, which may have many areas.
const ZONE_TEXT_MAX: usize = 4_000_000;

/// The GeoJSON of a shape, rings closed as the format wants them.
#[must_use]
pub fn to_geojson(shape: &Shape) -> Geometry {
    let pair = |p: &Position| [p.lon(), p.lat()];
    Geometry::new(match shape {
        Shape::Point(p) => GeometryValue::new_point(pair(p)),
        Shape::Polygon(rings) => {
            GeometryValue::new_polygon(rings.all().iter().map(|ring| ring.iter().chain(ring.first()).map(pair).collect::<Vec<_>>()))
        }
    })
}

/// Takes a point, a polygon or a multi-polygon of one polygon; still to be checked.
///
/// # Errors
/// On `field`: `site.geometry_type`, `site.not_geojson`, `site.longitude_range`, `site.latitude_range`,
/// `site.too_many_corners`.
pub fn from_geojson(geometry: &Geometry, field: &str) -> Result<RawShape, Violations> {
    let polygon = match &geometry.value {
        GeometryValue::Point { coordinates } => return Ok(RawShape::Point(position(coordinates, field)?)),
        GeometryValue::Polygon { coordinates } => coordinates,
        GeometryValue::MultiPolygon { coordinates } if coordinates.len() == 1 => {
            coordinates.first().ok_or_else(|| other("MultiPolygon", field))?
        }
        value => return Err(other(value.type_name(), field).into()),
    };
    let corners = polygon.iter().fold(0usize, |sum, ring| sum.saturating_add(ring.len().saturating_sub(1)));
    if corners > CORNERS_MAX {
        return Err(super::shape::too_many(corners, field).into());
    }
    let rings = polygon.iter().map(|ring| ring.iter().map(|p| position(p, field)).collect()).collect::<Result<_, Violation>>()?;
    Ok(RawShape::Polygon { rings, closing: Closing::Expected })
}

/// Reads the text of a polygon or multi-polygon, alone or in a feature or a collection of one feature: each of its areas.
///
/// # Errors
/// `site.text_too_long`, `site.not_geojson`, and those of [`from_geojson`]; `site.geometry_type` for a point too.
pub fn zone_geojson(text: &str, field: &str) -> Result<Vec<RawShape>, Violations> {
    if text.len() > ZONE_TEXT_MAX {
        return Err(Violation::on("site.text_too_long", field).with("most", 4_000i64).into());
    }
    let geometry = match text.trim().parse::<GeoJson>() {
        Err(_) => return Err(Violation::on("site.not_geojson", field).into()),
        Ok(GeoJson::Geometry(geometry)) => Some(geometry),
        Ok(GeoJson::Feature(feature)) => feature.geometry,
        Ok(GeoJson::FeatureCollection(FeatureCollection { features, .. })) => match <[_; 1]>::try_from(features) {
            Ok([feature]) => feature.geometry,
            Err(_) => return Err(other("FeatureCollection", field).into()),
        },
    };
    let Some(geometry) = geometry else { return Err(other("Feature", field).into()) };
    let areas = match geometry.value {
        GeometryValue::MultiPolygon { coordinates } if !coordinates.is_empty() => coordinates,
        GeometryValue::Polygon { coordinates } => vec![coordinates],
        value => return Err(other(value.type_name(), field).into()),
    };
    areas.into_iter().map(|coordinates| from_geojson(&Geometry::new(GeometryValue::Polygon { coordinates }), field)).collect()
}

/// The GeoJSON of areas: a polygon of one, a multi-polygon of several.
#[must_use]
pub fn areas_geojson(areas: &[Rings]) -> Geometry {
    let pair = |p: &Position| [p.lon(), p.lat()];
    let rings =
        |area: &Rings| area.all().iter().map(|ring| ring.iter().chain(ring.first()).map(pair).collect::<Vec<_>>()).collect::<Vec<_>>();
    Geometry::new(match areas {
        [one] => GeometryValue::new_polygon(rings(one)),
        several => GeometryValue::new_multi_polygon(several.iter().map(rings)),
    })
}

/// Reads the text of a geometry, of a feature, or of a collection of one feature.
///
/// # Errors
/// `site.text_too_long`, `site.not_geojson`, and those of [`from_geojson`].
pub fn parse_geojson(text: &str, field: &str) -> Result<RawShape, Violations> {
    if text.len() > TEXT_MAX {
        return Err(Violation::on("site.text_too_long", field).with("most", 1_000i64).into());
    }
    let feature = match text.trim().parse::<GeoJson>() {
        Err(_) => return Err(Violation::on("site.not_geojson", field).into()),
        Ok(GeoJson::Geometry(geometry)) => return from_geojson(&geometry, field),
        Ok(GeoJson::Feature(feature)) => feature,
        Ok(GeoJson::FeatureCollection(FeatureCollection { features, .. })) => match <[_; 1]>::try_from(features) {
            Ok([feature]) => feature,
            Err(_) => return Err(other("FeatureCollection", field).into()),
        },
    };
    match &feature.geometry {
        Some(geometry) => from_geojson(geometry, field),
        None => Err(other("Feature", field).into()),
    }
}

fn other(found: &str, field: &str) -> Violation {
    Violation::on("site.geometry_type", field).with("found", found)
}

/// One GeoJSON position, heights dropped.
fn position(p: &geojson::Position, field: &str) -> Result<Position, Violation> {
    let &[lon, lat, ..] = p.as_slice() else { return Err(Violation::on("site.not_geojson", field)) };
    let range = |code: &'static str, value: f64| Violation::on(code, field).with("line", 0i64).with("typed", value.to_string());
    // The degree itself is measured, so 180.00000001 is out of range here as it is when typed.
    if !(-180.0..=180.0).contains(&lon) {
        return Err(range("site.longitude_range", lon));
    }
    if !(-90.0..=90.0).contains(&lat) {
        return Err(range("site.latitude_range", lat));
    }
    Position::from_degrees(lon, lat).ok_or_else(|| Violation::on("site.not_geojson", field))
}
