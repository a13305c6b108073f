//! An identity provider with rotation and single use, that does to a request whatever the test says.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};
use std::time::SystemTime;

use acg::clock::{Clock, ManualClock};
use acg::http::{Body, Chunks, HttpError, HttpErrorKind, HttpService, Request, Response};
use acg::provider::{OauthErrorCode, OauthProviderError, Verdict};
use acg::{BoxFuture, Operation};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{HeaderMap, Uri};
use serde_json::{Value, json};

use crate::gate::Gate;

/// What the description of a refused refresh token says.
pub(crate) const CLAIMED: &str =
    "Refresh token is invalid or has already been claimed by another client.";

/// The provider.
#[derive(Debug)]
pub(crate) struct Idp {
    clock: Arc<ManualClock>,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    live: BTreeSet<String>,
    /// Refresh tokens that came, with grace: they are answered again.
    graced: Option<BTreeSet<String>>,
    codes: BTreeSet<String>,
    issued: u32,
    lifetime: i64,
    seen: Vec<Seen>,
    script: VecDeque<Act>,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) form: BTreeMap<String, String>,
}

impl Seen {
    pub(crate) fn operation(&self) -> Operation {
        match (
            self.uri.path(),
            self.form.get("grant_type").map(String::as_str),
        ) {
            ("/revoke", _) => Operation::Revoke,
            (_, Some("refresh_token")) => Operation::Refresh,
            _ => Operation::Exchange,
        }
    }
}

/// What is done with a request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// No connection is made.
    Unreachable,
    /// Nothing is processed; this status, content type and body are answered.
    Say(u16, &'static str, String),
    /// Nothing is processed; the answer asks to come after so many seconds.
    TooMany(&'static str),
    /// The request is processed; its answer never arrives.
    LoseAnswer,
    /// The request is processed, but this is answered.
    ProcessAndSay(u16, &'static str, String),
    /// The request is processed; the answer's body never ends.
    EndlessBody,
    /// The request is processed; the connection breaks in the middle of the body.
    HalfBody,
    /// The request is processed; the answer's members are changed.
    Edit(fn(&mut Value)),
    /// The request is held before it is processed.
    Before(Gate),
    /// The request is processed, and its answer held.
    After(Gate),
    /// No answer, ever. Nothing is processed.
    Hang,
    /// The HTTP client panics.
    Panic,
}

impl Idp {
    pub(crate) fn new(clock: Arc<ManualClock>) -> Self {
        let inner = Inner {
            live: BTreeSet::new(),
            graced: None,
            codes: BTreeSet::from(["code".to_owned()]),
            issued: 0,
            lifetime: 900,
            seen: Vec::new(),
            script: VecDeque::new(),
        };
        Self {
            clock,
            inner: Mutex::new(inner),
        }
    }

    /// Says what is done with the next requests; those after them are processed and answered.
    pub(crate) fn next(&self, acts: impl IntoIterator<Item = Act>) {
        self.lock().script.extend(acts);
    }

    /// Sets how long new tokens live, in seconds.
    pub(crate) fn set_lifetime(&self, seconds: i64) {
        self.lock().lifetime = seconds;
    }

    /// From now on a refresh token is answered again after it was spent, each time with another one.
    pub(crate) fn set_grace(&self) {
        self.lock().graced = Some(BTreeSet::new());
    }

    /// Ends one refresh token.
    pub(crate) fn end(&self, token: &str) {
        self.lock().live.remove(token);
    }

    /// Lets this code be exchanged.
    pub(crate) fn give_code(&self, code: &str) {
        self.lock().codes.insert(code.to_owned());
    }

    /// A refresh token that the customer's consent gave in the past.
    pub(crate) fn give_refresh_token(&self, token: &str) {
        self.lock().live.insert(token.to_owned());
    }

    /// Ends every consent.
    pub(crate) fn end_everything(&self) {
        self.lock().live.clear();
    }

    /// The refresh tokens that work.
    pub(crate) fn live(&self) -> Vec<String> {
        self.lock().live.iter().cloned().collect()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.lock().seen.clone()
    }

    /// How many requests of this kind came.
    pub(crate) fn count(&self, operation: Operation) -> usize {
        self.lock()
            .seen
            .iter()
            .filter(|seen| seen.operation() == operation)
            .count()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    fn process(&self, seen: &Seen) -> (u16, Value) {
        let now = self
            .clock
            .now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap()
            .as_secs()
            .cast_signed();
        let mut inner = self.lock();
        let field = |name: &str| seen.form.get(name).cloned().unwrap_or_default();
        match seen.operation() {
            Operation::Revoke if inner.live.remove(&field("token")) => (200, json!({})),
            Operation::Refresh if inner.spend(&field("refresh_token")) => (200, inner.issue(now)),
            Operation::Exchange if inner.codes.remove(&field("code")) => (200, inner.issue(now)),
            Operation::Exchange => refuse("Invalid or expired code parameter."),
            _ => refuse(CLAIMED),
        }
    }
}

impl Inner {
    fn spend(&mut self, token: &str) -> bool {
        let is_live = self.live.remove(token);
        let Some(graced) = &mut self.graced else {
            return is_live;
        };
        if is_live {
            graced.insert(token.to_owned());
        }
        graced.contains(token)
    }

    fn issue(&mut self, now: i64) -> Value {
        self.issued += 1;
        let refresh_token = format!("rt-{}", self.issued);
        self.live.insert(refresh_token.clone());
        json!({
            "id_token": jwt(&json!({"sub": "customer", "iat": now, "exp": now + self.lifetime, "n": self.issued})),
            "refresh_token": refresh_token,
            "token_type": "bearer",
            "expires_in": self.lifetime,
        })
    }
}

fn refuse(description: &str) -> (u16, Value) {
    (
        400,
        json!({"error": "invalid_request", "error_description": description}),
    )
}

/// An unsigned JWT with these claims.
pub(crate) fn jwt(claims: &Value) -> String {
    format!(
        "eyJhbGciOiJub25lIn0.{}.c2ln",
        URL_SAFE_NO_PAD.encode(claims.to_string())
    )
}

/// What this provider's errors mean.
pub(crate) fn classify(error: &OauthProviderError) -> Verdict {
    match (&error.error, error.operation) {
        (OauthErrorCode::InvalidRequest, Operation::Exchange) => Verdict::TokenInvalid,
        (OauthErrorCode::InvalidRequest, _)
            if error.description_contains("already been claimed") =>
        {
            Verdict::TokenInvalid
        }
        (OauthErrorCode::InvalidRequest, _) => Verdict::Unclear,
        (OauthErrorCode::InvalidClient, _) => Verdict::Misconfigured,
        (OauthErrorCode::TemporarilyUnavailable, _) => Verdict::Transient,
        _ => Verdict::BadRequest,
    }
}

/// The service of a provider that tests share.
#[derive(Debug, Clone)]
pub(crate) struct Wire(pub(crate) Arc<Idp>);

impl HttpService for Wire {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let idp = self.0.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let form = form_urlencoded::parse(&body).into_owned().collect();
            let seen = Seen {
                uri: parts.uri,
                headers: parts.headers,
                form,
            };
            let act = {
                let mut inner = idp.lock();
                inner.seen.push(seen.clone());
                inner.script.pop_front()
            };
            answer(&idp, &seen, act).await
        })
    }
}

async fn answer(idp: &Idp, seen: &Seen, act: Option<Act>) -> Result<Response, HttpError> {
    match act {
        None => Ok(json_answer(idp.process(seen))),
        Some(Act::Unreachable) => Err(HttpError::new(HttpErrorKind::Connect)),
        Some(Act::Say(status, kind, body)) => Ok(response(status, kind, Bytes::from(body))),
        Some(Act::TooMany(after)) => {
            let mut answer = response(
                429,
                "application/json",
                Bytes::from_static(b"{\"code\":1207}"),
            );
            answer
                .headers_mut()
                .insert("retry-after", after.parse().unwrap());
            Ok(answer)
        }
        Some(Act::LoseAnswer) => {
            idp.process(seen);
            Err(HttpError::new(HttpErrorKind::Interrupted))
        }
        Some(Act::ProcessAndSay(status, kind, body)) => {
            idp.process(seen);
            Ok(response(status, kind, Bytes::from(body)))
        }
        Some(Act::EndlessBody) => {
            idp.process(seen);
            Ok(response(200, "application/json", Body::new(Endless)))
        }
        Some(Act::HalfBody) => {
            idp.process(seen);
            Ok(response(200, "application/json", Body::new(Half(false))))
        }
        Some(Act::Edit(edit)) => {
            let (status, mut members) = idp.process(seen);
            edit(&mut members);
            Ok(json_answer((status, members)))
        }
        Some(Act::Before(gate)) => {
            gate.pass().await;
            Ok(json_answer(idp.process(seen)))
        }
        Some(Act::After(gate)) => {
            let answer = idp.process(seen);
            gate.pass().await;
            Ok(json_answer(answer))
        }
        Some(Act::Hang) => std::future::pending().await,
        Some(Act::Panic) => panic!("the HTTP client has a defect"),
    }
}

fn json_answer((status, members): (u16, Value)) -> Response {
    response(status, "application/json", Bytes::from(members.to_string()))
}

fn response(status: u16, content_type: &str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status.try_into().unwrap();
    response
        .headers_mut()
        .insert("content-type", content_type.parse().unwrap());
    response
}

struct Endless;

impl Chunks for Endless {
    fn poll_chunk(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, HttpError>>> {
        Poll::Ready(Some(Ok(Bytes::from(vec![b' '; 64 * 1024]))))
    }
}

struct Half(bool);

impl Chunks for Half {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, HttpError>>> {
        let first = !std::mem::replace(&mut self.0, true);
        let chunk = || Ok(Bytes::from_static(b"{\"id_token\":\"a.b.c\","));
        Poll::Ready(Some(if first {
            chunk()
        } else {
            Err(HttpError::new(HttpErrorKind::Interrupted))
        }))
    }
}
