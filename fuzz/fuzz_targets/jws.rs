//! The libFuzzer target `jws`: runs `akoya_fuzz::jws`, which says what must hold for any input.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::jws::check(data));
