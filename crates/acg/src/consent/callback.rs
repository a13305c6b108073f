//! Reading the redirect that ends the consent (RFC 6749 §4.1.2).

use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::provider::error::OauthProviderError;
use crate::secret::Secret;
use crate::token::jwt;

/// The longest callback that is read, in bytes.
const CALLBACK_LIMIT: usize = 16 * 1024;

/// The longest value that is read, in bytes.
const VALUE_LIMIT: usize = 4 * 1024;

/// The longest signed response that is read, in bytes: its values are as long as others, and it is base64.
const SIGNED_LIMIT: usize = 12 * 1024;

/// The parameters of a redirect, read but not yet believed.
///
/// Made from the whole redirect URL or from its query string, with or without `?`:
///
/// ```
/// use acg::Callback;
///
/// let callback: Callback = "https://app.example/callback?code=abc&state=xyz".parse()?;
/// let same: Callback = "code=abc&state=xyz".parse()?;
/// assert_eq!(callback, same);
/// # Ok::<(), acg::Error>(())
/// ```
///
/// Only [`complete`](crate::AuthorizationCodeAuth::complete) says what is in it, after the state was checked;
/// [`unverified`](Self::unverified) is for programs that check it themselves. A callback that the provider has signed
/// ([`ResponseMode::Jwt`](crate::provider::ResponseMode)) is read too; its signature is verified by `complete` alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Callback {
    pub(crate) state: Option<Secret>,
    pub(crate) issuer: Option<String>,
    pub(crate) outcome: CallbackOutcome,
    /// The signed response that all of it stands in, if it was one.
    pub(crate) signed: Option<Secret>,
}

/// What a callback says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackOutcome {
    /// The customer approved: exchange this code soon, since it lives for minutes at most.
    Code(Secret),
    /// The customer refused, or the provider failed.
    Refused(OauthProviderError),
}

impl Callback {
    /// Returns what the callback says, if its `state` equals the one that was sent. The two are compared in constant
    /// time, before anything else is looked at.
    ///
    /// # Errors
    /// [`InvalidCallback`](ErrorKind::InvalidCallback) when the state is missing, empty or another, or the callback
    /// is signed; [`AccessDenied`](ErrorKind::AccessDenied) when the customer refused;
    /// [`Provider`](ErrorKind::Provider) for any other error of the provider.
    pub fn verified(self, state: &Secret) -> Result<Secret, Error> {
        if self.signed.is_some() {
            return Err(invalid(
                "a signed callback is verified only by completing the authorization",
            ));
        }
        self.with_state(state)
    }

    /// Does what [`verified`](Self::verified) does, for a signed callback too.
    pub(crate) fn with_state(self, state: &Secret) -> Result<Secret, Error> {
        let genuine = self
            .state
            .as_ref()
            // In constant time, as every comparison of `Secret`. An empty state proves nothing.
            .is_some_and(|sent| !sent.is_empty() && sent == state);
        if !genuine {
            return Err(invalid(
                "the state is not the one that was sent; do not trust this callback",
            ));
        }
        match self.outcome {
            CallbackOutcome::Code(code) => Ok(code),
            CallbackOutcome::Refused(error) => Err(refusal(error)),
        }
    }

    /// Returns what the callback says, although anyone may have sent it. The caller has compared
    /// [`state`](Self::state) itself.
    pub fn unverified(&self) -> &CallbackOutcome {
        &self.outcome
    }

    /// Returns the `state`, as it came; it may be missing or empty.
    pub fn state(&self) -> Option<&Secret> {
        self.state.as_ref()
    }
}

fn refusal(error: OauthProviderError) -> Error {
    use crate::error::{ConsentCause, Recovery};
    use crate::provider::error::OauthErrorCode::{
        AccessDenied, ServerError, TemporarilyUnavailable,
    };
    let failed = |kind, text| Error::new(kind, Operation::Callback, text);
    match error.error {
        // The customer's decision, which no retry may put to them again unasked.
        AccessDenied => failed(ErrorKind::AccessDenied, "the customer did not give consent"),
        ServerError | TemporarilyUnavailable => failed(
            ErrorKind::Provider,
            "the provider could not ask for consent",
        )
        .with_recovery(Recovery::AskForConsent(ConsentCause::NoGrant)),
        _ => failed(
            ErrorKind::Provider,
            "the provider refuses the authorization request",
        )
        .with_recovery(Recovery::FixConfiguration),
    }
    .with_provider(error)
}

fn invalid(message: &'static str) -> Error {
    Error::new(ErrorKind::InvalidCallback, Operation::Callback, message)
}

impl FromStr for Callback {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        // Anyone can call the redirect URI, so nothing is parsed that no provider would send.
        if text.len() > CALLBACK_LIMIT {
            return Err(invalid("the callback is larger than 16 KiB"));
        }
        Parameters::read(query(text))?.into_callback()
    }
}

/// Returns a URL's query without `?` and fragment, or the text itself when it is not a URL.
fn query(text: &str) -> &str {
    // A fragment belongs to the browser. A code in it came by the implicit grant, which is not
    // supported (RFC 9700 §2.1.2).
    let text = text.split('#').next().unwrap_or_default();
    // An address says so before its first parameter. In a query, `?` and `://` may stand in a value as they are (RFC 3986
    // §3.4): there are providers that do not encode them in `code` or `iss`.
    let start = text.split(['=', '&']).next().unwrap_or_default();
    let is_address = start.contains("://") || start.contains('?') || text.starts_with('/');
    match text.split_once('?') {
        _ if !is_address => text,
        Some((_, query)) => query,
        // An address without a query is not a query, although both are only text.
        None => "",
    }
}

#[derive(Default)]
struct Parameters {
    code: Option<String>,
    state: Option<String>,
    issuer: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
    error_uri: Option<String>,
    /// All of them, signed (JARM §2.3.1).
    signed: Option<String>,
}

/// Where a parameter is kept.
enum Slot<'a> {
    Known(&'a mut Option<String>),
    /// It is unknown (RFC 6749 §4.1.2).
    Ignored,
}

impl Parameters {
    fn read(query: &str) -> Result<Self, Error> {
        let mut parameters = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if name == "response" {
                check_value(&value, SIGNED_LIMIT)?;
                put(&mut parameters.signed, value.into_owned())?;
            } else if let Slot::Known(slot) = parameters.slot(&name)? {
                check_value(&value, VALUE_LIMIT)?;
                put(slot, value.into_owned())?;
            }
        }
        Ok(parameters)
    }

    /// Reads what a signed response holds. The signature is not verified.
    fn in_signed(response: &str) -> Result<Self, Error> {
        let claims = jwt::payload(response)
            .and_then(|payload| serde_json::from_slice::<Map<String, Value>>(&payload).ok())
            .ok_or_else(|| invalid("the signed response of the callback is not a JWT"))?;
        let mut parameters = Self::default();
        for (name, value) in claims {
            if let Slot::Known(slot) = parameters.slot(&name)? {
                let Value::String(value) = value else {
                    return Err(invalid("a parameter of the signed response is not text"));
                };
                check_value(&value, VALUE_LIMIT)?;
                *slot = Some(value);
            }
        }
        Ok(parameters)
    }

    /// Returns where a parameter is kept.
    fn slot(&mut self, name: &str) -> Result<Slot<'_>, Error> {
        Ok(Slot::Known(match name {
            "code" => &mut self.code,
            "state" => &mut self.state,
            "iss" => &mut self.issuer,
            "error" => &mut self.error,
            "error_description" => &mut self.error_description,
            "error_uri" => &mut self.error_uri,
            // A code response carries no token; the server mixes response types (RFC 9700 §2.1.2).
            "access_token" | "id_token" | "refresh_token" => {
                return Err(invalid("the callback contains a token"));
            }
            _ => return Ok(Slot::Ignored),
        }))
    }

    fn into_callback(mut self) -> Result<Callback, Error> {
        if let Some(signed) = self.signed.take() {
            let beside = [self.code, self.state, self.error];
            if beside.iter().any(Option::is_some) {
                let text = "the callback contains parameters that are not signed";
                return Err(invalid(text));
            }
            let callback = Self::in_signed(&signed)?.into_callback()?;
            return Ok(Callback {
                signed: Some(Secret::new(signed)),
                ..callback
            });
        }
        let outcome = match (self.code, self.error) {
            // Whether the customer has consented would be a guess.
            (Some(_), Some(_)) => {
                return Err(invalid("the callback contains both a code and an error"));
            }
            (Some(code), None) if code.is_empty() => {
                return Err(invalid("the callback's code is empty"));
            }
            (Some(code), None) => CallbackOutcome::Code(Secret::new(code)),
            (None, Some(error)) => CallbackOutcome::Refused(
                OauthProviderError::new(Operation::Callback, None, &error)
                    .with_description(self.error_description.as_deref())
                    .with_uri(self.error_uri.as_deref()),
            ),
            (None, None) => {
                return Err(invalid("the callback contains neither a code nor an error"));
            }
        };
        Ok(Callback {
            state: self.state.map(Secret::new),
            issuer: self.issuer,
            outcome,
            signed: None,
        })
    }
}

fn put(slot: &mut Option<String>, value: String) -> Result<(), Error> {
    match slot.replace(value) {
        Some(_) => Err(invalid("a parameter of the callback appears twice")),
        None => Ok(()),
    }
}

fn check_value(value: &str, limit: usize) -> Result<(), Error> {
    if value.len() > limit {
        return Err(invalid("a parameter of the callback is too large"));
    }
    if value
        .chars()
        .any(|c| c.is_control() || c == char::REPLACEMENT_CHARACTER)
    {
        return Err(invalid(
            "a parameter of the callback contains a control character or is not UTF-8",
        ));
    }
    Ok(())
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback")
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(callback: &str) -> ErrorKind {
        callback
            .parse::<Callback>()
            .and_then(|callback| callback.verified(&Secret::new("s")))
            .unwrap_err()
            .kind()
    }

    #[test]
    fn values_that_the_provider_did_not_encode_are_read() {
        let expected: Callback = "code=a%3Fb&state=s&iss=https%3A%2F%2Fidp.example%2F%3Fx"
            .parse()
            .unwrap();
        let query = "code=a?b&state=s&iss=https://idp.example/?x";
        for text in [
            query.to_owned(),
            format!("?{query}"),
            format!("/callback?{query}"),
            format!("/callback;v=1?{query}"),
            format!("https://app.example/callback?{query}"),
            format!("https://app.example/callback;v=1?{query}#x"),
            format!("com.example.app:/callback?{query}"),
        ] {
            assert_eq!(text.parse::<Callback>().unwrap(), expected, "{text}");
        }
        for text in [
            "https://app.example/callback",
            "/callback",
            "callback",
            "?",
            "",
        ] {
            assert!(text.parse::<Callback>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_code_is_read_from_url_and_query() {
        for text in [
            "https://a.example/cb?code=c%2B1&state=s",
            "?code=c%2B1&state=s",
            "state=s&code=c%2B1",
            "/cb?code=c%2B1&state=s#f",
        ] {
            let code = text
                .parse::<Callback>()
                .unwrap()
                .verified(&Secret::new("s"))
                .unwrap();
            assert_eq!(code.expose(), "c+1", "{text}");
        }
    }

    #[test]
    fn nothing_is_believed_without_the_right_state() {
        for text in [
            "code=c",
            "code=c&state=",
            "code=c&state=t",
            "error=access_denied",
            "error=access_denied&state=",
        ] {
            assert_eq!(kind(text), ErrorKind::InvalidCallback, "{text}");
        }
        let empty = "code=c&state=".parse::<Callback>().unwrap();
        assert!(
            empty.verified(&Secret::new("")).is_err(),
            "an empty state proves nothing"
        );
    }

    #[test]
    fn a_refusal_is_not_a_failure() {
        assert_eq!(kind("error=access_denied&state=s"), ErrorKind::AccessDenied);
        assert_eq!(
            kind("error=invalid_scope&error_description=Missing&state=s"),
            ErrorKind::Provider
        );
    }

    #[test]
    fn hostile_callbacks_are_refused() {
        let long = format!("code={}&state=s", "c".repeat(VALUE_LIMIT + 1));
        let huge = format!("code=c&state=s&x={}", "c".repeat(CALLBACK_LIMIT));
        let refused = [
            "",
            "?",
            "https://a.example/cb",
            "state=s",
            "code=&state=s",
            "code=c&code=d&state=s",
            "code=c&state=s&state=s",
            "code=c&error=x&state=s",
            "code=c%0d%0a&state=s",
            "code=%ff&state=s",
            "code=c&state=s&access_token=t",
            &long,
            &huge,
        ];
        for text in refused {
            assert_eq!(kind(text), ErrorKind::InvalidCallback, "{text:.80}");
        }
    }

    #[test]
    fn debug_shows_neither_code_nor_state() {
        let callback: Callback = "code=canary&state=canary".parse().unwrap();
        assert!(!format!("{callback:?}").contains("canary"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in ".{0,200}") {
            let _ = text.parse::<Callback>();
        }
    }
}
