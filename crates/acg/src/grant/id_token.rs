//! Judging the id_token of a token response.
//!
//! The keys are loaded before a code or refresh token is sent, so that the verdict needs no network and nothing
//! is lost while it is waited for. Where the verdict needs a new key after all, and where it is bad, the refresh
//! token is made durable first, without a bearer.

#[cfg(feature = "jose")]
use serde_json::{Map, Value};

#[cfg(feature = "jose")]
use crate::clock::unix_seconds;
use crate::error::{Error, ErrorKind};
use crate::grant::engine::Engine;
#[cfg(feature = "jose")]
use crate::identity::claims::{ExpectedClaims, IdTokenClaims};
#[cfg(feature = "jose")]
use crate::identity::rules::IdTokenValidation;
#[cfg(feature = "jose")]
use crate::jose::JwsFault;
use crate::operation::Operation;
#[cfg(feature = "jose")]
use crate::secret::Secret;
#[cfg(feature = "jose")]
use crate::token::jwt;
use crate::token::oauth_token::OauthToken;

/// What is thought of a token response.
pub(crate) enum Judgement {
    /// It may be used.
    Good,
    /// Its id_token must not be believed.
    #[cfg_attr(not(feature = "jose"), expect(dead_code, reason = "nothing is judged"))]
    Bad(Error),
    /// Its id_token is signed with a key that is not known yet.
    #[cfg_attr(not(feature = "jose"), expect(dead_code, reason = "nothing is judged"))]
    KeyUnknown,
}

impl Judgement {
    /// Returns the error of a response whose bearer is held back.
    pub(crate) fn into_error(self) -> Option<Error> {
        match self {
            Self::Good => None,
            Self::Bad(error) => Some(error),
            Self::KeyUnknown => Some(refused(Operation::Refresh, "is signed with an unknown key")),
        }
    }
}

#[cfg(not(feature = "jose"))]
impl Engine {
    pub(crate) async fn load_keys(&self) -> Result<(), Error> {
        Ok(())
    }

    pub(crate) fn judge(&self, _: Operation, _: &OauthToken, _: Option<&OauthToken>) -> Judgement {
        Judgement::Good
    }

    pub(crate) async fn judge_with_new_keys(
        &self,
        _: Operation,
        _: &OauthToken,
        _: Option<&OauthToken>,
    ) -> Result<(), Error> {
        Ok(())
    }
}

#[cfg(feature = "jose")]
impl Engine {
    /// Loads the provider's keys, if id_tokens are validated and the keys are not here.
    pub(crate) async fn load_keys(&self) -> Result<(), Error> {
        let rules = &self.endpoint.provider.id_tokens;
        match &rules.keys {
            Some(keys) if rules.is_on() => keys.load(self.endpoint.key_loader()).await,
            _ => Ok(()),
        }
    }

    /// Judges a response by the keys that are here. `previous` is the token set that it replaces, at a refresh.
    pub(crate) fn judge(
        &self,
        operation: Operation,
        token: &OauthToken,
        previous: Option<&OauthToken>,
    ) -> Judgement {
        match self.examine(operation, token, previous) {
            Ok(()) => Judgement::Good,
            Err(Rejection::KeyUnknown) => Judgement::KeyUnknown,
            Err(Rejection::Refused(fault)) => Judgement::Bad(refused(operation, fault)),
        }
    }

    /// Judges a response after the keys were loaded again.
    pub(crate) async fn judge_with_new_keys(
        &self,
        operation: Operation,
        token: &OauthToken,
        previous: Option<&OauthToken>,
    ) -> Result<(), Error> {
        let endpoint = &self.endpoint;
        if let Some(keys) = &endpoint.provider.id_tokens.keys {
            keys.load_again(endpoint.key_loader()).await?;
        }
        let fault = match self.examine(operation, token, previous) {
            Ok(()) => return Ok(()),
            // Once is enough: a key that is not published now is not the provider's.
            Err(Rejection::KeyUnknown) => "is signed with an unknown key",
            Err(Rejection::Refused(fault)) => fault,
        };
        Err(refused(operation, fault))
    }

    fn examine(
        &self,
        operation: Operation,
        token: &OauthToken,
        previous: Option<&OauthToken>,
    ) -> Result<(), Rejection> {
        let (provider, credentials) = (&self.endpoint.provider, &self.endpoint.credentials);
        let rules = &provider.id_tokens;
        let id_token = match &token.id_token {
            _ if !rules.is_on() => return Ok(()),
            Some(id_token) => id_token.expose(),
            None if operation == Operation::Exchange
                && rules.validation == IdTokenValidation::Required =>
            {
                return Err(Rejection::Refused("is missing"));
            }
            // A refresh may leave it out (OpenID Connect Core §12.2).
            None => return Ok(()),
        };
        let verified = rules.verified(id_token, credentials.oauth_client_secret());
        let (payload, algorithm) = verified.map_err(|fault| match fault {
            JwsFault::UnknownKey => Rejection::KeyUnknown,
            fault => Rejection::Refused(fault.as_str()),
        })?;
        let claims: Map<String, Value> = serde_json::from_slice(&payload)
            .map_err(|_| Rejection::Refused("contains no claims"))?;
        // The nonce is not kept by itself: the id_token that came with the consent holds it.
        let nonce = previous
            .and_then(|previous| previous.id_token.as_ref())
            .and_then(|id_token| jwt::claims(id_token.expose())?.nonce);
        let expected = ExpectedClaims {
            // Never missing: `IdTokenRules::check` refuses a profile without it.
            issuer: provider.issuer.as_deref().unwrap_or_default(),
            client_id: credentials.oauth_client_id(),
            access_token: token.access_token.as_ref().map(Secret::expose),
            nonce: nonce.as_deref(),
            now: unix_seconds(self.endpoint.clock.now()),
            leeway: rules.leeway,
        };
        IdTokenClaims(&claims)
            .check(algorithm, &expected)
            .map_err(Rejection::Refused)
    }
}

#[cfg(feature = "jose")]
enum Rejection {
    KeyUnknown,
    Refused(&'static str),
}

/// Makes the error of an id_token that is not believed.
fn refused(operation: Operation, fault: &str) -> Error {
    let text = format!(
        "the id_token {fault}; no bearer is taken from this response; its refresh token is kept"
    );
    Error::new(ErrorKind::UnexpectedResponse, operation, text)
}
