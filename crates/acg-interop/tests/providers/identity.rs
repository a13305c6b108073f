//! Clients that sign, and id_tokens that are verified, at the providers that have them.

use acg_interop::identity;

use crate::servers::{oauth_toolkit, oidc_provider};

#[tokio::test]
async fn a_client_with_a_key_lives_from_consent_to_revocation() {
    identity::a_client_with_a_key_lives_from_consent_to_revocation(&oidc_provider().await).await;
}

#[tokio::test]
async fn a_wrong_key_is_a_wrong_configuration() {
    identity::a_wrong_key_is_a_wrong_configuration(&oidc_provider().await).await;
}

#[tokio::test]
async fn id_tokens_are_believed_by_the_providers_keys() {
    identity::id_tokens_are_believed_by_the_providers_keys(&oidc_provider().await, "basic").await;
    identity::id_tokens_are_believed_by_the_providers_keys(&oauth_toolkit().await, "basic").await;
}

#[tokio::test]
async fn id_tokens_are_not_believed_by_the_keys_of_another() {
    let (server, other) = (oidc_provider().await, oauth_toolkit().await);
    identity::id_tokens_are_not_believed_by_the_keys_of_another(&server, "basic", &other).await;
    identity::id_tokens_are_not_believed_by_the_keys_of_another(&other, "basic", &server).await;
}
