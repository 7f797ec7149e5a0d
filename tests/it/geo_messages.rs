//! Every refusal of a position or an area is told in words, with all its values.

use placer::domain::geo::{Axis, Closing, Mended, Outline, Position, RawShape, Shape, parse_angle, parse_pair, parse_polygon};
use placer::domain::violation::{Arg, Violation};
use placer::web::locale::{Locale, text, violation_text};
use std::collections::BTreeSet;

/// All codes; a new one belongs here, with something that brings it about below.
const CODES: [&str; 22] = [
    "site.crosses_itself",
    "site.geometry_type",
    "site.hole_outside",
    "site.holes_overlap",
    "site.latitude_range",
    "site.longitude_range",
    "site.minutes",
    "site.no_area",
    "site.no_position",
    "site.not_a_coordinate",
    "site.not_a_pair",
    "site.not_geojson",
    "site.outside_country",
    "site.polar",
    "site.sign_and_letter",
    "site.swapped",
    "site.text_too_long",
    "site.too_few_corners",
    "site.too_many_corners",
    "site.too_wide",
    "site.wrong_letter",
    "site.wrong_sign",
];

fn typed() -> Vec<Violation> {
    let mut all = Vec::new();
    for angle in ["", "x", "8 W", "-8 N", "8 70", "91"] {
        all.extend(parse_angle(angle, Axis::Latitude, "lat").err());
    }
    all.extend(parse_angle("181", Axis::Longitude, "lon").err());
    all.extend(parse_pair("8", "position").err());
    let lines = "8\nx, y\n8 N 8 N\n-8 N, 8 W\n8 70, 8\n181, 8\n8, 91";
    let many: String = (0..2_002).map(|n| format!("1.{n:04}, 1\n")).collect();
    let long = format!("{{{}}}", " ".repeat(1_000_000));
    let line = r#"{"type":"LineString","coordinates":[[1,1],[2,2]]}"#;
    let areas = [
        "1, 1\n2, 2",
        "1, 1\n2, 2\n3, 3",
        "1, 1\n2, 2\n2, 1\n1, 2",
        "1, 1\n20, 1\n20, 2",
        "1, 86\n2, 86\n2, 87",
        r#"{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]],[[5,5],[6,5],[6,6],[5,5]]]}"#,
        r#"{"type":"Polygon","coordinates":[[[1,1],[4,1],[4,4],[1,1]],[[3,2],[3.5,2],[3.5,2.5],[3,2]],[[3.1,2],[3.6,2],[3.6,2.5],[3.1,2]]]}"#,
        r#"{"type":"Polygon","coordinates":[[[1,1],[4,1],[4,4],[1,1]],[[3,2],[3.5,2],[3.1,2],[3,2]]]}"#,
        lines,
        &many,
        &long,
        line,
        "{",
    ];
    for area in areas {
        let checked = parse_polygon(area, "corners").and_then(|raw| Shape::check(raw, "corners"));
        all.extend(checked.expect_err(area).0);
    }
    all
}

fn misplaced() -> Vec<Violation> {
    let file = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Essai","code":"X"},
        "geometry":{"type":"Polygon","coordinates":[[[-13,7],[-11,7],[-11,10],[-13,10],[-13,7]]]}}]}"#;
    let country = Outline::parse_one(file, "X").unwrap();
    let places = [(8, -12), (12, 8), (30, 30)].map(|(lon, lat)| Position::new(lon * 10_000_000, lat * 10_000_000).unwrap());
    places.iter().flat_map(|p| country.check(&Shape::Point(*p), 0, "position").unwrap_err().0).collect()
}

#[test]
fn every_refusal_of_a_place_is_told_in_words() {
    let all: Vec<Violation> = typed().into_iter().chain(misplaced()).collect();
    for violation in &all {
        for locale in Locale::ALL {
            let told = violation_text(*locale, violation);
            assert!(!told.contains(['{', '}', '$']) || told.contains("“{"), "{locale} {}: {told}", violation.code);
            assert!(!told.starts_with('['), "{told}");
        }
    }
    let brought: BTreeSet<&str> = all.iter().map(|v| v.code).collect();
    assert_eq!(brought, BTreeSet::from(CODES));
}

#[test]
fn what_was_mended_is_told() {
    let corners: Vec<Position> =
        [(1, 1), (1, 2), (1, 2), (2, 2)].iter().map(|(x, y)| Position::new(x * 10_000_000, y * 10_000_000).unwrap()).collect();
    let raw = RawShape::Polygon { rings: vec![corners], closing: Closing::Expected };
    let (_, mended) = Shape::check(raw, "corners").unwrap();
    assert_eq!(mended, [Mended::Closed, Mended::Repeated(1), Mended::Winding]);
    for one in mended {
        let count = if let Mended::Repeated(count) = one { count } else { 0 };
        for locale in Locale::ALL {
            let told = text(*locale, one.message_id(), &[("count", Arg::Count(count))]);
            assert!(told.ends_with('.') && !told.contains('$'), "{told}");
        }
    }
}
