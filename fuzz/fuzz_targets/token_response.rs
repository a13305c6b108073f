//! The libFuzzer target `token_response`: runs `akoya_fuzz::token_response`, which says what must hold for any input.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::token_response::check(data));
