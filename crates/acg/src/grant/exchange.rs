//! The code exchange: a code becomes the grant's tokens.

use crate::endpoint::failure::{Failure, outcome_unknown};
use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::grant::committer::{Expected, store_failure};
use crate::grant::engine::Engine;
use crate::grant::update::UpdateReason;
use crate::operation::Operation;
use crate::secret::Secret;
use crate::store::error::StoreErrorKind;
use crate::store::history::Event;
use crate::store::row::Stored;
use crate::token::oauth_token::OauthToken;

impl Engine {
    /// Exchanges the code and makes its tokens the grant's.
    pub(crate) async fn exchange(
        &self,
        code: &Secret,
        verifier: Option<&Secret>,
        parameters: Vec<(String, String)>,
    ) -> Result<OauthToken, Error> {
        let committer = &self.committer;
        let _sending = committer.cache.send_lock.lock().await;
        let started = committer.clock.monotonic();
        // A store that cannot be read does not stop the exchange: the customer has consented, and the code expires within
        // minutes. The commit reports the failure, with the token safe in memory.
        let previous = committer.vault.store().load(&committer.connection).await;
        if let Ok(Some(stored)) = &previous {
            self.check_replaceable(stored).await?;
        }
        let token = self.redeem(code, verifier).await?;
        let now = committer.store_time();
        let (generation, expected, now) = match &previous {
            Ok(Some(stored)) => {
                let generation = stored.row.generation.saturating_add(1);
                (generation, Expected::Version(stored.version), stored.now)
            }
            Ok(None) => (1, Expected::Absent, now),
            Err(_) => (1, Expected::Unknown, now),
        };
        let now = now.after(committer.clock.monotonic().saturating_sub(started));
        let generation = generation.max(committer.cache.next_generation());
        let mut successor = committer.record(token, generation, parameters);
        committer.date(&mut successor, now);
        let event = committer.event(Event::Consented, now, None, Some(&successor));
        successor.head.remember(event);
        let current = self
            .commit_and_publish(successor, expected, UpdateReason::Fetched)
            .await?;
        Ok((*current.token).clone())
    }

    /// Checks that a consent may replace what the connection holds.
    ///
    /// A damaged record may be replaced. The record of another client or provider may not, and one that another key opens
    /// may not: a mistake in the configuration must not cost a consent.
    async fn check_replaceable(&self, stored: &Stored) -> Result<(), Error> {
        let committer = &self.committer;
        match committer.vault.open(&committer.connection, stored).await {
            Ok(loaded) => committer.check_issuer(&loaded.record.head),
            Err(error) if error.kind() == StoreErrorKind::Sealed => {
                let text = "the connection holds a token that cannot be opened, and is not replaced; nothing was sent";
                Err(store_failure(Operation::Exchange, text, error))
            }
            Err(_) => Ok(()),
        }
    }

    /// Sends the code, once.
    async fn redeem(&self, code: &Secret, verifier: Option<&Secret>) -> Result<OauthToken, Error> {
        let source = self.endpoint.provider.bearer;
        let refused = |failure: Failure| {
            failure.into_error(Operation::Exchange, ConsentCause::CodeRefused, LOST_CODE)
        };
        let mut token = *self
            .endpoint
            .exchange(code, verifier)
            .await
            .map_err(refused)?;
        if token.bearer(source).is_none() {
            return Err(outcome_unknown(Operation::Exchange, no_bearer(), LOST_CODE));
        }
        token.stamp(source, self.committer.clock.now());
        Ok(token)
    }
}

/// What to do about a code that is spent, or may be: only a new consent gives another.
const LOST_CODE: Recovery = Recovery::AskForConsent(ConsentCause::CodeRefused);

fn no_bearer() -> Error {
    let text = "the provider's response has no bearer token";
    Error::new(ErrorKind::UnexpectedResponse, Operation::Exchange, text)
}
