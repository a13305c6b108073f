//! See `akoya_fuzz::error_response`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::error_response::check(data));
