//! Telling the program that the token changed.

use std::fmt;
use std::sync::Arc;

use crate::BoxFuture;
use crate::token::OauthToken;

/// Any error, as an update callback may return it.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

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
    /// The token was revoked; there is none any more.
    Revoked,
}

impl TokenUpdate {
    pub(crate) fn new(token: Option<Arc<OauthToken>>, reason: UpdateReason, generation: u64) -> Self {
        Self { token, reason, generation }
    }

    /// The new token; `None` after a revocation: remove what was saved.
    pub fn token(&self) -> Option<&OauthToken> {
        self.token.as_deref()
    }

    /// Why it changed.
    pub fn reason(&self) -> UpdateReason {
        self.reason
    }

    /// Counts the token sets of this consent. Never save one over a higher one.
    pub fn generation(&self) -> u64 {
        self.generation
    }
}

/// What a failing update callback means for the operation that changed the token. The token itself is installed and kept
/// either way, and the callback is offered it again before the next use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum CallbackPolicy {
    /// The operation succeeds; the failure is logged. Right when a store holds the token.
    #[default]
    BestEffort,
    /// The operation fails with [`UpdateCallback`](crate::ErrorKind::UpdateCallback). Right when the callback is the only
    /// place where the token is saved.
    Required,
}

type Callback = dyn Fn(TokenUpdate) -> BoxFuture<'static, Result<(), BoxError>> + Send + Sync;

/// A function that is called when the token changes.
#[derive(Clone)]
pub struct UpdateCallback(Arc<Callback>);

impl UpdateCallback {
    pub(crate) fn sync<F>(callback: F) -> Self
    where
        F: Fn(TokenUpdate) -> Result<(), BoxError> + Send + Sync + 'static,
    {
        let callback = Arc::new(callback);
        Self(Arc::new(move |update| {
            let callback = callback.clone();
            Box::pin(async move { callback(update) })
        }))
    }

    pub(crate) fn asynchronous<F, Fut>(callback: F) -> Self
    where
        F: Fn(TokenUpdate) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), BoxError>> + Send + 'static,
    {
        Self(Arc::new(move |update| Box::pin(callback(update))))
    }

    /// Runs the callback on a task of its own, so that its panic harms nobody.
    pub(crate) async fn call(&self, update: TokenUpdate) -> Result<(), BoxError> {
        let callback = self.0.clone();
        let call = tokio::spawn(async move { callback(update).await });
        call.await.unwrap_or_else(|_| Err("the callback panicked".into()))
    }
}

impl fmt::Debug for UpdateCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UpdateCallback")
    }
}
