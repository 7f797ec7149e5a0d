#![no_main]
use libfuzzer_sys::fuzz_target;
use placer::domain::lineage::Pool;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(pool) = Pool::decode(bytes) {
        assert_eq!(pool.encode(), bytes);
    }
});
