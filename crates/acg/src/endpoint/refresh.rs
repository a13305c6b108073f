//! The refresh (RFC 6749 §6): its request and its response, without I/O.

use crate::endpoint::client::Client;
use crate::endpoint::form::request;
use crate::error::Error;
use crate::http::service::Request;
use crate::secret::Secret;

/// Builds the request that presents a refresh token. It names no scope: the scope stays as it was granted.
pub(crate) fn refresh_request(
    client: &Client<'_>,
    refresh_token: &Secret,
) -> Result<Request, Error> {
    let fields = vec![
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token.expose()),
    ];
    let provider = client.provider;
    let (auth, alias) = (
        &provider.refresh_auth,
        provider.tls_endpoints.token.as_ref(),
    );
    let endpoint = client.endpoint(&provider.token_endpoint, alias, auth)?;
    request(endpoint, fields, client, auth)
}

#[cfg(test)]
mod tests {
    use http::header::AUTHORIZATION;

    use super::*;
    use crate::endpoint::testing::{client, credentials, form, pairs, provider};
    use crate::grant::credentials::AuthorizationCodeAuthCredentials;
    use crate::provider::client_auth::ClientAuth;

    #[test]
    fn the_refresh_authenticates_in_the_body_alone() {
        let (provider, credentials) = (provider(), credentials("s"));
        let client = client(&provider, &credentials);
        let request = refresh_request(&client, &Secret::new("r")).unwrap();
        let expected = pairs(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", "r"),
            ("client_id", "id 1"),
            ("client_secret", "s"),
        ]);
        assert_eq!(form(&request), expected);
        assert!(!request.headers().contains_key(AUTHORIZATION));
    }

    #[test]
    fn a_client_with_a_certificate_sends_its_id_alone_and_to_the_endpoint_for_it() {
        let certified =
            AuthorizationCodeAuthCredentials::certificate_client("id 1", "https://a.example/");
        let certified = certified.build().unwrap();
        let alias = "https://tls.idp.example/token".parse().unwrap();
        let provider = provider()
            .client_auth(ClientAuth::MutualTls)
            .tls_endpoints(Some(alias), None)
            .unwrap();
        let client = client(&provider, &certified);
        let request = refresh_request(&client, &Secret::new("r")).unwrap();
        let expected = pairs(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", "r"),
            ("client_id", "id 1"),
        ]);
        assert_eq!(form(&request), expected);
        assert_eq!(request.uri(), "https://tls.idp.example/token");
        let (usual, secret) = (
            provider.clone().client_auth(ClientAuth::Body),
            credentials("s"),
        );
        let client = Client {
            provider: &usual,
            credentials: &secret,
            ..client
        };
        let request = refresh_request(&client, &Secret::new("r")).unwrap();
        assert_eq!(request.uri(), "https://idp.example/token");
    }

    #[test]
    fn a_client_without_a_secret_sends_its_id_alone() {
        let expected = pairs(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", "r"),
            ("client_id", "id 1"),
        ]);
        let public = AuthorizationCodeAuthCredentials::public_client("id 1", "https://a.example/");
        let public = public.build().unwrap();
        let none = provider().refresh_auth(ClientAuth::None);
        for (provider, credentials) in [
            (provider().refresh_auth(ClientAuth::Basic), &public),
            (provider(), &public),
            (none, &credentials("s")),
        ] {
            let client = client(&provider, credentials);
            let request = refresh_request(&client, &Secret::new("r")).unwrap();
            assert_eq!(form(&request), expected);
            assert!(!request.headers().contains_key(AUTHORIZATION));
        }
    }
}
