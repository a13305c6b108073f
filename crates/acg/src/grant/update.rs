//! The update callback: what a program learns when its token changes.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::error::BoxError;
use crate::future::BoxFuture;
use crate::operation::Operation;
use crate::token::oauth_token::OauthToken;

/// What happened to the token.
#[derive(Debug, Clone)]
pub struct TokenUpdate {
    token: Option<Arc<OauthToken>>,
    reason: UpdateReason,
    generation: u64,
}

/// Why the token changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UpdateReason {
    /// A code was exchanged: the customer has consented.
    Fetched,
    /// The token was refreshed; the previous refresh token is spent.
    Refreshed,
    /// The token was revoked; there is none left.
    Revoked,
    /// The token was removed here without telling the provider.
    Forgotten,
}

impl UpdateReason {
    /// Returns the operation that changes the token in this way.
    pub(crate) const fn operation(self) -> Operation {
        match self {
            Self::Fetched => Operation::Exchange,
            Self::Refreshed => Operation::Refresh,
            Self::Revoked | Self::Forgotten => Operation::Revoke,
        }
    }
}

impl TokenUpdate {
    pub(crate) fn new(
        token: Option<Arc<OauthToken>>,
        reason: UpdateReason,
        generation: u64,
    ) -> Self {
        Self {
            token,
            reason,
            generation,
        }
    }

    /// Returns the new token; `None` when the grant no longer has one: remove what was saved.
    pub fn token(&self) -> Option<&OauthToken> {
        self.token.as_deref()
    }

    /// Returns why it changed.
    pub fn reason(&self) -> UpdateReason {
        self.reason
    }

    /// Counts the token sets of a grant. Of two updates from one process the one with the higher number is newer: never
    /// save one over a higher one. With a store the numbers continue after a restart, without one they begin again.
    pub fn generation(&self) -> u64 {
        self.generation
    }
}

/// What a failing update callback means for the operation that changed the token. The token itself is installed and
/// kept either way, and the callback is offered it again before the next use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum CallbackPolicy {
    /// The operation succeeds; the failure is logged. Right when a store holds the token.
    #[default]
    BestEffort,
    /// The operation fails with [`UpdateCallback`](crate::ErrorKind::UpdateCallback). Right when the callback is
    /// the only place where the token is saved.
    Required,
}

type SyncFn = dyn Fn(TokenUpdate) -> Result<(), BoxError> + Send + Sync;
type AsyncFn = dyn Fn(TokenUpdate) -> BoxFuture<'static, Result<(), BoxError>> + Send + Sync;

/// A function that is called when the token changes.
#[derive(Clone)]
pub struct UpdateCallback(Function);

#[derive(Clone)]
enum Function {
    Sync(Arc<SyncFn>),
    Async(Arc<AsyncFn>),
}

impl UpdateCallback {
    pub(crate) fn sync<F>(callback: F) -> Self
    where
        F: Fn(TokenUpdate) -> Result<(), BoxError> + Send + Sync + 'static,
    {
        Self(Function::Sync(Arc::new(callback)))
    }

    pub(crate) fn asynchronous<F, Fut>(callback: F) -> Self
    where
        F: Fn(TokenUpdate) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        Self(Function::Async(Arc::new(move |update| {
            Box::pin(callback(update))
        })))
    }

    /// Runs the callback on a task of its own, so that its panic harms no caller; a function that may block runs
    /// where blocking is allowed. A callback that takes longer than `limit` is given up and, if it awaits, stopped,
    /// so that it cannot save an old token after a newer one.
    pub(crate) async fn call(&self, update: TokenUpdate, limit: Duration) -> Result<(), BoxError> {
        let mut call = match self.0.clone() {
            // A callback that writes to a disk or database would otherwise stop every task of this
            // thread.
            Function::Sync(callback) => tokio::task::spawn_blocking(move || callback(update)),
            Function::Async(callback) => tokio::spawn(async move { callback(update).await }),
        };
        match tokio::time::timeout(limit, &mut call).await {
            Ok(done) => done.unwrap_or_else(|_| Err("the callback panicked".into())),
            Err(_) => {
                // Only an asynchronous callback ends here. A thread cannot be stopped; it runs on,
                // and its result is not heard.
                call.abort();
                Err(format!("it took more than {} seconds", limit.as_secs()).into())
            }
        }
    }
}

impl fmt::Debug for UpdateCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UpdateCallback")
    }
}
