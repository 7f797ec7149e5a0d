#![no_main]
use libfuzzer_sys::fuzz_target;
use placer::domain::token::{KeyList, verify};
use placer::interop::certificate_file::CertificateFile;

const KEYS: &str = include_str!("../../tests/it/data/token-keys.json");

fuzz_target!(|text: &str| {
    let Ok(keys) = KeyList::parse(KEYS) else { return };
    if let Ok(found) = verify(text, &keys) {
        assert_eq!(verify(&found.text, &keys), Ok(found));
    }
    if let Ok(list) = KeyList::parse(text) {
        assert_eq!(KeyList::parse(&list.written()), Ok(list));
    }
    if let Some(file) = CertificateFile::parse(text) {
        let _ = file.check(&keys, &[]);
    }
});
