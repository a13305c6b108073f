//! Tests of what proves who is who: the client by its key, the provider by the signatures of its id_tokens.
//!
//! Each function is the body of a test and panics where a promise is broken.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::missing_panics_doc, reason = "every function here is a test")]

use acg::grant::Revocation;
use acg::jose::{Algorithm, SigningKey};
use acg::provider::{ClientAuth, IdTokenValidation};
use acg::{AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, ErrorKind, OauthToken};
use url::Url;

use crate::browser::Decision;
use crate::scenario;
use crate::server::{Server, grant_of};
use crate::wire::Wire;

/// Goes through the life of a grant whose client signs assertions with its key.
pub async fn a_client_with_a_key_lives_from_consent_to_revocation(server: &Server) {
    let grant = signing(server, server.client_key().unwrap());
    scenario::consent(server, &grant).await.unwrap();
    grant.refresh_token().await.unwrap();
    grant.refresh_token().await.unwrap();
    assert_eq!(grant.revoke_token().await.unwrap(), Revocation::Revoked);
}

/// Goes through the life of a grant whose client signs assertions, at a provider that wants them for its token endpoint
/// and, as its metadata say, revokes for clients with a secret alone: the revocation says so, and the grant stays.
pub async fn a_client_with_a_key_cannot_revoke_and_lives_on(server: &Server) {
    let provider = server.discovered().await.unwrap();
    let audience = server.endpoint("token").unwrap();
    let provider = provider.assertion_audience(audience);
    let redirect_uri = server.redirect_uri().unwrap();
    let key = server.client_key().unwrap();
    let credentials = AuthorizationCodeAuthCredentials::key_client("key", key, redirect_uri);
    let (credentials, wire) = (credentials.build().unwrap(), Wire::new().unwrap());
    let grant = grant_of(credentials, provider, wire).unwrap();
    scenario::consent(server, &grant).await.unwrap();
    grant.refresh_token().await.unwrap();
    let refused = grant.revoke_token().await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Configuration, "{refused}");
    grant.refresh_token().await.unwrap();
}

/// Expects that another key than the client's is a wrong configuration.
pub async fn a_wrong_key_is_a_wrong_configuration(server: &Server) {
    let grant = signing(server, SigningKey::generate(Algorithm::Es256).unwrap());
    let (pending, callback) = scenario::decide(server, &grant, Decision::Consent)
        .await
        .unwrap();
    let callback = callback.as_str().parse().unwrap();
    let error = grant.complete(pending, callback).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
}

/// Expects that the provider's id_tokens are believed by its own keys, at the exchange and at the refresh.
pub async fn id_tokens_are_believed_by_the_providers_keys(server: &Server, client: &str) {
    let grant = validating(server, client, server.keys().unwrap());
    let token = scenario::consent(server, &grant).await.unwrap();
    assert!(token.id_token.is_some());
    grant.refresh_token().await.unwrap();
}

/// Expects that id_tokens which the keys do not verify give no bearer, and that the refresh token is kept.
pub async fn id_tokens_are_not_believed_by_the_keys_of_another(
    server: &Server,
    client: &str,
    other: &Server,
) {
    let grant = validating(server, client, other.keys().unwrap());
    let refused = scenario::consent(server, &grant).await.unwrap_err();
    assert!(refused.to_string().contains("the id_token"), "{refused}");
    let kept = grant.oauth_token().unwrap();
    assert_eq!(kept.access_token, None);
    let token =
        OauthToken::from_access_token("expired").with_refresh_token(kept.refresh_token.unwrap());
    let profile = server.profile(ClientAuth::Basic).unwrap();
    let secret = server.secret(client).unwrap();
    let wire = Wire::new().unwrap();
    let trusting = server.grant_with(profile, client, secret, Some(token), wire);
    trusting.unwrap().refresh_token().await.unwrap();
}

fn validating(server: &Server, client: &str, keys: Url) -> AuthorizationCodeAuth {
    let profile = server
        .profile(ClientAuth::Basic)
        .unwrap()
        .keys_at(keys)
        .unwrap()
        .validate_id_tokens(IdTokenValidation::Required);
    let secret = server.secret(client).unwrap();
    let wire = Wire::new().unwrap();
    server
        .grant_with(profile, client, secret, None, wire)
        .unwrap()
}

fn signing(server: &Server, key: SigningKey) -> AuthorizationCodeAuth {
    let profile = server.profile(ClientAuth::PrivateKeyJwt).unwrap();
    let redirect_uri = server.redirect_uri().unwrap();
    let credentials = AuthorizationCodeAuthCredentials::key_client("key", key, redirect_uri);
    grant_of(credentials.build().unwrap(), profile, Wire::new().unwrap()).unwrap()
}
