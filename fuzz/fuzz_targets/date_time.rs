//! See `akoya_fuzz::date_time`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::date_time::check(data));
