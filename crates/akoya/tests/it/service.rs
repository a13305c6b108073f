//! The service APIs: their token, and what they say.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use akoya::model::service::{
    App, AppSubscriptionStatus, NotificationCategory, NotificationSubscription, NotificationType,
    PatchOperation,
};
use akoya::oauth::Recovery;
use akoya::oauth::clock::ManualClock;
use akoya::service::ServiceClient;
use akoya::{Environment, ErrorKind};

use crate::scripted::Scripted;
use crate::world::World;

const TOKEN: &str = r#"{"access_token":"ory_at_1","expires_in":86399,"token_type":"bearer"}"#;
const CONSENT: &str = r#"{"id":"c/1","status":"REVOKED","resources":[{"resourceId":"a1"}]}"#;

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000),
    ))
}

fn client(http: &Arc<Scripted>, clock: &Arc<ManualClock>) -> ServiceClient {
    let environment = Environment::custom("https://idp.example", "https://api.example").unwrap();
    let environment = environment
        .with_services("https://sts.example", "https://services.example/base")
        .unwrap();
    ServiceClient::builder("org:1", "s%cret")
        .environment(environment)
        .http(http.clone())
        .clock(clock.clone())
        .build()
        .unwrap()
}

#[tokio::test]
async fn consent_is_asked_for_with_a_service_token_that_is_kept_until_it_expires() {
    let http = Scripted::new([
        (200, TOKEN),
        (200, CONSENT),
        (200, CONSENT),
        (200, TOKEN),
        (200, CONSENT),
    ]);
    let clock = clock();
    let services = client(&http, &clock);
    let consent = services.consent("c/1").await.unwrap();
    assert!(consent.has_ended());
    services.clone().consent("c/1").await.unwrap();
    clock.advance(Duration::from_secs(86_399 - 60));
    services.consent("c/1").await.unwrap();
    let (token, consent) = (
        "https://sts.example/oauth2/token",
        "https://services.example/base/consents/v1/c%2F1",
    );
    assert_eq!(http.targets(), [token, consent, consent, token, consent]);
    let sent = http.headers("authorization");
    assert_eq!(
        (sent[0].as_deref(), sent[1].as_deref()),
        (
            Some("Basic b3JnJTNBMTpzJTI1Y3JldA=="),
            Some("Bearer ory_at_1")
        )
    );
}

#[tokio::test]
async fn token_that_is_refused_is_replaced_once() {
    let fresh = TOKEN.replace("ory_at_1", "ory_at_2");
    let refusal = r#"{"code":"401","message":"Unauthorized"}"#;
    let http = Scripted::new([
        (200, TOKEN),
        (401, refusal),
        (200, fresh.as_str()),
        (401, refusal),
    ]);
    let error = client(&http, &clock()).consent("c1").await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(401)));
    assert_eq!(error.recovery(), Recovery::FixConfiguration);
    assert_eq!(http.targets().len(), 4);
}

#[tokio::test]
async fn each_api_gets_a_token_of_its_own_scope() {
    let http = Scripted::new([
        (200, TOKEN),
        (200, CONSENT),
        (200, TOKEN),
        (200, r#"{"apps":[]}"#),
    ]);
    let services = client(&http, &clock());
    services.consent("c1").await.unwrap();
    services.apps("r1", 0, 50).await.unwrap();
    let bodies = http.bodies();
    assert_eq!(
        bodies[0],
        "grant_type=client_credentials&scope=notifications_subscriptions+advisory"
    );
    assert_eq!(
        bodies[2],
        "grant_type=client_credentials&scope=app_management_v2"
    );
    assert!(http.targets()[3].ends_with("/manage/v2/recipients/r1/apps?offset=0&limit=50"));
}

#[tokio::test]
async fn status_that_was_asked_for_says_nothing_of_the_response() {
    let subscriptions = r#"{"status":"PENDING","notificationSubscriptions":[]}"#;
    let one = r#"{"subscriptionId":"s1","status":"PENDING"}"#;
    let http = Scripted::new([(200, TOKEN), (200, subscriptions), (200, one)]);
    let services = client(&http, &clock());
    let all = services.subscriptions().await.unwrap();
    assert_eq!(all.remarks, []);
    let one = services.subscription("s1").await.unwrap();
    assert_eq!(one.remarks, []);
}

#[tokio::test]
async fn subscription_is_sent_and_ended() {
    let stored = r#"{"subscriptionId":"s1","type":"CONSENT_REVOKED"}"#;
    let http = Scripted::new([(200, TOKEN), (200, stored), (200, stored), (204, "")]);
    let services = client(&http, &clock());
    let wanted = NotificationSubscription {
        kind: Some(NotificationType::ConsentRevoked),
        callback_url: Some("https://app.example/n".to_owned()),
        ..NotificationSubscription::default()
    };
    let made = services.subscribe(&wanted).await.unwrap();
    assert_eq!(made.subscription_id.as_deref(), Some("s1"));
    services.send_test_event("s\"1").await.unwrap();
    services.unsubscribe("s1").await.unwrap();
    let bodies = http.bodies();
    assert_eq!(
        bodies[1],
        r#"{"type":"CONSENT_REVOKED","callbackUrl":"https://app.example/n"}"#
    );
    assert_eq!(bodies[2], r#"{"id":"s\"1"}"#);
}

#[tokio::test]
async fn what_cannot_work_is_refused_and_shows_no_secret() {
    let http = Scripted::new([(
        401,
        r#"{"error":"invalid_client","error_description":"s%cret"}"#,
    )]);
    let services = client(&http, &clock());
    for id in ["", "..", "."] {
        let error = services.consent(id).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
    assert_eq!(http.targets().len(), 0);
    let error = services.consent("c1").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let shown = format!("{error} {error:?} {services:?}");
    assert!(shown.contains("invalid_client"), "{shown}");
    assert!(!shown.contains("s%cret"), "{shown}");

    let bare = Environment::custom("https://idp.example", "https://api.example").unwrap();
    let builder = ServiceClient::builder("org", "secret").environment(bare);
    assert_eq!(
        builder.build().unwrap_err().kind(),
        ErrorKind::Configuration
    );
}

fn of_sandbox(world: &World) -> ServiceClient {
    let sandbox = &world.sandbox;
    let environment = world.environment();
    let environment = environment
        .with_services(sandbox.sts_url(), sandbox.services_url())
        .unwrap();
    let (id, secret) = (sandbox.service_client_id(), sandbox.service_client_secret());
    ServiceClient::builder(id, secret)
        .environment(environment)
        .http(Arc::new(world.http.clone()))
        .build()
        .unwrap()
}

#[tokio::test]
async fn consent_that_the_customer_ends_is_known_to_have_ended() {
    let world = World::start().await;
    let client = world.consented("mikomo_7").await;
    let services = of_sandbox(&world);
    let id = client.acg_auth().consent_id().unwrap();
    let consent = services.consent(&id).await.unwrap();
    assert!(!consent.has_ended());
    assert_eq!(consent.id.as_deref(), Some(id.as_str()));

    world.sandbox.revoke_as_customer("mikomo_7").await.unwrap();
    assert!(services.consent(&id).await.unwrap().has_ended());
    let error = services.consent("no-such-consent").await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Api, Some(404)));
}

#[tokio::test]
async fn subscriptions_of_the_sandbox_are_made_changed_and_ended() {
    let world = World::start().await;
    let services = of_sandbox(&world);
    let wanted = NotificationSubscription {
        category: Some(NotificationCategory::Consent),
        kind: Some(NotificationType::ConsentRevoked),
        callback_url: Some("http://127.0.0.1:9/n".to_owned()),
        ..NotificationSubscription::default()
    };
    let made = services.subscribe(&wanted).await.unwrap().into_body();
    let id = made.subscription_id.unwrap();
    let changes = NotificationSubscription {
        callback_email: Some("ops@app.example".to_owned()),
        ..NotificationSubscription::default()
    };
    let changed = services.update_subscription(&id, &changes).await.unwrap();
    assert_eq!(changed.kind, wanted.kind);
    assert_eq!(changed.callback_email, changes.callback_email);
    let event = services.send_test_event(&id).await.unwrap();
    assert!(event.consent_id().is_some());

    let all = services.subscriptions().await.unwrap().into_body();
    assert_eq!(all.subscriptions.map(|all| all.len()), Some(1));
    services.unsubscribe(&id).await.unwrap();
    assert_eq!(
        services.subscription(&id).await.unwrap_err().status(),
        Some(404)
    );
}

fn application() -> App {
    let text = |text: &str| Some(text.to_owned());
    App {
        client_name: text("Budget"),
        description: text("Shows where the money goes"),
        redirect_uris: Some(vec!["https://app.example/old".to_owned()]),
        contacts: Some(vec!["ops@app.example".to_owned()]),
        logo_uri: text("https://app.example/logo.png"),
        client_uri: text("https://app.example"),
        scope: text("ACCOUNTS BALANCES"),
        ..App::default()
    }
}

#[tokio::test]
async fn application_of_the_sandbox_is_registered_changed_and_listed() {
    let world = World::start().await;
    let services = of_sandbox(&world);
    let recipient = world.sandbox.recipient_id();
    let made = services.register_app(&application()).await.unwrap();
    let id = made.client_id.clone().unwrap();
    let first = made.client_secret.clone().unwrap();

    let changes = [
        PatchOperation::describe("Shows more"),
        PatchOperation::add_redirect_uri("https://app.example/new"),
        PatchOperation::remove_redirect_uri(0),
        PatchOperation::reset_secret(),
    ];
    let changed = services.update_app(&recipient, &id, &changes).await;
    let changed = changed.unwrap();
    assert_eq!(changed.description.as_deref(), Some("Shows more"));
    let uris = changed.redirect_uris.as_deref().unwrap();
    assert_eq!(uris, ["https://app.example/new"]);
    assert_ne!(changed.client_secret.as_ref(), Some(&first));
    let wrong = [PatchOperation::remove_redirect_uri(7)];
    let refused = services.update_app(&recipient, &id, &wrong).await;
    assert_eq!(refused.unwrap_err().recovery(), Recovery::FixRequest);

    let page = services.apps(&recipient, 0, 1).await.unwrap();
    let total = page.page.as_ref().unwrap().total_elements.as_ref();
    assert_eq!(total.and_then(akoya::model::Integer::get), Some(1));
    assert!(page.links.as_ref().unwrap().next.is_none());
    let active = AppSubscriptionStatus::Active;
    let uses = services
        .app_subscriptions(&id, Some(active), 0, 50)
        .await
        .unwrap();
    assert_eq!(uses.subscription_status.as_ref().map(Vec::len), Some(1));
    let beyond = services.providers(&recipient, &["BALANCES"], 1, 1).await;
    let beyond = beyond.unwrap().into_body();
    assert_eq!(beyond.providers.as_ref().map(Vec::len), Some(0));
    let before = beyond.links.unwrap().prev.unwrap().href.unwrap();
    assert!(before.contains("products=BALANCES"), "{before}");
}
