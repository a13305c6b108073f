//! The libFuzzer target `date_time`: runs `akoya_fuzz::date_time`, which says what must hold for any input.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::date_time::check(data));
