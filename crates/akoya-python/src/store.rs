//! Token stores and keys, as Python programs open them.

use std::path::PathBuf;
use std::sync::Arc;

use acg::Vault;
use acg::random::SystemRandom;
use acg::store::TokenStore;
use acg::vault::{Keyring, SealingKey, Spool};
use acg_postgres::PostgresStore;
use acg_sqlite::{SqliteOptions, SqliteStore};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::failure::plain;
use crate::runtime;

/// An open store with its keys and its spool.
#[pyclass(frozen)]
pub(crate) struct Store {
    pub(crate) vault: Vault,
    sqlite: Option<Arc<SqliteStore>>,
}

/// A file that is closed while the process forks.
#[pyclass(frozen)]
pub(crate) struct Pause {
    _paused: acg_sqlite::Paused,
}

/// Keeps all threads out of SQLite while the process forks. It stays in the thread that forks.
#[pyclass(frozen, unsendable)]
pub(crate) struct Standstill {
    _stores: acg_sqlite::Standstill,
    _sandboxes: akoya_sandbox::Standstill,
}

#[pymethods]
impl Standstill {
    /// Waits with the interpreter's lock: nothing that it waits for runs Python.
    #[new]
    fn new() -> Self {
        Self {
            _stores: acg_sqlite::Standstill::begin(),
            _sandboxes: akoya_sandbox::Standstill::begin(),
        }
    }
}

impl Pause {
    pub(crate) fn new(paused: acg_sqlite::Paused) -> Self {
        Self { _paused: paused }
    }
}

#[pymethods]
impl Store {
    /// Opens a file. Without keys tokens are in clear in it.
    #[staticmethod]
    fn sqlite(
        py: Python<'_>,
        path: PathBuf,
        keys: Vec<String>,
        environment: Option<&str>,
        spool: Option<PathBuf>,
    ) -> PyResult<Self> {
        let options = SqliteOptions::default();
        let options = match environment {
            Some(name) => options.environment(name),
            None => options,
        };
        let opened = py.detach(|| SqliteStore::open_with(&path, &options));
        let store = Arc::new(opened.map_err(plain)?);
        Ok(Self {
            vault: vault(store.clone(), &keys, spool)?,
            sqlite: Some(store),
        })
    }

    /// Connects to a database. `migrates` makes the tables first.
    #[staticmethod]
    #[pyo3(signature = (url, keys, environment, spool, schema, liveness_dir, migrates))]
    #[expect(
        clippy::too_many_arguments,
        reason = "the package calls it by their names"
    )]
    fn postgres(
        py: Python<'_>,
        url: &str,
        keys: Vec<String>,
        environment: Option<String>,
        spool: Option<PathBuf>,
        schema: Option<String>,
        liveness_dir: Option<PathBuf>,
        migrates: bool,
    ) -> PyResult<Self> {
        let mut options = PostgresStore::options(url).map_err(plain)?;
        if let Some(name) = environment {
            options = options.environment(name);
        }
        if let Some(name) = schema {
            options = options.schema(name);
        }
        if let Some(directory) = liveness_dir {
            options = options.liveness_dir(directory);
        }
        let connect = async {
            if migrates {
                PostgresStore::migrate(&options).await?;
            }
            PostgresStore::connect(&options).await
        };
        let store = runtime::wait(py, connect)?.map_err(plain)?;
        Ok(Self {
            vault: vault(Arc::new(store), &keys, spool)?,
            sqlite: None,
        })
    }

    /// Returns why nothing is refreshed from the store, if so.
    fn quarantine(&self) -> Option<String> {
        self.vault.store().identity().quarantine.clone()
    }

    /// Closes the file until the value is dropped; nothing for a database.
    fn pause(&self, py: Python<'_>) -> Option<Pause> {
        let store = self.sqlite.as_ref()?;
        py.detach(|| store.pause()).ok().map(Pause::new)
    }

    /// Waits for what is under way, so many seconds at most, and returns whether it has ended.
    fn wait_until_idle(&self, py: Python<'_>, seconds: f64) -> PyResult<bool> {
        let idle = runtime::wait_at_most(py, seconds, self.vault.wait_until_idle())?;
        Ok(idle.is_some())
    }
}

fn vault(store: Arc<dyn TokenStore>, keys: &[String], spool: Option<PathBuf>) -> PyResult<Vault> {
    let mut builder = runtime::of_this_process(Vault::builder(store));
    if let Some(keyring) = keyring(keys)? {
        builder = builder.keys(keyring);
    }
    if let Some(directory) = spool {
        builder = builder.spool(Spool::open(directory).map_err(plain)?);
    }
    Ok(builder.build())
}

/// Reads the keys. The first key seals, all of them open.
fn keyring(keys: &[String]) -> PyResult<Option<Keyring>> {
    let keys = keys.iter().map(|key| {
        key.parse::<SealingKey>()
            .map_err(|error| PyValueError::new_err(error.to_string()))
    });
    let mut keys = keys.collect::<PyResult<Vec<_>>>()?.into_iter();
    Ok(keys
        .next()
        .map(|first| keys.fold(Keyring::new(first), Keyring::with_older)))
}

/// Makes a key: 32 random bytes in base64.
#[pyfunction]
pub(crate) fn generate_key() -> PyResult<String> {
    let key = SealingKey::generate(&SystemRandom).map_err(plain)?;
    Ok(key.expose().to_string())
}
