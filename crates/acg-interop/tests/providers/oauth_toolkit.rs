//! `django-oauth-toolkit` without a grace period: ends the family when a refresh token is presented twice; a
//! code that is presented twice ends nothing. It sends no `iss` with a refusal.

use acg::ConsentCause;
use acg_interop::grants;

use crate::servers::oauth_toolkit as server;

acg_interop::grant_tests! {
    a_grant_lives_from_consent_to_revocation: "basic", "body";
    a_wrong_state_sends_nothing: "basic";
    a_wrong_issuer_sends_nothing: "basic";
    a_wrong_secret_is_a_wrong_configuration: "basic", "body";
    a_wrong_secret_at_the_refresh_costs_nothing: "basic";
    callers_at_once_share_one_refresh: "basic";
    an_accident_costs_the_grant_only_with_its_response: "basic";
    an_accident_costs_a_code_and_no_more: "basic";
    an_accident_leaves_a_revocation_that_can_be_repeated: "basic";
}

#[tokio::test]
async fn a_refusal_is_reported_as_one() {
    // The only client that is asked.
    grants::a_refusal_is_reported_as_one(&server().await, "asks").await;
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
async fn a_code_that_was_sent_before_asks_for_consent() {
    let (thief, completed) = grants::stolen_code(&server().await, "body").await;
    assert_eq!(thief, 200);
    assert_eq!(grants::cause(completed), Some(ConsentCause::CodeRefused));
}

#[tokio::test]
async fn a_code_that_is_sent_again_is_refused_and_the_grant_lives() {
    let (thief, refreshed) = grants::replayed_code(&server().await, "body").await;
    assert_eq!(thief, 400);
    refreshed.unwrap();
}

#[tokio::test]
async fn consent_on_a_page_is_consent() {
    grants::a_grant_lives_from_consent_to_revocation(&server().await, "asks").await;
}
