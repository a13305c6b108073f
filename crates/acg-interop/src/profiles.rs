//! Tests of what a provider's metadata and a client's profile turn on: discovery, pushed requests, tokens bound to
//! a key, signed callbacks, and all of it together as FAPI 2.0 has it.
//!
//! Each function is the body of a test and panics where a promise is broken.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::missing_panics_doc, reason = "every function here is a test")]

use acg::grant::Revocation;
use acg::jose::{Algorithm, SigningKey};
use acg::provider::{Dpop, PushedRequests, ResponseMode, SenderConstraint};
use acg::{
    AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, ErrorKind, PendingAuthorization,
    Provider,
};
use http::header::AUTHORIZATION;
use serde_json::Value;

use crate::browser::{Browser, Decision};
use crate::scenario;
use crate::server::{Server, grant_of};
use crate::wire::Wire;

/// Goes through the life of a grant whose profile is what the provider publishes, with id_tokens validated by its keys.
pub async fn a_discovered_provider_serves_a_grant(server: &Server, client: &str) {
    let grant = secret_client(server, client, server.discovered().await.unwrap());
    live(server, &grant).await;
}

/// Goes through the life of a grant of a client that has no secret.
pub async fn a_public_client_lives_on_pkce(server: &Server, client: &str) {
    let grant = public_client(server, client).await;
    live(server, &grant).await;
}

/// Expects of a client without a secret, at a provider that revokes only for clients which have one, that the
/// revocation says so and the grant stays.
pub async fn a_public_client_cannot_revoke_and_lives_on(server: &Server, client: &str) {
    let grant = public_client(server, client).await;
    scenario::consent(server, &grant).await.unwrap();
    let refused = grant.revoke_token().await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Configuration, "{refused}");
    grant.refresh_token().await.unwrap();
}

/// Expects that the browser carries a reference to the request and nothing else of it, and that the reference works
/// once.
pub async fn a_pushed_request_serves_a_grant(server: &Server, client: &str) {
    let provider = server.discovered().await.unwrap();
    let grant = secret_client(
        server,
        client,
        provider.pushed_requests(PushedRequests::Required),
    );
    let request = grant.authorize().parameter("prompt", "consent");
    let (url, pending) = request.begin().await.unwrap();
    let names: Vec<_> = url
        .query_pairs()
        .map(|(name, _)| name.into_owned())
        .collect();
    assert_eq!(names, ["client_id", "request_uri"]);
    let visit = || {
        Browser::new(server)
            .unwrap()
            .visit(url.clone(), Decision::Consent)
    };
    let callback = visit().await.unwrap();
    // The provider has forgotten the request, and with it the state.
    let again = visit().await.unwrap();
    let refused = grant.complete(&pending, again.as_str().parse().unwrap());
    assert_eq!(
        refused.await.unwrap_err().kind(),
        ErrorKind::InvalidCallback
    );
    let callback = callback.as_str().parse().unwrap();
    grant.complete(&pending, callback).await.unwrap();
    live(server, &grant).await;
}

/// Expects that a client which has to push its requests is told so when it does not.
pub async fn a_request_that_is_not_pushed_is_refused(server: &Server, client: &str) {
    let grant = secret_client(server, client, server.discovered().await.unwrap());
    let (pending, callback) = scenario::decide(server, &grant, Decision::Consent)
        .await
        .unwrap();
    let refused = grant
        .complete(pending, callback.as_str().parse().unwrap())
        .await
        .unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Provider, "{refused}");
}

/// Goes through the life of a grant whose tokens are bound to a key, and expects that a token alone is worth nothing.
pub async fn a_bound_token_is_of_no_use_without_its_key(server: &Server, client: &str) {
    let provider = server.discovered().await.unwrap().dpop(Dpop::Required);
    let grant = secret_client(server, client, provider);
    let token = scenario::consent(server, &grant).await.unwrap();
    assert!(token.is_bound());
    let stolen = token.access_token.unwrap();
    for scheme in ["Bearer", "DPoP"] {
        let request = reqwest::Client::new().get(server.endpoint("userinfo").unwrap());
        let header = format!("{scheme} {}", stolen.expose());
        let response = request.header(AUTHORIZATION, header).send().await.unwrap();
        assert!(
            response.status().is_client_error(),
            "{scheme}: {response:?}"
        );
    }
    live(server, &grant).await;
}

/// Expects that a provider which wants a nonce gets it in exactly one more request, and that it is remembered.
pub async fn a_nonce_costs_one_request(server: &Server, client: &str) {
    let provider = server.discovered().await.unwrap().dpop(Dpop::Required);
    let (wire, secret) = (Wire::new().unwrap(), server.secret(client).unwrap());
    let grant = server.grant_with(provider, client, secret, None, wire.clone());
    let grant = grant.unwrap();
    let (pending, callback) = scenario::decide(server, &grant, Decision::Consent)
        .await
        .unwrap();
    let callback = callback.as_str().parse().unwrap();
    grant.complete(pending, callback).await.unwrap();
    // The keys of the provider, the exchange, and the exchange with the nonce.
    assert_eq!(wire.sent(), 3);
    grant.refresh_token().await.unwrap();
    assert_eq!(wire.sent(), 4);
}

/// Goes through the life of a grant with everything that FAPI 2.0 asks of a client, at a provider that asks for it.
pub async fn a_fapi_client_lives_from_consent_to_revocation(server: &Server, client: &str) {
    let grant = fapi_client(server, client, server.client_key().unwrap()).await;
    live(server, &grant).await;
}

/// Expects that a FAPI 2.0 client tells a refusal, a wrong state and a wrong key of its own apart, and
/// that none costs the authorization of another.
pub async fn a_fapi_client_tells_failures_apart(server: &Server, client: &str) {
    let grant = fapi_client(server, client, server.client_key().unwrap()).await;
    let (refused, no) = scenario::decide(server, &grant, Decision::Refuse)
        .await
        .unwrap();
    let (pending, yes) = scenario::decide(server, &grant, Decision::Consent)
        .await
        .unwrap();
    let crossed = grant
        .complete(&refused, yes.as_str().parse().unwrap())
        .await;
    assert_eq!(crossed.unwrap_err().kind(), ErrorKind::InvalidCallback);
    let refusal = grant.complete(&refused, no.as_str().parse().unwrap()).await;
    assert_eq!(refusal.unwrap_err().kind(), ErrorKind::AccessDenied);
    let stranger = SigningKey::generate(Algorithm::Es256).unwrap();
    let stranger = fapi_client(server, client, stranger).await;
    let pushed = stranger.authorize().begin().await.unwrap_err();
    assert_eq!(pushed.kind(), ErrorKind::Configuration, "{pushed}");
    let callback = yes.as_str().parse().unwrap();
    grant.complete(&pending, callback).await.unwrap();
}

/// Goes through the life of a grant whose callback is signed by the provider, and expects that a plain one is not
/// believed.
pub async fn a_signed_callback_serves_a_grant(server: &Server, client: &str) {
    let plain = server.discovered().await.unwrap();
    let signed = plain.clone().response_mode(ResponseMode::Jwt);
    let (plain, signed) = (
        secret_client(server, client, plain),
        secret_client(server, client, signed),
    );
    let (pending, callback) = scenario::decide(server, &signed, Decision::Consent)
        .await
        .unwrap();
    let names: Vec<_> = callback
        .query_pairs()
        .map(|(name, _)| name.into_owned())
        .collect();
    assert_eq!(names, ["response"]);
    let (other, unsigned) = scenario::decide(server, &plain, Decision::Consent)
        .await
        .unwrap();
    let unsigned = unsigned.as_str().parse().unwrap();
    let refused = signed.complete(&other, unsigned).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidCallback);
    let callback = callback.as_str().parse().unwrap();
    signed.complete(&pending, callback).await.unwrap();
    let (pending, no) = scenario::decide(server, &signed, Decision::Refuse)
        .await
        .unwrap();
    let refusal = signed
        .complete(&pending, no.as_str().parse().unwrap())
        .await;
    assert_eq!(refusal.unwrap_err().kind(), ErrorKind::AccessDenied);
    live(server, &signed).await;
}

/// Expects that an id_token of another authorization is refused, and its grant revoked.
pub async fn an_id_token_of_another_authorization_is_refused(server: &Server, client: &str) {
    let grant = secret_client(server, client, server.discovered().await.unwrap());
    let (pending, callback) = scenario::decide(server, &grant, Decision::Consent)
        .await
        .unwrap();
    let mut copy: Value = serde_json::to_value(&pending).unwrap();
    assert!(copy["nonce"].is_string());
    copy["nonce"] = "of another authorization".into();
    let pending: PendingAuthorization = serde_json::from_value(copy).unwrap();
    let callback = callback.as_str().parse().unwrap();
    let refused = grant.complete(pending, callback).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidCallback, "{refused}");
    assert!(grant.bearer().await.is_err());
}

/// Goes through the life of a grant from a new consent on.
async fn live(server: &Server, grant: &AuthorizationCodeAuth) {
    scenario::consent(server, grant).await.unwrap();
    assert_eq!(scenario::user_info(server, grant).await.unwrap(), 200);
    let first = grant.refresh_token().await.unwrap();
    let second = grant.refresh_token().await.unwrap();
    assert_ne!(first.refresh_token, second.refresh_token);
    assert_eq!(scenario::user_info(server, grant).await.unwrap(), 200);
    assert_eq!(grant.revoke_token().await.unwrap(), Revocation::Revoked);
}

async fn public_client(server: &Server, client: &str) -> AuthorizationCodeAuth {
    let provider = server.discovered().await.unwrap();
    let redirect_uri = server.redirect_uri().unwrap();
    let credentials = AuthorizationCodeAuthCredentials::public_client(client, redirect_uri);
    grant_of(credentials.build().unwrap(), provider, Wire::new().unwrap()).unwrap()
}

fn secret_client(server: &Server, client: &str, provider: Provider) -> AuthorizationCodeAuth {
    let secret = server.secret(client).unwrap();
    let wire = Wire::new().unwrap();
    server
        .grant_with(provider, client, secret, None, wire)
        .unwrap()
}

async fn fapi_client(server: &Server, client: &str, key: SigningKey) -> AuthorizationCodeAuth {
    let provider = server.discovered().await.unwrap();
    let provider = provider.fapi2(SenderConstraint::Dpop).unwrap();
    let redirect_uri = server.redirect_uri().unwrap();
    let credentials = AuthorizationCodeAuthCredentials::key_client(client, key, redirect_uri);
    grant_of(credentials.build().unwrap(), provider, Wire::new().unwrap()).unwrap()
}
