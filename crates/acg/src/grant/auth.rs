//! The grant of one customer, as a program uses it: consent, exchange, refresh, revocation.

use std::borrow::Borrow;
use std::sync::Arc;
use std::time::SystemTime;

use url::Url;

use crate::clock::{Clock, SystemClock, from_unix_seconds};
use crate::consent::authorize::{
    AuthorizeBuilder, authorization_url, check_may_be_seen, check_state, requested_scopes,
};
use crate::consent::callback::Callback;
use crate::consent::pending::{PendingAuthorization, Ties};
use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::future::{BoxFuture, spawn_with_result};
use crate::grant::committer::Committer;
use crate::grant::compatibility;
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::grant::engine::{Engine, shared_cache};
use crate::grant::revocation::Revocation;
use crate::grant::token_cache::TokenCache;
use crate::grant::token_endpoint::TokenEndpoint;
use crate::http::default_client::default_http;
use crate::http::service::HttpService;
use crate::operation::Operation;
use crate::provider::profile::{Provider, ResponseMode};
use crate::random::{Random, SystemRandom};
use crate::refresh::circuit_breaker::{BreakerKey, CircuitBreaker};
use crate::refresh::transaction::Wanted;
use crate::secret::Secret;
use crate::store::connection_id::ConnectionId;
use crate::store::record::Record;
use crate::token::bearer::Bearer;
use crate::token::oauth_token::OauthToken;
use crate::token::scope::ScopeDifference;
use crate::vault::records::Vault;

/// One customer's grant at one provider.
///
/// Cheap to clone; clones are the same grant. Every method that sends something does so on a task of its own:
/// dropping its future loses neither a code nor a rotated refresh token. A tokio runtime must be running.
#[derive(Debug, Clone)]
pub struct AuthorizationCodeAuth(Arc<Engine>);

/// Collects an [`AuthorizationCodeAuth`].
#[derive(Debug)]
pub struct AuthBuilder {
    credentials: AuthorizationCodeAuthCredentials,
    provider: Arc<Provider>,
    http: Option<Arc<dyn HttpService>>,
    clock: Option<Arc<dyn Clock>>,
    random: Option<Arc<dyn Random>>,
    store: Option<(Vault, ConnectionId)>,
}

impl AuthBuilder {
    /// Sets the HTTP client. Default: [`HttpClient`](crate::http::HttpClient), if the feature `http-client` is on.
    #[must_use]
    pub fn http(mut self, http: Arc<dyn HttpService>) -> Self {
        self.http = Some(http);
        self
    }

    /// Sets the clock. Default: the machine's.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Sets the source of randomness. Default: the operating system's.
    #[must_use]
    pub fn random(mut self, random: Arc<dyn Random>) -> Self {
        self.random = Some(random);
        self
    }

    /// Sets where the grant is kept, and under which name: a store, or a [`Vault`] with keys and a spool. A
    /// token in the store takes precedence over one in the credentials. Default: in memory, shared by
    /// everything that uses the same credentials.
    #[must_use]
    pub fn store(mut self, store: impl Into<Vault>, connection: ConnectionId) -> Self {
        self.store = Some((store.into(), connection));
        self
    }

    /// Completes the grant. Nothing is sent or loaded yet.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) when no HTTP client was set and none can be made, the
    /// connection's name is reserved, a client without a secret is used with a provider without PKCE, the
    /// client has no credentials for any client authentication that the profile accepts, or id_tokens are to
    /// be validated without an issuer or keys.
    pub fn build(self) -> Result<AuthorizationCodeAuth, Error> {
        let (provider, credentials) = (self.provider, self.credentials);
        compatibility::check(&credentials, &provider)?;
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock::new()));
        let http = self.http.map_or_else(default_http, Ok)?;
        let (vault, connection, cache) = match self.store {
            Some((vault, connection)) => in_store(vault, connection, &provider, &credentials)?,
            None => in_memory(&credentials, &clock)?,
        };
        // Shared by all connections of the client: an incident shows in all of them, and in each one alone too late.
        let breaker = shared_breaker(&vault, &provider, &credentials);
        let random = self.random.unwrap_or_else(|| Arc::new(SystemRandom));
        let endpoint = TokenEndpoint {
            provider: provider.clone(),
            credentials: credentials.clone(),
            http,
            clock: clock.clone(),
            random: random.clone(),
            nonces: vault.state().nonces.clone(),
        };
        let committer = Committer {
            vault,
            connection,
            cache,
            provider,
            credentials,
            clock,
            random,
        };
        Ok(AuthorizationCodeAuth(Arc::new(Engine {
            endpoint,
            committer,
            breaker,
            used_states: Arc::default(),
        })))
    }
}

/// Keeps the names of the engine's own rows free.
fn check_name(connection: &ConnectionId) -> Result<(), Error> {
    if connection.is_reserved() {
        let text = "the name of a connection must not begin with `acg.`";
        return Err(Error::configuration(text));
    }
    Ok(())
}

/// Where a grant is kept, and what the process holds of it.
type Keeping = (Vault, ConnectionId, Arc<TokenCache>);

/// Keeps the grant in a store. Its cache comes through the vault, so that two clients of one connection share it, a
/// single flight and a send lock.
fn in_store(
    vault: Vault,
    connection: ConnectionId,
    provider: &Provider,
    credentials: &AuthorizationCodeAuthCredentials,
) -> Result<Keeping, Error> {
    check_name(&connection)?;
    let (client_id, token) = (credentials.oauth_client_id(), credentials.oauth_token());
    let cache = shared_cache(&vault, &connection, provider, client_id, token);
    Ok((vault, connection, cache))
}

/// Keeps the grant in memory, with the credentials, under the name of the only connection there.
fn in_memory(
    credentials: &AuthorizationCodeAuthCredentials,
    clock: &Arc<dyn Clock>,
) -> Result<Keeping, Error> {
    let connection = ConnectionId::new("default")
        .map_err(|error| Error::configuration("the connection has no name").with_source(error))?;
    let cache = credentials.cache().clone();
    Ok((cache.memory_store(clock).into(), connection, cache))
}

/// Returns the circuit breaker of a client, the same one for every grant of this process that uses the store.
fn shared_breaker(
    vault: &Vault,
    provider: &Provider,
    credentials: &AuthorizationCodeAuthCredentials,
) -> Arc<CircuitBreaker> {
    let key = BreakerKey {
        provider: provider.identity.clone(),
        client_id: credentials.oauth_client_id().to_owned(),
        secret: credentials.proof_fingerprint(),
    };
    let breakers = &vault.state().breakers;
    breakers.get_or_insert_with(key, CircuitBreaker::default)
}

impl AuthorizationCodeAuth {
    /// Starts a grant of this client at this provider.
    pub fn builder(
        credentials: AuthorizationCodeAuthCredentials,
        provider: Provider,
    ) -> AuthBuilder {
        AuthBuilder {
            credentials,
            provider: Arc::new(provider),
            http: None,
            clock: None,
            random: None,
            store: None,
        }
    }

    /// Returns the grant of another connection in the same store, with the same client, provider and HTTP client.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) when this grant is kept in memory, or the name is reserved.
    pub fn with_connection(&self, connection: ConnectionId) -> Result<Self, Error> {
        if self.0.is_in_memory() {
            // In memory the token belongs to the credentials, so a second connection would show the
            // first one's.
            let text = "more than one connection requires a token store";
            return Err(Error::configuration(text));
        }
        check_name(&connection)?;
        Ok(Self(Arc::new(self.0.for_connection(connection))))
    }

    pub(crate) fn engine(&self) -> &Arc<Engine> {
        &self.0
    }

    /// Returns the vault that the grant is kept in.
    pub fn vault(&self) -> &Vault {
        &self.0.committer.vault
    }

    /// Returns how the scope of the present token differs from the one that the credentials, or else the provider's
    /// profile, ask for; `None` when it does not, when there is no token, or when the provider did not name the scope.
    pub fn scope_difference(&self) -> Option<ScopeDifference> {
        let token = self.oauth_token()?;
        let requested = requested_scopes(self.provider(), self.credentials());
        ScopeDifference::between(requested, token.scope.as_deref())
    }

    /// Returns the client's credentials.
    pub fn credentials(&self) -> &AuthorizationCodeAuthCredentials {
        &self.0.endpoint.credentials
    }

    /// Returns the provider's profile.
    pub fn provider(&self) -> &Provider {
        &self.0.endpoint.provider
    }

    /// Returns the name under which the grant is kept.
    pub fn connection(&self) -> &ConnectionId {
        self.0.connection()
    }

    /// Builds the URL to send the customer to, with a `state` of the program's own: the manual path. The program keeps
    /// the state, compares it with the callback's, and exchanges the code before it expires.
    ///
    /// [`authorize`](Self::authorize) does all of that. This path does not send PKCE, because there is
    /// no value that could keep the verifier.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) when the state is empty, or a parameter is missing,
    /// repeated or reserved; [`Configuration`](ErrorKind::Configuration) when the provider takes
    /// pushed requests or signs callbacks alone.
    pub fn get_authorization_url(
        &self,
        parameters: &[(String, String)],
        state: &str,
    ) -> Result<Url, Error> {
        check_state(state)?;
        check_may_be_seen(self.provider())?;
        if self.provider().response_mode == ResponseMode::Jwt {
            let text =
                "signed callbacks are verified only on the safe path: start with `authorize`";
            return Err(Error::configuration(text));
        }
        authorization_url(self.provider(), self.credentials(), parameters, state)
    }

    /// Starts asking the customer for consent: the safe path.
    pub fn authorize(&self) -> AuthorizeBuilder {
        AuthorizeBuilder::new(self.0.endpoint.clone())
    }

    /// Finishes what [`authorize`](Self::authorize) started: checks the callback and exchanges its code.
    ///
    /// A callback that does not belong to `pending` leaves it as it was, so hand over a reference and keep it until
    /// this returns: a forged callback must not end an authorization that is under way.
    ///
    /// # Errors
    /// [`InvalidCallback`](ErrorKind::InvalidCallback) when the pending authorization was used, has expired or
    /// belongs to another client, the callback's state, issuer or signature is wrong, or the nonce of the id_token
    /// is (it is then revoked); [`AccessDenied`](ErrorKind::AccessDenied) when the customer refused; otherwise as
    /// [`fetch_token`](Self::fetch_token). After an error whose recovery is to retry, a serialized copy of
    /// `pending` can be completed with the same callback.
    ///
    /// # Cancel safety
    /// The exchange continues when the future is dropped.
    pub async fn complete(
        &self,
        pending: impl Borrow<PendingAuthorization>,
        callback: Callback,
    ) -> Result<OauthToken, Error> {
        let pending = pending.borrow();
        let (issuer, signed) = (callback.issuer.clone(), callback.signed.clone());
        let code = match callback.with_state(&pending.state) {
            // A callback that is not the provider's must not use the authorization up.
            Err(error) if error.kind() == ErrorKind::InvalidCallback => return Err(error),
            code => code,
        };
        self.0.check_form(signed.as_ref()).await?;
        pending.check_issuer(self.credentials(), self.provider(), issuer.as_deref())?;
        let now = self.0.committer.clock.now();
        self.0.used_states.take(pending, now)?;
        let completed = self
            .exchange(code?, pending.ties(), pending.parameters.clone())
            .await;
        let can_retry = |error: &Error| matches!(error.recovery(), Recovery::Retry { .. });
        // Only where the code certainly did not reach the provider: a code that is sent twice may
        // end the grant (RFC 6749 §4.1.2).
        if completed.as_ref().is_err_and(can_retry) {
            self.0.used_states.give_back(&pending.state);
        }
        completed
    }

    /// Exchanges a code for tokens, makes them this grant's, and calls the update callback. The code is sent once.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) for an empty code; [`ConsentNeeded`](ErrorKind::ConsentNeeded)
    /// when the code is wrong, expired or was used; [`Configuration`](ErrorKind::Configuration) when the client or
    /// redirect URI is refused, or the connection belongs to another client or provider (nothing was sent: see
    /// [`forget`](Self::forget)); [`Transport`](ErrorKind::Transport) when nothing was sent;
    /// [`OutcomeUnknown`](ErrorKind::OutcomeUnknown) when no usable response arrived; [`Store`](ErrorKind::Store)
    /// and [`UpdateCallback`](ErrorKind::UpdateCallback) when the token was issued but not saved (it is in use, and
    /// [`oauth_token`](Self::oauth_token) returns it). A consent of another customer than the connection's, by
    /// [`subject`](OauthToken::subject), is refused and revoked: [`ConsentNeeded`](ErrorKind::ConsentNeeded) with
    /// [`SubjectChanged`](ConsentCause::SubjectChanged). [`forget`](Self::forget) the connection first to give it
    /// to another customer. The same customer's consent continues its history.
    ///
    /// # Cancel safety
    /// The exchange continues when the future is dropped.
    pub async fn fetch_token(&self, code: impl Into<Secret>) -> Result<OauthToken, Error> {
        let key = self.0.endpoint.new_key()?;
        let ties = Ties {
            dpop_key: key.map(|key| key.to_kept()).transpose()?,
            ..Ties::default()
        };
        self.exchange(code.into(), ties, Vec::new()).await
    }

    async fn exchange(
        &self,
        code: Secret,
        ties: Ties,
        parameters: Vec<(String, String)>,
    ) -> Result<OauthToken, Error> {
        if code.is_empty() || code.expose().chars().any(char::is_control) {
            let text = "the code is empty or contains a control character";
            return Err(Error::input(Operation::Exchange, text));
        }
        let engine = self.0.clone();
        let exchange = async move { engine.exchange(&code, &ties, parameters).await };
        self.spawn(Operation::Exchange, Box::pin(exchange)).await
    }

    /// Makes the tokens of a consent that another grant of this client exchanged this one's, and calls the update
    /// callback: for a program that decides only after the exchange under which connection a consent is kept, by
    /// [`subject`](OauthToken::subject) for example. `parameters` are those of the authorization request.
    ///
    /// Returns the record that is replaced. Its consent remains valid at the provider until it is revoked, and its
    /// token is no longer held anywhere. The history of the connection continues.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) when the connection belongs to another client or provider, and
    /// [`Store`](ErrorKind::Store) when it holds a token that cannot be opened: nothing was changed.
    /// [`Store`](ErrorKind::Store) and [`UpdateCallback`](ErrorKind::UpdateCallback) also when the token was not
    /// saved: it is in use, and [`oauth_token`](Self::oauth_token) returns it.
    ///
    /// # Cancel safety
    /// The work continues when the future is dropped.
    pub async fn keep_consent(
        &self,
        token: OauthToken,
        parameters: Vec<(String, String)>,
    ) -> Result<Option<Record>, Error> {
        let engine = self.0.clone();
        let keep = async move { engine.keep_consent(token, parameters).await };
        self.spawn(Operation::Exchange, Box::pin(keep)).await
    }

    /// Refreshes now, whatever the expiry says. Callers at the same time share one refresh.
    ///
    /// # Errors
    /// [`ConsentNeeded`](ErrorKind::ConsentNeeded) when there is no grant, it has no refresh token,
    /// or the provider has ended it; [`OutcomeUnknown`](ErrorKind::OutcomeUnknown) when the
    /// response was lost; [`Configuration`](ErrorKind::Configuration),
    /// [`Provider`](ErrorKind::Provider), [`Transport`](ErrorKind::Transport) and
    /// [`Store`](ErrorKind::Store) as their [`recovery`](Error::recovery) says.
    ///
    /// # Cancel safety
    /// The refresh continues when the future is dropped.
    pub async fn refresh_token(&self) -> Result<OauthToken, Error> {
        // Of the store if there is none in memory: otherwise the stored token would count as the
        // other one, and nothing would be refreshed.
        let known = match self.0.committer.cache.current() {
            Some(current) => current.generation,
            None => self
                .record()
                .await?
                .map_or(0, |record| record.head.generation),
        };
        let current = self.0.renew(Wanted::OtherThan(known)).await?;
        Ok((*current.token).clone())
    }

    /// Revokes the grant at the provider, then removes it here and calls the update callback.
    ///
    /// When the provider cannot be reached, the grant stays, so that the revocation can be tried again;
    /// [`forget`](Self::forget) removes it without the provider.
    ///
    /// # Errors
    /// [`Transport`](ErrorKind::Transport), [`OutcomeUnknown`](ErrorKind::OutcomeUnknown) and
    /// [`Provider`](ErrorKind::Provider): the token must be assumed alive; [`Configuration`](ErrorKind::Configuration);
    /// [`Store`](ErrorKind::Store).
    ///
    /// # Cancel safety
    /// The revocation continues when the future is dropped.
    pub async fn revoke_token(&self) -> Result<Revocation, Error> {
        let engine = self.0.clone();
        let revoke = async move { engine.revoke().await };
        self.spawn(Operation::Revoke, Box::pin(revoke)).await
    }

    /// Removes the grant here and calls the update callback, without telling the provider, where it remains valid
    /// until it expires.
    ///
    /// # Errors
    /// [`Store`](ErrorKind::Store); [`UpdateCallback`](ErrorKind::UpdateCallback) when it was removed but the
    /// callback failed.
    ///
    /// # Cancel safety
    /// The removal continues when the future is dropped.
    pub async fn forget(&self) -> Result<(), Error> {
        let engine = self.0.clone();
        let forget = async move { engine.forget().await };
        self.spawn(Operation::Revoke, Box::pin(forget)).await
    }

    /// Marks the grant as ended because another channel of the provider says so, if `is_meant` accepts the record
    /// in the store, which may already be of a later consent. Nothing is sent. From then on no bearer is returned,
    /// even if it has not expired: in this process at once, in others when they next read the store, within a
    /// minute. Returns whether this call ended it; `false` also when the grant had ended before or there is none.
    ///
    /// # Errors
    /// [`Store`](ErrorKind::Store); [`Configuration`](ErrorKind::Configuration) when it
    /// belongs to another client or provider.
    ///
    /// # Cancel safety
    /// The grant is marked or not when the future is dropped.
    pub async fn end_consent(
        &self,
        is_meant: impl Fn(&Record) -> bool + Send,
    ) -> Result<bool, Error> {
        self.0.end_consent(is_meant).await
    }

    /// Waits for the running operation of this grant, and retries what a store or the update callback
    /// failed to take: for a program that ends.
    /// [`Vault::wait_until_idle`](crate::Vault::wait_until_idle) waits for all grants at once.
    ///
    /// # Errors
    /// [`Store`](ErrorKind::Store) when a token is still held in memory alone;
    /// [`UpdateCallback`](ErrorKind::UpdateCallback) when the callback is required and fails again.
    ///
    /// # Cancel safety
    /// The retry continues when the future is dropped.
    pub async fn retry_pending(&self) -> Result<(), Error> {
        let engine = self.0.clone();
        let retry = async move {
            let _sending = engine.committer.cache.send_lock.lock().await;
            engine.retry_pending().await
        };
        self.spawn(Operation::Restore, Box::pin(retry)).await
    }

    /// Runs `work` on a task of its own, so that dropping the caller does not drop it.
    pub(super) async fn spawn<T: Send + 'static>(
        &self,
        operation: Operation,
        work: BoxFuture<'static, Result<T, Error>>,
    ) -> Result<T, Error> {
        let running = self.0.committer.vault.begin();
        // On a task of its own: a web server drops a handler when its client hangs up, and the code
        // is spent by then.
        let result = spawn_with_result(Box::pin(async move {
            let done = work.await;
            drop(running);
            done
        }));
        result.await.unwrap_or_else(|_| {
            let text = "the operation was interrupted: the runtime is shutting down";
            Err(Error::new(ErrorKind::OutcomeUnknown, operation, text))
        })
    }

    /// Returns a bearer for an API call, refreshed first if it is about to expire.
    ///
    /// # Errors
    /// As [`refresh_token`](Self::refresh_token), but only when no valid token is left.
    ///
    /// # Cancel safety
    /// A refresh continues when the future is dropped.
    pub async fn bearer(&self) -> Result<Bearer, Error> {
        match self.0.bearer_in_memory() {
            Some(bearer) => Ok(bearer),
            None => self.0.renewed_bearer().await,
        }
    }

    /// Returns a bearer other than the one that an API has refused. Refreshes, unless another
    /// caller has done so already: then the current bearer is not a
    /// [replacement](Bearer::is_replacement), and may be refused in its turn.
    ///
    /// # Errors
    /// As [`refresh_token`](Self::refresh_token); [`ConsentNeeded`](ErrorKind::ConsentNeeded) without a request
    /// when the bearer is fresh and was refused all the time: see [`remember_refusal`](Self::remember_refusal).
    ///
    /// # Cancel safety
    /// The refresh continues when the future is dropped.
    pub async fn bearer_after_rejection(&self, rejected: &Bearer) -> Result<Bearer, Error> {
        // A store that cannot be read is a matter of the refresh.
        if let Ok(true) = self.0.is_refused(rejected.generation()).await {
            let (operation, cause) = (Operation::Refresh, ConsentCause::ConsentEnded);
            return Err(Error::consent_needed(operation, cause));
        }
        let bearer = self.0.bearer_instead_of(rejected.generation()).await?;
        bearer.ok_or_else(|| Error::consent_needed(Operation::Refresh, ConsentCause::NoGrant))
    }

    /// Remembers for ten minutes, in the store, that an API refuses this bearer although it is a
    /// [replacement](Bearer::is_replacement): so no caller and no process spends another refresh token on it.
    /// Nothing is remembered of any other bearer, which may have been refused for its age.
    ///
    /// # Errors
    /// [`Store`](ErrorKind::Store).
    ///
    /// # Cancel safety
    /// The write continues when the future is dropped.
    pub async fn remember_refusal(&self, refused: &Bearer) -> Result<(), Error> {
        if !refused.is_replacement() {
            return Ok(());
        }
        let (engine, generation) = (self.0.clone(), refused.generation());
        let remember = async move { engine.remember_refusal(generation).await };
        self.spawn(Operation::Restore, Box::pin(remember)).await
    }

    /// Keeps when the customer was last active, for providers whose API asks for it, beside the grant in the store.
    /// An earlier time than the one kept changes nothing. Completing a consent counts as activity, and so does
    /// signing in, when an `id_token` says it (`auth_time`).
    ///
    /// Without a grant the time is kept in memory, until there is one.
    ///
    /// # Errors
    /// [`Store`](ErrorKind::Store); this process still uses the time.
    ///
    /// # Cancel safety
    /// The write continues when the future is dropped.
    pub async fn touch(&self, at: SystemTime) -> Result<(), Error> {
        let engine = self.0.clone();
        let touch = async move { engine.touch(at).await };
        self.spawn(Operation::Restore, Box::pin(touch)).await
    }

    /// Returns when the customer was last active, as this process knows it, without asking the store; to the second.
    pub fn last_access(&self) -> Option<SystemTime> {
        let at = self.0.committer.cache.last_access();
        at.map(from_unix_seconds)
    }

    /// Returns the token as this process knows it, without asking the store.
    pub fn oauth_token(&self) -> Option<OauthToken> {
        self.0.committer.cache.token()
    }

    /// Loads the grant from the store; `None` when there is none.
    ///
    /// # Errors
    /// [`Store`](ErrorKind::Store); [`Configuration`](ErrorKind::Configuration) when it
    /// belongs to another client or provider.
    pub async fn record(&self) -> Result<Option<Record>, Error> {
        let loaded = self.0.committer.load(Operation::Restore).await?;
        Ok(loaded.map(|loaded| loaded.record))
    }
}
