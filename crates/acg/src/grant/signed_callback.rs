//! A callback that the provider has signed: JWT Secured Authorization Response Mode (JARM).

use crate::error::{Error, ErrorKind};
use crate::grant::engine::Engine;
use crate::operation::Operation;
use crate::provider::profile::ResponseMode;
use crate::secret::Secret;

impl Engine {
    /// Refuses a callback in another form than the one that was asked for, and a signed one that is not to be believed.
    pub(super) async fn check_form(&self, signed: Option<&Secret>) -> Result<(), Error> {
        match (self.endpoint.provider.response_mode, signed) {
            (ResponseMode::Query, None) => Ok(()),
            (ResponseMode::Query, Some(_)) => {
                Err(refused("is signed, although no signature was requested"))
            }
            // An attacker who can change a callback could leave the signature out.
            (ResponseMode::Jwt, None) => Err(refused("is not signed")),
            (ResponseMode::Jwt, Some(signed)) => self.verify_callback(signed).await,
        }
    }

    #[cfg(not(feature = "jose"))]
    async fn verify_callback(&self, _: &Secret) -> Result<(), Error> {
        Err(refused("is signed"))
    }
}

#[cfg(feature = "jose")]
mod verification {
    use serde_json::{Map, Value};

    use super::refused;
    use crate::clock::unix_seconds;
    use crate::error::Error;
    use crate::grant::engine::Engine;
    use crate::identity::claims::{ExpectedClaims, IdTokenClaims};
    use crate::jose::JwsFault;
    use crate::secret::Secret;

    impl Engine {
        /// Verifies the signature of a callback, and that it is fresh and for this client.
        pub(super) async fn verify_callback(&self, signed: &Secret) -> Result<(), Error> {
            let endpoint = &self.endpoint;
            let rules = &endpoint.provider.id_tokens;
            let Some(keys) = &rules.keys else {
                return Err(refused("is signed with an unknown key"));
            };
            let loader = endpoint.key_loader();
            keys.load(loader).await?;
            let payload = match rules.verified_by_key(signed.expose()) {
                Err(JwsFault::UnknownKey) => {
                    keys.load_again(loader).await?;
                    rules.verified_by_key(signed.expose())
                }
                verified => verified,
            };
            let payload = payload.map_err(|fault| refused(fault.as_str()))?;
            let claims: Map<String, Value> =
                serde_json::from_slice(&payload).map_err(|_| refused("contains no claims"))?;
            let expected = ExpectedClaims {
                issuer: endpoint.provider.issuer.as_deref().unwrap_or_default(),
                client_id: endpoint.credentials.oauth_client_id(),
                access_token: None,
                nonce: None,
                now: unix_seconds(endpoint.clock.now()),
                leeway: rules.leeway,
            };
            IdTokenClaims(&claims)
                .check_callback(&expected)
                .map_err(refused)
        }
    }
}

fn refused(fault: &str) -> Error {
    let text = format!("the callback {fault}; do not trust it");
    Error::new(ErrorKind::InvalidCallback, Operation::Callback, text)
}
