//! A consent that the customer gives on another device.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::clock::{from_unix_seconds, unix_seconds};
use crate::endpoint::device::DeviceCodes;
use crate::error::{Error, ErrorKind};
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::operation::Operation;
use crate::provider::profile::Provider;
use crate::secret::Secret;

/// What a device shows its user, and what it keeps until the customer has decided (RFC 8628 §3.2).
///
/// A program that may be restarted before that serializes it to where secrets may be.
#[derive(Clone, Serialize, Deserialize)]
pub struct DeviceAuthorization {
    pub(crate) device_code: Secret,
    /// The key that the tokens will be bound to.
    #[serde(default)]
    pub(crate) dpop_key: Option<Secret>,
    user_code: String,
    verification_uri: String,
    verification_uri_complete: Option<String>,
    expires_at: i64,
    interval: u64,
    pub(crate) parameters: Vec<(String, String)>,
    client_id: String,
    provider: String,
}

impl DeviceAuthorization {
    pub(crate) fn new(
        codes: DeviceCodes,
        now: SystemTime,
        credentials: &AuthorizationCodeAuthCredentials,
        provider: &Provider,
        parameters: Vec<(String, String)>,
    ) -> Self {
        // A lifetime that the platform's time cannot hold ends at once instead of never.
        let expires_at = now.checked_add(codes.lifetime).unwrap_or(now);
        Self {
            device_code: codes.device_code,
            dpop_key: None,
            user_code: codes.user_code,
            verification_uri: codes.verification_uri.into(),
            verification_uri_complete: codes.verification_uri_complete.map(Into::into),
            expires_at: unix_seconds(expires_at),
            interval: codes.interval.as_secs(),
            parameters,
            client_id: credentials.oauth_client_id().to_owned(),
            provider: provider.identity.clone(),
        }
    }

    /// Returns the code that the customer enters: printable ASCII of at most 64 characters.
    pub fn user_code(&self) -> &str {
        &self.user_code
    }

    /// Returns the page where the customer enters it: https, or this machine.
    pub fn verification_uri(&self) -> &str {
        &self.verification_uri
    }

    /// Returns the same page with the code in its address, for a link or a QR code, if the provider has one. The
    /// customer still compares the code (RFC 8628 §5.4), so show it too.
    pub fn verification_uri_complete(&self) -> Option<&str> {
        self.verification_uri_complete.as_deref()
    }

    /// Returns the moment from which it cannot be completed.
    pub fn expires_at(&self) -> SystemTime {
        from_unix_seconds(self.expires_at)
    }

    /// Returns how long the provider wants between two questions.
    pub fn interval(&self) -> Duration {
        Duration::from_secs(self.interval)
    }

    /// Checks that it was started by this client at this provider: its code goes to no other.
    pub(crate) fn check(
        &self,
        credentials: &AuthorizationCodeAuthCredentials,
        provider: &Provider,
    ) -> Result<(), Error> {
        if self.client_id == credentials.oauth_client_id() && self.provider == provider.identity {
            return Ok(());
        }
        let text = "the device authorization was started for another client or provider";
        let (kind, operation) = (ErrorKind::InvalidInput, Operation::Exchange);
        Err(Error::new(kind, operation, text))
    }
}

impl fmt::Debug for DeviceAuthorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The user code is a secret of the customer as long as it lives.
        f.debug_struct("DeviceAuthorization")
            .field("verification_uri", &self.verification_uri)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}
