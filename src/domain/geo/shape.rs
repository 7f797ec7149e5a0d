//! A point or an area, in the one form that is kept.
//!
//! An area is an outline and any number of holes. Each ring is kept as its corners in order, **without**
//! the first one repeated at the end (so that the count of corners is the count of corners and a ring
//! cannot be open), the outline counter-clockwise and holes clockwise. The first corner stays the one
//! that was typed first, because surveyors number them.

use super::measure::area_m2;
use super::position::{Bbox, DEGREE_E7, Position};
use crate::domain::violation::{Violation, Violations};
use ::geo::algorithm::line_intersection::{LineIntersection, line_intersection};
use ::geo::algorithm::validation::{InvalidPolygon, RingRole, Validation};
use ::geo::algorithm::winding_order::{Winding, WindingOrder};
use ::geo::kernels::{Kernel, Orientation, RobustKernel};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most corners of one area, holes included.
pub const CORNERS_MAX: usize = 2_000;
/// The most degrees an area may span. A wider one is a slip of the hand (a forgotten minus), or crosses
/// the antimeridian, which no alluvial field does.
const SPAN_MAX_DEGREES: i32 = 10;
/// Areas nearer to a pole than this are refused; sides along meridians meet there.
const LATITUDE_MAX_DEGREES: i32 = 85;

/// Where something is: a point or an area. In JSON `{"point": [lon_e7, lat_e7]}` or
/// `{"polygon": [[[lon_e7, lat_e7], ...], ...]}`; only the canonical form is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// One measured position.
    Point(Position),
    /// An area.
    Polygon(Rings),
}

/// The checked rings of an area; see the module for their form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "Vec<Vec<Position>>")]
pub struct Rings(Vec<Vec<Position>>);

impl Rings {
    /// The outline first, then the holes.
    #[must_use]
    pub fn all(&self) -> &[Vec<Position>] {
        &self.0
    }

    /// The corners of the outline, counter-clockwise.
    #[must_use]
    pub fn outline(&self) -> &[Position] {
        self.0.first().map_or(&[], Vec::as_slice)
    }

    /// The corner that was typed first.
    pub(super) fn first_corner(&self) -> Position {
        // Checked rings have corners; the fallback only keeps the function total.
        self.outline().first().copied().unwrap_or(Position::ORIGIN)
    }

    /// All corners, holes included.
    pub fn corners(&self) -> impl Iterator<Item = Position> + '_ {
        self.0.iter().flatten().copied()
    }
}

/// Rings that are not in the form that is kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the canonical form of an area: {0}")]
pub struct RingsError(String);

impl TryFrom<Vec<Vec<Position>>> for Rings {
    type Error = RingsError;
    fn try_from(rings: Vec<Vec<Position>>) -> Result<Self, RingsError> {
        match Shape::check(RawShape::Polygon { rings: rings.clone(), closing: Closing::Implied }, "shape") {
            Ok((Shape::Polygon(kept), _)) if kept.0 == rings => Ok(kept),
            Ok(_) => Err(RingsError("site.not_canonical".to_owned())),
            Err(wrong) => Err(RingsError(wrong.0.iter().map(|v| v.code).collect::<Vec<_>>().join(", "))),
        }
    }
}

/// Whether the source was to repeat the first corner at the end of a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// Typed corners: closing goes without saying.
    Implied,
    /// GeoJSON: RFC 7946 asks for it, so its absence is mended and told.
    Expected,
}

/// A shape as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawShape {
    /// One position.
    Point(Position),
    /// The outline, then holes; closed or not, either way round.
    Polygon {
        /// Corners in order.
        rings: Vec<Vec<Position>>,
        /// What the source promised.
        closing: Closing,
    },
}

/// What was put right without asking; the person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mended {
    /// A ring did not end where it began.
    Closed,
    /// So many corners repeated the one before.
    Repeated(i64),
    /// A ring ran the wrong way round.
    Winding,
}

impl Mended {
    /// The id of its message; [`Mended::Repeated`] has the argument `count`.
    #[must_use]
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::Closed => "site-mended-closed",
            Self::Repeated(_) => "site-mended-repeated",
            Self::Winding => "site-mended-winding",
        }
    }
}

impl Shape {
    /// Puts a shape into the form that is kept, and says what was put right.
    ///
    /// # Errors
    /// On `field`: `site.no_position`, `site.too_many_corners`, `site.too_few_corners`, `site.too_wide`,
    /// `site.polar`, `site.no_area`, `site.crosses_itself`, `site.hole_outside`, `site.holes_overlap`.
    pub fn check(raw: RawShape, field: &str) -> Result<(Self, Vec<Mended>), Violations> {
        let (rings, closing) = match raw {
            RawShape::Point(position) => return Ok((Self::Point(position), Vec::new())),
            RawShape::Polygon { rings, closing } => (rings, closing),
        };
        if rings.is_empty() {
            return Err(Violation::on("site.no_position", field).with("line", 0i64).with("typed", "").into());
        }
        let mut mended = BTreeSet::new();
        let mut repeated = 0usize;
        let rings: Vec<Ring> = rings.into_iter().map(|ring| Ring::take(ring, closing, &mut mended, &mut repeated)).collect();
        if repeated > 0 {
            mended.insert(Mended::Repeated(i64::try_from(repeated).unwrap_or(i64::MAX)));
        }
        check_size(&rings, field)?;
        let mut wrong = Violations::none();
        for (number, ring) in rings.iter().enumerate() {
            if let Some(v) = ring.fault(number, field) {
                wrong.push(v);
            }
        }
        wrong.finish()?;
        let rings = rings.into_iter().enumerate().map(|(number, ring)| ring.wound(number == 0, &mut mended)).collect();
        let kept = Rings(rings);
        check_holes(&kept, field)?;
        let shape = Self::Polygon(kept);
        // Under half a square metre: a line in all but name.
        if area_m2(&shape) == 0 {
            return Err(Violation::on("site.no_area", field).with("ring", 0i64).into());
        }
        Ok((shape, mended.into_iter().collect()))
    }

    /// Its corners, or the point.
    #[must_use]
    pub fn positions(&self) -> Vec<Position> {
        match self {
            Self::Point(p) => vec![*p],
            Self::Polygon(rings) => rings.corners().collect(),
        }
    }
}

/// A ring on its way: corners without repetitions, each with the number it was typed under (from 1).
struct Ring(Vec<(i64, Position)>);

impl Ring {
    fn take(corners: Vec<Position>, closing: Closing, mended: &mut BTreeSet<Mended>, repeated: &mut usize) -> Self {
        let closed = corners.len() > 1 && corners.first() == corners.last();
        if !closed && closing == Closing::Expected {
            mended.insert(Mended::Closed);
        }
        let all = corners.len().saturating_sub(usize::from(closed));
        let mut kept: Vec<(i64, Position)> = (1..).zip(corners.into_iter().take(all)).collect();
        kept.dedup_by_key(|(_, p)| *p);
        while kept.len() > 1 && kept.first().map(|c| c.1) == kept.last().map(|c| c.1) {
            kept.pop();
        }
        *repeated = repeated.saturating_add(all.saturating_sub(kept.len()));
        Self(kept)
    }

    fn line(&self) -> ::geo::LineString<f64> {
        let mut line = ::geo::LineString::new(self.0.iter().map(|(_, p)| p.planar()).collect());
        line.close();
        line
    }

    fn fault(&self, number: usize, field: &str) -> Option<Violation> {
        let ring = i64::try_from(number).unwrap_or(i64::MAX);
        let distinct: BTreeSet<Position> = self.0.iter().map(|(_, p)| *p).collect();
        if distinct.len() < 3 {
            let found = i64::try_from(distinct.len()).unwrap_or(i64::MAX);
            return Some(Violation::on("site.too_few_corners", field).with("ring", ring).with("found", found));
        }
        let mut corners = self.0.iter().map(|(_, p)| p.planar());
        let (a, b) = (corners.next()?, corners.next()?);
        if corners.all(|c| RobustKernel::orient2d(a, b, c) == Orientation::Collinear) {
            return Some(Violation::on("site.no_area", field).with("ring", ring));
        }
        let crossing = self.crossing()?;
        Some(
            Violation::on("site.crosses_itself", field)
                .with("ring", ring)
                .with("first", crossing.first)
                .with("second", crossing.second)
                .with("lon", crossing.at.lon_text())
                .with("lat", crossing.at.lat_text()),
        )
    }

    /// The first place, from the west, where the ring touches or crosses itself or runs back on itself.
    fn crossing(&self) -> Option<Crossing> {
        let ends = self.0.iter().skip(1).chain(self.0.first());
        let mut sides: Vec<Side> = self.0.iter().zip(ends).enumerate().map(|(at, (a, b))| Side::new(at, *a, *b)).collect();
        let last = sides.len().saturating_sub(1);
        sides.sort_by(|a, b| a.west.cmp(&b.west).then(a.at.cmp(&b.at)));
        // A sweep from west to east: only sides that still reach this far east are compared.
        for (rank, one) in sides.iter().enumerate() {
            let rest = sides.iter().skip(rank.saturating_add(1));
            for other in rest.take_while(|s| s.west <= one.east).filter(|s| s.south <= one.north && one.south <= s.north) {
                let gap = one.at.abs_diff(other.at);
                let neighbours = gap == 1 || gap == last;
                let place = match line_intersection(one.line, other.line) {
                    None => continue,
                    Some(LineIntersection::SinglePoint { .. }) if neighbours => continue,
                    Some(LineIntersection::SinglePoint { intersection, .. }) => intersection,
                    Some(LineIntersection::Collinear { intersection }) => intersection.start,
                };
                let (first, second) = if one.at < other.at { (one, other) } else { (other, one) };
                let at = Position::from_planar(place.x, place.y)?;
                return Some(Crossing { first: first.number, second: second.number, at });
            }
        }
        None
    }

    /// The corners, turned if they run the wrong way; the first stays the first.
    fn wound(self, outline: bool, mended: &mut BTreeSet<Mended>) -> Vec<Position> {
        let wanted = if outline { WindingOrder::CounterClockwise } else { WindingOrder::Clockwise };
        let turn = self.line().winding_order().is_some_and(|order| order != wanted);
        let mut corners: Vec<Position> = self.0.into_iter().map(|(_, p)| p).collect();
        if turn {
            mended.insert(Mended::Winding);
            if let Some((_, rest)) = corners.split_first_mut() {
                rest.reverse();
            }
        }
        corners
    }
}

struct Crossing {
    /// The side from the corner typed under this number to the next.
    first: i64,
    second: i64,
    at: Position,
}

struct Side {
    at: usize,
    number: i64,
    line: ::geo::Line<f64>,
    west: i32,
    east: i32,
    south: i32,
    north: i32,
}

impl Side {
    fn new(at: usize, (number, a): (i64, Position), (_, b): (i64, Position)) -> Self {
        Self {
            at,
            number,
            line: ::geo::Line::new(a.planar(), b.planar()),
            west: a.lon_e7().min(b.lon_e7()),
            east: a.lon_e7().max(b.lon_e7()),
            south: a.lat_e7().min(b.lat_e7()),
            north: a.lat_e7().max(b.lat_e7()),
        }
    }
}

/// The refusal of more corners than are kept.
pub(super) fn too_many(found: usize, field: &str) -> Violation {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Violation::on("site.too_many_corners", field).with("found", count(found)).with("most", count(CORNERS_MAX))
}

fn check_size(rings: &[Ring], field: &str) -> Result<(), Violations> {
    let corners = rings.iter().fold(0usize, |sum, ring| sum.saturating_add(ring.0.len()));
    if corners > CORNERS_MAX {
        return Err(too_many(corners, field).into());
    }
    let mut wrong = Violations::none();
    if let Some(b) = Bbox::around(rings.iter().flat_map(|ring| ring.0.iter().map(|(_, p)| *p))) {
        let most = SPAN_MAX_DEGREES.saturating_mul(DEGREE_E7).unsigned_abs();
        let narrow = b.west_e7.abs_diff(b.east_e7) <= most && b.south_e7.abs_diff(b.north_e7) <= most;
        wrong.check(narrow, || Violation::on("site.too_wide", field).with("most", i64::from(SPAN_MAX_DEGREES)));
        let most = LATITUDE_MAX_DEGREES.saturating_mul(DEGREE_E7);
        let temperate = b.south_e7 >= most.saturating_neg() && b.north_e7 <= most;
        wrong.check(temperate, || Violation::on("site.polar", field).with("most", i64::from(LATITUDE_MAX_DEGREES)));
    }
    wrong.finish()
}

/// Holes lie inside the outline and apart from each other; they may touch in single places.
fn check_holes(rings: &Rings, field: &str) -> Result<(), Violations> {
    if rings.0.len() < 2 {
        return Ok(());
    }
    let number = |role: &RingRole| match role {
        RingRole::Exterior => 0i64,
        RingRole::Interior(at) => i64::try_from(*at).unwrap_or(i64::MAX).saturating_add(1),
    };
    let mut wrong = Violations::none();
    for error in super::measure::planar(rings).validation_errors() {
        let violation = match error {
            InvalidPolygon::InteriorRingNotContainedInExteriorRing(hole)
            | InvalidPolygon::IntersectingRingsOnALine(RingRole::Exterior, hole) => {
                Violation::on("site.hole_outside", field).with("ring", number(&hole))
            }
            InvalidPolygon::IntersectingRingsOnALine(a, b) | InvalidPolygon::IntersectingRingsOnAnArea(a, b) => {
                Violation::on("site.holes_overlap", field).with("first", number(&a)).with("second", number(&b))
            }
            // Found before, with the place; should the two ever differ, the shape is still refused.
            InvalidPolygon::SelfIntersection(ring) | InvalidPolygon::TooFewPointsInRing(ring) | InvalidPolygon::NonFiniteCoord(ring, _) => {
                Violation::on("site.no_area", field).with("ring", number(&ring))
            }
        };
        if !wrong.0.contains(&violation) {
            wrong.push(violation);
        }
    }
    wrong.finish()
}
