//! A provider, credentials and responses for the tests of the requests.

use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};

use crate::clock::from_unix_seconds;
use crate::endpoint::client::Client;
use crate::endpoint::response::RawResponse;
use crate::grant::credentials::AuthorizationCodeAuthCredentials;
use crate::http::service::Request;
use crate::operation::Operation;
use crate::provider::client_auth::ClientAuth;
use crate::provider::profile::Provider;
use crate::random::SystemRandom;
use crate::token::bearer::Scheme;

/// Returns a provider that wants the client in the header at the exchange and in the body afterwards.
pub(super) fn provider() -> Provider {
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

pub(super) fn credentials(secret: &str) -> AuthorizationCodeAuthCredentials {
    AuthorizationCodeAuthCredentials::builder("id 1", secret, "https://a.example/cb?a=1")
        .build()
        .unwrap()
}

/// Returns a client with a key.
#[cfg(feature = "jose")]
pub(super) fn key_credentials() -> AuthorizationCodeAuthCredentials {
    let key = crate::jose::SigningKey::generate(crate::jose::Algorithm::Es256).unwrap();
    AuthorizationCodeAuthCredentials::key_client("id 1", key, "https://a.example/cb?a=1")
        .build()
        .unwrap()
}

pub(super) fn client<'a>(
    provider: &'a Provider,
    credentials: &'a AuthorizationCodeAuthCredentials,
) -> Client<'a> {
    client_at(0, provider, credentials)
}

pub(super) fn client_at<'a>(
    now: i64,
    provider: &'a Provider,
    credentials: &'a AuthorizationCodeAuthCredentials,
) -> Client<'a> {
    Client {
        provider,
        credentials,
        now: from_unix_seconds(now),
        random: &SystemRandom,
    }
}

pub(super) fn form(request: &Request) -> Vec<(String, String)> {
    form_urlencoded::parse(request.body())
        .into_owned()
        .collect()
}

pub(super) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// Reads a response to a request whose secret is `canary`.
pub(super) fn with_response<T>(
    operation: Operation,
    status: u16,
    content_type: &str,
    body: &[u8],
    read: impl FnOnce(&RawResponse<'_>) -> T,
) -> T {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, content_type.parse().unwrap());
    read(&RawResponse {
        operation,
        status: StatusCode::from_u16(status).unwrap(),
        headers: &headers,
        body,
        broken: None,
        scheme: Scheme::Bearer,
        secrets: &["canary"],
    })
}
