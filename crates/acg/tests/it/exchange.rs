//! Exchanging a code: once, with the right authentication, and no wrong response taken for a token.

use std::time::Duration;

use acg::store::{Event, GrantState};
use acg::testing::{Gate, Reaction, unsigned_jwt};
use acg::{ConsentCause, ErrorKind, Operation, Recovery};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::faulty_store::Fault;
use crate::world::{World, credentials, provider, text};

#[tokio::test]
async fn a_code_becomes_the_grants_token() {
    let world = World::new();
    let auth = world.auth();
    let token = auth.fetch_token("code").await.unwrap();
    assert_eq!(
        (token.token_type.as_str(), token.expires_in),
        ("bearer", Some(900))
    );
    assert_eq!(token.expiry, Some(world.seconds() + 900));
    assert_eq!(auth.oauth_token(), Some(token.clone()));
    assert_eq!(world.record().await.token, token);
    let bearer = auth.bearer().await.unwrap();
    assert_eq!(
        (text(&bearer).as_str(), bearer.generation()),
        (token.id_token.as_ref().unwrap().expose(), 1)
    );
    assert!(bearer.header().is_sensitive());
}

#[tokio::test]
async fn the_exchange_authenticates_in_the_header_and_sends_nothing_else() {
    let world = World::new();
    world.consented().await;
    let seen = &world.idp.seen()[0];
    let expected = [
        ("code", "code"),
        ("grant_type", "authorization_code"),
        ("redirect_uri", "https://app.example/callback"),
    ];
    assert_eq!(
        seen.form,
        expected
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    );
    let basic = format!("Basic {}", STANDARD.encode("client:client-secret"));
    assert_eq!(seen.headers["authorization"], basic.as_str());
    assert_eq!(
        seen.headers["content-type"],
        "application/x-www-form-urlencoded"
    );
}

#[tokio::test]
async fn a_code_that_cannot_be_one_is_not_sent() {
    let world = World::new();
    for code in ["", "a\r\nb", "a\0"] {
        assert_eq!(
            world.auth().fetch_token(code).await.unwrap_err().kind(),
            ErrorKind::InvalidInput
        );
    }
    assert!(world.idp.seen().is_empty());
}

#[tokio::test]
async fn a_refused_code_needs_consent_and_is_not_sent_again() {
    let world = World::new();
    let error = world.auth().fetch_token("wrong").await.unwrap_err();
    assert_eq!(
        error.recovery(),
        Recovery::AskForConsent(ConsentCause::CodeRefused)
    );
    let provider = error.provider().unwrap();
    assert_eq!(
        (provider.status, provider.operation),
        (Some(400), Operation::Exchange)
    );
    assert_eq!(world.idp.count(Operation::Exchange), 1);
}

#[tokio::test]
async fn a_code_is_sent_once_whatever_comes_back() {
    let token = |members: serde_json::Value| {
        Reaction::ProcessAndRespond(200, "application/json", members.to_string())
    };
    let html = || "<html>".to_owned();
    let cases = [
        (
            Reaction::Respond(500, "text/html", html()),
            ErrorKind::OutcomeUnknown,
        ),
        (Reaction::LoseResponse, ErrorKind::OutcomeUnknown),
        (
            Reaction::BreakAfter(r#"{"id_token":"a.b.c","#.to_owned()),
            ErrorKind::OutcomeUnknown,
        ),
        (Reaction::EndlessBody, ErrorKind::OutcomeUnknown),
        (token(json!({})), ErrorKind::OutcomeUnknown),
        (token(json!(null)), ErrorKind::OutcomeUnknown),
        (
            token(json!({"access_token": "a"})),
            ErrorKind::OutcomeUnknown,
        ),
        (
            token(json!({"error": "invalid_request"})),
            ErrorKind::ConsentNeeded,
        ),
        (
            Reaction::ProcessAndRespond(200, "text/html", html()),
            ErrorKind::OutcomeUnknown,
        ),
        (
            Reaction::Respond(302, "text/html", html()),
            ErrorKind::UnexpectedResponse,
        ),
        (
            Reaction::Respond(401, "text/html", String::new()),
            ErrorKind::Configuration,
        ),
        (
            Reaction::Respond(401, "text/html", html()),
            ErrorKind::UnexpectedResponse,
        ),
        (Reaction::Throttle("3"), ErrorKind::Provider),
        (Reaction::Unreachable, ErrorKind::Transport),
        (Reaction::Panic, ErrorKind::OutcomeUnknown),
    ];
    for (reaction, kind) in cases {
        let world = World::new();
        world.idp.next([reaction.clone()]);
        let auth = world.auth();
        assert_eq!(
            auth.fetch_token("code").await.unwrap_err().kind(),
            kind,
            "{reaction:?}"
        );
        assert_eq!(world.idp.count(Operation::Exchange), 1, "{reaction:?}");
        assert!(auth.oauth_token().is_none(), "{reaction:?}");
        assert!(world.stored().await.is_none(), "{reaction:?}");
    }
}

#[tokio::test]
async fn a_lost_code_is_mended_by_a_new_consent() {
    let world = World::new();
    world.idp.next([Reaction::LoseResponse]);
    let error = world.auth().fetch_token("code").await.unwrap_err();
    assert_eq!(
        error.recovery(),
        Recovery::AskForConsent(ConsentCause::CodeRefused)
    );
}

#[tokio::test]
async fn dropping_the_caller_in_mid_exchange_loses_nothing() {
    for reaction in [
        Reaction::HoldRequest as fn(Gate) -> Reaction,
        Reaction::HoldResponse,
    ] {
        let world = World::new();
        let auth = world.auth();
        let gate = Gate::new();
        world.idp.next([reaction(gate.clone())]);
        let call = tokio::spawn({
            let auth = auth.clone();
            async move { auth.fetch_token("code").await }
        });
        gate.arrival().await;
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
        gate.open();
        auth.bearer().await.unwrap();
        world.assert_alive().await;
    }
}

#[tokio::test]
async fn a_consent_replaces_the_one_before() {
    let world = World::new();
    let auth = world.consented().await;
    let before = auth.bearer().await.unwrap();
    world.idp.give_code("again");
    auth.fetch_token("again").await.unwrap();
    let bearer = auth.bearer().await.unwrap();
    assert_eq!(bearer.generation(), 2);
    assert_ne!(text(&bearer), text(&before));
    assert_eq!(world.head().await.generation, 2);
}

#[tokio::test]
async fn a_consent_over_a_store_that_fails_now_and_then_is_saved() {
    let world = World::new();
    world.store.on_load([Fault::Fail]);
    world.store.on_write([Fault::Fail, Fault::DoneButFailed]);
    let auth = world.consented().await;
    assert_eq!(world.head().await.generation, 1);
    auth.bearer().await.unwrap();
    world.assert_alive().await;
}

#[tokio::test]
async fn a_consent_does_not_replace_another_clients_or_environments_until_that_is_forgotten() {
    let other_client = |world: &World| world.auth_with(|builder| builder.oauth_client_id("other"));
    let elsewhere = |world: &World| {
        world.auth_on(
            &world.store,
            credentials().build().unwrap(),
            provider().identity("production"),
        )
    };
    for auth in [other_client, elsewhere] as [fn(&World) -> _; 2] {
        let world = World::new();
        world.consented().await;
        world.idp.give_code("second");
        let auth = auth(&world);
        let error = auth.fetch_token("second").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.recovery()),
            (ErrorKind::Configuration, Recovery::FixConfiguration)
        );
        assert_eq!(
            world.idp.count(Operation::Exchange),
            1,
            "the code is not spent"
        );
        auth.forget().await.unwrap();
        auth.fetch_token("second").await.unwrap();
    }
}

#[tokio::test]
async fn a_consent_of_another_customer_is_refused_and_revoked() {
    let world = World::new();
    let auth = world.consented().await;
    let before = world.record().await;
    world.idp.give_code("other");
    world.idp.next([Reaction::Edit(|response| {
        response["id_token"] =
            unsigned_jwt(&json!({"sub": "another customer", "exp": 1_900_000_000})).into();
    })]);
    let error = auth.fetch_token("other").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.recovery()),
        (
            ErrorKind::ConsentNeeded,
            Recovery::AskForConsent(ConsentCause::SubjectChanged)
        )
    );
    assert_eq!(world.record().await, before);
    assert_eq!(world.idp.count(Operation::Revoke), 1);
    world.assert_alive().await;
    auth.forget().await.unwrap();
    world.idp.give_code("again");
    auth.fetch_token("again").await.unwrap();
}

#[tokio::test]
async fn a_grant_that_another_channel_says_is_over_is_marked_if_it_is_meant() {
    let world = World::new();
    let auth = world.consented().await;
    assert!(!auth.end_consent(|_| false).await.unwrap());
    assert_eq!(world.state().await, GrantState::Ready);
    assert!(auth.end_consent(|_| true).await.unwrap());
    assert!(!auth.end_consent(|_| true).await.unwrap(), "it is over");
    let cause = ConsentCause::ConsentEnded;
    assert_eq!(world.state().await, GrantState::ConsentNeeded { cause });
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(error.recovery(), Recovery::AskForConsent(cause));
    assert_eq!(world.idp.count(Operation::Refresh), 0);
}

#[tokio::test]
async fn no_process_gives_out_the_bearer_of_a_grant_that_is_over() {
    let world = World::new();
    let first = world.consented().await;
    let (_store, second) = world.process("process-2");
    assert_eq!(second.bearer().await.unwrap().generation(), 1);
    assert!(first.end_consent(|_| true).await.unwrap());
    assert!(first.bearer().await.is_err(), "here at once");
    // The second process looks into the store once a minute, behind a call.
    world.clock.advance(Duration::from_secs(61));
    let error = loop {
        match second.bearer().await {
            Ok(_) => tokio::task::yield_now().await,
            Err(error) => break error,
        }
    };
    let cause = ConsentCause::ConsentEnded;
    assert_eq!(error.recovery(), Recovery::AskForConsent(cause));
}

#[tokio::test]
async fn a_connection_that_ended_is_consented_again_and_keeps_its_history() {
    let world = World::new();
    let auth = world.expired().await;
    world.idp.end_everything();
    assert!(auth.bearer().await.is_err());
    world.idp.give_code("again");
    auth.fetch_token("again").await.unwrap();
    let head = world.head().await;
    let events: Vec<_> = head.history.into_iter().map(|entry| entry.event).collect();
    let ended = Event::Ended {
        cause: ConsentCause::RefreshTokenRefused,
    };
    assert_eq!(events, [Event::Consented, ended, Event::Consented]);
    world.assert_alive().await;
}
