//! The validation of id_tokens: signature and claims by the provider's keys, and never at the price of a refresh token.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acg::http::{Body, HttpError, HttpErrorKind, HttpService, Request, Response};
use acg::jose::{Algorithm, SigningKey};
use acg::provider::{IdTokenValidation, Nonce};
use acg::token::BearerSource;
use acg::{AuthorizationCodeAuth, BoxFuture, Callback, ErrorKind, Operation, Provider, Vault};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};

use crate::world::{World, credentials, refresh_token, text};

pub(crate) const ISSUER: &str = "https://idp.example";

/// The world's provider, whose id_tokens are signed, with the keys beside it.
#[derive(Debug, Clone)]
pub(crate) struct Signing {
    idp: Arc<dyn HttpService>,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
pub(crate) struct State {
    /// What signs.
    pub(crate) key: SigningKey,
    /// What is published.
    pub(crate) published: Vec<SigningKey>,
    /// Whether the keys can be loaded.
    pub(crate) is_up: bool,
    loads: usize,
    /// Changes to the next responses.
    edits: VecDeque<fn(&mut Value)>,
    /// What becomes of the signed token.
    forge: Option<fn(String) -> String>,
}

pub(crate) fn key(id: &str) -> SigningKey {
    SigningKey::generate(Algorithm::Es256).unwrap().with_id(id)
}

impl Signing {
    pub(crate) fn at(world: &World) -> Self {
        let key = key("first");
        let state = State {
            published: vec![key.clone()],
            key,
            is_up: true,
            loads: 0,
            edits: VecDeque::new(),
            forge: None,
        };
        Self {
            idp: Arc::new(world.idp.clone()),
            state: Arc::new(Mutex::new(state)),
        }
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap());
    }

    pub(crate) fn loads(&self) -> usize {
        self.state.lock().unwrap().loads
    }

    fn keys(&self) -> Result<Response, HttpError> {
        let mut state = self.state.lock().unwrap();
        state.loads += 1;
        if !state.is_up {
            return Err(HttpError::new(HttpErrorKind::Connect));
        }
        let keys: Vec<_> = state.published.iter().map(SigningKey::public_jwk).collect();
        let set = format!(r#"{{"keys":[{}]}}"#, keys.join(","));
        Ok(Response::new(Body::from(Bytes::from(set))))
    }

    /// Replaces the claims of the unsigned token by complete ones, and signs them.
    fn sign(&self, body: &mut Value) {
        let mut state = self.state.lock().unwrap();
        let Some(unsigned) = body["id_token"].as_str() else {
            return;
        };
        let payload = URL_SAFE_NO_PAD.decode(unsigned.split('.').nth(1).unwrap());
        let mut claims: Value = serde_json::from_slice(&payload.unwrap()).unwrap();
        claims["iss"] = json!(ISSUER);
        claims["aud"] = json!("client");
        if let Some(edit) = state.edits.pop_front() {
            edit(&mut claims);
        }
        let token = signed(&state.key, &claims);
        body["id_token"] = match state.forge.take() {
            Some(forge) => forge(token).into(),
            None => token.into(),
        };
        if claims.get("without").is_some() {
            body.as_object_mut().unwrap().remove("id_token");
        }
        body["access_token"] = json!("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y");
    }
}

pub(crate) fn signed(key: &SigningKey, claims: &Value) -> String {
    let pem = key.to_pem().unwrap();
    let lines = pem.expose().lines().filter(|line| !line.starts_with('-'));
    let der = STANDARD.decode(lines.collect::<String>()).unwrap();
    let mut header = Header::new(jsonwebtoken::Algorithm::ES256);
    header.kid = key.id().map(str::to_owned);
    jsonwebtoken::encode(&header, claims, &EncodingKey::from_ec_der(&der)).unwrap()
}

impl HttpService for Signing {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        if request.uri().path() == "/keys" {
            let keys = self.keys();
            return Box::pin(async move { keys });
        }
        let (signing, response) = (self.clone(), self.idp.call(request));
        Box::pin(async move {
            let (parts, body) = response.await?.into_parts();
            let body = body.collect(65_536).await?;
            let Ok(mut body) = serde_json::from_slice::<Value>(&body) else {
                return Ok(Response::from_parts(parts, Body::from(body)));
            };
            signing.sign(&mut body);
            let body = Body::from(Bytes::from(body.to_string()));
            Ok(Response::from_parts(parts, body))
        })
    }
}

fn profile(validation: IdTokenValidation) -> Provider {
    crate::world::provider()
        .issuer(ISSUER)
        .keys_at("https://idp.example/keys".parse().unwrap())
        .unwrap()
        .validate_id_tokens(validation)
}

pub(crate) fn auth_of(
    world: &World,
    signing: &Signing,
    provider: Provider,
) -> AuthorizationCodeAuth {
    let vault = Vault::builder(world.store.clone()).build();
    AuthorizationCodeAuth::builder(credentials().build().unwrap(), provider)
        .http(Arc::new(signing.clone()))
        .clock(world.clock.clone())
        .store(vault, world.id.clone())
        .build()
        .unwrap()
}

fn validating(world: &World, signing: &Signing) -> AuthorizationCodeAuth {
    auth_of(world, signing, profile(IdTokenValidation::Required))
}

#[tokio::test]
async fn a_signed_id_token_is_taken_at_exchange_and_refresh() {
    let world = World::new();
    let signing = Signing::at(&world);
    let auth = validating(&world, &signing);
    auth.fetch_token("code").await.unwrap();
    world.expire();
    auth.bearer().await.unwrap();
    assert_eq!(signing.loads(), 1, "the keys are loaded once");
}

/// A way to break the token of a response, and a part of what is said about it.
type Forgery = (&'static str, fn(&mut State));

fn forgeries() -> Vec<Forgery> {
    vec![
        ("is from another issuer", |state| {
            state
                .edits
                .push_back(|claims| claims["iss"] = json!("https://evil.example"));
        }),
        ("is not for this client", |state| {
            state
                .edits
                .push_back(|claims| claims["aud"] = json!("other"));
        }),
        ("has expired", |state| {
            state
                .edits
                .push_back(|claims| claims["exp"] = json!(1_767_225_000));
        }),
        ("names no subject", |state| {
            state.edits.push_back(|claims| claims["sub"] = json!(""));
        }),
        ("access token", |state| {
            state
                .edits
                .push_back(|claims| claims["at_hash"] = json!("AAAAAAAAAAAAAAAAAAAAAA"));
        }),
        ("has a wrong signature", |state| {
            state.key = SigningKey::generate(Algorithm::Es256)
                .unwrap()
                .with_id("first");
        }),
        ("algorithm that is not accepted", |state| {
            state.forge = Some(|token| {
                let (_, rest) = token.split_once('.').unwrap();
                format!("{}.{rest}", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#))
            });
        }),
        ("is not a signed JWT", |state| {
            state.forge = Some(|_| "opaque".to_owned())
        }),
    ]
}

#[tokio::test]
async fn a_bad_id_token_of_a_refresh_gives_no_bearer_and_costs_no_grant() {
    for (word, forge) in forgeries() {
        let world = World::new();
        let signing = Signing::at(&world);
        let auth = validating(&world, &signing);
        auth.fetch_token("code").await.unwrap();
        let honest = signing.state.lock().unwrap().key.clone();
        world.expire();
        signing.change(forge);
        let error = auth.bearer().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{word}");
        assert!(error.message().contains(word), "{word}: {error}");
        world.assert_alive().await;
        signing.change(|state| state.key = honest);
        world.clock.advance(Duration::from_secs(2));
        auth.bearer().await.unwrap();
    }
}

#[tokio::test]
async fn a_bad_id_token_of_the_exchange_gives_no_bearer_and_costs_no_consent() {
    for (word, forge) in forgeries() {
        let world = World::new();
        let signing = Signing::at(&world);
        let auth = validating(&world, &signing);
        let honest = signing.state.lock().unwrap().key.clone();
        signing.change(forge);
        let error = auth.fetch_token("code").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{word}");
        assert!(error.message().contains(word), "{word}: {error}");
        world.assert_alive().await;
        let kept = world.record().await.token;
        assert_eq!((kept.id_token, kept.access_token), (None, None), "{word}");
        signing.change(|state| state.key = honest);
        auth.bearer().await.unwrap();
    }
}

#[tokio::test]
async fn an_id_token_of_a_refresh_has_the_nonce_of_the_first_one_or_none() {
    let world = World::new();
    let signing = Signing::at(&world);
    let auth = validating(&world, &signing);
    let next = |edit: fn(&mut Value)| signing.change(|state| state.edits.push_back(edit));
    next(|claims| claims["nonce"] = json!("first"));
    auth.fetch_token("code").await.unwrap();
    world.expire();
    next(|claims| claims["nonce"] = json!("first"));
    auth.bearer().await.unwrap();
    world.expire();
    next(|claims| claims["nonce"] = json!("other"));
    let error = auth.bearer().await.unwrap_err();
    assert!(error.message().contains("a different nonce"), "{error}");
    world.assert_alive().await;
    // Most providers leave it out at a refresh.
    world.clock.advance(Duration::from_secs(2));
    auth.bearer().await.unwrap();
}

#[tokio::test]
async fn a_new_key_is_loaded_when_a_token_names_it_and_the_refresh_token_is_kept_before() {
    let world = World::new();
    let signing = Signing::at(&world);
    let auth = validating(&world, &signing);
    auth.fetch_token("code").await.unwrap();
    world.expire();
    let rotated = key("second");
    signing.change(|state| {
        state.key = rotated.clone();
        state.is_up = false;
    });
    world.clock.advance(Duration::from_secs(60));
    // The provider's keys cannot be loaded just when they are needed.
    let error = auth.bearer().await.unwrap_err();
    assert!(error.message().contains("unknown key"), "{error}");
    world.assert_alive().await;
    signing.change(|state| {
        state.is_up = true;
        state.published = vec![rotated];
    });
    world.clock.advance(Duration::from_secs(61));
    let bearer = auth.bearer().await.unwrap();
    assert_eq!(
        world.record().await.token.id_token.unwrap().expose(),
        text(&bearer)
    );
    assert_eq!(signing.loads(), 3);
    world.assert_alive().await;
}

#[tokio::test]
async fn a_new_key_at_the_exchange_is_loaded_too() {
    let world = World::new();
    let signing = Signing::at(&world);
    let provider = profile(IdTokenValidation::Required);
    let auth = auth_of(&world, &signing, provider);
    auth.fetch_token("code").await.unwrap();
    let rotated = key("second");
    signing.change(|state| {
        state.key = rotated.clone();
        state.published = vec![rotated];
    });
    world.clock.advance(Duration::from_secs(60));
    world.idp.give_code("again");
    let token = auth.fetch_token("again").await.unwrap();
    assert!(token.id_token.is_some());
    assert_eq!(world.idp.refreshes(), 0);
    let newest = refresh_token(&world.record().await);
    assert_eq!(token.refresh_token.unwrap().expose(), newest);
}

#[tokio::test]
async fn unknown_keys_do_not_become_a_flood_of_loads() {
    for is_up in [true, false] {
        let world = World::new();
        let signing = Signing::at(&world);
        let auth = validating(&world, &signing);
        auth.fetch_token("code").await.unwrap();
        signing.change(|state| {
            state.key = key("unknown");
            state.is_up = is_up;
        });
        world.expire();
        for _ in 0..10 {
            assert!(auth.bearer().await.is_err());
            world.clock.advance(Duration::from_secs(5));
        }
        assert_eq!(signing.loads(), 2, "{is_up}");
    }
}

#[tokio::test]
async fn without_keys_neither_code_nor_refresh_token_is_sent() {
    let world = World::new();
    let signing = Signing::at(&world);
    signing.change(|state| state.is_up = false);
    let auth = validating(&world, &signing);
    let pending = auth.authorize().start().unwrap().1;
    let callback: Callback = format!("code=code&state={}", pending.state().expose())
        .parse()
        .unwrap();
    let error = auth.complete(&pending, callback.clone()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(world.idp.count(Operation::Exchange), 0);
    signing.change(|state| state.is_up = true);
    auth.complete(&pending, callback).await.unwrap();
}

#[tokio::test]
async fn withdrawn_keys_are_believed_for_an_hour_at_most() {
    let world = World::new();
    let signing = Signing::at(&world);
    let auth = validating(&world, &signing);
    auth.fetch_token("code").await.unwrap();
    signing.change(|state| state.published.clear());
    world.clock.advance(Duration::from_secs(3600));
    let error = auth.bearer().await.unwrap_err();
    assert!(error.message().contains("unknown key"), "{error}");
}

#[tokio::test]
async fn a_response_without_id_token_is_refused_where_one_is_required() {
    let cases = [
        (IdTokenValidation::Off, true),
        (IdTokenValidation::IfPresent, true),
        (IdTokenValidation::Required, false),
    ];
    for (validation, is_taken) in cases {
        let world = World::new();
        let signing = Signing::at(&world);
        let provider = profile(validation).bearer(BearerSource::AccessToken);
        let auth = auth_of(&world, &signing, provider);
        let leave_out: fn(&mut Value) = |claims| claims["without"] = json!(true);
        signing.change(|state| state.edits.push_back(leave_out));
        let taken = auth.fetch_token("code").await;
        assert_eq!(taken.is_ok(), is_taken, "{validation:?}");
        world.assert_alive().await;
    }
}

#[tokio::test]
async fn a_nonce_of_another_authorization_ends_in_a_revocation_whatever_the_signature() {
    let world = World::new();
    let signing = Signing::at(&world);
    let provider = profile(IdTokenValidation::Required)
        .scopes(["openid"])
        .nonce(Nonce::Required);
    let auth = auth_of(&world, &signing, provider);
    let pending = auth.authorize().start().unwrap().1;
    world.idp.set_nonce(Some("other".to_owned()));
    let callback: Callback = format!("code=code&state={}", pending.state().expose())
        .parse()
        .unwrap();
    let error = auth.complete(&pending, callback).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidCallback);
    assert_eq!(world.idp.count(Operation::Revoke), 1);
}

#[tokio::test]
async fn the_client_secret_is_a_key_only_where_the_profile_says_so() {
    for (algorithms, is_taken) in [
        (vec![Algorithm::Hs256], true),
        (vec![Algorithm::Es256], false),
    ] {
        let world = World::new();
        let signing = Signing::at(&world);
        let provider = profile(IdTokenValidation::Required).id_token_algorithms(algorithms);
        let auth = auth_of(&world, &signing, provider);
        signing.change(|state| {
            state.forge = Some(|token| {
                let payload = token.split('.').nth(1).unwrap();
                let claims = URL_SAFE_NO_PAD.decode(payload).unwrap();
                let claims: Value = serde_json::from_slice(&claims).unwrap();
                let secret = EncodingKey::from_secret(b"client-secret");
                jsonwebtoken::encode(&Header::default(), &claims, &secret).unwrap()
            });
        });
        assert_eq!(auth.fetch_token("code").await.is_ok(), is_taken);
    }
}

#[test]
fn validation_without_issuer_or_keys_is_refused_at_build() {
    let world = World::new();
    let bare = crate::world::provider().validate_id_tokens(IdTokenValidation::IfPresent);
    for provider in [bare.clone(), bare.clone().issuer(ISSUER)] {
        let builder = AuthorizationCodeAuth::builder(credentials().build().unwrap(), provider)
            .http(Arc::new(world.idp.clone()));
        assert_eq!(
            builder.build().unwrap_err().kind(),
            ErrorKind::Configuration
        );
    }
    let insecure = bare.keys_at("http://idp.example/keys".parse().unwrap());
    assert!(insecure.is_err());
}
