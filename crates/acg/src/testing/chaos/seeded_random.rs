//! Randomness that a seed decides, so that a run can be repeated.

use std::time::Duration;

use crate::random::{Random, RandomError};
use crate::sync::{Mutex, lock};

/// A stream of numbers (SplitMix64): the same seed gives the same numbers. No secret is made of it.
#[derive(Debug)]
pub(super) struct SeededRandom(Mutex<u64>);

impl SeededRandom {
    pub(super) fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }

    fn next(&self) -> u64 {
        let mut state = lock(&self.0);
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns whether something happens that happens `percent` times in a hundred.
    pub(super) fn happens(&self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// Returns a duration of up to `most` milliseconds.
    pub(super) fn millis(&self, most: u64) -> Duration {
        Duration::from_millis(self.next() % (most + 1))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        for chunk in bytes.chunks_mut(8) {
            let length = chunk.len();
            chunk.copy_from_slice(&self.next().to_le_bytes()[..length]);
        }
        Ok(())
    }
}
