//! The libFuzzer target `amount`: runs `akoya_fuzz::amount`, which says what must hold for any input.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::amount::check(data));
