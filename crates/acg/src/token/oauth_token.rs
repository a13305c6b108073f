//! The token set that a grant gives, as a token endpoint sends it and a program saves it.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use crate::clock::{from_unix_seconds, unix_seconds};
use crate::secret::Secret;
use crate::token::bearer::{BearerSource, Scheme};
use crate::token::claims::Claims;
use crate::token::jwt::{self, RegisteredClaims};

/// The tokens of one consent, as a token endpoint gives them and as a program saves them.
///
/// `Debug` shows no secret. Serialising gives the JSON form that the official SDKs use too (`id_token`,
/// `refresh_token`, `expiry`, …) with the secrets in clear: save it where secrets may be.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OauthToken {
    /// The signed statement about the customer, a JWT; at some providers also the bearer for API calls.
    pub id_token: Option<Secret>,
    /// The bearer of providers that follow RFC 6749; others give none.
    pub access_token: Option<Secret>,
    /// How the bearer is presented: `Bearer`, or `DPoP` for one that is bound to a key; whatever its case.
    pub token_type: String,
    /// Life in seconds counted from when the response was received; missing when the provider did not say.
    pub expires_in: Option<i64>,
    /// The scopes granted, separated by spaces; missing when the provider did not say.
    pub scope: Option<String>,
    /// The moment from which the bearer is no longer used, in seconds since 1970-01-01 UTC. Set on receipt.
    pub expiry: Option<i64>,
    /// The token that is exchanged for the next token set. At a provider that rotates, each one works once.
    pub refresh_token: Option<Secret>,
    /// The key that the tokens are bound to (RFC 9449), if they are: made here, and never sent.
    pub(crate) dpop_key: Option<Secret>,
    /// Everything else that the provider sent.
    pub extra: ExtraFields,
}

pub(crate) fn bearer_type() -> String {
    "Bearer".to_owned()
}

/// Fields of a token response that this library does not know, kept as they came. Their values are secrets to `Debug`. One that is nested
/// in more than 64 levels is left out.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ExtraFields(pub(crate) Map<String, Value>);

/// How many levels a field may have. What is saved lies in other JSON, and with more than 127 levels it could not be read again.
const MOST_LEVELS: usize = 64;

impl ExtraFields {
    pub(crate) fn new(mut fields: Map<String, Value>) -> Self {
        fields.retain(|_, value| has_at_most(MOST_LEVELS, value));
        Self(fields)
    }

    /// Returns the JSON text of a field.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.get(name).map(ToString::to_string)
    }

    /// Returns the names of the fields.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Returns whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for ExtraFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

/// Returns whether a value has so many levels at the most.
fn has_at_most(levels: usize, value: &Value) -> bool {
    let below = levels.checked_sub(1);
    match value {
        Value::Array(values) => {
            below.is_some_and(|below| values.iter().all(|value| has_at_most(below, value)))
        }
        Value::Object(values) => {
            below.is_some_and(|below| values.values().all(|value| has_at_most(below, value)))
        }
        _ => true,
    }
}

/// Life of a token whose provider does not say how long it lives.
pub const DEFAULT_LIFETIME: Duration = Duration::from_secs(15 * 60);

impl OauthToken {
    /// Creates a token set with only an id_token, to be completed by the `with_` methods: for tokens that come from
    /// elsewhere.
    pub fn from_id_token(id_token: impl Into<Secret>) -> Self {
        Self {
            id_token: Some(id_token.into()),
            ..Self::empty()
        }
    }

    /// Creates a token set with only an access_token, to be completed by the `with_` methods.
    pub fn from_access_token(access_token: impl Into<Secret>) -> Self {
        Self {
            access_token: Some(access_token.into()),
            ..Self::empty()
        }
    }

    pub(crate) fn empty() -> Self {
        Self {
            id_token: None,
            access_token: None,
            token_type: bearer_type(),
            expires_in: None,
            scope: None,
            expiry: None,
            refresh_token: None,
            dpop_key: None,
            extra: ExtraFields::default(),
        }
    }

    /// Sets the refresh token.
    #[must_use]
    pub fn with_refresh_token(mut self, refresh_token: impl Into<Secret>) -> Self {
        self.refresh_token = Some(refresh_token.into());
        self
    }

    /// Sets the expiry.
    #[must_use]
    pub fn with_expiry(mut self, expiry: SystemTime) -> Self {
        self.expiry = Some(unix_seconds(expiry));
        self
    }

    /// Returns the bearer for API calls; `None` when the set lacks it or it is empty.
    pub fn bearer(&self, source: BearerSource) -> Option<&Secret> {
        let token = match source {
            BearerSource::AccessToken => &self.access_token,
            BearerSource::IdToken => &self.id_token,
        };
        token.as_ref().filter(|token| !token.is_empty())
    }

    /// Returns when the bearer expires: [`expiry`](Self::expiry), else the JWT's `exp`, else unknown. A token of
    /// unknown expiry is refreshed before use.
    pub fn expires_at(&self, source: BearerSource) -> Option<SystemTime> {
        // What was computed on receipt comes first: `exp` is by the issuer's clock alone.
        let claimed = || jwt::claims(self.bearer(source)?.expose())?.exp;
        self.expiry.or_else(claimed).map(from_unix_seconds)
    }

    /// Returns whether the access token is bound to a key, so that each request with it needs a proof (RFC 9449 §7).
    pub fn is_bound(&self) -> bool {
        self.dpop_key.is_some() && self.token_type.eq_ignore_ascii_case(Scheme::Dpop.as_str())
    }

    /// Returns whether there is anything here that could give a bearer.
    pub(crate) fn holds_anything(&self) -> bool {
        [&self.id_token, &self.access_token, &self.refresh_token]
            .into_iter()
            .flatten()
            .any(|token| !token.is_empty())
    }

    /// Returns about how long the JSON text of the set is; what the provider sent beside the tokens is short as a rule.
    pub(crate) fn text_length(&self) -> usize {
        let secrets = [
            &self.id_token,
            &self.access_token,
            &self.refresh_token,
            &self.dpop_key,
        ];
        let lengths = secrets
            .into_iter()
            .flatten()
            .map(|text| text.expose().len());
        256 + lengths.sum::<usize>()
    }

    /// Returns whether every token can be sent, and read back when it was saved.
    pub(crate) fn is_visible_ascii(&self) -> bool {
        let tokens = [&self.id_token, &self.access_token, &self.refresh_token];
        tokens.into_iter().flatten().all(Secret::is_visible_ascii)
    }

    /// Returns how long the bearer lives from issue to expiry: the shorter of what the response and the JWT say, if
    /// they do.
    pub(crate) fn life(&self, source: BearerSource) -> Option<Duration> {
        let stated = self.expires_in.filter(|seconds| *seconds > 0);
        let claims = self
            .bearer(source)
            .and_then(|token| jwt::claims(token.expose()))
            .unwrap_or_default();
        let claimed = claims
            .exp
            .zip(claims.iat)
            .and_then(|(exp, iat)| exp.checked_sub(iat))
            .filter(|life| *life > 0);
        // The shorter of the two: a token that is refreshed early costs a request, one that is used
        // too late costs a call.
        let life = stated.into_iter().chain(claimed).min()?;
        u64::try_from(life).ok().map(Duration::from_secs)
    }

    /// Returns the customer that the id_token speaks of (`sub`), unverified.
    pub fn subject(&self) -> Option<String> {
        jwt::claims(self.id_token.as_ref()?.expose())?.sub
    }

    /// Reads the registered claims of the id_token; `None` when there is none, or it is not a JWT.
    pub(crate) fn registered_claims(&self) -> Option<RegisteredClaims> {
        jwt::claims(self.id_token.as_ref()?.expose())
    }

    /// Returns the claims of the `id_token`; `None` when there is none, or it is not a JWT.
    pub fn claims(&self) -> Option<Claims> {
        Claims::of(self.id_token.as_ref()?.expose())
    }

    /// Returns a claim of the `id_token` that is text, unverified; for example one that only this provider has.
    pub fn claim(&self, name: &str) -> Option<String> {
        jwt::text(self.id_token.as_ref()?.expose(), name)
    }

    /// Returns when the customer signed in, in seconds since 1970: the `auth_time` of the `id_token` (OpenID Connect
    /// Core section 2).
    pub(crate) fn auth_time(&self) -> Option<i64> {
        jwt::claims(self.id_token.as_ref()?.expose())?.auth_time
    }

    /// Sets the expiry of a token received at `received`: the JWT's `exp` or `expires_in` counted from receipt,
    /// whichever is earlier; [`DEFAULT_LIFETIME`] when neither says anything.
    ///
    /// When the machine's clock is so far ahead that `exp` has passed already, the JWT's own life (`exp` − `iat`)
    /// counts from receipt: a fresh token is usable.
    pub(crate) fn stamp(&mut self, source: BearerSource, received: SystemTime) {
        let claims = self
            .bearer(source)
            .and_then(|token| jwt::claims(token.expose()));
        self.stamp_by(claims.as_ref(), received);
    }

    /// Sets the expiry as [`stamp`](Self::stamp) does, by the claims of the bearer.
    pub(crate) fn stamp_by(&mut self, claims: Option<&RegisteredClaims>, received: SystemTime) {
        let received = unix_seconds(received);
        let stated = self
            .expires_in
            .filter(|seconds| *seconds > 0)
            .map(|seconds| received.saturating_add(seconds));
        let (exp, iat) = claims.map_or((None, None), |claims| (claims.exp, claims.iat));
        // No server issues an expired token: an `exp` in the past means that this machine's clock is ahead.
        let claimed = exp.filter(|exp| *exp > received).or_else(|| {
            let life = exp?.checked_sub(iat?).filter(|life| *life > 0)?;
            received.checked_add(life)
        });
        let fallback = received.saturating_add(DEFAULT_LIFETIME.as_secs().cast_signed());
        self.expiry = Some(stated.into_iter().chain(claimed).min().unwrap_or(fallback));
    }

    /// Takes the bearer out of a token set that must not be used, and puts the one before it
    /// there: only its refresh token is kept.
    pub(crate) fn withhold(&mut self, previous: Option<&Self>) {
        self.id_token = previous.and_then(|token| token.id_token.clone());
        self.access_token = previous.and_then(|token| token.access_token.clone());
        self.expiry = previous.and_then(|token| token.expiry);
    }

    /// Returns the refresh token alone, with what is needed to send it: everything else comes again with the next
    /// token set.
    pub(crate) fn refreshable(&self) -> Self {
        Self {
            token_type: self.token_type.clone(),
            refresh_token: self.refresh_token.clone(),
            dpop_key: self.dpop_key.clone(),
            ..Self::empty()
        }
    }

    /// Takes over what a refresh response leaves out: the refresh token (RFC 6749 §6), the scope, and an id_token
    /// that is not the bearer (OpenID Connect Core §12.2).
    pub(crate) fn inherit_from(&mut self, previous: &Self, source: BearerSource) {
        // RFC 6749 §6: without a new refresh token the old one stays valid.
        if self.refresh_token.is_none() {
            self.refresh_token.clone_from(&previous.refresh_token);
        }
        // It tells whose grant this is. As a bearer it would be an expired one beside a new expiry.
        if self.id_token.is_none() && source != BearerSource::IdToken {
            self.id_token.clone_from(&previous.id_token);
        }
        if self.scope.is_none() {
            self.scope.clone_from(&previous.scope);
        }
    }
}

impl fmt::Debug for OauthToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OauthToken")
            .field("id_token", &self.id_token)
            .field("access_token", &self.access_token)
            .field("token_type", &self.token_type)
            .field("expires_in", &self.expires_in)
            .field("scope", &self.scope)
            .field("expiry", &self.expiry)
            .field("refresh_token", &self.refresh_token)
            .field("extra", &self.extra)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::jwt::tests::jwt;

    const RECEIVED: i64 = 1_700_000_000;

    fn expiry(payload: &str, expires_in: Option<i64>) -> i64 {
        let mut token = OauthToken::from_id_token(jwt(payload));
        token.expires_in = expires_in;
        token.stamp(BearerSource::IdToken, from_unix_seconds(RECEIVED));
        token.expiry.unwrap() - RECEIVED
    }

    #[test]
    fn the_earlier_of_exp_and_expires_in_is_the_expiry() {
        assert_eq!(expiry(r#"{"exp":1700000100}"#, Some(900)), 100);
        assert_eq!(expiry(r#"{"exp":1700086400}"#, Some(900)), 900);
    }

    #[test]
    fn without_any_statement_a_token_lives_fifteen_minutes() {
        assert_eq!(expiry("{}", None), 900);
        assert_eq!(expiry("{}", Some(0)), 900);
        assert_eq!(expiry("{}", Some(-5)), 900);
    }

    #[test]
    fn a_clock_that_runs_ahead_does_not_make_a_fresh_token_expired() {
        assert_eq!(expiry(r#"{"iat":1699990000,"exp":1699993600}"#, None), 3600);
        assert_eq!(expiry(r#"{"exp":1}"#, None), 900);
    }

    #[test]
    fn an_absurd_life_does_not_overflow() {
        assert!(expiry("{}", Some(i64::MAX)) > 0);
    }

    #[test]
    fn a_saved_token_of_the_official_sdk_is_read_and_printed_back() {
        let json = r#"{"id_token":"a.b.c","token_type":"bearer","expires_in":86399,"expiry":1700000000,"refresh_token":"r","at":{"x":[1]}}"#;
        let token: OauthToken = serde_json::from_str(json).unwrap();
        assert_eq!(token.extra.get("at").as_deref(), Some(r#"{"x":[1]}"#));
        let printed: Value = serde_json::to_value(&token).unwrap();
        assert_eq!(printed, serde_json::from_str::<Value>(json).unwrap());
    }

    #[test]
    fn a_restored_token_without_expiry_expires_as_its_jwt_says() {
        let token = OauthToken::from_id_token(jwt(r#"{"exp":1700000100}"#));
        assert_eq!(
            token.expires_at(BearerSource::IdToken),
            Some(from_unix_seconds(1_700_000_100))
        );
        assert_eq!(
            OauthToken::from_id_token("opaque").expires_at(BearerSource::IdToken),
            None
        );
    }

    #[test]
    fn odd_but_harmless_responses_are_taken() {
        let json = r#"{"id_token":"t","expires_in":"900.0","scope":["openid","profile"],"refresh_token":null}"#;
        let token: OauthToken = serde_json::from_str(json).unwrap();
        assert_eq!(
            (token.expires_in, token.scope.as_deref()),
            (Some(900), Some("openid profile"))
        );
        assert_eq!(
            (token.token_type.as_str(), token.refresh_token),
            ("Bearer", None)
        );
    }

    #[test]
    fn what_could_become_a_wrong_token_is_refused() {
        for json in [
            r#"{"id_token":17}"#,
            r#"{"id_token":["t"]}"#,
            r#"{"id_token":"a b"}"#,
            r#"{"id_token":"a\r\nX: y"}"#,
            r#"{"refresh_token":{}}"#,
            "[]",
            "null",
        ] {
            assert!(serde_json::from_str::<OauthToken>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn debug_shows_no_token() {
        let mut token = OauthToken::from_id_token("canary").with_refresh_token("canary");
        token.extra.0.insert("deep".into(), Value::from("canary"));
        assert!(!format!("{token:?}").contains("canary"));
    }
}
