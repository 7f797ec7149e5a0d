//! Whether a site touches a zone, in whole numbers: so that whoever works it out again, with another program, finds the
//! same.
//!
//! A place is a position in 1e-7 degrees, a side the straight line between two corners on the plane of longitude and
//! latitude. What lies on an edge is inside. `docs/journal-events.md` (zones) has the rule in words.

use super::position::{Bbox, Position};
use super::shape::{Rings, Shape};

/// A corner: east and north, 1e-7 degrees.
type Corner = (i64, i64);
/// The rings of one area: an outline, then holes. A point is an outline of one corner.
type Area = Vec<Vec<Corner>>;

/// 1e-7 degrees of latitude to a metre, rounded up (the shortest degree has 110,574 m).
const UNITS_PER_M: i64 = 91;
/// Beyond this latitude, in degrees, longitudes are not stretched further.
const LATITUDE_MAX: i64 = 85;
const DEGREE: i64 = 10_000_000;

fn corner(p: Position) -> Corner {
    (i64::from(p.lon_e7()), i64::from(p.lat_e7()))
}

fn area_of(rings: &Rings) -> Area {
    rings.all().iter().map(|ring| ring.iter().map(|p| corner(*p)).collect()).collect()
}

fn area_of_shape(shape: &Shape) -> Area {
    match shape {
        Shape::Point(p) => vec![vec![corner(*p)]],
        Shape::Polygon(rings) => area_of(rings),
    }
}

fn sides(area: &Area) -> impl Iterator<Item = (Corner, Corner)> + '_ {
    area.iter().flat_map(|ring| ring.iter().copied().zip(ring.iter().copied().cycle().skip(1)))
}

/// Above zero where `c` lies left of the line from `a` to `b`, 0 on it.
fn turn(a: Corner, b: Corner, c: Corner) -> i128 {
    let d = |x: i64, y: i64| i128::from(x).saturating_sub(i128::from(y));
    let one = d(b.0, a.0).saturating_mul(d(c.1, a.1));
    one.saturating_sub(d(b.1, a.1).saturating_mul(d(c.0, a.0)))
}

fn between(a: Corner, b: Corner, p: Corner) -> bool {
    (a.0.min(b.0)..=a.0.max(b.0)).contains(&p.0) && (a.1.min(b.1)..=a.1.max(b.1)).contains(&p.1)
}

/// Whether two sides cross within both, touching aside.
fn crosses((a, b): (Corner, Corner), (c, d): (Corner, Corner)) -> bool {
    let (one, other) = ((turn(a, b, c).signum(), turn(a, b, d).signum()), (turn(c, d, a).signum(), turn(c, d, b).signum()));
    one.0.saturating_mul(one.1) < 0 && other.0.saturating_mul(other.1) < 0
}

/// Whether two sides have a place in common, ends included.
fn meet(one: (Corner, Corner), other: (Corner, Corner)) -> bool {
    let ((a, b), (c, d)) = (one, other);
    let apart = |p: i64, q: i64, r: i64, s: i64| p.max(q) < r.min(s) || r.max(s) < p.min(q);
    if apart(a.0, b.0, c.0, d.0) || apart(a.1, b.1, c.1, d.1) {
        return false;
    }
    let on = |a, b, p| turn(a, b, p) == 0 && between(a, b, p);
    crosses(one, other) || on(a, b, c) || on(a, b, d) || on(c, d, a) || on(c, d, b)
}

/// Where a place lies to an area: outside, on an edge, inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lies {
    Outside,
    Edge,
    Inside,
}

/// By the sides that a line to the east crosses: inside where there are an odd number of them.
fn lies(area: &Area, p: Corner) -> Lies {
    let mut odd = false;
    for (a, b) in sides(area) {
        let side = turn(a, b, p);
        if side == 0 && between(a, b, p) {
            return Lies::Edge;
        }
        // Of a side the lower end counts, the upper does not.
        if (a.1 <= p.1) != (b.1 <= p.1) && (b.1 > a.1) == (side > 0) {
            odd = !odd;
        }
    }
    if odd { Lies::Inside } else { Lies::Outside }
}

fn areas_touch(one: &Area, other: &Area) -> bool {
    let within = |area: &Area, of: &Area| area.iter().flatten().any(|p| lies(of, *p) != Lies::Outside);
    within(one, other) || within(other, one) || sides(one).any(|s| sides(other).any(|o| meet(s, o)))
}

/// By how much a position may be off east and north, 1e-7 degrees, so many metres at the greatest latitude of a site.
fn slack(site: &Area, accuracy_m: u32) -> (i64, i64) {
    let north = i64::from(accuracy_m).saturating_mul(UNITS_PER_M);
    let furthest = site.iter().flatten().map(|p| p.1.saturating_abs()).max().unwrap_or(0);
    let degrees = furthest.saturating_add(DEGREE.saturating_sub(1)).checked_div(DEGREE).unwrap_or(0).min(LATITUDE_MAX);
    // cos x is about (32400 - 4 x²) / (32400 + x²), x in degrees (Bhaskara I, 7th century), to 2 parts in a thousand.
    let square = degrees.saturating_mul(degrees);
    let (over, under) = (32_400i64.saturating_add(square), 32_400i64.saturating_sub(square.saturating_mul(4)).max(1));
    let stretched = north.saturating_mul(over).saturating_add(under.saturating_sub(1)).checked_div(under).unwrap_or(north);
    (stretched, north)
}

fn square((x, y): Corner, (dx, dy): (i64, i64)) -> Area {
    let (west, east) = (x.saturating_sub(dx), x.saturating_add(dx));
    let (south, north) = (y.saturating_sub(dy), y.saturating_add(dy));
    vec![vec![(west, south), (east, south), (east, north), (west, north)]]
}

fn extent(area: &Area) -> (Corner, Corner) {
    let all = || area.iter().flatten();
    let low = (all().map(|p| p.0).min().unwrap_or(0), all().map(|p| p.1).min().unwrap_or(0));
    (low, (all().map(|p| p.0).max().unwrap_or(0), all().map(|p| p.1).max().unwrap_or(0)))
}

/// Whether a site touches one of the areas, its positions being so many metres accurate: the site and an area have a
/// place in common, or the square around a corner of one of them reaches into the other.
#[must_use]
pub fn site_touches(site: &Shape, accuracy_m: u32, zone: &[Rings]) -> bool {
    let site = area_of_shape(site);
    let slack = slack(&site, accuracy_m);
    let (low, high) = extent(&site);
    zone.iter().map(area_of).any(|area| {
        let (from, to) = extent(&area);
        let far = |a: i64, b: i64, off: i64| a.saturating_sub(b) > off;
        if far(from.0, high.0, slack.0) || far(low.0, to.0, slack.0) || far(from.1, high.1, slack.1) || far(low.1, to.1, slack.1) {
            return false;
        }
        let reaches = |one: &Area, other: &Area| one.iter().flatten().any(|p| areas_touch(&square(*p, slack), other));
        areas_touch(&site, &area) || (accuracy_m > 0 && (reaches(&site, &area) || reaches(&area, &site)))
    })
}

/// Whether the whole of a site lies in one of the areas: all its corners do, no side crosses a side, and no corner of the
/// area lies inside the site.
#[must_use]
pub fn site_within(site: &Shape, zone: &[Rings]) -> bool {
    let site = area_of_shape(site);
    zone.iter().map(area_of).any(|area| {
        let inside = site.iter().flatten().all(|p| lies(&area, *p) != Lies::Outside);
        let cut = || sides(&site).any(|s| sides(&area).any(|o| crosses(s, o)));
        let holed = || area.iter().flatten().any(|p| lies(&site, *p) == Lies::Inside);
        inside && !cut() && !holed()
    })
}

/// The box around areas.
#[must_use]
pub fn areas_box(zone: &[Rings]) -> Option<Bbox> {
    Bbox::around(zone.iter().flat_map(Rings::corners))
}

/// The box that an area must meet for a site of this accuracy to touch it.
#[must_use]
pub fn reach_box(site: &Shape, accuracy_m: u32) -> Bbox {
    let area = area_of_shape(site);
    let ((west, south), (east, north)) = extent(&area);
    let (dx, dy) = slack(&area, accuracy_m);
    let whole = |v: i64, edge: i32| i32::try_from(v).unwrap_or(edge);
    Bbox {
        west_e7: whole(west.saturating_sub(dx), i32::MIN),
        south_e7: whole(south.saturating_sub(dy), i32::MIN),
        east_e7: whole(east.saturating_add(dx), i32::MAX),
        north_e7: whole(north.saturating_add(dy), i32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::{Closing, RawShape, contains, distance_m, edge_distance_m};
    use proptest::prelude::*;

    fn at(x: i32, y: i32) -> Position {
        Position::new(x, y).unwrap()
    }
    fn area(corners: &[(i32, i32)]) -> Shape {
        let ring = corners.iter().map(|(x, y)| at(*x, *y)).collect();
        Shape::check(RawShape::Polygon { rings: vec![ring], closing: Closing::Implied }, "x").unwrap().0
    }
    fn rings(shape: &Shape) -> Vec<Rings> {
        let Shape::Polygon(rings) = shape else { panic!("a point") };
        vec![rings.clone()]
    }
    fn square_of(x: i32, y: i32, size: i32) -> Shape {
        area(&[(x, y), (x + size, y), (x + size, y + size), (x, y + size)])
    }

    #[test]
    fn a_site_partly_inside_touches_and_only_one_wholly_inside_is_within() {
        let zone = rings(&square_of(0, 0, 1_000_000));
        for (site, touches, within) in [
            (square_of(100_000, 100_000, 50_000), true, true),
            (square_of(980_000, 100_000, 50_000), true, false),
            (square_of(1_000_000, 100_000, 50_000), true, false), // a common side
            (square_of(1_000_001, 100_000, 50_000), false, false),
            (square_of(-100_000, -100_000, 2_000_000), true, false), // the zone lies in the site
            (area(&[(-50_000, 400_000), (1_050_000, 400_000), (1_050_000, 500_000), (-50_000, 500_000)]), true, false),
            (Shape::Point(at(1_000_000, 1_000_000)), true, true),
            (Shape::Point(at(1_000_001, 1_000_000)), false, false),
        ] {
            assert_eq!((site_touches(&site, 0, &zone), site_within(&site, &zone)), (touches, within), "{site:?}");
        }
    }

    #[test]
    fn the_accuracy_of_a_position_counts_for_touching() {
        let zone = rings(&square_of(0, 0, 1_000_000));
        // 900 units are some ten metres at the equator.
        let near = Shape::Point(at(1_000_900, 500_000));
        assert!(!site_touches(&near, 9, &zone) && site_touches(&near, 10, &zone));
        // At 60 degrees a degree of longitude is half as long.
        let (x, y) = (0, 600_000_000);
        let zone = rings(&square_of(x, y, 1_000_000));
        let near = Shape::Point(at(x + 1_001_800, y + 500_000));
        assert!(!site_touches(&near, 9, &zone) && site_touches(&near, 10, &zone));
        // A zone that ends in a point beside the long side of a site.
        let site = area(&[(0, 0), (1_000_000, 0), (1_000_000, -1_000), (0, -1_000)]);
        let wedge = rings(&area(&[(500_000, 500), (600_000, 400_000), (400_000, 400_000)]));
        assert!(!site_touches(&site, 5, &wedge) && site_touches(&site, 6, &wedge));
    }

    #[test]
    fn what_lies_in_a_hole_is_outside() {
        let ring = |x: i32, y: i32, size: i32| vec![at(x, y), at(x + size, y), at(x + size, y + size), at(x, y + size)];
        let raw = RawShape::Polygon { rings: vec![ring(0, 0, 1_000_000), ring(400_000, 400_000, 200_000)], closing: Closing::Implied };
        let holed = rings(&Shape::check(raw, "x").unwrap().0);
        assert!(!site_touches(&square_of(450_000, 450_000, 1_000), 0, &holed));
        assert!(site_touches(&square_of(390_000, 450_000, 20_000), 0, &holed));
        assert!(!site_within(&square_of(300_000, 300_000, 400_000), &holed), "a hole inside the site");
    }

    /// Areas seen whole from their middle.
    fn shapes() -> impl Strategy<Value = Shape> {
        let corners = prop::collection::vec((0.0f64..std::f64::consts::TAU, 0.05f64..1.0), 3..14);
        (-170.0f64..170.0, -60.0f64..60.0, -3.0f64..0.3, corners).prop_filter_map("not simple", |(lon, lat, size, mut corners)| {
            corners.sort_by(|a, b| a.0.total_cmp(&b.0));
            let size = 10f64.powf(size);
            let corner = |(turn, far): &(f64, f64)| Position::from_degrees(lon + size * far * turn.cos(), lat + size * far * turn.sin());
            let ring = corners.iter().map(corner).collect::<Option<Vec<_>>>()?;
            Shape::check(RawShape::Polygon { rings: vec![ring], closing: Closing::Implied }, "x").ok().map(|s| s.0)
        })
    }

    proptest! {
        /// Whole numbers say of every position what the library for geometry says.
        #[test]
        fn a_position_lies_where_the_library_for_geometry_has_it(shape in shapes(), x in -0.2f64..1.2, y in -0.2f64..1.2) {
            let b = super::super::bbox_e7(&shape);
            let part = |share: f64, from: i32, to: i32| f64::from(from) + share * (f64::from(to) - f64::from(from));
            let place = Position::from_planar(part(x, b.west_e7, b.east_e7), part(y, b.south_e7, b.north_e7)).unwrap();
            let touches = site_touches(&Shape::Point(place), 0, &rings(&shape));
            prop_assert_eq!(touches, contains(&shape, place));
            prop_assert_eq!(site_within(&Shape::Point(place), &rings(&shape)), touches);
            for p in shape.positions() {
                prop_assert!(site_touches(&Shape::Point(p), 0, &rings(&shape)), "a corner is inside");
            }
        }

        /// Within its accuracy a point touches; well beyond it, it does not.
        #[test]
        fn the_accuracy_is_one_of_metres(shape in shapes(), x in -0.2f64..1.2, y in -0.2f64..1.2, accuracy in 1u32..500) {
            let b = super::super::bbox_e7(&shape);
            let part = |share: f64, from: i32, to: i32| f64::from(from) + share * (f64::from(to) - f64::from(from));
            let place = Position::from_planar(part(x, b.west_e7, b.east_e7), part(y, b.south_e7, b.north_e7)).unwrap();
            let (far, zone) = (distance_m(place, &shape), rings(&shape));
            let touches = site_touches(&Shape::Point(place), accuracy, &zone);
            prop_assert!(touches || far >= i64::from(accuracy) - 1, "{far} m, {accuracy}");
            prop_assert!(!touches || far <= i64::from(accuracy) * 3 / 2 + 2, "{far} m, {accuracy}");
            prop_assert!(contains(&shape, place) || edge_distance_m(place, &shape) == far);
        }

        #[test]
        fn touching_is_mutual(a in shapes(), x in -1.5f64..1.5, y in -1.5f64..1.5) {
            let b = super::super::bbox_e7(&a);
            let push = |share: f64, from: i32, to: i32| (share * (f64::from(to) - f64::from(from))).round() as i32;
            let (dx, dy) = (push(x, b.west_e7, b.east_e7), push(y, b.south_e7, b.north_e7));
            let moved: Option<Vec<_>> = a.positions().iter().map(|p| Position::new(p.lon_e7() + dx, p.lat_e7() + dy)).collect();
            let raw = moved.map(|ring| RawShape::Polygon { rings: vec![ring], closing: Closing::Implied });
            let Some(Ok((other, _))) = raw.map(|raw| Shape::check(raw, "x")) else { return Err(TestCaseError::reject("off the map")) };
            let touches = site_touches(&a, 0, &rings(&other));
            prop_assert_eq!(touches, site_touches(&other, 0, &rings(&a)));
            prop_assert!(touches || super::super::overlap_area_m2(&a, &other) <= 1);
            prop_assert!(!site_within(&a, &rings(&other)) || super::super::within(&a, &other, 0).outside_m2 <= 1);
        }
    }
}
