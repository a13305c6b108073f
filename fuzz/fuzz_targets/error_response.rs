//! The libFuzzer target `error_response`: runs `akoya_fuzz::error_response`, which says what must hold for any input.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::error_response::check(data));
