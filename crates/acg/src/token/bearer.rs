//! The bearer for API calls: which token it is, and its header.

use std::sync::Arc;

use http::HeaderValue;

use crate::dpop::key::DpopKey;
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

/// How a token is presented, which is also its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// Having it is enough (RFC 6750).
    Bearer,
    /// With a proof of the key that it is bound to (RFC 9449).
    Dpop,
}

impl Scheme {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Dpop => "DPoP",
        }
    }
}

/// A bearer token ready to be sent: the value of an `Authorization` header (RFC 6750 §2.1), marked sensitive.
///
/// A token that is [bound to a key](crate::OauthToken::is_bound) needs a proof beside it, which
/// [`present`](crate::AuthorizationCodeAuth::present) makes.
#[derive(Debug, Clone)]
pub struct Bearer {
    header: HeaderValue,
    generation: u64,
    is_replacement: bool,
    bound: Option<Arc<Bound>>,
}

/// What a proof for the token is made with.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) key: DpopKey,
    pub(crate) token: Secret,
}

impl Bearer {
    /// Builds the header; `None` when the token has characters that no header can carry, or its key cannot be read.
    pub(crate) fn new(token: &Secret, generation: u64, key: Option<&Secret>) -> Option<Self> {
        let scheme = key.map_or(Scheme::Bearer, |_| Scheme::Dpop);
        let text = format!("{} {}", scheme.as_str(), token.expose());
        let mut header = HeaderValue::try_from(text).ok()?;
        // HTTP libraries print headers when they trace; one that is marked stays hidden.
        header.set_sensitive(true);
        let bound = match key {
            // Shared: a bearer is cloned for each call, and a key is parsed once.
            Some(key) => Some(Arc::new(Bound {
                key: DpopKey::from_kept(key).ok()?,
                token: token.clone(),
            })),
            None => None,
        };
        Some(Self {
            header,
            generation,
            is_replacement: false,
            bound,
        })
    }

    /// Makes it one that was obtained because an API had refused the bearer before.
    pub(crate) fn into_replacement(self) -> Self {
        Self {
            is_replacement: true,
            ..self
        }
    }

    /// Returns what a proof for the token is made with, if it is bound.
    pub(crate) fn bound(&self) -> Option<&Bound> {
        self.bound.as_deref()
    }

    /// Returns the header's value.
    #[inline]
    pub fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// Returns the header's value, without a copy.
    #[inline]
    pub fn into_header(self) -> HeaderValue {
        self.header
    }

    /// Returns which token set of the grant this is; see
    /// [`TokenUpdate::generation`](crate::grant::TokenUpdate::generation).
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Returns whether it was obtained because an API refused the bearer before it, rather than by a refresh that
    /// was already in progress. If an API refuses this one too, another will not help:
    /// [`remember_refusal`](crate::AuthorizationCodeAuth::remember_refusal).
    pub fn is_replacement(&self) -> bool {
        self.is_replacement
    }
}
