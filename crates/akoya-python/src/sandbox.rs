//! The sandbox in the process, for a program's own tests.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use akoya_sandbox::{Counters, Dialect, ErrorKind, Fault, Sandbox as Servers};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;

use crate::failure::plain;
use crate::runtime;

/// A running sandbox.
#[pyclass(frozen)]
pub(crate) struct Sandbox(Mutex<Option<Arc<Servers>>>);

#[pymethods]
impl Sandbox {
    /// Starts one, on ports that are free.
    #[new]
    #[pyo3(signature = (dialect = None, transactions = None))]
    fn new(py: Python<'_>, dialect: Option<&str>, transactions: Option<usize>) -> PyResult<Self> {
        let mut builder = Servers::builder();
        if let Some(name) = dialect {
            builder = builder.dialect(read_dialect(name)?);
        }
        if let Some(count) = transactions {
            builder = builder.transactions(count);
        }
        let servers = runtime::wait(py, builder.start())?.map_err(refused)?;
        Ok(Self(Mutex::new(Some(Arc::new(servers)))))
    }

    #[getter]
    fn idp_url(&self) -> PyResult<String> {
        Ok(self.servers()?.idp_url().to_owned())
    }

    #[getter]
    fn api_url(&self) -> PyResult<String> {
        Ok(self.servers()?.api_url().to_owned())
    }

    #[getter]
    fn client_id(&self) -> PyResult<String> {
        Ok(self.servers()?.client_id().to_owned())
    }

    #[getter]
    fn client_secret(&self) -> PyResult<String> {
        Ok(self.servers()?.client_secret().to_owned())
    }

    fn users(&self) -> PyResult<Vec<String>> {
        Ok(self.servers()?.users().map(str::to_owned).collect())
    }

    /// Does what a customer does on the pages, and returns where the browser is sent.
    fn approve(&self, py: Python<'_>, authorization_url: &str, user: &str) -> PyResult<String> {
        let servers = self.servers()?;
        runtime::wait(py, servers.approve(authorization_url, user))?.map_err(refused)
    }

    fn advance(&self, seconds: f64) -> PyResult<()> {
        self.servers()?.advance(duration(seconds)?).map_err(refused)
    }

    /// Returns the sandbox's time, in seconds since 1970.
    fn now(&self) -> PyResult<f64> {
        let now = self.servers()?.clock().now().map_err(plain)?;
        Ok(now
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default()
            .as_secs_f64())
    }

    /// Adds a fault, as JSON.
    fn add_fault(&self, fault: &str) -> PyResult<()> {
        let fault: Fault = serde_json::from_str(fault)
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        self.servers()?.add_fault(fault);
        Ok(())
    }

    fn clear_faults(&self) -> PyResult<()> {
        self.servers()?.clear_faults();
        Ok(())
    }

    /// Returns how many requests of each kind have arrived, as JSON.
    fn counters(&self) -> PyResult<String> {
        let counters: Counters = self.servers()?.counters();
        serde_json::to_string(&counters).map_err(plain)
    }

    /// Returns the last requests, oldest first, as JSON.
    fn journal(&self) -> PyResult<String> {
        serde_json::to_string(&self.servers()?.journal()).map_err(plain)
    }

    fn set_id_token_lifetime(&self, seconds: f64) -> PyResult<()> {
        let servers = self.servers()?;
        servers.set_id_token_lifetime(duration(seconds)?);
        Ok(())
    }

    fn set_refresh_reuse_window(&self, seconds: f64) -> PyResult<()> {
        let servers = self.servers()?;
        servers.set_refresh_reuse_window(duration(seconds)?);
        Ok(())
    }

    fn set_rate_limit(&self, per_second: Option<u32>) -> PyResult<()> {
        self.servers()?.set_rate_limit(per_second);
        Ok(())
    }

    /// Ends all consents of a user, as the customer does at the bank, and returns how many were in force.
    fn revoke_as_customer(&self, py: Python<'_>, user: &str) -> PyResult<usize> {
        let servers = self.servers()?;
        runtime::wait(py, servers.revoke_as_customer(user))?.map_err(refused)
    }

    fn consents(&self, user: &str) -> PyResult<Vec<String>> {
        self.servers()?.consents(user).map_err(refused)
    }

    fn reset(&self) -> PyResult<()> {
        self.servers()?.reset().map_err(refused)
    }

    /// Stops the servers. A second time does nothing.
    fn stop(&self, py: Python<'_>) -> PyResult<()> {
        let servers = self.lock().take();
        let Some(servers) = servers.and_then(Arc::into_inner) else {
            return Ok(());
        };
        runtime::wait(py, servers.shutdown())
    }
}

impl Sandbox {
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Arc<Servers>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn servers(&self) -> PyResult<Arc<Servers>> {
        let servers = self.lock().clone();
        servers.ok_or_else(|| PyRuntimeError::new_err("the sandbox has stopped"))
    }
}

fn read_dialect(name: &str) -> PyResult<Dialect> {
    match name {
        "dex" => Ok(Dialect::Dex),
        "hydra" => Ok(Dialect::Hydra),
        _ => Err(PyValueError::new_err(
            "the dialect must be `dex` or `hydra`",
        )),
    }
}

/// Reads how long something lasts.
fn duration(seconds: f64) -> PyResult<Duration> {
    Duration::try_from_secs_f64(seconds).map_err(|_| {
        PyValueError::new_err("the time must be a number of seconds, 0 or more: clocks go forward")
    })
}

/// Returns the exception of what the sandbox refuses: a `ValueError` where an argument is wrong.
fn refused(error: akoya_sandbox::Error) -> PyErr {
    match error.kind() {
        ErrorKind::Configuration => PyValueError::new_err(error.to_string()),
        _ => plain(error),
    }
}
