//! `django-oauth-toolkit` with a grace period: a spent refresh token is accepted for some time.

use acg_interop::{Server, grants};

async fn server() -> Server {
    Server::named("OAUTH_TOOLKIT_GRACE").await.unwrap()
}

#[tokio::test]
async fn a_grant_lives_from_consent_to_revocation() {
    grants::a_grant_lives_from_consent_to_revocation(&server().await, "basic").await;
}

#[tokio::test]
async fn a_lost_response_costs_nothing() {
    let (refreshed, requests) = grants::lost_response(&server().await, "basic").await;
    refreshed.unwrap();
    assert_eq!(requests, 2);
}

#[tokio::test]
async fn a_refresh_token_that_comes_twice_serves_both() {
    let (grant, copy) = grants::reuse(&server().await, "basic").await;
    grant.unwrap();
    copy.unwrap();
}
