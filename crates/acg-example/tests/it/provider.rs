//! A provider on this machine: metadata, an authorization endpoint that consents at once, tokens that rotate,
//! device codes.

use std::sync::Arc;

use acg::clock::SystemClock;
use acg::testing::RotatingProvider;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderName, StatusCode, Uri, header};
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// A running provider. It ends with its test.
pub(crate) struct Provider {
    engine: RotatingProvider,
    issuer: String,
}

/// How a provider describes itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Truthfully.
    Usual,
    /// As another one.
    AnotherIssuer,
    /// Truthfully, and it gives no refresh tokens.
    WithoutRefreshTokens,
}

impl Provider {
    pub(crate) async fn start(shape: Shape) -> Self {
        let engine = RotatingProvider::new(Arc::new(SystemClock::default()));
        engine.give_code("device-code");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let metadata = metadata(&issuer, shape).to_string();
        let routes = Router::new()
            .route(
                "/.well-known/openid-configuration",
                get(|| async { metadata }),
            )
            .route("/auth", get(consent))
            .route("/device", post(|| async { DEVICE_CODES }))
            .route("/token", post(process))
            .route("/revoke", post(process))
            .with_state((engine.clone(), shape));
        tokio::spawn(async { axum::serve(listener, routes).await });
        Self { engine, issuer }
    }

    pub(crate) fn engine(&self) -> &RotatingProvider {
        &self.engine
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }
}

const DEVICE_CODES: &str = r#"{"device_code":"device-code","user_code":"WDJB-MJHT","verification_uri":"https://idp.example/d","expires_in":600,"interval":1}"#;

fn metadata(issuer: &str, shape: Shape) -> Value {
    let named = match shape {
        Shape::Usual | Shape::WithoutRefreshTokens => issuer,
        Shape::AnotherIssuer => "https://bank.example",
    };
    json!({
        "issuer": named,
        "authorization_endpoint": format!("{issuer}/auth"),
        "token_endpoint": format!("{issuer}/token"),
        "revocation_endpoint": format!("{issuer}/revoke"),
        "device_authorization_endpoint": format!("{issuer}/device"),
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": false,
    })
}

/// Sends the browser back with a code.
async fn consent(
    State((engine, _)): State<(RotatingProvider, Shape)>,
    Query(parameters): Query<std::collections::BTreeMap<String, String>>,
) -> (StatusCode, [(HeaderName, String); 1]) {
    engine.give_code("code");
    let (back, state) = (&parameters["redirect_uri"], &parameters["state"]);
    let location = format!("{back}?code=code&state={state}");
    (StatusCode::FOUND, [(header::LOCATION, location)])
}

async fn process(
    State((engine, shape)): State<(RotatingProvider, Shape)>,
    uri: Uri,
    form: String,
) -> (StatusCode, [(HeaderName, &'static str); 1], String) {
    let (status, mut body) = engine.process(uri.path(), &form);
    if shape == Shape::WithoutRefreshTokens {
        let mut members: Value = serde_json::from_str(&body).unwrap();
        members.as_object_mut().unwrap().remove("refresh_token");
        body = members.to_string();
    }
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::CONTENT_TYPE, "application/json")], body)
}
