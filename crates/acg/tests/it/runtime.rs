//! A refresh whose runtime or task ends, or that is asked for without a runtime.

use acg::ErrorKind;
use acg::testing::{Gate, Reaction};

use crate::world::World;

#[tokio::test]
async fn a_panic_in_the_flight_harms_no_later_caller() {
    let world = World::new();
    let auth = world.expired().await;
    world.idp.next([Reaction::Panic]);
    assert_eq!(
        auth.bearer().await.unwrap_err().kind(),
        ErrorKind::OutcomeUnknown
    );
    auth.bearer().await.unwrap();
    world.assert_alive().await;
}

#[test]
fn a_runtime_that_ends_in_mid_refresh_does_not_block_the_next() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let (world, gate) = (World::new(), Gate::new());
    let first = runtime();
    let auth = first.block_on(world.expired());
    world.idp.next([Reaction::HoldRequest(gate.clone())]);
    first.block_on(async {
        let call = tokio::spawn({
            let auth = auth.clone();
            async move { auth.bearer().await }
        });
        gate.arrival().await;
        call.abort();
    });
    drop(first);
    runtime().block_on(async {
        auth.bearer().await.unwrap();
        world.assert_alive().await;
    });
}

#[test]
fn a_call_without_a_runtime_does_not_block_those_with_one() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let world = World::new();
    let auth = runtime.block_on(world.expired());
    let call = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut call = std::pin::pin!(auth.bearer());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let _ = call.as_mut().poll(&mut context);
    }));
    assert!(call.is_err(), "tokio says that there is no runtime");
    runtime.block_on(async {
        auth.bearer().await.unwrap();
    });
}
