//! The parts of a sandbox, which the handlers of all its servers share.

use std::sync::{Arc, Mutex};

use crate::clock::SandboxClock;
use crate::data::Library;
use crate::delivery::Deliveries;
use crate::dialect::{Dialect, Refusal};
use crate::error::Error;
use crate::fault::Faults;
use crate::id_token;
use crate::journal::Journal;
use crate::registered_client::RegisteredClient;
use crate::request_kind::{Counters, RequestKind};
use crate::settings::AdjustableSettings;
use crate::state::registration;
use crate::state::{Keys, State};
use crate::sync::lock;

/// The only provider, as in Akoya's sandbox. Authorization requests call it the connector.
pub(crate) const PROVIDER: &str = "mikomo";

/// Everything that a handler needs to serve a request.
pub(crate) struct App {
    pub(crate) clients: Vec<RegisteredClient>,
    pub(crate) clock: SandboxClock,
    pub(crate) dialect: Dialect,
    pub(crate) refusal: Refusal,
    pub(crate) issuer: String,
    /// The credentials for service tokens.
    pub(crate) service_client: RegisteredClient,
    /// The base URL of the service APIs, for links in notifications.
    pub(crate) services_url: String,
    pub(crate) keys: Keys,
    pub(crate) library: Arc<Library>,
    pub(crate) state: Arc<State>,
    pub(crate) settings: AdjustableSettings,
    pub(crate) deliveries: Deliveries,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    pub(crate) counters: Mutex<Counters>,
}

impl App {
    /// Finds a configured client, or an application that was registered since.
    pub(crate) fn client(&self, id: &str) -> Option<RegisteredClient> {
        let configured = self.clients.iter().find(|client| client.id() == id);
        configured.cloned().or_else(|| self.registered(id))
    }

    fn registered(&self, id: &str) -> Option<RegisteredClient> {
        let found = self
            .state
            .read(|connection| registration::by_id(connection, id));
        let (app, secret) = found.ok().flatten()?;
        let client = RegisteredClient::new(app.client_id, secret).name(app.client_name);
        Some(
            app.redirect_uris
                .into_iter()
                .fold(client, RegisteredClient::redirect_uri),
        )
    }

    /// Returns the organisation that the applications and the service credentials belong to.
    pub(crate) fn recipient_id(&self) -> String {
        id_token::uuid_of(self.clients.first().map_or("", RegisteredClient::id))
    }

    /// Counts a request, if its kind is known.
    pub(crate) fn count(&self, kind: Option<RequestKind>) {
        if let Some(kind) = kind {
            lock(&self.counters).count(kind);
        }
    }

    /// Forgets everything that has happened. Keys, clients and data stay.
    pub(crate) fn reset(&self) -> Result<(), Error> {
        self.state.reset()?;
        self.settings.reset();
        self.faults.clear();
        self.journal.clear();
        *lock(&self.counters) = Counters::default();
        Ok(())
    }
}
