//! A provider with refresh tokens for single use, on a network that loses things.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use crate::clock::Clock;
use crate::future::BoxFuture;
use crate::http::body::Body;
use crate::http::error::{HttpError, HttpErrorKind};
use crate::http::service::{HttpService, Request, Response};
use crate::sync::{Mutex, lock};
use crate::testing::chaos::seeded_random::SeededRandom;
use crate::testing::chaos::{Plan, Report};

#[derive(Debug)]
pub(super) struct Idp {
    plan: Plan,
    random: Arc<SeededRandom>,
    clock: Arc<dyn Clock>,
    armed: AtomicBool,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    grants: BTreeMap<String, Grant>,
    report: Report,
    double_spends: Vec<String>,
    /// The token that is being answered, if its answer is to be late.
    late: Option<(String, u32)>,
}

/// One connection's tokens: number `n` is called `connection~n`.
#[derive(Debug, Default)]
struct Grant {
    live: u32,
    /// Whose answers did not arrive.
    lost: Vec<u32>,
    /// Whose answers arrived after others could take the lease over.
    late: Vec<u32>,
}

/// What the network does to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Arrives,
    NoConnection,
    RequestLost,
    AnswerLost,
    AnswerLate,
}

/// Longer than a lease.
const LATE: Duration = Duration::from_secs(60);

/// An answer on its way. Whoever stops waiting for it has lost it.
struct Late {
    inner: Arc<Mutex<Inner>>,
    token: Option<(String, u32)>,
}

impl Drop for Late {
    fn drop(&mut self) {
        let Some((connection, number)) = self.token.take() else {
            return;
        };
        let mut inner = lock(&self.inner);
        inner.report.responses_lost += 1;
        inner
            .grants
            .entry(connection)
            .or_default()
            .lost
            .push(number);
    }
}

impl Idp {
    pub(super) fn new(plan: Plan, random: Arc<SeededRandom>, clock: Arc<dyn Clock>) -> Self {
        Self {
            plan,
            random,
            clock,
            armed: AtomicBool::new(false),
            inner: Arc::default(),
        }
    }

    pub(super) fn arm(&self, armed: bool) {
        self.armed.store(armed, Ordering::Relaxed);
    }

    pub(super) fn report(&self) -> Report {
        lock(&self.inner).report
    }

    /// Tokens that were presented again although their answer had arrived.
    pub(super) fn double_spends(&self) -> Vec<String> {
        lock(&self.inner).double_spends.clone()
    }

    pub(super) fn live(&self, connection: &str) -> Option<String> {
        lock(&self.inner)
            .grants
            .get(connection)
            .map(|grant| token(connection, grant.live))
    }

    pub(super) fn has_lost_an_answer(&self, connection: &str) -> bool {
        lock(&self.inner)
            .grants
            .get(connection)
            .is_some_and(|grant| !grant.lost.is_empty())
    }

    fn fate(&self) -> Fate {
        if !self.armed.load(Ordering::Relaxed) {
            Fate::Arrives
        } else if self.random.happens(self.plan.requests_lost) {
            if self.random.happens(50) {
                Fate::NoConnection
            } else {
                Fate::RequestLost
            }
        } else if self.random.happens(self.plan.responses_lost) {
            Fate::AnswerLost
        } else if self.random.happens(self.plan.responses_late) {
            Fate::AnswerLate
        } else {
            Fate::Arrives
        }
    }
}

impl HttpService for Idp {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let (inner, plan, fate) = (self.inner.clone(), self.plan, self.fate());
        let (way, way_back) = (self.random.millis(200), self.random.millis(500));
        let clock = self.clock.clone();
        Box::pin(async move {
            clock.sleep(way).await;
            let (answer, token) = {
                let mut inner = lock(&inner);
                (
                    inner.process(request.body(), fate, plan.grace),
                    inner.late.take(),
                )
            };
            clock.sleep(way_back).await;
            if token.is_some() {
                let mut late = Late { inner, token };
                clock.sleep(LATE).await;
                late.token = None;
            }
            answer
        })
    }
}

impl Inner {
    fn process(&mut self, body: &Bytes, fate: Fate, grace: bool) -> Result<Response, HttpError> {
        if let Fate::NoConnection | Fate::RequestLost = fate {
            self.report.requests_lost += 1;
            let kind = if fate == Fate::NoConnection {
                HttpErrorKind::Connect
            } else {
                HttpErrorKind::Interrupted
            };
            return Err(HttpError::new(kind));
        }
        let form: BTreeMap<_, _> = form_urlencoded::parse(body).into_owned().collect();
        match (
            form.get("code"),
            form.get("refresh_token")
                .and_then(|token| token.rsplit_once('~')),
        ) {
            (Some(connection), _) => {
                self.grants.insert(connection.clone(), Grant::default());
                Ok(tokens(connection, 0))
            }
            (None, Some((connection, number))) => {
                self.refresh(connection, number.parse().ok(), fate, grace)
            }
            _ => Ok(answer(400, &json!({"error": "invalid_request"}))),
        }
    }

    fn refresh(
        &mut self,
        connection: &str,
        number: Option<u32>,
        fate: Fate,
        grace: bool,
    ) -> Result<Response, HttpError> {
        let refused = || Ok(answer(400, &json!({"error": "invalid_grant"})));
        let (Some(grant), Some(number)) = (self.grants.get_mut(connection), number) else {
            return refused();
        };
        let was_lost = grant.lost.contains(&number) || grant.late.contains(&number);
        if number == grant.live {
            self.report.refreshes += 1;
            grant.live += 1;
        } else if was_lost {
            self.report.presented_again += 1;
            if !grace || number + 1 != grant.live {
                return refused();
            }
        } else {
            self.double_spends.push(token(connection, number));
            return refused();
        }
        if fate == Fate::AnswerLost {
            self.report.responses_lost += 1;
            grant.lost.push(number);
            return Err(HttpError::new(HttpErrorKind::Interrupted));
        }
        if fate == Fate::AnswerLate {
            self.report.responses_late += 1;
            grant.late.push(number);
            self.late = Some((connection.to_owned(), number));
        }
        Ok(tokens(connection, grant.live))
    }
}

fn token(connection: &str, number: u32) -> String {
    format!("{connection}~{number}")
}

fn tokens(connection: &str, number: u32) -> Response {
    answer(
        200,
        &json!({
            "access_token": format!("access-{number}"),
            "refresh_token": token(connection, number),
            "token_type": "bearer",
            "expires_in": 86_400,
        }),
    )
}

fn answer(status: u16, members: &Value) -> Response {
    let mut response = Response::new(Body::from(Bytes::from(members.to_string())));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    response.headers_mut().insert(
        http::header::CONTENT_TYPE,
        http::HeaderValue::from_static("application/json"),
    );
    response
}
