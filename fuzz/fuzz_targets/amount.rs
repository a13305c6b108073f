//! See `akoya_fuzz::amount`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::amount::check(data));
