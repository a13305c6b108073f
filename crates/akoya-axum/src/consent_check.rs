//! Asks Akoya whether a consent is still in force, for the receiver of notifications.

use akoya::model::service::ConsentStatus;
use akoya::oauth::{BoxFuture, Recovery};
use akoya::service::ServiceClient;
use akoya::{Client, Error};

/// Asks whether a consent is still in force: what an unsigned notification says is not enough.
pub trait ConsentCheck: Send + Sync {
    /// Returns whether the consent of `client`'s connection, which Akoya calls `consent_id`, is in force.
    ///
    /// # Errors
    /// When that cannot be found out now: it is asked again later. It is `false` only when that is certain.
    fn is_in_force<'a>(
        &'a self,
        client: &'a Client,
        consent_id: &'a str,
    ) -> BoxFuture<'a, Result<bool, Error>>;

    /// Returns whether asking costs the grant nothing. Then the receiver also asks about consents of which no event has
    /// come ([`ConsentNotifications::catch_up`](crate::ConsentNotifications::catch_up)). Default: it does cost.
    fn is_free(&self) -> bool {
        false
    }
}

/// Verifies by refreshing the token: the provider refuses the refresh token of a consent that has ended. It needs
/// nothing but the customer's grant, and costs a rotation for each event about a consent that is in force.
///
/// When many consents are refused at once the engine suspects its own client and slows
/// down, so thousands of endings take a while.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct ByRefresh;

impl ConsentCheck for ByRefresh {
    fn is_in_force<'a>(
        &'a self,
        client: &'a Client,
        _: &'a str,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async move {
            match client.acg_auth().refresh_token().await {
                Ok(_) => Ok(true),
                Err(error) if matches!(error.recovery(), Recovery::AskForConsent(_)) => Ok(false),
                Err(error) => Err(error),
            }
        })
    }
}

/// Asks the Consent API (Consent v1), with the organisation's service token. It costs no rotation, and is
/// right for any number of consents at once.
///
/// A consent that the API does not know, or whose status it does not give, is verified [by a refresh](ByRefresh).
impl ConsentCheck for ServiceClient {
    fn is_in_force<'a>(
        &'a self,
        client: &'a Client,
        consent_id: &'a str,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async move {
            match self.consent(consent_id).await {
                Ok(consent) if consent.has_ended() => Ok(false),
                Ok(consent) if consent.body.status == Some(ConsentStatus::Active) => Ok(true),
                // A status that is absent or new has no known meaning.
                Ok(_) => ByRefresh.is_in_force(client, consent_id).await,
                Err(error) if error.api().is_some_and(|api| api.status == 404) => {
                    ByRefresh.is_in_force(client, consent_id).await
                }
                Err(error) => Err(error),
            }
        })
    }

    fn is_free(&self) -> bool {
        true
    }
}
