//! The data API: one file for each product.

mod accounts;
mod balances;
mod bearer;
mod call;
mod customers;
mod error;
mod investments;
mod paging;
mod payments;
mod segments;
mod statements;
mod tax;
mod transactions;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::ALLOW;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};

use self::error::ApiError;
use crate::openapi;
use crate::random;
use crate::server::{self, App};
use crate::steering;

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
        .route("/openapi.json", get(async || openapi::json(openapi::API)))
        .route("/docs", get(async || openapi::page(openapi::API)))
        .route("/docs/style.css", get(openapi::stylesheet))
        .fallback(unknown_route)
        .with_state(Arc::clone(app))
        .layer(middleware::from_fn_with_state(
            Arc::clone(app),
            steering::limit_rate,
        ))
        .layer(middleware::from_fn(with_interaction_id));
    server::guarded(routes, app, "api")
}

/// The error of a code, for faults.
pub(crate) fn error_of_code(code: u16) -> Response {
    ApiError::of_code(code).into_response()
}

/// Too many calls in this second.
pub(crate) fn too_many_requests() -> Response {
    ApiError::of_code(1207).into_response()
}

async fn wrong_method() -> Response {
    let mut response = ApiError::method_not_allowed().into_response();
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("GET"));
    response
}

/// Akoya's gateway refuses what it does not know, rather than not finding it.
async fn unknown_route() -> Response {
    ApiError::forbidden().into_response()
}

/// Every answer has an interaction id: the caller's, if it sent a usable one, else a new one.
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
