//! Grants whose refresh token was refused: they have ended, and hours later the token is presented once more, because an incident at
//! the provider looks the same.

use std::time::Duration;

use acg::keeper::Keeper;
use acg::store::GrantState;
use acg::testing::{CLAIMED, Reaction};
use acg::{AuthorizationCodeAuth, ConnectionId, ConsentCause, ErrorKind, Operation, Recovery};

use crate::world::World;

const HOUR: Duration = Duration::from_secs(60 * 60);

fn refusal() -> Reaction {
    let body = format!(r#"{{"error":"invalid_request","error_description":"{CLAIMED}"}}"#);
    Reaction::Respond(400, "application/json", body)
}

/// Lets the provider refuse the next refresh of the grant, which is believed.
async fn refuse(world: &World, auth: &AuthorizationCodeAuth) {
    world.idp.next([refusal()]);
    assert_ended(auth).await;
}

async fn assert_ended(auth: &AuthorizationCodeAuth) {
    let error = auth.bearer().await.unwrap_err();
    let refused = Recovery::AskForConsent(ConsentCause::RefreshTokenRefused);
    assert_eq!(error.recovery(), refused);
}

/// Grants of one client, with expired tokens.
async fn expired(world: &World, count: usize) -> Vec<AuthorizationCodeAuth> {
    let template = world.auth();
    world.idp.accept_every_code();
    let mut grants = Vec::new();
    for number in 0..count {
        let id = ConnectionId::new(format!("c-{number}")).unwrap();
        let auth = template.with_connection(id).unwrap();
        auth.fetch_token("code").await.unwrap();
        grants.push(auth);
    }
    world.expire();
    grants
}

#[tokio::test]
async fn a_grant_that_an_incident_has_ended_continues_hours_later() {
    let world = World::new();
    let auth = world.expired().await;
    refuse(&world, &auth).await;
    world.clock.advance(5 * HOUR);
    assert_ended(&auth).await;
    assert_eq!(world.idp.count(Operation::Refresh), 1, "too early");
    world.clock.advance(HOUR);
    auth.bearer().await.unwrap();
    world.assert_alive().await;
    let head = world.head().await;
    assert_eq!((head.state, head.second_look), (GrantState::Ready, None));
}

#[tokio::test]
async fn a_grant_that_has_really_ended_is_looked_at_once_more_and_never_again() {
    let world = World::new();
    let auth = world.expired().await;
    world.idp.end_everything();
    assert_ended(&auth).await;
    for _ in 0..5 {
        world.clock.advance(7 * HOUR);
        assert_ended(&auth).await;
    }
    assert_eq!(world.idp.count(Operation::Refresh), 2);
    assert_eq!(world.stored().await.unwrap().row.due, None);
}

#[tokio::test]
async fn a_second_look_that_comes_to_nothing_is_repeated_and_the_grant_has_ended_until_then() {
    let unavailable = || Reaction::Respond(503, "text/html", String::new());
    for (nothing, cause) in [
        (Reaction::Unreachable, ConsentCause::RefreshTokenRefused),
        (Reaction::Throttle("1"), ConsentCause::RefreshTokenRefused),
        (unavailable(), ConsentCause::RotationLost),
        (Reaction::LoseResponse, ConsentCause::RotationLost),
    ] {
        let world = World::new();
        world.idp.set_grace(acg::testing::Grace::SameSuccessor);
        let auth = world.expired().await;
        refuse(&world, &auth).await;
        world.clock.advance(6 * HOUR);
        world.idp.next([nothing.clone()]);
        auth.bearer().await.unwrap_err();
        let state = GrantState::ConsentNeeded { cause };
        assert_eq!(world.state().await, state, "{nothing:?}");
        world.clock.advance(Duration::from_secs(120));
        auth.bearer().await.unwrap();
        world.assert_alive().await;
    }
}

#[tokio::test]
async fn a_keeper_makes_the_second_look_without_being_asked() {
    let world = World::new();
    let auth = world.expired().await;
    refuse(&world, &auth).await;
    world.clock.advance(6 * HOUR);
    let keeper = Keeper::builder(auth).build().unwrap();
    let refreshed = async {
        while keeper.health().refreshed == 0 {
            tokio::task::yield_now().await;
        }
    };
    keeper.run(refreshed).await.unwrap();
    world.assert_alive().await;
}

#[tokio::test]
async fn second_looks_at_what_a_bank_has_ended_are_no_incident() {
    let world = World::new();
    let grants = expired(&world, 60).await;
    let (living, ended) = grants.split_at(20);
    // Each end comes after a success, so that all are believed.
    for (index, auth) in ended.iter().enumerate() {
        living[index % 20].refresh_token().await.unwrap();
        refuse(&world, auth).await;
    }
    world.idp.end_everything();
    for auth in living {
        world.idp.give_refresh_token(&current(auth).await);
    }
    world.clock.advance(6 * HOUR);
    for auth in ended {
        assert_ended(auth).await;
    }
    for auth in living {
        auth.bearer().await.unwrap();
    }
}

async fn current(auth: &AuthorizationCodeAuth) -> String {
    let token = auth.record().await.unwrap().unwrap().token;
    token.refresh_token.unwrap().expose().to_owned()
}

#[tokio::test]
async fn during_an_incident_no_second_look_is_made() {
    let world = World::new();
    let grants = expired(&world, 20).await;
    refuse(&world, &grants[0]).await;
    world.clock.advance(6 * HOUR);
    // With the first one ten in a row.
    world.idp.next(vec![refusal(); 9]);
    for auth in &grants[1..10] {
        auth.bearer().await.unwrap_err();
    }
    let sent = world.idp.count(Operation::Refresh);
    // Also when a probe may be sent.
    world.clock.advance(Duration::from_secs(60));
    assert_ended(&grants[0]).await;
    assert_eq!(world.idp.count(Operation::Refresh), sent);
    grants[15].bearer().await.unwrap();
    grants[0].bearer().await.unwrap();
}

#[tokio::test]
async fn a_consent_that_was_given_in_between_needs_no_second_look() {
    let world = World::new();
    let auth = world.expired().await;
    refuse(&world, &auth).await;
    world.idp.give_code("again");
    auth.fetch_token("again").await.unwrap();
    assert_eq!(world.head().await.second_look, None);
    // Nor one that another channel has ended.
    assert!(auth.end_consent(|_| true).await.unwrap());
    world.clock.advance(7 * HOUR);
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}
