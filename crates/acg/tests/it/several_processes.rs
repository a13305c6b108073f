//! Several processes on one record: one sends, everybody gets the token, and the lease is for sending alone.

use std::time::Duration;

use acg::clock::ManualClock;
use acg::store::{GrantState, TokenStore as _};
use acg::testing::{Gate, Reaction};
use acg::{ErrorKind, Operation};

use crate::faulty_store::Fault;
use crate::world::{World, credentials, let_others_run, provider, refresh_token, text};

#[tokio::test]
async fn two_processes_that_refresh_at_once_send_one_request() {
    let world = World::new();
    let first = world.expired().await;
    let (_store, second) = world.process("process-2");
    let held = world.hold_request(&first).await;
    let two = tokio::spawn(async move { second.bearer().await });
    tokio::task::yield_now().await;
    let (one, two) = (held.release().await.unwrap(), two.await.unwrap().unwrap());
    assert_eq!(text(&one), text(&two));
    assert_eq!(world.idp.count(Operation::Refresh), 1);
    world.assert_alive().await;
}

#[tokio::test]
async fn a_token_that_another_process_refreshed_is_used_without_a_request() {
    let world = World::new();
    let first = world.expired().await;
    let (_store, second) = world.process("process-2");
    let refreshed = first.bearer().await.unwrap();
    let adopted = second.bearer().await.unwrap();
    assert_eq!(
        (text(&adopted), adopted.generation()),
        (text(&refreshed), 2)
    );
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[tokio::test]
async fn a_token_that_is_still_valid_is_served_while_another_process_refreshes() {
    let world = World::new();
    let first = world.consented().await;
    let (_store, second) = world.process("process-2");
    world.clock.advance(Duration::from_secs(880));
    let refresh = world.hold_request(&first).await;
    let before = world.seconds();
    assert_eq!(
        (second.bearer().await.unwrap().generation(), world.seconds()),
        (1, before)
    );
    assert_eq!(refresh.release().await.unwrap().generation(), 2);
    world.clock.advance(Duration::from_secs(20));
    assert_eq!(second.bearer().await.unwrap().generation(), 2);
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[tokio::test]
async fn an_explicit_refresh_takes_what_another_process_has_refreshed_since() {
    let world = World::new();
    let first = world.consented().await;
    let (_store, second) = world.process("process-2");
    second.refresh_token().await.unwrap();
    assert_eq!(
        first.refresh_token().await.unwrap(),
        second.oauth_token().unwrap()
    );
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[tokio::test]
async fn a_living_owners_lease_is_respected_until_it_ends() {
    let world = World::new();
    let first = world.expired().await;
    let (_store, second) = world.process("process-2");
    let held = world.hold_request(&first).await;
    let GrantState::Refreshing { owner, until } = world.state().await else {
        panic!("no lease")
    };
    assert_eq!(owner, world.store.owner());
    // Each pause moves the clock: the second process waits the lease out and takes over.
    second.bearer().await.unwrap();
    assert!(world.seconds() * 1000 >= until.0, "not before its end");
    assert_eq!(world.idp.count(Operation::Refresh), 2);
    // The first one's token was claimed by the second: it gets what the second has made of it.
    assert_eq!(
        text(&held.release().await.unwrap()),
        text(&second.bearer().await.unwrap())
    );
    assert_eq!(world.state().await, GrantState::Ready);
    world.assert_alive().await;
}

#[tokio::test]
async fn a_dead_owners_lease_is_taken_over_at_once() {
    let world = World::new();
    let first = world.expired().await;
    let (store, second) = world.process("process-2");
    world.idp.next([Reaction::Hang]);
    let dead = tokio::spawn(async move { first.bearer().await });
    while !matches!(world.state().await, GrantState::Refreshing { .. }) {
        tokio::task::yield_now().await;
    }
    store.bury(world.store.owner());
    let before = world.seconds();
    second.bearer().await.unwrap();
    assert_eq!(
        (world.seconds(), world.idp.count(Operation::Refresh)),
        (before, 2)
    );
    world.assert_alive().await;
    dead.abort();
}

#[tokio::test]
async fn a_late_response_is_taken_although_the_lease_has_ended() {
    let world = World::new();
    let first = world.expired().await;
    let one = world.hold_response(&first).await;
    let (store, second) = world.process("process-2");
    store.bury(world.store.owner());
    // The second presents a token that is spent already, is refused, and marks the grant as ended.
    assert_eq!(
        second.bearer().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
    assert!(matches!(
        world.state().await,
        GrantState::ConsentNeeded { .. }
    ));
    one.release().await.unwrap();
    world.assert_alive().await;
    assert_eq!(world.state().await, GrantState::Ready);
    second.bearer().await.unwrap();
}

#[tokio::test]
async fn a_process_suspended_past_its_lease_does_not_send_and_says_so() {
    stands_still(|clock| clock.advance(Duration::from_secs(200))).await;
}

#[tokio::test]
async fn a_machine_suspended_past_a_lease_does_not_send() {
    stands_still(|clock| clock.suspend(Duration::from_secs(200))).await;
}

/// Lets a process stand still between its lease and its request.
async fn stands_still(pass: impl FnOnce(&ManualClock)) {
    let world = World::new();
    let auth = world.expired().await;
    let gate = Gate::new();
    world.store.on_write([Fault::Before(gate.clone())]);
    let call = tokio::spawn({
        let auth = auth.clone();
        async move { auth.bearer().await }
    });
    gate.arrival().await;
    pass(&world.clock);
    gate.open();
    let error = call.await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(
        error.to_string(),
        "token refresh: this process was suspended past its lease; nothing was sent"
    );
    assert_eq!(
        (world.idp.count(Operation::Refresh), world.state().await),
        (0, GrantState::Ready)
    );
    auth.bearer().await.unwrap();
}

#[tokio::test]
async fn a_failure_that_another_process_has_overtaken_is_none() {
    let world = World::new();
    let first = world.expired().await;
    let one = world.hold_request(&first).await;
    let (_store, second) = world.process("process-2");
    world.idp.give_code("again");
    second.fetch_token("again").await.unwrap();
    world.idp.end_everything();
    world
        .idp
        .give_refresh_token(&refresh_token(&world.record().await));
    assert_eq!(
        text(&one.release().await.unwrap()),
        text(&second.bearer().await.unwrap())
    );
    world.assert_alive().await;
}

#[tokio::test]
async fn a_consent_wins_over_a_refresh_of_the_grant_it_replaces() {
    let world = World::new();
    let first = world.expired().await;
    let (store, second) = world.process("process-2");
    world.idp.give_code("again");
    // The second process has its tokens, and is held while the first one writes the old grant's next generation.
    let gate = Gate::new();
    store.on_write([Fault::Before(gate.clone())]);
    let consent = tokio::spawn(async move { second.fetch_token("again").await });
    gate.arrival().await;
    first.bearer().await.unwrap();
    gate.open();
    let token = consent.await.unwrap().unwrap();
    assert_eq!(
        world.record().await.token,
        token,
        "what the customer consented to last counts"
    );
    assert_eq!(world.head().await.generation, 3);
}

#[tokio::test]
async fn a_waiting_refresh_does_not_hold_a_new_consent_up() {
    let world = World::new();
    let first = world.expired().await;
    world.idp.next([Reaction::Hang]);
    let _hanging = tokio::spawn(async move { first.bearer().await });
    while !matches!(world.state().await, GrantState::Refreshing { .. }) {
        tokio::task::yield_now().await;
    }
    let (store, second) = world.process("process-2");
    let gate = Gate::new();
    store.on_load([Fault::Pass, Fault::Pass, Fault::Before(gate.clone())]);
    let waiting = tokio::spawn({
        let second = second.clone();
        async move { second.bearer().await }
    });
    gate.arrival().await;
    world.idp.give_code("again");
    let consent = tokio::spawn(async move { second.fetch_token("again").await });
    gate.open();
    let before = world.seconds();
    consent.await.unwrap().unwrap();
    assert!(world.seconds() - before < 5);
    waiting.await.unwrap().unwrap();
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[tokio::test]
async fn a_lease_written_by_a_clock_that_was_wrong_is_waited_for_once() {
    let world = World::new();
    let auth = world.expired().await;
    let until = (world.seconds() + 400 * 86_400) * 1000;
    let lease = format!(r#""state":{{"refreshing":{{"owner":"process-9","until":{until}}}}}"#);
    world.edit_head(&[(r#""state":"ready""#, &lease)]).await;
    let before = world.seconds();
    auth.bearer().await.unwrap();
    assert!(world.seconds() - before < 600);
    world.assert_alive().await;
}

#[tokio::test]
async fn another_environments_session_does_not_get_the_token_out_of_memory() {
    let world = World::new();
    let auth = world.consented().await;
    let other_provider = world.auth_on(
        &world.store,
        credentials().build().unwrap(),
        provider().identity("production"),
    );
    let other_client = world.auth_on(
        &world.store,
        credentials().oauth_client_id("other").build().unwrap(),
        provider(),
    );
    for other in [other_provider, other_client] {
        assert!(other.oauth_token().is_none());
        assert_eq!(
            other.bearer().await.unwrap_err().kind(),
            ErrorKind::Configuration
        );
        assert_eq!(
            other.refresh_token().await.unwrap_err().kind(),
            ErrorKind::Configuration
        );
        assert_eq!(
            other.revoke_token().await.unwrap_err().kind(),
            ErrorKind::Configuration
        );
    }
    assert_eq!(
        world.idp.count(Operation::Refresh) + world.idp.count(Operation::Revoke),
        0
    );
    auth.bearer().await.unwrap();
}

#[tokio::test]
async fn the_lease_of_an_owner_that_is_seen_alive_is_not_over_because_a_clock_says_so() {
    let world = World::new();
    let slow = world.expired().await;
    let first = world.hold_response(&slow).await;
    let (store, other) = world.process("process-2");
    store.see_alive("process-1");
    // The other machine's clock is an hour ahead.
    world
        .clock
        .set(acg::clock::Clock::now(&*world.clock) + Duration::from_secs(3600));
    let waiting = tokio::spawn(async move { other.bearer().await });
    let_others_run().await;
    assert_eq!(
        world.idp.count(Operation::Refresh),
        1,
        "only the owner sends"
    );
    first.release().await.unwrap();
    let _ = waiting.await.unwrap();
    assert_eq!(world.idp.live().len(), 1);
    world.assert_alive().await;
}

#[tokio::test]
async fn a_refusal_does_not_end_a_grant_that_has_got_a_sibling_in_between() {
    let world = World::new();
    let auth = world.expired().await;
    let call = world.hold_request(&auth).await;
    // Another process, whose response to the token before was late, puts it beside the first; that is the one which
    // lives.
    world.idp.end_everything();
    world.idp.give_refresh_token("second");
    world.store_sibling("second").await;
    call.release().await.unwrap();
    assert_eq!(world.state().await, GrantState::Ready);
    world.assert_alive().await;
}

#[tokio::test]
async fn a_second_response_revives_a_grant_whose_first_response_was_refused() {
    let world = World::new();
    let first = world.expired().await;
    let call = world.hold_response(&first).await;
    // The provider gives another process the first response to the same token, and then takes only the second.
    let live = world.idp.live();
    let (store, second) = world.process("process-2");
    store.bury(world.store.owner());
    world
        .idp
        .give_refresh_token(&refresh_token(&world.record().await));
    second.bearer().await.unwrap();
    world.idp.end_everything();
    live.iter()
        .for_each(|token| world.idp.give_refresh_token(token));
    world.expire();
    assert_eq!(
        second.bearer().await.unwrap_err().kind(),
        ErrorKind::ConsentNeeded
    );
    call.release().await.unwrap();
    assert_eq!(
        (world.state().await, world.head().await.generation),
        (GrantState::Ready, 3)
    );
    world.assert_alive().await;
}
