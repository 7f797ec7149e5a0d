#![no_main]
use libfuzzer_sys::fuzz_target;
use placer::domain::jurisdiction::Profile;

fuzz_target!(|text: &str| {
    let _ = Profile::parse(text, "fuzz");
});
