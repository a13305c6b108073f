//! Notifications to several subscribers, of whom some do not do their part.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::json as value;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

use crate::customer::{connect, json, sandbox};
use crate::services::{NOTIFICATIONS, Receiver, call, service_token, subscribe};

const USER: &str = "mikomo_10";

/// A subscriber that accepts connections and reads, and never responds.
async fn hanging() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = Vec::new();
                drop(stream.read_to_end(&mut request).await);
            });
        }
    });
    url
}

#[tokio::test]
async fn a_subscriber_that_hangs_keeps_no_other_waiting() {
    let sandbox = sandbox().await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    let mut others = Receiver::start(&[]).await;
    let hanging = hanging().await;
    subscribe(&sandbox, &token, "CONSENT_REVOKED", &hanging).await;
    subscribe(&sandbox, &token, "CONSENT_REVOKED", &others.url).await;
    for _ in 0..40 {
        connect(&sandbox, USER).await;
    }
    let expected: BTreeSet<_> = sandbox.consents(USER).unwrap().into_iter().collect();
    assert_eq!(sandbox.revoke_as_customer(USER).await.unwrap(), 40);
    let mut told = BTreeSet::new();
    while told.len() < expected.len() {
        let body = others.next().await;
        told.insert(
            body["notificationPayload"]["id"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    assert_eq!(told, expected);
    let to_hanging: Vec<_> = sandbox
        .notifications()
        .unwrap()
        .into_iter()
        .filter(|one| one.callback_url == hanging)
        .collect();
    assert_eq!(to_hanging.len(), 40);
    let given_up = |problem: Option<String>| problem.as_deref() == Some("no response in time");
    assert!(!to_hanging.into_iter().any(|one| given_up(one.problem)));
}

#[tokio::test]
async fn an_update_to_the_same_accounts_is_no_event() {
    let sandbox = sandbox().await;
    let mut receiver = Receiver::start(&[]).await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    subscribe(&sandbox, &token, "CONSENT_UPDATED", &receiver.url).await;
    connect(&sandbox, "mikomo_7").await;
    let consent = sandbox.consents("mikomo_7").unwrap().remove(0);
    let (path, method) = (format!("/consents/v1/{consent}"), Method::GET);
    let (_, body) = json(call(&sandbox, &token, method, &path, None).await).await;
    let resources = body["resources"].as_array().unwrap();
    let mut accounts: Vec<&str> = resources
        .iter()
        .map(|one| one["resourceId"].as_str().unwrap())
        .collect();
    sandbox.share_accounts(&consent, &accounts).await.unwrap();
    accounts.reverse();
    accounts.push(accounts[0]);
    sandbox.share_accounts(&consent, &accounts).await.unwrap();
    sandbox.deliver_notifications().await.unwrap();
    assert_eq!(receiver.rest(), Vec::<serde_json::Value>::new());
    sandbox
        .share_accounts(&consent, &accounts[..1])
        .await
        .unwrap();
    assert_eq!(receiver.next().await["notificationPayload"]["id"], consent);
}

#[tokio::test]
async fn an_email_address_that_is_none_is_refused() {
    let sandbox = sandbox().await;
    let token = service_token(&sandbox, NOTIFICATIONS).await;
    let subscribe = async |email: &str| {
        let body = value!({"category": "CONSENT", "type": "CONSENT_REVOKED",
            "callbackUrl": "https://app.example/hook", "callbackEmail": email});
        let path = "/notifications/v1/subscriptions";
        let response = call(&sandbox, &token, Method::POST, path, Some(body)).await;
        response.status()
    };
    for good in ["ops@app.example", "o.p+s@mail.app.example", "ops@localhost"] {
        assert_eq!(subscribe(good).await, StatusCode::OK, "{good}");
    }
    for bad in [
        "",
        "ops",
        "@app.example",
        "ops@",
        "o ps@app.example",
        "a@b@c.example",
        "ops@app..example",
        "ops@app.example ",
    ] {
        assert_eq!(subscribe(bad).await, StatusCode::BAD_REQUEST, "{bad}");
    }
}
