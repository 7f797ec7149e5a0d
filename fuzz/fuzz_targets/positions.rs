#![no_main]
use libfuzzer_sys::fuzz_target;
use placer::domain::geo::{Axis, parse_angle, parse_pair, parse_polygon};

fuzz_target!(|text: &str| {
    let _ = (parse_pair(text, "f"), parse_angle(text, Axis::Latitude, "f"), parse_angle(text, Axis::Longitude, "f"));
    let _ = parse_polygon(text, "f");
});
