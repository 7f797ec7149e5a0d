#![no_main]
use libfuzzer_sys::fuzz_target;
use placer::domain::code;
use placer::domain::parcel::parcel_no_typed;
use placer::domain::purchase::short_code_fold;

fuzz_target!(|text: &str| {
    let _ = (parcel_no_typed(text), code::is_valid(text), code::written(text), code::fold(text), short_code_fold(text));
});
