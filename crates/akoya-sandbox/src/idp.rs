//! The identity provider: authorization request, consent pages, token and revoke endpoints.

mod authorize;
mod client_authentication;
mod consent;
mod error;
mod page;
mod redirect;
mod refresh_token;
mod revoke;
mod ticket;
mod token;

use std::sync::Arc;

use axum::Router;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};

use crate::openapi;
use crate::server::{self, App};
use crate::wire;

pub(crate) fn router(app: &Arc<App>) -> Router {
    let routes = Router::new()
        .route("/auth", get(authorize::authorize).fallback(page::wrong_method))
        .route("/auth/login", post(consent::sign_in).fallback(page::wrong_method))
        .route("/auth/terms", post(consent::terms).fallback(page::wrong_method))
        .route("/auth/accounts", post(consent::accounts).fallback(page::wrong_method))
        .route("/token", post(token::token).fallback(token::wrong_method))
        .route("/revoke", post(revoke::revoke).fallback(token::wrong_method))
        // The path in Akoya's older testing guide.
        .route("/token/revoke", post(revoke::revoke).fallback(token::wrong_method))
        .route("/keys", get(keys))
        .route("/static/style.css", get(page::stylesheet))
        .route("/static/favicon.svg", get(page::icon))
        .route("/openapi.json", get(async || openapi::json(openapi::IDP)))
        .route("/docs", get(async || openapi::page(openapi::IDP)))
        .route("/docs/style.css", get(openapi::stylesheet))
        .fallback(page::not_found)
        .with_state(Arc::clone(app));
    server::guarded(routes, app, "idp")
}

/// The part of a refresh token that names its consent.
pub(crate) fn consent_of_refresh_token(token: &str) -> Option<String> {
    refresh_token::parse(token).map(|(id, _)| id)
}

/// The public key, for tests that check signatures. Akoya documents no such address.
async fn keys(Shared(app): Shared<Arc<App>>) -> Response {
    wire::json(StatusCode::OK, &serde_json::json!({ "keys": [app.keys.signing.public()] }))
}
