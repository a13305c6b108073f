//! Ending a grant, whatever else happens.

use acg::grant::Revocation;
use acg::store::GrantState;
use acg::testing::{Gate, Reaction};
use acg::{ConsentCause, ErrorKind, Operation, Recovery};

use crate::faulty_store::Fault;
use crate::world::{World, credentials, provider, text};

#[tokio::test]
async fn a_revoked_grant_is_gone_here_and_there() {
    let world = World::new();
    let auth = world.consented().await;
    assert_eq!(auth.revoke_token().await.unwrap(), Revocation::Revoked);
    assert!(world.idp.live().is_empty());
    assert!(world.stored().await.is_none());
    assert!(auth.oauth_token().is_none());
    let seen = world.idp.seen().pop().unwrap();
    let expected = [
        ("client_id", "client"),
        ("client_secret", "client-secret"),
        ("token", "rt-1"),
        ("token_type_hint", "refresh_token"),
    ];
    assert_eq!(
        seen.form,
        expected
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    );
    assert!(!seen.headers.contains_key("authorization"));

    let sent = world.idp.seen().len();
    for error in [
        auth.bearer().await.unwrap_err(),
        auth.refresh_token().await.unwrap_err(),
    ] {
        assert_eq!(
            error.recovery(),
            Recovery::AskForConsent(ConsentCause::NoGrant)
        );
    }
    assert_eq!(
        auth.revoke_token().await.unwrap(),
        Revocation::NothingToRevoke
    );
    assert_eq!(world.idp.seen().len(), sent, "nothing more is sent");
}

#[tokio::test]
async fn a_grant_that_the_provider_does_not_know_is_removed_too() {
    let world = World::new();
    let auth = world.consented().await;
    world.idp.end_everything();
    let Revocation::AlreadyInvalid(error) = auth.revoke_token().await.unwrap() else {
        panic!("it was dead")
    };
    assert_eq!(
        (error.operation, error.status),
        (Operation::Revoke, Some(400))
    );
    assert!(world.stored().await.is_none());
}

#[tokio::test]
async fn a_grant_without_refresh_token_is_removed_without_a_request() {
    let world = World::new();
    world.idp.next([Reaction::Edit(|response| {
        drop(response.as_object_mut().unwrap().remove("refresh_token"))
    })]);
    let auth = world.consented().await;
    assert_eq!(
        auth.revoke_token().await.unwrap(),
        Revocation::NothingToRevoke
    );
    assert!(world.stored().await.is_none());
    assert!(auth.oauth_token().is_none());
    assert_eq!(world.idp.count(Operation::Revoke), 0);
}

#[tokio::test]
async fn a_provider_that_is_down_keeps_the_grant_until_it_is_forgotten() {
    let cases = [
        (Reaction::Unreachable, ErrorKind::Transport),
        (
            Reaction::Respond(503, "text/html", "<html>".to_owned()),
            ErrorKind::OutcomeUnknown,
        ),
        (Reaction::Throttle("5"), ErrorKind::Provider),
        (
            Reaction::Respond(302, "text/html", String::new()),
            ErrorKind::UnexpectedResponse,
        ),
        (
            Reaction::Respond(
                401,
                "application/json",
                r#"{"error":"invalid_client"}"#.to_owned(),
            ),
            ErrorKind::Configuration,
        ),
        (
            Reaction::Respond(
                400,
                "application/json",
                r#"{"error":"unsupported_token_type"}"#.to_owned(),
            ),
            ErrorKind::Provider,
        ),
    ];
    for (reaction, kind) in cases {
        let world = World::new();
        let auth = world.consented().await;
        world.idp.next([reaction.clone()]);
        assert_eq!(
            auth.revoke_token().await.unwrap_err().kind(),
            kind,
            "{reaction:?}"
        );
        auth.bearer().await.unwrap();
        world.assert_alive().await;

        auth.forget().await.unwrap();
        assert!(world.stored().await.is_none());
        assert!(auth.oauth_token().is_none());
        assert_eq!(world.idp.live(), ["rt-1"], "the provider was not told");
        auth.forget().await.unwrap();
    }
}

#[tokio::test]
async fn a_lost_response_to_a_revocation_may_be_asked_again() {
    let world = World::new();
    let auth = world.consented().await;
    world.idp.next([Reaction::LoseResponse]);
    let error = auth.revoke_token().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.recovery()),
        (ErrorKind::OutcomeUnknown, Recovery::Retry { after: None })
    );
    assert!(matches!(
        auth.revoke_token().await.unwrap(),
        Revocation::AlreadyInvalid(_)
    ));
    assert!(world.stored().await.is_none());
}

#[tokio::test]
async fn without_a_revocation_endpoint_it_is_a_matter_of_configuration() {
    let world = World::new();
    world.consented().await;
    let provider = acg::Provider::rfc6749(
        "https://idp.example/auth".parse().unwrap(),
        "https://idp.example/token".parse().unwrap(),
    );
    let auth = world.auth_on(
        &world.store,
        credentials().build().unwrap(),
        provider.unwrap(),
    );
    assert_eq!(
        auth.revoke_token().await.unwrap_err().kind(),
        ErrorKind::Configuration
    );
    world.assert_alive().await;
}

#[tokio::test]
async fn a_revocation_waits_for_the_refresh_and_ends_its_token() {
    let world = World::new();
    let auth = world.expired().await;
    let refresh = world.hold_response(&auth).await;
    let revocation = tokio::spawn({
        let auth = auth.clone();
        async move { auth.revoke_token().await }
    });
    tokio::task::yield_now().await;
    refresh.release().await.unwrap();
    assert_eq!(revocation.await.unwrap().unwrap(), Revocation::Revoked);
    assert_eq!(world.idp.seen().pop().unwrap().form["token"], "rt-2");
    assert!(world.idp.live().is_empty());
    assert!(world.stored().await.is_none());
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
}

#[tokio::test]
async fn a_refresh_that_waited_for_a_revocation_sends_nothing() {
    let world = World::new();
    let auth = world.expired().await;
    let gate = Gate::new();
    world.idp.next([Reaction::HoldRequest(gate.clone())]);
    let revocation = tokio::spawn({
        let auth = auth.clone();
        async move { auth.revoke_token().await }
    });
    gate.arrival().await;
    let refresh = tokio::spawn({
        let auth = auth.clone();
        async move { auth.bearer().await }
    });
    tokio::task::yield_now().await;
    gate.open();
    assert_eq!(revocation.await.unwrap().unwrap(), Revocation::Revoked);
    assert_eq!(
        refresh.await.unwrap().unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
    assert_eq!(world.idp.count(Operation::Refresh), 0);
}

#[tokio::test]
async fn a_revocation_waits_for_another_processs_refresh() {
    let world = World::new();
    let first = world.expired().await;
    let refresh = world.hold_response(&first).await;
    let (store, second) = world.process("process-2");
    let loaded = Gate::new();
    store.on_load([Fault::Pass, Fault::Before(loaded.clone())]);
    let revocation = tokio::spawn(async move { second.revoke_token().await });
    loaded.arrival().await;
    refresh.release().await.unwrap();
    loaded.open();
    assert_eq!(revocation.await.unwrap().unwrap(), Revocation::Revoked);
    assert!(world.idp.live().is_empty());
    assert!(world.stored().await.is_none());
}

#[tokio::test]
async fn a_refresh_that_another_processs_revocation_overtook_revokes_what_it_got() {
    let world = World::new();
    let first = world.expired().await;
    let refresh = world.hold_response(&first).await;
    let (store, second) = world.process("process-2");
    store.bury("process-1");
    assert!(matches!(
        second.revoke_token().await.unwrap(),
        Revocation::AlreadyInvalid(_)
    ));
    assert_eq!(
        refresh.release().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
    assert!(
        world.idp.live().is_empty(),
        "the successor does not remain valid"
    );
    assert!(world.stored().await.is_none());
    assert!(first.oauth_token().is_none());
}

#[tokio::test]
async fn a_token_that_was_rotated_during_the_revocation_is_revoked_too() {
    let world = World::new();
    let first = world.consented().await;
    let (_store, second) = world.process("process-2");
    let gate = Gate::new();
    world.idp.next([Reaction::HoldRequest(gate.clone())]);
    let revocation = tokio::spawn(async move { first.revoke_token().await });
    gate.arrival().await;
    second.refresh_token().await.unwrap();
    gate.open();
    assert_eq!(revocation.await.unwrap().unwrap(), Revocation::Revoked);
    assert!(world.idp.live().is_empty());
    assert!(world.stored().await.is_none());
}

#[tokio::test]
async fn dropping_the_caller_does_not_stop_a_revocation() {
    let world = World::new();
    let auth = world.consented().await;
    let gate = Gate::new();
    world.idp.next([Reaction::HoldResponse(gate.clone())]);
    let call = tokio::spawn({
        let auth = auth.clone();
        async move { auth.revoke_token().await }
    });
    gate.arrival().await;
    call.abort();
    gate.open();
    assert_eq!(
        auth.bearer().await.map(|bearer| text(&bearer)).is_ok(),
        world.stored().await.is_some()
    );
    assert_eq!(
        auth.revoke_token().await.unwrap(),
        Revocation::NothingToRevoke
    );
    assert!(world.stored().await.is_none());
}

#[tokio::test]
async fn after_a_revocation_and_a_new_consent_everything_works_without_another_refresh() {
    let world = World::new();
    let auth = world.consented().await;
    let rejected = auth.bearer().await.unwrap();
    auth.revoke_token().await.unwrap();
    world.idp.give_code("again");
    auth.fetch_token("again").await.unwrap();
    let bearer = auth.bearer_after_rejection(&rejected).await.unwrap();
    assert_eq!(
        bearer.generation(),
        2,
        "generations continue, so that the old bearer is known to be another"
    );
    assert_eq!(world.idp.count(Operation::Refresh), 0);
    auth.refresh_token().await.unwrap();
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    assert_eq!(world.state().await, GrantState::Ready);
}

#[tokio::test]
async fn a_store_that_cannot_remove_is_reported_and_the_next_try_succeeds() {
    let world = World::new();
    let auth = world.consented().await;
    world.store.on_write([Fault::Fail]);
    let error = auth.revoke_token().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.recovery()),
        (ErrorKind::Store, Recovery::CheckStore)
    );
    assert!(matches!(
        auth.revoke_token().await.unwrap(),
        Revocation::AlreadyInvalid(_)
    ));
    assert!(world.stored().await.is_none());
    let auth = world.auth_on(&world.store, credentials().build().unwrap(), provider());
    world.store.on_write([Fault::Pass, Fault::Fail]);
    world.idp.give_code("again");
    auth.fetch_token("again").await.unwrap();
    assert_eq!(auth.forget().await.unwrap_err().kind(), ErrorKind::Store);
    auth.bearer().await.unwrap();
}
