use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::builder::SandboxBuilder;
use crate::client::Client;
use crate::clock::SandboxClock;
use crate::counters::Counters;
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::fault::Fault;
use crate::idp;
use crate::journal::JournalEntry;
use crate::server::{self, App};
use crate::state::consent::{self, Revoker};

/// A running identity provider and data API, and the handle to watch and steer them.
///
/// Dropping it stops the servers without waiting; [`shutdown`](Self::shutdown) waits for requests that are being answered.
pub struct Sandbox {
    pub(crate) app: Arc<App>,
    pub(crate) idp_url: String,
    pub(crate) api_url: String,
    pub(crate) admin_url: Option<String>,
    pub(crate) stop: watch::Sender<bool>,
    pub(crate) servers: Vec<JoinHandle<()>>,
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

    /// Base URL of the admin API, if it was [asked for](SandboxBuilder::admin_port).
    pub fn admin_url(&self) -> Option<&str> {
        self.admin_url.as_deref()
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

    /// Does in one step what a customer does on the pages: opens an authorization URL, signs in, accepts the terms and shares
    /// all accounts. Gives the address that the browser would be sent to, with `code` and `state`, or with an `error`.
    ///
    /// None of it is in the journal, and of the counters it moves the approvals alone.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] if there is no such user, or if the request is so wrong that a page says so and nothing is
    /// sent to the application; [`ErrorKind::State`] if the state cannot be written.
    pub async fn approve(&self, authorization_url: &str, user: &str) -> Result<String, Error> {
        idp::approve(&self.app, authorization_url, user).await
    }

    /// The ids of the consents that a user has given, oldest first: the `grant_id` of their tokens, for
    /// [`Fault::consent`].
    ///
    /// # Errors
    /// [`ErrorKind::State`] if the state cannot be read.
    pub fn consents(&self, user: &str) -> Result<Vec<String>, Error> {
        let all = self.app.state.read(consent::all)?;
        Ok(all
            .into_iter()
            .filter(|consent| consent.user == user)
            .map(|consent| consent.id)
            .collect())
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

    /// Forgets the requests so far; the counters stay.
    pub fn clear_journal(&self) {
        self.app.journal.clear();
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
            .write(move |transaction| {
                Ok(consent::revoke_all_of(
                    transaction,
                    &user,
                    Revoker::Customer,
                )?)
            })
            .await
    }

    /// Lets requests go wrong from now on. Faults are tried in the order in which they were added.
    pub fn add_fault(&self, fault: Fault) {
        self.app.steering.faults.add(fault);
    }

    /// The faults that are waiting, with how often each is left to happen.
    pub fn faults(&self) -> Vec<Fault> {
        self.app.steering.faults.list()
    }

    /// Lets everything go well again.
    pub fn clear_faults(&self) {
        self.app.steering.faults.clear();
    }

    /// Changes how long id_tokens are valid that are issued from now on, in whole seconds.
    pub fn set_id_token_lifetime(&self, lifetime: Duration) {
        self.app
            .steering
            .change_lifetimes(|lifetimes| lifetimes.id_token = ms(lifetime));
    }

    /// Changes how long authorization codes are valid that are issued from now on.
    pub fn set_code_lifetime(&self, lifetime: Duration) {
        self.app
            .steering
            .change_lifetimes(|lifetimes| lifetimes.code = ms(lifetime));
    }

    /// Changes how long after their consent refresh tokens work, those that are out already too; `None` for ever.
    pub fn set_refresh_token_lifetime(&self, lifetime: Option<Duration>) {
        self.app
            .steering
            .change_lifetimes(|lifetimes| lifetimes.refresh_token = lifetime.map(ms));
    }

    /// Changes for how long after a rotation the previous refresh token is answered, with the tokens that replaced it.
    pub fn set_refresh_reuse_window(&self, window: Duration) {
        self.app
            .steering
            .change_lifetimes(|lifetimes| lifetimes.refresh_reuse = ms(window));
    }

    /// Answers this many data calls in each second of the sandbox's clock and the others with 429, code 1207; all for `None`.
    pub fn set_rate_limit(&self, per_second: Option<u32>) {
        self.app.steering.set_rate_limit(per_second);
    }

    /// Goes back to the start: no consents, codes, faults or journal, counters at 0, the clock at real time, lifetimes and rate
    /// limit as built. Keys, clients, ports and data stay.
    ///
    /// # Errors
    /// [`ErrorKind::State`] if the state cannot be written.
    pub fn reset(&self) -> Result<(), Error> {
        self.app.reset()
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
        let Self {
            idp_url, api_url, ..
        } = self;
        f.debug_struct("Sandbox")
            .field("idp_url", idp_url)
            .field("api_url", api_url)
            .finish_non_exhaustive()
    }
}

/// In milliseconds, as the state counts.
pub(crate) fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
