//! The libFuzzer target `jwks`: runs `akoya_fuzz::jwks`, which says what must hold for any input.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::jwks::check(data));
