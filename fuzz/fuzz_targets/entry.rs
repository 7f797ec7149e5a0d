#![no_main]
use libfuzzer_sys::fuzz_target;
use placer::domain::entry::Entry;

fuzz_target!(|text: &str| {
    if let Ok(entry) = Entry::parse(text) {
        assert_eq!(entry.canonical().unwrap(), text);
    }
});
