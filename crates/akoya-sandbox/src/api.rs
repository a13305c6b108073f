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
use crate::interaction_id::with_interaction_id;
use crate::openapi;

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
        .merge(openapi::routes(openapi::API))
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

/// Responds to a route that does not exist. Akoya documents 403, not 404.
async fn unknown_route() -> Response {
    ApiError::forbidden().into_response()
}
