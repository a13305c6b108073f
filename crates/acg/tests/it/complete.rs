//! The callback: nothing is believed before it is checked, and everything works once.

use std::sync::Arc;
use std::time::Duration;

use acg::provider::{CallbackIssuer, Nonce, Pkce};
use acg::random::{Random, RandomError};
use acg::testing::Reaction;
use acg::{
    AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, Callback, ConsentCause, ErrorKind,
    Operation, PendingAuthorization, Recovery,
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
async fn a_refusal_is_distinguished_from_a_failure_and_uses_the_attempt_up() {
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

/// Completes an authorization whose id_token repeats this nonce, or none.
async fn complete_with_nonce(
    world: &World,
    mode: Nonce,
    returned: impl FnOnce(&str) -> Option<String>,
) -> Result<(), ErrorKind> {
    let provider = provider().scopes(["openid"]).nonce(mode);
    let auth = world.auth_on(&world.store, credentials().build().unwrap(), provider);
    let (url, pending) = auth.authorize().start().unwrap();
    let sent = url.query_pairs().find(|(name, _)| name == "nonce");
    let sent = sent.map(|(_, value)| value.into_owned());
    assert_eq!(sent.is_some(), mode != Nonce::Off);
    world.idp.set_nonce(returned(&sent.unwrap_or_default()));
    // A web server keeps it as text in between.
    let returned = callback(&pending, "code=code");
    let completed = auth.complete(copy(&pending), returned).await;
    completed.map(drop).map_err(|error| error.kind())
}

#[tokio::test]
async fn an_id_token_of_another_authorization_is_refused_and_revoked() {
    let refused = Err(ErrorKind::InvalidCallback);
    let cases = [
        (Nonce::Required, Some("another"), refused),
        (Nonce::Required, None, refused),
        (Nonce::IfReturned, Some("another"), refused),
        (Nonce::IfReturned, None, Ok(())),
        (Nonce::Off, Some("another"), Ok(())),
    ];
    for (mode, nonce, expected) in cases {
        let world = World::new();
        let completed = complete_with_nonce(&world, mode, |_| nonce.map(str::to_owned)).await;
        assert_eq!(completed, expected, "{mode:?} {nonce:?}");
        assert_eq!(world.stored().await.is_some(), expected.is_ok());
        let revoked = world.idp.count(Operation::Revoke);
        assert_eq!(
            revoked,
            usize::from(expected.is_err()),
            "{mode:?} {nonce:?}"
        );
    }
    for mode in [Nonce::Required, Nonce::IfReturned] {
        let world = World::new();
        let completed = complete_with_nonce(&world, mode, |sent| Some(sent.to_owned()));
        assert_eq!(completed.await, Ok(()));
    }
}

#[tokio::test]
async fn a_nonce_belongs_to_one_request_and_to_one_for_an_id_token() {
    let world = World::new();
    let auth = |scope| {
        let provider = provider().scopes([scope]);
        world.auth_on(&world.store, credentials().build().unwrap(), provider)
    };
    let nonce = |auth: &AuthorizationCodeAuth| {
        let (url, _) = auth.authorize().start().unwrap();
        let nonce = url.query_pairs().find(|(name, _)| name == "nonce");
        nonce.map(|(_, value)| value.into_owned())
    };
    assert_eq!(nonce(&auth("accounts")), None);
    let openid = auth("openid");
    let (one, two) = (nonce(&openid).unwrap(), nonce(&openid).unwrap());
    assert_eq!(one.len(), 43);
    assert_ne!(one, two);
}

#[tokio::test]
async fn a_callback_without_the_issuer_that_the_provider_promises_is_refused() {
    for (callback_issuer, accepted) in [
        (CallbackIssuer::Required, false),
        (CallbackIssuer::Optional, true),
    ] {
        let world = World::new();
        let provider = provider()
            .issuer("https://idp.example")
            .callback_issuer(callback_issuer);
        let auth = world.auth_on(&world.store, credentials().build().unwrap(), provider);
        for query in ["error=access_denied", "code=code"] {
            let pending = start(&auth);
            let returned = callback(&pending, query);
            let error = auth.complete(pending, returned).await.err();
            let is_refused = error.is_some_and(|error| error.kind() == ErrorKind::InvalidCallback);
            assert_eq!(is_refused, !accepted, "{query}");
        }
        let pending = start(&auth);
        let named = callback(&pending, "code=code&iss=https%3A%2F%2Fidp.example");
        world.idp.give_code("code");
        auth.complete(pending, named).await.unwrap();
    }
}

#[tokio::test]
async fn a_scope_that_is_not_the_one_asked_for_is_reported() {
    let world = World::new();
    let auth = world.auth_with(|builder| builder.oauth_scopes(["openid", "accounts"]));
    assert_eq!(auth.scope_difference(), None);
    world.idp.next([Reaction::Edit(|response| {
        response["scope"] = "openid profile".into();
    })]);
    auth.fetch_token("code").await.unwrap();
    let difference = auth.scope_difference().unwrap();
    assert_eq!(difference.missing, ["accounts"]);
    assert_eq!(difference.additional, ["profile"]);
}

#[tokio::test]
async fn a_client_without_a_secret_needs_pkce_and_sends_its_id_alone() {
    let public =
        AuthorizationCodeAuthCredentials::public_client("client", "https://app.example/callback")
            .build()
            .unwrap();
    let world = World::new();
    let builder = AuthorizationCodeAuth::builder(public.clone(), provider());
    let error = builder
        .http(Arc::new(world.idp.clone()))
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let auth = world.auth_on(&world.store, public, provider().pkce(Pkce::S256));
    let pending = start(&auth);
    let returned = callback(&pending, "code=code");
    auth.complete(pending, returned).await.unwrap();
    auth.refresh_token().await.unwrap();
    auth.revoke_token().await.unwrap();
    for seen in world.idp.seen() {
        assert_eq!(seen.form["client_id"], "client");
        assert!(!seen.form.contains_key("client_secret"));
        assert!(!seen.headers.contains_key("authorization"));
    }
}
