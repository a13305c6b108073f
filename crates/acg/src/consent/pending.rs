//! An authorization that waits for the customer.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::clock::{from_unix_seconds, unix_seconds};
use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::operation::Operation;
use crate::secret::Secret;

/// How long a customer may take, unless the program says otherwise.
pub const DEFAULT_PENDING_LIFETIME: Duration = Duration::from_secs(10 * 60);

/// What has to be remembered between sending a customer to the provider and receiving the callback.
///
/// It can be used once: [`complete`](crate::AuthorizationCodeAuth::complete) takes it by value and refuses it a second
/// time even if it was copied by serialising. It expires. A web server that handles the callback in another process
/// serialises it into the customer's server-side session (it holds secrets) and removes it there when the callback comes.
#[derive(Serialize, Deserialize)]
pub struct PendingAuthorization {
    pub(crate) state: Secret,
    pub(crate) verifier: Option<Secret>,
    pub(crate) redirect_uri: String,
    pub(crate) client_id: String,
    pub(crate) provider: String,
    pub(crate) parameters: Vec<(String, String)>,
    expires_at: i64,
}

impl PendingAuthorization {
    pub(crate) fn new(state: Secret, expires_at: SystemTime) -> Self {
        Self {
            state,
            verifier: None,
            redirect_uri: String::new(),
            client_id: String::new(),
            provider: String::new(),
            parameters: Vec::new(),
            expires_at: unix_seconds(expires_at),
        }
    }

    /// The `state` that the callback must carry, for example to find this value again among several.
    pub fn state(&self) -> &Secret {
        &self.state
    }

    /// The moment from which it cannot be completed any more.
    pub fn expires_at(&self) -> SystemTime {
        from_unix_seconds(self.expires_at)
    }

    /// The value of a parameter of the request, for example `connector`.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for PendingAuthorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingAuthorization")
            .field("parameters", &self.parameters)
            .finish_non_exhaustive()
    }
}

/// The most states that are remembered at once; more would let a flood of callbacks take the memory.
const REMEMBERED: usize = 10_000;

/// The states that have been used in this process and not expired yet.
#[derive(Debug, Default)]
pub(crate) struct UsedStates(Mutex<HashMap<String, i64>>);

impl UsedStates {
    /// Uses the pending authorization up.
    pub(crate) fn take(
        &self,
        pending: &PendingAuthorization,
        now: SystemTime,
    ) -> Result<(), Error> {
        let now = unix_seconds(now);
        if pending.expires_at <= now {
            return Err(over("it took too long; start again"));
        }
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, expires_at| *expires_at > now);
        if used.contains_key(pending.state.expose()) {
            return Err(over("it has been completed already"));
        }
        if used.len() >= REMEMBERED {
            return Err(over("too many authorizations are being completed at once")
                .with_recovery(Recovery::Retry { after: None }));
        }
        used.insert(pending.state.expose().to_owned(), pending.expires_at);
        Ok(())
    }
}

impl UsedStates {
    /// Lets a copy be completed: its code was not sent.
    pub(crate) fn give_back(&self, state: &Secret) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(state.expose());
    }
}

fn over(message: &'static str) -> Error {
    Error::new(ErrorKind::InvalidCallback, Operation::Callback, message)
        .with_recovery(Recovery::AskForConsent(ConsentCause::PendingExpired))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending() -> PendingAuthorization {
        PendingAuthorization::new(Secret::new("s"), from_unix_seconds(600))
    }

    #[test]
    fn it_is_used_once_even_as_a_copy() {
        let used = UsedStates::default();
        let copy: PendingAuthorization =
            serde_json::from_str(&serde_json::to_string(&pending()).unwrap()).unwrap();
        assert!(used.take(&pending(), from_unix_seconds(0)).is_ok());
        assert_eq!(
            used.take(&copy, from_unix_seconds(1)).unwrap_err().kind(),
            ErrorKind::InvalidCallback
        );
    }

    #[test]
    fn it_expires() {
        let used = UsedStates::default();
        assert!(used.take(&pending(), from_unix_seconds(600)).is_err());
        assert!(used.take(&pending(), from_unix_seconds(599)).is_ok());
    }
}
