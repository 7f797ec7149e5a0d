#![no_main]
use libfuzzer_sys::fuzz_target;
use placer::interop::mapping::Mapping;

fuzz_target!(|text: &str| {
    let _ = Mapping::parse(text, &[]);
});
