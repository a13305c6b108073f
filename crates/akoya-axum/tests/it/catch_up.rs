//! Endings whose event never came: they are found by asking, and once they are certain.

use akoya::oauth::store::GrantState;
use akoya_sandbox::{Effect, Fault, RequestKind};

use crate::receiver::{MINUTE, Receiver, consent, once, services, state};
use crate::world::World;

#[tokio::test]
async fn an_ending_whose_event_never_came_is_found_by_asking() {
    let world = World::start().await;
    for customer in ["ann", "ben"] {
        world.connected(customer).await;
    }
    let consents = world.sandbox.consents("mikomo_7").unwrap();
    world.sandbox.revoke_consent(&consents[0]).await.unwrap();
    let services = services(&world);
    let mut receiver = Receiver::start_with(&world, &[], |builder| builder.check(services)).await;
    assert_eq!(receiver.notified(), []);
    for _ in 0..2 {
        assert_eq!(receiver.notifications.catch_up().await, 0);
        assert_eq!(receiver.notifications.process_received().await, 0);
    }
    assert_eq!(receiver.notified(), once("ann"));
    assert_eq!(world.sandbox.counters().refreshes, 0);
}

#[tokio::test]
async fn nothing_is_refreshed_to_find_endings_whose_events_never_came() {
    let world = World::start().await;
    world.connected("ann").await;
    let receiver = Receiver::start(&world, &[]).await;
    assert_eq!(receiver.notifications.catch_up().await, 0);
    assert_eq!(world.sandbox.counters().refreshes, 0);
}

#[tokio::test]
async fn a_running_service_catches_up_by_itself() {
    let world = World::start().await;
    world.connected("ann").await;
    let consent = consent(&world);
    world.sandbox.revoke_consent(&consent).await.unwrap();
    let services = services(&world);
    let mut receiver = Receiver::start_with(&world, &[], |builder| builder.check(services)).await;
    let notifications = receiver.notifications.clone();
    let service = tokio::spawn(async move { notifications.run(std::future::pending()).await });
    assert_eq!(receiver.told.recv().await.unwrap().consent_id, consent);
    service.abort();
}

#[tokio::test]
async fn an_ending_that_a_refresh_found_is_notified_without_an_event_once_it_is_certain() {
    let world = World::start().await;
    let ann = world.connected("ann").await;
    world.sandbox.revoke_as_customer("mikomo_7").await.unwrap();
    ann.acg_auth().refresh_token().await.unwrap_err();
    let mut receiver = Receiver::start(&world, &[]).await;
    assert_eq!(receiver.notified(), [], "an incident looks the same");
    world.clock.advance(MINUTE * 60 * 8);
    ann.acg_auth().refresh_token().await.unwrap_err();
    for told in [once("ann"), vec![]] {
        receiver = Receiver::start(&world, &[]).await;
        assert_eq!(receiver.notified(), told);
    }
}

#[tokio::test]
async fn a_grant_that_an_incident_ended_is_not_reported_while_its_consent_is_in_force() {
    let world = World::start().await;
    let services = services(&world);
    let mut receiver = Receiver::start_with(&world, &[], |builder| builder.check(services)).await;
    let ann = world.connected("ann").await;
    let refused = Effect::Respond {
        status: 400,
        content_type: Some("application/json".to_owned()),
        body: r#"{"error":"invalid_grant","error_description":"The refresh token is invalid"}"#
            .to_owned(),
    };
    let fault = Fault::new(refused).on(RequestKind::Refresh).times(1);
    world.sandbox.add_fault(fault);
    ann.acg_auth().refresh_token().await.unwrap_err();
    assert!(matches!(
        state(&ann).await,
        GrantState::ConsentNeeded { .. }
    ));
    receiver.hint(&consent(&world)).await;
    assert_eq!(receiver.notifications.process_received().await, 0);
    assert_eq!(receiver.notified(), []);
    world.clock.advance(MINUTE * 60 * 8);
    ann.acg_auth().refresh_token().await.unwrap();
}
