#![no_main]
use libfuzzer_sys::fuzz_target;
use placer::domain::time::day_typed;

fuzz_target!(|text: &str| {
    let _ = day_typed(text);
});
