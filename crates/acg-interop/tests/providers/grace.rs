//! `django-oauth-toolkit` with a grace period: a spent refresh token is accepted for some time.

use acg_interop::{Accident, Server, grants};

async fn server() -> Server {
    Server::named("OAUTH_TOOLKIT_GRACE").await.unwrap()
}

#[tokio::test]
async fn a_grant_lives_from_consent_to_revocation() {
    grants::a_grant_lives_from_consent_to_revocation(&server().await, "basic").await;
}

#[tokio::test]
async fn a_lost_response_costs_nothing() {
    grants::a_lost_response_costs_nothing(&server().await, "basic").await;
}

#[tokio::test]
async fn a_refresh_that_a_proxy_sends_twice_costs_nothing() {
    let sent_twice = Accident::SendsTwice;
    let (refreshed, requests) = grants::accident(&server().await, "basic", sent_twice).await;
    refreshed.unwrap();
    assert_eq!(requests, 1);
}

#[tokio::test]
async fn a_refresh_token_that_comes_twice_serves_both() {
    let (grant, copy) = grants::reuse(&server().await, "basic").await;
    grant.unwrap();
    copy.unwrap();
}
