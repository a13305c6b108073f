//! A network that loses and delays messages between the processes and their provider, and keeps account of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::clock::Clock;
use crate::dpop::proof::{DPOP, INVALID_DPOP_PROOF};
use crate::future::BoxFuture;
use crate::http::error::{HttpError, HttpErrorKind};
use crate::http::service::{HttpService, Request, Response};
use crate::operation::Operation;
use crate::sync::{Mutex, lock};
use crate::testing::chaos::plan::{ChaosCounts, Plan};
use crate::testing::chaos::seeded_random::SeededRandom;
use crate::testing::json_response::json_response;
use crate::testing::rotating_provider::{Arrival, Grace, RotatingProvider, Seen};

/// How long the tokens live, in seconds: longer than a run.
const LIFETIME: i64 = 86_400;

/// How late a late response is: longer than a lease.
const LATE: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(super) struct Network {
    provider: RotatingProvider,
    plan: Plan,
    random: Arc<SeededRandom>,
    clock: Arc<dyn Clock>,
    armed: AtomicBool,
    traffic: Arc<Mutex<Traffic>>,
}

/// What has happened.
#[derive(Debug, Default)]
struct Traffic {
    counts: ChaosCounts,
    /// The connection of every refresh token.
    connections: BTreeMap<String, String>,
    /// The key of every connection, if tokens are bound.
    keys: BTreeMap<String, Value>,
    /// The connections that have lost a response.
    losers: BTreeSet<String>,
}

/// What the network does to a request and its response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Delivery {
    Arrives,
    NoConnection,
    RequestLost,
    ResponseLost,
    ResponseLate,
}

/// A response that is on its way. A caller that stops waiting for it has lost it.
struct LateResponse {
    traffic: Arc<Mutex<Traffic>>,
    /// `None` once it has arrived.
    connection: Option<String>,
}

impl Drop for LateResponse {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            lock(&self.traffic).lose(connection);
        }
    }
}

impl Network {
    pub(super) fn new(plan: Plan, random: Arc<SeededRandom>, clock: Arc<dyn Clock>) -> Self {
        let provider = RotatingProvider::new(clock.clone());
        provider.accept_every_code();
        provider.set_lifetime(LIFETIME);
        provider.set_grace(if plan.grace {
            Grace::SameSuccessor
        } else {
            Grace::None
        });
        Self {
            provider,
            plan,
            random,
            clock,
            armed: AtomicBool::new(false),
            traffic: Arc::default(),
        }
    }

    pub(super) fn arm(&self) {
        self.armed.store(true, Ordering::Relaxed);
    }

    pub(super) fn disarm(&self) {
        self.armed.store(false, Ordering::Relaxed);
    }

    pub(super) fn counts(&self) -> ChaosCounts {
        ChaosCounts {
            refreshes: self.provider.refreshes(),
            ..lock(&self.traffic).counts
        }
    }

    pub(super) fn provider(&self) -> &RotatingProvider {
        &self.provider
    }

    pub(super) fn has_lost_a_response(&self, connection: &str) -> bool {
        lock(&self.traffic).losers.contains(connection)
    }

    fn delivery(&self) -> Delivery {
        let (plan, random) = (&self.plan, &self.random);
        if !self.armed.load(Ordering::Relaxed) {
            Delivery::Arrives
        } else if random.happens(plan.requests_lost) {
            // Half of them with the certainty that nothing was sent, which the engine may use.
            if random.happens(50) {
                Delivery::NoConnection
            } else {
                Delivery::RequestLost
            }
        } else if random.happens(plan.responses_lost) {
            Delivery::ResponseLost
        } else if random.happens(plan.responses_late) {
            Delivery::ResponseLate
        } else {
            Delivery::Arrives
        }
    }
}

impl HttpService for Network {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let (provider, traffic) = (self.provider.clone(), self.traffic.clone());
        let (delivery, clock) = (self.delivery(), self.clock.clone());
        let is_bound = self.plan.bound;
        let (there, back) = (self.random.millis(200), self.random.millis(500));
        Box::pin(async move {
            clock.sleep(there).await;
            let seen = Seen::of(request);
            let sent = lock(&traffic).send(&provider, &seen, delivery, is_bound);
            clock.sleep(back).await;
            let (response, late) = sent?;
            if let Some(connection) = late {
                let mut late = LateResponse {
                    traffic,
                    connection: Some(connection),
                };
                clock.sleep(LATE).await;
                late.connection = None;
            }
            Ok(response)
        })
    }
}

impl Traffic {
    /// Passes a request on. Returns the response, and its connection if the response is to be late.
    fn send(
        &mut self,
        provider: &RotatingProvider,
        request: &Seen,
        delivery: Delivery,
        is_bound: bool,
    ) -> Result<(Response, Option<String>), HttpError> {
        let arrival = self.arrival(delivery)?;
        let presented = request
            .form
            .get("refresh_token")
            .cloned()
            .unwrap_or_default();
        self.counts.presented_again += usize::from(provider.has_lost(&presented));
        if is_bound && !self.is_proven(request, &presented) {
            self.counts.unproven += 1;
            let refusal = json_response(400, &json!({ "error": INVALID_DPOP_PROOF }));
            return Ok((refusal, None));
        }
        let (status, mut body) = provider.process_with(request, arrival);
        if is_bound && status == 200 {
            (body["access_token"], body["token_type"]) = (json!("bound"), json!("DPoP"));
        }
        let response = json_response(status, &body);
        let Some(token) = body.get("refresh_token").and_then(Value::as_str) else {
            return Ok((response, None));
        };
        let connection = match request.operation() {
            Operation::Refresh => self.connections.get(&presented).cloned(),
            _ => request.form.get("code").cloned(),
        };
        let connection = connection.unwrap_or_default();
        self.connections
            .insert(token.to_owned(), connection.clone());
        match delivery {
            Delivery::ResponseLost => {
                self.lose(connection);
                Err(HttpError::new(HttpErrorKind::Interrupted))
            }
            Delivery::ResponseLate => {
                self.counts.responses_late += 1;
                Ok((response, Some(connection)))
            }
            _ => Ok((response, None)),
        }
    }

    /// Returns whether a request has a proof by the key of its grant, and remembers the key of a new one. The
    /// signature is the matter of other tests: what can go wrong here is that a process lacks the key.
    fn is_proven(&mut self, request: &Seen, presented: &str) -> bool {
        let Some(key) = key_in(request) else {
            return false;
        };
        match (request.operation(), self.connections.get(presented)) {
            (Operation::Refresh, Some(connection)) => self.keys.get(connection) == Some(&key),
            _ => {
                let connection = request.form.get("code").cloned().unwrap_or_default();
                self.keys.insert(connection, key);
                true
            }
        }
    }

    /// Returns whether the response arrives; an error when not even the request does.
    fn arrival(&mut self, delivery: Delivery) -> Result<Arrival, HttpError> {
        let lost = match delivery {
            Delivery::NoConnection => HttpErrorKind::Connect,
            Delivery::RequestLost => HttpErrorKind::Interrupted,
            // A late response is lost for all but the process that waits for it.
            Delivery::ResponseLost | Delivery::ResponseLate => return Ok(Arrival::Lost),
            Delivery::Arrives => return Ok(Arrival::Arrived),
        };
        self.counts.requests_lost += 1;
        Err(HttpError::new(lost))
    }

    fn lose(&mut self, connection: String) {
        self.counts.responses_lost += 1;
        self.losers.insert(connection);
    }
}

/// Returns the public key in the header of the proof (RFC 9449 §4.2).
fn key_in(request: &Seen) -> Option<Value> {
    let proof = request.headers.get(DPOP)?.to_str().ok()?;
    let header = URL_SAFE_NO_PAD.decode(proof.split('.').next()?).ok()?;
    let header: Value = serde_json::from_slice(&header).ok()?;
    header.get("jwk").cloned()
}
