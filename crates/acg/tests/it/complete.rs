//! The callback: nothing is believed before it is checked, and everything works once.

use std::sync::Arc;
use std::time::Duration;

use acg::provider::Pkce;
use acg::random::{Random, RandomError};
use acg::testing::Reaction;
use acg::{
    AuthorizationCodeAuth, Callback, ConsentCause, ErrorKind, Operation, PendingAuthorization,
    Recovery,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::world::{World, credentials, provider};

fn copy(pending: &PendingAuthorization) -> PendingAuthorization {
    serde_json::from_str(&serde_json::to_string(pending).unwrap()).unwrap()
}

fn callback(pending: &PendingAuthorization, query: &str) -> Callback {
    format!(
        "https://app.example/callback?{query}&state={}",
        pending.state().expose()
    )
    .parse()
    .unwrap()
}

fn start(auth: &AuthorizationCodeAuth) -> PendingAuthorization {
    auth.authorize()
        .parameter("connector", "mikomo")
        .start()
        .unwrap()
        .1
}

#[tokio::test]
async fn a_callback_with_the_right_state_gives_the_token_and_keeps_the_parameters() {
    let world = World::new();
    let auth = world.auth();
    let pending = start(&auth);
    let returned = callback(&pending, "code=code");
    auth.complete(pending, returned).await.unwrap();
    assert_eq!(
        world.head().await.parameters,
        [("connector".to_owned(), "mikomo".to_owned())]
    );
    auth.refresh_token().await.unwrap();
    assert_eq!(world.head().await.parameters.len(), 1, "they stay");
}

#[tokio::test]
async fn a_callback_with_another_state_is_not_believed_and_does_not_use_the_attempt_up() {
    let world = World::new();
    let auth = world.auth();
    let pending = start(&auth);
    for query in [
        "code=code",
        "code=code&state=",
        "code=code&state=guess",
        "error=access_denied&state=guess",
    ] {
        let forged: Callback = query.parse().unwrap();
        let error = auth.complete(copy(&pending), forged).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCallback, "{query}");
    }
    assert!(world.idp.seen().is_empty());
    let genuine = callback(&pending, "code=code");
    auth.complete(pending, genuine).await.unwrap();
}

#[tokio::test]
async fn a_pending_authorization_is_used_once_even_by_two_callbacks_at_the_same_time() {
    let world = World::new();
    let auth = world.auth();
    let pending = start(&auth);
    let (one, two) = (copy(&pending), copy(&pending));
    let (first, second) = tokio::join!(
        auth.complete(one, callback(&pending, "code=code")),
        auth.complete(two, callback(&pending, "code=code"))
    );
    assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1);
    let late = callback(&pending, "code=code");
    let error = auth.complete(pending, late).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.recovery()),
        (
            ErrorKind::InvalidCallback,
            Recovery::AskForConsent(ConsentCause::PendingExpired)
        )
    );
    assert_eq!(world.idp.count(Operation::Exchange), 1);
}

#[tokio::test]
async fn a_pending_authorization_expires() {
    let world = World::new();
    let auth = world.auth();
    let pending = start(&auth);
    world.clock.advance(Duration::from_secs(600));
    let returned = callback(&pending, "code=code");
    assert_eq!(
        auth.complete(pending, returned).await.unwrap_err().kind(),
        ErrorKind::InvalidCallback
    );
    assert!(world.idp.seen().is_empty());
}

#[tokio::test]
async fn a_refusal_is_told_apart_from_a_failure_and_uses_the_attempt_up() {
    let world = World::new();
    let auth = world.auth();
    let pending = start(&auth);
    let refused = callback(&pending, "error=access_denied&error_description=No");
    let error = auth.complete(copy(&pending), refused).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.recovery()),
        (
            ErrorKind::AccessDenied,
            Recovery::AskForConsent(ConsentCause::Denied)
        )
    );
    let late = callback(&pending, "code=code");
    assert_eq!(
        auth.complete(pending, late).await.unwrap_err().kind(),
        ErrorKind::InvalidCallback
    );
    assert!(world.idp.seen().is_empty());
}

#[tokio::test]
async fn a_code_that_was_not_sent_can_be_sent_again() {
    let world = World::new();
    let auth = world.auth();
    let pending = start(&auth);
    world.idp.next([Reaction::Unreachable]);
    let error = auth
        .complete(copy(&pending), callback(&pending, "code=code"))
        .await
        .unwrap_err();
    assert_eq!(error.recovery(), Recovery::Retry { after: None });
    let again = callback(&pending, "code=code");
    auth.complete(pending, again).await.unwrap();
}

#[tokio::test]
async fn a_pending_authorization_of_another_client_or_provider_is_refused() {
    let world = World::new();
    let pending = start(&world.auth());
    let others = [
        world.auth_with(|b| b.oauth_client_id("other")),
        world.auth_with(|b| b.oauth_redirect_uri("https://app.example/other")),
        world.auth_on(
            &world.store,
            credentials().build().unwrap(),
            provider().identity("production"),
        ),
    ];
    for auth in others {
        let error = auth
            .complete(copy(&pending), callback(&pending, "code=code"))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidCallback);
    }
    assert!(world.idp.seen().is_empty(), "the code goes to nobody");
}

#[tokio::test]
async fn a_callback_of_another_issuer_is_refused_also_when_it_is_an_error() {
    let world = World::new();
    let auth = world.auth_on(
        &world.store,
        credentials().build().unwrap(),
        provider().issuer("https://idp.example"),
    );
    for query in [
        "code=code&iss=https://evil.example",
        "error=access_denied&iss=https://idp.example/",
    ] {
        let pending = start(&auth);
        let returned = callback(&pending, query);
        assert_eq!(
            auth.complete(pending, returned).await.unwrap_err().kind(),
            ErrorKind::InvalidCallback,
            "{query}"
        );
    }
    assert!(world.idp.seen().is_empty());
    let pending = start(&auth);
    let returned = callback(&pending, "code=code&iss=https://idp.example");
    auth.complete(pending, returned).await.unwrap();
}

#[tokio::test]
async fn the_verifier_that_is_sent_fits_the_challenge() {
    let world = World::new();
    let auth = world.auth_on(
        &world.store,
        credentials().build().unwrap(),
        provider().pkce(Pkce::S256),
    );
    let (url, pending) = auth.authorize().start().unwrap();
    let query: std::collections::BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    assert_eq!(
        (
            query["code_challenge_method"].as_str(),
            query["response_type"].as_str()
        ),
        ("S256", "code")
    );
    let returned = callback(&pending, "code=code");
    auth.complete(pending, returned).await.unwrap();
    let verifier = world.idp.seen()[0].form["code_verifier"].clone();
    assert_eq!(verifier.len(), 43);
    assert_eq!(
        URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)),
        query["code_challenge"]
    );
    let bytes_at_both_ends = (
        &query["redirect_uri"],
        &world.idp.seen()[0].form["redirect_uri"],
    );
    assert_eq!(bytes_at_both_ends.0, bytes_at_both_ends.1);
}

#[test]
fn without_randomness_nothing_is_started() {
    #[derive(Debug)]
    struct Nothing;
    impl Random for Nothing {
        fn fill(&self, _: &mut [u8]) -> Result<(), RandomError> {
            Err(RandomError)
        }
    }
    let world = World::new();
    let auth = AuthorizationCodeAuth::builder(credentials().build().unwrap(), provider())
        .http(Arc::new(world.idp))
        .random(Arc::new(Nothing))
        .build()
        .unwrap();
    assert_eq!(
        auth.authorize().start().unwrap_err().kind(),
        ErrorKind::Configuration
    );
}
