//! The options of a sandbox, and how it starts.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::Router;

use crate::app::App;
use crate::authority::Authority;
use crate::clock::{self, SandboxClock, TimeSource, unix_ms};
use crate::data::Library;
use crate::delivery::Deliveries;
use crate::dialect::{Dialect, Refusal};
use crate::dispatch;
use crate::error::{Error, ErrorKind};
use crate::fault::Faults;
use crate::journal::Journal;
use crate::partial_response::PartialResponse;
use crate::registered_client::RegisteredClient;
use crate::sandbox::Sandbox;
use crate::server::{self, Servers};
use crate::settings::{AdjustableSettings, Lifetimes, Settings, ms};
use crate::state::{Keys, State};
use crate::{admin, api, idp, services, sts};

impl Sandbox {
    /// Returns options for a sandbox, with the defaults of [`SandboxBuilder`].
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }

    /// Starts a sandbox with all defaults: free ports, state in memory, one client.
    ///
    /// # Errors
    /// As [`SandboxBuilder::start`].
    pub async fn start() -> Result<Self, Error> {
        Self::builder().start().await
    }
}

/// Options for a [`Sandbox`].
///
/// Defaults: free ports; state in memory; one generated client that may use any loopback
/// redirect URI; real time; id_tokens valid for 24 hours, codes for 5 minutes, refresh tokens
/// that never expire and work once; issuer `/sandbox`.
#[must_use]
pub struct SandboxBuilder {
    idp_port: u16,
    api_port: u16,
    sts_port: u16,
    services_port: u16,
    admin_port: Option<u16>,
    rate_limit: Option<u32>,
    v2_until: Option<SystemTime>,
    intent_type_required: bool,
    partial_response: PartialResponse,
    state: Option<PathBuf>,
    data: Option<PathBuf>,
    transactions: Option<usize>,
    clients: Vec<RegisteredClient>,
    source: TimeSource,
    dialect: Option<Dialect>,
    refusal: Refusal,
    issuer: String,
    id_token: Duration,
    code: Duration,
    refresh_token: Option<Duration>,
    refresh_reuse: Duration,
    callback_authority: Option<Vec<u8>>,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            idp_port: 0,
            api_port: 0,
            sts_port: 0,
            services_port: 0,
            admin_port: None,
            rate_limit: None,
            v2_until: None,
            intent_type_required: false,
            partial_response: PartialResponse::default(),
            state: None,
            data: None,
            transactions: None,
            clients: Vec::new(),
            source: clock::real_time(),
            dialect: None,
            refusal: Refusal::Redirect,
            issuer: "/sandbox".to_owned(),
            id_token: Duration::from_secs(24 * 60 * 60),
            code: Duration::from_secs(5 * 60),
            refresh_token: None,
            refresh_reuse: Duration::ZERO,
            callback_authority: None,
        }
    }
}

impl SandboxBuilder {
    /// Sets the port of the identity provider on 127.0.0.1; 0 for a free one.
    pub fn idp_port(mut self, port: u16) -> Self {
        self.idp_port = port;
        self
    }

    /// Sets the port of the data API on 127.0.0.1; 0 for a free one.
    pub fn api_port(mut self, port: u16) -> Self {
        self.api_port = port;
        self
    }

    /// Sets the port of the service token server on 127.0.0.1; 0 for a free one.
    pub fn sts_port(mut self, port: u16) -> Self {
        self.sts_port = port;
        self
    }

    /// Sets the port of the service APIs (Apps Management, Notifications, Consent) on 127.0.0.1; 0 for a free one.
    pub fn services_port(mut self, port: u16) -> Self {
        self.services_port = port;
        self
    }

    /// Enables the admin API, which controls the sandbox over HTTP, on this port of
    /// 127.0.0.1; 0 for a free one. Default: disabled.
    ///
    /// [`behaviour`](crate::behaviour) describes it. Anyone who can reach the port has full control of the sandbox.
    pub fn admin_port(mut self, port: u16) -> Self {
        self.admin_port = Some(port);
        self
    }

    /// Lets this many data calls succeed in each second; the others get 429, code 1207.
    /// Akoya's sandbox allows 5. Default: no limit.
    pub fn rate_limit(mut self, per_second: u32) -> Self {
        self.rate_limit = Some(per_second);
        self
    }

    /// Ends v2 of the data API at this time of the sandbox's clock: from then on its paths fail with 403, as those
    /// of any unknown version. Statements stay at v2. Default: v2 does not end.
    pub fn v2_until(mut self, end: SystemTime) -> Self {
        self.v2_until = Some(end);
        self
    }

    /// Requires the header `x-akoya-intent-type` on v3, as Akoya does for applications that subscribe
    /// to Payments. Default: it is optional.
    pub fn intent_type_required(mut self, required: bool) -> Self {
        self.intent_type_required = required;
        self
    }

    /// Sets how an account that cannot be read appears in a response with status 206. Default:
    /// [`PartialResponse::Documented`].
    pub fn partial_response(mut self, form: PartialResponse) -> Self {
        self.partial_response = form;
        self
    }

    /// Stores keys, the default client, consents, codes and the clock's offset in this file. A
    /// new file is readable by its owner only.
    ///
    /// The state survives a restart, and a kill at any time. Several processes can use one file at once.
    pub fn state(mut self, path: impl Into<PathBuf>) -> Self {
        self.state = Some(path.into());
        self
    }

    /// Serves the users of this folder too: one folder per user, with files as [`export_data`](crate::export_data)
    /// writes them. A user here replaces the one of the same name that comes with the crate.
    pub fn data(mut self, folder: impl Into<PathBuf>) -> Self {
        self.data = Some(folder.into());
        self
    }

    /// Adds a user `volume` with this many transactions on one account, spread from 2020 to November 2026. They are
    /// the same every time, and generated on demand, so that they take no memory.
    pub fn transactions(mut self, count: usize) -> Self {
        self.transactions = Some(count);
        self
    }

    /// Adds a client. The default client exists only if none is added.
    pub fn client(mut self, client: RegisteredClient) -> Self {
        self.clients.push(client);
        self
    }

    /// Replaces the system clock as the source of real time, for tests in which time must not pass by itself.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.source = Arc::new(now);
        self
    }

    /// Sets which identity provider to imitate. Default: that of the environment variable `AKOYA_SANDBOX_IDP`, `dex` or
    /// `hydra`, so that a test suite runs in both without being changed; without it [`Dialect::Dex`].
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = Some(dialect);
        self
    }

    /// Sets what the application sees when a customer refuses. Default: [`Refusal::Redirect`].
    pub fn refusal(mut self, refusal: Refusal) -> Self {
        self.refusal = refusal;
        self
    }

    /// Sets the `iss` claim of id_tokens. It does not depend on the port, so that tokens stay valid after a restart on
    /// another one.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = issuer.into();
        self
    }

    /// Sets how long an id_token is valid, in whole seconds.
    pub fn id_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.id_token = lifetime;
        self
    }

    /// Sets how long an authorization code is valid.
    pub fn code_lifetime(mut self, lifetime: Duration) -> Self {
        self.code = lifetime;
        self
    }

    /// Sets how long after the consent its refresh tokens work. Default: they never expire.
    pub fn refresh_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.refresh_token = Some(lifetime);
        self
    }

    /// Sets for how long after a rotation the previous refresh token still works. It gets the tokens that replaced it,
    /// as in Dex's `reuseInterval`. Default: not at all.
    pub fn refresh_reuse_window(mut self, window: Duration) -> Self {
        self.refresh_reuse = window;
        self
    }

    /// Sends notifications to https URLs of this machine too, where the server has a certificate of this authority:
    /// one or more certificates in PEM. Default: to http URLs of this machine alone.
    pub fn callback_authority(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.callback_authority = Some(pem.into());
        self
    }

    /// Starts the servers, on a thread of their own.
    ///
    /// # Errors
    /// [`ErrorKind::Listen`] if a port is taken; [`ErrorKind::State`] if the state file cannot be used;
    /// [`ErrorKind::Configuration`] for a client that could never work, an authority that is no
    /// certificate, or an environment that names no dialect; [`ErrorKind::Data`] for a document that cannot be
    /// served; [`ErrorKind::System`] if the operating system provided no random bytes or thread.
    pub async fn start(self) -> Result<Sandbox, Error> {
        // A key may have to be generated and files to be read, which takes too long for the caller's runtime.
        let started = tokio::task::spawn_blocking(move || self.start_now()).await;
        started.map_err(|source| {
            Error::new(ErrorKind::System, "the start was interrupted").because(source)
        })?
    }

    fn start_now(self) -> Result<Sandbox, Error> {
        // Before anything else, because a taken port is the usual reason for a start to fail.
        let (idp, idp_address) = server::listen(self.idp_port)?;
        let (api, api_address) = server::listen(self.api_port)?;
        let (sts, sts_address) = server::listen(self.sts_port)?;
        let (services, services_address) = server::listen(self.services_port)?;
        let admin = self.admin_port.map(server::listen).transpose()?;
        let app = self.open(format!("http://{services_address}"))?;
        let mut sites: Vec<(std::net::TcpListener, Router)> = vec![
            (idp, idp::router(&app)),
            (api, api::router(&app)),
            (sts, sts::router(&app)),
            (services, services::router(&app)),
        ];
        let mut admin_url = None;
        if let Some((listener, address)) = admin {
            admin_url = Some(format!("http://{address}"));
            sites.push((listener, admin::router(&app)));
        }
        let background = dispatch::run(Arc::clone(&app));
        Ok(Sandbox {
            app,
            idp_url: format!("http://{idp_address}"),
            api_url: format!("http://{api_address}"),
            sts_url: format!("http://{sts_address}"),
            admin_url,
            servers: Servers::start(sites, background)?,
        })
    }

    fn open(self, services_url: String) -> Result<Arc<App>, Error> {
        self.clients.iter().try_for_each(RegisteredClient::check)?;
        let settings = self.settings();
        let library = Library::with(self.data.as_deref(), self.transactions)?;
        let (state, keys): (State, Keys) = State::open(self.state.as_deref())?;
        let state = Arc::new(state);
        let clients = if self.clients.is_empty() {
            vec![state.default_client()?]
        } else {
            self.clients
        };
        let authority = self.callback_authority.as_deref().map(Authority::read);
        let deliveries = Deliveries::new(authority.transpose()?);
        Ok(Arc::new(App {
            clients,
            service_client: state.service_client()?,
            services_url,
            clock: SandboxClock::new(
                self.source,
                Arc::clone(&state),
                Arc::clone(&deliveries.changed),
            ),
            dialect: self.dialect.map_or_else(Dialect::of_environment, Ok)?,
            refusal: self.refusal,
            issuer: self.issuer,
            keys,
            library,
            state,
            settings: AdjustableSettings::new(settings),
            deliveries,
            faults: Faults::default(),
            journal: Journal::default(),
            counters: Mutex::default(),
        }))
    }

    fn settings(&self) -> Settings {
        let lifetimes = Lifetimes {
            code: ms(self.code),
            id_token: ms(self.id_token),
            refresh_token: self.refresh_token.map(ms),
            refresh_reuse: ms(self.refresh_reuse),
        };
        Settings {
            lifetimes,
            rate_limit: self.rate_limit,
            v2_until: self.v2_until.map(unix_ms),
            intent_type_required: self.intent_type_required,
            partial_response: self.partial_response,
        }
    }
}

impl fmt::Debug for SandboxBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxBuilder")
            .field("idp_port", &self.idp_port)
            .field("api_port", &self.api_port)
            .field("admin_port", &self.admin_port)
            .field("state", &self.state)
            .field("clients", &self.clients)
            .finish_non_exhaustive()
    }
}
