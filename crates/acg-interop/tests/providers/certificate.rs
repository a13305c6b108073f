//! `oidc-provider` as FAPI 2.0 has it with mutual TLS: at addresses of its own, which its metadata name.

use acg_interop::certificate;

use crate::servers::mutual_tls as server;

#[tokio::test]
async fn a_client_with_a_certificate_lives_from_consent_to_revocation() {
    certificate::a_client_with_a_certificate_lives_from_consent_to_revocation(
        &server().await,
        "certificate",
    )
    .await;
}

#[tokio::test]
async fn a_client_without_its_certificate_is_a_wrong_configuration() {
    certificate::a_client_without_its_certificate_is_a_wrong_configuration(
        &server().await,
        "certificate",
    )
    .await;
}
