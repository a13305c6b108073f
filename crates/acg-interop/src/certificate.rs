//! Tests of a client that is known by its certificate, and whose tokens are bound to it (RFC 8705), as FAPI 2.0 has it.
//!
//! Each function is the body of a test and panics where a promise is broken.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::missing_panics_doc, reason = "every function here is a test")]

use acg::grant::Revocation;
use acg::http::{HttpService as _, Request};
use acg::provider::SenderConstraint;
use acg::{AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, ErrorKind};
use bytes::Bytes;

use crate::scenario;
use crate::server::{Server, grant_of};
use crate::wire::Wire;

/// Goes through the life of a grant of a FAPI 2.0 client with a certificate: pushed request, exchange, use, refresh,
/// revocation; and expects that its token is worth nothing without the certificate.
pub async fn a_client_with_a_certificate_lives_from_consent_to_revocation(
    server: &Server,
    client: &str,
) {
    let grant = grant(server, client, true).await;
    scenario::consent(server, &grant).await.unwrap();
    let [with, without] = [true, false].map(|shows| Wire::with_certificate(server, shows).unwrap());
    assert_eq!(user_info(server, &grant, &with).await, 200);
    assert_eq!(user_info(server, &grant, &without).await, 401);
    let first = grant.refresh_token().await.unwrap();
    let second = grant.refresh_token().await.unwrap();
    assert_ne!(first.access_token, second.access_token);
    assert_eq!(user_info(server, &grant, &with).await, 200);
    assert_eq!(grant.revoke_token().await.unwrap(), Revocation::Revoked);
}

/// Expects that a client which does not show its certificate is a wrong configuration, before anybody is sent anywhere.
pub async fn a_client_without_its_certificate_is_a_wrong_configuration(
    server: &Server,
    client: &str,
) {
    let grant = grant(server, client, false).await;
    let refused = grant.authorize().begin().await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Configuration, "{refused}");
}

async fn grant(server: &Server, client: &str, shows: bool) -> AuthorizationCodeAuth {
    let provider = server.discovered().await.unwrap();
    let provider = provider.fapi2(SenderConstraint::MutualTls).unwrap();
    let redirect_uri = server.redirect_uri().unwrap();
    let credentials = AuthorizationCodeAuthCredentials::certificate_client(client, redirect_uri);
    let http = Wire::with_certificate(server, shows).unwrap();
    grant_of(credentials.build().unwrap(), provider, http).unwrap()
}

/// Asks who the user is, over TLS; returns the status.
async fn user_info(server: &Server, grant: &AuthorizationCodeAuth, http: &Wire) -> u16 {
    let url = server.behind_tls("userinfo").unwrap();
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = url.as_str().parse().unwrap();
    let bearer = grant.bearer().await.unwrap();
    grant.present(&bearer, &mut request).unwrap();
    http.call(request).await.unwrap().status().as_u16()
}
