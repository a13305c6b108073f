//! What every request passes before its server: limits, the counters and the journal.

use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State as Shared};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::data::timestamp;
use crate::fault::trigger::{Triggered, trigger};
use crate::journal::JournalEntry;
use crate::request_kind::RequestKind;
use crate::wire::{self, Parameters};

/// Puts limits, counters, the journal and faults in front of a server's routes.
pub(crate) fn guarded(routes: Router, app: &Arc<App>, server: &'static str) -> Router {
    let record = move |Shared(app): Shared<Arc<App>>, request: Request, next: Next| {
        record(app, server, request, next)
    };
    routes
        .layer(middleware::from_fn_with_state(Arc::clone(app), trigger))
        .layer(middleware::from_fn_with_state(Arc::clone(app), record))
}

async fn record(app: Arc<App>, server: &'static str, request: Request, next: Next) -> Response {
    let time = timestamp::format(app.clock.now_ms().unwrap_or_default());
    let mut entry = JournalEntry::new(
        time,
        server,
        request.method(),
        request.uri(),
        request.headers(),
    );
    let response = match received(request).await {
        Ok(request) => {
            entry.kind = request.extensions().get().copied();
            // Counted on arrival, because a client that gives up takes the handler with it.
            app.count(entry.kind);
            next.run(request).await
        }
        Err(status) => status.into_response(),
    };
    entry.status = response.status().as_u16();
    let interaction_id = response.headers().get("x-akoya-interaction-id");
    entry.interaction_id = interaction_id
        .and_then(|id| id.to_str().ok())
        .map(str::to_owned);
    let triggered = response.extensions().get::<Triggered>();
    entry.fault = triggered.map(|triggered| triggered.0);
    tracing::debug!(
        server,
        method = entry.method,
        path = entry.path,
        status = entry.status,
        "request served"
    );
    app.journal.add(entry);
    response
}

/// Reads a request within the limits, and notes its kind on it.
async fn received(request: Request) -> Result<Request, StatusCode> {
    let query = request.uri().query().unwrap_or_default();
    if query.len() > wire::QUERY_LIMIT {
        return Err(StatusCode::URI_TOO_LONG);
    }
    let (mut parts, body) = request.into_parts();
    // The token endpoint's path does not tell an exchange from a refresh, so the form has to be read first.
    let body = to_bytes(body, wire::BODY_LIMIT)
        .await
        .map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    let form = Parameters::form(&parts.headers, &body);
    if let Some(kind) = RequestKind::of(parts.uri.path(), &form) {
        parts.extensions.insert(kind);
    }
    Ok(Request::from_parts(parts, body.into()))
}
