//! JSON responses for the providers of this module.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde_json::Value;

use crate::http::body::Body;
use crate::http::service::Response;

/// Builds a response with this status and JSON body.
pub(super) fn json_response(status: u16, body: &Value) -> Response {
    response(status, "application/json", Bytes::from(body.to_string()))
}

/// Builds a response with this status, content type and body.
pub(super) fn response(status: u16, content_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
