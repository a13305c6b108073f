//! The libFuzzer target `discovery`: runs `akoya_fuzz::discovery`, which says what must hold for any input.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::discovery::check(data));
