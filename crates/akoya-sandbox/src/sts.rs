//! The server of service tokens: client credentials for the service APIs, on a host of its own and apart from
//! customers' consents.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::post;
use serde::Serialize;

use crate::app::App;
use crate::dialect::Dialect;
use crate::gateway;
use crate::idp::client_authentication::by_basic;
use crate::idp::error::OAuthError;
use crate::openapi;
use crate::random;
use crate::state::service_token;
use crate::wire::{self, Parameters};

/// The scope of Apps Management.
pub(crate) const APPS: &str = "app_management_v2";
/// The scope of Notifications and Consent. Akoya writes it beside `advisory`, whose meaning is not documented.
pub(crate) const NOTIFICATIONS: &str = "notifications_subscriptions";
const KNOWN_SCOPES: [&str; 3] = [APPS, NOTIFICATIONS, "advisory"];
const PARAMETERS: [&str; 2] = ["grant_type", "scope"];
/// As in Akoya's sample, in seconds.
const LIFETIME: u32 = 86_399;

pub(crate) fn router(app: &Arc<App>) -> Router {
    let routes = Router::new()
        .route("/oauth2/token", post(token).fallback(wrong_method))
        .merge(openapi::routes(openapi::STS))
        .fallback(async || StatusCode::NOT_FOUND)
        .with_state(Arc::clone(app));
    gateway::guarded(routes, app, "sts")
}

#[derive(Serialize)]
struct ServiceToken {
    access_token: String,
    expires_in: u32,
    scope: String,
    token_type: &'static str,
}

/// Handles `POST /oauth2/token`.
async fn token(Shared(app): Shared<Arc<App>>, headers: HeaderMap, body: Bytes) -> Response {
    match issue(&app, &headers, &Parameters::form(&headers, &body)).await {
        Ok(token) => wire::json(StatusCode::OK, &token),
        Err(refused) => refused.response(Dialect::Hydra),
    }
}

async fn wrong_method() -> Response {
    OAuthError::WrongMethod.response(Dialect::Hydra)
}

/// Samples of service tokens have Hydra's form in both dialects.
async fn issue(
    app: &Arc<App>,
    headers: &HeaderMap,
    form: &Parameters,
) -> Result<ServiceToken, OAuthError> {
    if form.repeats(&PARAMETERS) {
        return Err(OAuthError::RepeatedParameter);
    }
    let known = |id: &str| (id == app.service_client.id()).then(|| app.service_client.clone());
    let basic = wire::credentials(headers, "basic").ok_or(OAuthError::InvalidClient)?;
    by_basic(known, basic).ok_or(OAuthError::InvalidClient)?;
    if form.get("grant_type") != Some("client_credentials") {
        return Err(OAuthError::WrongGrantType);
    }
    let scope = scope(form)?;
    let now = app.clock.now_ms()?;
    let access_token = format!("ory_at_{}.{}", random::token()?, random::token()?);
    let (stored, granted) = (access_token.clone(), scope.clone());
    let expires_at = now.saturating_add(i64::from(LIFETIME) * 1000);
    app.state
        .write(move |transaction| {
            service_token::insert(transaction, &stored, &granted, now, expires_at)?;
            Ok(())
        })
        .await?;
    Ok(ServiceToken {
        access_token,
        expires_in: LIFETIME,
        scope,
        token_type: "bearer",
    })
}

fn scope(form: &Parameters) -> Result<String, OAuthError> {
    let requested: Vec<&str> = form
        .get("scope")
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    if requested.is_empty() || !requested.iter().all(|one| KNOWN_SCOPES.contains(one)) {
        return Err(OAuthError::WiderScope(Vec::new()));
    }
    Ok(requested.join(" "))
}
