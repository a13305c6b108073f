//! Many connections, kept fresh by themselves.

use std::time::Duration;

use acg::keeper::Keeper;
use acg::store::GrantState;
use acg::testing::{Gate, Reaction};
use acg::{AuthorizationCodeAuth, ConnectionId, Operation, Vault};
use tokio::sync::oneshot;

use crate::world::{World, credentials, provider};

async fn connections(world: &World, auth: &AuthorizationCodeAuth, count: usize) {
    for number in 0..count {
        let code = format!("code-{number}");
        world.idp.give_code(&code);
        let auth = auth
            .with_connection(ConnectionId::new(format!("c-{number}")).unwrap())
            .unwrap();
        auth.fetch_token(code).await.unwrap();
    }
}

/// Runs a keeper until `is_done`, and lets it end.
async fn run_until(keeper: &Keeper, is_done: impl Fn() -> bool) -> acg::keeper::Health {
    let (stop, stopped) = oneshot::channel::<()>();
    let run = tokio::spawn({
        let keeper = keeper.clone();
        async move { keeper.run(async { drop(stopped.await) }).await }
    });
    while !is_done() {
        tokio::task::yield_now().await;
    }
    drop(stop);
    run.await.unwrap().unwrap()
}

async fn generations(world: &World) -> Vec<u64> {
    let vault = Vault::from(world.records.clone());
    let page = vault.page(None).await.unwrap();
    page.into_iter()
        .map(|(_, record)| record.unwrap().head.generation)
        .collect()
}

#[tokio::test]
async fn what_is_due_is_refreshed_once() {
    let world = World::new();
    let auth = world.auth();
    connections(&world, &auth, 300).await;
    world.clock.advance(Duration::from_secs(500));
    let keeper = Keeper::builder(auth.clone())
        .concurrency(7)
        .build()
        .unwrap();
    let health = run_until(&keeper, || keeper.health().refreshed >= 300).await;
    assert_eq!(
        (health.refreshed, health.failed, health.in_flight),
        (300, 0, 0)
    );
    assert_eq!(world.idp.count(Operation::Refresh), 300);
    assert_eq!(generations(&world).await, [2; 300]);
}

#[tokio::test]
async fn what_is_not_due_is_left_alone() {
    let world = World::new();
    let auth = world.auth();
    connections(&world, &auth, 20).await;
    // Without jitter the time comes at 55 % of 900 seconds.
    world.clock.advance(Duration::from_secs(494));
    let keeper = Keeper::builder(auth)
        .poll_interval(Duration::ZERO)
        .build()
        .unwrap();
    let health = run_until(&keeper, || keeper.health().passes >= 3).await;
    assert_eq!((health.refreshed, health.due), (0, 0));
}

#[tokio::test]
async fn two_keepers_share_the_work() {
    let world = World::new();
    let auth = world.auth();
    connections(&world, &auth, 200).await;
    world.clock.advance(Duration::from_secs(500));
    let keepers = ["process-2", "process-3"].map(|owner| {
        let auth = world.process(owner).1;
        Keeper::builder(auth).concurrency(3).build().unwrap()
    });
    let done = || {
        keepers
            .iter()
            .map(|keeper| keeper.health().refreshed)
            .sum::<u64>()
            >= 200
    };
    let (one, two) = tokio::join!(run_until(&keepers[0], done), run_until(&keepers[1], done));
    assert_eq!(one.refreshed + two.refreshed, 200);
    assert!(one.refreshed > 0 && two.refreshed > 0, "{one:?} {two:?}");
    assert_eq!(
        (
            world.idp.count(Operation::Refresh),
            generations(&world).await
        ),
        (200, vec![2; 200])
    );
}

#[tokio::test]
async fn a_keeper_that_is_stopped_waits_for_what_is_under_way() {
    let world = World::new();
    let auth = world.auth();
    connections(&world, &auth, 1).await;
    world.clock.advance(Duration::from_secs(500));
    let gate = Gate::new();
    world.idp.next([Reaction::HoldResponse(gate.clone())]);
    let keeper = Keeper::builder(auth).build().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let run = tokio::spawn({
        let keeper = keeper.clone();
        async move { keeper.run(async { drop(stopped.await) }).await }
    });
    gate.arrival().await;
    drop(stop);
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!run.is_finished());
    assert_eq!(keeper.health().in_flight, 1);
    gate.open();
    assert_eq!(run.await.unwrap().unwrap().refreshed, 1);
    assert_eq!(generations(&world).await, [2]);
}

#[tokio::test]
async fn a_provider_that_has_too_many_requests_gets_fewer() {
    let world = World::new();
    let auth = world.auth();
    connections(&world, &auth, 40).await;
    world.clock.advance(Duration::from_secs(500));
    world.idp.next(vec![Reaction::Throttle("1"); 10]);
    let keeper = Keeper::builder(auth).concurrency(10).build().unwrap();
    let health = run_until(&keeper, || keeper.health().refreshed >= 40).await;
    assert_eq!(
        (health.refreshed, health.throttled, health.failed),
        (40, 10, 10)
    );
    assert!(health.rate < 10.0, "{health:?}");
    assert_eq!(generations(&world).await, [2; 40]);
}

#[tokio::test]
async fn another_clients_connections_are_left_alone_and_hide_nothing() {
    let world = World::new();
    let foreign = world.auth_of(
        Vault::from(world.records.clone()),
        credentials().oauth_client_id("other").build().unwrap(),
        provider(),
    );
    for number in 0..600 {
        world.idp.give_code(&format!("f-{number}"));
        let id = ConnectionId::new(format!("foreign-{number}")).unwrap();
        foreign
            .with_connection(id)
            .unwrap()
            .fetch_token(format!("f-{number}"))
            .await
            .unwrap();
    }
    let auth = world.auth();
    world.clock.advance(Duration::from_secs(1));
    connections(&world, &auth, 50).await;
    world.clock.advance(Duration::from_secs(600));
    let keeper = Keeper::builder(auth)
        .concurrency(1)
        .poll_interval(Duration::ZERO)
        .build()
        .unwrap();
    let health = run_until(&keeper, || keeper.health().refreshed >= 50).await;
    assert_eq!(health.refreshed, 50);
    assert_eq!(world.idp.count(Operation::Refresh), 50);
}

#[tokio::test]
async fn what_a_dead_process_left_is_taken_up_and_what_cannot_be_refreshed_is_counted() {
    let world = World::new();
    let auth = world.consented().await;
    world
        .edit_head(&[("\"ready\"", r#"{"refreshing":{"owner":"dead","until":0}}"#)])
        .await;
    let stored = world.stored().await.unwrap();
    let head = acg::store::Head::from_bytes(&stored.row.head).unwrap();
    let acg::store::Row {
        generation,
        owner,
        head: bytes,
        sealed,
        ..
    } = stored.row;
    let row = acg::store::Row::new(generation, head.due(), owner, bytes, sealed);
    acg::store::TokenStore::compare_and_swap(
        &*world.records,
        &world.id,
        Some(stored.version),
        &row,
    )
    .await
    .unwrap();
    world.idp.end_everything();
    let keeper = Keeper::builder(auth)
        .poll_interval(Duration::ZERO)
        .build()
        .unwrap();
    let health = run_until(&keeper, || keeper.health().consent_needed >= 1).await;
    assert_eq!((health.refreshed, health.consent_needed), (0, 1));
    assert!(matches!(
        world.state().await,
        GrantState::ConsentNeeded { .. }
    ));
}

#[tokio::test]
async fn what_a_process_left_that_is_known_to_have_ended_is_taken_up_before_its_lease_ends() {
    let world = World::new();
    let auth = world.consented().await;
    let stored = world.stored().await.unwrap();
    let far = stored.now.0 + 100_000;
    let lease = format!(r#"{{"refreshing":{{"owner":"dead","until":{far}}}}}"#);
    world.edit_head(&[("\"ready\"", &lease)]).await;
    let acg::store::Stored { row, version, .. } = world.stored().await.unwrap();
    let (due, owner) = (Some(acg::store::StoreTime(far)), Some("dead".to_owned()));
    let row = acg::store::Row::new(row.generation, due, owner, row.head, row.sealed);
    acg::store::TokenStore::compare_and_swap(&*world.records, &world.id, Some(version), &row)
        .await
        .unwrap();
    world.store.bury("dead");
    let keeper = Keeper::builder(auth).build().unwrap();
    let health = run_until(&keeper, || keeper.health().refreshed >= 1).await;
    assert_eq!((health.refreshed, generations(&world).await), (1, vec![2]));
}

#[tokio::test]
async fn callers_and_a_keeper_at_the_same_time_send_one_request() {
    let world = World::new();
    let auth = world.consented().await;
    world.expire();
    let gate = Gate::new();
    world.idp.next([Reaction::HoldRequest(gate.clone())]);
    let keeper = Keeper::builder(auth.clone()).build().unwrap();
    let run = tokio::spawn({
        let keeper = keeper.clone();
        async move { run_until(&keeper, || keeper.health().refreshed >= 1).await }
    });
    gate.arrival().await;
    let caller = tokio::spawn(async move { auth.bearer().await });
    tokio::task::yield_now().await;
    gate.open();
    caller.await.unwrap().unwrap();
    run.await.unwrap();
    assert_eq!(world.idp.count(Operation::Refresh), 1);
}

#[test]
fn a_keeper_needs_a_store() {
    let world = World::new();
    let credentials = credentials().build().unwrap();
    assert!(
        Keeper::builder(world.auth_in_memory(&credentials))
            .build()
            .is_err()
    );
}
