//! Profiles from metadata, and what a client can turn on, at the providers that have it.

use acg_interop::profiles;

use crate::servers::{fapi, oauth_toolkit, oidc_provider, with_nonce};

#[tokio::test]
async fn a_discovered_provider_serves_a_grant() {
    profiles::a_discovered_provider_serves_a_grant(&oidc_provider().await, "basic").await;
    profiles::a_discovered_provider_serves_a_grant(&oauth_toolkit().await, "basic").await;
}

#[tokio::test]
async fn a_public_client_lives_on_pkce() {
    profiles::a_public_client_lives_on_pkce(&oidc_provider().await, "public").await;
}

#[tokio::test]
async fn a_pushed_request_serves_a_grant() {
    profiles::a_pushed_request_serves_a_grant(&oidc_provider().await, "pushed").await;
}

#[tokio::test]
async fn a_request_that_is_not_pushed_is_refused() {
    profiles::a_request_that_is_not_pushed_is_refused(&oidc_provider().await, "pushed").await;
}

#[tokio::test]
async fn a_bound_token_is_of_no_use_without_its_key() {
    profiles::a_bound_token_is_of_no_use_without_its_key(&oidc_provider().await, "dpop").await;
    profiles::a_bound_token_is_of_no_use_without_its_key(&with_nonce().await, "dpop").await;
}

#[tokio::test]
async fn a_nonce_costs_one_request() {
    profiles::a_nonce_costs_one_request(&with_nonce().await, "dpop").await;
}

#[tokio::test]
async fn a_fapi_client_lives_from_consent_to_revocation() {
    profiles::a_fapi_client_lives_from_consent_to_revocation(&fapi().await, "fapi").await;
}

#[tokio::test]
async fn a_fapi_client_tells_failures_apart() {
    profiles::a_fapi_client_tells_failures_apart(&fapi().await, "fapi").await;
}

#[tokio::test]
async fn a_signed_callback_serves_a_grant() {
    profiles::a_signed_callback_serves_a_grant(&oidc_provider().await, "basic").await;
}

#[tokio::test]
async fn an_id_token_of_another_authorization_is_refused() {
    profiles::an_id_token_of_another_authorization_is_refused(&oidc_provider().await, "basic")
        .await;
    profiles::an_id_token_of_another_authorization_is_refused(&oauth_toolkit().await, "basic")
        .await;
}
