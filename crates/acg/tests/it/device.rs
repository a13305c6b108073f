//! A consent on another device (RFC 8628).

use std::time::Duration;

use acg::clock::Clock as _;
use acg::consent::DeviceAuthorization;
use acg::testing::{Gate, Reaction};
use acg::vault::Spool;
use acg::{AuthorizationCodeAuth, ConsentCause, ErrorKind, Operation, Provider, Recovery, Vault};

use crate::world::{World, credentials, provider};

fn device_provider() -> Provider {
    let endpoint = "https://idp.example/device".parse().unwrap();
    provider()
        .device_authorization_endpoint(endpoint)
        .unwrap()
        .scopes(["openid", "offline_access"])
}

fn auth(world: &World) -> AuthorizationCodeAuth {
    world.auth_on(
        &world.store,
        credentials().build().unwrap(),
        device_provider(),
    )
}

fn error(code: &str) -> Reaction {
    let body = format!(r#"{{"error":"{code}"}}"#);
    Reaction::Respond(400, "application/json", body)
}

/// A device that has its codes. Its device code is the one that the provider exchanges.
async fn started(world: &World) -> (AuthorizationCodeAuth, DeviceAuthorization) {
    let auth = auth(world);
    let device = codes(world, &auth).await;
    (auth, device)
}

async fn codes(world: &World, auth: &AuthorizationCodeAuth) -> DeviceAuthorization {
    let codes = r#"{"device_code":"code","user_code":"WDJB-MJHT","verification_uri":"https://idp.example/d","expires_in":600,"interval":5}"#;
    let codes = Reaction::Respond(200, "application/json", codes.to_owned());
    world.idp.next([codes]);
    auth.authorize_device(Vec::new()).await.unwrap()
}

#[tokio::test]
async fn a_consent_on_another_device_ends_in_the_same_kind_of_grant() {
    let world = World::new();
    let (auth, device) = started(&world).await;
    assert_eq!(device.user_code(), "WDJB-MJHT");
    assert_eq!(world.idp.seen()[0].form["scope"], "openid offline_access");
    world.idp.next([
        error("authorization_pending"),
        error("authorization_pending"),
    ]);
    let before = world.clock.monotonic();
    auth.complete_device(&device).await.unwrap();
    assert_eq!(world.clock.monotonic() - before, Duration::from_secs(15));
    world.assert_alive().await;
    world.expire();
    auth.bearer().await.unwrap();
    assert_eq!(world.head().await.generation, 2);
    world.assert_alive().await;
}

#[tokio::test]
async fn the_provider_is_asked_less_often_when_it_says_so_or_does_not_respond() {
    let world = World::new();
    let (auth, device) = started(&world).await;
    world.idp.next([
        error("slow_down"),
        Reaction::Throttle("1"),
        Reaction::Unreachable,
        Reaction::Unavailable("1"),
    ]);
    let before = world.clock.monotonic();
    auth.complete_device(&device).await.unwrap();
    let waited = world.clock.monotonic() - before;
    assert_eq!(waited, Duration::from_secs(5 + 10 + 15 + 30 + 60));
}

#[tokio::test]
async fn a_refusal_and_an_expired_code_are_distinguished() {
    for (code, kind, cause) in [
        (
            "access_denied",
            ErrorKind::AccessDenied,
            ConsentCause::Denied,
        ),
        (
            "expired_token",
            ErrorKind::ConsentNeeded,
            ConsentCause::PendingExpired,
        ),
    ] {
        let world = World::new();
        let (auth, device) = started(&world).await;
        world
            .idp
            .next([error("authorization_pending"), error(code)]);
        let error = auth.complete_device(&device).await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(error.recovery(), Recovery::AskForConsent(cause));
    }
}

#[tokio::test]
async fn a_code_is_not_asked_about_after_its_end() {
    let world = World::new();
    let (auth, device) = started(&world).await;
    world.clock.advance(Duration::from_secs(596));
    let error = auth.complete_device(&device).await.unwrap_err();
    let expired = Recovery::AskForConsent(ConsentCause::PendingExpired);
    assert_eq!(error.recovery(), expired);
    assert_eq!(world.idp.count(Operation::Exchange), 1, "the codes alone");
}

#[tokio::test]
async fn no_tokens_are_asked_for_whose_response_the_spool_has_no_room() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("spool");
    let world = World::new();
    let vault = Vault::builder(world.store.clone())
        .clock(world.clock.clone())
        .spool(Spool::open(&path).unwrap())
        .build();
    let auth = world.auth_of(vault, credentials().build().unwrap(), device_provider());
    let device = codes(&world, &auth).await;
    std::fs::remove_dir_all(&path).unwrap();
    std::fs::write(&path, "not a directory").unwrap();
    let error = auth.complete_device(&device).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Store, "{error}");
    assert_eq!(world.idp.seen().len(), 1, "the codes alone");
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    auth.complete_device(&device).await.unwrap();
    world.assert_alive().await;
}

#[tokio::test]
async fn tokens_in_a_lost_response_are_named_as_the_reason() {
    let world = World::new();
    let (auth, device) = started(&world).await;
    world.idp.next([Reaction::LoseResponse]);
    let error = auth.complete_device(&device).await.unwrap_err();
    let recovery = Recovery::AskForConsent(ConsentCause::CodeRefused);
    assert_eq!(error.recovery(), recovery);
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("did not arrive"), "{source}");
}

#[tokio::test]
async fn tokens_that_arrive_after_the_caller_has_gone_are_kept() {
    let world = World::new();
    let (auth, device) = started(&world).await;
    let gate = Gate::new();
    world.idp.next([Reaction::HoldResponse(gate.clone())]);
    let waiting = {
        let (auth, device) = (auth.clone(), device.clone());
        tokio::spawn(async move { auth.complete_device(&device).await })
    };
    gate.arrival().await;
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    gate.open();
    auth.vault().wait_until_idle().await;
    world.assert_alive().await;
}

#[tokio::test]
async fn a_device_of_another_client_is_refused_and_can_be_kept_as_text() {
    let world = World::new();
    let (auth, device) = started(&world).await;
    let text = serde_json::to_string(&device).unwrap();
    assert!(!format!("{device:?}").contains("WDJB"));
    let other = world.auth_on(
        &world.store,
        credentials().oauth_client_id("other").build().unwrap(),
        device_provider(),
    );
    let error = other.complete_device(&device).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    let device: DeviceAuthorization = serde_json::from_str(&text).unwrap();
    auth.complete_device(&device).await.unwrap();
}
