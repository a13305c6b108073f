//! The operations of a grant, as errors and test providers name them.

use std::fmt;

/// What was being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// Setting up credentials, a provider or a grant.
    Configure,
    /// Making the authorization URL (RFC 6749 §4.1.1).
    Authorize,
    /// Reading the provider's redirect (RFC 6749 §4.1.2).
    Callback,
    /// Exchanging the code for tokens (RFC 6749 §4.1.3).
    Exchange,
    /// Refreshing (RFC 6749 §6).
    Refresh,
    /// Revoking (RFC 7009).
    Revoke,
    /// Finding a usable token without sending anything.
    Restore,
}

impl Operation {
    /// Returns the operation in words, as error texts use it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Configure => "configuration",
            Self::Authorize => "authorization request",
            Self::Callback => "authorization callback",
            Self::Exchange => "code exchange",
            Self::Refresh => "token refresh",
            Self::Revoke => "token revocation",
            Self::Restore => "token restore",
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
