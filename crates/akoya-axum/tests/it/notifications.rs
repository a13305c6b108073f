//! Notifications: a hint, verified, and passed on once.

use std::time::Duration;

use akoya::oauth::store::GrantState;
use akoya::oauth::vault::Notes;
use akoya::oauth::{ConnectionId, ConsentCause};
use akoya_axum::ConsentNotifications;
use axum::http::StatusCode;
use tokio::sync::mpsc::unbounded_channel;

use crate::receiver::{
    Application, MINUTE, Receiver, Scripted, TooEarly, consent, once, rows, services, state,
};
use crate::world::World;

#[tokio::test]
async fn a_consent_that_was_revoked_is_marked_and_notified_once_however_often_it_is_notified() {
    let world = World::start().await;
    let mut receiver = Receiver::start(&world, &[]).await;
    let ann = world.connected("ann").await;
    let consent = consent(&world);
    world.sandbox.revoke_consent(&consent).await.unwrap();
    receiver.hint(&consent).await;
    receiver.hint(&consent).await;
    assert_eq!(receiver.notifications.process_received().await, 0);
    assert_eq!(receiver.notified(), once("ann"));
    assert!(matches!(
        state(&ann).await,
        GrantState::ConsentNeeded { .. }
    ));

    receiver.hint(&consent).await;
    assert_eq!(receiver.notifications.process_received().await, 0);
    let mut restarted = Receiver::start(&world, &[]).await;
    restarted.hint(&consent).await;
    assert_eq!(restarted.notifications.process_received().await, 0);
    assert_eq!(
        (receiver.notified(), restarted.notified()),
        (vec![], vec![])
    );
}

#[tokio::test]
async fn a_forged_event_ends_nothing_and_an_unknown_consent_takes_no_room() {
    let world = World::start().await;
    let mut receiver = Receiver::start(&world, &[]).await;
    let ann = world.connected("ann").await;
    let before = rows(&world).await;
    for number in 0..10 {
        receiver.hint(&format!("made-up-{number}")).await;
    }
    assert_eq!(rows(&world).await, before);
    receiver.hint(&consent(&world)).await;
    assert_eq!(receiver.notifications.process_received().await, 0);
    assert_eq!(receiver.notified(), []);
    assert_eq!(state(&ann).await, GrantState::Ready);
    assert_eq!(rows(&world).await, before, "nothing is left of it");
}

#[tokio::test]
async fn an_ending_that_is_notified_while_an_earlier_event_is_asked_about_is_notified() {
    let world = World::start().await;
    let check = TooEarly::default();
    let url = check.url.clone();
    let mut receiver = Receiver::start_with(&world, &[], |builder| builder.check(check)).await;
    url.set(receiver.url.clone()).unwrap();
    world.connected("ann").await;
    receiver.hint(&consent(&world)).await;
    assert_eq!(receiver.notifications.process_received().await, 1);
    assert_eq!(receiver.notified(), []);
    world.clock.advance(MINUTE);
    assert_eq!(receiver.notifications.process_received().await, 0);
    assert_eq!(receiver.notified(), once("ann"));
}

#[tokio::test]
async fn forged_events_cost_one_refresh_a_minute_and_the_real_one_among_them_is_not_lost() {
    let world = World::start().await;
    let mut receiver = Receiver::start(&world, &[]).await;
    let ann = world.connected("ann").await;
    let consent = consent(&world);
    for _ in 0..20 {
        receiver.hint(&consent).await;
        receiver.notifications.process_received().await;
    }
    assert_eq!(world.sandbox.counters().refreshes, 1);
    world.sandbox.revoke_consent(&consent).await.unwrap();
    receiver.hint(&consent).await;
    assert_eq!(receiver.notifications.process_received().await, 1);
    assert_eq!(state(&ann).await, GrantState::Ready);
    world.clock.advance(MINUTE);
    assert_eq!(receiver.notifications.process_received().await, 0);
    assert_eq!(receiver.notified(), once("ann"));
}

#[tokio::test]
async fn what_is_no_notification_is_refused() {
    let world = World::start().await;
    let receiver = Receiver::start(&world, &[]).await;
    assert_eq!(receiver.post("<html>").await, StatusCode::BAD_REQUEST);
    let large = vec![b' '; 65 * 1024];
    assert_eq!(receiver.post(large).await, StatusCode::PAYLOAD_TOO_LARGE);
    let outage = r#"{"type":"PLANNED_OUTAGE","category":"MAINTENANCE"}"#;
    assert_eq!(receiver.post(outage).await, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn what_cannot_be_found_out_is_asked_again_and_nothing_is_notified_before() {
    let world = World::start().await;
    let check = Scripted::new(&[None, Some(false)]);
    let mut receiver = Receiver::start_with(&world, &[], |builder| builder.check(check)).await;
    let ann = world.connected("ann").await;
    receiver.hint(&consent(&world)).await;
    assert_eq!(receiver.notifications.process_received().await, 1);
    assert_eq!(receiver.notified(), []);
    assert_eq!(state(&ann).await, GrantState::Ready);
    assert_eq!(receiver.notifications.process_received().await, 0);
    assert_eq!(receiver.notified(), once("ann"));
    let cause = ConsentCause::ConsentEnded;
    assert_eq!(state(&ann).await, GrantState::ConsentNeeded { cause });
    assert_eq!(world.sandbox.counters().refreshes, 0);
}

#[tokio::test]
async fn an_application_that_failed_is_notified_again_and_knows_that_it_is_a_repetition() {
    let world = World::start().await;
    let mut receiver = Receiver::start(&world, &[Application::Fails]).await;
    world.connected("ann").await;
    world.sandbox.revoke_as_customer("mikomo_7").await.unwrap();
    receiver.hint(&consent(&world)).await;
    assert_eq!(receiver.notifications.process_received().await, 1);
    assert_eq!(receiver.notifications.process_received().await, 0);
    let told = [("ann".to_owned(), false), ("ann".to_owned(), true)];
    assert_eq!(receiver.notified(), told);
    assert_eq!(receiver.notifications.process_received().await, 0);
    assert_eq!(receiver.notified(), []);
}

#[tokio::test]
async fn a_process_that_ends_while_it_tells_is_followed_by_another_that_says_so() {
    let world = World::start().await;
    let mut first = Receiver::start(&world, &[Application::NeverReturns]).await;
    world.connected("ann").await;
    world.sandbox.revoke_as_customer("mikomo_7").await.unwrap();
    first.hint(&consent(&world)).await;
    let notifications = first.notifications.clone();
    let process = tokio::spawn(async move { notifications.process_received().await });
    let ending = first.told.recv().await.unwrap();
    assert_eq!(
        (ending.connection.as_str(), ending.is_repeated),
        ("ann", false)
    );
    process.abort();

    let mut second = another(&world).await;
    assert_eq!(
        second.notifications.process_received().await,
        1,
        "the first may live"
    );
    world.clock.advance(Duration::from_secs(61));
    assert_eq!(second.notifications.process_received().await, 0);
    assert_eq!(second.notified(), [("ann".to_owned(), true)]);
    let mut third = Receiver::start(&world, &[]).await;
    assert_eq!(third.notifications.process_received().await, 0);
    assert_eq!(third.notified(), []);
}

/// A receiver that starts while an event is left.
async fn another(world: &World) -> Receiver {
    let (sender, told) = unbounded_channel();
    let notifications = ConsentNotifications::builder(world.client.clone(), move |ending| {
        sender.send(ending).unwrap();
        async { Ok(()) }
    });
    Receiver {
        notifications: notifications.build(),
        told,
        url: String::new(),
    }
}

#[tokio::test]
async fn two_servers_at_once_tell_an_ending_once() {
    let world = World::start().await;
    let mut one = Receiver::start(&world, &[]).await;
    let mut two = Receiver::start(&world, &[]).await;
    world.connected("ann").await;
    world.sandbox.revoke_as_customer("mikomo_7").await.unwrap();
    let consent = consent(&world);
    one.hint(&consent).await;
    two.hint(&consent).await;
    tokio::join!(
        one.notifications.process_received(),
        two.notifications.process_received()
    );
    let told = [one.notified(), two.notified()].concat();
    assert_eq!(told, once("ann"));
}

#[tokio::test]
async fn an_event_that_comes_after_a_new_consent_ends_nothing() {
    let world = World::start().await;
    let by_refresh = Receiver::start(&world, &[]).await;
    // The Consent API says of the old consent that it has ended, which is true and not about the grant.
    let services = services(&world);
    let by_asking = Receiver::start_with(&world, &[], |builder| builder.check(services)).await;
    for mut receiver in [by_refresh, by_asking] {
        world.connected("ann").await;
        let old = consent(&world);
        world.sandbox.revoke_consent(&old).await.unwrap();
        let ann = world.connected("ann").await;
        receiver.hint(&old).await;
        assert_eq!(receiver.notifications.process_received().await, 0);
        assert_eq!(receiver.notified(), []);
        assert_eq!(state(&ann).await, GrantState::Ready);
    }
}

#[tokio::test]
async fn the_index_forgets_a_consent_that_no_connection_has_and_no_other() {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let world = World::start().await;
    Receiver::start(&world, &[]).await;
    world.connected("ann").await;
    world.connected("ben").await;
    let first = consent(&world);
    world.sandbox.revoke_consent(&first).await.unwrap();
    world.connected("ben").await;
    let after_days = async |days| {
        world.clock.advance(DAY * days);
        Receiver::start(&world, &[]).await
    };
    after_days(60).await;
    let receiver = after_days(60).await;
    let before = rows(&world).await;
    receiver.hint(&first).await;
    assert_eq!(rows(&world).await, before, "it is forgotten");
    let of_ann = world.sandbox.consents("mikomo_7").unwrap().remove(0);
    receiver.hint(&of_ann).await;
    assert_eq!(rows(&world).await, before + 1, "it is kept");
}

#[tokio::test]
async fn an_ending_is_not_notified_again_however_late_an_event_about_it_comes() {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let world = World::start().await;
    let mut receiver = Receiver::start(&world, &[]).await;
    world.connected("ann").await;
    let ended = consent(&world);
    world.sandbox.revoke_consent(&ended).await.unwrap();
    receiver.hint(&ended).await;
    assert_eq!(receiver.notifications.process_received().await, 0);
    assert_eq!(receiver.notified(), once("ann"));
    for _ in 0..4 {
        world.clock.advance(DAY * 40);
        receiver = Receiver::start(&world, &[]).await;
    }
    sweep(&world).await;
    receiver.hint(&ended).await;
    assert_eq!(receiver.notifications.process_received().await, 0);
    assert_eq!(receiver.notified(), []);
}

#[tokio::test]
async fn an_ending_of_long_ago_is_not_notified_again_after_a_year_without_a_receiver() {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let world = World::start().await;
    let services = services(&world);
    let mut receiver = Receiver::start_with(&world, &[], |builder| builder.check(services)).await;
    world.connected("ann").await;
    let ended = consent(&world);
    world.sandbox.revoke_consent(&ended).await.unwrap();
    receiver.hint(&ended).await;
    assert_eq!(receiver.notifications.process_received().await, 0);
    assert_eq!(receiver.notified(), once("ann"));
    world.clock.advance(DAY * 365);
    sweep(&world).await;
    let mut receiver = Receiver::start(&world, &[]).await;
    assert_eq!(receiver.notified(), []);
}

/// Removes every note that has expired: a new one sweeps the shard of its name.
async fn sweep(world: &World) {
    let notes = Notes::new(world.client.acg_auth().engine().vault(), "sweep");
    for number in 0..2_000 {
        let name = format!("{number}");
        notes.swap(&name, None, &0, None).await.unwrap();
    }
}

#[tokio::test]
async fn a_connection_that_was_consented_elsewhere_is_known_after_the_start() {
    let world = World::start().await;
    let ann = ConnectionId::new("ann").unwrap();
    let ann = world.client.with_connection(ann).unwrap();
    let (url, pending) = ann.acg_auth().authorize("mikomo").start().unwrap();
    let callback = world
        .sandbox
        .approve(url.as_str(), "mikomo_7")
        .await
        .unwrap();
    ann.acg_auth().complete(pending, &callback).await.unwrap();
    let mut receiver = Receiver::start(&world, &[]).await;
    world.sandbox.revoke_as_customer("mikomo_7").await.unwrap();
    receiver.hint(&consent(&world)).await;
    assert_eq!(receiver.notifications.process_received().await, 0);
    assert_eq!(receiver.notified(), once("ann"));
}

#[tokio::test]
async fn many_endings_at_once_are_confirmed_by_the_consent_api_and_notified_once_each() {
    let world = World::start().await;
    let services = services(&world);
    let mut receiver = Receiver::start_with(&world, &[], |builder| builder.check(services)).await;
    let names: Vec<String> = (0..40)
        .map(|number| format!("customer-{number:02}"))
        .collect();
    for name in &names {
        world.connected(name).await;
    }
    let consents = world.sandbox.consents("mikomo_7").unwrap();
    for consent in &consents[1..] {
        world.sandbox.revoke_consent(consent).await.unwrap();
    }
    for consent in consents.iter().chain(&consents) {
        receiver.hint(consent).await;
    }
    assert_eq!(receiver.notifications.process_received().await, 0);
    let mut told = receiver.notified();
    told.sort();
    let ended: Vec<_> = names[1..]
        .iter()
        .map(|name| (name.clone(), false))
        .collect();
    assert_eq!(told, ended, "the first is in force");
    assert_eq!(world.sandbox.counters().refreshes, 0);
}

#[tokio::test]
async fn the_service_processes_what_the_sandbox_sends() {
    let world = World::start().await;
    let mut receiver = Receiver::start(&world, &[]).await;
    let notifications = receiver.notifications.clone();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let service = tokio::spawn(async move {
        let stopped = async { drop(stopped.await) };
        notifications.run(stopped).await;
    });
    subscribe(&world, &receiver.url).await;
    world.connected("ann").await;
    let consent = consent(&world);
    world.sandbox.revoke_consent(&consent).await.unwrap();
    world.sandbox.deliver_notifications().await.unwrap();
    let ending = receiver.told.recv().await.unwrap();
    assert_eq!(
        (ending.connection.as_str(), ending.consent_id),
        ("ann", consent)
    );
    drop(stop);
    service.await.unwrap();
}

/// Subscribes to consents that are revoked.
async fn subscribe(world: &World, url: &str) {
    let (sandbox, http) = (&world.sandbox, reqwest::Client::new());
    let token = http
        .post(format!("{}/oauth2/token", sandbox.sts_url()))
        .basic_auth(
            sandbox.service_client_id(),
            Some(sandbox.service_client_secret()),
        )
        .header("content-type", "application/x-www-form-urlencoded")
        .body("grant_type=client_credentials&scope=notifications_subscriptions+advisory");
    let token = token.send().await.unwrap().text().await.unwrap();
    let token: serde_json::Value = serde_json::from_str(&token).unwrap();
    let body =
        format!(r#"{{"category":"CONSENT","type":"CONSENT_REVOKED","callbackUrl":"{url}"}}"#);
    let subscribed = http
        .post(format!(
            "{}/notifications/v1/subscriptions",
            sandbox.services_url()
        ))
        .bearer_auth(token["access_token"].as_str().unwrap())
        .header("content-type", "application/json")
        .body(body);
    assert_eq!(subscribed.send().await.unwrap().status(), StatusCode::OK);
}
