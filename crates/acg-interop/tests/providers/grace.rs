//! `django-oauth-toolkit` with a grace period: a spent refresh token is accepted for some time.

use acg_interop::grants;

use crate::servers::oauth_toolkit_with_grace as server;

acg_interop::grant_tests! {
    a_grant_lives_from_consent_to_revocation: "basic";
    an_accident_costs_nothing: "basic";
}

#[tokio::test]
async fn a_refresh_token_that_comes_twice_serves_both() {
    let (grant, copy) = grants::reuse(&server().await, "basic").await;
    grant.unwrap();
    copy.unwrap();
}
