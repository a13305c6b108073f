//! The libFuzzer target `document`: runs `akoya_fuzz::document`, which says what must hold for any input.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::document::check(data));
