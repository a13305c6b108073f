//! See `akoya_fuzz::union`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::union::check(data));
