//! Client assertions: a signed statement of the client in place of its secret (RFC 7523 §3, OpenID Connect Core §9).

use std::time::Duration;

use serde_json::{Value, json};

use crate::clock::unix_seconds;
use crate::endpoint::client::Client;
use crate::error::Error;
use crate::jose::jws::signed_with_secret;
use crate::jose::signing_key::KeyName;
use crate::random;
use crate::secret::Secret;

/// What kind of assertion it is (RFC 7523 §2.2).
pub(super) const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How long an assertion may be used. It is sent once, at once; the rest is for clocks that differ.
const LIFETIME: Duration = Duration::from_secs(60);

/// Makes an assertion that is signed with the client's key.
pub(super) fn with_key(client: &Client<'_>) -> Result<Secret, Error> {
    let key = client
        .credentials
        .signing_key()
        .ok_or_else(|| Error::configuration("the client has no signing key"))?;
    key.sign("JWT", KeyName::Id, &claims(client)?)
}

/// Makes an assertion that is signed with the client's secret.
pub(super) fn with_secret(client: &Client<'_>) -> Result<Secret, Error> {
    signed_with_secret(client.credentials.oauth_client_secret(), &claims(client)?)
}

/// Makes the claims, new for each request: providers refuse a `jti` that they have seen (RFC 7523 §3, item 7).
fn claims(client: &Client<'_>) -> Result<Value, Error> {
    let (provider, client_id) = (client.provider, client.credentials.oauth_client_id());
    let audience = provider
        .assertion_audience
        .as_deref()
        // The issuer rather than the token endpoint, as FAPI 2.0 demands; servers that follow RFC 7523 §3 take either.
        .or(provider.issuer.as_deref())
        .unwrap_or(provider.token_endpoint.as_str());
    let now = unix_seconds(client.now);
    Ok(json!({
        "iss": client_id,
        "sub": client_id,
        // One text and not a list: it must not serve at another provider (OpenID Connect Core §9).
        "aud": audience,
        "jti": random::token(client.random)?,
        "iat": now,
        "exp": now.saturating_add(LIFETIME.as_secs().cast_signed()),
    }))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use http::header::AUTHORIZATION;
    use jsonwebtoken::{DecodingKey, Validation};

    use super::*;
    use crate::endpoint::refresh::refresh_request;
    use crate::endpoint::testing::{client_at, form, key_credentials, provider};
    use crate::grant::credentials::AuthorizationCodeAuthCredentials;
    use crate::http::service::Request;
    use crate::jose::{Algorithm, SigningKey};
    use crate::provider::client_auth::ClientAuth;
    use crate::provider::profile::Provider;

    const NOW: i64 = 1_700_000_000;

    fn request(provider: &Provider, credentials: &AuthorizationCodeAuthCredentials) -> Request {
        let client = client_at(NOW, provider, credentials);
        refresh_request(&client, &Secret::new("r")).unwrap()
    }

    fn field(request: &Request, name: &str) -> Option<String> {
        let mut values = form(request).into_iter().filter(|(key, _)| key == name);
        let (_, value) = values.next()?;
        assert_eq!(values.next(), None, "{name} comes twice");
        Some(value)
    }

    fn claims_of(request: &Request) -> Value {
        let assertion = field(request, "client_assertion").unwrap();
        let payload = assertion.split('.').nth(1).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
    }

    fn private_key_jwt() -> Provider {
        provider().client_auth(ClientAuth::PrivateKeyJwt)
    }

    #[test]
    fn an_assertion_is_the_only_proof_in_the_request() {
        let secret = AuthorizationCodeAuthCredentials::builder("id 1", "s", "https://a.example/");
        let secret = secret.build().unwrap();
        let by_secret = provider().client_auth(ClientAuth::ClientSecretJwt);
        for (provider, credentials) in [(private_key_jwt(), key_credentials()), (by_secret, secret)]
        {
            let request = request(&provider, &credentials);
            assert!(!request.headers().contains_key(AUTHORIZATION));
            assert_eq!(field(&request, "client_secret"), None);
            assert_eq!(field(&request, "client_id").as_deref(), Some("id 1"));
            let kind = field(&request, "client_assertion_type");
            assert_eq!(kind.as_deref(), Some(ASSERTION_TYPE));
        }
    }

    #[test]
    fn an_assertion_names_client_audience_and_a_short_life() {
        let claims = claims_of(&request(&private_key_jwt(), &key_credentials()));
        assert_eq!(
            (&claims["iss"], &claims["sub"]),
            (&"id 1".into(), &"id 1".into())
        );
        assert_eq!(claims["aud"], "https://idp.example/token");
        assert_eq!(
            (&claims["iat"], &claims["exp"]),
            (&NOW.into(), &(NOW + 60).into())
        );
    }

    #[test]
    fn the_audience_is_the_issuer_unless_the_provider_wants_another() {
        let named = private_key_jwt().issuer("https://idp.example");
        let audience = |provider| claims_of(&request(&provider, &key_credentials()))["aud"].clone();
        assert_eq!(audience(named.clone()), "https://idp.example");
        let other = named.assertion_audience("https://idp.example/oauth");
        assert_eq!(audience(other), "https://idp.example/oauth");
    }

    #[test]
    fn every_request_has_an_assertion_of_its_own() {
        let (provider, credentials) = (private_key_jwt(), key_credentials());
        let first = claims_of(&request(&provider, &credentials));
        let second = claims_of(&request(&provider, &credentials));
        assert_ne!(first["jti"], second["jti"]);
    }

    #[test]
    fn an_assertion_is_verified_with_the_public_key_or_the_secret() {
        let verified = |request: &Request, key: &DecodingKey, algorithm| {
            let mut validation = Validation::new(algorithm);
            validation.validate_exp = false;
            validation.set_audience(&["https://idp.example/token"]);
            let assertion = field(request, "client_assertion").unwrap();
            jsonwebtoken::decode::<Value>(assertion, key, &validation).is_ok()
        };
        let key = SigningKey::generate(Algorithm::Es256).unwrap();
        let public = serde_json::from_str(&key.public_jwk()).unwrap();
        let public = DecodingKey::from_jwk(&public).unwrap();
        let credentials =
            AuthorizationCodeAuthCredentials::key_client("id 1", key, "https://a.example/");
        let signed = request(&private_key_jwt(), &credentials.build().unwrap());
        assert!(verified(&signed, &public, jsonwebtoken::Algorithm::ES256));
        let credentials =
            AuthorizationCodeAuthCredentials::builder("id 1", "secret", "https://a.example/");
        let by_secret = provider().client_auth(ClientAuth::ClientSecretJwt);
        let signed = request(&by_secret, &credentials.build().unwrap());
        let secret = DecodingKey::from_secret(b"secret");
        assert!(verified(&signed, &secret, jsonwebtoken::Algorithm::HS256));
    }
}
