//! What can be changed about a sandbox while it runs, apart from its state: faults, lifetimes, the rate limit.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::to_bytes;
use axum::extract::{Request, State as Shared};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api;
use crate::counters::RequestKind;
use crate::fault::{Effect, Faults, Struck, Subject};
use crate::id_token;
use crate::idp;
use crate::server::{App, Lifetimes};
use crate::state::code;
use crate::state::consent;
use crate::wire::{self, Parameters};

/// The changeable parts of an [`App`].
#[derive(Debug)]
pub(crate) struct Steering {
    pub(crate) faults: Faults,
    lifetimes: Mutex<Lifetimes>,
    limit: Mutex<RateLimit>,
    at_start: (Lifetimes, Option<u32>),
}

/// Counts data calls in each second of the sandbox's clock.
#[derive(Debug, Default)]
struct RateLimit {
    per_second: Option<u32>,
    second: i64,
    count: u32,
}

impl Steering {
    pub(crate) fn new(lifetimes: Lifetimes, per_second: Option<u32>) -> Self {
        let limit = RateLimit {
            per_second,
            ..RateLimit::default()
        };
        Self {
            faults: Faults::default(),
            lifetimes: Mutex::new(lifetimes),
            limit: Mutex::new(limit),
            at_start: (lifetimes, per_second),
        }
    }

    /// No faults, and everything else as it was built.
    pub(crate) fn reset(&self) {
        let (lifetimes, per_second) = self.at_start;
        self.faults.clear();
        self.set_lifetimes(lifetimes);
        self.set_rate_limit(per_second);
    }

    pub(crate) fn lifetimes(&self) -> Lifetimes {
        *self
            .lifetimes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_lifetimes(&self, lifetimes: Lifetimes) {
        self.change_lifetimes(|now| *now = lifetimes);
    }

    pub(crate) fn change_lifetimes(&self, change: impl FnOnce(&mut Lifetimes)) {
        change(
            &mut self
                .lifetimes
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
    }

    pub(crate) fn rate_limit(&self) -> Option<u32> {
        self.limit
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .per_second
    }

    pub(crate) fn set_rate_limit(&self, per_second: Option<u32>) {
        let limit = RateLimit {
            per_second,
            ..RateLimit::default()
        };
        *self.limit.lock().unwrap_or_else(PoisonError::into_inner) = limit;
    }

    fn is_too_fast(&self, now_ms: i64) -> bool {
        let mut limit = self.limit.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(per_second) = limit.per_second else {
            return false;
        };
        let second = now_ms.div_euclid(1000);
        if limit.second != second {
            (limit.second, limit.count) = (second, 0);
        }
        limit.count = limit.count.saturating_add(1);
        limit.count > per_second
    }
}

/// Before the data API: the rate limit.
pub(crate) async fn limit_rate(
    Shared(app): Shared<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    if app
        .steering
        .is_too_fast(app.clock.now_ms().unwrap_or_default())
    {
        count(
            &app,
            RequestKind::of(request.uri().path(), &Parameters::default()),
        );
        return api::too_many_requests();
    }
    next.run(request).await
}

/// Before both servers: faults. Without any, a request is not looked at.
pub(crate) async fn strike(
    Shared(app): Shared<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    if app.steering.faults.is_empty() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, wire::BODY_LIMIT).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let subject = subject(&app, &parts, &body);
    let effect = app.steering.faults.strike(&subject);
    if effect.as_ref().is_some_and(Effect::is_instead) {
        count(&app, subject.kind);
    }
    let request = Request::from_parts(parts, body.clone().into());
    let mut response = match effect {
        Some(effect) => effect.apply(request, body, next).await,
        None => next.run(request).await,
    };
    note_kind(&mut response, subject.kind);
    response
}

/// Tells the journal what a request was for that does not say so in its path.
pub(crate) fn note_kind(response: &mut Response, kind: Option<RequestKind>) {
    if let Some(kind) = kind {
        response.extensions_mut().insert(kind);
    }
}

/// Counts a request that does not get to where requests are counted.
fn count(app: &App, kind: Option<RequestKind>) {
    if let Some(kind) = kind {
        app.tally.count(kind);
    }
}

/// The fault that an answer has met.
pub(crate) fn struck(response: &Response) -> Option<&'static str> {
    response.extensions().get::<Struck>().map(|struck| struck.0)
}

fn subject(app: &App, parts: &Parts, body: &[u8]) -> Subject {
    let form = Parameters::form(&parts.headers, body);
    let kind = RequestKind::of(parts.uri.path(), &form);
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
        let id = token.and_then(idp::consent_of_refresh_token);
        id.map_or(Ok(None), |id| consent::by_refresh_id(connection, &id))
    });
    let found = found.ok().flatten();
    let name = form.get("login").map(str::to_owned);
    Subject {
        kind,
        user: found.as_ref().map(|consent| consent.user.clone()).or(name),
        consent: found.map(|consent| consent.id),
    }
}
