//! The libFuzzer target `union`: runs `akoya_fuzz::union`, which says what must hold for any input.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::union::check(data));
