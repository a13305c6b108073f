//! An authorization that waits for the customer: what has to be kept from the URL to the callback.

use std::collections::HashMap;
use std::fmt;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::clock::{from_unix_seconds, unix_seconds};
use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::operation::Operation;
use crate::provider::profile::{CallbackIssuer, Provider};
use crate::secret::Secret;
use crate::sync::{Mutex, lock};

/// How long a customer may take, unless the program sets another time.
pub const DEFAULT_PENDING_LIFETIME: Duration = Duration::from_secs(10 * 60);

/// What a program keeps between sending a customer to the provider and receiving the callback.
///
/// It can be used once: [`complete`](crate::AuthorizationCodeAuth::complete) refuses it a second time, and a
/// serialized copy too. It expires. A web server whose callback may arrive in another process serializes it
/// into the customer's session on the server (it contains secrets), and removes it there when `complete` has
/// returned: a forged callback leaves it as it is.
#[derive(Serialize, Deserialize)]
pub struct PendingAuthorization {
    pub(crate) state: Secret,
    pub(crate) verifier: Option<Secret>,
    /// What the id_token must repeat.
    #[serde(default)]
    pub(crate) nonce: Option<Secret>,
    pub(crate) redirect_uri: String,
    pub(crate) client_id: String,
    pub(crate) provider: String,
    pub(crate) parameters: Vec<(String, String)>,
    expires_at: i64,
    /// Until when the provider remembers a pushed request.
    #[serde(default)]
    pub(crate) open_before: Option<i64>,
    /// The key that the tokens will be bound to.
    #[serde(default)]
    pub(crate) dpop_key: Option<Secret>,
    /// Whether a store has made sure that no other process completes it.
    #[serde(skip)]
    pub(crate) is_sole: bool,
}

/// What ties a code and its tokens to the authorization request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ties {
    /// Of PKCE (RFC 7636).
    pub(crate) verifier: Option<Secret>,
    /// What the id_token has to repeat.
    pub(crate) nonce: Option<Secret>,
    /// The key that the tokens are bound to (RFC 9449).
    pub(crate) dpop_key: Option<Secret>,
}

impl PendingAuthorization {
    pub(crate) fn new(state: Secret, expires_at: SystemTime) -> Self {
        Self {
            state,
            verifier: None,
            nonce: None,
            redirect_uri: String::new(),
            client_id: String::new(),
            provider: String::new(),
            parameters: Vec::new(),
            expires_at: unix_seconds(expires_at),
            open_before: None,
            dpop_key: None,
            is_sole: false,
        }
    }

    /// Returns the `state` that the callback must have, for example to find this value again among several.
    pub fn state(&self) -> &Secret {
        &self.state
    }

    /// Returns the moment from which it cannot be completed.
    pub fn expires_at(&self) -> SystemTime {
        from_unix_seconds(self.expires_at)
    }

    /// Returns the moment by which the browser must have opened the URL, if the request was pushed: the provider
    /// forgets it then (RFC 9126 §2.2), and another one has to be made.
    pub fn open_before(&self) -> Option<SystemTime> {
        self.open_before.map(from_unix_seconds)
    }

    /// Copies the authorization, to be offered again when nothing was sent.
    pub(crate) fn copy(&self) -> Self {
        Self {
            state: self.state.clone(),
            verifier: self.verifier.clone(),
            nonce: self.nonce.clone(),
            redirect_uri: self.redirect_uri.clone(),
            client_id: self.client_id.clone(),
            provider: self.provider.clone(),
            parameters: self.parameters.clone(),
            expires_at: self.expires_at,
            open_before: self.open_before,
            dpop_key: self.dpop_key.clone(),
            is_sole: false,
        }
    }

    /// Returns what ties the code and its tokens to this request.
    pub(crate) fn ties(&self) -> Ties {
        Ties {
            verifier: self.verifier.clone(),
            nonce: self.nonce.clone(),
            dpop_key: self.dpop_key.clone(),
        }
    }

    /// Returns the value of one of the request's own parameters.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    }

    /// Checks that a callback from this issuer may complete the authorization for this client at this provider. A
    /// provider that is mixed up with another one is an attack (RFC 9207 §1).
    pub(crate) fn check_issuer(
        &self,
        credentials: &AuthorizationCodeAuthCredentials,
        provider: &Provider,
        issuer: Option<&str>,
    ) -> Result<(), Error> {
        // The redirect URI is compared too: the exchange repeats it (RFC 6749 §4.1.3), and the provider would refuse
        // another one and use the code up.
        let is_same = self.client_id == credentials.oauth_client_id()
            && self.redirect_uri == credentials.oauth_redirect_uri()
            && self.provider == provider.identity;
        if !is_same {
            let text = "the authorization was started for another client, redirect URI or provider";
            return Err(invalid(text));
        }
        match (issuer, &provider.issuer) {
            (Some(issuer), Some(expected)) if issuer != expected => {
                Err(invalid("the callback is from another issuer"))
            }
            (None, _) if provider.callback_issuer == CallbackIssuer::Required => Err(invalid(
                "the callback does not name its issuer, although this provider always does",
            )),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for PendingAuthorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingAuthorization")
            .field("parameters", &self.parameters)
            .finish_non_exhaustive()
    }
}

/// The most states that are remembered at once. Without a limit, a flood of callbacks could use up the memory.
const MOST_STATES: usize = 10_000;

/// The states that were used in this process and have not expired yet.
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
            return Err(expired("it took too long; start again"));
        }
        // Nothing is remembered of it, so a flood of them uses up no room.
        if pending.is_sole {
            return Ok(());
        }
        let mut used = lock(&self.0);
        // An expired state is refused anyway, so it need not be remembered.
        used.retain(|_, expires_at| *expires_at > now);
        if used.contains_key(pending.state.expose()) {
            return Err(expired("it has been completed already"));
        }
        // Refused rather than forgotten: a state that is forgotten could be used twice.
        if used.len() >= MOST_STATES {
            return Err(
                expired("too many authorizations are being completed at once")
                    .with_recovery(Recovery::Retry { after: None }),
            );
        }
        used.insert(pending.state.expose().to_owned(), pending.expires_at);
        Ok(())
    }

    /// Lets a copy be completed: its code was not sent.
    pub(crate) fn give_back(&self, state: &Secret) {
        lock(&self.0).remove(state.expose());
    }
}

fn invalid(message: &'static str) -> Error {
    Error::new(ErrorKind::InvalidCallback, Operation::Callback, message)
}

fn expired(message: &'static str) -> Error {
    invalid(message).with_recovery(Recovery::AskForConsent(ConsentCause::PendingExpired))
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
    fn one_that_a_store_gives_out_once_takes_no_room() {
        let used = UsedStates::default();
        let mut sole = pending();
        sole.is_sole = true;
        assert!(used.take(&sole, from_unix_seconds(0)).is_ok());
        assert_eq!(lock(&used.0).len(), 0);
        assert!(used.take(&sole, from_unix_seconds(600)).is_err());
    }

    #[test]
    fn without_room_it_is_refused_and_none_is_forgotten() {
        let used = UsedStates::default();
        let others = (0..MOST_STATES).map(|number| (format!("other {number}"), 300));
        lock(&used.0).extend(others);
        let error = used.take(&pending(), from_unix_seconds(299)).unwrap_err();
        assert_eq!(error.recovery(), Recovery::Retry { after: None });
        assert_eq!(lock(&used.0).len(), MOST_STATES);
        assert!(used.take(&pending(), from_unix_seconds(300)).is_ok());
    }

    #[test]
    fn it_expires() {
        let used = UsedStates::default();
        assert!(used.take(&pending(), from_unix_seconds(600)).is_err());
        assert!(used.take(&pending(), from_unix_seconds(599)).is_ok());
    }
}
