//! The code exchange (RFC 6749 §4.1.3): its request and its response, without I/O.

use crate::endpoint::client::Client;
use crate::endpoint::form::request;
use crate::error::Error;
use crate::http::service::Request;
use crate::secret::Secret;

/// Builds the request that exchanges a code for tokens.
pub(crate) fn exchange_request(
    client: &Client<'_>,
    code: &Secret,
    verifier: Option<&Secret>,
) -> Result<Request, Error> {
    let mut fields = vec![
        ("grant_type", "authorization_code"),
        ("code", code.expose()),
        ("redirect_uri", client.credentials.oauth_redirect_uri()),
    ];
    // RFC 7636 §4.5.
    fields.extend(verifier.map(|verifier| ("code_verifier", verifier.expose())));
    let provider = client.provider;
    let (auth, alias) = (
        &provider.exchange_auth,
        provider.tls_endpoints.token.as_ref(),
    );
    let endpoint = client.endpoint(&provider.token_endpoint, alias, auth)?;
    request(endpoint, fields, client, auth)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use http::header::AUTHORIZATION;

    use super::*;
    use crate::endpoint::testing::{client, credentials, form, pairs, provider};

    #[test]
    fn the_exchange_authenticates_in_the_header_alone() {
        let (provider, credentials) = (provider(), credentials("s:e%c r€t"));
        let client = client(&provider, &credentials);
        let request = exchange_request(&client, &Secret::new("c&1"), None).unwrap();
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
}
