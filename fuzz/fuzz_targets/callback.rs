//! The libFuzzer target `callback`: runs `akoya_fuzz::callback`, which says what must hold for any input.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| akoya_fuzz::callback::check(data));
