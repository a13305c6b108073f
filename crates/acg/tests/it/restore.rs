//! Continuing with a token that was saved earlier: by the store, or by the program itself.

use std::time::Duration;

use acg::clock::Clock as _;
use acg::store::{GrantState, TokenStore as _};
use acg::testing::{Gate, unsigned_jwt};
use acg::{AuthorizationCodeAuth, ConsentCause, ErrorKind, OauthToken, Operation, Recovery};
use serde_json::json;

use crate::world::{World, credentials, refresh_token, text};

fn saved(world: &World, expires_in: i64) -> OauthToken {
    world.idp.give_refresh_token("rt-saved");
    let token = unsigned_jwt(&json!({"sub": "customer", "exp": world.seconds() + expires_in}));
    OauthToken::from_id_token(token).with_refresh_token("rt-saved")
}

#[tokio::test]
async fn a_valid_token_in_the_store_is_used_without_a_request() {
    let world = World::new();
    let token = world.consented().await.oauth_token().unwrap();
    let (_store, auth) = world.process("process-2");
    assert!(
        auth.oauth_token().is_none(),
        "nothing is loaded before it is needed"
    );
    let bearer = auth.bearer().await.unwrap();
    assert_eq!(
        Some(text(&bearer).as_str()),
        token.id_token.as_ref().map(acg::Secret::expose)
    );
    assert_eq!(
        (world.idp.count(Operation::Refresh), auth.oauth_token()),
        (0, Some(token))
    );
}

#[tokio::test]
async fn a_token_that_the_program_saved_is_used_and_refreshed_when_it_expires() {
    let world = World::new();
    let token = saved(&world, 100);
    let auth = world.auth_with(|builder| builder.oauth_token(token.clone()));
    assert_eq!(auth.oauth_token(), Some(token.clone()));
    assert_eq!(
        Some(text(&auth.bearer().await.unwrap()).as_str()),
        token.id_token.as_ref().map(acg::Secret::expose)
    );
    assert_eq!(world.idp.count(Operation::Refresh), 0);
    world.clock.advance(Duration::from_secs(100));
    auth.bearer().await.unwrap();
    world.assert_alive().await;
}

#[tokio::test]
async fn a_token_of_unknown_expiry_is_refreshed_before_use_if_it_can_be() {
    let world = World::new();
    world.idp.give_refresh_token("rt-saved");
    let opaque = OauthToken::from_id_token("opaque").with_refresh_token("rt-saved");
    let auth = world.auth_with(|builder| builder.oauth_token(opaque));
    assert_ne!(text(&auth.bearer().await.unwrap()), "opaque");
    assert_eq!(world.idp.count(Operation::Refresh), 1);

    let world = World::new();
    let auth = world.auth_with(|builder| builder.oauth_token(OauthToken::from_id_token("opaque")));
    assert_eq!(text(&auth.bearer().await.unwrap()), "opaque");
    world.clock.advance(Duration::from_secs(900));
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(
        error.recovery(),
        Recovery::AskForConsent(ConsentCause::NoRefreshToken)
    );
}

#[tokio::test]
async fn the_store_wins_over_a_token_that_the_program_brings() {
    let world = World::new();
    let stored = world.consented().await.oauth_token();
    let late = saved(&world, 900);
    let store = std::sync::Arc::new(crate::faulty_store::FaultyStore::new(
        world.records.clone(),
        "process-2",
    ));
    let credentials = credentials().oauth_token(late).build().unwrap();
    let auth = world.auth_on(&store, credentials, crate::world::provider());
    auth.bearer().await.unwrap();
    assert_eq!(auth.oauth_token(), stored);
}

#[tokio::test]
async fn a_token_brought_to_a_session_that_has_none_is_taken() {
    let world = World::new();
    let first = world.auth();
    assert!(first.bearer().await.is_err());
    let token = saved(&world, 900);
    let second = world.auth_with(|builder| builder.oauth_token(token.clone()));
    second.bearer().await.unwrap();
    assert_eq!(first.oauth_token(), Some(token), "and is everybody's");
}

#[tokio::test]
async fn a_token_of_another_client_or_environment_is_refused_and_stays() {
    let world = World::new();
    world.consented().await;
    let before = world.record().await;
    let provider = || crate::world::provider().identity("production");
    let store = |owner| {
        std::sync::Arc::new(crate::faulty_store::FaultyStore::new(
            world.records.clone(),
            owner,
        ))
    };
    let environment = world.auth_on(&store("p2"), credentials().build().unwrap(), provider());
    let other = credentials().oauth_client_id("other").build().unwrap();
    let client = world.auth_on(&store("p3"), other, crate::world::provider());
    for auth in [environment, client] {
        for error in [
            auth.bearer().await.unwrap_err(),
            auth.refresh_token().await.unwrap_err(),
            auth.revoke_token().await.unwrap_err(),
            auth.record().await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
        }
    }
    assert_eq!(
        world.idp.seen().len(),
        1,
        "only the first exchange was sent"
    );
    assert_eq!(world.record().await, before);
}

#[tokio::test]
async fn a_token_that_the_program_brings_is_not_put_over_another_clients() {
    let world = World::new();
    world.consented().await;
    let token = saved(&world, 900);
    let store = std::sync::Arc::new(crate::faulty_store::FaultyStore::new(
        world.records.clone(),
        "process-2",
    ));
    // The other client's record appears between this one's look and its write.
    let other = credentials()
        .oauth_client_id("other")
        .oauth_token(token)
        .build()
        .unwrap();
    let stored = world.stored().await.unwrap();
    world
        .records
        .delete(&world.id, stored.version)
        .await
        .unwrap();
    let gate = Gate::new();
    store.on_write([crate::faulty_store::Fault::Before(gate.clone())]);
    let auth = world.auth_on(&store, other, crate::world::provider());
    let call = tokio::spawn(async move { auth.bearer().await });
    gate.arrival().await;
    world
        .records
        .compare_and_swap(&world.id, None, &stored.row)
        .await
        .unwrap();
    gate.open();
    assert_eq!(
        call.await.unwrap().unwrap_err().kind(),
        ErrorKind::Configuration
    );
}

#[tokio::test]
async fn a_process_that_ended_in_mid_refresh_leaves_a_grant_that_the_next_one_refreshes() {
    let world = World::new();
    world.expired().await;
    let lease = r#""state":{"refreshing":{"owner":"dead","until":0}}"#;
    world.edit_head(&[(r#""state":"ready""#, lease)]).await;
    world.auth().bearer().await.unwrap();
    world.assert_alive().await;
    assert_eq!(world.state().await, GrantState::Ready);
}

#[tokio::test]
async fn clients_of_one_credentials_value_share_one_token() {
    let world = World::new();
    let token = saved(&world, -1);
    let credentials = credentials().oauth_token(token).build().unwrap();
    let (one, two) = (
        world.auth_in_memory(&credentials),
        world.auth_in_memory(&credentials.clone()),
    );
    let (first, second) = tokio::join!(one.bearer(), two.bearer());
    assert_eq!(text(&first.unwrap()), text(&second.unwrap()));
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    assert_eq!(
        credentials.oauth_token(),
        one.oauth_token(),
        "the credentials know it too"
    );
}

#[tokio::test]
async fn credentials_with_another_secret_or_callback_still_share_the_token() {
    let world = World::new();
    let credentials = credentials()
        .oauth_token(saved(&world, -1))
        .build()
        .unwrap();
    let old = world.auth_in_memory(&credentials);
    let changes = credentials.clone_with(|b| {
        b.oauth_client_secret("rotated-secret")
            .oauth_redirect_uri("https://app.example/other")
            .oauth_on_token_update(|_| Ok(()))
            .oauth_scopes(["openid"])
            .oauth_clock_skew(Duration::ZERO)
    });
    let new = world.auth_in_memory(&changes.unwrap());
    new.bearer().await.unwrap();
    assert_eq!(world.idp.seen()[0].form["client_secret"], "rotated-secret");
    assert_eq!(
        text(&old.bearer().await.unwrap()),
        text(&new.bearer().await.unwrap())
    );
    assert_eq!(
        world.idp.count(Operation::Refresh),
        1,
        "a copy of the token would have spent it"
    );
}

#[tokio::test]
async fn credentials_with_another_token_or_client_share_nothing() {
    let world = World::new();
    let first = saved(&world, 900);
    let credentials = credentials().oauth_token(first.clone()).build().unwrap();
    let other = OauthToken::from_id_token("other");
    let replaced = credentials
        .clone_with(|b| b.oauth_token(other.clone()))
        .unwrap();
    let removed = credentials.clone_with(|b| b.oauth_token(None)).unwrap();
    let client = credentials
        .clone_with(|b| b.oauth_client_id("other"))
        .unwrap();
    let given = credentials
        .clone_with(|b| b.oauth_token(first.clone()).oauth_client_id("other"))
        .unwrap();
    assert_eq!(
        (
            replaced.oauth_token(),
            removed.oauth_token(),
            client.oauth_token()
        ),
        (Some(other), None, None)
    );
    assert_eq!(
        given.oauth_token(),
        Some(first.clone()),
        "who gives it with the client id means it"
    );
    assert_eq!(credentials.oauth_token(), Some(first));
    let error = world.auth_in_memory(&client).bearer().await.unwrap_err();
    assert_eq!(
        error.recovery(),
        Recovery::AskForConsent(ConsentCause::NoGrant)
    );
}

#[tokio::test]
async fn connections_in_one_store_are_apart() {
    let world = World::new();
    let first = world.consented().await;
    let second = first
        .with_connection(acg::ConnectionId::new("another").unwrap())
        .unwrap();
    assert_eq!(
        second.bearer().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
    world.idp.give_code("second");
    second.fetch_token("second").await.unwrap();
    second.revoke_token().await.unwrap();
    first.bearer().await.unwrap();
    assert_eq!(refresh_token(&world.record().await), "rt-1");
    let without_store = world.auth_in_memory(&credentials().build().unwrap());
    let error = without_store
        .with_connection(acg::ConnectionId::new("x").unwrap())
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn a_builder_without_a_store_keeps_the_token_in_memory() {
    let world = World::new();
    let auth: AuthorizationCodeAuth = world.auth_in_memory(&credentials().build().unwrap());
    auth.fetch_token("code").await.unwrap();
    world.expire();
    auth.bearer().await.unwrap();
    assert_eq!(
        auth.record()
            .await
            .unwrap()
            .map(|record| record.head.generation),
        Some(2)
    );
    assert!(world.stored().await.is_none());
    assert!(world.clock.monotonic() > Duration::ZERO);
}

#[tokio::test]
async fn what_a_newer_version_wrote_into_a_record_survives_a_refresh() {
    let world = World::new();
    let auth = world.consented().await;
    let event = r#"{"consented":{"how":"by post"}}"#;
    world
        .edit_head(&[
            (
                r#""generation":1"#,
                r#""generation":1,"mood":{"is":["good"]}"#,
            ),
            (
                r#""event":"consented""#,
                &format!(r#""event":{event},"weather":"fine""#),
            ),
        ])
        .await;
    world.expire();
    auth.bearer().await.unwrap();
    world.assert_alive().await;
    let head = world.stored().await.unwrap().row.head;
    let text = String::from_utf8(head).unwrap();
    for part in [r#""mood":{"is":["good"]}"#, event, r#""weather":"fine""#] {
        assert!(text.contains(part), "{text}");
    }
}

#[tokio::test]
async fn a_record_in_a_state_of_a_newer_version_is_used_and_left_alone() {
    let world = World::new();
    let auth = world.consented().await;
    world
        .edit_head(&[(r#""state":"ready""#, r#""state":{"resting":{"until":9}}"#)])
        .await;
    let before = world.stored().await.unwrap().row;
    let (_, other) = world.process("process-2");
    other.bearer().await.unwrap();
    world.expire();
    for auth in [&auth, &other] {
        let error = auth.bearer().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Store);
    }
    assert_eq!(world.idp.count(Operation::Refresh), 0);
    assert_eq!(world.stored().await.unwrap().row, before);
    // A customer's consent goes over it.
    world.idp.give_code("another");
    auth.fetch_token("another").await.unwrap();
    assert_eq!(world.state().await, GrantState::Ready);
}
