//! The provider of the benchmark: RFC 6749 to the letter, and a new refresh token at each refresh.
//!
//! It is neither the sandbox nor a provider with habits of its own, because a peer that trips over such a habit
//! would lose grants for another reason than the one that is measured.

use std::net::Ipv4Addr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Form, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore};

/// What a second use of a refresh token leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reuse {
    /// The end of the grant, as RFC 9700 §4.14.2 recommends.
    EndsTheGrant,
    /// The same response again, as long as the next token was not used: what providers call a grace period.
    IsAccepted,
}

/// What happens to the refreshes of a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reaction {
    /// They have the response that they ask for.
    Respond,
    /// The first has the status 503, and nothing is done.
    Unavailable,
    /// The first is processed, and its connection ends without a response.
    LoseResponse,
    /// They are processed, and their responses held until [`Provider::release`].
    Hold,
}

/// A provider that runs until the process ends. It has one grant at a time.
#[derive(Debug, Clone)]
pub struct Provider {
    token_endpoint: String,
    desk: Arc<Desk>,
}

#[derive(Debug)]
struct Desk {
    grant: Mutex<Grant>,
    arrived: Semaphore,
    released: Notify,
}

#[derive(Debug)]
struct Grant {
    number: u32,
    /// The newest token set.
    newest: u32,
    /// The API accepts only access tokens from this set on.
    accepted: u32,
    reuse: Reuse,
    reaction: Reaction,
    reused: u32,
    is_over: bool,
}

/// The way to the provider, and the way back.
const WAY: Duration = Duration::from_millis(3);

impl Provider {
    /// Starts one.
    ///
    /// # Errors
    /// When it cannot listen.
    pub async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let desk = Arc::new(Desk {
            grant: Mutex::new(Grant::new(0, Reuse::EndsTheGrant)),
            arrived: Semaphore::new(0),
            released: Notify::new(),
        });
        let router = Router::new()
            .route("/token", post(token))
            .with_state(desk.clone());
        tokio::spawn(async move { drop(axum::serve(listener, router).await) });
        Ok(Self {
            token_endpoint: format!("http://{address}/token"),
            desk,
        })
    }

    /// Where refresh tokens are presented.
    pub fn token_endpoint(&self) -> &str {
        &self.token_endpoint
    }

    /// Gives a consent: a grant in place of the one before. Returns what an adapter installs.
    pub fn consent(&self, reuse: Reuse) -> Value {
        let mut grant = self.desk.grant();
        *grant = Grant::new(grant.number + 1, reuse);
        let mut consent = grant.tokens();
        consent["code"] = json!(format!("code-{}", grant.number));
        consent["do"] = json!("install");
        consent
    }

    /// Sets what happens to refreshes from now on.
    pub fn react(&self, reaction: Reaction) {
        self.desk.grant().reaction = reaction;
        self.desk.arrived.forget_permits(usize::MAX);
    }

    /// Waits until a refresh has arrived, but not endlessly. Returns whether one has.
    pub async fn arrival(&self, limit: Duration) -> bool {
        let arrived = tokio::time::timeout(limit, self.desk.arrived.acquire()).await;
        // The semaphore is never closed.
        arrived.is_ok_and(|permit| permit.map(|permit| permit.forget()).is_ok())
    }

    /// Lets the responses go that are held.
    pub fn release(&self) {
        self.desk.grant().reaction = Reaction::Respond;
        self.desk.released.notify_waiters();
    }

    /// From now on the API refuses this access token and all older ones.
    pub fn refuse(&self, access_token: &str) {
        let mut grant = self.desk.grant();
        if let Some(set) = grant.set_of(access_token, "access") {
            grant.accepted = grant.accepted.max(set + 1);
        }
    }

    /// Whether the API accepts an access token.
    pub fn accepts(&self, access_token: &str) -> bool {
        let grant = self.desk.grant();
        let set = grant.set_of(access_token, "access");
        !grant.is_over && set.is_some_and(|set| set >= grant.accepted)
    }

    /// Whether a refresh token was presented after its successor had been issued, and whether that ended the grant.
    pub fn reused(&self) -> (bool, bool) {
        let grant = self.desk.grant();
        (grant.reused > 0, grant.is_over)
    }
}

impl Grant {
    fn new(number: u32, reuse: Reuse) -> Self {
        Self {
            number,
            newest: 1,
            accepted: 1,
            reuse,
            reaction: Reaction::Respond,
            reused: 0,
            is_over: false,
        }
    }

    fn tokens(&self) -> Value {
        let (number, newest) = (self.number, self.newest);
        json!({
            "access_token": format!("access-{number}-{newest}"),
            "refresh_token": format!("refresh-{number}-{newest}"),
            "token_type": "Bearer",
            "expires_in": 3600,
        })
    }

    /// The number of the token set that a token is of, if it is one of this grant.
    fn set_of(&self, token: &str, kind: &str) -> Option<u32> {
        let (grant, set) = token
            .strip_prefix(kind)?
            .strip_prefix('-')?
            .split_once('-')?;
        let is_ours = grant.parse() == Ok(self.number);
        is_ours.then(|| set.parse().ok()).flatten()
    }

    fn refresh(&mut self, token: &str) -> Option<Value> {
        let set = self.set_of(token, "refresh").filter(|_| !self.is_over)?;
        if set == self.newest {
            self.newest += 1;
            return Some(self.tokens());
        }
        self.reused += 1;
        match self.reuse {
            Reuse::IsAccepted if set + 1 == self.newest => Some(self.tokens()),
            Reuse::IsAccepted => None,
            Reuse::EndsTheGrant => {
                self.is_over = true;
                None
            }
        }
    }

    /// What happens to this refresh; what befalls the first one befalls it alone.
    fn reaction(&mut self) -> Reaction {
        let reaction = self.reaction;
        if reaction != Reaction::Hold {
            self.reaction = Reaction::Respond;
        }
        reaction
    }
}

impl Desk {
    fn grant(&self) -> MutexGuard<'_, Grant> {
        self.grant.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Deserialize)]
struct Request {
    grant_type: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    refresh_token: String,
}

async fn token(State(desk): State<Arc<Desk>>, Form(request): Form<Request>) -> Response {
    if request.grant_type == "authorization_code" {
        let grant = desk.grant();
        let is_known = request.code == format!("code-{}", grant.number);
        return respond(is_known.then(|| grant.tokens()));
    }
    desk.arrived.add_permits(1);
    let released = desk.released.notified();
    tokio::time::sleep(WAY).await;
    let (reaction, response) = {
        let mut grant = desk.grant();
        let reaction = grant.reaction();
        if reaction == Reaction::Unavailable {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        (reaction, grant.refresh(&request.refresh_token))
    };
    match reaction {
        Reaction::LoseResponse => Body::from_stream(Broken).into_response(),
        Reaction::Hold => {
            released.await;
            respond(response)
        }
        Reaction::Respond | Reaction::Unavailable => {
            tokio::time::sleep(WAY).await;
            respond(response)
        }
    }
}

fn respond(tokens: Option<Value>) -> Response {
    let (status, body) = match tokens {
        Some(tokens) => (StatusCode::OK, tokens),
        None => (StatusCode::BAD_REQUEST, json!({ "error": "invalid_grant" })),
    };
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, body.to_string()).into_response()
}

/// A body that fails before its first byte: the server then ends the connection, and not even the status is sent.
struct Broken;

impl futures_core::Stream for Broken {
    type Item = std::io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into())))
    }
}
