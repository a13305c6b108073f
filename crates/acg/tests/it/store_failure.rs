//! A store that fails, and a token that still lives.

use std::time::Duration;

use acg::grant::Revocation;
use acg::store::GrantState;
use acg::testing::{Gate, Reaction};
use acg::{ErrorKind, Operation, Recovery, Vault};

use crate::faulty_store::Fault;
use crate::world::{World, refresh_token, text};

/// Lets the task that retries in the background do its work.
async fn eventually(world: &World, is_done: impl AsyncFn(&World) -> bool) {
    for _ in 0..10_000 {
        if is_done(world).await {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("it never happened");
}

#[tokio::test]
async fn a_refreshed_token_that_cannot_be_saved_is_served_and_saved_later() {
    let world = World::keep_serving();
    let auth = world.expired().await;
    let gate = Gate::new();
    world.idp.next([Reaction::HoldResponse(gate.clone())]);
    let call = tokio::spawn({
        let auth = auth.clone();
        async move { auth.refresh_token().await }
    });
    gate.arrival().await;
    world.store.set_down(true);
    gate.open();
    let error = call.await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.operation(), error.recovery()),
        (ErrorKind::Store, Operation::Refresh, Recovery::CheckStore)
    );

    let bearer = auth.bearer().await.unwrap();
    assert_eq!(bearer.generation(), 2, "served from memory");
    assert_eq!(world.head().await.generation, 1, "not saved");

    world.store.set_down(false);
    auth.bearer().await.unwrap();
    eventually(&world, async |world| world.head().await.generation == 2).await;
    world.assert_alive().await;
    assert_eq!(
        (world.state().await, world.idp.count(Operation::Refresh)),
        (GrantState::Ready, 1)
    );
}

#[tokio::test]
async fn a_token_that_is_not_saved_is_not_rotated_again() {
    let world = World::keep_serving();
    let auth = world.expired().await;
    world
        .store
        .on_write([Fault::Pass].into_iter().chain(vec![Fault::Fail; 20]));
    assert_eq!(
        auth.refresh_token().await.unwrap_err().kind(),
        ErrorKind::Store
    );
    world.expire();
    world.store.set_down(true);
    for _ in 0..3 {
        assert_eq!(auth.bearer().await.unwrap_err().kind(), ErrorKind::Store);
        assert_eq!(
            auth.refresh_token().await.unwrap_err().kind(),
            ErrorKind::Store
        );
    }
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    world.store.set_down(false);
    while auth.bearer().await.is_err() {}
    world.assert_alive().await;
    assert_eq!(
        (
            world.head().await.generation,
            world.idp.count(Operation::Refresh)
        ),
        (3, 2)
    );
}

#[tokio::test]
async fn a_store_that_fails_now_and_then_is_asked_again() {
    let faults = [Fault::Fail, Fault::Fail, Fault::DoneButFailed];
    for fault in faults {
        let world = World::keep_serving();
        let auth = world.expired().await;
        world.store.on_write([Fault::Pass, fault.clone(), fault]);
        auth.bearer().await.unwrap();
        world.assert_alive().await;
        assert_eq!(world.head().await.generation, 2);
    }
}

#[tokio::test]
async fn a_write_of_unknown_outcome_is_not_written_twice() {
    for (operation, generation) in [(Operation::Refresh, 2), (Operation::Exchange, 1)] {
        let world = World::keep_serving();
        let auth = world.auth();
        if operation == Operation::Refresh {
            auth.fetch_token("code").await.unwrap();
            world.store.on_write([Fault::Pass]);
        }
        let written = world.store.written();
        world.store.on_write([Fault::DoneButFailed]);
        match operation {
            Operation::Refresh => drop(auth.refresh_token().await.unwrap()),
            _ => drop(auth.fetch_token("code").await.unwrap()),
        }
        let expected = if operation == Operation::Refresh {
            2
        } else {
            1
        };
        assert_eq!(
            (
                world.store.written() - written,
                world.head().await.generation
            ),
            (expected, generation)
        );
    }
}

#[tokio::test]
async fn nothing_is_sent_when_the_intent_cannot_be_written() {
    let world = World::keep_serving();
    let auth = world.expired().await;
    world.store.on_write([Fault::Fail]);
    assert_eq!(auth.bearer().await.unwrap_err().kind(), ErrorKind::Store);
    world.store.on_load([Fault::Fail]);
    assert_eq!(auth.bearer().await.unwrap_err().kind(), ErrorKind::Store);
    assert_eq!(world.idp.count(Operation::Refresh), 0);
    auth.bearer().await.unwrap();
}

#[tokio::test]
async fn an_end_that_cannot_be_written_leaves_the_grant_usable() {
    let world = World::keep_serving();
    let auth = world.expired().await;
    world.idp.next([Reaction::Unreachable]);
    world.store.on_write([Fault::Pass, Fault::Fail]);
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::Transport
    );
    assert!(matches!(world.state().await, GrantState::Refreshing { .. }));
    auth.bearer().await.unwrap();
    world.assert_alive().await;
}

#[tokio::test]
async fn a_store_that_panics_harms_no_later_caller() {
    let world = World::keep_serving();
    let auth = world.expired().await;
    world.store.on_write([Fault::Panic]);
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::OutcomeUnknown
    );
    auth.bearer().await.unwrap();
}

#[tokio::test]
async fn an_exchanged_token_that_cannot_be_saved_is_served_and_saved_later() {
    let world = World::keep_serving();
    let auth = world.auth();
    world.store.set_down(true);
    let error = auth.fetch_token("code").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Store, Operation::Exchange)
    );
    auth.bearer().await.unwrap();
    world.store.set_down(false);
    auth.bearer().await.unwrap();
    eventually(&world, async |world| world.stored().await.is_some()).await;
    world.assert_alive().await;
}

#[tokio::test]
async fn an_exchange_over_a_record_that_cannot_be_read_ends() {
    let world = World::keep_serving();
    let auth = world.consented().await;
    world.idp.give_code("again");
    world.store.on_load(vec![Fault::Fail; 100]);
    assert_eq!(
        auth.fetch_token("again").await.unwrap_err().kind(),
        ErrorKind::Store
    );
    auth.bearer().await.unwrap();
    assert_eq!(
        auth.oauth_token().unwrap().refresh_token.unwrap().expose(),
        "rt-2"
    );
}

#[tokio::test]
async fn a_consent_that_waited_for_the_store_replaces_what_is_in_it() {
    let world = World::keep_serving();
    let auth = world.consented().await;
    let (_store, other) = world.process("process-2");
    for _ in 0..3 {
        other.refresh_token().await.unwrap();
    }
    world.idp.give_code("again");
    world.store.set_down(true);
    assert_eq!(
        auth.fetch_token("again").await.unwrap_err().kind(),
        ErrorKind::Store
    );
    world.store.set_down(false);
    auth.bearer().await.unwrap();
    eventually(&world, async |world| world.head().await.generation == 5).await;
    assert_eq!(refresh_token(&world.record().await), "rt-5");
}

/// A grant whose refreshed token is in memory alone; the store works again.
async fn unsaved(world: &World) -> acg::AuthorizationCodeAuth {
    let auth = world.expired().await;
    world
        .store
        .on_write([Fault::Pass].into_iter().chain(vec![Fault::Fail; 5]));
    assert_eq!(
        auth.refresh_token().await.unwrap_err().kind(),
        ErrorKind::Store
    );
    auth
}

#[tokio::test]
async fn a_refresh_saves_first_what_waits_for_the_store() {
    let world = World::keep_serving();
    let auth = unsaved(&world).await;
    auth.refresh_token().await.unwrap();
    assert_eq!(
        (
            world.head().await.generation,
            world.idp.count(Operation::Refresh)
        ),
        (3, 2)
    );
    world.assert_alive().await;
}

#[tokio::test]
async fn what_waited_for_the_store_does_not_replace_what_is_newer() {
    let world = World::keep_serving();
    let auth = unsaved(&world).await;
    // The customer consents again, through another process.
    let (_store, other) = world.process("process-2");
    world.idp.give_code("again");
    other.fetch_token("again").await.unwrap();
    other.refresh_token().await.unwrap();
    let newest = world.record().await;
    auth.bearer().await.unwrap();
    eventually(&world, async |_| auth.oauth_token() == other.oauth_token()).await;
    assert_eq!(world.record().await, newest);
}

#[tokio::test]
async fn what_waited_for_the_store_does_not_bring_back_what_was_revoked() {
    let world = World::keep_serving();
    let auth = world.expired().await;
    let gate = Gate::new();
    let faults = [Fault::Pass].into_iter().chain(vec![Fault::Fail; 5]);
    world
        .store
        .on_write(faults.chain([Fault::Before(gate.clone())]));
    assert_eq!(
        auth.refresh_token().await.unwrap_err().kind(),
        ErrorKind::Store
    );
    gate.arrival().await;
    let (_store, other) = world.process("process-2");
    assert!(matches!(
        other.revoke_token().await.unwrap(),
        Revocation::AlreadyInvalid(_)
    ));
    gate.open();
    eventually(&world, async |world| world.idp.live().is_empty()).await;
    assert!(
        world.stored().await.is_none(),
        "the grant was revoked, and so is its successor"
    );
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
}

#[tokio::test]
async fn a_revocation_ends_the_token_that_is_in_memory_alone() {
    let world = World::keep_serving();
    let auth = unsaved(&world).await;
    assert_eq!(auth.revoke_token().await.unwrap(), Revocation::Revoked);
    assert!(world.idp.live().is_empty());
    assert!(world.stored().await.is_none());
}

#[tokio::test]
async fn what_was_forgotten_does_not_come_back_into_the_store() {
    let world = World::keep_serving();
    let auth = unsaved(&world).await;
    auth.forget().await.unwrap();
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
    assert!(world.stored().await.is_none());
    assert_eq!(world.idp.live(), ["rt-2"], "the provider is not told");
}

/// A grant whose first token is in memory alone; the store works again.
async fn unsaved_consent(world: &World) -> acg::AuthorizationCodeAuth {
    let auth = world.auth();
    world.store.set_down(true);
    assert_eq!(
        auth.fetch_token("code").await.unwrap_err().kind(),
        ErrorKind::Store
    );
    world.store.set_down(false);
    auth
}

#[tokio::test]
async fn a_consent_that_was_forgotten_does_not_come_into_the_store() {
    let world = World::keep_serving();
    let auth = unsaved_consent(&world).await;
    auth.forget().await.unwrap();
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
    assert!(world.stored().await.is_none());
    assert!(auth.oauth_token().is_none());
}

#[tokio::test]
async fn the_last_of_two_consents_counts_although_the_first_still_waits_for_the_store() {
    let world = World::keep_serving();
    let auth = unsaved_consent(&world).await;
    world.idp.give_code("again");
    let token = auth.fetch_token("again").await.unwrap();
    auth.refresh_token().await.unwrap();
    assert_eq!(refresh_token(&world.record().await), "rt-3");
    assert_eq!(
        (
            token.refresh_token.unwrap().expose(),
            world.head().await.generation
        ),
        ("rt-2", 3)
    );
}

#[tokio::test]
async fn a_new_consent_is_not_replaced_by_what_waited_for_the_store() {
    let world = World::keep_serving();
    let auth = unsaved(&world).await;
    world.idp.give_code("again");
    let token = auth.fetch_token("again").await.unwrap();
    auth.bearer().await.unwrap();
    assert_eq!(world.record().await.token, token);
    assert_eq!(
        text(&auth.bearer().await.unwrap()),
        token.id_token.unwrap().expose()
    );
}

#[tokio::test]
async fn with_the_default_policy_no_caller_sees_a_token_that_is_not_saved() {
    let world = World::new();
    let auth = world.consented().await;
    let old = text(&auth.bearer().await.unwrap());
    world
        .store
        .on_write([Fault::Pass].into_iter().chain(vec![Fault::Fail; 5]));
    assert_eq!(
        auth.refresh_token().await.unwrap_err().kind(),
        ErrorKind::Store
    );
    world.store.set_down(true);
    assert_eq!(
        text(&auth.bearer().await.unwrap()),
        old,
        "the old one is used while it is valid"
    );
    world.expire();
    assert_eq!(auth.bearer().await.unwrap_err().kind(), ErrorKind::Store);
    world.store.set_down(false);
    while auth.bearer().await.is_err() {}
    world.assert_alive().await;
    assert_eq!(
        world.idp.count(Operation::Refresh),
        2,
        "it was saved, and had expired since"
    );
}

#[tokio::test]
async fn a_token_that_must_not_live_unsaved_is_revoked() {
    let world = World {
        policy: acg::vault::StorePolicy::RevokeAndFail,
        ..World::new()
    };
    let auth = world.expired().await;
    world
        .store
        .on_write([Fault::Pass].into_iter().chain(vec![Fault::Fail; 5]));
    assert_eq!(auth.bearer().await.unwrap_err().kind(), ErrorKind::Store);
    assert_eq!(
        (world.idp.live().len(), world.idp.count(Operation::Revoke)),
        (0, 1)
    );
    world.clock.advance(Duration::from_secs(300));
    let error = auth.bearer().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConsentNeeded);
}

#[tokio::test]
async fn a_program_that_ends_can_save_what_a_store_has_not_taken() {
    let world = World::new();
    let auth = world.expired().await;
    world
        .store
        .on_write([Fault::Pass].into_iter().chain(vec![Fault::Fail; 5]));
    assert!(auth.bearer().await.is_err());
    world.store.set_down(true);
    assert_eq!(
        auth.retry_pending().await.unwrap_err().kind(),
        ErrorKind::Store
    );
    world.store.set_down(false);
    auth.retry_pending().await.unwrap();
    world.assert_alive().await;
    auth.retry_pending().await.unwrap();
}

#[tokio::test]
async fn a_token_that_is_in_memory_alone_is_saved_although_its_session_is_gone() {
    let world = World::new();
    let auth = world.expired().await;
    let vault = Vault::from(world.store.clone());
    drop(auth);
    let auth = world.auth_in(vault.clone());
    world
        .store
        .on_write([Fault::Pass].into_iter().chain(vec![Fault::Fail; 10]));
    assert_eq!(auth.bearer().await.unwrap_err().kind(), ErrorKind::Store);
    drop(auth);
    assert_eq!((vault.unsaved(), world.head().await.generation), (1, 1));
    let saved = tokio::spawn({
        let vault = vault.clone();
        async move { vault.wait_until_saved().await }
    });
    while !saved.is_finished() {
        world.clock.advance(Duration::from_secs(1));
        tokio::task::yield_now().await;
    }
    assert_eq!((vault.unsaved(), world.head().await.generation), (0, 2));
    world.assert_alive().await;
}
