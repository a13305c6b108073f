//! The data API, with one file per product.

mod accounts;
mod balances;
mod call;
mod customers;
pub(crate) mod error;
mod investments;
mod paging;
mod payments;
mod statements;
mod tax;
mod transactions;
mod version;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State as Shared};
use axum::http::HeaderValue;
use axum::http::header::ALLOW;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};

use self::error::ApiError;
use crate::app::App;
use crate::gateway;
use crate::openapi;
use crate::random;

const INTERACTION_ID: &str = "x-akoya-interaction-id";

pub(crate) fn router(app: &Arc<App>) -> Router {
    let only = |route: MethodRouter<Arc<App>>| route.fallback(wrong_method);
    let routes = Router::new()
        .route(
            "/accounts-info/{version}/{provider}",
            only(get(accounts::accounts_info)),
        )
        .route(
            "/accounts/{version}/{provider}",
            only(get(investments::accounts)),
        )
        .route(
            "/balances/{version}/{provider}",
            only(get(balances::balances)),
        )
        .route(
            "/contacts/{version}/{provider}/{account}",
            only(get(customers::contacts)),
        )
        .route(
            "/customers/{version}/{provider}/current",
            only(get(customers::current)),
        )
        .route(
            "/payments/{version}/{provider}/{account}/payment-networks",
            only(get(payments::networks)),
        )
        .route(
            "/statements/{version}/{provider}/{account}",
            only(get(statements::list)),
        )
        .route(
            "/statements/{version}/{provider}/{account}/{statement}",
            only(get(statements::document)),
        )
        .route("/tax-forms/{version}/{provider}", only(get(tax::search)))
        .route(
            "/tax-forms/{version}/{provider}/{form}",
            only(get(tax::form)),
        )
        .route(
            "/taxlots/{version}/{provider}/{account}/{holding}",
            only(get(investments::tax_lots)),
        )
        .route(
            "/transactions/{version}/{provider}/{account}",
            only(get(transactions::transactions)),
        )
        .route("/openapi.json", get(async || openapi::api_json()))
        .route("/docs", get(async || openapi::page(openapi::API)))
        .route("/docs/style.css", get(openapi::stylesheet))
        .fallback(unknown_route)
        .with_state(Arc::clone(app))
        .layer(middleware::from_fn_with_state(Arc::clone(app), limit_rate))
        .layer(middleware::from_fn(with_interaction_id));
    gateway::guarded(routes, app, "api")
}

/// Refuses what exceeds the rate limit.
async fn limit_rate(Shared(app): Shared<Arc<App>>, request: Request, next: Next) -> Response {
    let now = app.clock.now_ms().unwrap_or_default();
    if app.settings.exceeds_rate_limit(now) {
        return ApiError::of_code(1207).into_response();
    }
    next.run(request).await
}

async fn wrong_method() -> Response {
    let mut response = ApiError::method_not_allowed().into_response();
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("GET"));
    response
}

/// Akoya documents 403, not 404, for a route that does not exist.
async fn unknown_route() -> Response {
    ApiError::forbidden().into_response()
}

/// Gives every response an interaction id: that of the request if it is usable, else a new one.
async fn with_interaction_id(request: Request, next: Next) -> Response {
    let sent = request
        .headers()
        .get(INTERACTION_ID)
        .filter(|id| is_usable(id))
        .cloned();
    let mut response = next.run(request).await;
    let id = sent.or_else(|| HeaderValue::try_from(random::uuid().ok()?).ok());
    if let Some(id) = id {
        response.headers_mut().insert(INTERACTION_ID, id);
    }
    response
}

fn is_usable(id: &HeaderValue) -> bool {
    (1..=64).contains(&id.len())
        && id
            .as_bytes()
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}
