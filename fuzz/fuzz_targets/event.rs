#![no_main]
use libfuzzer_sys::fuzz_target;
use placer::domain::entry::event_of;

fuzz_target!(|parts: (&str, &str)| {
    let _ = event_of(parts.0, parts.1);
});
