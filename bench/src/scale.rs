//! How much of each work is done: enough for a first look, or for the table.

/// How much of each work is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// The whole command takes less than three minutes.
    Quick,
    /// As for the table in the documentation.
    Full,
}

impl Scale {
    /// One of two numbers.
    pub fn pick(self, quick: usize, full: usize) -> usize {
        match self {
            Self::Quick => quick,
            Self::Full => full,
        }
    }
}
