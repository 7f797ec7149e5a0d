//! Areas, distances and what lies inside what.

use super::position::{Bbox, DEGREE_E7, Position};
use super::rounded;
use super::shape::{Rings, Shape};
use ::geo::algorithm::bool_ops::BooleanOps;
use ::geo::algorithm::buffer::Buffer;
use ::geo::algorithm::{Centroid, ClosestPoint, GeodesicArea, InteriorPoint, Intersects, MapCoords};
use ::geo::{Closest, Coord, Distance, Euclidean, Geodesic, Line, LineString, MultiPolygon, Point, Polygon};

/// The area on the plane of 1e-7 degrees, where all questions of what touches what are put.
pub(super) fn planar(rings: &Rings) -> Polygon<f64> {
    let mut lines = rings.all().iter().map(|ring| LineString::new(ring.iter().map(|p| p.planar()).collect()));
    let outline = lines.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Polygon::new(outline, lines.collect())
}

/// Geodesic square metres. The sign is only the winding, which the boolean operations do not promise;
/// unsigned, a ring the wrong way round would count as the rest of the earth.
fn geodesic_m2(area: &Polygon<f64>) -> f64 {
    let e7 = f64::from(DEGREE_E7);
    area.map_coords(|c| Coord { x: c.x / e7, y: c.y / e7 }).geodesic_area_signed().abs()
}

fn sum_m2(areas: &MultiPolygon<f64>) -> i64 {
    whole(areas.iter().map(geodesic_m2).sum())
}

fn whole(metres: f64) -> i64 {
    // The whole earth is 5.1e14 m2; the fallback is never used.
    rounded(metres).unwrap_or(i64::MAX)
}

/// The area on the WGS84 ellipsoid in whole square metres, holes left out; 0 for a point.
#[must_use]
pub fn area_m2(shape: &Shape) -> i64 {
    match shape {
        Shape::Point(_) => 0,
        Shape::Polygon(rings) => whole(geodesic_m2(&planar(rings))),
    }
}

/// The centre of gravity. It may lie outside a bent area: for putting a label see [`label_position`].
#[must_use]
pub fn centroid(shape: &Shape) -> Position {
    match shape {
        Shape::Point(p) => *p,
        Shape::Polygon(rings) => {
            let first = rings.first_corner();
            // Counted from the first corner the products keep their digits.
            let local = Local::at(first);
            let centre = planar(rings).map_coords(|c| local.metres(c)).centroid().map(|c| local.planar(c.0));
            centre.and_then(|c| Position::from_planar(c.x, c.y)).unwrap_or(first)
        }
    }
}

/// A position that is surely in the shape: as a rule well inside, in a sliver narrower than the grid of
/// positions on its edge.
#[must_use]
pub fn label_position(shape: &Shape) -> Position {
    let rings = match shape {
        Shape::Point(p) => return *p,
        Shape::Polygon(rings) => rings,
    };
    let area = planar(rings);
    let inner = area.interior_point().map(|p| p.0);
    // Rounding to the grid may step over the edge of a narrow area, so its neighbours are tried too.
    let steps = [(0.0, 0.0), (0.5, 0.0), (-0.5, 0.0), (0.0, 0.5), (0.0, -0.5), (0.5, 0.5), (-0.5, -0.5), (0.5, -0.5), (-0.5, 0.5)];
    let near = inner.iter().flat_map(|c| steps.iter().filter_map(|(x, y)| Position::from_planar(c.x + x, c.y + y)));
    let found = near.into_iter().find(|p| area.intersects(&p.planar()));
    found.unwrap_or_else(|| rings.first_corner())
}

/// The smallest box around it.
#[must_use]
pub fn bbox_e7(shape: &Shape) -> Bbox {
    match shape {
        Shape::Point(p) => Bbox::of(*p),
        Shape::Polygon(rings) => rings.corners().fold(Bbox::of(rings.first_corner()), |b, p| b.and(Bbox::of(p))),
    }
}

/// Whether the position lies in the shape or on its edge. A point contains only itself.
#[must_use]
pub fn contains(shape: &Shape, position: Position) -> bool {
    match shape {
        Shape::Point(p) => *p == position,
        Shape::Polygon(rings) => bbox_e7(shape).contains(position) && planar(rings).intersects(&position.planar()),
    }
}

/// Metres from the position to the nearest place of the shape, rounded up; 0 inside and on the edge.
/// Good to a metre at the distances of neighbouring sites and to 1 % at 300 km.
#[must_use]
pub fn distance_m(position: Position, shape: &Shape) -> i64 {
    match shape {
        Shape::Point(_) => edge_distance_m(position, shape),
        Shape::Polygon(rings) => outside_m(position, &planar(rings)),
    }
}

fn outside_m(position: Position, area: &Polygon<f64>) -> i64 {
    let sides = || rings_of(area).flat_map(LineString::lines);
    if area.intersects(&position.planar()) { 0 } else { nearest_m(position, sides()).unwrap_or(0) }
}

/// Metres from the position, inside or outside, to the nearest place of the edge, rounded up.
#[must_use]
pub fn edge_distance_m(position: Position, shape: &Shape) -> i64 {
    match shape {
        Shape::Point(p) => whole(Geodesic.distance(position.degrees(), p.degrees()).ceil()),
        Shape::Polygon(rings) => {
            let area = planar(rings);
            nearest_m(position, rings_of(&area).flat_map(LineString::lines)).unwrap_or(0)
        }
    }
}

pub(super) fn rings_of(area: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(area.exterior()).chain(area.interiors())
}

/// How far apart two distances on the local plane may be and come near each other on the ellipsoid: a factor, and metres.
const SLACK: f64 = 1.02;
const SLACK_M: f64 = 0.01;

/// Geodesic metres to the nearest of the sides (on the plane of 1e-7 degrees), rounded up.
pub(super) fn nearest_m(position: Position, sides: impl Iterator<Item = Line<f64>>) -> Option<i64> {
    let local = Local::at(position);
    let here = Point::new(0.0, 0.0);
    let mut feet: Vec<(f64, Point<f64>)> = Vec::new();
    // What lies wholly beyond the nearest one so far, with the slack of below, is not looked at.
    let mut bound = f64::INFINITY;
    for side in sides {
        let (a, b) = (local.metres(side.start), local.metres(side.end));
        let beyond = |p: f64, q: f64| p.min(q) > bound || p.max(q) < -bound;
        if beyond(a.x, b.x) || beyond(a.y, b.y) {
            continue;
        }
        if let Closest::Intersection(p) | Closest::SinglePoint(p) = Line::new(a, b).closest_point(&here) {
            let distance = Euclidean.distance(p, here);
            bound = bound.min(distance * SLACK + SLACK_M);
            feet.push((distance, p));
        }
    }
    let least = feet.iter().map(|(d, _)| *d).min_by(f64::total_cmp)?;
    // The local plane stretches with the distance, so all that come near are measured on the ellipsoid.
    let near = feet.iter().filter(|(d, _)| *d <= least * SLACK + SLACK_M);
    let e7 = f64::from(DEGREE_E7);
    let metres = near.map(|(_, p)| {
        let c = local.planar(p.0);
        Geodesic.distance(position.degrees(), Point::new(c.x / e7, c.y / e7))
    });
    // A hair above nothing is the rounding of the foot, not a metre.
    metres.min_by(f64::total_cmp).map(|m| whole((m - 1e-6).ceil().max(0.0)))
}

/// The square metres two areas have in common; 0 where one is a point.
#[must_use]
pub fn overlap_area_m2(a: &Shape, b: &Shape) -> i64 {
    let (Shape::Polygon(one), Shape::Polygon(other)) = (a, b) else { return 0 };
    if !bbox_e7(a).meets(bbox_e7(b)) {
        return 0;
    }
    let local = Local::at(one.first_corner());
    let near = |rings: &Rings| planar(rings).map_coords(|c| local.metres(c));
    sum_m2(&near(one).intersection(&near(other)).map_coords(|c| local.planar(c)))
}

/// How a shape lies to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing of it lies outside.
    Inside,
    /// Some of it lies outside, but no farther than the slack.
    Tolerated,
    /// Some of it lies outside, farther than the slack.
    Outside,
}

/// How much of a shape lies outside another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Within {
    /// What follows from the numbers.
    pub verdict: Verdict,
    /// Square metres outside; 0 for a point.
    pub outside_m2: i64,
    /// Square metres farther outside than the slack; 0 for a point.
    pub beyond_m2: i64,
    /// How far the farthest corner (the point itself) lies outside, in metres, rounded up.
    pub distance_m: i64,
}

/// How `inner` (a site) lies to `outer` (its licence), where up to `slack_m` metres outside are put down
/// to the accuracy of the survey. For a point give the accuracy of its measurement.
///
/// Slivers that round to no square metre do not count.
#[must_use]
pub fn within(inner: &Shape, outer: &Shape, slack_m: u32) -> Within {
    let positions = inner.positions().into_iter();
    let distance_m = match outer {
        Shape::Point(_) => positions.map(|p| distance_m(p, outer)).max(),
        Shape::Polygon(rings) => {
            let outer = planar(rings);
            positions.map(|p| outside_m(p, &outer)).max()
        }
    };
    let distance_m = distance_m.unwrap_or(0);
    let far = distance_m > i64::from(slack_m);
    let (outside_m2, beyond_m2) = match (inner, outer) {
        (Shape::Point(_), _) => (0, 0),
        (Shape::Polygon(_), Shape::Point(_)) => (area_m2(inner), area_m2(inner)),
        (Shape::Polygon(inner), Shape::Polygon(outer)) => left_outside(inner, outer, slack_m),
    };
    let point = matches!(inner, Shape::Point(_));
    let verdict = match (if point { distance_m } else { outside_m2 }, beyond_m2 > 0 || (point && far)) {
        (0, _) => Verdict::Inside,
        (_, false) => Verdict::Tolerated,
        (_, true) => Verdict::Outside,
    };
    Within { verdict, outside_m2, beyond_m2, distance_m }
}

/// Square metres of `inner` outside `outer`, and outside `outer` widened by the slack on all sides.
fn left_outside(inner: &Rings, outer: &Rings, slack_m: u32) -> (i64, i64) {
    let local = Local::at(inner.first_corner());
    let near = |rings: &Rings| planar(rings).map_coords(|c| local.metres(c));
    let (inner, outer) = (near(inner), near(outer));
    let left = |outside: MultiPolygon<f64>| sum_m2(&outside.map_coords(|c| local.planar(c)));
    let outside = left(inner.difference(&outer));
    if outside == 0 || slack_m == 0 {
        return (outside, outside);
    }
    (outside, left(inner.difference(&outer.buffer(f64::from(slack_m)))))
}

/// Metres east and north of a position, on the plane that touches the ellipsoid there.
pub(super) struct Local {
    origin: Coord<f64>,
    /// Metres to 1e-7 degrees of longitude and of latitude.
    scale: Coord<f64>,
}

/// WGS84: semi-major axis in metres and first eccentricity squared (NGA.STND.0036).
const SEMI_MAJOR_M: f64 = 6_378_137.0;
const ECCENTRICITY_2: f64 = 0.006_694_379_990_141_316;

impl Local {
    pub(super) fn at(position: Position) -> Self {
        let lat = position.lat().to_radians();
        let curve = 1.0 - ECCENTRICITY_2 * lat.sin().powi(2);
        let unit = (1.0 / f64::from(DEGREE_E7)).to_radians();
        // Never quite nothing, so that the way back exists at the poles too.
        let east = (SEMI_MAJOR_M / curve.sqrt() * lat.cos()).max(1.0) * unit;
        let north = SEMI_MAJOR_M * (1.0 - ECCENTRICITY_2) / curve.powf(1.5) * unit;
        Self { origin: position.planar(), scale: Coord { x: east, y: north } }
    }

    pub(super) fn metres(&self, c: Coord<f64>) -> Coord<f64> {
        Coord { x: (c.x - self.origin.x) * self.scale.x, y: (c.y - self.origin.y) * self.scale.y }
    }

    pub(super) fn planar(&self, c: Coord<f64>) -> Coord<f64> {
        Coord { x: c.x / self.scale.x + self.origin.x, y: c.y / self.scale.y + self.origin.y }
    }
}
