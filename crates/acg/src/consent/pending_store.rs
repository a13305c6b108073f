//! Pending authorizations of a web application: any of its servers may get the callback, and one of them takes it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::clock::unix_seconds;
use crate::consent::callback::Callback;
use crate::consent::pending::PendingAuthorization;
use crate::error::{Error, ErrorKind, Recovery};
use crate::future::spawn_with_result;
use crate::grant::auth::AuthorizationCodeAuth;
use crate::grant::committer::store_failure;
use crate::operation::Operation;
use crate::secret::Secret;
use crate::store::connection_id::ConnectionId;
use crate::store::error::StoreError;
use crate::store::owner_state::OwnerState;
use crate::store::row::{Swap, Version};
use crate::store::time::StoreTime;
use crate::vault::notes::{Note, Notes};

/// How long a note outlives its authorization: the store's clock may be ahead of this machine's.
const MARGIN: Duration = Duration::from_secs(5 * 60);

/// How often a callback looks again whether another one with the same state has been completed, and how often at most.
const LOOK_EVERY: Duration = Duration::from_millis(250);
const MOST_LOOKS: usize = 120;

/// Pending authorizations in the token store of a grant, each bound to the browser that started it.
///
/// Of several callbacks with one state, in any process, one is exchanged; the others get its
/// outcome. A callback without the right state, or from another browser, changes nothing and takes no room.
///
/// ```no_run
/// use acg::consent::PendingStore;
/// use acg::{AuthorizationCodeAuth, ConnectionId, Secret};
///
/// # async fn example(auth: AuthorizationCodeAuth, browser: Secret, query: &str) -> Result<(), acg::Error> {
/// # let connection = ConnectionId::new("customer-4711").unwrap();
/// let store = PendingStore::new(&auth);
/// let (url, pending) = auth.authorize().start()?;
/// store.keep(pending, &connection, &browser).await?;
/// // Send the browser to `url`, with `browser` in a cookie. The callback comes, perhaps to another process:
/// let completed = store.complete(query.parse()?, &browser).await?;
/// assert_eq!(completed.connection, connection);
/// # let _ = url;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct PendingStore {
    auth: AuthorizationCodeAuth,
    notes: Notes,
}

/// A consent that was given and whose tokens are stored.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Completed {
    /// The connection that has it.
    pub connection: ConnectionId,
    /// Whether an earlier callback did it: this one was a reload, or a second of the browser's at the same time.
    pub is_repeated: bool,
}

/// What is kept until the authorization expires.
#[derive(Serialize, Deserialize)]
struct PendingNote {
    of: Started,
    progress: Progress,
}

/// Who started an authorization, for what, and until when.
#[derive(Clone, Serialize, Deserialize)]
struct Started {
    connection: ConnectionId,
    /// A digest of the browser's secret.
    browser: Secret,
    /// Seconds since 1970-01-01 UTC.
    expires_at: i64,
}

#[derive(Serialize, Deserialize)]
enum Progress {
    Waiting(Box<PendingAuthorization>),
    /// The process with this name exchanges the code.
    Taken {
        owner: String,
    },
    Completed,
}

/// An authorization that this process, and no other, completes.
struct Taken {
    state: Secret,
    version: Version,
    of: Started,
    pending: PendingAuthorization,
}

impl PendingStore {
    /// Opens the pending authorizations of this grant's client; the grant's own connection does not matter.
    pub fn new(auth: &AuthorizationCodeAuth) -> Self {
        Self {
            auth: auth.clone(),
            notes: Notes::new(auth.vault(), "pending"),
        }
    }

    /// Keeps an authorization that was started for `connection`, until the callback comes to the browser that holds the
    /// secret `browser`.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) when the grant has no store but its memory, or
    /// the connection's name is reserved; [`InvalidInput`](ErrorKind::InvalidInput) when `browser`
    /// is empty; [`Store`](ErrorKind::Store).
    pub async fn keep(
        &self,
        pending: PendingAuthorization,
        connection: &ConnectionId,
        browser: &Secret,
    ) -> Result<(), Error> {
        // Before the customer is sent away: a name that is refused later would cost the consent.
        self.auth.with_connection(connection.clone())?;
        if browser.is_empty() {
            let text = "the secret that identifies the browser is empty";
            return Err(Error::input(Operation::Authorize, text));
        }
        let of = Started {
            connection: connection.clone(),
            // A digest: a reader of the store must not be able to act as the browser.
            browser: digest(browser),
            expires_at: unix_seconds(pending.expires_at()),
        };
        let state = pending.state().clone();
        let failed = |error| {
            let text =
                "the authorization cannot be stored, so the customer is not sent to the provider";
            store_failure(Operation::Authorize, text, error)
        };
        let swap = self
            .swap(&state, None, &of, Progress::Waiting(Box::new(pending)))
            .await;
        match swap.map_err(failed)? {
            Swap::Done(_) => Ok(()),
            Swap::Conflict => Err(Error::input(
                Operation::Authorize,
                "an authorization with this state is already stored",
            )),
        }
    }

    /// Completes the authorization that a callback belongs to, or waits while another callback does.
    ///
    /// # Errors
    /// [`InvalidCallback`](ErrorKind::InvalidCallback) when there is no authorization with this state for this
    /// browser, or it has expired, failed or been refused before; otherwise as [`AuthorizationCodeAuth::complete`].
    /// After an error whose recovery is to retry, the same callback can be completed again.
    ///
    /// # Cancel safety
    /// What was begun continues when the future is dropped.
    pub async fn complete(&self, callback: Callback, browser: &Secret) -> Result<Completed, Error> {
        let (store, browser) = (self.clone(), digest(browser));
        // On a task of its own: a browser that closes its connection must not stop an exchange whose code is spent.
        let complete = async move { store.complete_once(callback, &browser).await };
        let completion = spawn_with_result(Box::pin(complete));
        completion.await.unwrap_or_else(|_| {
            let text = "the operation was interrupted: the runtime is shutting down";
            let (kind, operation) = (ErrorKind::OutcomeUnknown, Operation::Callback);
            Err(Error::new(kind, operation, text))
        })
    }

    async fn complete_once(
        &self,
        callback: Callback,
        browser: &Secret,
    ) -> Result<Completed, Error> {
        let state = callback.state().cloned().ok_or_else(unknown)?;
        for _ in 0..MOST_LOOKS {
            let note = self.load(&state, browser).await?;
            let (version, PendingNote { of, progress }) = (note.version, note.value);
            let pending = match progress {
                Progress::Completed => {
                    return Ok(Completed {
                        connection: of.connection,
                        is_repeated: true,
                    });
                }
                Progress::Taken { owner } if self.has_ended(&owner).await => {
                    return Err(interrupted());
                }
                // Another server exchanges the code. This may be the second callback of the same browser, so it gets
                // that outcome.
                Progress::Taken { .. } => {
                    self.auth.engine().committer.clock.sleep(LOOK_EVERY).await;
                    continue;
                }
                Progress::Waiting(pending) => *pending,
            };
            // Written before the code is sent, so that of two servers one sends it.
            let owner = self.auth.vault().store().owner().to_owned();
            let taken = Progress::Taken { owner };
            let swap = self.swap(&state, Some(version), &of, taken).await;
            if let Swap::Done(version) = swap.map_err(unread)? {
                let taken = Taken {
                    state,
                    version,
                    of,
                    pending,
                };
                return self.exchange(taken, callback).await;
            }
        }
        let text = "another callback with this state is still being completed";
        Err(invalid(text).with_recovery(Recovery::Retry { after: None }))
    }

    /// Returns whether the process that took an authorization is known to have ended. Its code may
    /// have been sent, and a provider may end the grant of a code that is presented
    /// twice (RFC 6749 section 4.1.2), so nobody sends it again.
    async fn has_ended(&self, owner: &str) -> bool {
        let state = self.auth.vault().store().owner_state(owner).await;
        state == OwnerState::Gone
    }

    async fn load(&self, state: &Secret, browser: &Secret) -> Result<Note<PendingNote>, Error> {
        let note = self.notes.load::<PendingNote>(state.expose()).await;
        let now = unix_seconds(self.auth.engine().committer.clock.now());
        // One text for all: only the browser that started it may learn that there is such an authorization.
        note.map_err(unread)?
            .filter(|note| note.value.of.browser == *browser && note.value.of.expires_at > now)
            .ok_or_else(unknown)
    }

    async fn exchange(&self, taken: Taken, callback: Callback) -> Result<Completed, Error> {
        let Taken {
            state,
            version,
            of,
            mut pending,
        } = taken;
        // An authorization cannot be cloned, because it is used once; this is the one place that
        // may put it back.
        let copy = pending.copy();
        pending.is_sole = true;
        let auth = self.auth.with_connection(of.connection.clone())?;
        let exchanged = auth.complete(pending, callback).await;
        let noted = match &exchanged {
            Ok(_) => {
                self.swap(&state, Some(version), &of, Progress::Completed)
                    .await
            }
            // Nothing was sent: the same callback may be tried again.
            Err(error) if matches!(error.recovery(), Recovery::Retry { .. }) => {
                let waiting = Progress::Waiting(Box::new(copy));
                self.swap(&state, Some(version), &of, waiting).await
            }
            // The code is spent or refused: what is left can only be replayed.
            Err(_) => self.notes.delete(state.expose(), version).await,
        };
        if let Err(error) = noted {
            // The grant is stored, or refused, whatever is noted; a reload of the callback is
            // told that the state is unknown.
            tracing::warn!(%error, "the outcome of an authorization cannot be stored");
        }
        exchanged.map(|_| Completed {
            connection: of.connection,
            is_repeated: false,
        })
    }

    async fn swap(
        &self,
        state: &Secret,
        expected: Option<Version>,
        of: &Started,
        progress: Progress,
    ) -> Result<Swap, StoreError> {
        let expires_at = StoreTime(of.expires_at.saturating_mul(1000)).after(MARGIN);
        let note = PendingNote {
            of: of.clone(),
            progress,
        };
        let notes = &self.notes;
        notes
            .swap(state.expose(), expected, &note, Some(expires_at))
            .await
    }
}

fn digest(browser: &Secret) -> Secret {
    let digest = Sha256::digest(browser.expose());
    Secret::new(URL_SAFE_NO_PAD.encode(digest))
}

fn unread(error: StoreError) -> Error {
    let text = "the pending authorization cannot be read; nothing was sent";
    store_failure(Operation::Callback, text, error)
}

fn unknown() -> Error {
    invalid(
        "no authorization with this state was started in this browser, or it has ended; start again",
    )
}

fn interrupted() -> Error {
    invalid(
        "the process that completed this authorization has ended, so its outcome is unknown; check whether it succeeded, or start again",
    )
}

fn invalid(message: &'static str) -> Error {
    Error::new(ErrorKind::InvalidCallback, Operation::Callback, message)
}
