//! The part of a profile that says how id_tokens are validated.

use std::time::Duration;

use url::Url;

use crate::error::Error;
use crate::identity::rules::IdTokenValidation;
use crate::jose::Algorithm;
use crate::provider::profile::{Provider, ResponseMode, check_endpoint};

impl Provider {
    /// Sets whether id_tokens are validated. It needs the [`issuer`](Self::issuer) and the [keys](Self::keys_at) of
    /// the provider. Default: [`Off`](IdTokenValidation::Off), and [`IfPresent`](IdTokenValidation::IfPresent)
    /// where [metadata](Self::discover) name the keys.
    ///
    /// A token response is kept before its id_token is judged: where that is refused, the caller gets an error and
    /// no bearer, and the refresh token is in the store.
    #[must_use]
    pub fn validate_id_tokens(mut self, validation: IdTokenValidation) -> Self {
        self.id_tokens.validation = validation;
        self
    }

    /// Sets where the provider publishes its keys (`jwks_uri`). They are loaded before the first token is asked
    /// for, then once an hour, and when a token names an unknown one, at most once a minute.
    ///
    /// # Errors
    /// [`Configuration`](crate::ErrorKind::Configuration) when it is neither https nor loopback.
    pub fn keys_at(mut self, uri: Url) -> Result<Self, Error> {
        check_endpoint(&uri)?;
        self.id_tokens.set_keys(uri);
        Ok(self)
    }

    /// Sets the algorithms that an id_token may be signed with. Default: every one but HS256. With HS256 the key is
    /// the client secret; it is accepted only where it is named here.
    #[must_use]
    pub fn id_token_algorithms(mut self, algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        self.id_tokens.algorithms = algorithms.into_iter().collect();
        self
    }

    /// Sets how far the clocks of provider and client may differ when an id_token is validated. Default: one minute.
    #[must_use]
    pub fn id_token_leeway(mut self, leeway: Duration) -> Self {
        self.id_tokens.leeway = leeway;
        self
    }

    /// Sets how the provider's response comes back. A signed one needs the [`issuer`](Self::issuer) and the
    /// [keys](Self::keys_at) of the provider, may be signed with the [algorithms](Self::id_token_algorithms) of
    /// an id_token except HS256, and is verified by [`complete`](crate::AuthorizationCodeAuth::complete).
    /// Default: [`Query`](ResponseMode::Query).
    #[must_use]
    pub fn response_mode(mut self, response_mode: ResponseMode) -> Self {
        self.response_mode = response_mode;
        self
    }

    /// Checks that signed callbacks can be verified, if they are requested.
    pub(crate) fn check_response_mode(&self) -> Result<(), Error> {
        let is_known = self.issuer.is_some() && self.id_tokens.keys.is_some();
        if self.response_mode == ResponseMode::Jwt && !is_known {
            let text = "signed callbacks cannot be verified without the provider's issuer and the URL of its keys";
            return Err(Error::configuration(text));
        }
        Ok(())
    }

    /// Takes over what metadata say of keys. A provider all of whose algorithms are unknown
    /// here signs with what cannot be verified.
    pub(super) fn published_keys(self, uri: Url, algorithms: Option<&[String]>) -> Self {
        let mut provider = self;
        provider.id_tokens.set_keys(uri);
        let known: Vec<_> = match algorithms {
            None => return provider.validate_id_tokens(IdTokenValidation::IfPresent),
            Some(names) => names
                .iter()
                .filter_map(|name| Algorithm::from_name(name))
                // Metadata do not decide that the client secret is a key: an attacker who can change them
                // could have it used as one.
                .filter(|algorithm| *algorithm != Algorithm::Hs256)
                .collect(),
        };
        if known.is_empty() {
            return provider;
        }
        provider
            .id_token_algorithms(known)
            .validate_id_tokens(IdTokenValidation::IfPresent)
    }
}
