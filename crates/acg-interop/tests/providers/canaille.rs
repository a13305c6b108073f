//! `canaille`: a server for organisations, with pages for login and consent. A code or refresh token that is presented
//! twice ends nothing, and it revokes for clients with a secret in the header alone.

use acg::{ConsentCause, ErrorKind};
use acg_interop::{Wire, grants, identity, profiles};

use crate::servers::canaille as server;

acg_interop::grant_tests! {
    a_grant_lives_from_consent_to_revocation: "basic";
    a_refusal_is_reported_as_one: "refused";
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
async fn a_refresh_token_that_comes_twice_is_refused_and_the_grant_lives() {
    let (grant, copy) = grants::reuse(&server().await, "basic").await;
    assert_eq!(
        grants::cause(grant),
        Some(ConsentCause::RefreshTokenRefused)
    );
    copy.unwrap();
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
async fn a_discovered_provider_serves_a_grant() {
    profiles::a_discovered_provider_serves_a_grant(&server().await, "basic").await;
}

#[tokio::test]
async fn a_secret_with_reserved_characters_is_refused_in_the_header() {
    // The right secret, encoded as RFC 6749 §2.3.1 says: the server does not decode it.
    let server = server().await;
    let grant = server.grant("reserved", Wire::new().unwrap()).unwrap();
    let refused = grants::complete(&server, &grant).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Configuration, "{refused}");
}

#[tokio::test]
async fn clients_without_a_secret_live_and_cannot_revoke() {
    profiles::a_public_client_cannot_revoke_and_lives_on(&server().await, "public").await;
    identity::a_client_with_a_key_cannot_revoke_and_lives_on(&server().await).await;
}

#[tokio::test]
async fn a_wrong_key_is_a_wrong_configuration() {
    identity::a_wrong_key_is_a_wrong_configuration(&server().await).await;
}

#[tokio::test]
async fn id_tokens_are_believed_by_the_providers_keys() {
    identity::id_tokens_are_believed_by_the_providers_keys(&server().await, "basic").await;
}

#[tokio::test]
async fn an_id_token_of_another_authorization_is_refused() {
    profiles::an_id_token_of_another_authorization_is_refused(&server().await, "basic").await;
}
