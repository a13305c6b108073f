//! What every operation of a grant needs: sending, loading, keeping, announcing.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::time::error::Elapsed;
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::clock::Clock;
use crate::consent::pending::UsedStates;
use crate::endpoint::exchange::{ANSWER_LIMIT, Answer, Form, read_answer};
use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::grant::token_cache::{Current, TokenCell};
use crate::grant::update::{CallbackPolicy, TokenUpdate, UpdateReason};
use crate::http::error::HttpError;
use crate::http::service::{HttpService, Request};
use crate::operation::Operation;
use crate::provider::error::OauthProviderError;
use crate::provider::profile::{Provider, Verdict};
use crate::random;
use crate::random::Random;
use crate::refresh::circuit_breaker::Breaker;
use crate::refresh::protocol;
use crate::refresh::protocol::{CommitDecision, LONGEST_WAIT};
use crate::store::connection_id::ConnectionId;
use crate::store::error::StoreError;
use crate::store::head::{GrantState, Head};
use crate::store::history::{Event, HistoryEntry};
use crate::store::record::Record;
use crate::store::row::{Swap, Version};
use crate::store::time::StoreTime;
use crate::testing::crash_point::CrashPoint;
use crate::testing::crash_point::reached;
use crate::token::oauth_token::OauthToken;
use crate::vault::records::{LoadedRecord, Tokens, Vault};
use crate::vault::spool::Entry;

/// Tries to write to a store that fails, before the failure is told.
const STORE_TRIES: u32 = 5;

/// The most conflicts in a row that are other processes' work and not the store's failure.
const MOST_STEPS: u32 = 100;

/// A process that was stopped wakes with its time over and the answer in a socket that nobody has read yet: it looks for
/// this long once more.
pub(crate) const LAST_LOOK: Duration = Duration::from_secs(1);

/// The longest an update callback may take.
const CALLBACK_LIMIT: Duration = Duration::from_secs(30);

/// One grant: who it is for, where it is kept, how to reach its provider.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) credentials: AuthorizationCodeAuthCredentials,
    pub(crate) provider: Arc<Provider>,
    pub(crate) http: Arc<dyn HttpService>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) vault: Vault,
    pub(crate) breaker: Arc<Breaker>,
    pub(crate) connection: ConnectionId,
    pub(crate) cell: Arc<TokenCell>,
    pub(crate) used_states: Arc<UsedStates>,
}

/// What became of a successor that was to be kept.
pub(crate) enum Kept {
    /// It is durable, or somebody else has kept a later one, which is given back.
    Durable(Box<Record>),
    /// The grant was removed while its token was being refreshed.
    Removed,
    /// The store does not work; the record is held in memory and offered again.
    OnlyInMemory(Error),
}

impl Kept {
    fn durable(record: Record) -> Self {
        Self::Durable(Box::new(record))
    }
}

/// Where a record goes: over this version, or where there is none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place(pub(crate) Option<Version>);

impl Session {
    /// Sends a form once. No redirect is followed, nothing is repeated.
    pub(crate) async fn send(
        &self,
        operation: Operation,
        form: Form<'_>,
        secrets: &[&str],
    ) -> Answer {
        let request = match form.request(&self.provider, &self.credentials) {
            Ok(request) => request,
            Err(error) => return Answer::NotSent(error),
        };
        // A provider may repeat what it was sent.
        let basic = request
            .headers()
            .get(http::header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let basic = Zeroizing::new(
            basic
                .and_then(|value| value.split(' ').next_back())
                .unwrap_or_default()
                .to_owned(),
        );
        let secrets = [
            secrets,
            &[self.credentials.oauth_client_secret().expose(), &basic],
        ]
        .concat();
        match self.await_answer(self.call(request)).await {
            Ok(Ok((parts, body))) => read_answer(
                operation,
                &self.provider,
                parts.status,
                &parts.headers,
                &body,
                &secrets,
            ),
            Ok(Err(error)) if error.is_unprocessed() => Answer::NotSent(
                Error::new(
                    ErrorKind::Transport,
                    operation,
                    "the provider was not reached",
                )
                .with_source(error),
            ),
            Ok(Err(error)) => Answer::Ambiguous(
                Error::new(
                    ErrorKind::OutcomeUnknown,
                    operation,
                    "the answer did not arrive",
                )
                .with_source(error),
            ),
            Err(_) => Answer::Ambiguous(Error::new(
                ErrorKind::OutcomeUnknown,
                operation,
                "no answer came in time",
            )),
        }
    }

    async fn await_answer<T>(&self, call: impl Future<Output = T>) -> Result<T, Elapsed> {
        let mut call = std::pin::pin!(call);
        match timeout(self.provider.timeout, &mut call).await {
            Err(_) => timeout(LAST_LOOK, call).await,
            answer => answer,
        }
    }

    async fn call(
        &self,
        request: Request,
    ) -> Result<(http::response::Parts, bytes::Bytes), HttpError> {
        let (parts, body) = self.http.call(request).await?.into_parts();
        Ok((parts, body.collect(ANSWER_LIMIT).await?))
    }

    /// The record; a token that the program brought is put into an empty store first.
    pub(crate) async fn load(&self, operation: Operation) -> Result<Option<LoadedRecord>, Error> {
        let failed = |error| store_failure(operation, "the grant cannot be read", error);
        let mut loaded = self.vault.load(&self.connection).await.map_err(failed)?;
        if let (None, Some(token)) = (&loaded, self.cell.initial()) {
            let mut record = self.record(token, 1, Vec::new());
            self.date(&mut record, self.store_time());
            self.vault
                .swap(&self.connection, None, &record, Tokens::Seal)
                .await
                .map_err(failed)?;
            loaded = self.vault.load(&self.connection).await.map_err(failed)?;
        }
        loaded
            .map(|loaded| self.check_owner(&loaded.record.head).map(|()| loaded))
            .transpose()
    }

    pub(crate) fn record(
        &self,
        token: OauthToken,
        generation: u64,
        parameters: Vec<(String, String)>,
    ) -> Record {
        let head = Head {
            generation,
            state: GrantState::Ready,
            client_id: self.credentials.oauth_client_id().to_owned(),
            provider: self.provider.identity.clone(),
            parameters,
            attempts: 0,
            not_before: StoreTime::default(),
            expires_at: None,
            refresh_at: None,
            history: Vec::new(),
        };
        Record::new(head, token)
    }

    /// Notes when the bearer expires and when a keeper refreshes it, by the store's clock, which reads `now`.
    pub(crate) fn date(&self, record: &mut Record, now: StoreTime) {
        let expires_at = record.token.expires_at(self.provider.bearer);
        let left = expires_at.map(|at| at.duration_since(self.clock.now()).unwrap_or_default());
        record.head.expires_at = left.map(|left| now.after(left));
        let wait = left.map_or(Duration::ZERO, |left| {
            self.vault.schedule().wait(left, self.jitter())
        });
        record.head.refresh_at = record.token.refresh_token.as_ref().map(|_| now.after(wait));
    }

    /// This machine's time as a store's, for a record that no store has read the time for.
    pub(crate) fn store_time(&self) -> StoreTime {
        let now = self
            .clock
            .now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        StoreTime::default().after(now)
    }

    /// From 0 to 1, for jitter.
    pub(crate) fn jitter(&self) -> f64 {
        random::jitter(&*self.random)
    }

    /// An event of this grant, for its history.
    pub(crate) fn event(
        &self,
        event: Event,
        at: StoreTime,
        before: Option<&Record>,
        after: Option<&Record>,
    ) -> HistoryEntry {
        let before = before.and_then(Record::fingerprint);
        let after = after
            .and_then(Record::fingerprint)
            .filter(|after| Some(after) != before.as_ref());
        HistoryEntry {
            before,
            after,
            ..self.vault.event(event, at)
        }
    }

    /// A token is never sent to another client's or environment's provider (RFC 6749 §10.4).
    pub(crate) fn check_owner(&self, head: &Head) -> Result<(), Error> {
        let problem = if head.provider != self.provider.identity {
            "the stored token belongs to another provider or environment"
        } else if head.client_id != self.credentials.oauth_client_id() {
            "the stored token belongs to another client id"
        } else {
            return Ok(());
        };
        Err(Error::new(
            ErrorKind::Configuration,
            Operation::Restore,
            problem,
        ))
    }

    /// Makes a record's token the one that everybody in this process uses. It expires `left` from now, if that is known
    /// better than the token says.
    pub(crate) fn publish(&self, record: &Record, left: Option<Duration>) -> Arc<Current> {
        let generation = record.head.generation;
        let known = self.cell.current();
        if let Some(known) =
            known.filter(|known| known.generation == generation && *known.token == record.token)
        {
            return known;
        }
        let bearer = self.provider.bearer;
        // A clock that was set back does not make a life longer than it ever was.
        let life = record.token.life(bearer);
        let left = left.map(|left| life.map_or(left, |life| left.min(life)));
        let current = Arc::new(Current::new(
            &record.token,
            generation,
            bearer,
            &*self.clock,
            left,
            self.jitter(),
        ));
        self.cell.publish(current.clone());
        current
    }

    /// Makes a new token set durable, in the spool first. Gated by the generation alone: whoever holds an answer of the
    /// provider holds the only known successor, whatever happened to its lease. A new consent is gated by nothing: it
    /// replaces what is there.
    pub(crate) async fn keep(
        &self,
        mut successor: Record,
        reason: UpdateReason,
        mut place: Option<Place>,
    ) -> Kept {
        let (mut steps, mut failures) = (0, 0);
        let mut spooled = None;
        loop {
            steps += 1;
            self.spool(&mut spooled, &successor, reason).await;
            reached(CrashPoint::Spooled);
            let error = match self.try_to_keep(&mut successor, reason, &mut place).await {
                Ok(Some(kept)) => {
                    reached(CrashPoint::Committed);
                    self.vault.settled(spooled).await;
                    reached(CrashPoint::SpoolCleared);
                    return kept;
                }
                Ok(None) if steps % MOST_STEPS > 0 => continue,
                Ok(None) => StoreError::new("the record changes whenever it is written"),
                Err(error) => error,
            };
            failures += 1;
            tracing::error!(connection = %self.connection, %error, "the store did not take a new token");
            if failures == STORE_TRIES {
                self.cell
                    .with_unsettled(|unsettled| unsettled.record = Some((successor, reason)));
                let text = "the new token is not saved; it is held in memory and saved as soon as the store works";
                return Kept::OnlyInMemory(store_failure(reason.operation(), text, error));
            }
            self.clock
                .sleep(Duration::from_millis(50) * (1 << failures))
                .await;
        }
    }

    /// Writes the successor into the spool, if it is not there as it is by now.
    async fn spool(&self, spooled: &mut Option<Entry>, successor: &Record, reason: UpdateReason) {
        if spooled
            .as_ref()
            .is_some_and(|entry| entry.row.generation == successor.head.generation)
        {
            return;
        }
        let entry = self
            .vault
            .spool(&self.connection, successor, reason == UpdateReason::Fetched)
            .await;
        self.vault.settled(std::mem::replace(spooled, entry)).await;
    }

    /// Writes at the place, or finds the place. A write whose outcome is unknown is looked for before it is repeated.
    async fn try_to_keep(
        &self,
        successor: &mut Record,
        reason: UpdateReason,
        place: &mut Option<Place>,
    ) -> Result<Option<Kept>, StoreError> {
        let id = &self.connection;
        if let Some(Place(expected)) = place.take() {
            let swap = self
                .vault
                .swap(id, expected, successor, Tokens::Seal)
                .await?;
            return Ok(matches!(swap, Swap::Done(_)).then(|| Kept::durable(successor.clone())));
        }
        let Some(stored) = self.vault.store().load(id).await? else {
            *place = Some(Place(None));
            return Ok((reason == UpdateReason::Refreshed).then_some(Kept::Removed));
        };
        let commit = protocol::commit(Some(stored.row.generation), successor.head.generation);
        if commit != CommitDecision::Write {
            let loaded = self.vault.open(id, &stored).await?;
            if loaded.record.token == successor.token {
                return Ok(Some(Kept::durable(loaded.record)));
            }
            if reason == UpdateReason::Refreshed {
                let kept = Kept::durable(loaded.record.clone());
                let is_parked = commit != CommitDecision::SameGeneration
                    || self.vault.park(id, loaded, successor).await?;
                return Ok(is_parked.then_some(kept));
            }
            successor.head.generation = stored.row.generation.saturating_add(1);
        }
        *place = Some(Place(Some(stored.version)));
        Ok(None)
    }

    /// Publishes a token set that was kept, and calls the update callback.
    pub(crate) async fn announce(
        &self,
        record: &Record,
        reason: UpdateReason,
    ) -> Result<Arc<Current>, Error> {
        let current = self.publish(record, None);
        reached(CrashPoint::Published);
        self.notify(TokenUpdate::new(
            Some(current.token.clone()),
            reason,
            record.head.generation,
        ))
        .await?;
        Ok(current)
    }

    /// Calls the update callback. An update that it does not take is kept and offered again.
    pub(crate) async fn notify(&self, update: TokenUpdate) -> Result<(), Error> {
        let Some(callback) = self.credentials.oauth_on_token_update() else {
            return Ok(());
        };
        let Err(error) = callback.call(update.clone(), CALLBACK_LIMIT).await else {
            self.cell
                .with_unsettled(|unsettled| unsettled.update = None);
            return Ok(());
        };
        // The callback's own text may hold anything: it goes to the error's source, not to the log.
        tracing::error!(connection = %self.connection, "the token update callback failed; the token is kept");
        let operation = update.reason().operation();
        self.cell
            .with_unsettled(|unsettled| unsettled.update = Some(update));
        match self.credentials.oauth_callback_policy() {
            CallbackPolicy::BestEffort => Ok(()),
            CallbackPolicy::Required => {
                let text = "the token update callback failed; the token is installed and the callback is called again";
                Err(Error::new(ErrorKind::UpdateCallback, operation, text)
                    .with_source(CallbackFailed(error.to_string())))
            }
        }
    }

    /// Offers again what a store or callback has not taken. The turn must be held.
    pub(crate) async fn retry_pending(&self) -> Result<(), Error> {
        if let Some((record, reason)) = self
            .cell
            .with_unsettled(|unsettled| unsettled.record.clone())
        {
            match self.keep(record.clone(), reason, None).await {
                Kept::Durable(kept) => drop(self.publish(&kept, None)),
                Kept::Removed => self.discard(&record).await,
                Kept::OnlyInMemory(error) => return Err(error),
            }
            self.cell
                .with_unsettled(|unsettled| unsettled.record = None);
        }
        match self
            .cell
            .with_unsettled(|unsettled| unsettled.update.clone())
        {
            Some(update) => self.notify(self.newest(update)).await,
            None => Ok(()),
        }
    }

    /// The update with the token as it is by now: an older one must not be saved over it.
    fn newest(&self, update: TokenUpdate) -> TokenUpdate {
        match self.cell.current() {
            Some(current) if current.generation > update.generation() => TokenUpdate::new(
                Some(current.token.clone()),
                update.reason(),
                current.generation,
            ),
            _ => update,
        }
    }

    /// A pause of 25 to 400 milliseconds, longer with each turn, with jitter.
    pub(crate) async fn pause(&self, turn: u32) {
        let base = 25.0 * f64::from(1 << turn.min(4));
        let millis = base * (0.5 + self.jitter() / 2.0);
        self.clock
            .sleep(Duration::from_secs_f64(millis / 1000.0))
            .await;
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("connection", &self.connection)
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

/// The text of a callback's error.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct CallbackFailed(String);

pub(crate) fn store_failure(
    operation: Operation,
    message: &'static str,
    error: StoreError,
) -> Error {
    Error::new(ErrorKind::Store, operation, message).with_source(error)
}

/// The error that a provider's refusal is to the caller.
pub(crate) fn refusal(
    provider: OauthProviderError,
    verdict: Verdict,
    cause: ConsentCause,
) -> Error {
    let operation = provider.operation;
    let error = match verdict {
        Verdict::TokenInvalid | Verdict::Unclear => Error::consent_needed(operation, cause),
        Verdict::Transient => Error::new(
            ErrorKind::Provider,
            operation,
            "the provider cannot do it now",
        )
        .with_recovery(Recovery::Retry { after: None }),
        Verdict::Misconfigured => Error::new(
            ErrorKind::Configuration,
            operation,
            "the provider does not accept the client's credentials or redirect URI",
        ),
        Verdict::BadRequest => Error::new(
            ErrorKind::Provider,
            operation,
            "the provider does not accept the request",
        )
        .with_recovery(Recovery::FixRequest),
    };
    error.with_provider(provider)
}

/// The error of a request whose outcome nobody knows.
pub(crate) fn outcome_unknown(operation: Operation, cause: Error, recovery: Recovery) -> Error {
    let text = "it is not known whether the provider processed the request";
    Error::new(ErrorKind::OutcomeUnknown, operation, text)
        .with_recovery(recovery)
        .with_source(cause)
}

pub(crate) fn too_many(operation: Operation, after: Option<Duration>) -> Error {
    let after = after.map(|after| after.min(LONGEST_WAIT));
    Error::new(
        ErrorKind::Provider,
        operation,
        "the provider receives too many requests",
    )
    .with_recovery(Recovery::Retry { after })
}
