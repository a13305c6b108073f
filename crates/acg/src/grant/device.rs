//! The device authorization grant: consent on another device (RFC 8628).

use std::time::Duration;

use crate::consent::authorize::device_parameters;
use crate::consent::device::DeviceAuthorization;
use crate::endpoint::failure::Failure;
use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::grant::auth::AuthorizationCodeAuth;
use crate::grant::engine::Engine;
use crate::operation::Operation;
use crate::provider::error::{OauthErrorCode, OauthProviderError};
use crate::provider::profile::Verdict;
use crate::token::oauth_token::OauthToken;

/// How much longer the device waits when the provider says that it is too fast (RFC 8628 §3.5).
const SLOWER: Duration = Duration::from_secs(5);

/// The longest wait between two questions.
const LONGEST_INTERVAL: Duration = Duration::from_secs(120);

/// What the provider says when it is asked whether the customer has decided.
enum Poll {
    Granted(Box<OauthToken>),
    Pending,
    SlowDown,
    /// No response came, or none that says anything. The tokens may have been in it.
    Lost(Error),
}

impl AuthorizationCodeAuth {
    /// Asks for a consent that the customer gives on another device, for a program without a browser (RFC 8628).
    /// Show the [`user_code`](DeviceAuthorization::user_code) and the
    /// [`verification_uri`](DeviceAuthorization::verification_uri), then [`complete_device`](Self::complete_device)
    /// it. `parameters` are the provider's own.
    ///
    /// ```no_run
    /// # async fn example(auth: acg::AuthorizationCodeAuth) -> Result<(), acg::Error> {
    /// let device = auth.authorize_device(Vec::new()).await?;
    /// println!("Go to {} and enter {}", device.verification_uri(), device.user_code());
    /// let token = auth.complete_device(&device).await?;
    /// # let _ = token;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) when the provider has no such endpoint or
    /// refuses the client; [`InvalidInput`](ErrorKind::InvalidInput) when a parameter is missing,
    /// repeated or reserved; [`Provider`](ErrorKind::Provider),
    /// [`Transport`](ErrorKind::Transport), [`UnexpectedResponse`](ErrorKind::UnexpectedResponse),
    /// also for codes and addresses that should not be shown to a person.
    ///
    /// # Cancel safety
    /// Nothing is kept: it can be dropped at any time.
    pub async fn authorize_device(
        &self,
        parameters: Vec<(String, String)>,
    ) -> Result<DeviceAuthorization, Error> {
        let (provider, credentials) = (self.provider(), self.credentials());
        let fields = device_parameters(provider, credentials, &parameters)?;
        let engine = self.engine();
        let key = engine.endpoint.new_key()?;
        let codes = engine.endpoint.authorize_device(&fields).await;
        // Asking again does no harm: a code that nobody enters expires.
        let again = Recovery::Retry { after: None };
        let codes = codes.map_err(|failure| {
            failure.into_error(Operation::Authorize, ConsentCause::NoGrant, again)
        })?;
        let now = engine.committer.clock.now();
        let mut device = DeviceAuthorization::new(codes, now, credentials, provider, parameters);
        device.dpop_key = key.map(|key| key.to_kept()).transpose()?;
        Ok(device)
    }

    /// Waits until the customer has decided, and makes the tokens this grant's, as
    /// [`complete`](AuthorizationCodeAuth::complete) does: from then on the two cannot be distinguished.
    ///
    /// The provider is asked as often as it wants, less often when it asks for that, and half as often
    /// after each question without a response.
    ///
    /// # Errors
    /// [`AccessDenied`](ErrorKind::AccessDenied) when the customer refused;
    /// [`ConsentNeeded`](ErrorKind::ConsentNeeded) when the code has expired;
    /// [`InvalidInput`](ErrorKind::InvalidInput) for an authorization of another client or provider; otherwise as
    /// [`fetch_token`](AuthorizationCodeAuth::fetch_token).
    ///
    /// # Cancel safety
    /// When the future is dropped the questions end; a question that is under way is finished, and tokens that it
    /// brings are kept. It can be called again with the same authorization.
    pub async fn complete_device(&self, device: &DeviceAuthorization) -> Result<OauthToken, Error> {
        device.check(self.credentials(), self.provider())?;
        let clock = self.engine().committer.clock.clone();
        let mut interval = device.interval();
        let mut lost = None;
        loop {
            // Also before the first question: nobody is that fast, and a provider may count it.
            clock.sleep(interval).await;
            if clock.now() >= device.expires_at() {
                return Err(because(expired(), lost));
            }
            match self.ask(device).await {
                Ok(Poll::Granted(token)) => return Ok(*token),
                Ok(Poll::Pending) => {}
                Ok(Poll::SlowDown) => interval = (interval + SLOWER).min(LONGEST_INTERVAL),
                // RFC 8628 §3.5.
                Ok(Poll::Lost(error)) => {
                    interval = (interval * 2).min(LONGEST_INTERVAL);
                    lost = Some(error);
                }
                Err(error) => return Err(because(error, lost)),
            }
        }
    }

    /// Asks once, on a task of its own: the response may hold the tokens.
    async fn ask(&self, device: &DeviceAuthorization) -> Result<Poll, Error> {
        let (engine, device) = (self.engine().clone(), device.clone());
        let ask = async move { engine.poll_device(device).await };
        self.spawn(Operation::Exchange, Box::pin(ask)).await
    }
}

impl Engine {
    /// Asks whether the customer has decided. Tokens are committed.
    async fn poll_device(&self, device: DeviceAuthorization) -> Result<Poll, Error> {
        let sending = self.committer.cache.send_lock.lock().await;
        let previous = self.previous().await?;
        let _room = self.reserve_room(&previous).await?;
        let key = device.dpop_key.as_ref();
        match self.endpoint.poll_device(&device.device_code, key).await {
            Ok(issued) => {
                let accepted = self.accept(issued, None, device.parameters, previous, sending);
                accepted.await.map(Box::new).map(Poll::Granted)
            }
            Err(Failure::Refused(error, verdict)) => undecided(error, verdict),
            // It says the same in another way, and the code still lives.
            Err(Failure::Throttled(_)) => Ok(Poll::SlowDown),
            Err(Failure::Lost(error)) => Ok(Poll::Lost(error)),
            // The customer is typing a code: a network that fails for a moment must not end that.
            Err(Failure::NotSent(error)) if error.kind() == ErrorKind::Transport => {
                Ok(Poll::Lost(error))
            }
            Err(failure) => Err(failure.into_error(
                Operation::Exchange,
                ConsentCause::CodeRefused,
                Recovery::AskForConsent(ConsentCause::CodeRefused),
            )),
        }
    }
}

/// Reads an error of RFC 8628 §3.5.
fn undecided(error: OauthProviderError, verdict: Verdict) -> Result<Poll, Error> {
    match error.error.as_str() {
        "authorization_pending" => Ok(Poll::Pending),
        "slow_down" => Ok(Poll::SlowDown),
        "expired_token" => Err(expired().with_provider(error)),
        _ if error.error == OauthErrorCode::AccessDenied => {
            let (kind, text) = (ErrorKind::AccessDenied, "the customer did not give consent");
            Err(Error::new(kind, Operation::Exchange, text).with_provider(error))
        }
        _ => Err(Failure::Refused(error, verdict).into_error(
            Operation::Exchange,
            ConsentCause::CodeRefused,
            Recovery::AskForConsent(ConsentCause::CodeRefused),
        )),
    }
}

fn expired() -> Error {
    Error::consent_needed(Operation::Exchange, ConsentCause::PendingExpired)
}

/// Keeps why an earlier question had no response: if the tokens were in it, that is why the code is refused now.
fn because(error: Error, lost: Option<Error>) -> Error {
    match lost {
        Some(lost) => error.with_source(lost),
        None => error,
    }
}
