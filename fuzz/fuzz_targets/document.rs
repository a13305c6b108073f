//! See `akoya_fuzz::document`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::document::check(data));
