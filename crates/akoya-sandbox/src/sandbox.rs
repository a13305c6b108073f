use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::client::Client;
use crate::clock::{self, SandboxClock, TimeSource};
use crate::counters::{Counters, Tally};
use crate::data::Library;
use crate::error::{Error, ErrorKind};
use crate::journal::{Journal, JournalEntry};
use crate::server::{self, App, Lifetimes};
use crate::state::consent::{self, Revoker};
use crate::state::{Keys, State};
use crate::{api, idp};

/// A running identity provider and data API, and the handle to watch and steer them.
///
/// Dropping it stops the servers without waiting; [`shutdown`](Self::shutdown) waits for requests that are being answered.
pub struct Sandbox {
    app: Arc<App>,
    idp_url: String,
    api_url: String,
    stop: watch::Sender<bool>,
    servers: [JoinHandle<()>; 2],
}

impl Sandbox {
    /// Options for a sandbox, with the defaults given at [`SandboxBuilder`].
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

    /// Base URL of the identity provider, without a slash at the end: `http://127.0.0.1:40001`.
    pub fn idp_url(&self) -> &str {
        &self.idp_url
    }

    /// Base URL of the data API, without a slash at the end: `http://127.0.0.1:40002`.
    pub fn api_url(&self) -> &str {
        &self.api_url
    }

    /// Id of the first client: the configured one, else the default client.
    pub fn client_id(&self) -> &str {
        self.app.clients.first().map_or("", Client::id)
    }

    /// Secret of the first client.
    pub fn client_secret(&self) -> &str {
        self.app.clients.first().map_or("", Client::secret)
    }

    /// The names of the users that can sign in, in alphabetical order. A user's password is the name again, unless
    /// the user's documents say otherwise.
    pub fn users(&self) -> impl Iterator<Item = &str> {
        self.app.library.names()
    }

    /// The sandbox's clock, to read, move and set.
    pub fn clock(&self) -> &SandboxClock {
        &self.app.clock
    }

    /// Moves the clock forward: shorthand for [`SandboxClock::advance`].
    ///
    /// # Errors
    /// [`ErrorKind::State`] if the state cannot be written.
    pub fn advance(&self, by: Duration) -> Result<(), Error> {
        self.app.clock.advance(by)
    }

    /// How many requests of each kind have come in.
    pub fn counters(&self) -> Counters {
        self.app.tally.read()
    }

    /// The last 10,000 requests, oldest first, without secrets.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.app.journal.read()
    }

    /// Ends all consents of a user as the customer would at the bank, and says how many there were.
    ///
    /// From then on data calls answer 404 with code 601, and refresh tokens are refused.
    ///
    /// # Errors
    /// [`ErrorKind::State`] if the state cannot be written.
    pub async fn revoke_as_customer(&self, user: &str) -> Result<usize, Error> {
        let user = user.to_owned();
        self.app
            .state
            .write(move |transaction| Ok(consent::revoke_all_of(transaction, &user, Revoker::Customer)?))
            .await
    }

    /// Stops listening, finishes the requests that are being answered (for three seconds at most) and closes the state.
    pub async fn shutdown(self) {
        self.stop.send_replace(true);
        for server in self.servers {
            server::finished(server).await;
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { idp_url, api_url, .. } = self;
        f.debug_struct("Sandbox").field("idp_url", idp_url).field("api_url", api_url).finish_non_exhaustive()
    }
}

/// Options for a [`Sandbox`].
///
/// Defaults: free ports; state in memory; one generated client that may use any loopback redirect URI; real time;
/// id_tokens for 24 hours, codes for 5 minutes, refresh tokens for ever and never usable twice; issuer `/sandbox`.
#[must_use]
pub struct SandboxBuilder {
    idp_port: u16,
    api_port: u16,
    state: Option<PathBuf>,
    clients: Vec<Client>,
    source: TimeSource,
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
            state: None,
            clients: Vec::new(),
            source: clock::real_time(),
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

    /// Keeps keys, the default client, consents, codes and the clock's offset in this file, which is made if it is not there,
    /// readable by its owner alone.
    ///
    /// Everything survives a restart and a kill at any time. Several processes may use one file at once.
    pub fn state(mut self, path: impl Into<PathBuf>) -> Self {
        self.state = Some(path.into());
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
    /// [`ErrorKind::Configuration`] for a client that could never work.
    pub async fn start(self) -> Result<Sandbox, Error> {
        let (idp, idp_address) = server::listen(self.idp_port).await?;
        let (api, api_address) = server::listen(self.api_port).await?;
        let opened = tokio::task::spawn_blocking(move || self.open()).await;
        let app =
            opened.map_err(|source| Error::new(ErrorKind::System, "the start was interrupted").because(source))??;
        let (stop, stopped) = watch::channel(false);
        let servers =
            [server::serve(idp, idp::router(&app), stopped.clone()), server::serve(api, api::router(&app), stopped)];
        let (idp_url, api_url) = (format!("http://{idp_address}"), format!("http://{api_address}"));
        Ok(Sandbox { app, idp_url, api_url, stop, servers })
    }

    fn open(self) -> Result<Arc<App>, Error> {
        self.clients.iter().try_for_each(Client::check)?;
        let lifetimes = self.lifetimes();
        let library = Library::embedded()?;
        let (state, keys): (State, Keys) = State::open(self.state.as_deref())?;
        let state = Arc::new(state);
        let clients = if self.clients.is_empty() { vec![state.default_client()?] } else { self.clients };
        Ok(Arc::new(App {
            clients,
            clock: SandboxClock::new(self.source, Arc::clone(&state)),
            issuer: self.issuer,
            journal: Journal::default(),
            keys,
            library,
            lifetimes,
            state,
            tally: Tally::default(),
        }))
    }

    fn lifetimes(&self) -> Lifetimes {
        let ms = |duration: Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
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
            .field("state", &self.state)
            .field("clients", &self.clients)
            .finish_non_exhaustive()
    }
}
