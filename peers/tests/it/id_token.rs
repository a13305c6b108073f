//! Which id_tokens the engine and the crate `openidconnect` believe.

use std::str::FromStr as _;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use acg::clock::ManualClock;
use acg::http::{Body, HttpError, HttpService, Request, Response};
use acg::jose::{Algorithm, SigningKey};
use acg::provider::IdTokenValidation;
use acg::{AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, BoxFuture, Provider};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use jsonwebtoken::{EncodingKey, Header};
use openidconnect::core::{
    CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
};
use openidconnect::{ClientId, ClientSecret, IssuerUrl, Nonce};
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000;
const ISSUER: &str = "https://idp.example";
const CLIENT: &str = "client";

/// Who believes a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Believed {
    acg: bool,
    openidconnect: bool,
}

const BY_BOTH: Believed = Believed {
    acg: true,
    openidconnect: true,
};
const BY_NONE: Believed = Believed {
    acg: false,
    openidconnect: false,
};

/// A provider with one key.
struct Issuer {
    key: SigningKey,
}

impl Issuer {
    fn new() -> Self {
        let key = SigningKey::generate(Algorithm::Es256).unwrap();
        Self {
            key: key.with_id("key-1"),
        }
    }

    fn keys(&self) -> String {
        format!(r#"{{"keys":[{}]}}"#, self.key.public_jwk())
    }

    fn claims(&self) -> Value {
        json!({
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": "customer",
            "iat": NOW,
            "exp": NOW + 900,
        })
    }

    fn sign(&self, claims: &Value) -> String {
        self.sign_as("key-1", claims)
    }

    fn sign_as(&self, id: &str, claims: &Value) -> String {
        let pem = self.key.to_pem().unwrap();
        let lines = pem.expose().lines().filter(|line| !line.starts_with('-'));
        let der = STANDARD.decode(lines.collect::<String>()).unwrap();
        let mut header = Header::new(jsonwebtoken::Algorithm::ES256);
        header.kid = Some(id.to_owned());
        jsonwebtoken::encode(&header, claims, &EncodingKey::from_ec_der(&der)).unwrap()
    }

    async fn believed(&self, token: &str) -> Believed {
        Believed {
            acg: self.by_acg(token).await,
            openidconnect: self.by_openidconnect(token),
        }
    }

    async fn by_acg(&self, token: &str) -> bool {
        let url = |path: &str| format!("{ISSUER}/{path}").parse().unwrap();
        let provider = Provider::rfc6749(url("auth"), url("token"))
            .unwrap()
            .issuer(ISSUER)
            .keys_at(url("keys"))
            .unwrap()
            .validate_id_tokens(IdTokenValidation::Required)
            .id_token_algorithms([Algorithm::Es256])
            // The other client allows for no difference between clocks.
            .id_token_leeway(Duration::ZERO);
        let redirect_uri = "https://app.example/callback";
        let credentials = AuthorizationCodeAuthCredentials::builder(CLIENT, "secret", redirect_uri);
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW.cast_unsigned());
        let endpoints = Endpoints {
            keys: self.keys(),
            token: json!({ "access_token": "a", "id_token": token }).to_string(),
        };
        let grant = AuthorizationCodeAuth::builder(credentials.build().unwrap(), provider)
            .http(Arc::new(endpoints))
            .clock(Arc::new(ManualClock::new(now)))
            .build()
            .unwrap();
        grant.fetch_token("code").await.is_ok()
    }

    fn by_openidconnect(&self, token: &str) -> bool {
        let keys: CoreJsonWebKeySet = serde_json::from_str(&self.keys()).unwrap();
        let verifier = CoreIdTokenVerifier::new_confidential_client(
            ClientId::new(CLIENT.to_owned()),
            ClientSecret::new("secret".to_owned()),
            IssuerUrl::new(ISSUER.to_owned()).unwrap(),
            keys,
        )
        .set_allowed_algs([CoreJwsSigningAlgorithm::EcdsaP256Sha256])
        .set_time_fn(|| chrono::DateTime::from_timestamp(NOW, 0).unwrap());
        let nonce = |_: Option<&Nonce>| Ok(());
        CoreIdToken::from_str(token).is_ok_and(|token| token.claims(&verifier, nonce).is_ok())
    }
}

/// The token endpoint and the keys of a provider.
#[derive(Debug)]
struct Endpoints {
    keys: String,
    token: String,
}

impl HttpService for Endpoints {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let body = match request.uri().path() {
            "/keys" => &self.keys,
            _ => &self.token,
        };
        let response = Response::new(Body::from(Bytes::from(body.clone())));
        Box::pin(async { Ok(response) })
    }
}

/// Gives both clients tokens with changed claims; `null` takes a claim away.
async fn assert_believed(expected: Believed, changes: &[Value]) {
    let issuer = Issuer::new();
    for change in changes {
        let mut claims = issuer.claims();
        for (name, value) in change.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims
            .as_object_mut()
            .unwrap()
            .retain(|_, value| !value.is_null());
        let believed = issuer.believed(&issuer.sign(&claims)).await;
        assert_eq!(believed, expected, "{change}");
    }
}

#[tokio::test]
async fn what_openid_connect_describes_is_believed_by_both() {
    let changes = [
        json!({}),
        json!({ "aud": [CLIENT] }),
        json!({ "azp": CLIENT }),
        json!({ "exp": NOW + 1 }),
        json!({ "nonce": "n", "auth_time": NOW - 9, "unknown": {"deep": [1]} }),
    ];
    assert_believed(BY_BOTH, &changes).await;
}

#[tokio::test]
async fn claims_that_are_wrong_are_believed_by_none() {
    let changes = [
        json!({ "iss": "https://idp.example/" }),
        json!({ "iss": "https://evil.example" }),
        json!({ "iss": null }),
        json!({ "aud": "other" }),
        json!({ "aud": [] }),
        json!({ "aud": null }),
        json!({ "aud": ["client", "other"] }),
        json!({ "exp": NOW }),
        json!({ "exp": NOW - 86_400 }),
        json!({ "exp": null }),
        json!({ "exp": "soon" }),
        json!({ "iat": null }),
        json!({ "sub": null }),
    ];
    assert_believed(BY_NONE, &changes).await;
}

#[tokio::test]
async fn what_is_judged_differently_and_why() {
    let by_us = Believed {
        acg: true,
        ..BY_NONE
    };
    // With the authorized party named, another audience does no harm (OpenID Connect Core §3.1.3.7, item 4). The
    // other crate has to be told which audiences it may trust.
    let several = json!({ "aud": [CLIENT, "api"], "azp": CLIENT });
    assert_believed(by_us, &[several]).await;
    let by_them = Believed {
        openidconnect: true,
        ..BY_NONE
    };
    let changes = [
        // `azp` decides whose token it is, also where there is one audience. The other crate leaves it to the
        // program, and so it does with the time of issue and `nbf`.
        json!({ "azp": "other" }),
        json!({ "iat": NOW + 600 }),
        json!({ "nbf": NOW + 600 }),
        // A subject that could be anyone's.
        json!({ "sub": "" }),
    ];
    assert_believed(by_them, &changes).await;
}

#[tokio::test]
async fn signatures_that_are_wrong_are_believed_by_none() {
    let (issuer, foreign) = (Issuer::new(), Issuer::new());
    let claims = issuer.claims();
    let genuine = issuer.sign(&claims);
    let (message, signature) = genuine.rsplit_once('.').unwrap();
    let (header, payload) = message.split_once('.').unwrap();
    let b64 = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let mut evil = claims.clone();
    evil["sub"] = json!("another");
    let hmac = |secret: &str| {
        let key = EncodingKey::from_secret(secret.as_bytes());
        jsonwebtoken::encode(&Header::default(), &claims, &key).unwrap()
    };
    let tokens = [
        foreign.sign(&claims),
        issuer.sign_as("key-2", &claims),
        format!("{header}.{}.{signature}", b64(&evil.to_string())),
        format!("{header}.{payload}."),
        format!("{header}.{payload}"),
        format!("{header}.{payload}.{}", &signature[..40]),
        format!("{}.{payload}.", b64(r#"{"alg":"none"}"#)),
        format!("{}.{payload}.{signature}", b64(r#"{"alg":"none"}"#)),
        format!(
            "{}.{payload}.{signature}",
            b64(r#"{"alg":"ES384","kid":"key-1"}"#)
        ),
        format!(
            "{}.{payload}.{signature}",
            b64(r#"{"alg":"RS256","kid":"key-1"}"#)
        ),
        format!("{}.{payload}.{signature}", b64(r#"{"kid":"key-1"}"#)),
        format!("{}.{payload}.{signature}", b64("[]")),
        // The client secret and the public key are no keys for HMAC unless the profile says so.
        hmac("secret"),
        hmac(&issuer.key.public_jwk()),
        String::new(),
        "..".to_owned(),
        "opaque".to_owned(),
    ];
    for token in tokens {
        assert_eq!(issuer.believed(&token).await, BY_NONE, "{token}");
    }
    assert_eq!(issuer.believed(&genuine).await, BY_BOTH);
}
