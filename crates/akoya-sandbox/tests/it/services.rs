//! Service tokens, and the service APIs: consents, subscriptions, notifications.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use akoya_sandbox::{Notification, Sandbox};
use axum::Router;
use axum::body::Bytes;
use axum::routing::post;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json as value};
use tokio::sync::mpsc;

use crate::customer::{
    accounts_in, builder, claims, connect, encode, get, http, json, revoke, sandbox,
};
use crate::state::Folder;

pub(crate) const NOTIFICATIONS: &str = "notifications_subscriptions advisory";
const SUBSCRIPTIONS: &str = "/notifications/v1/subscriptions";
const USER: &str = "mikomo_10";

async fn token_response(sandbox: &Sandbox, (id, secret): (&str, &str), scope: &str) -> Response {
    let form = [("grant_type", "client_credentials"), ("scope", scope)];
    let request = http()
        .post(format!("{}/oauth2/token", sandbox.sts_url()))
        .basic_auth(id, Some(secret))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body(encode(&form)).send().await.unwrap()
}

pub(crate) fn credentials(sandbox: &Sandbox) -> (&str, &str) {
    (sandbox.service_client_id(), sandbox.service_client_secret())
}

/// A service token with this scope.
pub(crate) async fn service_token(sandbox: &Sandbox, scope: &str) -> String {
    let (status, body) = json(token_response(sandbox, credentials(sandbox), scope).await).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    body["access_token"].as_str().unwrap().to_owned()
}

/// A call of a service API.
pub(crate) async fn call(
    sandbox: &Sandbox,
    token: &str,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> Response {
    let request = http()
        .request(method, format!("{}{path}", sandbox.services_url()))
        .header(AUTHORIZATION, format!("Bearer {token}"));
    let request = match body {
        Some(body) => request
            .header(CONTENT_TYPE, "application/json")
            .body(body.to_string()),
        None => request,
    };
    request.send().await.unwrap()
}

/// A subscriber that responds with these statuses, then with 200, and shows what it has received.
pub(crate) struct Receiver {
    pub(crate) url: String,
    received: mpsc::UnboundedReceiver<Value>,
}

impl Receiver {
    pub(crate) async fn start(statuses: &[u16]) -> Self {
        let statuses = Arc::new(Mutex::new(VecDeque::from(statuses.to_vec())));
        let (sender, received) = mpsc::unbounded_channel();
        let handler = async move |body: Bytes| {
            sender.send(serde_json::from_slice(&body).unwrap()).unwrap();
            let next = statuses.lock().unwrap().pop_front();
            StatusCode::from_u16(next.unwrap_or(200)).unwrap()
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let router = Router::new().route("/hook", post(handler));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, received }
    }

    pub(crate) async fn next(&mut self) -> Value {
        self.received.recv().await.unwrap()
    }

    /// What has been received and not been looked at.
    pub(crate) fn rest(&mut self) -> Vec<Value> {
        std::iter::from_fn(|| self.received.try_recv().ok()).collect()
    }
}

/// Subscribes to an event of consents, and returns the subscription's id.
pub(crate) async fn subscribe(sandbox: &Sandbox, token: &str, event: &str, url: &str) -> String {
    let body = value!({"category": "CONSENT", "type": event, "callbackUrl": url});
    let response = call(sandbox, token, Method::POST, SUBSCRIPTIONS, Some(body)).await;
    let (status, body) = json(response).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    body["subscriptionId"].as_str().unwrap().to_owned()
}

pub(crate) fn only(sandbox: &Sandbox) -> Notification {
    let mut all = sandbox.notifications().unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[tokio::test]
async fn a_service_token_needs_credentials_of_its_own_and_a_known_scope() {
    let sandbox = sandbox().await;
    let (id, secret) = credentials(&sandbox);
    let application = (sandbox.client_id(), sandbox.client_secret());
    for (pair, scope, status, error) in [
        (application, NOTIFICATIONS, 401, "invalid_client"),
        ((id, "wrong"), NOTIFICATIONS, 401, "invalid_client"),
        ((id, secret), "openid", 400, "invalid_scope"),
        ((id, secret), "", 400, "invalid_scope"),
    ] {
        let (found, body) = json(token_response(&sandbox, pair, scope).await).await;
        assert_eq!(found.as_u16(), status, "{scope}: {body}");
        assert_eq!(body["error"], error, "{scope}");
    }
    let (status, body) = json(token_response(&sandbox, (id, secret), NOTIFICATIONS).await).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        body["access_token"]
            .as_str()
            .unwrap()
            .starts_with("ory_at_")
    );
    assert_eq!(body["expires_in"], 86_399);
    assert_eq!(body["scope"], NOTIFICATIONS);
    assert!(body["id_token"].is_null());
    assert!(body["refresh_token"].is_null());
    assert_eq!(sandbox.counters().service_tokens, 5);
    // The service's credentials are not those of an application either.
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "x"),
        ("client_id", id),
        ("client_secret", secret),
    ];
    let refused = crate::customer::post(format!("{}/token", sandbox.idp_url()), &form).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_service_call_needs_a_service_token_that_is_valid_and_has_the_scope() {
    let sandbox = sandbox().await;
    let status = async |token: &str| {
        call(&sandbox, token, Method::GET, SUBSCRIPTIONS, None)
            .await
            .status()
    };
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    assert_eq!(status(&token).await, StatusCode::OK);
    let other = service_token(&sandbox, "app_management_v2").await;
    assert_eq!(status(&other).await, StatusCode::FORBIDDEN);
    let customer = connect(&sandbox, USER).await.id_token;
    assert_eq!(status(&customer).await, StatusCode::UNAUTHORIZED);
    let data = get(&sandbox, "/balances/v2/mikomo", &token).await;
    assert_eq!(data.status(), StatusCode::UNAUTHORIZED);
    sandbox.advance(Duration::from_secs(86_399)).unwrap();
    assert_eq!(status(&token).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn subscriptions_are_made_listed_changed_and_deleted() {
    let sandbox = sandbox().await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    let ask = async |method, path: &str, body: Option<Value>| {
        call(&sandbox, &token, method, path, body).await
    };
    let id = subscribe(
        &sandbox,
        &token,
        "CONSENT_REVOKED",
        "https://app.example/hook",
    )
    .await;
    let path = format!("{SUBSCRIPTIONS}/{id}");
    let change =
        value!({"callbackUrl": "https://app.example/other", "effectiveDate": "2026-12-01"});
    let (status, changed) = json(ask(Method::PATCH, &path, Some(change)).await).await;
    assert_eq!(status, StatusCode::OK);
    let expected = value!({
        "subscriptionId": id, "category": "CONSENT", "type": "CONSENT_REVOKED",
        "callbackUrl": "https://app.example/other", "effectiveDate": "2026-12-01",
    });
    assert_eq!(changed, expected);
    assert_eq!(json(ask(Method::GET, &path, None).await).await.1, expected);
    let (_, list) = json(ask(Method::GET, SUBSCRIPTIONS, None).await).await;
    assert_eq!(list, value!({"notificationSubscriptions": [expected]}));
    let deleted = ask(Method::DELETE, &path, None).await;
    assert_eq!(deleted.status(), StatusCode::NO_CONTENT);
    for method in [Method::GET, Method::DELETE] {
        let (status, body) = json(ask(method, &path, None).await).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert_eq!(body["code"], "404", "the code is a string");
    }
    for (category, event, url) in [
        ("MAINTENANCE", "CONSENT_REVOKED", "https://app.example/"),
        ("CONSENT", "REVOKED", "https://app.example/"),
        ("CONSENT", "CONSENT_REVOKED", "http://app.example/"),
        ("CONSENT", "CONSENT_REVOKED", "hook"),
    ] {
        let body = value!({"category": category, "type": event, "callbackUrl": url});
        let refused = ask(Method::POST, SUBSCRIPTIONS, Some(body)).await;
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST, "{event} {url}");
    }
}

#[tokio::test]
async fn a_revocation_at_the_bank_is_notified_and_one_by_the_application_is_not() {
    let sandbox = sandbox().await;
    let mut receiver = Receiver::start(&[]).await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    subscribe(&sandbox, &token, "CONSENT_REVOKED", &receiver.url).await;
    let own = connect(&sandbox, USER).await.refresh_token;
    let ended = claims(&connect(&sandbox, USER).await.id_token)["grant_id"].clone();
    connect(&sandbox, "mikomo_11").await;
    assert_eq!(revoke(&sandbox, &own).await.status(), StatusCode::OK);
    assert_eq!(sandbox.revoke_as_customer(USER).await.unwrap(), 1);
    let body = receiver.next().await;
    sandbox.deliver_notifications().await.unwrap();
    assert_eq!(receiver.rest(), Vec::<Value>::new());
    assert_eq!(body["category"], "CONSENT");
    assert_eq!(body["type"], "CONSENT_REVOKED");
    assert_eq!(body["notificationPayload"]["id"], ended);
    assert_eq!(body["notificationPayload"]["idType"], "CONSENT");
    let notification = only(&sandbox);
    assert_eq!(body["notificationId"], notification.id);
    assert_eq!(notification.about, ended);
    assert_eq!(notification.attempts, 1);
    assert_eq!(
        notification.delivered.as_deref(),
        Some("2026-11-23T12:00:00Z")
    );
    // The event is a hint; what is true is at its address.
    let path = body["url"]["href"].as_str().unwrap();
    let path = path.strip_prefix(sandbox.services_url()).unwrap();
    let (status, consent) = json(call(&sandbox, &token, Method::GET, path, None).await).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(consent["id"], ended);
    assert_eq!(consent["status"], "REVOKED");
}

#[tokio::test]
async fn a_notification_that_is_not_accepted_is_sent_three_more_times() {
    let sandbox = sandbox().await;
    let mut receiver = Receiver::start(&[503, 404, 302, 500]).await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    subscribe(&sandbox, &token, "CONSENT_REVOKED", &receiver.url).await;
    connect(&sandbox, USER).await;
    sandbox.revoke_as_customer(USER).await.unwrap();
    for (attempts, problem, seconds) in [
        (1, "HTTP 503", 10),
        (2, "HTTP 404", 60),
        (3, "HTTP 302", 300),
        (4, "HTTP 500", 86_400),
    ] {
        sandbox.deliver_notifications().await.unwrap();
        let notification = only(&sandbox);
        assert_eq!(notification.attempts, attempts);
        assert_eq!(notification.problem.as_deref(), Some(problem));
        assert_eq!(notification.delivered, None);
        assert_eq!(notification.next_attempt.is_some(), attempts < 4);
        sandbox.advance(Duration::from_secs(seconds - 1)).unwrap();
        sandbox.deliver_notifications().await.unwrap();
        assert_eq!(only(&sandbox).attempts, attempts, "not a second too early");
        sandbox.advance(Duration::from_secs(1)).unwrap();
    }
    let bodies = receiver.rest();
    assert_eq!(bodies.len(), 4);
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:?}");
}

#[tokio::test]
async fn a_retry_that_is_accepted_is_the_last() {
    let sandbox = sandbox().await;
    let mut receiver = Receiver::start(&[503]).await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    subscribe(&sandbox, &token, "CONSENT_REVOKED", &receiver.url).await;
    connect(&sandbox, USER).await;
    sandbox.revoke_as_customer(USER).await.unwrap();
    let first = receiver.next().await;
    sandbox.deliver_notifications().await.unwrap();
    sandbox.advance(Duration::from_secs(10)).unwrap();
    assert_eq!(receiver.next().await, first, "sent without being asked for");
    sandbox.deliver_notifications().await.unwrap();
    let notification = only(&sandbox);
    assert_eq!(
        notification.delivered.as_deref(),
        Some("2026-11-23T12:00:10Z")
    );
    assert_eq!(notification.problem, None);
    assert_eq!(notification.next_attempt, None);
}

#[tokio::test]
async fn a_subscriber_that_is_not_there_is_a_problem_and_not_a_failure() {
    let folder = Folder::new("notified");
    let file = folder.path().join("state.sqlite");
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", closed.local_addr().unwrap());
    drop(closed);
    let sandbox = builder().state(&file).start().await.unwrap();
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    subscribe(&sandbox, &token, "CONSENT_REVOKED", &url).await;
    connect(&sandbox, USER).await;
    assert_eq!(sandbox.revoke_as_customer(USER).await.unwrap(), 1);
    sandbox.deliver_notifications().await.unwrap();
    assert_eq!(only(&sandbox).problem.as_deref(), Some("no connection"));
    sandbox.shutdown().await;

    let sandbox = builder().state(&file).start().await.unwrap();
    sandbox.advance(Duration::from_secs(10)).unwrap();
    sandbox.deliver_notifications().await.unwrap();
    assert_eq!(only(&sandbox).attempts, 2, "after a restart");
    sandbox.reset().unwrap();
    assert_eq!(sandbox.notifications().unwrap(), []);
}

#[tokio::test]
async fn a_changed_choice_of_accounts_is_notified_and_takes_effect() {
    let sandbox = sandbox().await;
    let mut receiver = Receiver::start(&[]).await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    subscribe(&sandbox, &token, "CONSENT_UPDATED", &receiver.url).await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let consent = sandbox.consents("mikomo_7").unwrap().remove(0);
    let kept = "a8f79df7876a1414";
    sandbox.share_accounts(&consent, &[kept]).await.unwrap();
    assert_eq!(receiver.next().await["notificationPayload"]["id"], consent);
    let (_, accounts) = json(get(&sandbox, "/accounts-info/v2/mikomo", &id_token).await).await;
    let ids: Vec<Value> = accounts_in(&accounts)
        .into_iter()
        .map(|(_, account)| account["accountId"].clone())
        .collect();
    assert_eq!(ids, [kept]);
    let path = format!("/consents/v1/{consent}");
    let (_, consents) = json(call(&sandbox, &token, Method::GET, &path, None).await).await;
    assert_eq!(consents["status"], "ACTIVE");
    assert_eq!(consents["resources"][0]["resourceId"], kept);
    assert_eq!(consents["resources"].as_array().unwrap().len(), 1);
    for (consent, accounts) in [
        (consent.as_str(), &[][..]),
        (&consent, &["unknown"]),
        ("unknown", &[kept]),
    ] {
        let refused = sandbox.share_accounts(consent, accounts).await.unwrap_err();
        assert_eq!(refused.kind(), akoya_sandbox::ErrorKind::Configuration);
    }
    sandbox.revoke_consent(&consent).await.unwrap();
    assert!(sandbox.share_accounts(&consent, &[kept]).await.is_err());
}

#[tokio::test]
async fn a_consent_whose_refresh_token_has_expired_is_expired() {
    let sandbox = sandbox().await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    connect(&sandbox, USER).await;
    let path = format!("/consents/v1/{}", sandbox.consents(USER).unwrap()[0]);
    sandbox.set_refresh_token_lifetime(Some(Duration::from_secs(60)));
    let status = async || {
        let response = call(&sandbox, &token, Method::GET, &path, None).await;
        json(response).await.1["status"].clone()
    };
    assert_eq!(status().await, "ACTIVE");
    sandbox.advance(Duration::from_secs(60)).unwrap();
    assert_eq!(status().await, "EXPIRED");
    let unknown = call(&sandbox, &token, Method::GET, "/consents/v1/x", None).await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_event_is_sent_from_the_effective_date_on() {
    let sandbox = sandbox().await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    let body = value!({
        "category": "CONSENT", "type": "CONSENT_REVOKED",
        "callbackUrl": "http://127.0.0.1:9/", "effectiveDate": "2026-11-24",
    });
    let made = call(&sandbox, &token, Method::POST, SUBSCRIPTIONS, Some(body)).await;
    assert_eq!(made.status(), StatusCode::OK);
    connect(&sandbox, USER).await;
    sandbox.revoke_as_customer(USER).await.unwrap();
    assert_eq!(sandbox.notifications().unwrap(), []);
    sandbox.advance(Duration::from_secs(12 * 3600)).unwrap();
    connect(&sandbox, USER).await;
    sandbox.revoke_as_customer(USER).await.unwrap();
    assert_eq!(only(&sandbox).r#type, "CONSENT_REVOKED");
}

#[tokio::test]
async fn nothing_is_sent_to_another_machine() {
    let sandbox = sandbox().await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    subscribe(
        &sandbox,
        &token,
        "CONSENT_REVOKED",
        "https://192.0.2.1/hook",
    )
    .await;
    connect(&sandbox, USER).await;
    sandbox.revoke_as_customer(USER).await.unwrap();
    sandbox.deliver_notifications().await.unwrap();
    let problem = only(&sandbox).problem.unwrap();
    assert!(problem.contains("this machine only"), "{problem}");
}

#[tokio::test]
async fn a_test_event_is_what_the_response_says() {
    let sandbox = sandbox().await;
    let mut receiver = Receiver::start(&[]).await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    let id = subscribe(&sandbox, &token, "CONSENT_UPDATED", &receiver.url).await;
    let test = async |id: &str| {
        let body = Some(value!({ "id": id }));
        call(
            &sandbox,
            &token,
            Method::POST,
            "/notifications/v1/test",
            body,
        )
        .await
    };
    let (status, sent) = json(test(&id).await).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(receiver.next().await, sent);
    assert_eq!(sent["type"], "CONSENT_UPDATED");
    assert_eq!(test("unknown").await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn hundreds_of_revocations_are_each_notified_once() {
    let sandbox = sandbox().await;
    let mut receiver = Receiver::start(&[]).await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    subscribe(&sandbox, &token, "CONSENT_REVOKED", &receiver.url).await;
    let url = format!(
        "{}/auth?{}",
        sandbox.idp_url(),
        encode(
            &crate::customer::request(&sandbox)
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect::<Vec<_>>()
        )
    );
    for _ in 0..300 {
        sandbox.approve(&url, USER).await.unwrap();
    }
    assert_eq!(sandbox.revoke_as_customer(USER).await.unwrap(), 300);
    sandbox.deliver_notifications().await.unwrap();
    let mut about: Vec<String> = receiver
        .rest()
        .iter()
        .map(|body| {
            body["notificationPayload"]["id"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    about.sort();
    let mut consents = sandbox.consents(USER).unwrap();
    consents.sort();
    assert_eq!(about, consents);
}

#[tokio::test]
async fn an_outage_that_was_notified_has_its_details() {
    let sandbox = sandbox().await;
    let mut receiver = Receiver::start(&[]).await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    let ask = |path: String| {
        let (sandbox, token) = (&sandbox, token.clone());
        async move { json(call(sandbox, &token, Method::GET, &path, None).await).await }
    };
    for (event, status, end) in [
        ("PLANNED_OUTAGE", "PLANNED", value!("2026-11-24T18:00:00Z")),
        ("SERVICE", "ONGOING", Value::Null),
    ] {
        let body = value!({"category": "MAINTENANCE", "type": event, "callbackUrl": receiver.url});
        let made = call(&sandbox, &token, Method::POST, SUBSCRIPTIONS, Some(body)).await;
        let id = json(made).await.1["subscriptionId"].clone();
        let test = value!({ "id": id });
        let path = "/notifications/v1/test";
        call(&sandbox, &token, Method::POST, path, Some(test)).await;
        let told = receiver.next().await;
        let path = told["url"]["href"].as_str().unwrap();
        let path = path.strip_prefix(sandbox.services_url()).unwrap();
        let (found, outage) = ask(path.to_owned()).await;
        assert_eq!(found, StatusCode::OK);
        assert_eq!(outage["id"], told["notificationPayload"]["id"]);
        assert_eq!(
            (&outage["status"], &outage["endTime"]),
            (&value!(status), &end)
        );
    }
    let (unknown, _) = ask("/notifications/v1/maintenance/nope".to_owned()).await;
    assert_eq!(unknown, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_notification_to_an_https_url_is_kept_and_says_why_it_is_not_sent() {
    let sandbox = sandbox().await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    let url = "https://localhost:1/hook";
    subscribe(&sandbox, &token, "CONSENT_REVOKED", url).await;
    connect(&sandbox, USER).await;
    sandbox.revoke_as_customer(USER).await.unwrap();
    sandbox.deliver_notifications().await.unwrap();
    let problem = only(&sandbox).problem.unwrap();
    assert!(problem.contains("only if it is given the CA"), "{problem}");
}
