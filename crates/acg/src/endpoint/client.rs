//! The client that a request comes from, and its proof of who it is.

use std::time::SystemTime;

use url::Url;

use crate::error::Error;
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::provider::client_auth::{AcceptedAuth, ClientAuth};
use crate::provider::profile::Provider;
use crate::random::Random;

/// Who sends a request to whom, and when.
#[cfg_attr(
    not(feature = "jose"),
    expect(dead_code, reason = "only assertions have a time and a random id")
)]
pub(crate) struct Client<'a> {
    pub(crate) provider: &'a Provider,
    pub(crate) credentials: &'a AuthorizationCodeAuthCredentials,
    pub(crate) now: SystemTime,
    pub(crate) random: &'a dyn Random,
}

impl Client<'_> {
    /// Returns where a request goes: to the usual endpoint, unless the client authenticates by its
    /// certificate and there is another for that.
    pub(super) fn endpoint<'p>(
        &self,
        usual: &'p Url,
        with_certificate: Option<&'p Url>,
        accepted: &AcceptedAuth,
    ) -> Result<&'p Url, Error> {
        let is_by_certificate = self.auth(accepted)? == ClientAuth::MutualTls;
        Ok(with_certificate
            .filter(|_| is_by_certificate)
            .unwrap_or(usual))
    }

    /// Returns the one way of authentication that a request uses.
    pub(super) fn auth(&self, accepted: &AcceptedAuth) -> Result<ClientAuth, Error> {
        choose_auth(self.credentials, accepted)
    }
}

/// Says what a refused client may have met: servers that do not decode the id and secret of HTTP Basic. `None` where
/// that cannot be it.
pub(crate) fn encoding_hint(
    credentials: &AuthorizationCodeAuthCredentials,
    accepted: &AcceptedAuth,
) -> Option<Error> {
    let is_in_header =
        choose_auth(credentials, accepted).is_ok_and(|auth| auth == ClientAuth::Basic);
    let (id, secret) = (
        credentials.oauth_client_id(),
        credentials.oauth_client_secret(),
    );
    // The parts are looked at, not joined: an encoded secret would be a copy that nobody overwrites. What needs no encoding
    // is one part.
    let is_encoded = |text: &str| {
        let first = form_urlencoded::byte_serialize(text.as_bytes()).next();
        first.is_some_and(|first| first != text)
    };
    let text = "the client id or secret has characters that are encoded in the header (RFC 6749 §2.3.1), which some servers do \
                not decode: try it in the body (`client_secret_post`)";
    (is_in_header && (is_encoded(id) || is_encoded(secret.expose())))
        .then(|| Error::configuration(text))
}

/// Chooses the way of authentication that such a client uses where these are accepted.
pub(crate) fn choose_auth(
    credentials: &AuthorizationCodeAuthCredentials,
    accepted: &AcceptedAuth,
) -> Result<ClientAuth, Error> {
    if credentials.is_public() {
        return Ok(ClientAuth::None);
    }
    accepted
        .choose(|auth| credentials.has_means_for(auth))
        .ok_or_else(|| {
            let text = "the client has no credentials for any client authentication method that the provider's profile accepts";
            Error::configuration(text)
        })
}
