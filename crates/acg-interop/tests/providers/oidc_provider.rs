//! `oidc-provider`: rotates at every refresh, and ends the whole grant when a code or refresh token is presented twice.

use acg::ConsentCause;
use acg_interop::{Accident, Server, grants};

async fn server() -> Server {
    Server::named("OIDC_PROVIDER").await.unwrap()
}

#[tokio::test]
async fn a_grant_lives_from_consent_to_revocation() {
    grants::a_grant_lives_from_consent_to_revocation(&server().await, "basic").await;
    grants::a_grant_lives_from_consent_to_revocation(&server().await, "body").await;
}

#[tokio::test]
async fn a_refusal_is_reported_as_one() {
    grants::a_refusal_is_reported_as_one(&server().await, "basic").await;
}

#[tokio::test]
async fn a_wrong_state_sends_nothing() {
    grants::a_wrong_state_sends_nothing(&server().await, "basic").await;
}

#[tokio::test]
async fn a_wrong_issuer_sends_nothing() {
    grants::a_wrong_issuer_sends_nothing(&server().await, "basic").await;
}

#[tokio::test]
async fn a_wrong_secret_is_a_wrong_configuration() {
    grants::a_wrong_secret_is_a_wrong_configuration(&server().await, "basic").await;
    grants::a_wrong_secret_is_a_wrong_configuration(&server().await, "body").await;
}

#[tokio::test]
async fn a_wrong_secret_at_the_refresh_costs_nothing() {
    grants::a_wrong_secret_at_the_refresh_costs_nothing(&server().await, "basic").await;
}

#[tokio::test]
async fn callers_at_once_share_one_refresh() {
    grants::callers_at_once_share_one_refresh(&server().await, "basic").await;
}

#[tokio::test]
async fn a_refresh_token_that_comes_twice_ends_the_grant() {
    let (grant, copy) = grants::reuse(&server().await, "basic").await;
    assert_eq!(
        grants::cause(grant),
        Some(ConsentCause::RefreshTokenRefused)
    );
    assert_eq!(grants::cause(copy), Some(ConsentCause::RefreshTokenRefused));
}

#[tokio::test]
async fn a_lost_response_costs_the_grant_and_is_reported_as_that() {
    grants::a_lost_response_costs_the_grant_and_is_reported_as_that(&server().await, "basic").await;
}

#[tokio::test]
async fn a_refresh_that_a_proxy_sends_twice_costs_the_grant() {
    let sent_twice = Accident::SendsTwice;
    let (refreshed, requests) = grants::accident(&server().await, "basic", sent_twice).await;
    assert_eq!(
        grants::cause(refreshed),
        Some(ConsentCause::RefreshTokenRefused)
    );
    assert_eq!(requests, 1);
}

#[tokio::test]
async fn a_code_that_was_sent_before_asks_for_consent() {
    let (thief, completed) = grants::stolen_code(&server().await, "body").await;
    assert_eq!(thief, 200);
    assert_eq!(grants::cause(completed), Some(ConsentCause::CodeRefused));
}

#[tokio::test]
async fn a_code_that_is_sent_again_ends_the_grant() {
    let (thief, refreshed) = grants::replayed_code(&server().await, "body").await;
    assert_eq!(thief, 400);
    assert_eq!(
        grants::cause(refreshed),
        Some(ConsentCause::RefreshTokenRefused)
    );
}
