//! Notifications that a consent has ended: verified first, then passed to the application once.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use akoya::oauth::store::{Record, StoreError};
use akoya::oauth::vault::Note;
use akoya::oauth::{BoxError, BoxFuture, ConnectionId};
use akoya::{Client, Error};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::post;
use tokio::sync::{Mutex, Notify};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior};

use crate::connections::{self, Connections, End};
use crate::consent_check::{ByRefresh, ConsentCheck};
use crate::consent_index::{ConsentIndex, consent_of};
use crate::event::{self, Event};
use crate::found_in_force::FoundInForce;
use crate::hints::{Hint, Hints};
use crate::notified_once::NotifiedOnce;

/// The largest notification that is read, in bytes.
const LARGEST: usize = 64 * 1024;

/// How many consents are verified at once.
const AT_ONCE: usize = 16;

/// How long to wait before asking again about what could not be found out.
const RETRY_EVERY: Duration = Duration::from_secs(5);

/// How often to look through the store for what a server received that no longer runs, and for grants that have ended.
const LOOK_EVERY: Duration = Duration::from_secs(60 * 60);

/// How often to look through the store for consents, so that those that connections have stay in the index; and to ask
/// about all of them.
const DAILY: Duration = Duration::from_secs(24 * 60 * 60);

/// The time between two consents that are asked about without an event: Akoya recommends five calls a second at most.
const PACE: Duration = Duration::from_millis(200);

/// A connection that needs a new consent: the customer, the bank or Akoya has revoked the one it had, or its grant had
/// ended here before the notification came.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ending {
    /// The connection. It can be consented again under the same name.
    pub connection: ConnectionId,
    /// Akoya's identifier of the consent that ended, and the key of the ending: it is the same whenever the
    /// application is notified of this ending, and no other ending has it.
    pub consent_id: String,
    /// Whether the application was notified before and did not confirm it: it failed, or its process ended. It may have
    /// acted already: look for `consent_id` in what it has saved.
    pub is_repeated: bool,
}

type Callback = dyn Fn(Ending) -> BoxFuture<'static, Result<(), BoxError>> + Send + Sync;

/// The receiver of Akoya's notifications (Notifications v1).
///
/// Akoya signs no notification, so an event is only a hint: the consent that it names is [verified](ConsentCheck),
/// and only if it is over its grant is marked as ended and the application is notified. A forged event changes
/// nothing; one about a consent that no connection has is not even stored; and many about one consent that is in force
/// cost one verification a minute.
///
/// # What is certain
///
/// The application is notified of each ending **at least once**. The response to an event is 204 when it is in the
/// token store, and from there [`run`](Self::run) processes it on any server, also after a crash. An event that never
/// arrives, because no server ran during Akoya's three retries, is made up for: see [`catch_up`](Self::catch_up).
///
/// It is notified **exactly once** unless it fails, or the process ends, between the start of the notification and its
/// confirmation in the token store, which follows at once. Then it is notified again, marked as
/// [repeated](Ending::is_repeated). No receiver can promise more, because what the application does is not in the
/// token store. An application **acts exactly once** if it saves [`Ending::consent_id`] in one transaction with what it
/// does, and does nothing where it is saved already:
///
/// ```no_run
/// use akoya::Client;
/// use akoya::oauth::{BoxError, ConnectionId};
/// use akoya_axum::{ConsentNotifications, Ending};
/// use axum::Router;
/// # #[derive(Clone)]
/// # struct Database;
/// # struct Transaction;
/// # impl Database {
/// #     async fn begin(&self) -> Result<Transaction, BoxError> { Ok(Transaction) }
/// # }
/// # impl Transaction {
/// #     async fn insert_ending(&mut self, _: &str) -> Result<bool, BoxError> { Ok(true) }
/// #     async fn ask_to_connect_again(&mut self, _: &ConnectionId) -> Result<(), BoxError> { Ok(()) }
/// #     async fn commit(self) -> Result<(), BoxError> { Ok(()) }
/// # }
///
/// async fn end(database: Database, ending: Ending) -> Result<(), BoxError> {
///     let mut transaction = database.begin().await?;
///     // INSERT INTO endings (consent_id) VALUES ($1) ON CONFLICT DO NOTHING: whether there is a new row.
///     if transaction.insert_ending(&ending.consent_id).await? {
///         transaction.ask_to_connect_again(&ending.connection).await?;
///     }
///     transaction.commit().await
/// }
///
/// async fn example(client: Client, application: Router, database: Database) -> Router {
///     let notifications = ConsentNotifications::builder(client, move |ending| end(database.clone(), ending))
///         .path("/akoya/notifications")
///         .build();
///     let application = application.merge(notifications.router());
///     tokio::spawn(async move { notifications.run(std::future::pending()).await });
///     application
/// }
/// ```
///
/// An e-mail cannot be in a transaction: save that it is to be sent, and send what is saved.
#[derive(Clone)]
pub struct ConsentNotifications(Arc<Inner>);

struct Inner {
    client: Client,
    path: String,
    check: Box<dyn ConsentCheck>,
    callback: Box<Callback>,
    index: ConsentIndex,
    hints: Hints,
    in_force: FoundInForce,
    notified: NotifiedOnce,
    received: Notify,
    /// Held while events are processed.
    working: Mutex<Looks>,
    /// Whether the index has every connection that was consented before.
    is_indexed: AtomicBool,
}

/// Collects [`ConsentNotifications`].
pub struct ConsentNotificationsBuilder(Inner);

/// When the whole store was read last.
#[derive(Default)]
struct Looks {
    for_hints: Option<Instant>,
    for_consents: Option<Instant>,
}

/// Returns whether it is time again.
fn is_due(last: Option<Instant>, every: Duration) -> bool {
    last.is_none_or(|last| last.elapsed() >= every)
}

impl ConsentNotifications {
    /// Begins a receiver for the connections of a client with a token store. `on_ending` is called for each consent
    /// that has ended, and has 30 seconds. If it fails it is called again later.
    pub fn builder<F, Fut>(client: Client, on_ending: F) -> ConsentNotificationsBuilder
    where
        F: Fn(Ending) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        let vault = client.acg_auth().engine().vault();
        ConsentNotificationsBuilder(Inner {
            path: "/notifications".to_owned(),
            check: Box::new(ByRefresh),
            callback: Box::new(move |ending| Box::pin(on_ending(ending))),
            index: ConsentIndex::new(&client),
            hints: Hints::new(vault),
            in_force: FoundInForce::default(),
            notified: NotifiedOnce::new(vault),
            received: Notify::new(),
            working: Mutex::default(),
            is_indexed: AtomicBool::new(false),
            client,
        })
    }

    /// Returns the route, to be merged into the application's: `POST` to the path that Akoya was given as the
    /// subscription's callback.
    pub fn router(&self) -> Router {
        Router::new()
            .route(&self.0.path, post(receive))
            .layer(DefaultBodyLimit::max(LARGEST))
            .with_state(self.clone())
    }

    /// Processes what is received until `stop` completes, then finishes what was begun. On each server. At the start
    /// and once a day it [catches up](Self::catch_up).
    pub async fn run(&self, stop: impl Future<Output = ()>) {
        tokio::select! {
            () = self.process_until(stop) => {}
            never = self.catch_up_daily() => never,
        }
    }

    async fn catch_up_daily(&self) -> ! {
        loop {
            self.catch_up().await;
            tokio::time::sleep(DAILY).await;
        }
    }

    async fn process_until(&self, stop: impl Future<Output = ()>) {
        let mut stop = std::pin::pin!(stop);
        loop {
            let wait = if self.process_received().await == 0 {
                LOOK_EVERY
            } else {
                RETRY_EVERY
            };
            tokio::select! {
                () = &mut stop => return,
                () = self.0.received.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Processes what has been received, once: [`run`](Self::run) for a program with a schedule
    /// of its own. Returns how many events are left because nothing could be found out about
    /// them, or the application did not take them.
    ///
    /// The first time, and every hour, it goes through the token store for what servers received that no longer
    /// run, and for grants that have ended without an event. The first time, and every day, it also looks for
    /// connections that were consented before, or without [`ConsentRoutes`](crate::ConsentRoutes). Until that is done
    /// the response to an event about an unknown consent is 503, so that it is sent again.
    pub async fn process_received(&self) -> usize {
        let mut looks = self.0.working.lock().await;
        if !self.look(&mut looks).await {
            return 1;
        }
        let mut left = 0;
        for some in self.0.hints.known().chunks(AT_ONCE) {
            left += self.process_some(some).await;
        }
        left
    }

    /// Asks about every consent of which no end is known, at most five a second, and processes those that have ended as
    /// if an event had come: Akoya does not send an event again after its retries. Returns about how many nothing
    /// could be found out.
    ///
    /// It does nothing unless the check [is free](ConsentCheck::is_free). Without that an ending whose event was lost
    /// is noticed by the refresh that the provider refuses, within a day where a [`Keeper`](akoya::oauth::keeper::Keeper)
    /// runs: once that is certain the application is notified too.
    pub async fn catch_up(&self) -> usize {
        if !self.0.check.is_free() {
            return 0;
        }
        let mut unknown = 0;
        if let Err(error) = self.0.ask_about_all(&mut unknown).await {
            tracing::error!(%error, "failed to read the connections whose consents are to be asked about");
            unknown += 1;
        }
        unknown
    }

    /// Reads the whole store, if it is time to. Returns whether the events are known that other servers have left.
    async fn look(&self, looks: &mut Looks) -> bool {
        if is_due(looks.for_consents, DAILY) {
            match self.0.index_all().await {
                Ok(()) => {
                    looks.for_consents = Some(Instant::now());
                    self.0.is_indexed.store(true, Ordering::Release);
                }
                Err(error) => {
                    tracing::error!(%error, "failed to read the connections that notifications may concern");
                }
            }
        }
        if is_due(looks.for_hints, LOOK_EVERY) {
            match self.0.look_for_endings().await {
                Ok(()) => looks.for_hints = Some(Instant::now()),
                Err(error) => {
                    tracing::error!(%error, "failed to read the notifications that were received");
                    return false;
                }
            }
        }
        true
    }

    /// Processes some events at the same time. Returns how many are left of them.
    async fn process_some(&self, some: &[(String, u64)]) -> usize {
        let mut tasks = JoinSet::new();
        let mut events = HashMap::new();
        for (consent, count) in some {
            let (inner, name) = (self.0.clone(), consent.clone());
            let task = tasks.spawn(async move { inner.resolve(&name).await });
            events.insert(task.id(), (consent, *count));
        }
        let mut left = some.len();
        // A callback that panics leaves its event for later.
        while let Some(resolved) = tasks.join_next_with_id().await {
            let Ok((id, true)) = resolved else { continue };
            left -= 1;
            if let Some((consent, count)) = events.get(&id) {
                self.0.hints.forget(consent, *count);
            }
        }
        left
    }
}

async fn receive(State(notifications): State<ConsentNotifications>, body: Bytes) -> StatusCode {
    match event::read(&body) {
        None => StatusCode::BAD_REQUEST,
        Some(Event::Other) => StatusCode::NO_CONTENT,
        Some(Event::ConsentEnded(consent)) => match notifications.0.store(consent).await {
            Ok(Receipt::Accepted) => StatusCode::NO_CONTENT,
            Ok(Receipt::TooEarly) => StatusCode::SERVICE_UNAVAILABLE,
            Err(error) => {
                tracing::error!(%error, "failed to keep a notification");
                StatusCode::SERVICE_UNAVAILABLE
            }
        },
    }
}

/// What became of an event that was received.
enum Receipt {
    /// It is in the store, or about nothing of ours.
    Accepted,
    /// It is not known yet whether it is about a connection of ours.
    TooEarly,
}

impl Inner {
    fn connections(&self) -> Connections<'_> {
        Connections::of(self.client.acg_auth().engine().vault())
    }

    /// Remembers the consents of all connections.
    async fn index_all(&self) -> Result<(), StoreError> {
        let mut connections = self.connections();
        while let Some((connection, record)) = connections.next().await? {
            self.renew(&connection, &record).await?;
        }
        Ok(())
    }

    /// Finds the events that other servers have left, and grants that have ended without one.
    async fn look_for_endings(&self) -> Result<(), StoreError> {
        let mut connections = self.connections();
        while let Some((connection, record)) = connections.next().await? {
            self.notice(&connection, &record).await?;
        }
        self.hints.look().await
    }

    /// Asks about every consent of which no end is known, and counts those of which nothing could be found out.
    async fn ask_about_all(&self, unknown: &mut usize) -> Result<(), StoreError> {
        let (mut connections, mut pace) = (self.connections(), tokio::time::interval(PACE));
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while let Some((connection, record)) = connections.next().await? {
            if connections::end_of(&record) == End::None {
                pace.tick().await;
                *unknown += usize::from(!self.ask_unasked(&connection, &record).await);
            }
        }
        Ok(())
    }

    /// Renews what is known of a connection: which consent it has, and whether the application was notified of its end.
    async fn renew(&self, connection: &ConnectionId, record: &Record) -> Result<(), StoreError> {
        self.index.add(connection, record).await?;
        match consent_of(record).filter(|_| connections::end_of(record) != End::None) {
            Some(consent) => self.notified.renew(&consent).await,
            None => Ok(()),
        }
    }

    /// Stores an event about a grant that has certainly ended, unless there was one: Akoya gives up after its retries.
    async fn notice(&self, connection: &ConnectionId, record: &Record) -> Result<(), StoreError> {
        if connections::end_of(record) != End::Certain {
            return Ok(());
        }
        let Some(consent) = consent_of(record) else {
            return Ok(());
        };
        if self.notified.has_begun(&consent).await? {
            return Ok(());
        }
        // The application may have been notified so long ago that this is forgotten.
        let now = self.index.read_at(&consent).await?;
        if now.is_some_and(|now| connections::has_ended_lately(record, now)) {
            self.keep(connection, consent).await?;
        }
        Ok(())
    }

    async fn keep(&self, connection: &ConnectionId, consent: String) -> Result<(), StoreError> {
        let connection = connection.clone();
        self.hints
            .keep(&Hint {
                connection,
                consent,
            })
            .await?;
        self.received.notify_one();
        Ok(())
    }

    /// Asks about a consent of which no event has come. Returns whether the state was found out.
    async fn ask_unasked(&self, connection: &ConnectionId, record: &Record) -> bool {
        let Some(consent) = consent_of(record) else {
            return true;
        };
        let asked = async {
            let client = self.client.with_connection(connection.clone())?;
            if !self.check.is_in_force(&client, &consent).await? {
                self.keep(connection, consent.clone()).await?;
            }
            Ok::<_, Error>(())
        };
        asked
            .await
            .inspect_err(
                |error| tracing::warn!(%connection, %error, "nothing is known of a consent"),
            )
            .is_ok()
    }

    /// Stores an event, unless no connection has its consent.
    async fn store(&self, consent: String) -> Result<Receipt, StoreError> {
        let is_indexed = self.is_indexed.load(Ordering::Acquire);
        let Some(connection) = self.index.find(&consent).await? else {
            return Ok(if is_indexed {
                Receipt::Accepted
            } else {
                Receipt::TooEarly
            });
        };
        self.keep(&connection, consent).await?;
        Ok(Receipt::Accepted)
    }

    /// Processes an event. Returns whether nothing is left of it.
    async fn resolve(&self, consent: &str) -> bool {
        match self.try_to_resolve(consent).await {
            Ok(is_resolved) => is_resolved,
            Err(error) => {
                tracing::warn!(%error, "a notification will be processed later");
                false
            }
        }
    }

    /// Verifies an event that is still there, and notifies the application if the consent has ended.
    async fn try_to_resolve(&self, consent: &str) -> Result<bool, Error> {
        let Some(hint) = self.hints.load(consent).await? else {
            // Another server has processed it.
            return Ok(true);
        };
        if self.in_force.is_recent(consent, hint.now) {
            // It waits: a flood of events about a consent does not have it verified as often.
            return Ok(false);
        }
        if !self.has_ended(&hint.value).await? {
            self.in_force.note(consent, hint.now);
        } else if !self.notify(&hint.value).await? {
            return Ok(false);
        }
        Ok(self.hints.remove(consent, hint.version).await?)
    }

    /// Returns whether the consent has ended. Its grant is then marked as ended. A connection that has another
    /// consent already, or none, needs nothing.
    async fn has_ended(&self, hint: &Hint) -> Result<bool, Error> {
        let client = self.client.with_connection(hint.connection.clone())?;
        let is_meant = |record: &Record| consent_of(record).as_ref() == Some(&hint.consent);
        let record = client.acg_auth().record().await?;
        let Some(record) = record.filter(is_meant) else {
            return Ok(false);
        };
        if connections::end_of(&record) == End::Certain {
            return Ok(true);
        }
        if self.check.is_in_force(&client, &hint.consent).await? {
            return Ok(false);
        }
        client.acg_auth().engine().end_consent(is_meant).await?;
        Ok(true)
    }

    /// Notifies the application, unless it has been notified. Returns whether it has.
    async fn notify(&self, hint: &Hint) -> Result<bool, StoreError> {
        let Hint {
            connection,
            consent,
        } = hint;
        // Asking may have taken a while, so the store is asked for its time now; and
        // another server may be done with it.
        let Some(Note { now, .. }) = self.hints.load(consent).await? else {
            return Ok(true);
        };
        let notified = self.notified.once(consent, now, |is_repeated| {
            (self.callback)(Ending {
                connection: connection.clone(),
                consent_id: consent.clone(),
                is_repeated,
            })
        });
        Ok(notified.await.unwrap_or_else(|error| {
            tracing::error!(%connection, %error, "the application failed to handle the end of a consent");
            false
        }))
    }
}

impl ConsentNotificationsBuilder {
    /// Sets the path of the route. Default: `/notifications`.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.0.path = path.into();
        self
    }

    /// Sets how an event is verified: a [`ServiceClient`](akoya::service::ServiceClient) asks the Consent API. Default:
    /// [`ByRefresh`], which needs no service credentials.
    #[must_use]
    pub fn check(mut self, check: impl ConsentCheck + 'static) -> Self {
        self.0.check = Box::new(check);
        self
    }

    /// Completes the receiver.
    pub fn build(self) -> ConsentNotifications {
        ConsentNotifications(Arc::new(self.0))
    }
}

impl fmt::Debug for ConsentNotifications {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConsentNotifications")
            .field("path", &self.0.path)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ConsentNotificationsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConsentNotificationsBuilder")
            .field("path", &self.0.path)
            .finish_non_exhaustive()
    }
}
