//! Responses that never arrived, at a provider where the same process presents the token once more.

use std::sync::Arc;

use acg::provider::LostResponse;
use acg::store::GrantState;
use acg::testing::{Grace, Reaction};
use acg::{AuthorizationCodeAuth, ConsentCause, ErrorKind, Operation, Recovery, Vault};

use crate::world::{World, credentials, provider};

async fn expired(world: &World) -> AuthorizationCodeAuth {
    let vault = Vault::from(Arc::clone(&world.store));
    let provider = provider().lost_response(LostResponse::PresentAgain);
    let auth = world.auth_of(vault, credentials().build().unwrap(), provider);
    auth.fetch_token("code").await.unwrap();
    world.expire();
    auth
}

#[tokio::test]
async fn a_request_that_was_lost_is_presented_once_more_at_once() {
    let world = World::new();
    let auth = expired(&world).await;
    world
        .idp
        .next([Reaction::Respond(504, "text/html", String::new())]);
    auth.bearer().await.unwrap();
    assert_eq!(world.idp.count(Operation::Refresh), 2);
    world.assert_alive().await;
}

#[tokio::test]
async fn within_a_grace_window_a_lost_response_costs_nothing() {
    for lost in [
        Reaction::LoseResponse,
        Reaction::BreakAfter(r#"{"id_token":"a.b.c","#.to_owned()),
        Reaction::EndlessBody,
        Reaction::ProcessAndRespond(502, "text/html", String::new()),
    ] {
        let world = World::new();
        world.idp.set_grace(Grace::AnotherSuccessor);
        let auth = expired(&world).await;
        world.idp.next([lost.clone()]);
        auth.bearer().await.unwrap();
        assert_eq!(world.idp.count(Operation::Refresh), 2, "{lost:?}");
        assert_eq!(
            (world.state().await, world.head().await.generation),
            (GrantState::Ready, 2)
        );
    }
}

#[tokio::test]
async fn without_grace_a_lost_response_is_a_lost_consent_and_says_so() {
    let world = World::new();
    let auth = expired(&world).await;
    world.idp.next([Reaction::LoseResponse]);
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(
        error.recovery(),
        Recovery::AskForConsent(ConsentCause::RotationLost)
    );
    assert_eq!(world.idp.count(Operation::Refresh), 2);
}

#[tokio::test]
async fn two_lost_responses_leave_the_outcome_unknown() {
    let world = World::new();
    let auth = expired(&world).await;
    world.idp.next([
        Reaction::Respond(503, "text/html", String::new()),
        Reaction::Respond(503, "text/html", String::new()),
    ]);
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::OutcomeUnknown
    );
    assert_eq!(
        (world.state().await, world.idp.count(Operation::Refresh)),
        (GrantState::InDoubt, 2)
    );
}

#[tokio::test]
async fn a_lost_response_stays_unknown_when_the_provider_cannot_be_reached_again() {
    let world = World::new();
    let auth = expired(&world).await;
    world.idp.next([
        Reaction::Respond(503, "text/html", String::new()),
        Reaction::Unreachable,
    ]);
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::OutcomeUnknown
    );
    assert_eq!(world.state().await, GrantState::InDoubt);
}
