//! An identity provider inside a test: refresh tokens that work once, and a network that does what the test says.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, Uri};
use serde_json::{Value, json};

use crate::clock::{Clock, unix_seconds};
use crate::error::Error;
use crate::grant::credentials::{AuthorizationCodeAuthCredentials, CredentialsBuilder};
use crate::http::service::Request;
use crate::operation::Operation;
use crate::provider::client_auth::ClientAuth;
use crate::provider::error::{OauthErrorCode, OauthProviderError};
use crate::provider::profile::{Pkce, Provider, Verdict};
use crate::secret::Secret;
use crate::sync::{Mutex, lock};
use crate::testing::reaction::Reaction;
use crate::token::bearer::BearerSource;

/// The description of a refused refresh token.
pub const CLAIMED: &str = "Refresh token is invalid or has already been claimed by another client.";

/// How long a new token lives, in seconds, unless the test says otherwise.
const LIFETIME: i64 = 900;

/// An identity provider that rotates refresh tokens: each one works once. Clones are the same provider.
///
/// It is as odd as a provider may be: the id_token is the bearer, and a refused token is an `invalid_request`. See
/// [`profile`](Self::profile).
#[derive(Debug, Clone)]
pub struct RotatingProvider {
    clock: Arc<dyn Clock>,
    pub(super) inner: Arc<Mutex<Inner>>,
}

#[derive(Debug)]
pub(super) struct Inner {
    prefix: &'static str,
    /// The refresh tokens that work.
    live: BTreeSet<String>,
    /// The refresh tokens that were used, with their successors and what the network did to these.
    used: BTreeMap<String, Used>,
    grace: Grace,
    /// The codes that can be exchanged; `None` for any.
    codes: Option<BTreeSet<String>>,
    /// The nonce in new id_tokens.
    nonce: Option<String>,
    issued: u32,
    refreshes: usize,
    double_spends: usize,
    lifetime: i64,
    pub(super) yields: usize,
    pub(super) seen: Vec<Seen>,
    pub(super) script: VecDeque<Reaction>,
}

#[derive(Debug)]
struct Used {
    successor: u32,
    arrival: Arrival,
}

/// Whether the response to a used refresh token arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrival {
    Arrived,
    Lost,
}

/// What the provider does when a used refresh token is presented again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Grace {
    /// It refuses.
    #[default]
    None,
    /// It gives the same successor again, as long as that works.
    SameSuccessor,
    /// It issues another successor each time, and all of them work.
    AnotherSuccessor,
}

/// A request as the provider saw it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Seen {
    /// Where it went.
    pub uri: Uri,
    /// Its headers.
    pub headers: HeaderMap,
    /// The fields of its form.
    pub form: BTreeMap<String, String>,
}

impl Seen {
    pub(super) fn of(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        Self {
            uri: parts.uri,
            headers: parts.headers,
            form: form_urlencoded::parse(&body).into_owned().collect(),
        }
    }

    /// Returns what was asked for.
    pub fn operation(&self) -> Operation {
        let grant_type = self.form.get("grant_type").map(String::as_str);
        match (self.uri.path(), grant_type) {
            ("/revoke", _) => Operation::Revoke,
            (_, Some("refresh_token")) => Operation::Refresh,
            _ => Operation::Exchange,
        }
    }
}

impl RotatingProvider {
    /// Creates a provider on this clock, which knows the code `code`.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let inner = Inner {
            prefix: "rt-",
            live: BTreeSet::new(),
            used: BTreeMap::new(),
            grace: Grace::default(),
            codes: Some(BTreeSet::from(["code".to_owned()])),
            nonce: None,
            issued: 0,
            refreshes: 0,
            double_spends: 0,
            lifetime: LIFETIME,
            yields: 0,
            seen: Vec::new(),
            script: VecDeque::new(),
        };
        Self {
            clock,
            inner: Arc::new(Mutex::new(inner)),
        }
    }

    /// Builds the profile of this provider.
    ///
    /// # Errors
    /// Never: the endpoints are URLs.
    pub fn profile() -> Result<Provider, Error> {
        let url = |text: &str| {
            url::Url::parse(text).map_err(|_| Error::configuration("an endpoint is not a URL"))
        };
        let (authorize, token) = (
            url("https://idp.example/auth")?,
            url("https://idp.example/token")?,
        );
        Ok(Provider::rfc6749(authorize, token)?
            .revocation_endpoint(url("https://idp.example/revoke")?)?
            // Unlike RFC 6749's profile in what a real provider was seen to do differently, so that
            // nothing in the engine relies on the defaults.
            .refresh_auth(ClientAuth::Body)
            .revoke_auth(ClientAuth::Body)
            .bearer(BearerSource::IdToken)
            .pkce(Pkce::Off)
            .classify(classify))
    }

    /// Begins the credentials of a client of this provider.
    pub fn credentials() -> CredentialsBuilder {
        AuthorizationCodeAuthCredentials::builder(
            "client",
            "client-secret",
            "https://app.example/callback",
        )
    }

    /// Sets what the text of every refresh token begins with. Default: `rt-`.
    pub fn set_prefix(&self, prefix: &'static str) {
        lock(&self.inner).prefix = prefix;
    }

    /// Sets how long new tokens live, in seconds. Default: 900.
    pub fn set_lifetime(&self, seconds: i64) {
        lock(&self.inner).lifetime = seconds;
    }

    /// Sets what happens to used refresh tokens.
    pub fn set_grace(&self, grace: Grace) {
        lock(&self.inner).grace = grace;
    }

    /// Lets other tasks run so often while a request is on its way. Default: not at all.
    pub fn set_yields(&self, count: usize) {
        lock(&self.inner).yields = count;
    }

    /// Says what happens to the next requests. Those after them are processed.
    pub fn next(&self, reactions: impl IntoIterator<Item = Reaction>) {
        lock(&self.inner).script.extend(reactions);
    }

    /// Lets this code be exchanged, once.
    pub fn give_code(&self, code: &str) {
        if let Some(codes) = &mut lock(&self.inner).codes {
            codes.insert(code.to_owned());
        }
    }

    /// Lets every code be exchanged, as often as it comes.
    pub fn accept_every_code(&self) {
        lock(&self.inner).codes = None;
    }

    /// Sets the nonce in new id_tokens. Default: none.
    pub fn set_nonce(&self, nonce: Option<String>) {
        lock(&self.inner).nonce = nonce;
    }

    /// Makes a refresh token work that the provider has not issued.
    pub fn give_refresh_token(&self, token: &str) {
        lock(&self.inner).live.insert(token.to_owned());
    }

    /// Ends one refresh token.
    pub fn end(&self, token: &str) {
        lock(&self.inner).live.remove(token);
    }

    /// Ends every refresh token.
    pub fn end_everything(&self) {
        lock(&self.inner).live.clear();
    }

    /// Returns the refresh tokens that work.
    pub fn live(&self) -> Vec<String> {
        lock(&self.inner).live.iter().cloned().collect()
    }

    /// Returns the requests that came, oldest first.
    pub fn seen(&self) -> Vec<Seen> {
        lock(&self.inner).seen.clone()
    }

    /// Returns how many requests of this kind came.
    pub fn count(&self, operation: Operation) -> usize {
        let inner = lock(&self.inner);
        let seen = inner.seen.iter();
        seen.filter(|seen| seen.operation() == operation).count()
    }

    /// Returns how many refresh tokens were replaced.
    pub fn refreshes(&self) -> usize {
        lock(&self.inner).refreshes
    }

    /// Returns how often a refresh token was presented that had been used, except for those whose response was lost.
    pub fn double_spends(&self) -> usize {
        lock(&self.inner).double_spends
    }

    /// Returns the number of a refresh token, in the order in which they were issued; the first is 1.
    pub fn number_of(&self, token: &Secret) -> Option<u32> {
        let prefix = lock(&self.inner).prefix;
        token.expose().strip_prefix(prefix)?.parse().ok()
    }

    /// Returns the number of the newest refresh token.
    pub fn newest(&self) -> u32 {
        lock(&self.inner).issued
    }

    /// Processes a form, without the network. Returns the status and the body of the response.
    pub fn process(&self, path: &str, form: &str) -> (u16, String) {
        let seen = Seen {
            uri: path.parse().unwrap_or_default(),
            headers: HeaderMap::new(),
            form: form_urlencoded::parse(form.as_bytes())
                .into_owned()
                .collect(),
        };
        let (status, body) = self.process_with(&seen, Arrival::Arrived);
        (status, body.to_string())
    }

    /// Returns whether the token was used and its response lost.
    pub(super) fn has_lost(&self, token: &str) -> bool {
        let inner = lock(&self.inner);
        inner
            .used
            .get(token)
            .is_some_and(|used| used.arrival == Arrival::Lost)
    }

    /// Processes a request whose response arrives, or does not.
    pub(super) fn process_with(&self, seen: &Seen, arrival: Arrival) -> (u16, Value) {
        let now = unix_seconds(self.clock.now());
        let mut inner = lock(&self.inner);
        let field = |name: &str| seen.form.get(name).cloned().unwrap_or_default();
        // A device presents a code of its own (RFC 8628 §3.4).
        let code = [field("code"), field("device_code")].concat();
        match seen.operation() {
            Operation::Revoke if inner.live.remove(&field("token")) => (200, json!({})),
            Operation::Refresh => match inner.successor_of(&field("refresh_token"), arrival) {
                Some(number) => (200, inner.tokens(number, now)),
                None => refused(CLAIMED),
            },
            Operation::Exchange if inner.takes_code(&code) => {
                let number = inner.issue();
                (200, inner.tokens(number, now))
            }
            Operation::Exchange => refused("Invalid or expired code parameter."),
            // RFC 7009 §2.2 asks for 200 here. Not every provider does so, and the engine has to
            // cope.
            _ => refused(CLAIMED),
        }
    }
}

impl Inner {
    fn takes_code(&mut self, code: &str) -> bool {
        self.codes.as_mut().is_none_or(|codes| codes.remove(code))
    }

    /// Returns the number of the token that replaces a refresh token; `None` when the token is refused.
    fn successor_of(&mut self, token: &str, arrival: Arrival) -> Option<u32> {
        if self.live.remove(token) {
            self.refreshes += 1;
            let successor = self.issue();
            let used = Used { successor, arrival };
            self.used.insert(token.to_owned(), used);
            return Some(successor);
        }
        let used = self.used.get(token)?;
        // After a lost response there is nothing else that a client can present, so only a token
        // whose response arrived counts.
        self.double_spends += usize::from(used.arrival == Arrival::Arrived);
        match self.grace {
            Grace::None => None,
            Grace::SameSuccessor => {
                let successor = used.successor;
                // A successor that was used in its turn ends the grace for the token before it.
                let is_live = self.live.contains(&self.name(successor));
                is_live.then_some(successor)
            }
            Grace::AnotherSuccessor => Some(self.issue()),
        }
    }

    fn issue(&mut self) -> u32 {
        self.issued += 1;
        let name = self.name(self.issued);
        self.live.insert(name);
        self.issued
    }

    fn name(&self, number: u32) -> String {
        format!("{}{number}", self.prefix)
    }

    fn tokens(&self, number: u32, now: i64) -> Value {
        let mut claims = json!({
            "sub": "customer",
            "iat": now,
            "exp": now + self.lifetime,
            "n": number,
        });
        if let Some(nonce) = &self.nonce {
            claims["nonce"] = json!(nonce);
        }
        json!({
            "id_token": unsigned_jwt(&claims),
            "refresh_token": self.name(number),
            "token_type": "bearer",
            "expires_in": self.lifetime,
        })
    }
}

fn refused(description: &str) -> (u16, Value) {
    let body = json!({"error": "invalid_request", "error_description": description});
    (400, body)
}

/// Builds an unsigned JWT with these claims.
pub fn unsigned_jwt(claims: &Value) -> String {
    let payload = URL_SAFE_NO_PAD.encode(claims.to_string());
    format!("eyJhbGciOiJub25lIn0.{payload}.c2ln")
}

/// Returns what an error of this provider means.
fn classify(error: &OauthProviderError) -> Verdict {
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
