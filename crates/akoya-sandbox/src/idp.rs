//! The identity provider: authorization request, consent pages, token and revoke endpoints.

mod authorize;
pub(crate) mod client_authentication;
mod consent;
pub(crate) mod direct;
pub(crate) mod error;
mod page;
mod redirect;
pub(crate) mod refresh_token;
mod revoke;
mod signed_request;
mod token;

use std::sync::Arc;

use axum::Router;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::Response;
use axum::routing::{get, post};

use crate::app::App;
use crate::error::{Error, ErrorKind};
use crate::gateway;
use crate::openapi;
use crate::wire::{self, Parameters};

pub(crate) fn router(app: &Arc<App>) -> Router {
    let routes = Router::new()
        .route(
            "/auth",
            get(authorize::authorize).fallback(page::wrong_method),
        )
        .route(
            "/auth/login",
            post(consent::sign_in).fallback(page::wrong_method),
        )
        .route(
            "/auth/terms",
            post(consent::terms).fallback(page::wrong_method),
        )
        .route(
            "/auth/accounts",
            post(consent::accounts).fallback(page::wrong_method),
        )
        .route("/token", post(token::token).fallback(token::wrong_method))
        .route(
            "/revoke",
            post(revoke::revoke).fallback(token::wrong_method),
        )
        // Akoya's older testing guide has this path.
        .route(
            "/token/revoke",
            post(revoke::revoke).fallback(token::wrong_method),
        )
        .route("/keys", get(keys))
        .route("/static/style.css", get(page::stylesheet))
        .route("/static/favicon.svg", get(page::icon))
        .merge(openapi::routes(openapi::IDP))
        .fallback(page::not_found)
        .with_state(Arc::clone(app));
    gateway::guarded(routes, app, "idp")
}

/// Returns where the browser of a customer ends who signs in and shares all accounts.
pub(crate) async fn approve(app: &App, url: &str, user: &str) -> Result<String, Error> {
    if app.library.user(user).is_none() {
        return Err(Error::new(
            ErrorKind::Configuration,
            format!("there is no user `{user}`"),
        ));
    }
    let query = url.split_once('?').map(|(_, query)| query);
    let response = match authorize::checked(app, &Parameters::query(query)) {
        Ok(request) => consent::approve_all(app, request, user).await?,
        Err(refused) => *refused,
    };
    let location = response
        .headers()
        .get(LOCATION)
        .and_then(|location| location.to_str().ok());
    location.map(str::to_owned).ok_or_else(|| {
        let status = response.status().as_u16();
        Error::new(
            ErrorKind::Configuration,
            format!("the authorization request leads to a page with status {status}, not to the application"),
        )
    })
}

/// Responds with the public key, for tests that verify signatures. Akoya documents no such address.
async fn keys(Shared(app): Shared<Arc<App>>) -> Response {
    wire::json(
        StatusCode::OK,
        &serde_json::json!({ "keys": [app.keys.signing.public()] }),
    )
}
