//! A small map drawn by the server, for readers whose browser runs no script: the country's outline with a
//! dot for each site.

use crate::domain::geo::Position;
use crate::domain::trace::TracedSite;
use crate::web::assets;
use geojson::{FeatureCollection, GeometryValue};

/// Width of the sketch, CSS pixels.
const WIDTH: f64 = 640.0;

/// The finished sketch.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    /// Width, CSS pixels.
    pub width: i64,
    /// Height, CSS pixels.
    pub height: i64,
    /// The outline; empty where no layer is bundled.
    pub outline: String,
    /// The dots: place, radius and the site's code.
    pub dots: Vec<Dot>,
}

/// A site on the sketch.
#[derive(Debug, Clone, PartialEq)]
pub struct Dot {
    /// From the left.
    pub x: i64,
    /// From the top.
    pub y: i64,
    /// Radius: its area goes with the mass.
    pub r: i64,
    /// The site's code and name.
    pub label: String,
}

/// West, south, east, north in degrees.
type Frame = (f64, f64, f64, f64);

/// Draws sites with their masses.
#[must_use]
pub fn sketch<'a>(country: &str, sites: impl Iterator<Item = (&'a TracedSite, i64)>) -> Sketch {
    let sites: Vec<(&TracedSite, i64)> = sites.collect();
    let rings = rings_of(country);
    let all = rings.iter().flatten().copied().chain(sites.iter().map(|(s, _)| (s.position.lon(), s.position.lat())));
    let frame = all.fold((f64::MAX, f64::MAX, f64::MIN, f64::MIN), |f: Frame, (x, y)| (f.0.min(x), f.1.min(y), f.2.max(x), f.3.max(y)));
    if sites.is_empty() || frame.2 <= frame.0 && frame.3 <= frame.1 && rings.is_empty() {
        return Sketch { width: 0, height: 0, outline: String::new(), dots: Vec::new() };
    }
    let middle = f64::midpoint(frame.1, frame.3);
    // A degree of longitude is shorter away from the equator.
    let squeeze = middle.to_radians().cos().max(0.1);
    let span = ((frame.2 - frame.0) * squeeze).max(0.01);
    let scale = (WIDTH - 20.0) / span.max((frame.3 - frame.1) * 0.9);
    let place = |x: f64, y: f64| (whole((x - frame.0) * squeeze * scale + 10.0), whole((frame.3 - y) * scale + 10.0));
    let mut outline = String::new();
    for ring in &rings {
        let mut last = None;
        for (x, y) in ring {
            let at = place(*x, *y);
            if last == Some(at) {
                continue;
            }
            outline.push_str(&format!("{}{} {}", if last.is_none() { "M" } else { "L" }, at.0, at.1));
            last = Some(at);
        }
        outline.push('Z');
    }
    let heaviest = sites.iter().map(|(_, mct)| *mct).max().unwrap_or(0).max(1);
    let dots = sites.iter().map(|(site, mct)| {
        let (x, y) = place(site.position.lon(), site.position.lat());
        // The square root in whole numbers: radius 3 to 11.
        let part = i64::try_from(i128::from(*mct) * 64 / i128::from(heaviest)).unwrap_or(0);
        Dot { x, y, r: 3 + part.isqrt(), label: format!("{} {}", site.code, site.name) }
    });
    let (width, height) = place(frame.2, frame.1);
    Sketch { width: width + 10, height: height + 10, outline, dots: dots.collect() }
}

/// The rings of the bundled outline of a country.
fn rings_of(country: &str) -> Vec<Vec<(f64, f64)>> {
    let Some(layer) = assets::text_of(&format!("basemap/{country}/country.geojson")) else { return Vec::new() };
    let Ok(layer) = layer.parse::<FeatureCollection>() else { return Vec::new() };
    let mut rings = Vec::new();
    for geometry in layer.features.iter().filter_map(|f| f.geometry.as_ref()) {
        let polygons = match &geometry.value {
            GeometryValue::Polygon { coordinates } => std::slice::from_ref(coordinates),
            GeometryValue::MultiPolygon { coordinates } => coordinates,
            _ => continue,
        };
        for ring in polygons.iter().flatten() {
            let pair = |p: &geojson::Position| match p.as_slice() {
                [lon, lat, ..] => Position::from_degrees(*lon, *lat),
                _ => None,
            };
            rings.push(ring.iter().filter_map(pair).map(|p| (p.lon(), p.lat())).collect());
        }
    }
    rings
}

#[expect(clippy::cast_possible_truncation, clippy::as_conversions, reason = "pixels of a picture; a cast saturates")]
fn whole(v: f64) -> i64 {
    v.round() as i64
}
