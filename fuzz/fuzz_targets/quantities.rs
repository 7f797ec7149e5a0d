#![no_main]
use libfuzzer_sys::fuzz_target;
use placer::domain::quantity::parse_decimal;

fuzz_target!(|given: (&str, u8, char)| {
    let _ = parse_decimal(given.0, u32::from(given.1 % 10), given.2);
});
