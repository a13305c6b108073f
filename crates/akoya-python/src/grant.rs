//! Where a grant is kept, and under which name. All clients of one grant share its token, and refresh it once.

use std::path::PathBuf;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Waker};

use acg::random::SystemRandom;
use acg::store::TokenStore as _;
use acg::vault::{Keyring, SealingKey};
use acg::{ConnectionId, OauthToken, Vault};
use akoya::AcgAuth;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::failure::plain;
use crate::runtime;
use crate::shareable::ShareableStore;
use crate::store::{Pause, Store};

/// One customer's grant.
#[pyclass(frozen)]
pub(crate) struct Grant {
    pub(crate) vault: Vault,
    pub(crate) connection: ConnectionId,
    /// What the program brought.
    pub(crate) initial: Option<OauthToken>,
    memory: Option<Memory>,
    /// The engine of the client that was made last; all of them know the same token.
    auth: Mutex<Option<AcgAuth>>,
}

/// A grant that the program keeps in no store of its own.
struct Memory {
    store: Arc<ShareableStore>,
    key: SealingKey,
    /// The file that it was moved to when the process forked.
    path: OnceLock<PathBuf>,
}

#[pymethods]
impl Grant {
    /// Creates a grant in memory, with the token that the program brings, as JSON.
    #[new]
    #[pyo3(signature = (token = None))]
    fn new(token: Option<&str>) -> PyResult<Self> {
        let key = SealingKey::generate(&SystemRandom).map_err(plain)?;
        let initial = token.map(read_token).transpose()?;
        Self::of(ShareableStore::new(), key, initial, OnceLock::new())
    }

    /// Opens a grant in a store, under a name.
    #[staticmethod]
    #[pyo3(signature = (store, name, token = None))]
    fn stored(store: &Store, name: &str, token: Option<&str>) -> PyResult<Self> {
        Ok(Self {
            vault: store.vault.clone(),
            connection: connection(name)?,
            initial: token.map(read_token).transpose()?,
            memory: None,
            auth: Mutex::default(),
        })
    }

    /// Returns the token as it is now, as JSON.
    fn token(&self) -> PyResult<Option<String>> {
        let auth = self.lock();
        let known = match auth.as_ref() {
            Some(auth) => auth.oauth_token(),
            None => self.initial.clone(),
        };
        known.as_ref().map(write_token).transpose()
    }

    /// Returns the file that the grant shares with other processes, if it does.
    fn path(&self) -> Option<PathBuf> {
        self.memory.as_ref()?.path.get().cloned()
    }

    /// Moves a grant in memory to a new file, for the processes that a fork makes.
    fn share(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        let Some(memory) = &self.memory else {
            return Ok(());
        };
        runtime::wait(py, memory.store.share(&path))?.map_err(plain)?;
        // Only the thread that forks comes here.
        let _ = memory.path.set(path);
        Ok(())
    }

    /// Closes the file until the value is dropped; nothing for a grant that is in none.
    fn pause(&self, py: Python<'_>) -> PyResult<Option<Pause>> {
        let Some(memory) = &self.memory else {
            return Ok(None);
        };
        let paused = runtime::wait(py, memory.store.pause())?;
        Ok(paused.map(Pause::new))
    }

    /// Opens the same grant in a process that was forked. This one is its parent's, with locks and threads that are not
    /// there.
    fn inherited(&self) -> PyResult<Self> {
        let Some(memory) = &self.memory else {
            return Err(PyValueError::new_err("the grant is in a store"));
        };
        let Some(path) = memory.path.get() else {
            return Err(PyValueError::new_err("the grant is not shared"));
        };
        let identity = memory.store.identity().clone();
        let store = ShareableStore::open(identity, path).map_err(plain)?;
        Self::of(
            store,
            memory.key.clone(),
            self.initial.clone(),
            memory.path.clone(),
        )
    }

    /// Returns whether the grant is in a file that no other process has open.
    fn is_last(&self, py: Python<'_>) -> PyResult<bool> {
        match &self.memory {
            Some(memory) => runtime::wait(py, memory.store.is_last()),
            None => Ok(false),
        }
    }

    /// Waits for what is under way, so many seconds at most, and returns whether it has ended.
    fn wait_until_idle(&self, py: Python<'_>, seconds: f64) -> PyResult<bool> {
        let idle = runtime::wait_at_most(py, seconds, self.vault.wait_until_idle())?;
        Ok(idle.is_some())
    }
}

impl Grant {
    fn of(
        store: ShareableStore,
        key: SealingKey,
        initial: Option<OauthToken>,
        path: OnceLock<PathBuf>,
    ) -> PyResult<Self> {
        let store = Arc::new(store);
        Ok(Self {
            // Sealed in memory already, because a fork may move it to a file.
            vault: runtime::of_this_process(Vault::builder(store.clone()))
                .keys(Keyring::new(key.clone()))
                .build(),
            connection: connection("default")?,
            initial,
            memory: Some(Memory { store, key, path }),
            auth: Mutex::default(),
        })
    }

    /// Returns whether no refresh is under way.
    pub(crate) fn is_idle(&self) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        pin!(self.vault.wait_until_idle())
            .poll(&mut context)
            .is_ready()
    }

    pub(crate) fn remember(&self, auth: &AcgAuth) {
        *self.lock() = Some(auth.clone());
    }

    fn lock(&self) -> MutexGuard<'_, Option<AcgAuth>> {
        self.auth.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a connection's name.
fn connection(name: &str) -> PyResult<ConnectionId> {
    ConnectionId::new(name).map_err(|error| PyValueError::new_err(error.to_string()))
}

/// Reads a token that the program saved. The error does not repeat it.
fn read_token(text: &str) -> PyResult<OauthToken> {
    serde_json::from_str(text)
        .map_err(|_| PyValueError::new_err("the token cannot be read: it is not what was saved"))
}

/// Writes a token as a program saves it.
pub(crate) fn write_token(token: &OauthToken) -> PyResult<String> {
    serde_json::to_string(token).map_err(plain)
}
