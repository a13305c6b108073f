//! Faults, the rate limit and reset.

use std::time::Duration;

use akoya_sandbox::{Effect, Fault, RequestKind};
use reqwest::StatusCode;

use crate::customer::{code, connect, exchange, get, http, json, post, refresh, sandbox, tokens};

const BALANCES: &str = "/balances/v2/mikomo";

fn refresh_form<'a>(
    sandbox: &'a akoya_sandbox::Sandbox,
    token: &'a str,
) -> [(&'a str, &'a str); 4] {
    [
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("client_id", sandbox.client_id()),
        ("client_secret", sandbox.client_secret()),
    ]
}

#[tokio::test]
async fn a_dropped_response_has_still_rotated_the_token() {
    let sandbox = sandbox().await;
    let token = connect(&sandbox, "mikomo_7").await.refresh_token;
    sandbox.add_fault(
        Fault::new(Effect::DropResponse)
            .on(RequestKind::Refresh)
            .times(1),
    );
    let body = crate::customer::encode(&refresh_form(&sandbox, &token));
    let request = http().post(format!("{}/token", sandbox.idp_url()));
    let request = request
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    assert!(request.send().await.is_err(), "not a byte was sent");
    assert_eq!(
        refresh(&sandbox, &token).await.status(),
        StatusCode::BAD_REQUEST,
        "the token is spent"
    );
    let journal = sandbox.journal();
    let triggered: Vec<_> = journal
        .iter()
        .filter_map(|entry| Some((entry.kind?, entry.fault?)))
        .collect();
    assert_eq!(triggered, [(RequestKind::Refresh, "drop_response")]);
}

#[tokio::test]
async fn a_cut_response_ends_within_the_body() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    sandbox.add_fault(
        Fault::new(Effect::CutResponse { after_bytes: 100 })
            .on(RequestKind::Balances)
            .times(1),
    );
    let mut response = get(&sandbox, BALANCES, &id_token).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.content_length().unwrap() > 100);
    assert_eq!(response.chunk().await.unwrap().unwrap().len(), 100);
    assert!(response.chunk().await.is_err());
}

#[tokio::test]
async fn a_dripping_or_stalled_response_arrives_complete() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_10").await.id_token;
    let whole = get(&sandbox, BALANCES, &id_token)
        .await
        .text()
        .await
        .unwrap();
    for effect in [
        Effect::DripResponse {
            bytes: 200,
            every_ms: 1,
        },
        Effect::StallResponse { ms: 1 },
        Effect::StallRequest { ms: 1 },
    ] {
        sandbox.add_fault(Fault::new(effect).times(1));
        assert_eq!(
            get(&sandbox, BALANCES, &id_token)
                .await
                .text()
                .await
                .unwrap(),
            whole
        );
    }
    let triggered: Vec<_> = sandbox
        .journal()
        .iter()
        .filter_map(|entry| entry.fault)
        .collect();
    assert_eq!(
        triggered,
        ["drip_response", "stall_response", "stall_request"]
    );
}

#[tokio::test]
async fn a_response_without_effect_leaves_the_refresh_token_usable() {
    let sandbox = sandbox().await;
    let token = connect(&sandbox, "mikomo_7").await.refresh_token;
    let html = Some("text/html".to_owned());
    let effect = Effect::Respond {
        status: 502,
        content_type: html,
        body: "<h1>Bad gateway</h1>".to_owned(),
    };
    sandbox.add_fault(Fault::new(effect).on(RequestKind::Refresh).times(1));
    let response = refresh(&sandbox, &token).await;
    assert_eq!(
        (response.status(), &response.headers()["content-type"]),
        (StatusCode::BAD_GATEWAY, &"text/html".parse().unwrap())
    );
    assert_eq!(refresh(&sandbox, &token).await.status(), StatusCode::OK);
    assert_eq!(sandbox.counters().refreshes, 2, "both came in");
    let kinds: Vec<_> = sandbox
        .journal()
        .into_iter()
        .rev()
        .map(|entry| entry.kind)
        .take(2)
        .collect();
    assert_eq!(kinds, [Some(RequestKind::Refresh); 2]);
}

#[tokio::test]
async fn a_replaced_response_has_taken_effect() {
    let sandbox = sandbox().await;
    let token = connect(&sandbox, "mikomo_7").await.refresh_token;
    let effect = Effect::ReplaceResponse {
        status: Some(201),
        content_type: None,
        body: None,
    };
    sandbox.add_fault(Fault::new(effect).on(RequestKind::Refresh).times(1));
    let (status, body) = json(refresh(&sandbox, &token).await).await;
    assert_eq!(status, StatusCode::CREATED);
    let next = tokens(&body).refresh_token;
    let effect = Effect::ReplaceResponse {
        status: Some(504),
        content_type: None,
        body: Some(String::new()),
    };
    sandbox.add_fault(Fault::new(effect).on(RequestKind::Refresh).times(1));
    assert_eq!(
        refresh(&sandbox, &next).await.status(),
        StatusCode::GATEWAY_TIMEOUT
    );
    assert_eq!(
        refresh(&sandbox, &next).await.status(),
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn types_can_be_wrong_and_requests_delivered_twice() {
    let sandbox = sandbox().await;
    let token = connect(&sandbox, "mikomo_7").await.refresh_token;
    sandbox.add_fault(
        Fault::new(Effect::WrongTypes)
            .on(RequestKind::Refresh)
            .times(1),
    );
    let (_, body) = json(refresh(&sandbox, &token).await).await;
    assert!(body["id_token"].is_number(), "{body}");
    assert!(body["expires_in"].is_string(), "{body}");

    let code = code(&sandbox, "mikomo_7", None).await;
    sandbox.add_fault(
        Fault::new(Effect::DeliverTwice)
            .on(RequestKind::CodeExchange)
            .times(1),
    );
    assert_eq!(
        exchange(&sandbox, &code).await.status(),
        StatusCode::BAD_REQUEST
    );
    assert_eq!(sandbox.counters().code_exchanges, 3);
}

#[tokio::test]
async fn a_fault_can_be_limited_to_a_user_or_consent_and_start_later() {
    let sandbox = sandbox().await;
    let (one, other) = (
        connect(&sandbox, "mikomo_7").await,
        connect(&sandbox, "mikomo_10").await,
    );
    let third = connect(&sandbox, "mikomo_10").await;
    let status = async |id_token: &str| get(&sandbox, BALANCES, id_token).await.status().as_u16();
    sandbox.add_fault(
        Fault::new(Effect::ApiError { code: 503 })
            .on(RequestKind::Balances)
            .user("mikomo_7")
            .skip(1)
            .times(2),
    );
    assert_eq!(
        (status(&other.id_token).await, status(&one.id_token).await),
        (200, 200)
    );
    assert_eq!(
        (status(&one.id_token).await, status(&one.id_token).await),
        (503, 503)
    );
    assert_eq!(status(&one.id_token).await, 200);

    let grant = crate::customer::claims(&third.id_token)["grant_id"]
        .as_str()
        .unwrap()
        .to_owned();
    sandbox.add_fault(Fault::new(Effect::ApiError { code: 500 }).consent(grant));
    assert_eq!(
        (status(&other.id_token).await, status(&third.id_token).await),
        (200, 500)
    );
    assert_eq!(
        refresh(&sandbox, &other.refresh_token).await.status(),
        StatusCode::OK
    );
    assert_eq!(
        refresh(&sandbox, &third.refresh_token).await.status(),
        StatusCode::INTERNAL_SERVER_ERROR
    );
    sandbox.clear_faults();
    sandbox.add_fault(Fault::new(Effect::ApiError { code: 408 }).times(1));
    assert_eq!(
        (status(&third.id_token).await, status(&third.id_token).await),
        (408, 200)
    );
    assert_eq!(status(&third.id_token).await, 200);
}

#[tokio::test]
async fn a_fault_of_a_user_applies_to_sign_ins_too() {
    let sandbox = sandbox().await;
    let effect = Effect::Respond {
        status: 503,
        content_type: None,
        body: String::new(),
    };
    sandbox.add_fault(Fault::new(effect).user("mikomo_7"));
    let url = format!("{}/auth/login", sandbox.idp_url());
    assert_eq!(
        post(url.clone(), &[("login", "mikomo_7")]).await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(
        post(url, &[("login", "mikomo_1")]).await.status(),
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn the_maintenance_window_is_on_tuesdays_by_the_sandboxs_clock() {
    let sandbox = sandbox().await;
    sandbox.set_id_token_lifetime(Duration::from_secs(30 * 86_400));
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    sandbox.add_fault(Fault::new(Effect::MaintenanceWindow).on(RequestKind::Balances));
    let call = async || json(get(&sandbox, BALANCES, &id_token).await).await;
    assert_eq!(call().await.0, StatusCode::OK, "Monday noon in UTC");
    sandbox.advance(Duration::from_secs(27 * 3600)).unwrap();
    let (status, body) = call().await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "Tuesday 10 AM EST");
    assert_eq!(body["code"], 503);
    let fault = sandbox.journal().pop().unwrap().fault;
    assert_eq!(fault, Some("maintenance_window"));
    sandbox.advance(Duration::from_secs(3 * 3600)).unwrap();
    assert_eq!(call().await.0, StatusCode::OK, "Tuesday 1 PM EST");
    sandbox
        .advance(Duration::from_secs(7 * 86_400 - 1))
        .unwrap();
    assert_eq!(
        call().await.0,
        StatusCode::SERVICE_UNAVAILABLE,
        "a week later"
    );
}

#[tokio::test]
async fn the_rate_limit_returns_429_with_code_1207_until_the_next_second() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    sandbox.set_rate_limit(Some(5));
    for _ in 0..5 {
        assert_eq!(
            get(&sandbox, BALANCES, &id_token).await.status(),
            StatusCode::OK
        );
    }
    let (status, body) = json(get(&sandbox, BALANCES, &id_token).await).await;
    assert_eq!(
        (status, body["code"].as_u64()),
        (StatusCode::TOO_MANY_REQUESTS, Some(1207))
    );
    assert_eq!(sandbox.counters().balances, 6);
    sandbox.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(
        get(&sandbox, BALANCES, &id_token).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_reset_restores_the_initial_state() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let start = sandbox.clock().now().unwrap();
    sandbox.advance(Duration::from_secs(5)).unwrap();
    sandbox.add_fault(Fault::new(Effect::DropResponse));
    sandbox.set_rate_limit(Some(0));
    sandbox.set_id_token_lifetime(Duration::from_secs(1));
    sandbox.reset().unwrap();
    assert_eq!(sandbox.clock().now().unwrap(), start);
    assert_eq!(
        (
            sandbox.counters().refreshes,
            sandbox.counters().authorizations,
            sandbox.journal().len()
        ),
        (0, 0, 0)
    );
    assert_eq!(
        get(&sandbox, BALANCES, &id_token).await.status(),
        StatusCode::UNAUTHORIZED,
        "its consent is gone"
    );
    let fresh = connect(&sandbox, "mikomo_7").await.id_token;
    sandbox.advance(Duration::from_secs(2)).unwrap();
    assert_eq!(
        get(&sandbox, BALANCES, &fresh).await.status(),
        StatusCode::OK
    );
}
