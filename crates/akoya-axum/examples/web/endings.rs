//! Consents that end at the bank while no customer looks: Akoya notifies the application.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use akoya::model::service::{NotificationCategory, NotificationSubscription, NotificationType};
use akoya::oauth::ConnectionId;
use akoya::service::ServiceClient;
use akoya::{Client, Environment, Error};
use akoya_axum::{ConsentNotifications, Ending};
use akoya_sandbox::Sandbox;

/// The path that Akoya sends to.
const PATH: &str = "/akoya/notifications";

/// The customers who are to be told that a consent of theirs has ended, by the connection; the consent is known by its id, so
/// that no one is told twice.
///
/// Yours is a table of the database: save the ending there, and send the e-mail of what is saved.
#[derive(Default)]
pub(crate) struct Endings(Mutex<HashMap<ConnectionId, String>>);

impl Endings {
    /// Saves an ending. A consent that is saved already is the same one again.
    fn save(&self, ending: Ending) {
        let mut endings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        endings.insert(ending.connection, ending.consent_id);
    }

    /// Returns whether a consent of this connection has ended, and the customer has not consented since.
    pub(crate) fn has(&self, connection: &ConnectionId) -> bool {
        let endings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        endings.contains_key(connection)
    }

    /// The customer has consented again.
    pub(crate) fn forget(&self, connection: &ConnectionId) {
        let mut endings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        endings.remove(connection);
    }
}

/// The receiver, whose route is merged into the application's and which runs beside it. What an event says is not believed: the
/// consent is asked about, with the credentials of the organisation, which are not the application's.
pub(crate) fn receiver(
    client: Client,
    services: ServiceClient,
    endings: Arc<Endings>,
) -> ConsentNotifications {
    let save = move |ending| {
        endings.save(ending);
        async { Ok(()) }
    };
    let receiver = ConsentNotifications::builder(client, save).path(PATH);
    receiver.check(services).build()
}

/// The client of the service APIs: notifications and consents.
pub(crate) fn services(bank: &Sandbox, environment: Environment) -> Result<ServiceClient, Error> {
    let (id, secret) = (bank.service_client_id(), bank.service_client_secret());
    ServiceClient::builder(id, secret)
        .environment(environment)
        .build()
}

/// Asks Akoya to notify the application at this address, unless it does.
pub(crate) async fn subscribe(services: &ServiceClient, address: &str) -> Result<(), Error> {
    let callback = format!("{address}{PATH}");
    let known = services.subscriptions().await?;
    let mut known = known.subscriptions.iter().flatten();
    if known.any(|one| one.callback_url.as_ref() == Some(&callback)) {
        return Ok(());
    }
    let wanted = NotificationSubscription {
        category: Some(NotificationCategory::Consent),
        kind: Some(NotificationType::ConsentRevoked),
        callback_url: Some(callback),
        ..NotificationSubscription::default()
    };
    services.subscribe(&wanted).await.map(drop)
}
