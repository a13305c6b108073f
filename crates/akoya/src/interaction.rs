//! What a call says about itself: who waits for it, and in which form the data should come.

/// Whether a person waits for the response (header `x-akoya-interaction-type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InteractionType {
    /// A person waits: `user`.
    User,
    /// Nobody waits: `batch`.
    Batch,
}

impl InteractionType {
    /// Returns the header's value.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Batch => "batch",
        }
    }
}

/// In which form the provider's data is passed on (query `mode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mode {
    /// As the provider sent it: `raw`.
    Raw,
    /// In the form of FDX: `standard`.
    Standard,
}

impl Mode {
    /// Returns the parameter's value.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Raw => "raw",
            Self::Standard => "standard",
        }
    }
}
