//! Tokens that are bound to a key (RFC 9449), at a provider that checks every proof.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acg::clock::ManualClock;
use acg::consent::DeviceAuthorization;
use acg::http::{Body, HttpError, HttpService, Request, Response};
use acg::provider::{ClientAuth, Dpop, Pkce};
use acg::store::GrantState;
use acg::testing::{Reaction, RotatingProvider};
use acg::token::BearerSource;
use acg::vault::{Keyring, SealingKey};
use acg::{AuthorizationCodeAuth, BoxFuture, ErrorKind, Operation, Provider, Recovery, Vault};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};

use crate::world::{World, credentials};

/// A provider that issues bound tokens, and refuses every request whose proof is not as it must be.
#[derive(Debug, Clone)]
struct BindingProvider {
    inner: RotatingProvider,
    clock: Arc<ManualClock>,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// What a proof has to hold, if anything.
    nonce: Option<&'static str>,
    /// The thumbprint that the grant is bound to.
    key: Option<String>,
    seen: BTreeSet<String>,
    refused_for_nonce: usize,
    refuses_every_nonce: bool,
    /// Why the next request is refused.
    refusal: Option<&'static str>,
    /// Another type of token than was asked for; none if it is empty.
    token_type: Option<&'static str>,
    /// For how long the machine sleeps while a refusal for the lack of a nonce is on its way.
    sleep: Duration,
}

impl BindingProvider {
    fn new(world: &World) -> Self {
        Self {
            inner: world.idp.clone(),
            clock: world.clock.clone(),
            state: Arc::default(),
        }
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap())
    }

    /// What is wrong with the request, as an OAuth error.
    fn check(&self, request: &Request) -> Option<&'static str> {
        let mut proofs = request.headers().get_all("dpop").iter();
        let proof = proofs.next().unwrap().to_str().unwrap();
        assert!(proofs.next().is_none(), "one proof alone");
        let (key, claims) = verified(proof);
        assert_eq!(claims["htm"], request.method().as_str());
        assert_eq!(claims["htu"], request.uri().to_string());
        let mut state = self.state.lock().unwrap();
        let is_new = state
            .seen
            .insert(claims["jti"].as_str().unwrap().to_owned());
        assert!(is_new, "no proof comes twice");
        if let Some(error) = state.refusal.take() {
            return Some(error);
        }
        if state.refuses_every_nonce || claims["nonce"].as_str() != state.nonce {
            state.refused_for_nonce += 1;
            self.clock.suspend(state.sleep);
            return Some("use_dpop_nonce");
        }
        let bound = state.key.get_or_insert_with(|| key.clone());
        (*bound != key).then_some("invalid_dpop_proof")
    }
}

/// The thumbprint of the key in a proof, and its claims.
fn verified(proof: &str) -> (String, Value) {
    let header = proof.split('.').next().unwrap();
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
    assert_eq!(header["typ"], "dpop+jwt");
    let key: Jwk = serde_json::from_value(header["jwk"].clone()).unwrap();
    let mut validation = Validation::new(Algorithm::ES256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    let public = DecodingKey::from_jwk(&key).unwrap();
    let claims = jsonwebtoken::decode::<Value>(proof, &public, &validation);
    (
        key.thumbprint(ThumbprintHash::SHA256).unwrap(),
        claims.unwrap().claims,
    )
}

fn refusal(error: &str, nonce: Option<&str>) -> Response {
    let body = json!({ "error": error }).to_string();
    let mut response = Response::new(Body::from(Bytes::from(body)));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    if let Some(nonce) = nonce {
        let headers = response.headers_mut();
        headers.insert("dpop-nonce", nonce.parse().unwrap());
    }
    response
}

impl HttpService for BindingProvider {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let provider = self.clone();
        // Codes are no tokens, and bound to nothing (RFC 8628 §3.1).
        if request.uri().path() == "/device" {
            return self.inner.call(request);
        }
        if let Some(error) = self.check(&request) {
            let nonce = self.with(|state| state.nonce);
            return Box::pin(async move { Ok(refusal(error, nonce)) });
        }
        Box::pin(async move {
            let (parts, body) = provider.inner.call(request).await?.into_parts();
            let body = body.collect(1 << 20).await?;
            let mut tokens: Value = serde_json::from_slice(&body).unwrap();
            if tokens.get("refresh_token").is_some() {
                tokens["access_token"] = tokens["refresh_token"]
                    .as_str()
                    .unwrap()
                    .replace("rt", "at")
                    .into();
                match provider.with(|state| state.token_type.unwrap_or("DPoP")) {
                    "" => drop(tokens.as_object_mut().unwrap().remove("token_type")),
                    stated => tokens["token_type"] = stated.into(),
                }
                // Nobody but this side knows the key.
                tokens["dpop_key"] = "planted".into();
            }
            let body = Body::from(Bytes::from(tokens.to_string()));
            Ok(Response::from_parts(parts, body))
        })
    }
}

fn profile() -> Provider {
    RotatingProvider::profile()
        .unwrap()
        .client_auth(ClientAuth::Body)
        .bearer(BearerSource::AccessToken)
        .pkce(Pkce::S256)
        .dpop(Dpop::Required)
}

fn auth(world: &World, provider: &BindingProvider) -> AuthorizationCodeAuth {
    auth_at(world, provider, profile())
}

fn auth_at(world: &World, provider: &BindingProvider, profile: Provider) -> AuthorizationCodeAuth {
    AuthorizationCodeAuth::builder(credentials().build().unwrap(), profile)
        .http(Arc::new(provider.clone()))
        .clock(world.clock.clone())
        .store(Vault::from(world.records.clone()), world.id.clone())
        .build()
        .unwrap()
}

async fn consented(auth: &AuthorizationCodeAuth) -> String {
    let (url, pending) = auth.authorize().start().unwrap();
    let jkt = url.query_pairs().find(|(name, _)| name == "dpop_jkt");
    let jkt = jkt.unwrap().1.into_owned();
    let text = serde_json::to_string(&pending).unwrap();
    // As a web server keeps it.
    let pending: acg::PendingAuthorization = serde_json::from_str(&text).unwrap();
    let callback = format!("code=code&state={}", pending.state().expose());
    let token = auth.complete(&pending, callback.parse().unwrap()).await;
    assert!(token.unwrap().is_bound());
    jkt
}

#[tokio::test]
async fn every_request_has_a_proof_by_the_key_of_its_grant() {
    let world = World::new();
    let provider = BindingProvider::new(&world);
    let key = consented(&auth(&world, &provider)).await;
    assert_eq!(provider.with(|state| state.key.clone()), Some(key.clone()));
    for _ in 0..3 {
        world.expire();
        // Another process, which has the key from the store.
        auth(&world, &provider).bearer().await.unwrap();
    }
    assert_eq!(world.idp.refreshes(), 3);
    let token = world.record().await.token;
    assert!(token.is_bound());
    let saved = serde_json::to_string(&token).unwrap();
    assert!(!saved.contains("planted"), "a provider plants no key");
    assert!(!format!("{token:?}").contains("dpop_key"));
}

#[tokio::test]
async fn the_tokens_of_a_device_are_bound_to_a_key_too() {
    let world = World::new();
    let provider = BindingProvider::new(&world);
    let endpoint = "https://idp.example/device".parse().unwrap();
    let profile = profile().device_authorization_endpoint(endpoint).unwrap();
    let auth = auth_at(&world, &provider, profile);
    let codes =
        r#"{"device_code":"code","user_code":"W","verification_uri":"https://idp.example/d"}"#;
    let codes = Reaction::Respond(200, "application/json", codes.to_owned());
    world.idp.next([codes]);
    let device = auth.authorize_device(Vec::new()).await.unwrap();
    let text = serde_json::to_string(&device).unwrap();
    let device: DeviceAuthorization = serde_json::from_str(&text).unwrap();
    let token = auth.complete_device(&device).await.unwrap();
    assert!(token.is_bound());
    world.expire();
    auth.bearer().await.unwrap();
    world.assert_alive().await;
}

#[tokio::test]
async fn the_key_is_sealed_with_the_tokens_and_survives_rotation_and_restart() {
    let world = World::new();
    let provider = BindingProvider::new(&world);
    let keys = || Keyring::new(SealingKey::from_bytes([7; 32]));
    let restarted = || {
        let vault = Vault::builder(world.records.clone())
            .keys(keys())
            .isolated();
        AuthorizationCodeAuth::builder(credentials().build().unwrap(), profile())
            .http(Arc::new(provider.clone()))
            .clock(world.clock.clone())
            .store(vault.build(), world.id.clone())
            .build()
            .unwrap()
    };
    let auth = restarted();
    consented(&auth).await;
    let token = auth.oauth_token().unwrap();
    let saved: Value = serde_json::to_value(&token).unwrap();
    let kept = saved["dpop_key"].as_str().unwrap();
    for _ in 0..3 {
        world.expire();
        restarted().bearer().await.unwrap();
        let row = world.stored().await.unwrap().row;
        let row = [row.head, row.sealed.unwrap()].concat();
        assert!(!row.windows(20).any(|part| part == &kept.as_bytes()[..20]));
    }
    assert_eq!(world.idp.refreshes(), 3);
}

#[tokio::test]
async fn the_nonce_of_the_provider_is_repeated_in_one_more_request() {
    let world = World::new();
    let provider = BindingProvider::new(&world);
    provider.with(|state| state.nonce = Some("one"));
    let auth = auth(&world, &provider);
    consented(&auth).await;
    assert_eq!(provider.with(|state| state.refused_for_nonce), 1);
    world.expire();
    auth.bearer().await.unwrap();
    assert_eq!(
        provider.with(|state| state.refused_for_nonce),
        1,
        "it is remembered"
    );
    provider.with(|state| state.nonce = Some("two"));
    world.expire();
    auth.bearer().await.unwrap();
    assert_eq!(provider.with(|state| state.refused_for_nonce), 2);
    assert_eq!(world.idp.double_spends(), 0);
    world.assert_alive().await;
}

#[tokio::test]
async fn a_provider_that_refuses_every_nonce_costs_no_grant() {
    let world = World::new();
    let provider = BindingProvider::new(&world);
    let auth = auth(&world, &provider);
    consented(&auth).await;
    world.expire();
    provider.with(|state| (state.nonce, state.refuses_every_nonce) = (Some("n"), true));
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Provider);
    assert!(matches!(error.recovery(), Recovery::Retry { .. }));
    assert_eq!(
        provider.with(|state| state.refused_for_nonce),
        2,
        "exactly one retry"
    );
    assert_eq!(world.idp.count(Operation::Refresh), 0);
    provider.with(|state| state.refuses_every_nonce = false);
    world.expire();
    auth.bearer().await.unwrap();
    world.assert_alive().await;
}

#[tokio::test]
async fn a_refusal_for_another_reason_is_not_repeated_although_it_brings_a_nonce() {
    // With either of the last two the token may be spent, and a second request would end the grant.
    for error in ["invalid_dpop_proof", "invalid_grant", "use_dpop_nonces"] {
        let world = World::new();
        let provider = BindingProvider::new(&world);
        let auth = auth(&world, &provider);
        consented(&auth).await;
        world.expire();
        let before = provider.with(|state| {
            (state.nonce, state.refusal) = (Some("n"), Some(error));
            state.seen.len()
        });
        auth.bearer().await.unwrap_err();
        let proofs = provider.with(|state| state.seen.len()) - before;
        assert_eq!(proofs, 1, "{error}");
        assert_eq!(world.idp.count(Operation::Refresh), 0, "{error}");
        // A proof that is not accepted says nothing of the refresh token.
        let has_ended = matches!(world.state().await, GrantState::ConsentNeeded { .. });
        assert!(!has_ended || error == "invalid_grant", "{error}");
    }
}

#[tokio::test]
async fn a_process_that_slept_before_the_second_request_does_not_send_it() {
    let world = World::new();
    let provider = BindingProvider::new(&world);
    let auth = auth(&world, &provider);
    consented(&auth).await;
    world.expire();
    let sleep = |nonce, sleep| provider.with(|state| (state.nonce, state.sleep) = (nonce, sleep));
    // Its lease may be over, and another process may be sending the same token.
    sleep(Some("one"), Duration::from_secs(60)); // As long as a response may take.
    let error = auth.bearer().await.unwrap_err();
    assert!(matches!(error.recovery(), Recovery::Retry { .. }));
    assert_eq!(provider.with(|state| state.refused_for_nonce), 1);
    assert_eq!(world.idp.count(Operation::Refresh), 0);
    world.clock.advance(Duration::from_secs(2));
    auth.bearer().await.unwrap();
    // A nap that leaves time for the response does no harm.
    world.expire();
    sleep(Some("two"), Duration::from_secs(1));
    auth.bearer().await.unwrap();
    assert_eq!(world.idp.double_spends(), 0);
    world.assert_alive().await;
}

#[tokio::test]
async fn a_response_that_is_lost_after_the_nonce_is_presented_again() {
    let world = World::new();
    world.idp.set_grace(acg::testing::Grace::SameSuccessor);
    let provider = BindingProvider::new(&world);
    let auth = auth(&world, &provider);
    consented(&auth).await;
    world.expire();
    provider.with(|state| state.nonce = Some("n"));
    world.idp.next([Reaction::LoseResponse]);
    auth.bearer().await.unwrap();
    world.assert_alive().await;
}

#[tokio::test]
async fn a_bearer_token_is_not_believed_where_a_bound_one_was_asked_for() {
    for stated in ["Bearer", "DPoPx", ""] {
        let world = World::new();
        let provider = BindingProvider::new(&world);
        provider.with(|state| state.token_type = Some(stated));
        let auth = auth(&world, &provider);
        let error = auth.fetch_token("code").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{stated}");
        assert!(auth.bearer().await.is_err(), "{stated}");
    }
}

#[tokio::test]
async fn a_call_has_a_proof_for_its_token_and_the_nonce_of_its_api() {
    let world = World::new();
    let provider = BindingProvider::new(&world);
    let auth = auth(&world, &provider);
    consented(&auth).await;
    let bearer = auth.bearer().await.unwrap();
    let uri: http::Uri = "https://api.example/accounts?page=2".parse().unwrap();
    let presented = || {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = uri.clone();
        auth.present(&bearer, &mut request).unwrap();
        let header = request.headers()["authorization"].to_str().unwrap();
        assert!(header.starts_with("DPoP at-"), "{header}");
        verified(request.headers()["dpop"].to_str().unwrap()).1
    };
    let claims = presented();
    assert_eq!(claims["htm"], "GET");
    assert_eq!(claims["htu"], "https://api.example/accounts");
    assert_eq!(claims["ath"].as_str().unwrap().len(), 43);
    assert_eq!(claims.get("nonce"), None);
    let mut headers = HeaderMap::new();
    headers.insert("dpop-nonce", "api-1".parse().unwrap());
    assert!(!auth.wants_nonce(&uri, StatusCode::OK, &headers));
    let challenge = r#"DPoP error="use_dpop_nonce""#;
    headers.insert("www-authenticate", challenge.parse().unwrap());
    assert!(auth.wants_nonce(&uri, StatusCode::UNAUTHORIZED, &headers));
    assert_eq!(presented()["nonce"], "api-1");
    assert!(!auth.wants_nonce(&uri, StatusCode::UNAUTHORIZED, &HeaderMap::new()));
}

#[tokio::test]
async fn a_grant_without_a_key_is_not_refreshed_where_one_is_demanded() {
    let world = World::new();
    world.consented().await;
    world.expire();
    let provider = BindingProvider::new(&world);
    let error = auth(&world, &provider).bearer().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(world.idp.count(Operation::Refresh), 0);
    world.assert_alive().await;
}

#[tokio::test]
async fn an_id_token_cannot_be_bound() {
    let profile = profile().bearer(BearerSource::IdToken);
    let builder = AuthorizationCodeAuth::builder(credentials().build().unwrap(), profile);
    assert_eq!(
        builder.build().unwrap_err().kind(),
        ErrorKind::Configuration
    );
}
