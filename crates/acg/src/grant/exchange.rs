//! The code exchange: a code becomes the grant's tokens.

use std::time::Duration;

use tokio::sync::MutexGuard;

use crate::clock::unix_seconds;
use crate::consent::authorize::requested_scopes;
use crate::consent::pending::Ties;
use crate::endpoint::client::encoding_hint;
use crate::endpoint::failure::{no_bearer, outcome_unknown};
use crate::endpoint::token_response::Issued;
use crate::error::{ConsentCause, Error, ErrorKind, Recovery};
use crate::grant::committer::{Expected, no_room, store_failure};
use crate::grant::engine::Engine;
use crate::grant::id_token::Judgement;
use crate::grant::update::UpdateReason;
use crate::operation::Operation;
use crate::provider::profile::Nonce;
use crate::refresh::transaction::Wanted;
use crate::secret::Secret;
use crate::store::error::{StoreError, StoreErrorKind};
use crate::store::head::Head;
use crate::store::history::Event;
use crate::store::record::Record;
use crate::store::row::Stored;
use crate::token::jwt;
use crate::token::oauth_token::OauthToken;
use crate::token::scope::ScopeDifference;
use crate::vault::records::is_removed;
use crate::vault::spool_room::Reservation;

/// What a connection held before a consent.
pub(super) struct Previous {
    stored: Result<Option<Stored>, StoreError>,
    record: Option<Record>,
    /// When it was read, on the monotonic clock.
    read_at: Duration,
}

impl Previous {
    /// Returns what is known about the consent that is replaced, or was removed; `None` when there is none or it cannot
    /// be read.
    fn head(&self) -> Option<Head> {
        let stored = self.stored.as_ref().ok()?.as_ref()?;
        Head::from_bytes(&stored.row.head).ok()
    }
}

impl Engine {
    /// Exchanges the code and makes its tokens the grant's.
    pub(crate) async fn exchange(
        &self,
        code: &Secret,
        ties: &Ties,
        parameters: Vec<(String, String)>,
    ) -> Result<OauthToken, Error> {
        let sending = self.committer.cache.send_lock.lock().await;
        let previous = self.previous().await?;
        // What can fail without the code fails before it is sent.
        self.load_keys().await?;
        let _room = self.reserve_room(&previous).await?;
        let (verifier, key) = (ties.verifier.as_ref(), ties.dpop_key.as_ref());
        let response = self.endpoint.exchange(code, verifier, key).await;
        let issued = response.map_err(|failure| {
            let error =
                failure.into_error(Operation::Exchange, ConsentCause::CodeRefused, LOST_CODE);
            self.with_hint(error)
        })?;
        let nonce = ties.nonce.as_ref();
        self.accept(issued, nonce, parameters, previous, sending)
            .await
    }

    /// Adds what may be behind a refusal of the client, to an error that has no cause of its own.
    fn with_hint(&self, error: Error) -> Error {
        let is_refused = error.kind() == ErrorKind::Configuration && error.provider().is_some();
        let endpoint = &self.endpoint;
        let hint = encoding_hint(&endpoint.credentials, &endpoint.provider.exchange_auth);
        match hint.filter(|_| is_refused) {
            Some(hint) => error.with_source(hint),
            None => error,
        }
    }

    /// Makes what the provider has issued for a consent the grant's.
    pub(super) async fn accept(
        &self,
        issued: Issued,
        nonce: Option<&Secret>,
        parameters: Vec<(String, String)>,
        previous: Previous,
        sending: MutexGuard<'_, ()>,
    ) -> Result<OauthToken, Error> {
        let Issued { mut token, oddity } = self.received(issued)?;
        if let Some(nonce) = nonce {
            self.check_nonce(&token, nonce).await?;
        }
        self.tell_scope(&token);
        if let Some(record) = &previous.record {
            self.check_customer(record, &token).await?;
        }
        let judgement = self.judge(Operation::Exchange, &token, None);
        if !matches!(judgement, Judgement::Good) {
            return self
                .withhold(*token, judgement, parameters, &previous)
                .await;
        }
        let lacks_bearer = token.bearer(self.endpoint.provider.bearer).is_none();
        if lacks_bearer {
            // The customer has consented, and the code is spent: what was given is kept, and known to have no bearer.
            (token.expiry, token.expires_in) = (None, None);
        }
        let token = self.consented(*token, parameters, &previous).await?;
        drop(sending);
        if !lacks_bearer {
            return Ok(token);
        }
        // The refresh token is enough to get a bearer. Asking the customer again would end in the same response.
        let refreshed = self.refresh(Wanted::Usable).await;
        let current = refreshed.map_err(|_| no_bearer(Operation::Exchange, oddity))?;
        Ok((*current.token).clone())
    }

    /// Makes sure that the response can be kept. A code that was not sent can be tried again, once there is room.
    pub(super) async fn reserve_room(
        &self,
        previous: &Previous,
    ) -> Result<Option<Reservation>, Error> {
        let committer = &self.committer;
        let generation = self.next_generation(previous);
        let room = committer.vault.reserve(&committer.connection, generation);
        let again = Recovery::Retry { after: None };
        room.await
            .map_err(|error| no_room(Operation::Exchange, error).with_recovery(again))
    }

    fn next_generation(&self, previous: &Previous) -> u64 {
        let stored = previous.stored.as_ref().ok().and_then(Option::as_ref);
        let next = stored.map_or(1, |stored| stored.row.generation.saturating_add(1));
        // A grant that was removed may have counted further than the row says.
        next.max(self.committer.cache.next_generation())
    }

    /// Keeps the refresh token of a response whose id_token is not believed, and its bearer only if the provider's
    /// new keys say so. The customer has consented, and the code is spent.
    async fn withhold(
        &self,
        token: OauthToken,
        judgement: Judgement,
        parameters: Vec<(String, String)>,
        previous: &Previous,
    ) -> Result<OauthToken, Error> {
        let is_final = matches!(judgement, Judgement::Bad(_));
        let fault = judgement.into_error().filter(|_| is_final);
        // The refresh token is committed although the id_token is not believed: the code is spent, so without it a fault of
        // the id_token alone would cost the consent. It is committed first, because loading the keys may fail.
        if token.refresh_token.is_some() {
            let mut kept = token.clone();
            kept.withhold(previous.record.as_ref().map(|record| &record.token));
            self.consented(kept, parameters.clone(), previous).await?;
        }
        match fault {
            Some(error) => return Err(error),
            None => {
                self.judge_with_new_keys(Operation::Exchange, &token, None)
                    .await?;
            }
        }
        if token.refresh_token.is_none() {
            return self.consented(token, parameters, previous).await;
        }
        let current = self.release(token, UpdateReason::Fetched).await?;
        Ok((*current.token).clone())
    }

    /// Refuses the consent of another customer than the connection's, whose data would be shown under the wrong name.
    async fn check_customer(&self, record: &Record, token: &OauthToken) -> Result<(), Error> {
        let subjects = record.token.subject().zip(token.subject());
        if subjects.is_none_or(|(before, after)| before == after) {
            return Ok(());
        }
        self.revoke_refused(token).await;
        let cause = ConsentCause::SubjectChanged;
        Err(Error::consent_needed(Operation::Exchange, cause))
    }

    /// Refuses an id_token that was not issued for this authorization request: the code may have been put
    /// into the callback by an attacker (RFC 9700 §4.5). A response without an id_token says nothing
    /// about anyone, and has nothing to check.
    async fn check_nonce(&self, token: &OauthToken, nonce: &Secret) -> Result<(), Error> {
        let Some(id_token) = &token.id_token else {
            return Ok(());
        };
        let returned = jwt::claims(id_token.expose()).and_then(|claims| claims.nonce);
        let is_right = match returned {
            Some(returned) => Secret::new(returned) == *nonce,
            None => self.endpoint.provider.nonce == Nonce::IfReturned,
        };
        if is_right {
            return Ok(());
        }
        self.revoke_refused(token).await;
        let text =
            "the id_token was not issued for this authorization: its nonce is missing or different";
        let (kind, operation) = (ErrorKind::InvalidCallback, Operation::Exchange);
        Err(Error::new(kind, operation, text))
    }

    /// Revokes the token of a consent that is refused, because no connection holds it.
    async fn revoke_refused(&self, token: &OauthToken) {
        if let Some(refresh_token) = &token.refresh_token
            && self.endpoint.revoke(refresh_token).await.is_err()
        {
            tracing::warn!(connection = %self.connection(), "a consent that was refused could not be revoked");
        }
    }

    fn tell_scope(&self, token: &OauthToken) {
        let requested = requested_scopes(&self.endpoint.provider, &self.endpoint.credentials);
        let difference = ScopeDifference::between(requested, token.scope.as_deref());
        if let Some(ScopeDifference {
            missing,
            additional,
        }) = difference
        {
            tracing::warn!(connection = %self.connection(), ?missing, ?additional, "the granted scope differs from the requested one");
        }
    }

    /// Makes the tokens of a consent that was obtained elsewhere the grant's. Returns the record that they replace.
    pub(crate) async fn keep_consent(
        &self,
        token: OauthToken,
        parameters: Vec<(String, String)>,
    ) -> Result<Option<Record>, Error> {
        let _sending = self.committer.cache.send_lock.lock().await;
        let previous = self.previous().await?;
        self.consented(token, parameters, &previous).await?;
        Ok(previous.record)
    }

    /// Loads what a consent is about to replace.
    pub(super) async fn previous(&self) -> Result<Previous, Error> {
        let committer = &self.committer;
        let read_at = committer.clock.monotonic();
        // A store that cannot be read does not stop the consent: the customer has given it, and a code expires within
        // minutes. The commit reports the failure, with the token safe in memory.
        let stored = committer.vault.store().load(&committer.connection).await;
        let record = match &stored {
            Ok(Some(stored)) => self.check_replaceable(stored).await?,
            _ => None,
        };
        Ok(Previous {
            stored,
            record,
            read_at,
        })
    }

    /// Commits a consent's tokens. The history is kept: it is the connection's, also when another customer has
    /// consented.
    async fn consented(
        &self,
        token: OauthToken,
        parameters: Vec<(String, String)>,
        previous: &Previous,
    ) -> Result<OauthToken, Error> {
        let committer = &self.committer;
        let now = committer.store_time();
        let (expected, now) = match &previous.stored {
            Ok(Some(stored)) => (Expected::Version(stored.version), stored.now),
            Ok(None) => (Expected::Absent, now),
            Err(_) => (Expected::Unknown, now),
        };
        let now = now.after(committer.clock.monotonic().saturating_sub(previous.read_at));
        let generation = self.next_generation(previous);
        let replaced = previous.head().and_then(|head| head.consent);
        let consent = Some(committer.new_consent(replaced.as_ref()));
        let mut successor = committer.record(token, generation, consent, parameters);
        if let Some(record) = &previous.record {
            successor.head.history.clone_from(&record.head.history);
        }
        committer.date(&mut successor, now);
        // The customer has just consented: that is the activity which a provider asks for.
        let consented = unix_seconds(committer.clock.now());
        successor.head.last_access = successor.head.last_access.max(Some(consented));
        let event = committer.event(Event::Consented, now, None, Some(&successor));
        successor.head.remember(event);
        let current = self
            .commit_and_publish(successor, expected, UpdateReason::Fetched)
            .await?;
        Ok((*current.token).clone())
    }

    /// Checks that a consent may replace what the connection holds, and returns it if it can be read.
    ///
    /// A damaged record may be replaced. The record of another client or provider may not, and one that another key
    /// opens may not: a mistake in the configuration must not cost a consent.
    async fn check_replaceable(&self, stored: &Stored) -> Result<Option<Record>, Error> {
        let committer = &self.committer;
        if is_removed(stored) {
            return Ok(None);
        }
        match committer.vault.open(&committer.connection, stored).await {
            Ok(loaded) => {
                committer.check_issuer(&loaded.record.head)?;
                Ok(Some(loaded.record))
            }
            // A missing key is the operator's mistake, and the grant behind it is alive. To replace
            // it would lose it.
            Err(error) if error.kind() == StoreErrorKind::Sealed => {
                let text = "the connection has a token that cannot be decrypted, so it is not replaced; nothing was sent";
                Err(store_failure(Operation::Exchange, text, error))
            }
            Err(_) => Ok(None),
        }
    }

    /// Dates what was issued. A response without anything that could be used counts as lost.
    fn received(&self, mut issued: Issued) -> Result<Issued, Error> {
        let source = self.endpoint.provider.bearer;
        self.breaker.saw_consent(self.committer.clock.monotonic());
        let token = &mut issued.token;
        if token.bearer(source).is_none() && token.refresh_token.is_none() {
            let error = no_bearer(Operation::Exchange, issued.oddity);
            return Err(outcome_unknown(Operation::Exchange, error, LOST_CODE));
        }
        if let Some(oddity) = &issued.oddity {
            tracing::warn!(connection = %self.committer.connection, oddity = oddity.problem, "the provider's token response breaks a rule");
        }
        token.stamp(source, self.committer.clock.now());
        Ok(issued)
    }
}

/// What to do about a code that is spent, or may be: only a new consent gives another.
const LOST_CODE: Recovery = Recovery::AskForConsent(ConsentCause::CodeRefused);
