//! An identity provider whose refresh tokens work once, and which can be made to respond late, badly or not at all.
//!
//! It is not the sandbox: that one does not say which refresh token of a consent is live, asks for every consent
//! through its pages, and signs an `id_token` with RSA at each rotation, which would take most of a small machine.

use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::journal::{Arrival, Handling, Journal, Presentation, Renewal};
use super::proofs::{Objection, Proofs};
use crate::orders::{Reason, Tokens, now, parse_code, parse_refresh_token, refresh_token};
use crate::sync::lock;

/// The header with the nonce that the next proof has to hold.
const NONCE: &str = "dpop-nonce";

/// The error for a proof that is not accepted (RFC 9449 §5).
const INVALID_PROOF: &str = "invalid_dpop_proof";

/// How the provider behaves.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    /// How long a bearer lives, in seconds.
    pub(crate) life: u64,
    /// For how long a token that was replaced is exchanged for its successor.
    pub(crate) grace: Duration,
    /// How often of a thousand times each of the [`Whim`]s comes.
    pub(crate) whims: &'static [(Whim, u64)],
    pub(crate) tokens: Tokens,
    /// How long a client waits for a response.
    pub(crate) timeout: Duration,
    pub(crate) seed: u64,
    /// Whether every refresh token is refused, good or bad.
    pub(crate) denies: bool,
}

/// What a provider may do to a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whim {
    /// It comes late, but in time.
    Late,
    /// It comes when nobody waits for it.
    TooLate,
    /// It never comes: the connection ends.
    Dropped,
    /// Status 503, and nothing was done.
    UnavailableBefore,
    /// Status 503, although the token was replaced.
    UnavailableAfter,
    /// Status 429, and nothing was done.
    TooMany,
    /// Status 400 with an error that says nothing about the token, and nothing was done.
    Unclear,
    /// The tokens, in a response that is odd in one way or another.
    Odd,
}

impl Whim {
    /// Returns whether the whim can cost a grant although every process does what it can.
    pub(crate) fn may_cost(self) -> bool {
        matches!(self, Self::TooLate | Self::Dropped | Self::UnavailableAfter)
    }

    /// Returns the response to a token that was not looked at.
    fn refusal(self) -> Option<Response> {
        match self {
            Self::UnavailableBefore => Some(StatusCode::SERVICE_UNAVAILABLE.into_response()),
            Self::TooMany => Some(StatusCode::TOO_MANY_REQUESTS.into_response()),
            Self::Unclear => {
                let body = json!({"error": "confused"});
                Some(json_response(StatusCode::BAD_REQUEST, &body))
            }
            _ => None,
        }
    }
}

/// A provider that runs in this process until it is dropped.
#[derive(Debug)]
pub(crate) struct Provider {
    address: SocketAddr,
    desk: Arc<Desk>,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Desk {
    rules: Mutex<Rules>,
    live: Mutex<Vec<Live>>,
    proofs: Mutex<Proofs>,
    journal: Arc<Journal>,
}

/// The newest refresh token of a connection.
#[derive(Debug, Clone, Copy)]
struct Live {
    generation: u64,
    /// The first generation of its consent.
    consent_from: u64,
    since: u64,
    /// How often any token of it came.
    presented: u64,
    /// Whether the bank has ended the consent.
    is_revoked: bool,
}

impl Provider {
    /// Starts one with this many connections, each at its first token.
    pub(crate) async fn start(
        connections: u32,
        rules: Rules,
        journal: Arc<Journal>,
    ) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let live = vec![
            Live {
                generation: 1,
                consent_from: 1,
                since: 0,
                presented: 0,
                is_revoked: false,
            };
            connections as usize
        ];
        (0..connections).for_each(|connection| journal.issue(connection, 1));
        let desk = Arc::new(Desk {
            rules: Mutex::new(rules),
            live: Mutex::new(live),
            proofs: Mutex::default(),
            journal,
        });
        let router = Router::new()
            .route("/token", post(token))
            .with_state(desk.clone());
        let server = tokio::spawn(async move { drop(axum::serve(listener, router).await) });
        Ok(Self {
            address,
            desk,
            server,
        })
    }

    pub(crate) fn token_endpoint(&self) -> String {
        format!("http://{}/token", self.address)
    }

    /// Lets every response come at once from now on.
    pub(crate) fn calm_down(&self) {
        let mut rules = lock(&self.desk.rules);
        rules.whims = &[];
        rules.denies = false;
    }

    /// Refuses every refresh token from now on.
    pub(crate) fn deny(&self) {
        lock(&self.desk.rules).denies = true;
    }

    /// Ends the consent of a connection.
    pub(crate) fn revoke(&self, connection: u32) {
        if let Some(live) = lock(&self.desk.live).get_mut(connection as usize) {
            live.is_revoked = true;
            self.desk.journal.events().revoked.push(connection);
        }
    }

    /// Returns the generation of each connection's live token.
    pub(crate) fn live(&self) -> Vec<u64> {
        lock(&self.desk.live)
            .iter()
            .map(|live| live.generation)
            .collect()
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

#[derive(Deserialize)]
struct TokenRequest {
    grant_type: String,
    refresh_token: Option<String>,
    code: Option<String>,
}

impl TokenRequest {
    fn refresh_token(&self) -> Option<(u32, u64)> {
        let token = self.refresh_token.as_ref();
        parse_refresh_token(token.filter(|_| self.grant_type == "refresh_token")?)
    }

    fn code(&self) -> Option<(u32, Reason)> {
        let code = self.code.as_ref();
        parse_code(code.filter(|_| self.grant_type == "authorization_code")?)
    }
}

async fn token(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    Form(form): Form<TokenRequest>,
) -> Response {
    let worker = headers
        .get(header::USER_AGENT)
        .and_then(|name| name.to_str().ok()?.parse().ok());
    if let (Some((connection, reason)), Some(worker)) = (form.code(), worker) {
        tokio::time::sleep(Duration::from_millis(2)).await;
        let proof = match desk.proof(&headers) {
            Ok(proof) => proof,
            Err(refusal) => return *refusal,
        };
        let given = desk.consent(connection, reason, worker);
        lock(&desk.proofs).bind(connection, given, proof);
        tokio::time::sleep(Duration::from_millis(2)).await;
        return tokens(connection, given, &lock(&desk.rules));
    }
    let (Some((connection, generation)), Some(worker)) = (form.refresh_token(), worker) else {
        desk.journal.complain(format!(
            "the provider does not understand a request of {worker:?}"
        ));
        return json_response(
            StatusCode::BAD_REQUEST,
            &json!({"error": "invalid_request"}),
        );
    };
    // The way there and back: a process that is killed in between has sent, and has no response.
    tokio::time::sleep(Duration::from_millis(2)).await;
    let rules = lock(&desk.rules).clone();
    // Before anything is done with the token: a proof that is refused has presented none (RFC 9449 §8).
    match desk.proof(&headers) {
        Ok(proof) if lock(&desk.proofs).is_key_of(connection, generation, &proof) => {}
        Ok(_) => {
            let text = "a refresh token came with a proof by another key than its grant's";
            desk.journal.complain(text);
            return refusal(INVALID_PROOF);
        }
        Err(refusal) => return *refusal,
    }
    let whim = desk.whim(connection, &rules);
    if let Some(refusal) = whim.and_then(Whim::refusal) {
        desk.journal.events().turned_away += 1;
        return refusal;
    }
    let handling = desk.present(connection, generation, worker, whim, rules.grace);
    tokio::time::sleep(Duration::from_millis(2)).await;
    let response = send(connection, generation, handling, whim, &rules).await;
    desk.journal.send(worker, connection, generation, now());
    response
}

async fn send(
    connection: u32,
    generation: u64,
    handling: Handling,
    whim: Option<Whim>,
    rules: &Rules,
) -> Response {
    match whim {
        Some(Whim::Late) => tokio::time::sleep(rules.timeout.mul_f64(0.4)).await,
        Some(Whim::TooLate) => tokio::time::sleep(rules.timeout + Duration::from_secs(3)).await,
        Some(Whim::Dropped) => return Body::from_stream(Broken).into_response(),
        Some(Whim::UnavailableAfter) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        _ => {}
    }
    if !matches!(handling, Handling::Rotated | Handling::Repeated) {
        return refusal("invalid_grant");
    }
    if whim == Some(Whim::Odd) {
        return odd(connection, generation + 1, rules);
    }
    tokens(connection, generation + 1, rules)
}

fn tokens(connection: u32, generation: u64, rules: &Rules) -> Response {
    json_response(StatusCode::OK, &token_set(connection, generation, rules))
}

fn token_set(connection: u32, generation: u64, rules: &Rules) -> Value {
    let token_type = match rules.tokens {
        Tokens::Bearer => "bearer",
        Tokens::Bound => "DPoP",
    };
    json!({
        "access_token": format!("bearer-{connection}-{generation}"),
        "refresh_token": refresh_token(connection, generation),
        "token_type": token_type,
        "expires_in": rules.life,
    })
}

/// Responds with tokens that can be read, whatever else is wrong: in content, encoding or framing.
fn odd(connection: u32, generation: u64, rules: &Rules) -> Response {
    let mut set = token_set(connection, generation, rules);
    let text = set.to_string();
    let plain = |text: String| (StatusCode::OK, text).into_response();
    match generation % 8 {
        0 => plain(format!("{text}x")),
        1 => plain(format!("{text}\0")),
        2 => {
            set["token_type"] = json!("Bearer ");
            json_response(StatusCode::CREATED, &set)
        }
        3 => {
            set["scope"] = json!(7);
            set["expires_in"] = json!("soon");
            json_response(StatusCode::OK, &set)
        }
        4 => plain(format!(
            "{},\"scope\":\"a\",\"scope\":\"a\"}}",
            &text[..text.len() - 1]
        )),
        5 => plain(format!("\u{feff}{text}\n\n")),
        6 => {
            set["token_type"] = json!("JWT");
            json_response(StatusCode::OK, &set)
        }
        _ => (StatusCode::OK, [(header::CONTENT_TYPE, "text/html")], text).into_response(),
    }
}

fn refusal(error: &str) -> Response {
    json_response(StatusCode::BAD_REQUEST, &json!({"error": error}))
}

fn json_response(status: StatusCode, body: &Value) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        body.to_string(),
    )
        .into_response()
}

impl Desk {
    /// Returns the thumbprint of the key that signed the proof of a request, or the response that refuses
    /// it; nothing where tokens are not bound.
    fn proof(&self, headers: &HeaderMap) -> Result<Option<String>, Box<Response>> {
        if lock(&self.rules).tokens == Tokens::Bearer {
            return Ok(None);
        }
        match lock(&self.proofs).judge(headers) {
            Ok(key) => Ok(Some(key)),
            Err(Objection::WantsNonce(nonce)) => {
                self.journal.events().challenged += 1;
                let response = ([(NONCE, nonce)], refusal("use_dpop_nonce"));
                Err(Box::new(response.into_response()))
            }
            Err(Objection::Broken(what)) => {
                self.journal.complain(what);
                Err(Box::new(refusal(INVALID_PROOF)))
            }
        }
    }

    /// Chooses a whim, the same one in every run with the same seed, whatever the order in which connections come.
    fn whim(&self, connection: u32, rules: &Rules) -> Option<Whim> {
        let mut live = lock(&self.live);
        let live = live.get_mut(connection as usize)?;
        live.presented += 1;
        // Seeds that lie close together are spread: their draws would be alike.
        let number = (u64::from(connection) << 32) + live.presented;
        let seed = rules
            .seed
            .wrapping_add(number)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut draw = fastrand::Rng::with_seed(seed ^ (seed >> 32)).u64(..1000);
        for (whim, share) in rules.whims {
            if draw < *share {
                return Some(*whim);
            }
            draw -= share;
        }
        None
    }

    /// Lets the customer consent, which ends what was given before. Returns the generation of the first refresh token.
    fn consent(&self, connection: u32, reason: Reason, worker: u32) -> u64 {
        let mut all = lock(&self.live);
        let Some(live) = all.get_mut(connection as usize) else {
            return 0;
        };
        let at = now();
        let before = live.generation;
        live.generation += 1;
        (live.consent_from, live.since) = (live.generation, at);
        live.is_revoked = false;
        self.journal.issue(connection, live.generation);
        let mut events = self.journal.events();
        if reason == Reason::Ended {
            events.renewals.push(Renewal {
                connection,
                generation: before,
            });
        }
        events.presentations.push(Presentation {
            connection,
            generation: before,
            at,
            worker,
            handling: Handling::Consented,
            arrival: Arrival::Sent,
        });
        live.generation
    }

    fn present(
        &self,
        connection: u32,
        generation: u64,
        worker: u32,
        whim: Option<Whim>,
        grace: Duration,
    ) -> Handling {
        let arrival = match whim {
            Some(Whim::TooLate | Whim::Dropped | Whim::UnavailableAfter) => Arrival::Lost,
            _ => Arrival::Sent,
        };
        let denies = lock(&self.rules).denies;
        let mut all = lock(&self.live);
        let at = now();
        let handling = all
            .get_mut(connection as usize)
            .filter(|_| !denies)
            .map_or(Handling::Denied, |live| live.rotate(generation, at, grace));
        if handling == Handling::Rotated {
            self.journal.issue(connection, generation + 1);
        }
        self.journal.events().presentations.push(Presentation {
            connection,
            generation,
            at,
            worker,
            handling,
            arrival,
        });
        handling
    }
}

impl Live {
    fn rotate(&mut self, generation: u64, at: u64, grace: Duration) -> Handling {
        if self.is_revoked {
            return Handling::Denied;
        }
        if generation == self.generation {
            self.generation += 1;
            self.since = at;
            return Handling::Rotated;
        }
        if generation < self.consent_from {
            return Handling::Outdated;
        }
        let in_grace = u128::from(at - self.since) < grace.as_nanos();
        if generation + 1 == self.generation && in_grace {
            Handling::Repeated
        } else {
            Handling::Refused
        }
    }
}

/// A body that fails before its first byte: the server then ends the connection, and not even the status is sent.
struct Broken;

impl futures_core::Stream for Broken {
    type Item = std::io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into())))
    }
}
