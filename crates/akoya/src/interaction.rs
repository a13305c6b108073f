//! What a call says about itself: who waits for it, what it is for, and in which form the data should come.

use crate::version::Demands;

/// Whether a person waits for the response (header `x-akoya-interaction-type`). v3 demands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InteractionType {
    /// A person waits: `USER`, in v2 `user`.
    User,
    /// No person waits: `BATCH`, in v2 `batch`.
    Batch,
}

impl InteractionType {
    /// Returns the header's value, as this version of the API writes it: `v2` in small
    /// letters, `v3` and later ones in capitals.
    pub fn in_version(self, version: &str) -> &'static str {
        match (self, Demands::of(version)) {
            (Self::User, Demands::Nothing) => "user",
            (Self::Batch, Demands::Nothing) => "batch",
            (Self::User, _) => "USER",
            (Self::Batch, _) => "BATCH",
        }
    }
}

/// What the data is for (header `x-akoya-intent-type`). v3 demands it of applications that subscribe to Payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IntentType {
    /// A payment: `payments`.
    Payments,
    /// Anything else: `nonpayments`.
    NonPayments,
}

impl IntentType {
    /// Returns the header's value.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Payments => "payments",
            Self::NonPayments => "nonpayments",
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
