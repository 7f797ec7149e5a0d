#![no_main]
use libfuzzer_sys::fuzz_target;
use placer::interop::rows::{Limits, read};
use std::ops::ControlFlow;

fuzz_target!(|bytes: &[u8]| {
    let _ = read(bytes, None, Limits { bytes: 1_000_000, rows: 1_000 }, &mut |_| ControlFlow::Continue(()));
});
