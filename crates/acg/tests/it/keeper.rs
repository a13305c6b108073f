//! Many connections, kept fresh by themselves.

use std::time::Duration;

use acg::clock::Clock as _;
use acg::keeper::{Health, Keeper};
use acg::store::GrantState;
use acg::testing::{CLAIMED, Gate, Reaction};
use acg::vault::Spool;
use acg::{AuthorizationCodeAuth, ConnectionId, Error, Operation, Vault};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::faulty_store::Fault;
use crate::world::{World, credentials, let_others_run, provider};

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

/// A token of each connection is overdue by this.
const OVERDUE: Duration = Duration::from_secs(500);

fn refused(code: &str) -> Reaction {
    Reaction::Respond(400, "application/json", format!(r#"{{"error":"{code}"}}"#))
}

type Run = JoinHandle<Result<Health, Error>>;

/// Runs a keeper until the sender is dropped.
fn start(keeper: &Keeper) -> (oneshot::Sender<()>, Run) {
    let (stop, stopped) = oneshot::channel::<()>();
    let keeper = keeper.clone();
    let run = async move { keeper.run(async { drop(stopped.await) }).await };
    (stop, tokio::spawn(run))
}

/// Runs a keeper until it has refreshed this many tokens.
fn start_until(keeper: &Keeper, count: u64) -> JoinHandle<Health> {
    let keeper = keeper.clone();
    tokio::spawn(async move { run_until(&keeper, || keeper.health().refreshed >= count).await })
}

/// Runs a keeper until `is_done`, and lets it end.
async fn run_until(keeper: &Keeper, is_done: impl Fn() -> bool) -> Health {
    let (stop, run) = start(keeper);
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
    // Otherwise each refresh is over before the other process has its turn.
    world.idp.set_yields(10);
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
    assert!(one.refreshed > 0, "{one:?} {two:?}");
    assert!(two.refreshed > 0, "{one:?} {two:?}");
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
    let (stop, run) = start(&keeper);
    gate.arrival().await;
    drop(stop);
    let_others_run().await;
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
    let run = start_until(&keeper, 1);
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

#[tokio::test]
async fn no_failure_is_repeated_in_a_loop() {
    for reaction in [
        Reaction::Unreachable,
        refused("invalid_grant"),
        refused("unsupported_grant_type"),
        Reaction::Throttle("0"),
        Reaction::Respond(503, "text/html", String::new()),
        Reaction::Respond(404, "text/html", String::new()),
    ] {
        let world = World::new();
        let auth = world.auth();
        connections(&world, &auth, 5).await;
        world.clock.advance(OVERDUE);
        world.idp.next(vec![reaction.clone(); 5_000]);
        let end = world.clock.monotonic() + Duration::from_secs(120);
        let keeper = Keeper::builder(auth).build().unwrap();
        let sent = || world.idp.count(Operation::Refresh);
        run_until(&keeper, || world.clock.monotonic() > end || sent() > 1_000).await;
        // Each of the five at most after 1, 2, 4 … seconds.
        assert!((5..=40).contains(&sent()), "{}: {reaction:?}", sent());
    }
}

/// Returns how often each refresh token came to the provider.
fn presented(world: &World) -> Vec<usize> {
    let mut times = std::collections::BTreeMap::<_, usize>::new();
    for seen in world.idp.seen() {
        if seen.operation() == Operation::Refresh {
            *times.entry(seen.form["refresh_token"].clone()).or_default() += 1;
        }
    }
    times.into_values().collect()
}

#[tokio::test]
async fn an_incident_is_probed_with_another_grant_each_time_and_over_for_all_at_once() {
    let world = World::new();
    let auth = world.auth();
    connections(&world, &auth, 60).await;
    world.clock.advance(OVERDUE);
    let body = format!(r#"{{"error":"invalid_request","error_description":"{CLAIMED}"}}"#);
    let refusal = Reaction::Respond(400, "application/json", body);
    world.idp.next(vec![refusal; 22]);
    let keeper = Keeper::builder(auth).concurrency(1).build().unwrap();
    let began = world.clock.monotonic();
    let passed = || world.clock.monotonic() - began;
    let sent = || world.idp.count(Operation::Refresh);
    run_until(&keeper, || passed() > Duration::from_secs(590)).await;
    // Ten at once, then after 5, 10, 20, 40, 60, 60 … seconds.
    assert!((18..=22).contains(&sent()), "{}", sent());
    assert_eq!(presented(&world), vec![1; sent()]);
    let health = run_until(&keeper, || keeper.health().refreshed >= 51).await;
    assert_eq!((health.refreshed, health.consent_needed), (51, 9));
    assert!(passed() < Duration::from_secs(900), "{:?}", passed());
}

#[tokio::test]
async fn a_provider_that_fails_gets_fewer_requests_and_all_of_them_when_it_has_recovered() {
    for reaction in [
        Reaction::Unreachable,
        Reaction::Respond(502, "text/html", String::new()),
        refused("temporarily_unavailable"),
        refused("unsupported_grant_type"),
    ] {
        let world = World::new();
        let auth = world.auth();
        connections(&world, &auth, 100).await;
        world.clock.advance(OVERDUE);
        world.idp.next(vec![reaction.clone(); 10]);
        let keeper = Keeper::builder(auth).concurrency(10).build().unwrap();
        let began = world.clock.monotonic();
        let slowest = std::cell::Cell::new(f64::MAX);
        let health = run_until(&keeper, || {
            let health = keeper.health();
            slowest.set(slowest.get().min(health.rate));
            health.refreshed >= 100
        })
        .await;
        assert_eq!((health.refreshed, health.throttled), (100, 0));
        assert!(slowest.get() <= 10.0, "{slowest:?}: {reaction:?}");
        let took = world.clock.monotonic() - began;
        assert!(took < Duration::from_secs(60), "{took:?}: {reaction:?}");
    }
}

#[tokio::test]
async fn without_a_grace_window_few_are_under_way_at_once() {
    for (grace_window, expected) in [(0, 8), (60, 30)] {
        let world = World::new();
        let provider = provider().grace_window(Duration::from_secs(grace_window));
        let auth = world.auth_on(&world.store, credentials().build().unwrap(), provider);
        connections(&world, &auth, 30).await;
        world.clock.advance(OVERDUE);
        let gate = Gate::new();
        world
            .idp
            .next(vec![Reaction::HoldRequest(gate.clone()); 30]);
        let keeper = Keeper::builder(auth).build().unwrap();
        let run = start_until(&keeper, 30);
        for _ in 0..expected {
            gate.arrival().await;
        }
        for _ in 0..1_000 {
            tokio::task::yield_now().await;
        }
        assert_eq!(keeper.health().in_flight, expected);
        (0..30).for_each(|_| gate.open());
        run.await.unwrap();
    }
}

#[tokio::test]
async fn what_is_overdue_is_reported_before_the_first_pass_is_over() {
    let world = World::new();
    let auth = world.auth();
    connections(&world, &auth, 100).await;
    world.clock.advance(OVERDUE);
    let gate = Gate::new();
    world
        .idp
        .next(vec![Reaction::HoldRequest(gate.clone()); 100]);
    let keeper = Keeper::builder(auth).concurrency(2).build().unwrap();
    let run = start_until(&keeper, 100);
    gate.arrival().await;
    let health = keeper.health();
    assert_eq!((health.passes, health.due), (0, 100));
    // The time comes at 55 % of 900 seconds.
    assert_eq!(health.lag, Duration::from_secs(5));
    (0..100).for_each(|_| gate.open());
    run.await.unwrap();
}

#[tokio::test]
async fn during_an_outage_lag_grows_and_only_what_was_sent_has_failed() {
    let world = World::new();
    let auth = world.auth();
    connections(&world, &auth, 50).await;
    world.clock.advance(OVERDUE);
    let rejected = r#"{"error":"invalid_client"}"#.to_owned();
    let rejected = Reaction::Respond(401, "application/json", rejected);
    world.idp.next(vec![rejected; 1_000]);
    let end = world.clock.monotonic() + Duration::from_secs(300);
    let keeper = Keeper::builder(auth).build().unwrap();
    let health = run_until(&keeper, || world.clock.monotonic() > end).await;
    let sent = world.idp.count(Operation::Refresh) as u64;
    assert_eq!((health.failed, health.due), (sent, 50));
    assert!(health.lag > Duration::from_secs(250), "{:?}", health.lag);
    assert!(sent < 20, "{sent}");
}

#[tokio::test]
async fn leases_that_were_written_when_the_keeper_is_stopped_do_not_stay() {
    let world = World::new();
    let auth = world.auth();
    connections(&world, &auth, 1).await;
    world.clock.advance(OVERDUE);
    let gate = Gate::new();
    world.store.on_write([Fault::After(gate.clone())]);
    let keeper = Keeper::builder(auth).build().unwrap();
    let (stop, run) = start(&keeper);
    gate.arrival().await;
    drop(stop);
    let_others_run().await;
    gate.open();
    run.await.unwrap().unwrap();
    let page = Vault::from(world.records.clone()).page(None).await.unwrap();
    assert_eq!(page[0].1.as_ref().unwrap().head.state, GrantState::Ready);
}

#[tokio::test]
async fn leases_that_a_failing_store_has_written_are_given_back() {
    let world = World::new();
    let auth = world.auth();
    connections(&world, &auth, 1).await;
    world.clock.advance(OVERDUE);
    world.store.on_write([Fault::DoneButFailed]);
    let began = world.clock.monotonic();
    let keeper = Keeper::builder(auth).build().unwrap();
    let health = run_until(&keeper, || keeper.health().refreshed >= 1).await;
    assert_eq!((health.store_failures, health.unknown), (1, 0));
    let took = world.clock.monotonic() - began;
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[tokio::test]
async fn a_replay_that_takes_long_does_not_hold_up_the_work() {
    let world = World::new();
    let directory = tempfile::tempdir().unwrap();
    let spool = Spool::open(directory.path()).unwrap();
    let vault = Vault::builder(world.store.clone())
        .spool(spool.retain_for(Duration::from_secs(86_400)))
        .clock(world.clock.clone())
        .build();
    let auth = world.auth_in(vault.clone());
    connections(&world, &auth, 20).await;
    // The replay before the first use is over.
    vault.page(None).await.unwrap();
    world.clock.advance(OVERDUE);
    let gate = Gate::new();
    world.store.on_load([Fault::Before(gate.clone())]);
    let keeper = Keeper::builder(auth).build().unwrap();
    let (stop, run) = start(&keeper);
    gate.arrival().await;
    let refreshed = async {
        while keeper.health().refreshed < 20 {
            tokio::task::yield_now().await;
        }
    };
    let patience = Duration::from_secs(20);
    tokio::time::timeout(patience, refreshed).await.unwrap();
    drop(stop);
    run.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_spool_that_takes_nothing_is_reported() {
    let world = World::new();
    let directory = tempfile::tempdir().unwrap();
    let spool = directory.path().join("spool");
    let vault = Vault::builder(world.store.clone())
        .spool(Spool::open(&spool).unwrap())
        .build();
    let auth = world.auth_in(vault.clone());
    connections(&world, &auth, 3).await;
    vault.page(None).await.unwrap();
    world.clock.advance(OVERDUE);
    std::fs::remove_dir_all(&spool).unwrap();
    std::fs::write(&spool, "not a directory").unwrap();
    let keeper = Keeper::builder(auth).build().unwrap();
    assert_eq!(keeper.health().spool_failures, 0);
    let health = run_until(&keeper, || keeper.health().spool_failures >= 3).await;
    assert_eq!(
        (health.refreshed, world.idp.refreshes()),
        (0, 0),
        "nothing is sent"
    );
    assert!(health.store_failures >= 3);
}

/// The clock of the machine was ten years ahead when the customer consented, and was put right.
#[tokio::test]
async fn what_a_clock_wrote_that_was_ahead_does_not_wait_for_years() {
    let world = World::new();
    let now = world.clock.now();
    let years = Duration::from_secs(10 * 365 * 86_400);
    world.clock.set(now + years);
    let auth = world.auth();
    connections(&world, &auth, 3).await;
    world.clock.set(now);
    world.clock.advance(OVERDUE);
    let keeper = Keeper::builder(auth).build().unwrap();
    run_until(&keeper, || keeper.health().refreshed >= 3).await;
    world.clock.advance(OVERDUE);
    run_until(&keeper, || keeper.health().refreshed >= 6).await;
    assert_eq!(world.idp.double_spends(), 0);
}
