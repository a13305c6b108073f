//! The bearer for API calls: which token it is, and its header.

use http::HeaderValue;

use crate::secret::Secret;

/// Which token of a set is the bearer for API calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BearerSource {
    /// `access_token`, as RFC 6749 has it.
    AccessToken,
    /// The `id_token`: for providers that give no access token.
    IdToken,
}

/// A bearer token ready to be sent: the value of an `Authorization` header (RFC 6750 §2.1), marked sensitive.
#[derive(Debug, Clone)]
pub struct Bearer {
    header: HeaderValue,
    generation: u64,
}

impl Bearer {
    /// Makes the header; `None` when the token has characters that no header can carry.
    pub(crate) fn new(token: &Secret, generation: u64) -> Option<Self> {
        let mut header = HeaderValue::try_from(format!("Bearer {}", token.expose())).ok()?;
        header.set_sensitive(true);
        Some(Self { header, generation })
    }

    /// Returns the header's value.
    pub fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// Returns the header's value, without a copy.
    pub fn into_header(self) -> HeaderValue {
        self.header
    }

    /// Returns which token set of the grant this is; see
    /// [`TokenUpdate::generation`](crate::grant::TokenUpdate::generation).
    pub fn generation(&self) -> u64 {
        self.generation
    }
}
