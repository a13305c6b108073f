//! The OpenAPI descriptions of the servers, as JSON and as a page for people.

mod front_page;
mod page;
mod versions;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use serde_json::Value;

use self::page::{page, stylesheet};
use crate::wire;

pub(crate) const IDP: &str = include_str!("../static/openapi-idp.json");
pub(crate) const API: &str = include_str!("../static/openapi-api.json");
pub(crate) const STS: &str = include_str!("../static/openapi-sts.json");
pub(crate) const ADMIN: &str = include_str!("../static/openapi-admin.json");
pub(crate) const SERVICES: &str = include_str!("../static/openapi-services.json");

/// Serves `/openapi.json` for programs and `/docs` for people, and at `/` what the server is and where these are.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>(description: &'static str) -> Router<S> {
    Router::new()
        .route(
            "/openapi.json",
            get(async move || wire::json_text(StatusCode::OK, for_programs(description))),
        )
        .route(
            "/",
            get(async move |headers: HeaderMap| front_page::respond(description, &headers)),
        )
        .route("/docs", get(async move || page(description)))
        .route("/docs/style.css", get(stylesheet))
}

/// Rewrites the description with v2 and v3 of a path as separate paths.
fn for_programs(description: &'static str) -> Bytes {
    if !description.contains("{version}") {
        return description.into();
    }
    let root: Value = serde_json::from_str(description).unwrap_or_default();
    wire::to_json(&versions::expanded(root)).into()
}
