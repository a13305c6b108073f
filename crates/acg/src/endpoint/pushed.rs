//! The pushed authorization request (RFC 9126 §2).

use std::time::Duration;

use serde_json::Value;

use crate::endpoint::client::Client;
use crate::endpoint::failure::Failure;
use crate::endpoint::form::request;
use crate::endpoint::response::{RawResponse, refused};
use crate::error::Error;
use crate::http::service::Request;
use crate::provider::client_auth::ClientAuth;
use crate::provider::diagnosis::Problem;
use crate::provider::profile::Provider;
use crate::token::json::seconds;

/// The longest `request_uri` that is taken: it has to fit in a browser's address.
const URI_LIMIT: usize = 2048;

/// How long a `request_uri` lives if the provider does not say: what RFC 9126 §2.2 suggests at least.
const DEFAULT_LIFETIME: i64 = 5;

/// What stands for the request in the browser's address.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pushed {
    pub(crate) request_uri: String,
    pub(crate) lifetime: Duration,
}

/// Builds the request that pushes the parameters of an authorization request, `client_id` among them.
pub(crate) fn pushed_request(
    client: &Client<'_>,
    parameters: &[(String, String)],
) -> Result<Request, Error> {
    let provider = client.provider;
    let endpoint = provider.pushed_authorization_request_endpoint.as_ref();
    let endpoint = endpoint.ok_or_else(|| {
        Error::configuration("the provider has no pushed authorization request endpoint")
    })?;
    // The client authenticates as at the token endpoint (RFC 9126 §2), and every way but this one adds the client id.
    let (auth, alias) = (
        &provider.exchange_auth,
        provider.tls_endpoints.pushed.as_ref(),
    );
    let endpoint = client.endpoint(endpoint, alias, auth)?;
    let is_in_header = client.auth(auth)? == ClientAuth::Basic;
    let fields = parameters
        .iter()
        .filter(|(name, _)| is_in_header || name != "client_id")
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    request(endpoint, fields, client, auth)
}

/// Reads the response with the `request_uri` (RFC 9126 §2.2).
pub(crate) fn read_pushed(
    provider: &Provider,
    response: &RawResponse<'_>,
) -> Result<Pushed, Failure> {
    response.check_status(provider)?;
    let members = response.members().unwrap_or_default();
    if let Some(error) = response.oauth_error_in(&members.values) {
        return Err(refused(provider, error));
    }
    let values = &members.values;
    let request_uri = values
        .get("request_uri")
        .and_then(Value::as_str)
        .filter(|uri| !uri.is_empty() && uri.len() <= URI_LIMIT)
        .filter(|uri| uri.bytes().all(|byte| byte.is_ascii_graphic()));
    let Some(request_uri) = request_uri else {
        let problem = Problem::new("RFC 9126 §2.2", "has no usable `request_uri`");
        let problem = problem.of_field("request_uri");
        return Err(response.unusable(problem));
    };
    let lifetime = values.get("expires_in").and_then(seconds);
    let lifetime = lifetime.unwrap_or(DEFAULT_LIFETIME).max(1);
    Ok(Pushed {
        request_uri: request_uri.to_owned(),
        lifetime: Duration::from_secs(lifetime.unsigned_abs()),
    })
}

#[cfg(test)]
mod tests {
    use http::header::AUTHORIZATION;

    use super::*;
    use crate::endpoint::testing::{client, credentials, form, pairs, provider, with_response};
    use crate::grant::credentials::AuthorizationCodeAuthCredentials;
    use crate::operation::Operation;

    fn pushing(auth: ClientAuth) -> Provider {
        provider()
            .exchange_auth(auth)
            .pushed_authorization_request_endpoint("https://idp.example/par".parse().unwrap())
            .unwrap()
    }

    #[test]
    fn the_client_id_is_sent_once_whatever_the_authentication() {
        let parameters = pairs(&[("client_id", "id 1"), ("state", "s")]);
        let credentials = credentials("c");
        for auth in [ClientAuth::Basic, ClientAuth::Body, ClientAuth::None] {
            let provider = pushing(auth);
            let request = pushed_request(&client(&provider, &credentials), &parameters).unwrap();
            let ids = form(&request)
                .iter()
                .filter(|(name, _)| name == "client_id")
                .count();
            assert_eq!(ids, 1, "{auth:?}");
            let in_header = request.headers().contains_key(AUTHORIZATION);
            assert_eq!(in_header, auth == ClientAuth::Basic, "{auth:?}");
        }
    }

    #[test]
    fn a_client_with_a_certificate_pushes_to_the_endpoint_for_it() {
        let certified =
            AuthorizationCodeAuthCredentials::certificate_client("id 1", "https://a.example/");
        let certified = certified.build().unwrap();
        let alias = "https://tls.idp.example/par".parse().unwrap();
        let provider = pushing(ClientAuth::MutualTls);
        let provider = provider
            .tls_authorization_endpoints(Some(alias), None)
            .unwrap();
        let request = pushed_request(&client(&provider, &certified), &[]).unwrap();
        assert_eq!(request.uri(), "https://tls.idp.example/par");
        let usual = pushed_request(&client(&pushing(ClientAuth::Body), &credentials("s")), &[]);
        assert_ne!(usual.unwrap().uri(), "https://tls.idp.example/par");
    }

    fn read(status: u16, body: &str) -> Result<Pushed, Failure> {
        let json = "application/json";
        with_response(
            Operation::Authorize,
            status,
            json,
            body.as_bytes(),
            |response| read_pushed(&provider(), response),
        )
    }

    #[test]
    fn a_request_uri_is_taken_with_its_life_and_nothing_else_is() {
        let pushed = read(201, r#"{"request_uri":"urn:x:1","expires_in":60}"#).unwrap();
        assert_eq!(pushed.request_uri, "urn:x:1");
        assert_eq!(pushed.lifetime, Duration::from_secs(60));
        for body in [
            "",
            "{}",
            r#"{"request_uri":"a b"}"#,
            r#"{"request_uri":7}"#,
            "<html>",
        ] {
            assert!(
                matches!(read(201, body), Err(Failure::Unexpected(_))),
                "{body}"
            );
        }
        let refused = read(400, r#"{"error":"invalid_request"}"#);
        assert!(matches!(refused, Err(Failure::Refused(..))));
    }
}
