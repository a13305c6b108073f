//! The OpenAPI descriptions of the servers, as JSON and as a page for people.

mod page;
mod versions;

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use crate::wire;
pub(crate) use page::{page, stylesheet};

pub(crate) const IDP: &str = include_str!("../static/openapi-idp.json");
pub(crate) const API: &str = include_str!("../static/openapi-api.json");

/// `/openapi.json`.
pub(crate) fn json(description: &'static str) -> Response {
    wire::json_text(StatusCode::OK, description.into())
}

/// `/openapi.json` of the data API, with v2 and v3 as separate paths.
pub(crate) fn api_json() -> Response {
    static EXPANDED: LazyLock<Bytes> = LazyLock::new(|| {
        let root: Value = serde_json::from_str(API).unwrap_or_default();
        wire::to_json(&versions::expanded(root)).into()
    });
    wire::json_text(StatusCode::OK, EXPANDED.clone())
}
