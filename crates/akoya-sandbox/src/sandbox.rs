//! A running sandbox, and what a test does with it.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::app::App;
use crate::clock::{SandboxClock, unix_ms};
use crate::consent_request::ConsentRequest;
use crate::customer::{self, Target};
use crate::dispatch;
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::fault::Fault;
use crate::idp::{self, direct};
use crate::issued::{IssuedCode, IssuedTokens};
use crate::journal::JournalEntry;
use crate::notification::Notification;
use crate::partial_response::PartialResponse;
use crate::registered_client::RegisteredClient;
use crate::request_kind::Counters;
use crate::server::Servers;
use crate::settings::ms;
use crate::state::consent::{self, Revoker};
use crate::state::notification;
use crate::sync::lock;

/// A running identity provider and data API, and the handle to observe and control them.
///
/// The servers run on a thread of their own. Dropping the sandbox stops them: it closes the ports,
/// waits up to three seconds for requests in progress, and closes the state.
/// [`shutdown`](Self::shutdown) does the same without blocking the thread.
pub struct Sandbox {
    pub(crate) app: Arc<App>,
    pub(crate) idp_url: String,
    pub(crate) api_url: String,
    pub(crate) sts_url: String,
    pub(crate) admin_url: Option<String>,
    pub(crate) servers: Servers,
}

impl Sandbox {
    /// Returns the base URL of the identity provider, without a trailing slash: `http://127.0.0.1:40001`.
    pub fn idp_url(&self) -> &str {
        &self.idp_url
    }

    /// Returns the base URL of the data API, without a trailing slash: `http://127.0.0.1:40002`.
    pub fn api_url(&self) -> &str {
        &self.api_url
    }

    /// Returns the base URL of the service token server, without a trailing slash. Its path is `/oauth2/token`.
    pub fn sts_url(&self) -> &str {
        &self.sts_url
    }

    /// Returns the base URL of the service APIs (Apps Management, Notifications, Consent), without a trailing slash.
    pub fn services_url(&self) -> &str {
        &self.app.services_url
    }

    /// Returns the id of the credentials for service tokens, which are not those of an application.
    pub fn service_client_id(&self) -> &str {
        self.app.service_client.id()
    }

    /// Returns the secret of the credentials for service tokens.
    pub fn service_client_secret(&self) -> &str {
        self.app.service_client.secret()
    }

    /// Returns the id of the organisation that the applications belong to, in the form of a UUID.
    pub fn recipient_id(&self) -> String {
        self.app.recipient_id()
    }

    /// Returns the base URL of the admin API, if it is [enabled](crate::SandboxBuilder::admin_port).
    pub fn admin_url(&self) -> Option<&str> {
        self.admin_url.as_deref()
    }

    /// Returns the id of the first configured client, or of the default client if none is configured.
    pub fn client_id(&self) -> &str {
        self.app.clients.first().map_or("", RegisteredClient::id)
    }

    /// Returns the secret of that client.
    pub fn client_secret(&self) -> &str {
        self.app
            .clients
            .first()
            .map_or("", RegisteredClient::secret)
    }

    /// Returns the names of the users who can sign in, in alphabetical order. The password equals the name, unless the
    /// user's documents set another one.
    pub fn users(&self) -> impl Iterator<Item = &str> {
        self.app.library.names()
    }

    /// Does in one step what a customer does on the pages: opens an authorization URL, signs in,
    /// accepts the terms and shares all accounts. Returns the URL that the browser is redirected to,
    /// with `code` and `state`, or with an `error`.
    ///
    /// The journal does not show it. Of the counters, it changes only `approvals`.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] if the user does not exist, or if the request is so wrong that a page says so
    /// and nothing is sent to the application; [`ErrorKind::State`] if the state cannot be written.
    pub async fn approve(&self, authorization_url: &str, user: &str) -> Result<String, Error> {
        idp::approve(&self.app, authorization_url, user).await
    }

    /// Gives a consent without the pages and without an authorization URL, and returns its code. The
    /// name of a user is enough of a request.
    ///
    /// The journal does not show it. Of the counters, it changes only `approvals`.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] if the user, the application or an account does not exist, or the authorization
    /// request would be refused; [`ErrorKind::State`] if the state cannot be written.
    pub async fn issue_code(
        &self,
        request: impl Into<ConsentRequest>,
    ) -> Result<IssuedCode, Error> {
        direct::code(&self.app, &request.into()).await
    }

    /// Gives a consent as [`issue_code`](Self::issue_code) does, redeems the code and returns the tokens.
    ///
    /// # Errors
    /// As [`issue_code`](Self::issue_code).
    pub async fn issue_tokens(
        &self,
        request: impl Into<ConsentRequest>,
    ) -> Result<IssuedTokens, Error> {
        direct::tokens(&self.app, &request.into()).await
    }

    /// Returns the ids of the consents that a user has given, oldest first. They are the `grant_id` of the tokens, as
    /// [`Fault::consent`] expects.
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

    /// Returns the sandbox's clock, to read, advance and set.
    pub fn clock(&self) -> &SandboxClock {
        &self.app.clock
    }

    /// Moves the clock forward. Short for [`SandboxClock::advance`].
    ///
    /// # Errors
    /// [`ErrorKind::State`] if the state cannot be written.
    pub fn advance(&self, by: Duration) -> Result<(), Error> {
        self.app.clock.advance(by)
    }

    /// Returns how many requests of each kind have arrived.
    pub fn counters(&self) -> Counters {
        *lock(&self.app.counters)
    }

    /// Returns the last 10,000 requests, oldest first, without secrets.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.app.journal.read()
    }

    /// Empties the journal. The counters stay.
    pub fn clear_journal(&self) {
        self.app.journal.clear();
    }

    /// Ends all consents of a user, as the customer does at the bank. Returns how many were in force.
    ///
    /// Data calls then fail with 404 and code 601, and refresh tokens are refused.
    ///
    /// # Errors
    /// [`ErrorKind::State`] if the state cannot be written.
    pub async fn revoke_as_customer(&self, user: &str) -> Result<usize, Error> {
        let target = Target::User(user.to_owned());
        customer::revoke(&self.app, target, Revoker::Customer).await
    }

    /// Ends one consent, as the customer does at the bank. Returns whether it was in force.
    ///
    /// # Errors
    /// [`ErrorKind::State`] if the state cannot be written.
    pub async fn revoke_consent(&self, consent: &str) -> Result<bool, Error> {
        let target = Target::Consent(consent.to_owned());
        Ok(customer::revoke(&self.app, target, Revoker::Customer).await? == 1)
    }

    /// Replaces the accounts that a consent shares, as the customer does at the bank. Data calls see the change
    /// at once, the `accounts` of id_tokens with the next refresh, subscribers to `CONSENT_UPDATED` by a
    /// notification if it shares others than before.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] if the consent does not exist or has ended, or for accounts that are not the
    /// user's, or none; [`ErrorKind::State`] if the state cannot be written.
    pub async fn share_accounts(&self, consent: &str, accounts: &[&str]) -> Result<(), Error> {
        let accounts = accounts.iter().map(|id| (*id).to_owned()).collect();
        customer::share(&self.app, consent, accounts).await
    }

    /// Returns every notification that was made, oldest first, and how its delivery went.
    ///
    /// # Errors
    /// [`ErrorKind::State`] if the state cannot be read.
    pub fn notifications(&self) -> Result<Vec<Notification>, Error> {
        let all = self.app.state.read(notification::all)?;
        Ok(all.into_iter().map(Notification::from).collect())
    }

    /// Sends every notification that is due by the sandbox's clock, and returns when the subscribers have
    /// responded. They are sent without this too; a test that has moved the clock calls it instead of waiting.
    ///
    /// # Errors
    /// [`ErrorKind::State`] if the state cannot be read or written.
    ///
    /// # Cancel safety
    /// A dropped future may lose the outcome of an attempt, which then counts as failed.
    pub async fn deliver_notifications(&self) -> Result<(), Error> {
        dispatch::deliver_due(&self.app).await
    }

    /// Makes requests go wrong from now on. The oldest fault that applies to a request decides.
    pub fn add_fault(&self, fault: Fault) {
        self.app.faults.add(fault);
    }

    /// Returns the faults that wait for requests, with the number of times left.
    pub fn faults(&self) -> Vec<Fault> {
        self.app.faults.list()
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.app.faults.clear();
    }

    /// Changes how long id_tokens are valid that are issued from now on, in whole seconds.
    pub fn set_id_token_lifetime(&self, lifetime: Duration) {
        self.app
            .settings
            .change(|settings| settings.lifetimes.id_token = ms(lifetime));
    }

    /// Changes how long authorization codes are valid that are issued from now on.
    pub fn set_code_lifetime(&self, lifetime: Duration) {
        self.app
            .settings
            .change(|settings| settings.lifetimes.code = ms(lifetime));
    }

    /// Changes how long after their consent refresh tokens work, including those already
    /// issued. `None` means that they never expire.
    pub fn set_refresh_token_lifetime(&self, lifetime: Option<Duration>) {
        self.app
            .settings
            .change(|settings| settings.lifetimes.refresh_token = lifetime.map(ms));
    }

    /// Changes for how long after a rotation the previous refresh token still works. It gets the tokens that
    /// replaced it.
    pub fn set_refresh_reuse_window(&self, window: Duration) {
        self.app
            .settings
            .change(|settings| settings.lifetimes.refresh_reuse = ms(window));
    }

    /// Lets this many data calls succeed in each second of the sandbox's clock; the others get
    /// 429, code 1207. `None` removes the limit.
    pub fn set_rate_limit(&self, per_second: Option<u32>) {
        self.app
            .settings
            .change(|settings| settings.rate_limit = per_second);
    }

    /// Changes when v2 of the data API ends, by the sandbox's clock; `None` if it does not. See
    /// [`SandboxBuilder::v2_until`](crate::SandboxBuilder::v2_until).
    pub fn set_v2_until(&self, end: Option<SystemTime>) {
        self.app
            .settings
            .change(|settings| settings.v2_until = end.map(unix_ms));
    }

    /// Changes whether v3 requires the header `x-akoya-intent-type`.
    pub fn set_intent_type_required(&self, required: bool) {
        self.app
            .settings
            .change(|settings| settings.intent_type_required = required);
    }

    /// Changes how an account that cannot be read appears in a response with status 206.
    pub fn set_partial_response(&self, form: PartialResponse) {
        self.app
            .settings
            .change(|settings| settings.partial_response = form);
    }

    /// Restores the initial state: no consents, codes, faults or journal entries, counters at 0, the clock at real
    /// time, settings as built. Keys, clients, ports and data stay.
    ///
    /// # Errors
    /// [`ErrorKind::State`] if the state cannot be written.
    pub fn reset(&self) -> Result<(), Error> {
        self.app.reset()
    }

    /// Stops the servers: closes the ports, waits up to three seconds for requests in progress, and closes the state.
    ///
    /// # Cancel safety
    /// A dropped future stops the servers too, but blocks the thread while it waits.
    pub async fn shutdown(self) {
        self.servers.stop().await;
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
