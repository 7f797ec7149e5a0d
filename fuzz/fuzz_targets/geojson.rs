#![no_main]
use libfuzzer_sys::fuzz_target;
use placer::domain::geo::parse_geojson;

fuzz_target!(|text: &str| {
    let _ = parse_geojson(text, "f");
});
