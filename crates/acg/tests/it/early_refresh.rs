//! A refresh that nobody waits for.

use std::time::Duration;

use acg::Operation;
use acg::testing::{Gate, Reaction};

use crate::world::{World, let_others_run, text};

#[tokio::test]
async fn one_refresh_begins_before_the_end_and_everyone_keeps_the_old_token_until_then() {
    let world = World::new();
    let auth = world.consented().await;
    let old = text(&auth.bearer().await.unwrap());
    let gate = Gate::new();
    world.idp.next([Reaction::HoldRequest(gate.clone())]);
    // The last tenth of the life begins before the skew of 30 seconds; without jitter, half of it.
    world.clock.advance(Duration::from_secs(900 - 30 - 44));
    for _ in 0..10 {
        assert_eq!(text(&auth.bearer().await.unwrap()), old);
    }
    gate.arrival().await;
    assert_eq!(text(&auth.bearer().await.unwrap()), old);
    gate.open();
    while text(&auth.bearer().await.unwrap()) == old {
        tokio::task::yield_now().await;
    }
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    world.assert_alive().await;
}

#[tokio::test]
async fn before_that_nothing_is_sent() {
    let world = World::new();
    let auth = world.consented().await;
    world.clock.advance(Duration::from_secs(900 - 30 - 46));
    auth.bearer().await.unwrap();
    tokio::task::yield_now().await;
    assert_eq!(world.idp.seen().len(), 1);
}

#[tokio::test]
async fn an_early_refresh_that_fails_is_not_repeated_for_every_caller() {
    let world = World::new();
    let auth = world.consented().await;
    world.idp.next([Reaction::Unreachable]);
    world.clock.advance(Duration::from_secs(900 - 30 - 44));
    for _ in 0..100 {
        auth.bearer().await.unwrap();
        tokio::task::yield_now().await;
    }
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    world.clock.advance(Duration::from_secs(44));
    auth.bearer().await.unwrap();
    assert_eq!(
        world.idp.count(Operation::Refresh),
        2,
        "in the skew it is waited for"
    );
}

#[tokio::test]
async fn a_token_without_refresh_token_is_not_refreshed_early() {
    let world = World::new();
    world.idp.next([Reaction::Edit(|response| {
        drop(response.as_object_mut().unwrap().remove("refresh_token"))
    })]);
    let auth = world.consented().await;
    world.clock.advance(Duration::from_secs(840));
    auth.bearer().await.unwrap();
    tokio::task::yield_now().await;
    assert_eq!(world.idp.seen().len(), 1);
}

#[tokio::test]
async fn a_program_that_ends_waits_for_a_refresh_in_the_background() {
    let world = World::new();
    let vault = acg::Vault::from(world.store.clone());
    let auth = world.auth_in(vault.clone());
    auth.fetch_token("code").await.unwrap();
    vault.wait_until_idle().await;
    let gate = Gate::new();
    world.idp.next([Reaction::HoldResponse(gate.clone())]);
    world.clock.advance(Duration::from_secs(900 - 30 - 44));
    auth.bearer().await.unwrap();
    gate.arrival().await;
    let finished = tokio::spawn(async move { vault.wait_until_idle().await });
    let_others_run().await;
    assert!(!finished.is_finished());
    gate.open();
    finished.await.unwrap();
    assert_eq!(world.head().await.generation, 2);
}
