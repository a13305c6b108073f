//! The error that a provider responds with (RFC 6749 §4.1.2.1 and §5.2, RFC 7009 §2.2.1).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::operation::Operation;

/// The most characters of a provider's text that are kept: it is untrusted and may be of any size.
const TEXT_LIMIT: usize = 512;

/// An OAuth error as the provider sent it, in a token endpoint's body or in the redirect.
///
/// The texts are the provider's: control characters are replaced, long ones cut, and secrets of the request that they
/// repeat are redacted. Show them to an engineer, not as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OauthProviderError {
    /// The `error` code.
    pub error: OauthErrorCode,
    /// `error_description`: text for the engineer, may be missing.
    pub error_description: Option<String>,
    /// `error_uri`: a page about the error, may be missing. Never followed.
    pub error_uri: Option<String>,
    /// HTTP status of the response; `None` when the error came in the redirect.
    pub status: Option<u16>,
    /// What was being done.
    pub operation: Operation,
}

impl OauthProviderError {
    /// Creates an error with this code and no texts.
    pub fn new(operation: Operation, status: Option<u16>, error: &str) -> Self {
        let error = OauthErrorCode::from(clean(error).as_str());
        Self {
            error,
            error_description: None,
            error_uri: None,
            status,
            operation,
        }
    }

    /// Sets the description; an empty one counts as missing.
    #[must_use]
    pub fn with_description(mut self, text: Option<&str>) -> Self {
        self.error_description = text.map(clean).filter(|text| !text.is_empty());
        self
    }

    /// Sets the page about the error; an empty one counts as missing.
    #[must_use]
    pub fn with_uri(mut self, uri: Option<&str>) -> Self {
        self.error_uri = uri.map(clean).filter(|uri| !uri.is_empty());
        self
    }

    /// Returns whether the description holds `words`, whatever their case.
    pub fn description_contains(&self, words: &str) -> bool {
        self.error_description
            .as_ref()
            .is_some_and(|text| text.to_lowercase().contains(&words.to_lowercase()))
    }
}

impl fmt::Display for OauthProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "provider says {}", self.error)?;
        if let Some(status) = self.status {
            write!(f, ", HTTP {status}")?;
        }
        match &self.error_description {
            Some(text) => write!(f, ": {text}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for OauthProviderError {}

/// Removes from the text the secrets that the request carried, in the encodings in which servers repeat what they got,
/// whatever the case. This comes before the text is cut, or a part of one is left.
pub(crate) fn redact(text: &str, secrets: &[&str]) -> String {
    let secrets = secrets.iter().filter(|secret| !secret.is_empty());
    let spellings = secrets.flat_map(|secret| spellings(secret));
    spellings.fold(text.to_owned(), |text, spelling| without(&text, &spelling))
}

fn spellings(secret: &str) -> [Zeroizing<String>; 8] {
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let json = serde_json::to_string(secret).unwrap_or_default();
    let html = secret
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;");
    [
        secret.to_owned(),
        // A form writes a space as `+`; servers that repeat it in a URL write `%20`.
        form.replace('+', "%20"),
        form,
        // Without the quotes: the server's text has its own around more than the secret.
        json.get(1..json.len().saturating_sub(1))
            .unwrap_or(secret)
            .to_owned(),
        // Template engines write the apostrophe in one of two ways.
        html.replace('\'', "&#39;"),
        html.replace('\'', "&#x27;"),
        STANDARD_NO_PAD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
    ]
    .map(Zeroizing::new)
}

/// Puts a mark in the place of each occurrence of what is sought, which is not empty.
fn without(text: &str, sought: &str) -> String {
    let (mut kept, mut rest) = (String::with_capacity(text.len()), text);
    let is_here = |rest: &str| {
        let start = rest.as_bytes().get(..sought.len());
        // Hexadecimal digits of an escape come in either case: `%2f`, `%2F`.
        start.is_some_and(|start| start.eq_ignore_ascii_case(sought.as_bytes()))
    };
    while let Some(next) = rest.chars().next() {
        let step = if is_here(rest) {
            kept.push_str("[redacted]");
            sought.len()
        } else {
            kept.push(next);
            next.len_utf8()
        };
        rest = &rest[step..];
    }
    kept
}

/// Replaces control characters by spaces and cuts the text at [`TEXT_LIMIT`] characters.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        // Characters and not bytes: a cut inside one would not be text.
        .take(TEXT_LIMIT)
        // A line break in a log begins a line that this program seems to have written.
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

macro_rules! error_codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $wire:literal,)+) => {
        /// The `error` code of an [`OauthProviderError`]. Open: a provider's own code is kept.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum OauthErrorCode {
            $($(#[doc = $doc])+ $name,)+
            /// A code that the standards do not name, as it came.
            Unknown(String),
        }

        impl OauthErrorCode {
            /// Returns the code as it is written on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $wire,)+
                    Self::Unknown(code) => code,
                }
            }
        }

        impl From<&str> for OauthErrorCode {
            fn from(code: &str) -> Self {
                match code {
                    $($wire => Self::$name,)+
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }
    };
}

error_codes! {
    /// A parameter is missing, wrong or repeated. Some providers also say this of a dead code or refresh token.
    InvalidRequest = "invalid_request",
    /// The client is not known or its secret is wrong.
    InvalidClient = "invalid_client",
    /// The code or refresh token is not valid. There are providers that say this of a wrong `grant_type` instead.
    InvalidGrant = "invalid_grant",
    /// The client may not do this.
    UnauthorizedClient = "unauthorized_client",
    /// The grant type is not supported.
    UnsupportedGrantType = "unsupported_grant_type",
    /// The scope is unknown, malformed or wider than granted.
    InvalidScope = "invalid_scope",
    /// The customer or the provider refused.
    AccessDenied = "access_denied",
    /// The authorization endpoint does not support this response type.
    UnsupportedResponseType = "unsupported_response_type",
    /// The provider failed.
    ServerError = "server_error",
    /// The provider is overloaded or under maintenance.
    TemporarilyUnavailable = "temporarily_unavailable",
    /// The revocation endpoint does not revoke tokens of this type (RFC 7009).
    UnsupportedTokenType = "unsupported_token_type",
}

impl fmt::Display for OauthErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_description_is_bounded_and_holds_no_control_characters() {
        let text = format!("bad\r\nSet-Cookie: x{}", "y".repeat(10_000));
        let error = OauthProviderError::new(Operation::Refresh, Some(400), "invalid_request")
            .with_description(Some(&text));
        let kept = error.error_description.unwrap();
        assert!(kept.starts_with("bad  Set-Cookie"));
        assert_eq!(kept.chars().count(), TEXT_LIMIT);
    }

    #[test]
    fn a_secret_that_the_provider_repeats_is_redacted_as_it_is_and_as_it_was_sent() {
        assert_eq!(
            redact("unknown token rt-canary!", &["", "rt-canary"]),
            "unknown token [redacted]!"
        );
        assert_eq!(
            redact("client_secret=s%3Acanary&x", &["s:canary"]),
            "client_secret=[redacted]&x"
        );
    }

    #[test]
    fn a_secret_is_redacted_in_every_usual_encoding() {
        let secret = "s:Canary /<\"'&é";
        for spelling in [
            "s%3ACanary+%2F%3C%22%27%26%C3%A9",
            "s%3aCanary%20%2f%3c%22%27%26%c3%a9",
            "S:CANARY /<\"'&é",
            "s:Canary /<\\\"'&é",
            "s:Canary /&lt;&quot;&#39;&amp;é",
            "s:Canary /&lt;&quot;&#x27;&amp;é",
            &STANDARD_NO_PAD.encode(secret),
            &URL_SAFE_NO_PAD.encode(secret),
        ] {
            let text = format!("é {spelling} é");
            assert_eq!(redact(&text, &[secret]), "é [redacted] é", "{spelling}");
        }
    }

    #[test]
    fn an_unknown_code_is_kept() {
        assert_eq!(
            OauthErrorCode::from("invalid_state").as_str(),
            "invalid_state"
        );
        assert_eq!(
            OauthErrorCode::from("invalid_grant"),
            OauthErrorCode::InvalidGrant
        );
    }
}
