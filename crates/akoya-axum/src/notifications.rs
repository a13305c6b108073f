//! Notifications that a consent has ended: verified first, then passed to the application once.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use akoya::oauth::store::{GrantState, Record, StoreError, StoreErrorKind};
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
use tokio::time::Instant;

use crate::consent_check::{ByRefresh, ConsentCheck};
use crate::consent_index::{ConsentIndex, consent_of};
use crate::event::{self, Event};
use crate::hints::{Hint, Hints};
use crate::notified_once::NotifiedOnce;

/// The largest notification that is read, in bytes.
const LARGEST: usize = 64 * 1024;

/// How many consents are verified at once.
const AT_ONCE: usize = 16;

/// How long to wait before asking again about what could not be found out.
const RETRY_EVERY: Duration = Duration::from_secs(5);

/// How often to look through the store for what a server received that no longer runs.
const LOOK_EVERY: Duration = Duration::from_secs(60 * 60);

/// How often to look through the store for consents, so that those that connections have stay in the index.
const INDEX_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

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
/// nothing; one about a consent that no connection has is not even stored.
///
/// The application is notified of each ending at least once: the response to an event is 204 when it is in the
/// token store, and from there [`run`](Self::run) processes it on any server, also after a crash. It is notified
/// exactly once unless it fails, or the process ends, during the notification; then it is notified again, marked as
/// [repeated](Ending::is_repeated). No receiver can promise more, because what the application does is not in the
/// token store. An application acts once if it saves [`Ending::consent_id`] in one transaction with what it does,
/// and does nothing where it is saved already.
///
/// ```no_run
/// use akoya::Client;
/// use akoya_axum::ConsentNotifications;
/// use axum::Router;
///
/// async fn example(client: Client, application: Router) -> Router {
///     let notifications = ConsentNotifications::builder(client, |ending| async move {
///         // Note that `ending.connection` has to be connected again.
///         let _ = ending;
///         Ok(())
///     })
///     .path("/akoya/notifications")
///     .build();
///     let application = application.merge(notifications.router());
///     tokio::spawn(async move { notifications.run(std::future::pending()).await });
///     application
/// }
/// ```
#[derive(Clone)]
pub struct ConsentNotifications(Arc<Inner>);

struct Inner {
    client: Client,
    path: String,
    check: Box<dyn ConsentCheck>,
    callback: Box<Callback>,
    index: ConsentIndex,
    hints: Hints,
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

    /// Processes what is received until `stop` completes, then finishes what was begun. On each server.
    pub async fn run(&self, stop: impl Future<Output = ()>) {
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
    /// run. The first time, and every day, it also looks for connections that were consented before, or without
    /// [`ConsentRoutes`](crate::ConsentRoutes). Until that is done the response to an event about an unknown
    /// consent is 503, so that it is sent again.
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

    /// Reads the whole store, if it is time to. Returns whether the events are known that other servers have left.
    async fn look(&self, looks: &mut Looks) -> bool {
        if is_due(looks.for_consents, INDEX_EVERY) {
            match self.index_all().await {
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
            match self.0.hints.look().await {
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

    /// Remembers the consents of all connections.
    async fn index_all(&self) -> Result<(), StoreError> {
        let vault = self.0.client.acg_auth().engine().vault();
        let mut last = None;
        loop {
            let page = vault.page(last.as_ref()).await?;
            let Some((id, _)) = page.last() else {
                return Ok(());
            };
            last = Some(id.clone());
            for (connection, record) in page {
                match record {
                    Ok(record) => self.0.renew(&connection, &record).await?,
                    Err(error) if error.kind() == StoreErrorKind::Damaged => {
                        tracing::error!(%connection, %error, "a connection cannot be read; notifications that concern it are not recognised");
                    }
                    // The keys may be back later. To continue without them would drop every event in silence.
                    Err(error) => return Err(error),
                }
            }
        }
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
    /// Renews what is known of a connection: which consent it has, and whether the application was notified of its end.
    async fn renew(&self, connection: &ConnectionId, record: &Record) -> Result<(), StoreError> {
        self.index.add(connection, record).await?;
        let has_ended = matches!(record.head.state, GrantState::ConsentNeeded { .. });
        match consent_of(record).filter(|_| has_ended) {
            Some(consent) => self.notified.renew(&consent).await,
            None => Ok(()),
        }
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
        let hint = Hint {
            connection,
            consent,
        };
        self.hints.keep(&hint).await?;
        self.received.notify_one();
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
        if self.has_ended(&hint.value).await? && !self.notify(&hint.value).await? {
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
        if matches!(record.head.state, GrantState::ConsentNeeded { .. }) {
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
