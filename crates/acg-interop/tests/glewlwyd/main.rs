//! The grant engine against Glewlwyd, a provider in C. `cargo xtask test interop-glewlwyd` starts it.
//!
//! It sends an `iss` that its metadata do not promise, and has statuses of its own for some errors, or no body at all.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use acg::{Error, ErrorKind};
use acg_interop::{Accident, Server, Wire, grants};

async fn server() -> Server {
    Server::named("GLEWLWYD").await.unwrap()
}

acg_interop::grant_tests! {
    a_grant_lives_from_consent_to_revocation: "basic", "body";
    a_wrong_state_sends_nothing: "basic";
    a_wrong_issuer_sends_nothing: "basic";
    callers_at_once_share_one_refresh: "basic";
    a_wrong_secret_is_a_wrong_configuration: "basic";
}

#[tokio::test]
async fn a_secret_with_reserved_characters_is_refused_in_the_header() {
    // The right secret, encoded as RFC 6749 §2.3.1 says: the server does not decode it.
    let server = server().await;
    let grant = server.grant("reserved", Wire::new().unwrap()).unwrap();
    let refused = grants::complete(&server, &grant).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Configuration, "{refused}");
}

/// A refused refresh has the status 400 and no body, so nothing says that the token is over. It is not taken for over.
fn assert_refused_without_words(refused: Result<(), Error>) {
    let refused = refused.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::UnexpectedResponse);
    assert!(refused.message().contains("400"), "{refused}");
}

#[tokio::test]
async fn a_refresh_token_that_comes_twice_ends_the_grant() {
    let (grant, copy) = grants::reuse(&server().await, "basic").await;
    assert_refused_without_words(grant);
    assert_refused_without_words(copy);
}

#[tokio::test]
async fn a_lost_response_costs_the_grant() {
    let (refreshed, requests, _) =
        grants::accident(&server().await, "basic", Accident::LosesTheResponse).await;
    assert_refused_without_words(refreshed);
    assert_eq!(requests, 2);
}

#[tokio::test]
async fn a_code_that_was_sent_before_asks_for_consent() {
    let (thief, completed) = grants::stolen_code(&server().await, "body").await;
    assert_eq!(thief, 200);
    let refused = completed.unwrap_err();
    assert_eq!(refused.provider().unwrap().status, Some(403));
}

#[tokio::test]
async fn a_code_that_is_sent_again_ends_the_grant() {
    let (thief, refreshed) = grants::replayed_code(&server().await, "body").await;
    assert_eq!(thief, 403);
    assert_refused_without_words(refreshed);
}
