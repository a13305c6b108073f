//! Answers that go wrong on demand.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::broken_body::BrokenBody;
use crate::counters::RequestKind;
use crate::wire;

/// Something that goes wrong with requests: which ones, how often, and what happens.
///
/// ```
/// use akoya_sandbox::{Effect, Fault, RequestKind};
///
/// // The next refresh of one user rotates the token, and its answer is lost.
/// let fault = Fault::new(Effect::DropResponse).on(RequestKind::Refresh).user("mikomo_7").times(1);
/// # let _ = fault;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on: Option<RequestKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    consent: Option<String>,
    #[serde(default)]
    skip: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
    effect: Effect,
}

/// What happens to a request or its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Effect {
    /// The request takes effect, and the connection is closed without a byte of the answer.
    DropResponse,
    /// The request takes effect, and the connection is closed within the body.
    CutResponse {
        /// How much of the body is sent before.
        after_bytes: usize,
    },
    /// The request waits, then takes effect as usual.
    StallRequest {
        /// In milliseconds of real time.
        ms: u64,
    },
    /// The request takes effect, and the answer waits.
    StallResponse {
        /// In milliseconds of real time.
        ms: u64,
    },
    /// The request takes effect, and the body comes in small pieces.
    DripResponse {
        /// The size of a piece.
        bytes: usize,
        /// The pause between pieces, in milliseconds of real time.
        every_ms: u64,
    },
    /// The request has no effect; this is the answer, whatever it is: 5xx, HTML, an empty 4xx.
    Respond {
        /// The HTTP status, from 200 to 599.
        status: u16,
        /// The content type; without one there is no such header.
        #[serde(default)]
        content_type: Option<String>,
        /// The body.
        #[serde(default)]
        body: String,
    },
    /// The request takes effect, and this is answered instead: a 502 after a rotation, a 201 with tokens.
    ReplaceResponse {
        /// The HTTP status, from 200 to 599; without one that of the true answer.
        #[serde(default)]
        status: Option<u16>,
        /// The content type; without one that of the true answer.
        #[serde(default)]
        content_type: Option<String>,
        /// The body; without one that of the true answer.
        #[serde(default)]
        body: Option<String>,
    },
    /// The request takes effect, and in the JSON object that is answered texts become numbers and numbers texts.
    WrongTypes,
    /// The request is delivered twice, as a bad proxy would, and the second answer is sent.
    DeliverTwice,
    /// The request has no effect; the answer is an error of the data API with this code, and the HTTP status that belongs to it.
    ApiError {
        /// An FDX code such as 503 or 1207, or an HTTP status such as 408.
        code: u16,
    },
}

impl Fault {
    /// A fault for every request, until it is cleared.
    pub fn new(effect: Effect) -> Self {
        Self {
            on: None,
            user: None,
            consent: None,
            skip: 0,
            times: None,
            effect,
        }
    }

    /// For requests of one kind alone.
    #[must_use]
    pub fn on(mut self, kind: RequestKind) -> Self {
        self.on = Some(kind);
        self
    }

    /// For requests that belong to this user alone: by bearer token, refresh token, code, or sign-in name.
    #[must_use]
    pub fn user(mut self, name: impl Into<String>) -> Self {
        self.user = Some(name.into());
        self
    }

    /// For requests that belong to this consent alone, by its `grant_id`.
    #[must_use]
    pub fn consent(mut self, id: impl Into<String>) -> Self {
        self.consent = Some(id.into());
        self
    }

    /// Lets the first ones pass.
    #[must_use]
    pub fn skip(mut self, count: u32) -> Self {
        self.skip = count;
        self
    }

    /// Happens this often and is gone then.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.times = Some(count);
        self
    }

    /// Says what is wrong with a fault that could not happen as it is written.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let (status, content_type) = match &self.effect {
            Effect::Respond {
                status,
                content_type,
                ..
            } => (Some(*status), content_type),
            Effect::ReplaceResponse {
                status,
                content_type,
                ..
            } => (*status, content_type),
            _ => (None, &None),
        };
        if self.times == Some(0) {
            return Err("`times` must be at least 1");
        }
        // What is below 200 ends no request.
        if status.is_some_and(|status| !(200..600).contains(&status)) {
            return Err("`status` must be from 200 to 599");
        }
        if content_type
            .as_ref()
            .is_some_and(|text| HeaderValue::try_from(text).is_err())
        {
            return Err("`content_type` cannot stand in a header");
        }
        Ok(())
    }

    fn is_for(&self, subject: &Subject) -> bool {
        let agrees =
            |wanted: &Option<String>, is: &Option<String>| wanted.is_none() || wanted == is;
        self.on.is_none_or(|kind| subject.kind == Some(kind))
            && agrees(&self.user, &subject.user)
            && agrees(&self.consent, &subject.consent)
    }
}

/// Whom a request is about, as far as that can be told.
#[derive(Debug, Default)]
pub(crate) struct Subject {
    pub(crate) kind: Option<RequestKind>,
    pub(crate) user: Option<String>,
    pub(crate) consent: Option<String>,
}

/// The faults that are waiting for their requests.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        self.lock().push(fault);
    }

    pub(crate) fn list(&self) -> Vec<Fault> {
        self.lock().clone()
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// What happens to this request. The oldest fault that is for it decides.
    pub(crate) fn strike(&self, subject: &Subject) -> Option<Effect> {
        let mut faults = self.lock();
        let place = faults
            .iter()
            .position(|fault| fault.is_for(subject) && fault.times != Some(0))?;
        let fault = &mut faults[place];
        if let Some(left) = fault.skip.checked_sub(1) {
            fault.skip = left;
            return None;
        }
        let effect = fault.effect.clone();
        if let Some(times) = &mut fault.times {
            *times -= 1;
        }
        faults.retain(|fault| fault.times != Some(0));
        Some(effect)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Marks an answer for the journal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Struck(pub(crate) &'static str);

impl Effect {
    /// Lets a request, whose body has been read, meet its fate.
    pub(crate) async fn apply(self, request: Request, body: Bytes, next: Next) -> Response {
        let name = self.name();
        let whole = |request: Request, body: &Bytes| request.map(|_| Body::from(body.clone()));
        let mut response = match self {
            Self::Respond {
                status,
                content_type,
                body,
            } => answer(status, content_type, body),
            Self::ApiError { code } => crate::api::error_of_code(code),
            Self::StallRequest { ms } => {
                pause(ms).await;
                next.run(whole(request, &body)).await
            }
            Self::DeliverTwice => {
                let (parts, _) = request.into_parts();
                let first = Request::from_parts(parts.clone(), Body::from(body.clone()));
                drop(next.clone().run(first).await);
                next.run(Request::from_parts(parts, Body::from(body))).await
            }
            after => after.spoil(next.run(whole(request, &body)).await).await,
        };
        response.extensions_mut().insert(Struck(name));
        response
    }

    /// Whether the request goes no further.
    pub(crate) fn is_instead(&self) -> bool {
        matches!(self, Self::Respond { .. } | Self::ApiError { .. })
    }

    async fn spoil(self, response: Response) -> Response {
        let (mut parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let length = HeaderValue::from(body.len());
        let broken = |mut parts: axum::http::response::Parts, body: BrokenBody| {
            parts.headers.insert(CONTENT_LENGTH, length);
            Response::from_parts(parts, Body::from_stream(body))
        };
        match self {
            Self::DropResponse => broken(parts, BrokenBody::cut(body, 0)),
            Self::CutResponse { after_bytes } => broken(parts, BrokenBody::cut(body, after_bytes)),
            Self::DripResponse { bytes, every_ms } => {
                broken(parts, BrokenBody::drip(body, bytes, every_ms))
            }
            Self::StallResponse { ms } => {
                pause(ms).await;
                Response::from_parts(parts, Body::from(body))
            }
            Self::ReplaceResponse {
                status,
                content_type,
                body: other,
            } => {
                if let Some(status) = status.and_then(|status| StatusCode::from_u16(status).ok()) {
                    parts.status = status;
                }
                if let Some(content_type) =
                    content_type.and_then(|text| HeaderValue::try_from(text).ok())
                {
                    parts.headers.insert(CONTENT_TYPE, content_type);
                }
                parts.headers.remove(CONTENT_LENGTH);
                Response::from_parts(parts, other.map_or_else(|| Body::from(body), Body::from))
            }
            Self::WrongTypes => {
                parts.headers.remove(CONTENT_LENGTH);
                Response::from_parts(parts, Body::from(with_wrong_types(&body)))
            }
            _ => Response::from_parts(parts, Body::from(body)),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::DropResponse => "drop_response",
            Self::CutResponse { .. } => "cut_response",
            Self::StallRequest { .. } => "stall_request",
            Self::StallResponse { .. } => "stall_response",
            Self::DripResponse { .. } => "drip_response",
            Self::Respond { .. } => "respond",
            Self::ReplaceResponse { .. } => "replace_response",
            Self::WrongTypes => "wrong_types",
            Self::DeliverTwice => "deliver_twice",
            Self::ApiError { .. } => "api_error",
        }
    }
}

fn answer(status: u16, content_type: Option<String>, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Body::from(body)).into_response();
    if let Some(content_type) = content_type.and_then(|text| HeaderValue::try_from(text).ok()) {
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    response
}

async fn pause(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

fn with_wrong_types(body: &[u8]) -> Vec<u8> {
    let Ok(Value::Object(mut object)) = serde_json::from_slice(body) else {
        return body.to_vec();
    };
    for value in object.values_mut() {
        *value = match value {
            Value::String(_) => 1.into(),
            Value::Number(number) => number.to_string().into(),
            _ => Value::Bool(true),
        };
    }
    wire::to_json(&Value::Object(object))
}
