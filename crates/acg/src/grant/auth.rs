//! The grant of one customer: consent, exchange, refresh, revocation.

use std::sync::Arc;

use url::Url;

use crate::clock::{Clock, SystemClock};
use crate::consent::authorize::AuthorizeBuilder;
use crate::consent::authorize::{authorization_url, check_state};
use crate::consent::callback::Callback;
use crate::consent::pending::PendingAuthorization;
use crate::endpoint::exchange::{Answer, Form};
use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::grant::revocation::Revocation;
use crate::grant::session::{Place, Session, outcome_unknown, refusal, store_failure, too_many};
use crate::grant::token_cache::{CellKey, TokenCell};
use crate::grant::update::UpdateReason;
use crate::http::service::HttpService;
use crate::operation::Operation;
use crate::provider::profile::Provider;
use crate::random::{Random, SystemRandom};
use crate::refresh::circuit_breaker::{Breaker, BreakerKey};
use crate::refresh::transaction::Need;
use crate::secret::Secret;
use crate::store::connection_id::ConnectionId;
use crate::store::error::StoreErrorKind;
use crate::store::history::{Event, Fingerprint};
use crate::store::record::Record;
use crate::store::row::Stored;
use crate::token::bearer::Bearer;
use crate::token::oauth_token::OauthToken;
use crate::vault::records::Vault;

/// One customer's grant at one provider.
///
/// Cheap to clone; clones are the same grant. Every method that sends something does so on a task of its own: dropping the
/// future loses neither a code nor a rotated refresh token. A tokio runtime must be running.
#[derive(Debug, Clone)]
pub struct AuthorizationCodeAuth(Arc<Session>);

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
    /// Sets the HTTP client. Default: [`ReqwestService`](crate::http::ReqwestService), if the feature `reqwest` is on.
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

    /// Sets where the grant is kept, and under which name: a store, or a [`Vault`] with keys and a spool. What the store holds
    /// wins over a token in the credentials. Default: in memory, shared by everything that uses the same credentials.
    #[must_use]
    pub fn store(mut self, store: impl Into<Vault>, connection: ConnectionId) -> Self {
        self.store = Some((store.into(), connection));
        self
    }

    /// Completes the grant. Nothing is sent or loaded yet.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) when there is no HTTP client and none can be made.
    pub fn build(self) -> Result<AuthorizationCodeAuth, Error> {
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock::new()));
        let http = self.http.map_or_else(default_http, Ok)?;
        let (vault, connection, cell) = match self.store {
            Some((vault, connection)) => {
                let key = cell_key(&vault, &connection, &self.provider, &self.credentials);
                let cell = TokenCell::shared(key, self.credentials.oauth_token());
                (vault, connection, cell)
            }
            None => {
                let cell = self.credentials.cell().clone();
                let connection = ConnectionId::new("default");
                let connection = connection
                    .map_err(|error| Error::configuration("no connection").with_source(error))?;
                (cell.home(&clock).into(), connection, cell)
            }
        };
        let breaker = breaker(&vault, &self.provider, &self.credentials);
        Ok(AuthorizationCodeAuth(Arc::new(Session {
            credentials: self.credentials,
            provider: self.provider,
            http,
            clock,
            random: self.random.unwrap_or_else(|| Arc::new(SystemRandom)),
            vault,
            breaker,
            connection,
            cell,
            used_states: Arc::default(),
        })))
    }
}

fn cell_key(
    vault: &Vault,
    connection: &ConnectionId,
    provider: &Provider,
    credentials: &AuthorizationCodeAuthCredentials,
) -> CellKey {
    CellKey {
        store: vault.store().identity().id.clone(),
        connection: connection.clone(),
        provider: provider.identity.clone(),
        client_id: credentials.oauth_client_id().to_owned(),
    }
}

fn breaker(
    vault: &Vault,
    provider: &Provider,
    credentials: &AuthorizationCodeAuthCredentials,
) -> Arc<Breaker> {
    Breaker::shared(BreakerKey {
        store: vault.store().identity().id.clone(),
        provider: provider.identity.clone(),
        client_id: credentials.oauth_client_id().to_owned(),
        secret: Fingerprint::of(credentials.oauth_client_secret()),
    })
}

#[cfg(feature = "reqwest")]
fn default_http() -> Result<Arc<dyn HttpService>, Error> {
    Ok(Arc::new(crate::http::ReqwestService::new(
        &crate::http::ReqwestOptions::default(),
    )?))
}

#[cfg(not(feature = "reqwest"))]
fn default_http() -> Result<Arc<dyn HttpService>, Error> {
    Err(Error::configuration(
        "there is no HTTP client: set one, or turn the feature `reqwest` on",
    ))
}

impl AuthorizationCodeAuth {
    /// Starts a grant of this client at this provider.
    pub fn builder(
        credentials: AuthorizationCodeAuthCredentials,
        provider: Provider,
    ) -> AuthBuilder {
        let provider = Arc::new(provider);
        AuthBuilder {
            credentials,
            provider,
            http: None,
            clock: None,
            random: None,
            store: None,
        }
    }

    /// Another connection's grant in the same store, with the same client, provider and HTTP client.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) when this grant has no store but its memory.
    pub fn with_connection(&self, connection: ConnectionId) -> Result<Self, Error> {
        if Arc::ptr_eq(&self.0.cell, self.0.credentials.cell()) {
            return Err(Error::configuration(
                "several connections need a token store",
            ));
        }
        Ok(Self(Arc::new(self.0.for_connection(connection, None))))
    }

    pub(crate) fn session(&self) -> &Arc<Session> {
        &self.0
    }

    /// The client's credentials.
    pub fn credentials(&self) -> &AuthorizationCodeAuthCredentials {
        &self.0.credentials
    }

    /// The provider's profile.
    pub fn provider(&self) -> &Provider {
        &self.0.provider
    }

    /// The name under which the grant is kept.
    pub fn connection(&self) -> &ConnectionId {
        &self.0.connection
    }

    /// The URL to send the customer to, with a `state` of the program's own choice: the manual path. The program keeps the
    /// state, compares it when the callback comes, and exchanges the code within its life.
    ///
    /// [`authorize`](Self::authorize) does all that. PKCE is not sent on this path, because nobody could keep the verifier.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) when the state is empty, or a parameter is missing, repeated or reserved.
    pub fn get_authorization_url(
        &self,
        parameters: &[(String, String)],
        state: &str,
    ) -> Result<Url, Error> {
        check_state(state)?;
        authorization_url(
            &self.0.provider,
            &self.0.credentials,
            parameters,
            state,
            None,
        )
    }

    /// Starts asking the customer for consent: the safe path.
    pub fn authorize(&self) -> AuthorizeBuilder {
        let session = &self.0;
        AuthorizeBuilder::new(
            session.provider.clone(),
            session.credentials.clone(),
            session.clock.clone(),
            session.random.clone(),
        )
    }

    /// Finishes what [`authorize`](Self::authorize) started: checks the callback and exchanges its code.
    ///
    /// # Errors
    /// [`InvalidCallback`](ErrorKind::InvalidCallback) when the pending authorization is used, expired or not this client's,
    /// or the callback's state or issuer is wrong; [`AccessDenied`](ErrorKind::AccessDenied) when the customer refused;
    /// otherwise as [`fetch_token`](Self::fetch_token). After an error whose recovery is to retry, a serialised copy of
    /// `pending` can be completed, with the same callback.
    ///
    /// # Cancel safety
    /// The exchange goes on when the future is dropped.
    pub async fn complete(
        &self,
        pending: PendingAuthorization,
        callback: Callback,
    ) -> Result<OauthToken, Error> {
        let session = &self.0;
        let issuer = callback.issuer.clone();
        let verified = callback.verified(&pending.state);
        if verified
            .as_ref()
            .is_err_and(|error| error.kind() == ErrorKind::InvalidCallback)
        {
            return verified.map(|_| OauthToken::empty());
        }
        session.check_callback(&pending, issuer.as_deref())?;
        session.used_states.take(&pending, session.clock.now())?;
        let code = verified?;
        let completed = self
            .exchange(code, pending.verifier, pending.parameters)
            .await;
        if completed
            .as_ref()
            .is_err_and(|error| matches!(error.recovery(), Recovery::Retry { .. }))
        {
            session.used_states.give_back(&pending.state);
        }
        completed
    }

    /// Exchanges a code for tokens, makes them this grant's, and calls the update callback. The code is sent once.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) for an empty code; [`ConsentNeeded`](ErrorKind::ConsentNeeded) when the code
    /// is wrong, expired or spent; [`Configuration`](ErrorKind::Configuration) when the client or redirect URI is refused, or
    /// the connection is another client's or provider's (nothing was sent: see [`forget`](Self::forget));
    /// [`Transport`](ErrorKind::Transport) when nothing was sent; [`OutcomeUnknown`](ErrorKind::OutcomeUnknown) when no usable
    /// answer came; [`Store`](ErrorKind::Store) and [`UpdateCallback`](ErrorKind::UpdateCallback) when the token was had but not
    /// saved (it is in use and [`oauth_token`](Self::oauth_token) gives it).
    ///
    /// # Cancel safety
    /// The exchange goes on when the future is dropped.
    pub async fn fetch_token(&self, code: impl Into<Secret>) -> Result<OauthToken, Error> {
        self.exchange(code.into(), None, Vec::new()).await
    }

    async fn exchange(
        &self,
        code: Secret,
        verifier: Option<Secret>,
        parameters: Vec<(String, String)>,
    ) -> Result<OauthToken, Error> {
        if code.is_empty() || code.expose().chars().any(char::is_control) {
            return Err(Error::input(
                Operation::Exchange,
                "the code is empty or holds a control character",
            ));
        }
        let session = self.0.clone();
        self.apart(Operation::Exchange, async move {
            session.exchange(&code, verifier.as_ref(), parameters).await
        })
        .await
    }

    /// Refreshes now, whatever the expiry says. Callers at the same time share one refresh.
    ///
    /// # Errors
    /// [`ConsentNeeded`](ErrorKind::ConsentNeeded) when there is no grant, no refresh token, or the provider has ended it;
    /// [`OutcomeUnknown`](ErrorKind::OutcomeUnknown) when the answer was lost; [`Configuration`](ErrorKind::Configuration),
    /// [`Provider`](ErrorKind::Provider), [`Transport`](ErrorKind::Transport) and [`Store`](ErrorKind::Store) as their
    /// [`recovery`](Error::recovery) says.
    ///
    /// # Cancel safety
    /// The refresh goes on when the future is dropped.
    pub async fn refresh_token(&self) -> Result<OauthToken, Error> {
        let known = match self.0.cell.current() {
            Some(current) => current.generation,
            None => self
                .record()
                .await?
                .map_or(0, |record| record.head.generation),
        };
        let current = self.0.renew(Need::OtherThan(known)).await?;
        Ok((*current.token).clone())
    }

    /// Revokes the grant at the provider, then removes it here and calls the update callback.
    ///
    /// When the provider cannot be asked, the grant stays, so that it can be tried again; [`forget`](Self::forget) removes it
    /// all the same.
    ///
    /// # Errors
    /// [`Transport`](ErrorKind::Transport), [`OutcomeUnknown`](ErrorKind::OutcomeUnknown) and
    /// [`Provider`](ErrorKind::Provider): the token must be assumed alive; [`Configuration`](ErrorKind::Configuration);
    /// [`Store`](ErrorKind::Store).
    ///
    /// # Cancel safety
    /// The revocation goes on when the future is dropped.
    pub async fn revoke_token(&self) -> Result<Revocation, Error> {
        let session = self.0.clone();
        self.apart(Operation::Revoke, async move { session.revoke().await })
            .await
    }

    /// Removes the grant here and calls the update callback, without telling the provider, where it lives on until it expires.
    ///
    /// # Errors
    /// [`Store`](ErrorKind::Store); [`UpdateCallback`](ErrorKind::UpdateCallback) when it is removed but the callback failed.
    ///
    /// # Cancel safety
    /// The removal goes on when the future is dropped.
    pub async fn forget(&self) -> Result<(), Error> {
        let session = self.0.clone();
        self.apart(Operation::Revoke, async move { session.forget().await })
            .await
    }

    /// Waits for what is under way for this grant, and offers again what a store or the update callback has not taken: for a
    /// program that ends. [`Vault::wait_until_idle`](crate::Vault::wait_until_idle) waits for all grants at once.
    ///
    /// # Errors
    /// [`Store`](ErrorKind::Store) when a token is still held in memory alone; [`UpdateCallback`](ErrorKind::UpdateCallback) when
    /// the callback is required and fails again.
    pub async fn retry_pending(&self) -> Result<(), Error> {
        let session = self.0.clone();
        let retry = async move {
            let _turn = session.cell.turn.lock().await;
            session.retry_pending().await
        };
        self.apart(Operation::Restore, retry).await
    }

    /// Runs `work` on a task of its own, so that dropping the caller does not drop it.
    async fn apart<T: Send + 'static>(
        &self,
        operation: Operation,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        let under_way = self.0.vault.begin();
        let task = tokio::spawn(async move {
            let done = work.await;
            drop(under_way);
            done
        });
        task.await.unwrap_or_else(|_| {
            let text = "the operation was interrupted: the runtime shuts down";
            Err(Error::new(ErrorKind::OutcomeUnknown, operation, text))
        })
    }

    /// A bearer for an API call, refreshed first if it is about to expire.
    ///
    /// # Errors
    /// As [`refresh_token`](Self::refresh_token), but only when no valid token is left.
    ///
    /// # Cancel safety
    /// A refresh goes on when the future is dropped.
    pub async fn bearer(&self) -> Result<Bearer, Error> {
        self.0.bearer().await
    }

    /// Another bearer than the one that an API has refused: refreshed, unless somebody has done so already.
    ///
    /// # Errors
    /// As [`refresh_token`](Self::refresh_token).
    ///
    /// # Cancel safety
    /// The refresh goes on when the future is dropped.
    pub async fn bearer_after_rejection(&self, rejected: &Bearer) -> Result<Bearer, Error> {
        let current = self.0.renew(Need::OtherThan(rejected.generation())).await?;
        current
            .fresh_bearer()
            .ok_or_else(|| Error::consent_needed(Operation::Refresh, ConsentCause::NoGrant))
    }

    /// The token as this process knows it, without asking the store.
    pub fn oauth_token(&self) -> Option<OauthToken> {
        self.0.cell.token()
    }

    /// The grant as the store has it; `None` when there is none.
    ///
    /// # Errors
    /// [`Store`](ErrorKind::Store); [`Configuration`](ErrorKind::Configuration) when it belongs to another client or provider.
    pub async fn record(&self) -> Result<Option<Record>, Error> {
        Ok(self
            .0
            .load(Operation::Restore)
            .await?
            .map(|loaded| loaded.record))
    }
}

impl Session {
    /// The session of another connection of the same client, with a token that the program brings or none.
    pub(crate) fn for_connection(
        &self,
        connection: ConnectionId,
        token: Option<OauthToken>,
    ) -> Self {
        let key = cell_key(&self.vault, &connection, &self.provider, &self.credentials);
        Self {
            connection,
            cell: TokenCell::shared(key, token),
            ..self.clone()
        }
    }

    fn check_callback(
        &self,
        pending: &PendingAuthorization,
        issuer: Option<&str>,
    ) -> Result<(), Error> {
        let invalid = |text| {
            Err(Error::new(
                ErrorKind::InvalidCallback,
                Operation::Callback,
                text,
            ))
        };
        let same = pending.client_id == self.credentials.oauth_client_id()
            && pending.redirect_uri == self.credentials.oauth_redirect_uri()
            && pending.provider == self.provider.identity;
        if !same {
            return invalid(
                "the authorization was started for another client, redirect URI or provider",
            );
        }
        match (issuer, &self.provider.issuer) {
            (Some(issuer), Some(expected)) if issuer != expected => {
                invalid("the callback comes from another issuer")
            }
            _ => Ok(()),
        }
    }

    async fn exchange(
        &self,
        code: &Secret,
        verifier: Option<&Secret>,
        parameters: Vec<(String, String)>,
    ) -> Result<OauthToken, Error> {
        let _turn = self.cell.turn.lock().await;
        let started = self.clock.monotonic();
        // A store that cannot be read is reported after the token is safe in memory.
        let previous = self.vault.store().load(&self.connection).await.ok();
        if let Some(Some(stored)) = &previous {
            self.check_replaceable(stored).await?;
        }
        let token = self.redeem(code, verifier).await?;
        let (generation, place, now) = match &previous {
            Some(Some(stored)) => (
                stored.row.generation.saturating_add(1),
                Some(Place(Some(stored.version))),
                stored.now,
            ),
            Some(None) => (1, Some(Place(None)), self.store_time()),
            None => (1, None, self.store_time()),
        };
        let now = now.after(self.clock.monotonic().saturating_sub(started));
        let mut successor = self.record(
            token,
            generation.max(self.cell.next_generation()),
            parameters,
        );
        self.date(&mut successor, now);
        let event = self.event(Event::Consented, now, None, Some(&successor));
        successor.head.remember(event);
        let current = self
            .install(successor, place, UpdateReason::Fetched)
            .await?;
        Ok((*current.token).clone())
    }

    /// A consent replaces what the connection holds, also a record that is damaged, but not one of another client or
    /// provider, and not one that another key opens: a mistake in the configuration must not cost a consent.
    async fn check_replaceable(&self, stored: &Stored) -> Result<(), Error> {
        match self.vault.open(&self.connection, stored).await {
            Ok(loaded) => self.check_owner(&loaded.record.head),
            Err(error) if error.kind() == StoreErrorKind::Sealed => {
                let text = "the connection holds a token that cannot be opened, and is not replaced; nothing was sent";
                Err(store_failure(Operation::Exchange, text, error))
            }
            Err(_) => Ok(()),
        }
    }

    /// Sends the code, once.
    async fn redeem(&self, code: &Secret, verifier: Option<&Secret>) -> Result<OauthToken, Error> {
        let form = Form::exchange(code, self.credentials.oauth_redirect_uri(), verifier);
        let verifier = verifier.map_or("", Secret::expose);
        let mut token = match self
            .send(Operation::Exchange, form, &[code.expose(), verifier])
            .await
        {
            Answer::Tokens(token) => *token,
            Answer::Refused(error, verdict) => {
                return Err(refusal(error, verdict, ConsentCause::CodeRefused));
            }
            Answer::TooMany(after) => return Err(too_many(Operation::Exchange, after)),
            Answer::NotSent(error) | Answer::Unexpected(error) => return Err(error),
            Answer::Ambiguous(error) => return Err(lost_code(error)),
            Answer::Done => return Err(lost_code(no_bearer())),
        };
        if token.bearer(self.provider.bearer).is_none() {
            return Err(lost_code(no_bearer()));
        }
        token.stamp(self.provider.bearer, self.clock.now());
        Ok(token)
    }
}

fn no_bearer() -> Error {
    Error::new(
        ErrorKind::UnexpectedResponse,
        Operation::Exchange,
        "the provider's answer holds no bearer token",
    )
}

/// The code is spent, or may be: only a new consent gives another.
fn lost_code(error: Error) -> Error {
    outcome_unknown(
        Operation::Exchange,
        error,
        Recovery::AskForConsent(ConsentCause::CodeRefused),
    )
}
