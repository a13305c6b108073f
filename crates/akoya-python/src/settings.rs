//! The settings of a client, as the package hands them over.

use std::sync::Arc;
use std::time::Duration;

use acg::grant::{CallbackPolicy, TokenUpdate};
use acg::http::HttpService;
use akoya::oauth::AuthorizationCodeAuthCredentials;
use akoya::{Client, Environment, Error, InteractionType, RetryPolicy, RetryStatuses};
use pyo3::prelude::*;

use crate::failure;
use crate::grant::{Grant, write_token};
use crate::held::Held;
use crate::runtime::Process;
use crate::wire::{PythonHttp, Wire};

/// What a client is made of, again in each process.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Settings {
    client_id: String,
    client_secret: String,
    redirect_uri: String,
    scopes: Vec<String>,
    clock_skew: Option<f64>,
    on_token_update: Option<Py<PyAny>>,
    /// Whether an operation fails when the callback does.
    requires_update: bool,
    /// `sandbox`, `production`, or the name of another environment.
    environment: String,
    idp: String,
    api: String,
    timeout: f64,
    max_retries: u32,
    backoff_factor: f64,
    retry_statuses: Vec<u16>,
    retries_reads: bool,
    interaction_type: Option<String>,
    /// The program's own HTTP client.
    send: Option<Py<PyAny>>,
    /// Who sees requests and responses.
    observer: Option<Py<PyAny>>,
    /// What the program adds to the form of requests to the identity provider.
    form: Vec<(String, String)>,
}

/// The longest wait between two attempts, as urllib3 has it.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

impl Settings {
    /// Makes the client, and lists what it calls of the program's. Nothing is sent.
    pub(crate) fn build(
        &self,
        py: Python<'_>,
        grant: &Grant,
    ) -> PyResult<(Client, Vec<Arc<Held>>)> {
        let own = |object: &Option<Py<PyAny>>| {
            let object = object.as_ref()?;
            Some(Held::new(object.clone_ref(py)))
        };
        let [update, send, observer] = [&self.on_token_update, &self.send, &self.observer].map(own);
        let held = [&update, &send, &observer].into_iter().flatten().cloned();
        let held = held.collect();
        let http = match send {
            Some(send) => Arc::new(PythonHttp::new(send, seconds(self.timeout))),
            None => Process::current()?.http(),
        };
        let http = Arc::new(Wire::new(http, observer, &self.form));
        let client = self.try_build(grant, http, update);
        let client = client.map_err(|error| failure::exception(py, &error, None))?;
        Ok((client, held))
    }

    fn try_build(
        &self,
        grant: &Grant,
        http: Arc<dyn HttpService>,
        update: Option<Arc<Held>>,
    ) -> Result<Client, Error> {
        let mut builder = Client::builder(self.credentials(grant, update)?)
            .environment(self.environment()?)
            .http(http)
            .timeout(seconds(self.timeout))
            .retry(self.retry())
            .store(grant.vault.clone(), grant.connection.clone());
        if let Some(kind) = self.interaction_type.as_deref().and_then(interaction_type) {
            builder = builder.interaction_type(kind);
        }
        builder.build()
    }

    fn credentials(
        &self,
        grant: &Grant,
        update: Option<Arc<Held>>,
    ) -> Result<AuthorizationCodeAuthCredentials, Error> {
        let mut builder = AuthorizationCodeAuthCredentials::builder(
            &*self.client_id,
            &*self.client_secret,
            &*self.redirect_uri,
        )
        .oauth_scopes(&self.scopes)
        .oauth_token(grant.initial.clone());
        if let Some(skew) = self.clock_skew {
            builder = builder.oauth_clock_skew(seconds(skew));
        }
        if let Some(callback) = update {
            builder = builder
                .oauth_on_token_update(move |update| Ok(save(&callback, &update)?))
                .oauth_callback_policy(match self.requires_update {
                    true => CallbackPolicy::Required,
                    false => CallbackPolicy::BestEffort,
                });
        }
        Ok(builder.build()?)
    }

    fn environment(&self) -> Result<Environment, Error> {
        match self.environment.as_str() {
            "sandbox" => Ok(Environment::Sandbox),
            "production" => Ok(Environment::Production),
            "" => Environment::custom(&self.idp, &self.api),
            name => Ok(Environment::custom(&self.idp, &self.api)?.named(name)),
        }
    }

    fn retry(&self) -> RetryPolicy {
        let attempts = match self.retries_reads {
            true => self.max_retries.saturating_add(1),
            false => 1,
        };
        let mut policy = RetryPolicy::default().with_attempts(attempts);
        policy.first_wait = seconds(self.backoff_factor);
        policy.longest_wait = LONGEST_WAIT;
        policy.longest_retry_after = LONGEST_WAIT;
        policy.attempt_timeout = seconds(self.timeout);
        policy.statuses = RetryStatuses::new(self.retry_statuses.iter().copied());
        policy
    }
}

/// Calls the program's update callback. A token that was removed is no update to it: its one argument is a token.
fn save(callback: &Held, update: &TokenUpdate) -> PyResult<()> {
    let Some(token) = update.token() else {
        return Ok(());
    };
    let token = write_token(token)?;
    Python::attach(|py| match callback.get(py) {
        Some(callback) => callback.call1(py, (token,)).map(drop),
        None => Ok(()),
    })
}

/// Returns a time in seconds; what is no time is none.
fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}

pub(crate) fn interaction_type(text: &str) -> Option<InteractionType> {
    match text.to_ascii_lowercase().as_str() {
        "user" => Some(InteractionType::User),
        "batch" => Some(InteractionType::Batch),
        _ => None,
    }
}
