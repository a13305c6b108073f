//! The middleware that makes requests go wrong.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts as RequestParts;
use axum::http::response::Parts as ResponseParts;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};

use super::broken_body::BrokenBody;
use super::odd_document;
use super::odd_form::OddAccount;
use super::{Caller, Effect};
use crate::api::error::ApiError;
use crate::app::App;
use crate::data::account_list::ErrorForm;
use crate::id_token;
use crate::idp::refresh_token;
use crate::request_kind::RequestKind;
use crate::state::{code, consent};
use crate::wire::{self, Parameters};

/// Marks a response for the journal with the fault that it met.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Triggered(pub(crate) &'static str);

/// Applies the first fault that waits for this request.
pub(crate) async fn trigger(
    Shared(app): Shared<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    // Without a fault, which is the usual case, a request is not examined.
    if app.faults.is_empty() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, wire::BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let effect = app.faults.take(&caller(&app, &parts, &body));
    let request = Request::from_parts(parts, body.clone().into());
    let Some(effect) = effect else {
        return next.run(request).await;
    };
    let name = effect.name();
    let mut response = effect.apply(&app, request, body, next).await;
    response.extensions_mut().insert(Triggered(name));
    response
}

fn caller(app: &App, parts: &RequestParts, body: &[u8]) -> Caller {
    let form = Parameters::form(&parts.headers, body);
    // A request may carry several of these, a refresh its client's credentials too; the first that is known decides.
    let found = app.state.read(|connection| {
        if let Some(bearer) = wire::bearer(&parts.headers) {
            let bearer = id_token::open(&app.keys.signing, bearer);
            return bearer.map_or(Ok(None), |bearer| {
                consent::by_id(connection, &bearer.grant_id)
            });
        }
        if let Some(code) = form.get("code") {
            return code::consent(connection, code);
        }
        let token = form.get("refresh_token").or_else(|| form.get("token"));
        let id = token.and_then(refresh_token::parse).map(|(id, _)| id);
        id.map_or(Ok(None), |id| consent::by_refresh_id(connection, &id))
    });
    let found = found.ok().flatten();
    let account = account(parts);
    let sign_in = form.get("login").map(str::to_owned);
    Caller {
        now_ms: app.clock.now_ms().unwrap_or_default(),
        kind: parts.extensions.get::<RequestKind>().copied(),
        user: found
            .as_ref()
            .map(|consent| consent.user.clone())
            .or(sign_in),
        consent: found.map(|consent| consent.id),
        account,
    }
}

/// Finds the account that a data call names: `/{product}/{version}/{provider}/{account}`, or a parameter.
fn account(parts: &RequestParts) -> Option<String> {
    let mut segments = parts.uri.path().split('/').skip(1);
    let product = segments.next().unwrap_or_default();
    let segment = segments.nth(2).filter(|_| product != "tax-forms");
    let decoded = segment.map(wire::percent_decode);
    decoded.or_else(|| {
        let query = Parameters::query(parts.uri.query());
        query.get("accountId").map(str::to_owned)
    })
}

impl Effect {
    async fn apply(self, app: &App, request: Request, body: Bytes, next: Next) -> Response {
        match self {
            Self::Respond {
                status,
                content_type,
                body,
            } => respond(status, content_type, body),
            Self::ApiError { code } => ApiError::of_code(code).into_response(),
            Self::MaintenanceWindow => ApiError::of_code(503).into_response(),
            Self::StallRequest { ms } => {
                pause(ms).await;
                next.run(request).await
            }
            Self::OddPages { form } => {
                let mut request = request;
                // Only the product knows its rows and links.
                request.extensions_mut().insert(form);
                next.run(request).await
            }
            Self::DeliverTwice => {
                let (parts, _) = request.into_parts();
                let first = Request::from_parts(parts.clone(), Body::from(body.clone()));
                drop(next.clone().run(first).await);
                // The caller sent one request, but the server receives two.
                app.count(parts.extensions.get().copied());
                next.run(Request::from_parts(parts, Body::from(body))).await
            }
            Self::OddAccount {
                form: OddAccount::Error,
            } => {
                let product = request.uri().path().split('/').nth(1).unwrap_or_default();
                let form = app.settings.get().partial_response.for_product(product);
                partial(next.run(request).await, form).await
            }
            afterwards => afterwards.corrupt(next.run(request).await).await,
        }
    }

    /// Corrupts the response of a request that has taken effect.
    async fn corrupt(self, response: Response) -> Response {
        let (mut parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        match self {
            Self::DropResponse => broken(parts, body.len(), BrokenBody::cut(body, 0)),
            Self::CutResponse { after_bytes } => {
                broken(parts, body.len(), BrokenBody::cut(body, after_bytes))
            }
            Self::DripResponse { bytes, every_ms } => {
                broken(parts, body.len(), BrokenBody::drip(body, bytes, every_ms))
            }
            Self::StallResponse { ms } => {
                pause(ms).await;
                Response::from_parts(parts, Body::from(body))
            }
            Self::ReplaceResponse {
                status,
                content_type,
                body: replacement,
            } => {
                replace_head(&mut parts, status, content_type);
                let body = replacement.map_or_else(|| Body::from(body), Body::from);
                Response::from_parts(parts, body)
            }
            document => document.change(parts, body),
        }
    }

    /// Changes the document in a response.
    fn change(self, parts: ResponseParts, body: Bytes) -> Response {
        match self {
            Self::WrongTypes => changed(parts, &body, with_wrong_types),
            Self::AbsentList => changed(parts, &body, odd_document::without_list),
            Self::MistypedList => changed(parts, &body, odd_document::with_object_for_list),
            Self::OddAccount { form } => changed(parts, &body, |document| {
                odd_document::with_odd_account(document, form)
            }),
            Self::SetField { name, value } => changed(parts, &body, |document| {
                odd_document::with_field(document, &name, &value)
            }),
            // These are applied by `corrupt`, or before the handler runs.
            Self::DropResponse
            | Self::CutResponse { .. }
            | Self::DripResponse { .. }
            | Self::StallResponse { .. }
            | Self::ReplaceResponse { .. }
            | Self::Respond { .. }
            | Self::ApiError { .. }
            | Self::MaintenanceWindow
            | Self::StallRequest { .. }
            | Self::OddPages { .. }
            | Self::DeliverTwice => Response::from_parts(parts, Body::from(body)),
        }
    }
}

/// Puts an error in place of the first account.
async fn partial(response: Response, form: ErrorForm) -> Response {
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if parts.status == StatusCode::OK {
        parts.status = StatusCode::PARTIAL_CONTENT;
    }
    changed(parts, &body, |document| {
        odd_document::with_failed_account(document, form)
    })
}

/// Breaks the body of a response that announces its whole length, so that the client notices what is missing.
fn broken(mut parts: ResponseParts, length: usize, body: BrokenBody) -> Response {
    parts
        .headers
        .insert(CONTENT_LENGTH, HeaderValue::from(length));
    Response::from_parts(parts, Body::from_stream(body))
}

fn replace_head(parts: &mut ResponseParts, status: Option<u16>, content_type: Option<String>) {
    if let Some(status) = status.and_then(|status| StatusCode::from_u16(status).ok()) {
        parts.status = status;
    }
    if let Some(content_type) = content_type.and_then(|text| HeaderValue::try_from(text).ok()) {
        parts.headers.insert(CONTENT_TYPE, content_type);
    }
    parts.headers.remove(CONTENT_LENGTH);
}

fn respond(status: u16, content_type: Option<String>, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Body::from(body)).into_response();
    // A text body brings a content type of its own, but the fault decides whether there is one.
    response.headers_mut().remove(CONTENT_TYPE);
    if let Some(content_type) = content_type.and_then(|text| HeaderValue::try_from(text).ok()) {
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    response
}

async fn pause(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

/// Changes the JSON document of a response. A body that is not JSON stays.
fn changed(
    mut parts: ResponseParts,
    body: &Bytes,
    change: impl FnOnce(Value) -> Value,
) -> Response {
    parts.headers.remove(CONTENT_LENGTH);
    let body = match serde_json::from_slice(body) {
        Ok(document) => wire::to_json(&change(document)).into(),
        Err(_) => body.clone(),
    };
    Response::from_parts(parts, Body::from(body))
}

fn with_wrong_types(mut document: Value) -> Value {
    for value in document
        .as_object_mut()
        .into_iter()
        .flat_map(Map::values_mut)
    {
        *value = match value {
            Value::String(_) => 1.into(),
            Value::Number(number) => number.to_string().into(),
            _ => Value::Bool(true),
        };
    }
    document
}
