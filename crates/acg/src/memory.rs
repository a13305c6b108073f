//! What is left in memory that was given back, for the tests of what is overwritten before.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

/// A piece of this process's memory, to be looked at after its owner is gone.
pub(crate) struct Memory {
    process: File,
    address: u64,
    // Made before the owner gives its memory back, or it would be made there.
    bytes: Vec<u8>,
}

impl Memory {
    pub(crate) fn of(bytes: &[u8]) -> io::Result<Self> {
        Ok(Self {
            process: File::open("/proc/self/mem")?,
            address: bytes.as_ptr() as u64,
            bytes: vec![0; bytes.len()],
        })
    }

    /// Returns how often a byte is in the memory now.
    pub(crate) fn count(&mut self, byte: u8) -> io::Result<usize> {
        self.process.read_exact_at(&mut self.bytes, self.address)?;
        Ok(self.bytes.iter().filter(|one| **one == byte).count())
    }
}
