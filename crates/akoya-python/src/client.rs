//! The client below `Akoyaapisv240Client`: consent, tokens and data calls, waited for or for asyncio.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use acg::{BoxFuture, OauthToken, PendingAuthorization};
use akoya::{AcgAuth, Client, Error};
use pyo3::IntoPyObjectExt as _;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::awaiting::run;
use crate::call::{self, Options, Received};
use crate::download::Download;
use crate::exchange::{Exchange, Keep, Recorder};
use crate::failure;
use crate::grant::{Grant, write_token};
use crate::held::Held;
use crate::pages::Pages;
use crate::runtime;
use crate::settings::Settings;

/// A client of one grant.
#[pyclass(frozen)]
pub(crate) struct Core {
    client: Client,
    grant: Py<Grant>,
    /// What the client calls of the program's.
    held: Vec<Arc<Held>>,
    /// Cloned by whatever is under way.
    working: Arc<()>,
}

/// What an operation gives Python.
type Give<T> = fn(Python<'_>, T) -> PyResult<Py<PyAny>>;

#[pymethods]
impl Core {
    #[new]
    fn new(py: Python<'_>, settings: Settings, grant: Py<Grant>) -> PyResult<Self> {
        let (client, held) = settings.build(py, grant.get())?;
        grant.get().remember(client.acg_auth());
        Ok(Self {
            client,
            grant,
            held,
            working: Arc::default(),
        })
    }

    /// Shows the collector what the client calls, once nothing is under way: a refresh outlives its callers,
    /// and its token has to reach the program.
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        if Arc::strong_count(&self.working) > 1 || !self.grant.get().is_idle() {
            return Ok(());
        }
        self.held.iter().try_for_each(|held| held.traverse(&visit))
    }

    fn __clear__(&self) {
        self.held.iter().for_each(|held| held.clear());
    }

    #[getter]
    fn grant(&self, py: Python<'_>) -> Py<Grant> {
        self.grant.clone_ref(py)
    }

    /// Builds the URL for the manual path.
    fn authorization_url(
        &self,
        py: Python<'_>,
        connector: &str,
        state: &str,
        parameters: Vec<(String, String)>,
    ) -> PyResult<String> {
        let auth = self.client.acg_auth();
        let own = parameters.iter().map(|(name, value)| (&**name, &**value));
        let url = auth.get_authorization_url_with(connector, state, own);
        url.map(String::from)
            .map_err(|error| failure::exception(py, &error, None))
    }

    /// Returns the token as this process knows it, as JSON.
    fn token(&self) -> PyResult<Option<String>> {
        let token = self.client.acg_auth().oauth_token();
        token.as_ref().map(write_token).transpose()
    }

    /// Builds the URL for the safe path, and what to keep until the callback comes, as JSON.
    fn authorize(&self, py: Python<'_>, connector: &str) -> PyResult<(String, String)> {
        let started = self.client.acg_auth().authorize(connector).start();
        let (url, pending) = started.map_err(|error| failure::exception(py, &error, None))?;
        let pending = serde_json::to_string(&pending).map_err(failure::plain)?;
        Ok((url.into(), pending))
    }

    fn complete<'py>(
        &self,
        py: Python<'py>,
        pending: &str,
        callback: String,
        future: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let pending: PendingAuthorization = serde_json::from_str(pending)
            .map_err(|_| failure::invalid_input(py, "pending is not what `authorize` returned"))?;
        let work = async move |auth: AcgAuth| auth.complete(&pending, &callback).await;
        self.with_grant(py, future, work, give_token)
    }

    fn fetch_token<'py>(
        &self,
        py: Python<'py>,
        code: String,
        future: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let work = async move |auth: AcgAuth| auth.fetch_token(code).await;
        self.with_grant(py, future, work, give_token)
    }

    fn refresh_token<'py>(
        &self,
        py: Python<'py>,
        future: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let work = async |auth: AcgAuth| auth.refresh_token().await;
        self.with_grant(py, future, work, give_token)
    }

    fn revoke_token<'py>(
        &self,
        py: Python<'py>,
        future: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let work = async |auth: AcgAuth| auth.revoke_token().await.map(drop);
        self.with_grant(py, future, work, give_nothing)
    }

    fn forget<'py>(
        &self,
        py: Python<'py>,
        future: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let work = async |auth: AcgAuth| auth.forget().await;
        self.with_grant(py, future, work, give_nothing)
    }

    /// Offers what a store or the update callback failed to take again.
    fn retry_pending<'py>(
        &self,
        py: Python<'py>,
        future: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let work = async |auth: AcgAuth| Ok(auth.engine().retry_pending().await?);
        self.with_grant(py, future, work, give_nothing)
    }

    /// Waits for what is under way and offers what was not taken once more, for a program that ends: so many seconds at
    /// most. Returns whether it has ended.
    fn finish(&self, py: Python<'_>, seconds: f64) -> PyResult<bool> {
        let engine = self.client.acg_auth().engine();
        match runtime::wait_at_most(py, seconds, engine.retry_pending())? {
            None => Ok(false),
            Some(Ok(())) => Ok(true),
            Some(Err(error)) => Err(failure::exception(py, &error.into(), None)),
        }
    }

    /// Sets when the customer was last active, in seconds since 1970.
    fn touch<'py>(
        &self,
        py: Python<'py>,
        at: f64,
        future: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let since = Duration::try_from_secs_f64(at).unwrap_or_default();
        let work = async move |auth: AcgAuth| auth.touch(SystemTime::UNIX_EPOCH + since).await;
        self.with_grant(py, future, work, give_nothing)
    }

    /// Makes a data call.
    fn call<'py>(
        &self,
        py: Python<'py>,
        operation: &str,
        path: Vec<String>,
        options: &Bound<'_, PyDict>,
        future: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = Options::read(options)?;
        let call = call::start(&self.client, operation, &path, &options)?;
        let keep = match call::is_file(operation, &options) {
            true => Keep::Errors,
            false => Keep::Everything,
        };
        self.observe(py, future, keep, call, |py, received, exchange| {
            let exchange = exchange.map(|exchange| match received {
                Received::File(file) => exchange.with_file(file),
                Received::Document(list) => exchange.read(list),
            });
            exchange.into_py_any(py)
        })
    }

    /// Opens a file that is read as it arrives.
    fn open<'py>(
        &self,
        py: Python<'py>,
        operation: &str,
        path: Vec<String>,
        options: &Bound<'_, PyDict>,
        future: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let options = Options::read(options)?;
        let call = call::open(&self.client, operation, &path, &options)?;
        self.observe(
            py,
            future,
            Keep::Streamed,
            call,
            |py, document, exchange| Download::new(document, exchange).into_py_any(py),
        )
    }

    /// Starts reading the pages of a list.
    fn pages(
        &self,
        py: Python<'_>,
        operation: &str,
        path: Vec<String>,
        options: &Bound<'_, PyDict>,
    ) -> PyResult<Pages> {
        let (options, working) = (Options::read(options)?, self.working.clone());
        Pages::start(py, &self.client, operation, &path, &options, working)
    }
}

impl Core {
    fn with_grant<'py, T: Send + 'static, F>(
        &self,
        py: Python<'py>,
        future: Option<Bound<'py, PyAny>>,
        work: impl FnOnce(AcgAuth) -> F,
        give: Give<T>,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let (work, working) = (work(self.client.acg_auth().clone()), self.working.clone());
        let work = async move {
            let _working = working;
            work.await
        };
        run(py, future, work, move |py, result| match result {
            Ok(value) => give(py, value),
            Err(error) => Err(failure::exception(py, &error, None)),
        })
    }

    /// Waits for a call, and gives Python what came of it and what went over the wire.
    fn observe<'py, T: Send + 'static>(
        &self,
        py: Python<'py>,
        future: Option<Bound<'py, PyAny>>,
        keep: Keep,
        call: BoxFuture<'static, Result<T, Error>>,
        give: fn(Python<'_>, T, Option<Exchange>) -> PyResult<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let working = self.working.clone();
        let work = async move {
            let _working = working;
            Recorder::new(keep).observe(call).await
        };
        run(
            py,
            future,
            work,
            move |py, (result, exchange)| match result {
                Ok(value) => give(py, value, exchange),
                Err(error) => Err(failure::exception(py, &error, exchange)),
            },
        )
    }
}

fn give_token(py: Python<'_>, token: OauthToken) -> PyResult<Py<PyAny>> {
    write_token(&token)?.into_py_any(py)
}

fn give_nothing(py: Python<'_>, (): ()) -> PyResult<Py<PyAny>> {
    Ok(py.None())
}
