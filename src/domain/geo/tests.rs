use super::*;
use crate::domain::violation::{Arg, Violations};
use ::geo::algorithm::validation::Validation;
use ::geo::{Destination, Geodesic};
use proptest::prelude::*;
use rstest::rstest;

fn at(lon: f64, lat: f64) -> Position {
    Position::from_degrees(lon, lat).unwrap()
}

fn ring(corners: &[(f64, f64)]) -> Vec<Position> {
    corners.iter().map(|(lon, lat)| at(*lon, *lat)).collect()
}

fn check(rings: &[&[(f64, f64)]]) -> Result<(Shape, Vec<Mended>), Violations> {
    let rings = rings.iter().map(|r| ring(r)).collect();
    Shape::check(RawShape::Polygon { rings, closing: Closing::Implied }, "corners")
}

fn area(corners: &[(f64, f64)]) -> Shape {
    check(&[corners]).unwrap().0
}

/// A rectangle so many metres east and north of a place in Kono.
fn metres(west: f64, south: f64, east: f64, north: f64) -> Shape {
    let base = at(-10.9712, 8.64).degrees();
    let corner = |x: f64, y: f64| {
        let p = Geodesic.destination(Geodesic.destination(base, 90.0, x), 0.0, y);
        (p.x(), p.y())
    };
    area(&[corner(west, south), corner(east, south), corner(east, north), corner(west, north)])
}

fn codes(rings: &[&[(f64, f64)]]) -> Vec<&'static str> {
    check(rings).unwrap_err().0.iter().map(|v| v.code).collect()
}

// Reference areas and distances: the Python package geographiclib 2.0 by C. F. F. Karney.
#[rstest]
#[case(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)], 12_308_778_361)]
#[case(&[(-11.0, 8.0), (-10.0, 8.0), (-10.0, 9.0), (-11.0, 9.0)], 12_177_569_398)]
#[case(&[(-10.9712, 8.64), (-10.9700, 8.64), (-10.9700, 8.6408), (-10.9706, 8.6408), (-10.9706, 8.6415), (-10.9712, 8.6415)], 16_799)]
#[case(&[(-10.9712, 8.64), (-10.970_291_4, 8.64), (-10.970_291_4, 8.640_904_2), (-10.9712, 8.640_904_2)], 10_001)]
fn known_areas(#[case] corners: &[(f64, f64)], #[case] m2: i64) {
    assert_eq!(area_m2(&area(corners)), m2);
    let mut turned = corners.to_vec();
    turned.reverse();
    let (shape, mended) = check(&[&turned]).unwrap();
    assert_eq!(area_m2(&shape), m2);
    assert_eq!(mended, [Mended::Winding]);
}

#[test]
fn a_small_cell_agrees_with_the_radii_of_curvature() {
    // Not geodesics but the plain formula M N cos(lat) dlon dlat, taken at the middle of the cell.
    let (a, e2) = (6_378_137.0f64, 0.006_694_379_990_14);
    let lat = 8.645f64.to_radians();
    let w = 1.0 - e2 * lat.sin().powi(2);
    let cell = a * (1.0 - e2) / w.powf(1.5) * a / w.sqrt() * lat.cos() * 0.01f64.to_radians().powi(2);
    let m2 = area_m2(&area(&[(-10.98, 8.64), (-10.97, 8.64), (-10.97, 8.65), (-10.98, 8.65)]));
    assert!((cell.round() as i64 - m2).abs() <= 2, "{cell} {m2}");
}

#[test]
fn a_hole_is_left_out() {
    let outer = [(-10.98, 8.64), (-10.97, 8.64), (-10.97, 8.65), (-10.98, 8.65)];
    let hole = [(-10.977, 8.643), (-10.973, 8.643), (-10.973, 8.647), (-10.977, 8.647)];
    let (shape, mended) = check(&[&outer, &hole]).unwrap();
    assert_eq!(mended, [Mended::Winding]); // the hole ran counter-clockwise
    assert!((area_m2(&shape) - area_m2(&area(&outer)) + area_m2(&area(&hole))).abs() <= 1);
    assert!(!contains(&shape, at(-10.975, 8.645)));
    assert!(contains(&shape, label_position(&shape)));
    assert_eq!(overlap_area_m2(&shape, &area(&hole)), 0);
    // 0.002 degrees of latitude from the middle of the hole to its edge; of longitude it is a little less.
    let middle = distance_m(at(-10.975, 8.645), &shape);
    assert!((219..=222).contains(&middle), "{middle}");
}

#[test]
fn what_is_mended_is_told_and_the_first_corner_stays() {
    let (a, b, c) = ((-10.97, 8.64), (-10.96, 8.64), (-10.96, 8.65));
    let (shape, mended) = check(&[&[a, c, c, b, b, b, a, a]]).unwrap();
    assert_eq!(mended, [Mended::Repeated(4), Mended::Winding]);
    assert_eq!(shape.positions(), ring(&[a, b, c]));
    let raw = RawShape::Polygon { rings: vec![ring(&[a, b, c])], closing: Closing::Expected };
    assert_eq!(Shape::check(raw, "corners").unwrap().1, [Mended::Closed]);
    assert_eq!(check(&[&[a, b, c, a]]).unwrap().1, []);
}

#[rstest]
#[case::two(vec![vec![(1.0, 1.0), (1.1, 1.0)]], &["site.too_few_corners"])]
#[case::two_again(vec![vec![(1.0, 1.0), (1.1, 1.0), (1.0, 1.0), (1.1, 1.0)]], &["site.too_few_corners"])]
#[case::empty_ring(vec![vec![]], &["site.too_few_corners"])]
#[case::nothing(vec![], &["site.no_position"])]
#[case::line(vec![vec![(1.0, 1.0), (1.1, 1.1), (1.2, 1.2), (1.05, 1.05)]], &["site.no_area"])]
#[case::sliver(vec![vec![(1.0, 1.0), (1.000_01, 1.0), (1.000_01, 1.000_000_1)]], &["site.no_area"])]
#[case::bow_tie(vec![vec![(1.0, 1.0), (1.1, 1.1), (1.1, 1.0), (1.0, 1.1)]], &["site.crosses_itself"])]
#[case::spike(vec![vec![(1.0, 1.0), (1.1, 1.0), (1.1, 1.1), (1.1, 1.05)]], &["site.crosses_itself"])]
#[case::pinch(vec![vec![(1.0, 1.0), (1.1, 1.0), (1.2, 1.1), (1.2, 0.9), (1.1, 1.0), (1.0, 1.1)]], &["site.crosses_itself"])]
#[case::touch(vec![vec![(1.0, 1.0), (1.2, 1.0), (1.2, 1.2), (1.1, 1.0), (1.0, 1.2)]], &["site.crosses_itself"])]
#[case::antimeridian(vec![vec![(179.99, 8.0), (-179.99, 8.0), (-179.99, 8.1)]], &["site.too_wide"])]
#[case::forgotten_minus(vec![vec![(-10.97, 8.64), (10.96, 8.64), (-10.96, 8.65)]], &["site.too_wide"])]
#[case::round_the_pole(vec![vec![(0.0, 89.0), (120.0, 89.0), (-120.0, 89.0)]], &["site.too_wide", "site.polar"])]
#[case::pole(vec![vec![(0.0, -90.0), (1.0, -89.0), (0.0, -89.0)]], &["site.polar"])]
#[case::hole_outside(vec![vec![(1.0, 1.0), (1.1, 1.0), (1.1, 1.1)], vec![(2.0, 2.0), (2.1, 2.0), (2.1, 2.1)]], &["site.hole_outside"])]
#[case::holes_overlap(
    vec![vec![(1.0, 1.0), (1.4, 1.0), (1.4, 1.4), (1.0, 1.4)], vec![(1.1, 1.1), (1.3, 1.1), (1.3, 1.3)], vec![(1.15, 1.05), (1.35, 1.05), (1.25, 1.2)]],
    &["site.holes_overlap"]
)]
#[case::hole_is_a_line(vec![vec![(1.0, 1.0), (1.1, 1.0), (1.1, 1.1)], vec![(1.01, 1.001), (1.02, 1.001)]], &["site.too_few_corners"])]
fn refused(#[case] rings: Vec<Vec<(f64, f64)>>, #[case] expected: &[&str]) {
    assert_eq!(codes(&rings.iter().map(Vec::as_slice).collect::<Vec<_>>()), expected);
}

#[test]
fn the_place_of_a_crossing_is_named_by_the_corners_typed() {
    // The second corner is typed twice, so the crossing sides leave corners 1 and 4.
    let wrong = check(&[&[(1.0, 1.0), (1.2, 1.2), (1.2, 1.2), (1.2, 1.0), (1.0, 1.2)]]).unwrap_err();
    let shown = |s: &str| Arg::Text(s.to_owned());
    let args = [
        ("ring", Arg::Count(0)),
        ("first", Arg::Count(1)),
        ("second", Arg::Count(4)),
        ("lon", shown("1.100000")),
        ("lat", shown("1.100000")),
    ];
    assert_eq!(wrong.0[0].args, args);
    let many: Vec<(f64, f64)> = (0..=CORNERS_MAX).map(|n| (1.0 + n as f64 * 1e-5, if n % 2 == 0 { 1.0 } else { 1.1 })).collect();
    assert_eq!(codes(&[&many]), ["site.too_many_corners"]);
}

#[test]
fn the_most_corners_are_taken() {
    let corner = |n: usize| {
        let turn = n as f64 * std::f64::consts::TAU / CORNERS_MAX as f64;
        let far = if n.is_multiple_of(2) { 0.02 } else { 0.015 };
        (1.0 + far * turn.cos(), 1.0 + far * turn.sin())
    };
    let star: Vec<(f64, f64)> = (0..CORNERS_MAX).map(corner).collect();
    let shape = area(&star);
    assert_eq!(shape.positions().len(), CORNERS_MAX);
    assert!(contains(&shape, label_position(&shape)));
}

#[test]
fn distances() {
    let site = area(&[(-10.9712, 8.64), (-10.9700, 8.64), (-10.9700, 8.6408), (-10.9706, 8.6408), (-10.9706, 8.6415), (-10.9712, 8.6415)]);
    assert_eq!(distance_m(at(-10.971, 8.6402), &site), 0);
    assert_eq!(distance_m(at(-10.9700, 8.6404), &site), 0);
    assert_eq!(distance_m(at(-10.9695, 8.6404), &site), 56); // 55.03, rounded up
    assert_eq!(distance_m(at(-10.9, 8.7), &site), 10_111); // 10,110.38 to the corner
    assert_eq!(distance_m(at(15.7922, 4.2614), &Shape::Point(at(18.5582, 4.3947))), 307_391); // Berbérati, Bangui
    assert_eq!(edge_distance_m(at(-10.9706, 8.6404), &site), 45); // 0.0004 degrees of latitude is 44.2 m
    assert_eq!(bbox_e7(&site), Bbox { west_e7: -109_712_000, south_e7: 86_400_000, east_e7: -109_700_000, north_e7: 86_415_000 });
    assert!(contains(&site, centroid(&site)));
}

#[test]
fn overlaps() {
    let a = metres(0.0, 0.0, 100.0, 100.0);
    let near = |m2: i64, expected: i64| assert!((m2 - expected).abs() <= 3, "{m2} is not near {expected}");
    near(overlap_area_m2(&a, &a), area_m2(&a));
    near(overlap_area_m2(&a, &metres(50.0, 50.0, 200.0, 200.0)), 2_500);
    near(overlap_area_m2(&metres(-500.0, -500.0, 500.0, 500.0), &a), area_m2(&a));
    assert_eq!(overlap_area_m2(&a, &metres(100.0, 0.0, 200.0, 100.0)), 0); // neighbours
    assert_eq!(overlap_area_m2(&a, &metres(300.0, 0.0, 400.0, 100.0)), 0);
    assert_eq!(overlap_area_m2(&a, &Shape::Point(label_position(&a))), 0);
}

#[test]
fn within_a_licence() {
    let licence = metres(0.0, 0.0, 1000.0, 1000.0);
    let inside = within(&metres(100.0, 100.0, 200.0, 200.0), &licence, 0);
    assert_eq!(inside, Within { verdict: Verdict::Inside, outside_m2: 0, beyond_m2: 0, distance_m: 0 });
    assert_eq!(within(&licence, &licence, 0).verdict, Verdict::Inside);
    let over = metres(900.0, 100.0, 1010.0, 200.0);
    let tolerated = within(&over, &licence, 15);
    assert_eq!((tolerated.verdict, tolerated.beyond_m2), (Verdict::Tolerated, 0));
    assert!((995..=1005).contains(&tolerated.outside_m2), "{tolerated:?}");
    assert!((10..=11).contains(&tolerated.distance_m), "{tolerated:?}");
    let refused = within(&over, &licence, 5);
    assert_eq!(refused.verdict, Verdict::Outside);
    assert!((495..=505).contains(&refused.beyond_m2), "{refused:?}");
    let point = |x: f64| Shape::Point(label_position(&metres(x - 1.0, 499.0, x + 1.0, 501.0)));
    assert_eq!(within(&point(500.0), &licence, 8).verdict, Verdict::Inside);
    assert_eq!(within(&point(1005.0), &licence, 8).verdict, Verdict::Tolerated);
    assert_eq!(within(&point(1009.0), &licence, 8).verdict, Verdict::Outside);
    let refused = within(&over, &point(950.0), 5);
    assert_eq!((refused.verdict, refused.outside_m2), (Verdict::Outside, area_m2(&over)));
}

#[test]
fn what_fills_a_notch_is_outside_although_its_corners_are_not() {
    let notched = {
        let base = at(1.0, 1.0).degrees();
        let corner = |x: f64, y: f64| {
            let p = Geodesic.destination(Geodesic.destination(base, 90.0, x), 0.0, y);
            (p.x(), p.y())
        };
        let corners =
            [(0.0, 0.0), (300.0, 0.0), (300.0, 200.0), (200.0, 200.0), (200.0, 100.0), (100.0, 100.0), (100.0, 200.0), (0.0, 200.0)];
        corners.map(|(x, y)| corner(x, y))
    };
    let (outer, inner) = (area(&notched), area(&[notched[5], notched[4], notched[3], notched[6]]));
    let found = within(&inner, &outer, 20);
    assert_eq!((found.verdict, found.distance_m), (Verdict::Outside, 0));
    // 100 m by 100 m outside, of which 60 m by 80 m are more than 20 m from the licence.
    assert!((9_990..=10_010).contains(&found.outside_m2), "{found:?}");
    assert!((4_780..=4_820).contains(&found.beyond_m2), "{found:?}");
}

const COUNTRY: &str = r#"{"type":"FeatureCollection","features":[
 {"type":"Feature","properties":{"name":"West","code":"W"},"geometry":{"type":"Polygon",
  "coordinates":[[[-13.0,7.0],[-13.0,10.0],[-11.0,10.0],[-11.0,7.0],[-13.0,7.0]]]}},
 {"type":"Feature","properties":{"name":"East","code":"E"},"geometry":{"type":"MultiPolygon",
  "coordinates":[[[[-11.0,7.0],[-10.0,7.0],[-10.0,10.0],[-11.0,10.0],[-11.0,7.0]]],
                 [[[-9.5,7.0],[-9.4,7.0],[-9.4,7.1],[-9.5,7.1],[-9.5,7.0]]]]}}]}"#;

#[test]
fn areas_are_found() {
    let areas = AdminAreas::parse(COUNTRY).unwrap();
    let name = |lon, lat| areas.at(at(lon, lat)).map(|a| a.name.as_str());
    assert_eq!(name(-12.0, 8.0), Some("West"));
    assert_eq!(name(-10.5, 8.0), Some("East"));
    assert_eq!(name(-9.45, 7.05), Some("East"));
    assert_eq!(name(-11.0, 8.0), Some("West")); // the common edge: the first of the file
    assert_eq!(name(-9.7, 8.0), None);
    let (nearest, metres) = areas.nearest(at(-9.99, 8.0)).unwrap();
    assert_eq!(nearest.code.as_deref(), Some("E"));
    assert!((1_100..1_110).contains(&metres), "{metres}"); // 0.01 degrees of longitude at 8 N
    let east = Outline::parse_one(COUNTRY, "E").unwrap();
    assert_eq!(east.border_distance_m(at(-10.01, 8.0)), metres);
    assert_eq!(Outline::parse_one(COUNTRY, "X"), Err(OutlineError::NoSuchCode("X".to_owned())));
    assert!(matches!(Outline::parse_all("{}"), Err(OutlineError::Unreadable(_))));
    assert_eq!(Outline::parse_all(&COUNTRY.replace("-9.4,", "-990.4,")), Err(OutlineError::Geometry("East".to_owned())));
    assert_eq!(Outline::parse_all(&COUNTRY.replace("\"name\":\"East\",", "")), Err(OutlineError::NoName(1)));
}

#[rstest]
#[case(-12.0, 8.0, None)]
#[case(-13.001, 8.0, None)] // within the slack
#[case(8.0, -12.0, Some(("site.swapped", "-12.000000", "8.000000")))]
#[case(12.0, 8.0, Some(("site.wrong_sign", "-12.000000", "8.000000")))]
#[case(-12.0, -8.0, Some(("site.wrong_sign", "-12.000000", "8.000000")))]
#[case(8.0, 12.0, Some(("site.swapped", "-12.000000", "8.000000")))]
#[case(18.0, 4.0, Some(("site.outside_country", "18.000000", "4.000000")))]
fn misplaced_positions_are_explained(#[case] lon: f64, #[case] lat: f64, #[case] expected: Option<(&str, &str, &str)>) {
    let west = Outline::parse_one(COUNTRY, "W").unwrap();
    let told = west.check(&Shape::Point(at(lon, lat)), 500, "position").err().map(|v| v.0[0].clone());
    let value = |v: &crate::domain::violation::Violation, name| match v.args.iter().find(|a| a.0 == name) {
        Some((_, Arg::Text(t))) => t.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        told.as_ref().map(|v| (v.code.to_owned(), value(v, "lon"), value(v, "lat"))),
        expected.map(|(c, x, y)| (c.to_owned(), x.to_owned(), y.to_owned()))
    );
    assert_eq!(hint(at(lon, lat), |p| west.bbox().contains(p)).is_some(), expected.is_some_and(|e| e.0 != "site.outside_country"));
}

#[test]
fn geojson_is_taken_as_geometry_feature_or_collection_of_one() {
    let geometry = r#"{"type":"Polygon","coordinates":[[[1,1],[1.1,1],[1.1,1.1,340.5],[1,1]]]}"#;
    let feature = format!(r#"{{"type":"Feature","properties":null,"geometry":{geometry}}}"#);
    let collection = format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#);
    let multi = geometry.replace("Polygon", "MultiPolygon").replace("[[[", "[[[[").replace("]]]", "]]]]");
    for text in [geometry, &feature, &collection, &multi] {
        let (shape, mended) = Shape::check(parse_polygon(text, "corners").unwrap(), "corners").unwrap();
        assert_eq!((shape, mended), (area(&[(1.0, 1.0), (1.1, 1.0), (1.1, 1.1)]), vec![]));
    }
    let open = geometry.replace(",[1,1]]]", "]]");
    assert_eq!(Shape::check(parse_geojson(&open, "corners").unwrap(), "corners").unwrap().1, [Mended::Closed]);
    let code = |text: &str| parse_geojson(text, "corners").unwrap_err().0[0].code;
    assert_eq!(code("{"), "site.not_geojson");
    assert_eq!(code(r#"{"type":"Point","coordinates":[1]}"#), "site.not_geojson");
    assert_eq!(code(r#"{"type":"Point","coordinates":[1,91]}"#), "site.latitude_range");
    assert_eq!(code(r#"{"type":"Point","coordinates":[1e300,9]}"#), "site.longitude_range");
    assert_eq!(code(r#"{"type":"LineString","coordinates":[[1,1],[2,2]]}"#), "site.geometry_type");
    assert_eq!(code(&collection.replace("[{", "[{},{").replace("{},", &format!("{feature},"))), "site.geometry_type");
    assert_eq!(code(&" ".repeat(1_000_001)), "site.text_too_long");
}

#[test]
fn json_of_the_journal() {
    let shape = area(&[(1.0, 1.0), (1.1, 1.0), (1.1, 1.1)]);
    let text = r#"{"polygon":[[[10000000,10000000],[11000000,10000000],[11000000,11000000]]]}"#;
    assert_eq!(serde_json::to_string(&shape).unwrap(), text);
    assert_eq!(serde_json::from_str::<Shape>(text).unwrap(), shape);
    let point = Shape::Point(at(-10.9712, 8.64));
    assert_eq!(serde_json::to_string(&point).unwrap(), r#"{"point":[-109712000,86400000]}"#);
    assert_eq!(serde_json::from_str::<Shape>(r#"{"point":[-109712000,86400000]}"#).unwrap(), point);
    for wrong in [
        r#"{"point":[86400000,-1097120000]}"#,
        r#"{"polygon":[[[10000000,10000000],[11000000,11000000],[11000000,10000000]]]}"#, // clockwise
        r#"{"polygon":[[[10000000,10000000],[11000000,10000000],[11000000,11000000],[10000000,10000000]]]}"#,
        r#"{"polygon":[]}"#,
    ] {
        assert!(serde_json::from_str::<Shape>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn written_for_people() {
    let p = at(-10.9712, 8.64);
    assert_eq!(p.to_string(), "-10.971200, 8.640000");
    assert_eq!(at(-10.971_234_5, 8.64).lon_text(), "-10.9712345");
    assert_eq!(p.dms(&DmsStyle::default()), "8°38'24.00\"N 10°58'16.32\"W");
    let french = DmsStyle { west: 'O', point: ',', ..DmsStyle::default() };
    assert_eq!(p.dms(&french), "8°38'24,00\"N 10°58'16,32\"O");
    assert_eq!(at(0.999_999_9, -0.999_999_9).dms(&french), "1°00'00,00\"S 1°00'00,00\"E");
}

fn positions() -> impl Strategy<Value = Position> {
    (-1_800_000_000i32..=1_800_000_000, -900_000_000i32..=900_000_000).prop_map(|(lon, lat)| Position::new(lon, lat).unwrap())
}

/// Areas seen whole from their middle, from a few metres to some hundred kilometres wide.
fn shapes() -> impl Strategy<Value = Shape> {
    let corners = prop::collection::vec((0.0f64..std::f64::consts::TAU, 0.05f64..1.0), 3..12);
    (-170.0f64..170.0, -80.0f64..80.0, -4.0f64..0.3, corners).prop_filter_map("not simple", |(lon, lat, size, mut corners)| {
        corners.sort_by(|a, b| a.0.total_cmp(&b.0));
        let size = 10f64.powf(size);
        let corner = |(turn, far): &(f64, f64)| Position::from_degrees(lon + size * far * turn.cos(), lat + size * far * turn.sin());
        let ring = corners.iter().map(corner).collect::<Option<Vec<_>>>()?;
        Shape::check(RawShape::Polygon { rings: vec![ring], closing: Closing::Implied }, "x").ok().map(|s| s.0)
    })
}

proptest! {
    #[test]
    fn what_is_shown_is_read_back(p in positions()) {
        prop_assert_eq!(parse_pair(&p.to_string(), "x"), Ok(p));
        prop_assert_eq!(parse_position(("lon", &p.lon_text()), ("lat", &p.lat_text())), Ok(p));
        let comma = format!("{} {}", p.lon_text().replace('.', ","), p.lat_text().replace('.', ","));
        prop_assert_eq!(parse_pair(&comma, "x"), Ok(p));
        for style in [DmsStyle::default(), DmsStyle { west: 'O', point: ',', ..DmsStyle::default() }] {
            let read = parse_pair(&p.dms(&style), "x").unwrap();
            // Half a hundredth of a second is 13.9 units.
            prop_assert!(read.lon_e7().abs_diff(p.lon_e7()) <= 14 && read.lat_e7().abs_diff(p.lat_e7()) <= 14);
        }
    }

    #[test]
    fn typed_text_never_panics(text in "[-−0-9NSEWO°'\", .;\n{}\\[\\]a-zé]{0,40}") {
        let _ = parse_polygon(&text, "x").map(|raw| Shape::check(raw, "x"));
        let _ = parse_angle(&text, Axis::Latitude, "x");
    }

    #[test]
    fn a_checked_shape_is_sound(shape in shapes(), turn in any::<prop::sample::Index>()) {
        prop_assert!(area_m2(&shape) > 0);
        prop_assert!(contains(&shape, label_position(&shape)));
        prop_assert_eq!(distance_m(label_position(&shape), &shape), 0);
        let Shape::Polygon(rings) = &shape else { unreachable!() };
        let outline = rings.outline();
        for corner in outline {
            prop_assert!(contains(&shape, *corner) && bbox_e7(&shape).contains(*corner));
            prop_assert_eq!(edge_distance_m(*corner, &shape), 0);
        }
        // Begun at another corner and run the other way: the same area, mended.
        let mut other = outline.to_vec();
        other.rotate_left(turn.index(outline.len()));
        other.reverse();
        let (turned, mended) = Shape::check(RawShape::Polygon { rings: vec![other], closing: Closing::Implied }, "x").unwrap();
        prop_assert_eq!(mended, [Mended::Winding]);
        prop_assert_eq!(area_m2(&turned), area_m2(&shape));
        // Out and back.
        let geometry: geojson::Geometry = to_geojson(&shape).to_string().parse().unwrap();
        let back = Shape::check(from_geojson(&geometry, "x").unwrap(), "x").unwrap();
        prop_assert_eq!(&back, &(shape.clone(), vec![]));
        let journal = serde_json::to_string(&shape).unwrap();
        prop_assert_eq!(serde_json::from_str::<Shape>(&journal).unwrap(), shape);
    }

    #[test]
    fn overlap_and_remainder_make_the_whole(a in shapes(), x in -1.0f64..1.0, y in -1.0f64..1.0) {
        // The same shape, pushed by up to its own size.
        let b = bbox_e7(&a);
        let push = |share: f64, from: i32, to: i32| (share * (f64::from(to) - f64::from(from))).round() as i32;
        let (dx, dy) = (push(x, b.west_e7, b.east_e7), push(y, b.south_e7, b.north_e7));
        let moved: Option<Vec<_>> = a.positions().iter().map(|p| Position::new(p.lon_e7() + dx, p.lat_e7() + dy)).collect();
        let raw = moved.map(|ring| RawShape::Polygon { rings: vec![ring], closing: Closing::Implied });
        let Some(Ok((other, _))) = raw.map(|raw| Shape::check(raw, "x")) else { return Err(TestCaseError::reject("off the map")) };
        let common = overlap_area_m2(&a, &other);
        let outside = within(&a, &other, 0).outside_m2;
        // The pieces have new corners on straight sides, while the area is that within geodesics, which bend
        // away from a side of length L by L^2 tan(lat) / 8R in its middle: L^3 tan(lat) / 12R a side.
        let long = distance_m(Position::new(b.west_e7, b.south_e7).unwrap(), &Shape::Point(Position::new(b.east_e7, b.north_e7).unwrap()));
        let lat = b.south_e7.abs().max(b.north_e7.abs()) as f64 / 1e7;
        let slack = 2 + (4.0 * (long as f64).powi(3) * lat.to_radians().tan() / (12.0 * 6_371_000.0)) as i64;
        prop_assert!((common + outside - area_m2(&a)).abs() <= slack, "{} + {} of {}", common, outside, area_m2(&a));
        prop_assert!((common - overlap_area_m2(&other, &a)).abs() <= slack);
        prop_assert!((overlap_area_m2(&a, &a) - area_m2(&a)).abs() <= 2 + area_m2(&a) / 1_000_000);
    }

    #[test]
    fn rings_are_refused_exactly_when_geo_calls_them_invalid(corners in prop::collection::vec((0i32..7, 0i32..7), 3..9)) {
        let ring: Vec<Position> = corners.iter().map(|(x, y)| Position::new(x * 1000, y * 1000).unwrap()).collect();
        let mut line: Vec<_> = ring.iter().map(|p| p.planar()).collect();
        line.dedup();
        while line.len() > 1 && line.first() == line.last() {
            line.pop();
        }
        let polygon = ::geo::Polygon::new(::geo::LineString::new(line), vec![]);
        let ours = Shape::check(RawShape::Polygon { rings: vec![ring], closing: Closing::Implied }, "x");
        let flat = ours.as_ref().is_err_and(|v| v.0[0].code != "site.crosses_itself");
        prop_assert!(flat || ours.is_ok() == polygon.is_valid(), "{:?} {:?}", ours, polygon);
    }
}

proptest! {
    /// What is left out because it lies beyond the nearest side so far is never the nearest.
    #[test]
    fn the_nearest_side_is_the_nearest_of_all_one_by_one(
        corners in proptest::collection::vec((-5_000_000i32..5_000_000, -5_000_000i32..5_000_000), 2..40),
        lon in -5_000_000i32..5_000_000,
        lat in -5_000_000i32..5_000_000,
    ) {
        let corner = |(x, y): &(i32, i32)| ::geo::Coord { x: f64::from(*x), y: f64::from(*y) };
        let sides: Vec<_> = corners.windows(2).map(|pair| ::geo::Line::new(corner(&pair[0]), corner(&pair[1]))).collect();
        let position = Position::new(lon, lat).unwrap();
        let alone = sides.iter().filter_map(|side| super::measure::nearest_m(position, std::iter::once(*side))).min();
        prop_assert_eq!(super::measure::nearest_m(position, sides.iter().copied()), alone);
    }
}
