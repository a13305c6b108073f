//! The interaction id of a call, which support asks for.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;

use crate::random;

const INTERACTION_ID: &str = "x-akoya-interaction-id";

/// Gives every response an interaction id: that of the request if it is usable, else a new one.
pub(crate) async fn with_interaction_id(request: Request, next: Next) -> Response {
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
