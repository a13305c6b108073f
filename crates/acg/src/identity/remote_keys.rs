//! The keys that a provider publishes, as this process has loaded them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::Mutex as AsyncMutex;
use url::Url;

use crate::clock::Clock;
use crate::error::{Error, ErrorKind};
use crate::http::service::HttpService;
use crate::jose::KeySet;
use crate::operation::Operation;
use crate::provider::diagnosis::Problem;
use crate::provider::document::fetch;
use crate::sync::{Mutex, lock};

/// How long keys are used before they are loaded again: a key that the provider has
/// withdrawn is believed no longer than this.
const LONGEST_USE: Duration = Duration::from_secs(60 * 60);

/// The least time between two loads. A flood of tokens that name unknown keys must not become a flood of requests.
const PAUSE: Duration = Duration::from_secs(60);

/// The keys of one provider. Clones of its profile share them.
#[derive(Debug)]
pub(crate) struct RemoteKeys {
    uri: Url,
    loaded: Mutex<Option<Loaded>>,
    /// Held while they are loaded, so that many who need them load them once. Why the last load failed, if it did.
    loading: AsyncMutex<Option<Error>>,
    /// How many loads have ended.
    loads: AtomicU64,
}

/// How keys are loaded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Loader<'a> {
    pub(crate) http: &'a dyn HttpService,
    pub(crate) clock: &'a dyn Clock,
    /// The longest time that it may take.
    pub(crate) patience: Duration,
}

#[derive(Debug, Clone)]
struct Loaded {
    keys: Arc<KeySet>,
    /// When, on the monotonic clock.
    at: Duration,
    /// The last attempt to load them again.
    tried: Duration,
}

impl RemoteKeys {
    pub(crate) fn at(uri: Url) -> Self {
        Self {
            uri,
            loaded: Mutex::default(),
            loading: AsyncMutex::default(),
            loads: AtomicU64::new(0),
        }
    }

    /// Returns where they are published.
    pub(crate) const fn uri(&self) -> &Url {
        &self.uri
    }

    /// Returns the keys as they are known, without asking the provider.
    pub(crate) fn known(&self) -> Option<Arc<KeySet>> {
        lock(&self.loaded)
            .as_ref()
            .map(|loaded| loaded.keys.clone())
    }

    /// Loads the keys, unless they were loaded recently. Where that fails, those that were loaded before are used.
    pub(crate) async fn load(&self, loader: Loader<'_>) -> Result<(), Error> {
        let is_fresh = |loaded: &Loaded| {
            let now = loader.clock.monotonic();
            now.saturating_sub(loaded.at) < LONGEST_USE || now.saturating_sub(loaded.tried) < PAUSE
        };
        self.load_unless(is_fresh, loader).await
    }

    /// Loads the keys because a token names one that is not among them. Not more often than once a minute.
    pub(crate) async fn load_again(&self, loader: Loader<'_>) -> Result<(), Error> {
        let is_fresh =
            |loaded: &Loaded| loader.clock.monotonic().saturating_sub(loaded.tried) < PAUSE;
        self.load_unless(is_fresh, loader).await
    }

    async fn load_unless(
        &self,
        is_fresh: impl Fn(&Loaded) -> bool,
        loader: Loader<'_>,
    ) -> Result<(), Error> {
        let is_fresh = || lock(&self.loaded).as_ref().is_some_and(&is_fresh);
        if is_fresh() {
            return Ok(());
        }
        let before = self.loads.load(Ordering::SeqCst);
        let mut failure = self.loading.lock().await;
        // Another task may have loaded them while this one waited.
        if is_fresh() {
            return Ok(());
        }
        // Or it may have failed. One attempt after the other, each as long as a page that hangs, would
        // add up for all who wait.
        let has_ended = self.loads.load(Ordering::SeqCst) != before;
        if let Some(error) = failure.as_ref().filter(|_| has_ended) {
            return Err(error.clone());
        }
        let outcome = self.load_now(loader).await;
        *failure = outcome.clone().err();
        self.loads.fetch_add(1, Ordering::SeqCst);
        outcome
    }

    async fn load_now(&self, loader: Loader<'_>) -> Result<(), Error> {
        let fetched = self.fetch(loader).await;
        let now = loader.clock.monotonic();
        let mut loaded = lock(&self.loaded);
        match (fetched, &mut *loaded) {
            (Ok(keys), loaded) => {
                let keys = Arc::new(keys);
                (*loaded) = Some(Loaded {
                    keys,
                    at: now,
                    tried: now,
                });
            }
            // Keys change rarely. An outage of their page must not stop every refresh, and a token
            // that names a new key is still not believed.
            (Err(error), Some(known)) => {
                tracing::warn!(%error, "failed to reload the provider's keys; using the known ones");
                // So that a page that is down is not asked for at every token.
                known.tried = now;
            }
            // Nothing was sent yet, so nothing is lost by an error here.
            (Err(error), None) => return Err(error),
        }
        Ok(())
    }

    async fn fetch(&self, loader: Loader<'_>) -> Result<KeySet, Error> {
        let what = "the provider's keys";
        let document = fetch(loader.http, &self.uri, what, loader.patience).await?;
        let missing = || {
            let text = "the provider's keys were not found at the URL in its profile";
            Error::new(ErrorKind::UnexpectedResponse, Operation::Configure, text)
        };
        let document = document.ok_or_else(missing)?;
        KeySet::from_json(&document.body).map_err(|error| {
            let problem = Problem::new("RFC 7517 §5", "are not a JWK set").of_field("keys");
            document.odd(problem).with_source(error)
        })
    }
}
