//! The requests to the token and revocation endpoints, built and read without sending anything.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use form_urlencoded::{Serializer, byte_serialize};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde::Deserialize as _;
use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::{Map, Value};
use std::time::Duration;
use url::Url;
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::http::service::Request;
use crate::operation::Operation;
use crate::provider::error::{OauthProviderError, redact};
use crate::provider::profile::{ClientAuth, Provider, Verdict};
use crate::secret::Secret;
use crate::token::oauth_token::OauthToken;

/// The largest answer that is read.
pub(crate) const ANSWER_LIMIT: usize = 1024 * 1024;

/// A form to be sent to the provider.
pub(crate) struct Form<'a> {
    operation: Operation,
    fields: Vec<(&'static str, &'a str)>,
}

impl<'a> Form<'a> {
    /// RFC 6749 §4.1.3.
    pub(crate) fn exchange(
        code: &'a Secret,
        redirect_uri: &'a str,
        verifier: Option<&'a Secret>,
    ) -> Self {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", redirect_uri),
        ];
        fields.extend(verifier.map(|verifier| ("code_verifier", verifier.expose())));
        Self {
            operation: Operation::Exchange,
            fields,
        }
    }

    /// RFC 6749 §6. No scope is sent: what was granted stays granted.
    pub(crate) fn refresh(refresh_token: &'a Secret) -> Self {
        let fields = vec![
            ("grant_type", "refresh_token"),
            ("refresh_token", refresh_token.expose()),
        ];
        Self {
            operation: Operation::Refresh,
            fields,
        }
    }

    /// RFC 7009 §2.1.
    pub(crate) fn revoke(refresh_token: &'a Secret) -> Self {
        let fields = vec![
            ("token", refresh_token.expose()),
            ("token_type_hint", "refresh_token"),
        ];
        Self {
            operation: Operation::Revoke,
            fields,
        }
    }

    /// The request, with exactly one way of client authentication.
    pub(crate) fn request(
        mut self,
        provider: &Provider,
        credentials: &'a AuthorizationCodeAuthCredentials,
    ) -> Result<Request, Error> {
        let endpoint = self.endpoint(provider)?;
        let auth = provider.client_auth(self.operation);
        if auth == ClientAuth::Body {
            self.fields
                .push(("client_id", credentials.oauth_client_id()));
            self.fields
                .push(("client_secret", credentials.oauth_client_secret().expose()));
        }
        let mut request = Request::new(self.body());
        *request.method_mut() = Method::POST;
        *request.uri_mut() =
            endpoint
                .as_str()
                .parse()
                .map_err(|error: http::uri::InvalidUri| {
                    Error::configuration("the endpoint is not a URL that can be requested")
                        .with_source(error)
                })?;
        let headers = request.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if auth == ClientAuth::Basic {
            headers.insert(AUTHORIZATION, basic(credentials)?);
        }
        Ok(request)
    }

    fn endpoint<'p>(&self, provider: &'p Provider) -> Result<&'p Url, Error> {
        match self.operation {
            Operation::Revoke => provider.revocation_endpoint.as_ref().ok_or_else(|| {
                Error::new(
                    ErrorKind::Configuration,
                    Operation::Revoke,
                    "the provider has no revocation endpoint",
                )
            }),
            _ => Ok(&provider.token_endpoint),
        }
    }

    fn body(&self) -> Bytes {
        Bytes::from(
            Serializer::new(String::new())
                .extend_pairs(&self.fields)
                .finish(),
        )
    }
}

/// RFC 6749 §2.3.1: id and secret are form-encoded before they become Basic credentials.
fn basic(credentials: &AuthorizationCodeAuthCredentials) -> Result<HeaderValue, Error> {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let pair = Zeroizing::new(format!(
        "{}:{}",
        encode(credentials.oauth_client_id()),
        encode(credentials.oauth_client_secret().expose())
    ));
    let header = Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())));
    let mut value = HeaderValue::from_str(&header)
        .map_err(|_| Error::configuration("the client id and secret do not fit a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// What the provider's answer to a form is.
#[derive(Debug)]
pub(crate) enum Answer {
    /// Tokens. Whether there is a bearer among them is for the caller to see.
    Tokens(Box<OauthToken>),
    /// Done; nothing more to say (revocation).
    Done,
    /// The provider's verdict.
    Refused(OauthProviderError, Verdict),
    /// The provider asks to come later; nothing was processed.
    TooMany(Option<Duration>),
    /// The request did not leave.
    NotSent(Error),
    /// No answer, or a gateway's failure: the provider may have processed the request.
    Ambiguous(Error),
    /// Something that is not an answer to the request.
    Unexpected(Error),
}

/// Reads an answer. `secrets` are the request's own, which an error text might repeat.
pub(crate) fn read_answer(
    operation: Operation,
    provider: &Provider,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    secrets: &[&str],
) -> Answer {
    let verdict = |error: OauthProviderError| {
        let verdict = (provider.classify)(&error);
        Answer::Refused(error, verdict)
    };
    match status.as_u16() {
        429 => Answer::TooMany(retry_after(headers)),
        // A gateway may answer for a provider that has processed the request: never a verdict (RFC 9110 §15.6).
        500.. => Answer::Ambiguous(unexpected(
            operation,
            format!("the provider failed with HTTP {}", status.as_u16()),
        )),
        200..=299 if operation == Operation::Revoke => members(headers, body)
            .and_then(|members| provider_error(operation, status, &members, secrets))
            .map_or(Answer::Done, verdict),
        200..=299 => read_tokens(operation, status, headers, body, secrets).map_or_else(
            |refused| match refused {
                Refused::Verdict(error) => verdict(error),
                Refused::Answer(answer) => answer,
            },
            Answer::Tokens,
        ),
        300..=399 => Answer::Unexpected(unexpected(
            operation,
            "the provider redirects; a redirect is not followed".to_owned(),
        )),
        status_code => {
            match members(headers, body)
                .and_then(|members| provider_error(operation, status, &members, secrets))
            {
                Some(error) => verdict(error),
                None if status_code == 401 => verdict(OauthProviderError::new(
                    operation,
                    Some(401),
                    "invalid_client",
                )),
                None => Answer::Unexpected(unexpected(
                    operation,
                    format!("the provider answered HTTP {status_code} without an OAuth error"),
                )),
            }
        }
    }
}

enum Refused {
    Verdict(OauthProviderError),
    Answer(Answer),
}

fn read_tokens(
    operation: Operation,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    secrets: &[&str],
) -> Result<Box<OauthToken>, Refused> {
    // The provider says that it did it, but what came is not whole: the token it made is lost.
    let lost = |what: &str| {
        let text = format!("the provider answered HTTP {} with {what}", status.as_u16());
        Refused::Answer(Answer::Ambiguous(unexpected(operation, text)))
    };
    let members =
        members(headers, body).ok_or_else(|| lost("something that is not one JSON object"))?;
    if let Some(error) = provider_error(operation, status, &members, secrets) {
        return Err(Refused::Verdict(error));
    }
    let token = OauthToken::from_members(members)
        .map_err(|error| lost(&format!("a token answer in which {error}")))?;
    if !token.token_type.eq_ignore_ascii_case("bearer") {
        return Err(lost("a token of a type that is not Bearer"));
    }
    if !token.holds_anything() {
        return Err(lost("no token"));
    }
    Ok(Box::new(token))
}

fn unexpected(operation: Operation, text: String) -> Error {
    Error::new(ErrorKind::UnexpectedResponse, operation, text)
}

/// `error` in the body, whatever the status: some providers send it with 200.
fn provider_error(
    operation: Operation,
    status: StatusCode,
    members: &Map<String, Value>,
    secrets: &[&str],
) -> Option<OauthProviderError> {
    let text = |name: &str| {
        members
            .get(name)
            .and_then(Value::as_str)
            .map(|text| redact(text, secrets))
    };
    let code = text("error").filter(|code| !code.is_empty())?;
    Some(
        OauthProviderError::new(operation, Some(status.as_u16()), &code)
            .with_description(text("error_description").as_deref())
            .with_uri(text("error_uri").as_deref()),
    )
}

/// The members of a JSON object, or of a form when the answer says it is one. `None` for anything else.
fn members(headers: &HeaderMap, body: &[u8]) -> Option<Map<String, Value>> {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if content_type.starts_with("application/x-www-form-urlencoded") {
        let mut members = Map::new();
        for (name, value) in form_urlencoded::parse(body) {
            if members
                .insert(name.into_owned(), Value::String(value.into_owned()))
                .is_some()
            {
                return None;
            }
        }
        return Some(members);
    }
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut json = serde_json::Deserializer::from_slice(body);
    let members = json.deserialize_map(DistinctMembers).ok()?;
    json.end().ok()?;
    Some(members)
}

/// Reads an object and refuses one in which a name stands twice: two readers might believe different values.
struct DistinctMembers;

impl<'de> Visitor<'de> for DistinctMembers {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            let value = access.next_value_seed(AnyValue)?;
            if members.insert(name, value).is_some() {
                return Err(serde::de::Error::custom("a name stands twice"));
            }
        }
        Ok(members)
    }
}

struct AnyValue;

impl<'de> serde::de::DeserializeSeed<'de> for AnyValue {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }
}

/// `Retry-After` in seconds (RFC 9110 §10.2.3); a date is not worth reading for a token request.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers
        .get(RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse()
        .ok()
        .map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider() -> Provider {
        Provider::rfc6749(
            "https://idp.example/auth".parse().unwrap(),
            "https://idp.example/token".parse().unwrap(),
        )
        .unwrap()
        .refresh_auth(ClientAuth::Body)
        .revoke_auth(ClientAuth::Body)
        .revocation_endpoint("https://idp.example/revoke".parse().unwrap())
        .unwrap()
    }

    fn credentials(secret: &str) -> AuthorizationCodeAuthCredentials {
        AuthorizationCodeAuthCredentials::builder("id 1", secret, "https://a.example/cb?a=1")
            .build()
            .unwrap()
    }

    fn form(request: &Request) -> Vec<(String, String)> {
        form_urlencoded::parse(request.body())
            .into_owned()
            .collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn the_exchange_authenticates_in_the_header_alone() {
        let code = Secret::new("c&1");
        let credentials = credentials("s:e%c r€t");
        let request = Form::exchange(&code, credentials.oauth_redirect_uri(), None)
            .request(&provider(), &credentials)
            .unwrap();
        let expected = pairs(&[
            ("grant_type", "authorization_code"),
            ("code", "c&1"),
            ("redirect_uri", "https://a.example/cb?a=1"),
        ]);
        assert_eq!(form(&request), expected);
        let header = request.headers()[AUTHORIZATION]
            .to_str()
            .unwrap()
            .strip_prefix("Basic ")
            .unwrap();
        assert_eq!(
            STANDARD.decode(header).unwrap(),
            b"id+1:s%3Ae%25c+r%E2%82%ACt"
        );
        assert!(request.headers()[AUTHORIZATION].is_sensitive());
    }

    #[test]
    fn refresh_and_revocation_authenticate_in_the_body_alone() {
        let (token, credentials) = (Secret::new("r"), credentials("s"));
        let refresh = Form::refresh(&token)
            .request(&provider(), &credentials)
            .unwrap();
        let client = [("client_id", "id 1"), ("client_secret", "s")];
        assert_eq!(
            form(&refresh),
            pairs(&[
                ("grant_type", "refresh_token"),
                ("refresh_token", "r"),
                client[0],
                client[1]
            ])
        );
        let revoke = Form::revoke(&token)
            .request(&provider(), &credentials)
            .unwrap();
        assert_eq!(
            form(&revoke),
            pairs(&[
                ("token", "r"),
                ("token_type_hint", "refresh_token"),
                client[0],
                client[1]
            ])
        );
        for request in [refresh, revoke] {
            assert!(!request.headers().contains_key(AUTHORIZATION));
        }
    }

    fn read(status: u16, content_type: &str, body: &str) -> Answer {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, content_type.parse().unwrap());
        let status = StatusCode::from_u16(status).unwrap();
        read_answer(
            Operation::Refresh,
            &provider(),
            status,
            &headers,
            body.as_bytes(),
            &["canary"],
        )
    }

    #[test]
    fn every_2xx_with_a_token_is_an_answer() {
        for status in [200, 201, 203] {
            let answer = read(
                status,
                "application/json",
                "\u{feff}{\"access_token\":\"t\",\"expires_in\":\"60\"}",
            );
            assert!(
                matches!(answer, Answer::Tokens(token) if token.expires_in == Some(60)),
                "{status}"
            );
        }
        let form = read(
            200,
            "application/x-www-form-urlencoded; charset=utf-8",
            "access_token=t&expires_in=60",
        );
        assert!(matches!(form, Answer::Tokens(token) if token.expires_in == Some(60)));
    }

    #[test]
    fn a_wrong_answer_never_becomes_a_token() {
        let bodies = [
            "",
            "null",
            "[]",
            "\"t\"",
            "{}",
            "<html>",
            "{\"access_token\":\"t\"",
            "{\"access_token\":\"t\"} x",
            "{\"access_token\":17}",
            "{\"access_token\":\"\"}",
            "{\"access_token\":\"t\",\"access_token\":\"u\"}",
            "{\"access_token\":\"t\",\"token_type\":\"DPoP\"}",
            "{\"access_token\":\"t\\r\\nX: y\"}",
            "{\"refresh_token\":[\"r\"],\"access_token\":\"t\"}",
        ];
        for body in bodies {
            assert!(
                matches!(read(200, "application/json", body), Answer::Ambiguous(_)),
                "{body}"
            );
        }
    }

    #[test]
    fn an_error_is_a_verdict_with_any_status_but_a_servers_failure() {
        let body = r#"{"error":"invalid_grant","error_description":"token canary is over"}"#;
        for status in [200, 400, 401, 403] {
            let Answer::Refused(error, verdict) = read(status, "text/plain", body) else {
                panic!("{status}")
            };
            assert_eq!(
                (verdict, error.status),
                (Verdict::TokenInvalid, Some(status))
            );
            assert_eq!(
                error.error_description.as_deref(),
                Some("token [redacted] is over")
            );
        }
        for status in [500, 502, 503, 504] {
            assert!(
                matches!(read(status, "application/json", body), Answer::Ambiguous(_)),
                "{status}"
            );
        }
        assert!(matches!(
            read(429, "application/json", body),
            Answer::TooMany(None)
        ));
        assert!(matches!(
            read(302, "application/json", body),
            Answer::Unexpected(_)
        ));
        assert!(matches!(
            read(400, "text/html", "<html>"),
            Answer::Unexpected(_)
        ));
        assert!(matches!(
            read(401, "text/html", ""),
            Answer::Refused(_, Verdict::Misconfigured)
        ));
    }

    proptest::proptest! {
        #[test]
        fn any_body_is_read_without_a_panic(status in 200_u16..600, body in ".{0,120}") {
            let _ = read(status, "application/json", &body);
        }
    }
}
