//! Whether the id_tokens of a provider are validated, and how.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::error::Error;
use crate::identity::remote_keys::RemoteKeys;
use crate::jose::Algorithm;
use crate::jose::jws::{JwsFault, algorithm_of, verified_with_secret};
use crate::secret::Secret;

/// Whether an id_token is validated: its signature, issuer, audience, times, nonce, and that it belongs to the
/// access token (OpenID Connect Core §3.1.3.7).
///
/// Without it the claims are read as they came from the token endpoint over TLS, which
/// OpenID Connect Core §3.1.3.7, item 6 allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IdTokenValidation {
    /// It is not validated. The nonce of the code exchange, and issuer, audience and subject
    /// of a refresh are compared nevertheless.
    Off,
    /// It is validated if there is one.
    IfPresent,
    /// It is validated, and a code exchange without one gives no bearer. A refresh may
    /// leave it out (OpenID Connect Core §12.2).
    Required,
}

/// How far clocks may differ, unless the profile says otherwise.
const LEEWAY: Duration = Duration::from_secs(60);

/// The rules for the id_tokens of one provider.
#[derive(Debug, Clone)]
pub(crate) struct IdTokenRules {
    pub(crate) validation: IdTokenValidation,
    pub(crate) keys: Option<Arc<RemoteKeys>>,
    pub(crate) algorithms: Vec<Algorithm>,
    pub(crate) leeway: Duration,
}

impl Default for IdTokenRules {
    fn default() -> Self {
        Self {
            validation: IdTokenValidation::Off,
            keys: None,
            algorithms: Algorithm::ASYMMETRIC.to_vec(),
            leeway: LEEWAY,
        }
    }
}

impl IdTokenRules {
    pub(crate) fn set_keys(&mut self, uri: Url) {
        self.keys = Some(Arc::new(RemoteKeys::at(uri)));
    }

    pub(crate) fn is_on(&self) -> bool {
        self.validation != IdTokenValidation::Off
    }

    /// Checks that tokens can be validated, if they are to be.
    pub(crate) fn check(&self, issuer: Option<&str>) -> Result<(), Error> {
        let problem = if !self.is_on() {
            return Ok(());
        } else if issuer.is_none() {
            "id_tokens cannot be validated without the provider's issuer"
        // With HS256 the client secret is the key, and there is none to load.
        } else if self.keys.is_none() && self.algorithms != [Algorithm::Hs256] {
            "id_tokens cannot be validated without the URL of the provider's keys"
        } else {
            return Ok(());
        };
        Err(Error::configuration(problem))
    }

    /// Verifies the signature with the keys that are known and returns the payload and the algorithm.
    pub(crate) fn verified(
        &self,
        jws: &str,
        secret: &Secret,
    ) -> Result<(Vec<u8>, Algorithm), JwsFault> {
        // Among those of the profile only: a token does not choose how it is verified (RFC 8725
        // §3.1).
        let algorithm = algorithm_of(jws, &self.algorithms)?;
        if algorithm == Algorithm::Hs256 {
            // Anyone can sign with an empty key.
            if secret.is_empty() {
                return Err(JwsFault::RefusedAlgorithm);
            }
            return Ok((verified_with_secret(jws, secret)?, algorithm));
        }
        Ok((self.verified_by_key(jws)?, algorithm))
    }

    /// Verifies the signature with the provider's keys alone, as far as they are known, and returns the payload.
    pub(crate) fn verified_by_key(&self, jws: &str) -> Result<Vec<u8>, JwsFault> {
        let keys = self.keys.as_ref().and_then(|keys| keys.known());
        // Not a verdict on the token: the caller loads the keys and asks again.
        keys.ok_or(JwsFault::UnknownKey)?
            .verify(jws, &self.algorithms)
    }
}

impl fmt::Display for IdTokenRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let extent = match self.validation {
            IdTokenValidation::Off => return f.write_str("not validated"),
            IdTokenValidation::IfPresent => "validated if present",
            IdTokenValidation::Required => "required and validated",
        };
        let names: Vec<_> = self.algorithms.iter().map(|one| one.as_str()).collect();
        write!(f, "{extent}; signed with {}", names.join(", "))?;
        match &self.keys {
            Some(keys) => write!(f, "; keys at {}", keys.uri()),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::jose::jws::signed_with_secret;

    #[test]
    fn a_token_is_signed_with_the_clients_secret_and_not_with_the_lack_of_one() {
        let rules = IdTokenRules {
            algorithms: vec![Algorithm::Hs256],
            ..IdTokenRules::default()
        };
        for (signs, secret, fault) in [
            ("secret", "secret", None),
            ("", "", Some(JwsFault::RefusedAlgorithm)),
            ("another", "secret", Some(JwsFault::WrongSignature)),
            ("", "secret", Some(JwsFault::WrongSignature)),
        ] {
            let jws = signed_with_secret(&Secret::new(signs), &json!({})).unwrap();
            let verified = rules.verified(jws.expose(), &Secret::new(secret));
            assert_eq!(verified.err(), fault, "{signs} {secret}");
        }
    }
}
