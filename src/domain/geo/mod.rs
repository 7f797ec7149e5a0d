//! The geometry of sites, licences and zones.
//!
//! Positions are whole 1e-7 degrees of WGS84 (about a centimetre), longitude first. What touches what
//! is decided on the plane of longitude and latitude, with the integers themselves, so it is exact and
//! the same on every machine; areas and distances are geodesic, in whole metres.
//!
//! A side is the straight line between two corners *on that plane*. A geodesic between the same corners
//! bends away from it by some 3 mm on a side of a kilometre and 30 m on one of 100 km (at 8 degrees of
//! latitude), so for sites the two readings of an area agree far below the accuracy of a survey.

mod interchange;
mod measure;
mod outline;
mod parse;
mod position;
mod shape;
mod touch;

pub use interchange::{areas_geojson, from_geojson, parse_geojson, to_geojson, zone_geojson};
pub use measure::{
    Verdict, Within, area_m2, bbox_e7, centroid, contains, distance_m, edge_distance_m, label_position, overlap_area_m2, within,
};
pub use outline::{AdminAreas, Outline, OutlineError};
pub use parse::{Axis, parse_angle, parse_pair, parse_polygon, parse_position};
pub use position::{Bbox, DmsStyle, Hint, Position, hint};
pub use shape::{CORNERS_MAX, Closing, Mended, RawShape, Rings, Shape};
pub use touch::{areas_box, reach_box, site_touches, site_within};

#[cfg(test)]
mod tests;

/// 1e-7 degrees as a float, which holds every such integer exactly.
type Planar = ::geo::Coord<f64>;

/// The nearest whole number; `None` when the float is no number or past 64 bits.
fn rounded(value: f64) -> Option<i64> {
    // 2^62: far above any area or coordinate here, and below where the cast would saturate.
    if !value.is_finite() || value.abs() >= 4_611_686_018_427_387_904.0 {
        return None;
    }
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "a whole number within range, checked above")]
    Some(value.round() as i64)
}
