//! Sends requests to the provider's token and revocation endpoints.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use http::header::AUTHORIZATION;
use tokio::time::error::Elapsed;
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::clock::Clock;
use crate::dpop::key::DpopKey;
use crate::dpop::nonces::Nonces;
use crate::dpop::proof::{DPOP, Proof, USE_DPOP_NONCE};
use crate::endpoint::client::Client;
use crate::endpoint::device::{
    DeviceCodes, device_authorization_request, device_token_request, read_device_codes,
};
use crate::endpoint::exchange::exchange_request;
use crate::endpoint::failure::Failure;
use crate::endpoint::pushed::{Pushed, pushed_request, read_pushed};
use crate::endpoint::refresh::refresh_request;
use crate::endpoint::response::{RESPONSE_LIMIT, RawResponse};
use crate::endpoint::revocation::{
    RevocationResponse, read_revocation_response, revocation_request,
};
use crate::endpoint::token_response::{TokenResponse, read_token_response};
use crate::error::{Error, ErrorKind};
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::http::error::HttpError;
use crate::http::service::{HttpService, Request};
#[cfg(feature = "jose")]
use crate::identity::remote_keys::Loader;
use crate::operation::Operation;
use crate::provider::profile::{Dpop, Provider};
use crate::random::Random;
use crate::secret::Secret;
use crate::token::bearer::Scheme;

/// How long a process looks once more for a response after its time is up.
///
/// A process that was suspended wakes up past its timeout while the response waits in a socket that has not been
/// read yet. Without this second look the timer would win, and a response that is already here would be lost.
const LAST_LOOK: Duration = Duration::from_secs(1);

/// The provider's endpoints, as one client uses them. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct TokenEndpoint {
    pub(crate) provider: Arc<Provider>,
    pub(crate) credentials: AuthorizationCodeAuthCredentials,
    pub(crate) http: Arc<dyn HttpService>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) nonces: Arc<Nonces>,
}

impl TokenEndpoint {
    /// Makes the key of a new consent, if its tokens are to be bound to one.
    pub(crate) fn new_key(&self) -> Result<Option<DpopKey>, Error> {
        match self.provider.dpop {
            Dpop::Off => Ok(None),
            Dpop::Required => DpopKey::generate().map(Some),
        }
    }

    /// Sends a code, once. The tokens are bound to the key, and come with it.
    pub(crate) async fn exchange(
        &self,
        code: &Secret,
        verifier: Option<&Secret>,
        key: Option<&Secret>,
    ) -> TokenResponse {
        let request = || exchange_request(&self.client(), code, verifier);
        let secrets = [code.expose(), verifier.map_or("", Secret::expose)];
        self.tokens(Operation::Exchange, request, key, &secrets)
            .await
    }

    /// Pushes the parameters of an authorization request.
    pub(crate) async fn push(&self, parameters: &[(String, String)]) -> Result<Pushed, Failure> {
        let request = || pushed_request(&self.client(), parameters);
        let read = |response: &RawResponse<'_>| read_pushed(&self.provider, response);
        self.send(Operation::Authorize, request, None, &[], read)
            .await
    }

    /// Asks for the codes of a device.
    pub(crate) async fn authorize_device(
        &self,
        parameters: &[(String, String)],
    ) -> Result<DeviceCodes, Failure> {
        let request = || device_authorization_request(&self.client(), parameters);
        let read = |response: &RawResponse<'_>| read_device_codes(&self.provider, response);
        self.send(Operation::Authorize, request, None, &[], read)
            .await
    }

    /// Asks, once, whether the customer has decided on another device.
    pub(crate) async fn poll_device(
        &self,
        device_code: &Secret,
        key: Option<&Secret>,
    ) -> TokenResponse {
        let request = || device_token_request(&self.client(), device_code);
        let secrets = [device_code.expose()];
        self.tokens(Operation::Exchange, request, key, &secrets)
            .await
    }

    /// Sends a refresh token, once. The new tokens are bound to the key of the old ones.
    pub(crate) async fn refresh(
        &self,
        refresh_token: &Secret,
        key: Option<&Secret>,
    ) -> TokenResponse {
        // The token would come back as a bearer, which the profile forbids: a spent token and
        // nothing for it.
        if key.is_none() && self.provider.dpop == Dpop::Required {
            let text = "the provider's profile requires a grant that is bound to a key, and this one is not: ask the customer for consent again";
            return Err(Failure::NotSent(Error::configuration(text)));
        }
        let request = || refresh_request(&self.client(), refresh_token);
        let secrets = [refresh_token.expose()];
        self.tokens(Operation::Refresh, request, key, &secrets)
            .await
    }

    /// Sends a request for tokens, which come with the key that they are bound to.
    async fn tokens(
        &self,
        operation: Operation,
        request: impl Fn() -> Result<Request, Error>,
        kept: Option<&Secret>,
        secrets: &[&str],
    ) -> TokenResponse {
        let key = kept.map(DpopKey::from_kept).transpose();
        let key = key.map_err(Failure::NotSent)?;
        let read = |response: &RawResponse<'_>| read_token_response(&self.provider, response);
        let sent = self.send(operation, request, key.as_ref(), secrets, read);
        let mut issued = sent.await?;
        issued.token.dpop_key = kept.cloned();
        Ok(issued)
    }

    /// Revokes a refresh token.
    pub(crate) async fn revoke(&self, refresh_token: &Secret) -> RevocationResponse {
        let request = || revocation_request(&self.client(), refresh_token);
        let read = |response: &RawResponse<'_>| read_revocation_response(&self.provider, response);
        let secrets = [refresh_token.expose()];
        self.send(Operation::Revoke, request, None, &secrets, read)
            .await
    }

    /// Describes the client as it makes a request now. Each request is made for itself,
    /// because an assertion may be used once.
    fn client(&self) -> Client<'_> {
        Client {
            provider: &self.provider,
            credentials: &self.credentials,
            now: self.clock.now(),
            random: &*self.random,
        }
    }

    /// Describes how the provider's keys are loaded: like a request to an endpoint, not for longer than the profile allows.
    #[cfg(feature = "jose")]
    pub(crate) fn key_loader(&self) -> Loader<'_> {
        Loader {
            http: &*self.http,
            clock: &*self.clock,
            patience: self.provider.timeout,
        }
    }

    /// Returns the longest time from sending a request to the end of the wait for its response.
    pub(crate) fn longest_wait(&self) -> Duration {
        self.provider.timeout.saturating_add(LAST_LOOK)
    }

    /// Sends a request. No redirect is followed and nothing is repeated: a second request would present a code or
    /// refresh token that the first one may have used up. The exception is [`converse`](Self::converse)'s.
    async fn send<T>(
        &self,
        operation: Operation,
        request: impl Fn() -> Result<Request, Error>,
        key: Option<&DpopKey>,
        secrets: &[&str],
        read: impl FnOnce(&RawResponse<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        // What has arrived stays here when the connection breaks or the time is up: the bytes may be a whole response.
        let mut arrived = Arrived::default();
        let waited = {
            // In its place: handed over by value it would have one more in the function that waits.
            let conversation = pin!(self.converse(&request, key, &mut arrived));
            self.wait_for(conversation).await
        };
        let broken = match waited {
            Ok(Ok(())) => None,
            Ok(Err(Broken::NotMade(error))) => return Err(Failure::NotSent(error)),
            Ok(Err(Broken::Http(error))) => Some(no_response(operation, error)),
            Err(_) => Some(Failure::Lost(timed_out(operation))),
        };
        // A server that echoes the request in its error text must not put the secret into ours, in
        // either spelling.
        let client_secret = self.credentials.oauth_client_secret().expose();
        let secrets = [secrets, &[client_secret, &arrived.proof]].concat();
        match (&arrived.parts, broken) {
            (Some(parts), broken) => read(&RawResponse {
                operation,
                status: parts.status,
                headers: &parts.headers,
                body: &arrived.body,
                broken: broken.map(|failure| lost_part(operation, failure)),
                scheme: key.map_or(Scheme::Bearer, |_| Scheme::Dpop),
                secrets: &secrets,
            }),
            (None, broken) => Err(broken.unwrap_or_else(|| Failure::Lost(timed_out(operation)))),
        }
    }

    async fn wait_for<T>(&self, mut call: Pin<&mut impl Future<Output = T>>) -> Result<T, Elapsed> {
        match timeout(self.provider.timeout, &mut call).await {
            // A response that has just arrived may wait for a busy runtime to poll it. It holds a
            // successor, so it is looked at once more.
            Err(_) => timeout(LAST_LOOK, call).await,
            response => response,
        }
    }

    /// Sends a request, and once more if the provider wants its nonce in the proof: that refusal says that
    /// nothing was processed (RFC 9449 §8), so that the two present a refresh token once. Both within the
    /// time of one: a lease is made for that.
    async fn converse(
        &self,
        request: &impl Fn() -> Result<Request, Error>,
        key: Option<&DpopKey>,
        arrived: &mut Arrived,
    ) -> Result<(), Broken> {
        let started = self.clock.since_boot();
        self.ask(request, key, arrived).await?;
        // As the fence before the first one: this process may have slept, and another one
        // may be sending the same token now.
        let is_in_time = || {
            let passed = self.clock.since_boot().saturating_sub(started);
            passed < self.provider.timeout
        };
        if key.is_some() && arrived.wants_nonce() && is_in_time() {
            *arrived = Arrived::default();
            // A request of its own: neither a proof nor an assertion may be presented twice.
            self.ask(request, key, arrived).await?;
        }
        Ok(())
    }

    async fn ask(
        &self,
        request: &impl Fn() -> Result<Request, Error>,
        key: Option<&DpopKey>,
        arrived: &mut Arrived,
    ) -> Result<(), Broken> {
        let mut request = request().map_err(Broken::NotMade)?;
        arrived.proof = proof_in(&request);
        let Some(key) = key else {
            return self.receive(request, arrived).await.map_err(Broken::Http);
        };
        let uri = request.uri().clone();
        let proof = Proof {
            method: request.method(),
            uri: &uri,
            nonce: self.nonces.of(&uri),
            token: None,
        };
        let proof = proof.sign(key, self.clock.now(), &*self.random);
        request
            .headers_mut()
            .insert(DPOP, proof.map_err(Broken::NotMade)?);
        let done = self.receive(request, arrived).await;
        if let Some(parts) = &arrived.parts {
            arrived.has_nonce = self.nonces.remember(&uri, &parts.headers);
        }
        done.map_err(Broken::Http)
    }

    async fn receive(&self, request: Request, arrived: &mut Arrived) -> Result<(), HttpError> {
        let (parts, body) = self.http.call(request).await?.into_parts();
        // Before the body: the status alone says whether the request was processed.
        arrived.parts = Some(parts);
        body.collect_into(&mut arrived.body, RESPONSE_LIMIT).await
    }
}

/// What has arrived of a response.
#[derive(Default)]
struct Arrived {
    parts: Option<http::response::Parts>,
    body: BytesMut,
    /// Whether the response had a nonce for the next proof.
    has_nonce: bool,
    /// The client's proof in the request.
    proof: Zeroizing<String>,
}

/// Why a conversation was not finished.
enum Broken {
    /// A request could not be made, so it was not sent.
    NotMade(Error),
    Http(HttpError),
}

impl Arrived {
    /// Returns whether the provider has refused the request, unprocessed, for the lack of its nonce.
    fn wants_nonce(&self) -> bool {
        #[derive(serde::Deserialize)]
        struct ErrorBody {
            error: String,
        }
        let is_refused = self
            .parts
            .as_ref()
            // 400 by RFC 9449 §8; 401 is for APIs (§9), and taken here too.
            .is_some_and(|parts| matches!(parts.status.as_u16(), 400 | 401));
        self.has_nonce
            && is_refused
            && serde_json::from_slice(&self.body)
                .is_ok_and(|body: ErrorBody| body.error == USE_DPOP_NONCE)
    }
}

fn timed_out(operation: Operation) -> Error {
    let text = "the provider did not respond in time";
    Error::new(ErrorKind::OutcomeUnknown, operation, text)
}

/// Returns the error of a response whose rest is missing. Its head has arrived, so the request was processed.
fn lost_part(operation: Operation, failure: Failure) -> Error {
    match failure {
        Failure::Lost(error) | Failure::NotSent(error) => error,
        _ => timed_out(operation),
    }
}

/// Returns the client's proof in the request, the base64 text of HTTP Basic or an assertion:
/// a provider may repeat it in an error text.
fn proof_in(request: &Request) -> Zeroizing<String> {
    let header = request.headers().get(AUTHORIZATION);
    let basic = header
        .and_then(|value| value.to_str().ok())
        // Without the scheme's name, which an error text may well hold.
        .and_then(|value| value.split(' ').next_back());
    let assertion = || {
        form_urlencoded::parse(request.body())
            .find(|(name, _)| name == "client_assertion")
            .map(|(_, assertion)| assertion.into_owned())
    };
    Zeroizing::new(
        basic
            .map(str::to_owned)
            .or_else(assertion)
            .unwrap_or_default(),
    )
}

fn no_response(operation: Operation, error: HttpError) -> Failure {
    // Only a request that certainly did not reach the provider may be sent again.
    if error.is_unprocessed() {
        let text = "the provider could not be reached";
        Failure::NotSent(Error::new(ErrorKind::Transport, operation, text).with_source(error))
    } else {
        let text = "the provider's response did not arrive";
        Failure::Lost(Error::new(ErrorKind::OutcomeUnknown, operation, text).with_source(error))
    }
}
