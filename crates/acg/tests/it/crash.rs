//! A harness learns where a refresh is. The handler is the process's: one test sets it, and looks at its own tasks
//! alone.

use std::cell::RefCell;
use std::sync::Once;

use acg::Operation;
use acg::store::GrantState;
use acg::testing::crash_point::{CrashPoint, on_crash_point};
use acg::testing::{CLAIMED, Reaction};

use crate::world::World;

thread_local! {
    static SEEN: RefCell<Vec<CrashPoint>> = const { RefCell::new(Vec::new()) };
}

/// A test's runtime has one thread, which no other test shares: what is seen on it is the test's own.
fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| on_crash_point(|point| SEEN.with_borrow_mut(|seen| seen.push(point))));
    SEEN.take();
}

#[tokio::test]
async fn a_refresh_passes_every_point_in_order() {
    let world = World::new();
    let auth = world.expired().await;
    watch();
    auth.bearer().await.unwrap();
    let (ending, good) = CrashPoint::ALL.split_last().unwrap();
    assert_eq!((SEEN.take(), *ending), (good.to_vec(), CrashPoint::Failing));
}

#[tokio::test]
async fn a_refused_refresh_passes_its_end() {
    let world = World::new();
    let auth = world.expired().await;
    let refusal = format!(r#"{{"error":"invalid_request","error_description":"{CLAIMED}"}}"#);
    world
        .idp
        .next([Reaction::Respond(400, "application/json", refusal)]);
    watch();
    auth.bearer().await.unwrap_err();
    assert_eq!(
        SEEN.take(),
        [CrashPoint::Leased, CrashPoint::Sending, CrashPoint::Failing]
    );
}

/// A panic ends the task at that very place, as the end of the process would.
#[tokio::test]
async fn a_refresh_whose_task_ends_while_it_sends_is_taken_up_again() {
    let world = World::new();
    let auth = world.expired().await;
    watch();
    world.idp.next([Reaction::Panic]);
    auth.bearer().await.unwrap_err();
    assert_eq!(SEEN.take(), [CrashPoint::Leased, CrashPoint::Sending]);
    assert!(matches!(world.state().await, GrantState::Refreshing { .. }));
    auth.bearer().await.unwrap();
    assert_eq!(world.idp.count(Operation::Refresh), 2);
    world.assert_alive().await;
}
