//! Where a grant is kept, and under which name. All clients of one grant share its token, and refresh it once.

use std::sync::{Arc, Mutex, PoisonError};

use acg::store::MemoryStore;
use acg::{ConnectionId, OauthToken, Vault};
use akoya::AcgAuth;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// One customer's grant.
#[pyclass(frozen)]
pub(crate) struct Grant {
    pub(crate) vault: Vault,
    pub(crate) connection: ConnectionId,
    /// What the program brought.
    pub(crate) initial: Option<OauthToken>,
    /// The engine of the client that was made last; all of them know the same token.
    auth: Mutex<Option<AcgAuth>>,
}

#[pymethods]
impl Grant {
    /// A grant in memory, with the token that the program brings, as JSON.
    #[new]
    #[pyo3(signature = (token = None))]
    fn new(token: Option<&str>) -> PyResult<Self> {
        Ok(Self {
            vault: Arc::new(MemoryStore::new()).into(),
            connection: connection("default")?,
            initial: token.map(read_token).transpose()?,
            auth: Mutex::default(),
        })
    }

    /// The token as it is now, as JSON.
    fn token(&self) -> PyResult<Option<String>> {
        let auth = self.lock();
        let known = match auth.as_ref() {
            Some(auth) => auth.oauth_token(),
            None => self.initial.clone(),
        };
        known.as_ref().map(write_token).transpose()
    }
}

impl Grant {
    pub(crate) fn remember(&self, auth: &AcgAuth) {
        *self.lock() = Some(auth.clone());
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<AcgAuth>> {
        self.auth.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a connection's name.
pub(crate) fn connection(name: &str) -> PyResult<ConnectionId> {
    ConnectionId::new(name).map_err(|error| PyValueError::new_err(error.to_string()))
}

/// Reads a token that the program saved. The error does not repeat it.
pub(crate) fn read_token(text: &str) -> PyResult<OauthToken> {
    serde_json::from_str(text)
        .map_err(|_| PyValueError::new_err("the token cannot be read: it is not what was saved"))
}

/// Writes a token as a program saves it.
pub(crate) fn write_token(token: &OauthToken) -> PyResult<String> {
    serde_json::to_string(token).map_err(crate::failure::plain)
}
