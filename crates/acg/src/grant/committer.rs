//! The committer: makes a new token set durable, then visible.
//!
//! | word | meaning |
//! |---|---|
//! | commit | write the token set to the spool and the store |
//! | publish | make it the token that every caller in this process uses |
//! | notify | call the program's update callback |
//! | pending | what a store or a callback failed to take; it is retried before the next operation |

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::{Clock, unix_millis};
use crate::error::{Error, ErrorKind};
use crate::grant::cached_token::CachedToken;
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::grant::token_cache::TokenCache;
use crate::grant::update::{CallbackPolicy, TokenUpdate, UpdateReason};
use crate::operation::Operation;
use crate::provider::profile::Provider;
use crate::random::{self, Random};
use crate::refresh::protocol::{self, CommitDecision};
use crate::store::connection_id::ConnectionId;
use crate::store::consent_id::ConsentId;
use crate::store::error::StoreError;
use crate::store::head::{GrantState, Head, client_key};
use crate::store::history::{Event, HistoryEntry};
use crate::store::record::Record;
use crate::store::row::{Stored, Swap, Version};
use crate::store::time::StoreTime;
use crate::testing::crash_point::{CrashPoint, reached};
use crate::token::oauth_token::OauthToken;
use crate::vault::records::{LoadedRecord, Tokens, Vault, is_removed};
use crate::vault::sibling::Sibling;
use crate::vault::spool::Spooled;
use crate::vault::spool_entry::Origin;
use crate::vault::written_row::WrittenRow;

/// How often a write to a failing store is tried before the failure is reported.
const STORE_ATTEMPTS: u32 = 5;

/// The most conflicts in a row that count as the work of other processes. A store that reports more of them is broken.
const MOST_CONFLICTS: u32 = 100;

/// The longest time that an update callback may take.
const CALLBACK_LIMIT: Duration = Duration::from_secs(30);

/// Commits, publishes and notifies for one grant. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Committer {
    pub(crate) vault: Vault,
    pub(crate) connection: ConnectionId,
    pub(crate) cache: Arc<TokenCache>,
    pub(crate) provider: Arc<Provider>,
    pub(crate) credentials: AuthorizationCodeAuthCredentials,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
}

/// What the store holds where a record is to be written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Expected {
    /// No record.
    Absent,
    /// The record in this version.
    Version(Version),
    /// Unknown: look first.
    Unknown,
}

/// What came of a commit.
pub(crate) enum Committed {
    /// The token set is durable, or another process has committed a later one, which is returned. With what is in the row,
    /// if this process wrote it.
    Durable(Box<Record>, Option<WrittenRow>),
    /// The grant was removed while its token was being refreshed, and nobody has this token set.
    Removed(Box<Record>),
    /// The store does not work. The record is pending: held in memory until a retry succeeds.
    Pending(Box<Record>, Error),
}

/// What came of one attempt to commit.
enum Attempt {
    Ended(Ended),
    /// The record is not written yet: try again with this expectation.
    Again(Expected),
}

/// How the attempts end.
enum Ended {
    /// The successor is in the store.
    Written(Option<WrittenRow>),
    /// The store has it already, or another one that counts.
    Found(Box<Record>),
    /// The grant was removed.
    Removed,
}

impl Attempt {
    fn found(record: Record) -> Self {
        Self::Ended(Ended::Found(Box::new(record)))
    }
}

impl Ended {
    fn of(self, successor: Box<Record>) -> Committed {
        match self {
            Self::Written(row) => Committed::Durable(successor, row),
            Self::Found(record) => Committed::Durable(record, None),
            Self::Removed => Committed::Removed(successor),
        }
    }
}

impl Committer {
    /// Returns the text by which the store finds the rows of this client.
    pub(crate) fn client_key(&self) -> String {
        client_key(&self.provider.identity, self.credentials.oauth_client_id())
    }

    /// Puts a token that the program brought into the store, as a consent of its own.
    pub(super) async fn put_initial(&self, token: OauthToken) -> Result<(), StoreError> {
        let removed = self.vault.store().load(&self.connection).await?;
        // Another process has brought a token, or taken a consent, since this one has looked.
        if removed.as_ref().is_some_and(|stored| !is_removed(stored)) {
            return Ok(());
        }
        let before = removed.as_ref().map(|row| Head::from_bytes(&row.row.head));
        let before = before.transpose()?;
        let generation = before
            .as_ref()
            .map_or(1, |head| head.generation.saturating_add(1));
        let consent = self.new_consent(before.as_ref().and_then(|head| head.consent.as_ref()));
        let mut record = self.record(token, generation, Some(consent), Vec::new());
        self.date(&mut record, self.store_time());
        let version = removed.map(|row| row.version);
        // Of several processes that bring a token one wins; the others use what it wrote.
        self.vault
            .swap(&self.connection, version, &record, Tokens::New)
            .await
            .map(drop)
    }

    /// Creates the identity of a consent that is given now and follows `stored`, and what this process has seen.
    pub(crate) fn new_consent(&self, stored: Option<&ConsentId>) -> ConsentId {
        let cached = self
            .cache
            .current()
            .and_then(|known| known.head.consent.clone());
        let now = unix_millis(self.clock.now());
        ConsentId::following(stored.into_iter().chain(&cached), now, &*self.random)
    }

    /// Checks that a stored token was issued to this client by this provider. A token is never sent to another client's
    /// or environment's provider (RFC 6749 §10.4).
    pub(crate) fn check_issuer(&self, head: &Head) -> Result<(), Error> {
        let problem = if head.provider != self.provider.identity {
            "the stored token belongs to another provider or environment"
        } else if head.client_id != self.credentials.oauth_client_id() {
            "the stored token belongs to another client id"
        } else {
            return Ok(());
        };
        let (kind, operation) = (ErrorKind::Configuration, Operation::Restore);
        Err(Error::new(kind, operation, problem))
    }

    /// Builds a record of this grant with a token set, not yet dated.
    pub(crate) fn record(
        &self,
        token: OauthToken,
        generation: u64,
        consent: Option<ConsentId>,
        parameters: Vec<(String, String)>,
    ) -> Record {
        let head = Head {
            client_id: self.credentials.oauth_client_id().to_owned(),
            provider: self.provider.identity.clone(),
            parameters,
            last_access: self.cache.last_access().max(token.auth_time()),
            ..Head::new(generation, consent, GrantState::Ready)
        };
        Record::new(head, token)
    }

    /// Sets when the bearer expires and when a keeper refreshes it, on the store's clock, which reads `now`.
    pub(crate) fn date(&self, record: &mut Record, now: StoreTime) {
        let expires_at = record.token.expires_at(self.provider.bearer);
        let left = expires_at.map(|at| at.duration_since(self.clock.now()).unwrap_or_default());
        record.head.expires_at = left.map(|left| now.after(left));
        let wait = left.map_or(Duration::ZERO, |left| {
            self.vault.schedule().wait(left, self.jitter())
        });
        record.head.refresh_at = record.token.refresh_token.as_ref().map(|_| now.after(wait));
    }

    /// Returns this machine's time as a store's, for a record for which no store has read the time.
    pub(crate) fn store_time(&self) -> StoreTime {
        StoreTime::of(self.clock.now())
    }

    /// Returns a random number from 0 to 1 that spreads what would otherwise happen at the same moment.
    pub(crate) fn jitter(&self) -> f64 {
        random::jitter(&*self.random)
    }

    /// Builds an entry of this grant's history.
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

    /// Makes a token set durable, in the spool first.
    ///
    /// A refresh is gated by the generation alone: the process that holds a response holds the only known successor,
    /// whatever happened to its lease. A new consent is gated by nothing: it replaces what is there.
    pub(crate) async fn commit(
        &self,
        mut successor: Box<Record>,
        reason: UpdateReason,
        mut expected: Expected,
    ) -> Committed {
        let (mut attempts, mut failures) = (0, 0);
        let mut spooled = None;
        loop {
            attempts += 1;
            // The spool is local, so it takes the response also while the database is down. If the disk fails, the
            // store alone must do: refusing to continue would lose the token for certain.
            self.spool(&mut spooled, &successor, reason).await;
            reached(CrashPoint::Spooled);
            let error = match self.try_commit(&mut successor, reason, expected).await {
                Ok(Attempt::Ended(ended)) => {
                    reached(CrashPoint::Committed);
                    self.vault.discard_spooled(spooled).await;
                    reached(CrashPoint::SpoolCleared);
                    return ended.of(successor);
                }
                Ok(Attempt::Again(next)) if attempts % MOST_CONFLICTS > 0 => {
                    expected = next;
                    continue;
                }
                Ok(Attempt::Again(_)) => {
                    StoreError::new("the record was changed by others at every attempt to write it")
                }
                Err(error) => error,
            };
            // A failed write may have been done: the next attempt looks before it writes.
            expected = Expected::Unknown;
            failures += 1;
            if !self.retries(failures, &error).await {
                return self.postpone(successor, reason, error);
            }
        }
    }

    /// Waits before a write that failed so often is tried again. Returns whether it is.
    async fn retries(&self, failures: u32, error: &StoreError) -> bool {
        tracing::error!(connection = %self.connection, %error, "failed to store a new token");
        if failures == STORE_ATTEMPTS {
            return false;
        }
        let wait = Duration::from_millis(50) * (1 << failures);
        self.clock.sleep(wait).await;
        true
    }

    /// Writes the successor into the spool, unless it is there in its present generation.
    async fn spool(&self, spooled: &mut Option<Spooled>, successor: &Record, reason: UpdateReason) {
        let identity = (successor.head.generation, &successor.head.consent);
        let is_there =
            |spooled: &Spooled| (spooled.entry.row.generation, &spooled.entry.consent) == identity;
        if spooled.as_ref().is_some_and(is_there) {
            return;
        }
        let origin = match reason {
            UpdateReason::Fetched => Origin::Consent,
            _ => Origin::Refresh,
        };
        // An entry of an earlier generation is better than none: it is replayed, too.
        let Some(entry) = self.vault.spool(&self.connection, successor, origin).await else {
            return;
        };
        // The new entry first, then the old one goes: in between a crash leaves both, and both are replayed.
        self.vault.discard_spooled(spooled.replace(entry)).await;
    }

    /// Writes the record, or looks where it is to be written.
    async fn try_commit(
        &self,
        successor: &mut Record,
        reason: UpdateReason,
        expected: Expected,
    ) -> Result<Attempt, StoreError> {
        let version = match expected {
            Expected::Absent => None,
            Expected::Version(version) => Some(version),
            // Rare, and long: the future of every commit would be as large.
            Expected::Unknown => return Box::pin(self.look(successor, reason)).await,
        };
        let write = self.vault.write(&self.connection, version, successor);
        let (swap, written) = write.await?;
        Ok(match swap {
            Swap::Done(_) => Attempt::Ended(Ended::Written(written)),
            Swap::Conflict => Attempt::Again(Expected::Unknown),
        })
    }

    /// Looks what the store holds, and decides what that means for the successor.
    async fn look(
        &self,
        successor: &mut Record,
        reason: UpdateReason,
    ) -> Result<Attempt, StoreError> {
        let is_refresh = reason == UpdateReason::Refreshed;
        let Some(stored) = self.vault.store().load(&self.connection).await? else {
            // A refreshed token of a grant that was removed must not bring the grant back.
            return Ok(if is_refresh {
                Attempt::Ended(Ended::Removed)
            } else {
                Attempt::Again(Expected::Absent)
            });
        };
        if !is_refresh {
            return self.look_for_consent(&stored, successor).await;
        }
        let head = Head::from_bytes(&stored.row.head)?;
        let decision = protocol::commit(Some(&head), &successor.head);
        match decision {
            CommitDecision::Write => return Ok(Attempt::Again(Expected::Version(stored.version))),
            CommitDecision::Removed => return Ok(Attempt::Ended(Ended::Removed)),
            // A later consent was given and removed while the response was on its way.
            CommitDecision::AnotherConsent if head.is_removed() => {
                return Ok(Attempt::Ended(Ended::Removed));
            }
            _ => {}
        }
        let loaded = self.vault.open(&self.connection, &stored).await?;
        if loaded.record.token == successor.token {
            // An earlier write of this very token was done although the store reported a failure.
            return Ok(Attempt::found(loaded.record));
        }
        self.beside(loaded, decision, successor).await
    }

    /// Reads which version a new consent replaces. What the customer has consented to last counts: the consent goes
    /// over whatever is there, also if that is damaged.
    async fn look_for_consent(
        &self,
        stored: &Stored,
        successor: &mut Record,
    ) -> Result<Attempt, StoreError> {
        let version = Expected::Version(stored.version);
        let Ok(head) = Head::from_bytes(&stored.row.head) else {
            successor.head.generation = stored.row.generation.saturating_add(1);
            return Ok(Attempt::Again(version));
        };
        if head.consent == successor.head.consent {
            // An earlier write of this consent was done although the store reported a failure. It may have
            // been refreshed or removed since.
            if head.is_removed() {
                return Ok(Attempt::Ended(Ended::Removed));
            }
            let loaded = self.vault.open(&self.connection, stored).await?;
            return Ok(Attempt::found(loaded.record));
        }
        if protocol::commit(Some(&head), &successor.head) != CommitDecision::Write {
            successor.head.consent = Some(self.new_consent(head.consent.as_ref()));
        }
        // An update callback orders tokens by the generation, so that must not go back either.
        let next = stored.row.generation.saturating_add(1);
        successor.head.generation = successor.head.generation.max(next);
        Ok(Attempt::Again(version))
    }

    /// Decides what happens to a successor when another process has committed one of the same refresh token, or a later
    /// one.
    async fn beside(
        &self,
        loaded: LoadedRecord,
        decision: CommitDecision,
        successor: &Record,
    ) -> Result<Attempt, StoreError> {
        let stored = loaded.record.clone();
        // Only a sibling is worth keeping. A token that a later generation has replaced was spent by that refresh.
        if decision != CommitDecision::SameGeneration {
            return Ok(Attempt::found(stored));
        }
        let sibling = self
            .vault
            .store_sibling(&self.connection, loaded, successor)
            .await?;
        Ok(match sibling {
            Sibling::Stored => Attempt::found(stored),
            Sibling::RecordChanged => Attempt::Again(Expected::Unknown),
        })
    }

    fn postpone(
        &self,
        successor: Box<Record>,
        reason: UpdateReason,
        error: StoreError,
    ) -> Committed {
        let kept = (*successor).clone();
        self.cache
            .with_pending(|pending| pending.record = Some((kept, reason)));
        let text =
            "the new token is not saved; it is held in memory and saved as soon as the store works";
        Committed::Pending(successor, store_failure(reason.operation(), text, error))
    }

    /// Makes a record's token the one that every caller in this process uses. It expires `left` from now, if the store
    /// knows that better than the token. A record that is only lent is copied if it is news.
    pub(crate) fn publish(
        &self,
        record: Cow<'_, Record>,
        left: Option<Duration>,
    ) -> Arc<CachedToken> {
        self.publish_written(record, None, left)
    }

    /// Makes a record's token the one in use, as [`publish`](Self::publish) does, and remembers what is in the row, if this process
    /// wrote it.
    fn publish_written(
        &self,
        record: Cow<'_, Record>,
        written: Option<WrittenRow>,
        left: Option<Duration>,
    ) -> Arc<CachedToken> {
        self.cache.note_last_access(record.head.last_access);
        let head = &record.head;
        if let Some(known) = self.cache.current() {
            // A store that went back (a failover, a restored file) must not take a newer token away from this process.
            let is_same = known.generation == head.generation && *known.token == record.token;
            // A process that ends a consent ends its bearer with it, for all of them.
            let is_over = left.is_some_and(|left| left.is_zero());
            if is_same && !is_over || known.is_later_than(head) {
                return known;
            }
        }
        let source = self.provider.bearer;
        // A clock that was set back does not make the rest of a life longer than the whole.
        let life = || record.token.life(source);
        let left = left.map(|left| life().map_or(left, |life| left.min(life)));
        let clock = &*self.clock;
        let skew = self.credentials.oauth_clock_skew();
        let record = record.into_owned();
        let token = CachedToken::new(record, source, clock, left, self.jitter(), skew);
        let token = Arc::new(token.with_written(written));
        self.cache.publish(token.clone());
        token
    }

    /// Commits again what this process has and the store has forgotten. Returns whether there was something.
    ///
    /// After a failover or a restore the store may hold a token that was spent long ago. Sending it would be a
    /// double spend, and some providers end the grant for that, although its living token is in this very process.
    pub(crate) async fn restore_forgotten(
        &self,
        loaded: &LoadedRecord,
    ) -> Result<bool, StoreError> {
        let stored = &loaded.record.head;
        let known = self.cache.current();
        match known.filter(|known| known.is_later_than(stored)) {
            // On the heap, because it is rare.
            Some(known) => Box::pin(self.save_again(loaded, &known)).await,
            None => self.vault.recover_forgotten(&self.connection, stored).await,
        }
    }

    /// Commits the token set in memory over an earlier one in the store.
    async fn save_again(
        &self,
        loaded: &LoadedRecord,
        known: &CachedToken,
    ) -> Result<bool, StoreError> {
        let mut record = Record::new(known.head.clone(), (*known.token).clone());
        record.head.state = GrantState::Ready;
        let event = self.event(
            Event::Recovered,
            loaded.now,
            Some(&loaded.record),
            Some(&record),
        );
        record.head.remember(event);
        let expected = Expected::Version(loaded.version);
        tracing::warn!(connection = %self.connection, "the store has lost a token; saving it again");
        let record = Box::new(record);
        match self.commit(record, UpdateReason::Refreshed, expected).await {
            Committed::Durable(..) | Committed::Removed(_) => Ok(true),
            Committed::Pending(_, error) => Err(StoreError::new(error.to_string())),
        }
    }

    /// Publishes a committed token set and calls the update callback.
    pub(crate) async fn publish_and_notify(
        &self,
        record: Record,
        written: Option<WrittenRow>,
        reason: UpdateReason,
    ) -> Result<Arc<CachedToken>, Error> {
        let generation = record.head.generation;
        // A program may bring tokens in a form that is read back in another one; a provider's are in that already.
        let written =
            written.filter(|_| reason == UpdateReason::Refreshed && record.sibling.is_none());
        let current = self.publish_written(Cow::Owned(record), written, None);
        reached(CrashPoint::Published);
        let token = current.token.clone();
        self.notify(TokenUpdate::new(Some(token), reason, generation))
            .await?;
        Ok(current)
    }

    /// Calls the update callback. An update that it does not take stays pending.
    pub(crate) async fn notify(&self, update: TokenUpdate) -> Result<(), Error> {
        let Some(callback) = self.credentials.oauth_on_token_update() else {
            return Ok(());
        };
        let Err(error) = callback.call(update.clone(), CALLBACK_LIMIT).await else {
            self.cache.with_pending(|pending| pending.update = None);
            return Ok(());
        };
        // The callback's own text may hold anything: it goes into the error's source, not into the log.
        tracing::error!(connection = %self.connection, "the token update callback failed; the token is kept");
        let operation = update.reason().operation();
        self.cache
            .with_pending(|pending| pending.update = Some(update));
        match self.credentials.oauth_callback_policy() {
            CallbackPolicy::BestEffort => Ok(()),
            CallbackPolicy::Required => {
                let text = "the token update callback failed; the token is in use and the callback is called again";
                Err(Error::new(ErrorKind::UpdateCallback, operation, text).with_boxed_source(error))
            }
        }
    }

    /// Calls the update callback again with what it did not take.
    pub(crate) async fn retry_notification(&self) -> Result<(), Error> {
        match self.cache.with_pending(|pending| pending.update.clone()) {
            Some(update) => self.notify(self.with_current_token(update)).await,
            None => Ok(()),
        }
    }

    /// Replaces the token of the update by the current one: a program must not save an older one over it.
    fn with_current_token(&self, update: TokenUpdate) -> TokenUpdate {
        match self.cache.current() {
            Some(current) if current.generation > update.generation() => TokenUpdate::new(
                Some(current.token.clone()),
                update.reason(),
                current.generation,
            ),
            _ => update,
        }
    }
}

/// Returns the error of an operation for whose response the spool has no room.
pub(crate) fn no_room(operation: Operation, error: StoreError) -> Error {
    let text = "the spool has no room for the response; nothing was sent";
    store_failure(operation, text, error)
}

/// Returns the error of an operation whose store failed.
pub(crate) fn store_failure(
    operation: Operation,
    message: &'static str,
    error: StoreError,
) -> Error {
    Error::new(ErrorKind::Store, operation, message).with_source(error)
}
