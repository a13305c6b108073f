use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::watch;

use crate::client::Client;
use crate::clock::{self, SandboxClock, TimeSource};
use crate::counters::Tally;
use crate::data::Library;
use crate::dialect::{Dialect, Refusal};
use crate::error::{Error, ErrorKind};
use crate::journal::Journal;
use crate::sandbox::{Sandbox, ms};
use crate::server::{self, App, Lifetimes};
use crate::state::{Keys, State};
use crate::steering::Steering;
use crate::{admin, api, idp};

/// Options for a [`Sandbox`].
///
/// Defaults: free ports; state in memory; one generated client that may use any loopback redirect URI; real time;
/// id_tokens for 24 hours, codes for 5 minutes, refresh tokens for ever and never usable twice; issuer `/sandbox`.
#[must_use]
pub struct SandboxBuilder {
    idp_port: u16,
    api_port: u16,
    admin_port: Option<u16>,
    rate_limit: Option<u32>,
    state: Option<PathBuf>,
    data: Option<PathBuf>,
    transactions: Option<usize>,
    clients: Vec<Client>,
    source: TimeSource,
    dialect: Dialect,
    refusal: Refusal,
    issuer: String,
    id_token: Duration,
    code: Duration,
    refresh_token: Option<Duration>,
    refresh_reuse: Duration,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            idp_port: 0,
            api_port: 0,
            admin_port: None,
            rate_limit: None,
            state: None,
            data: None,
            transactions: None,
            clients: Vec::new(),
            source: clock::real_time(),
            dialect: Dialect::Dex,
            refusal: Refusal::Redirect,
            issuer: "/sandbox".to_owned(),
            id_token: Duration::from_secs(24 * 60 * 60),
            code: Duration::from_secs(5 * 60),
            refresh_token: None,
            refresh_reuse: Duration::ZERO,
        }
    }
}

impl SandboxBuilder {
    /// Port of the identity provider on 127.0.0.1; 0 for a free one.
    pub fn idp_port(mut self, port: u16) -> Self {
        self.idp_port = port;
        self
    }

    /// Port of the data API on 127.0.0.1; 0 for a free one.
    pub fn api_port(mut self, port: u16) -> Self {
        self.api_port = port;
        self
    }

    /// Serves the admin API, which steers the sandbox over HTTP, on this port of 127.0.0.1; 0 for a free one. Default: not at all.
    ///
    /// [`behaviour`](crate::behaviour) describes it. Whoever can reach the port can do everything with the sandbox.
    pub fn admin_port(mut self, port: u16) -> Self {
        self.admin_port = Some(port);
        self
    }

    /// Answers this many data calls in each second and the others with 429, code 1207. Akoya's sandbox allows 5. Default: all.
    pub fn rate_limit(mut self, per_second: u32) -> Self {
        self.rate_limit = Some(per_second);
        self
    }

    /// Keeps keys, the default client, consents, codes and the clock's offset in this file, which is made if it is not there,
    /// readable by its owner alone.
    ///
    /// Everything survives a restart and a kill at any time. Several processes may use one file at once.
    pub fn state(mut self, path: impl Into<PathBuf>) -> Self {
        self.state = Some(path.into());
        self
    }

    /// Serves the users of this folder too: one folder for each user, with the files that [`export_data`](crate::export_data)
    /// writes. A user here replaces the one of the same name that comes with the crate.
    pub fn data(mut self, folder: impl Into<PathBuf>) -> Self {
        self.data = Some(folder.into());
        self
    }

    /// Adds a user `volume` with this many transactions on one account, spread from 2020 to November 2026. They are the same every
    /// time, and made when they are asked for, so that no number of them takes memory.
    pub fn transactions(mut self, count: usize) -> Self {
        self.transactions = Some(count);
        self
    }

    /// Adds a client. With at least one, there is no default client.
    pub fn client(mut self, client: Client) -> Self {
        self.clients.push(client);
        self
    }

    /// Takes real time from here instead of the system: for tests in which no time passes by itself.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.source = Arc::new(now);
        self
    }

    /// Whose words and habits the identity provider has. Default: [`Dialect::Dex`].
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = dialect;
        self
    }

    /// What a customer's refusal looks like. Default: [`Refusal::Redirect`].
    pub fn refusal(mut self, refusal: Refusal) -> Self {
        self.refusal = refusal;
        self
    }

    /// The `iss` claim of id_tokens. It is a fixed text, which does not depend on the port, so that tokens stay valid
    /// after a restart on another one.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = issuer.into();
        self
    }

    /// How long an id_token is valid, in whole seconds.
    pub fn id_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.id_token = lifetime;
        self
    }

    /// How long an authorization code can be redeemed.
    pub fn code_lifetime(mut self, lifetime: Duration) -> Self {
        self.code = lifetime;
        self
    }

    /// How long after the consent its refresh tokens work. Default: for ever.
    pub fn refresh_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.refresh_token = Some(lifetime);
        self
    }

    /// For how long after a rotation the previous refresh token is answered, with the tokens that replaced it, as Dex does
    /// with its reuse interval. Default: not at all.
    pub fn refresh_reuse_window(mut self, window: Duration) -> Self {
        self.refresh_reuse = window;
        self
    }

    /// Starts both servers on the current tokio runtime.
    ///
    /// # Errors
    /// [`ErrorKind::Listen`] if a port is taken; [`ErrorKind::State`] if the state file cannot be used;
    /// [`ErrorKind::Configuration`] for a client that could never work; [`ErrorKind::Data`] for a document that cannot be served.
    pub async fn start(self) -> Result<Sandbox, Error> {
        let (idp, idp_address) = server::listen(self.idp_port).await?;
        let (api, api_address) = server::listen(self.api_port).await?;
        let admin = match self.admin_port {
            Some(port) => Some(server::listen(port).await?),
            None => None,
        };
        let opened = tokio::task::spawn_blocking(move || self.open()).await;
        let app = opened.map_err(|source| {
            Error::new(ErrorKind::System, "the start was interrupted").because(source)
        })??;
        let (stop, stopped) = watch::channel(false);
        let mut servers = vec![
            server::serve(idp, idp::router(&app), stopped.clone()),
            server::serve(api, api::router(&app), stopped.clone()),
        ];
        let mut admin_url = None;
        if let Some((listener, address)) = admin {
            admin_url = Some(format!("http://{address}"));
            servers.push(server::serve(listener, admin::router(&app), stopped));
        }
        let (idp_url, api_url) = (
            format!("http://{idp_address}"),
            format!("http://{api_address}"),
        );
        Ok(Sandbox {
            app,
            idp_url,
            api_url,
            admin_url,
            stop,
            servers,
        })
    }

    fn open(self) -> Result<Arc<App>, Error> {
        self.clients.iter().try_for_each(Client::check)?;
        let lifetimes = self.lifetimes();
        let library = Library::with(self.data.as_deref(), self.transactions)?;
        let (state, keys): (State, Keys) = State::open(self.state.as_deref())?;
        let state = Arc::new(state);
        let clients = if self.clients.is_empty() {
            vec![state.default_client()?]
        } else {
            self.clients
        };
        Ok(Arc::new(App {
            clients,
            clock: SandboxClock::new(self.source, Arc::clone(&state)),
            dialect: self.dialect,
            refusal: self.refusal,
            issuer: self.issuer,
            journal: Journal::default(),
            keys,
            library,
            state,
            steering: Steering::new(lifetimes, self.rate_limit),
            tally: Tally::default(),
        }))
    }

    fn lifetimes(&self) -> Lifetimes {
        Lifetimes {
            code: ms(self.code),
            id_token: ms(self.id_token),
            refresh_token: self.refresh_token.map(ms),
            refresh_reuse: ms(self.refresh_reuse),
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
