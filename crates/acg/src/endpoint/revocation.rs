//! The revocation (RFC 7009): its request and its response, without I/O.

use crate::endpoint::client::Client;
use crate::endpoint::failure::Failure;
use crate::endpoint::form::request;
use crate::endpoint::response::{RawResponse, refused};
use crate::error::{Error, ErrorKind};
use crate::http::service::Request;
use crate::operation::Operation;
use crate::provider::profile::Provider;
use crate::secret::Secret;

/// How a revocation went.
pub(crate) type RevocationResponse = Result<(), Failure>;

/// Builds the request that revokes a refresh token (RFC 7009 §2.1).
pub(crate) fn revocation_request(
    client: &Client<'_>,
    refresh_token: &Secret,
) -> Result<Request, Error> {
    let provider = client.provider;
    let text = "the provider has no revocation endpoint";
    let endpoint = provider
        .revocation_endpoint
        .as_ref()
        .ok_or_else(|| Error::new(ErrorKind::Configuration, Operation::Revoke, text))?;
    let fields = vec![
        ("token", refresh_token.expose()),
        ("token_type_hint", "refresh_token"),
    ];
    let (auth, alias) = (
        &provider.revoke_auth,
        provider.tls_endpoints.revocation.as_ref(),
    );
    let endpoint = client.endpoint(endpoint, alias, auth)?;
    request(endpoint, fields, client, auth)
}

/// Reads the response to a revocation. A success has no body that matters (RFC 7009 §2.2).
pub(crate) fn read_revocation_response(
    provider: &Provider,
    response: &RawResponse<'_>,
) -> RevocationResponse {
    response.check_status(provider)?;
    // Some providers report an OAuth error with a status of success.
    match response.oauth_error() {
        Some(error) => Err(refused(provider, error)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use http::header::AUTHORIZATION;

    use super::*;
    use crate::endpoint::testing::{client, credentials, form, pairs, provider, with_response};
    use crate::provider::profile::Verdict;

    #[test]
    fn the_revocation_authenticates_in_the_body_alone() {
        let (provider, credentials) = (provider(), credentials("s"));
        let client = client(&provider, &credentials);
        let request = revocation_request(&client, &Secret::new("r")).unwrap();
        let expected = pairs(&[
            ("token", "r"),
            ("token_type_hint", "refresh_token"),
            ("client_id", "id 1"),
            ("client_secret", "s"),
        ]);
        assert_eq!(form(&request), expected);
        assert!(!request.headers().contains_key(AUTHORIZATION));
    }

    fn read(status: u16, body: &str) -> RevocationResponse {
        with_response(
            Operation::Revoke,
            status,
            "application/json",
            body.as_bytes(),
            |response| read_revocation_response(&provider(), response),
        )
    }

    #[test]
    fn a_success_needs_no_body_and_an_error_is_one_with_any_status() {
        assert!(read(200, "").is_ok());
        assert!(read(204, "<html>").is_ok());
        for status in [200, 400] {
            assert!(
                matches!(
                    read(status, r#"{"error":"invalid_grant"}"#),
                    Err(Failure::Refused(_, Verdict::TokenInvalid))
                ),
                "{status}"
            );
        }
    }
}
