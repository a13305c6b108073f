//! The admin API.

use akoya_sandbox::Sandbox;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json as value};

use crate::customer::{
    REDIRECT_URI, builder, claims, connect, exchange, get, http, json, parameter, refresh, sandbox,
};

async fn steered() -> Sandbox {
    builder().admin_port(0).start().await.unwrap()
}

async fn ask(sandbox: &Sandbox, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
    let request = http().request(method, format!("{}{path}", sandbox.admin_url().unwrap()));
    json(
        request
            .header("content-type", "application/json")
            .body(body.to_string())
            .send()
            .await
            .unwrap(),
    )
    .await
}

#[tokio::test]
async fn the_admin_api_is_disabled_by_default() {
    assert_eq!(sandbox().await.admin_url(), None);
}

#[tokio::test]
async fn faults_are_added_listed_and_cleared() {
    let sandbox = steered().await;
    let token = connect(&sandbox, "mikomo_7").await.refresh_token;
    let fault = value!({"on": "refresh", "user": "mikomo_7", "times": 2, "effect": {"respond": {"status": 503}}});
    assert_eq!(
        ask(&sandbox, Method::POST, "/faults", fault).await.0,
        StatusCode::OK
    );
    assert_eq!(
        refresh(&sandbox, &token).await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    let (_, faults) = ask(&sandbox, Method::GET, "/faults", Value::Null).await;
    assert_eq!(
        (faults.as_array().unwrap().len(), &faults[0]["times"]),
        (1, &value!(1))
    );
    ask(&sandbox, Method::DELETE, "/faults", Value::Null).await;
    assert_eq!(refresh(&sandbox, &token).await.status(), StatusCode::OK);

    for bad in [
        value!({}),
        value!({"effect": "vanish"}),
        value!({"effect": "drop_response", "user_name": "x"}),
        value!({"effect": "drop_response", "times": 0}),
        value!({"effect": {"respond": {"status": 102}}}),
        value!({"effect": {"respond": {"status": 600}}}),
        value!({"effect": {"replace_response": {"content_type": "a\nb"}}}),
        value!([]),
    ] {
        let (status, body) = ask(&sandbox, Method::POST, "/faults", bad).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(body["error"].is_string(), "{body}");
    }
}

#[tokio::test]
async fn the_clock_lifetimes_and_rate_limit_can_be_set() {
    let sandbox = steered().await;
    let now =
        async |method, path: &str, body| ask(&sandbox, method, path, body).await.1["now"].clone();
    assert_eq!(
        now(Method::GET, "/clock", Value::Null).await,
        "2026-11-23T12:00:00Z"
    );
    assert_eq!(
        now(Method::POST, "/clock/advance", value!({"seconds": 90})).await,
        "2026-11-23T12:01:30Z"
    );
    assert_eq!(
        now(
            Method::PUT,
            "/clock",
            value!({"now": "2030-01-01T00:00:00Z"})
        )
        .await,
        "2030-01-01T00:00:00Z"
    );

    let lifetimes = value!({"code": 60, "id_token": 10, "refresh_token": null, "refresh_reuse": 3});
    assert_eq!(
        ask(&sandbox, Method::PUT, "/lifetimes", lifetimes.clone()).await,
        (StatusCode::OK, lifetimes)
    );
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    assert_eq!(
        get(&sandbox, "/balances/v2/mikomo", &id_token)
            .await
            .status(),
        StatusCode::OK
    );
    ask(
        &sandbox,
        Method::PUT,
        "/rate-limit",
        value!({"per_second": 0}),
    )
    .await;
    assert_eq!(
        ask(&sandbox, Method::GET, "/rate-limit", Value::Null)
            .await
            .1,
        value!({"per_second": 0})
    );
    assert_eq!(
        get(&sandbox, "/balances/v2/mikomo", &id_token)
            .await
            .status(),
        StatusCode::TOO_MANY_REQUESTS
    );
    ask(
        &sandbox,
        Method::PUT,
        "/rate-limit",
        value!({"per_second": null}),
    )
    .await;
    now(Method::POST, "/clock/advance", value!({"seconds": 10})).await;
    assert_eq!(
        get(&sandbox, "/balances/v2/mikomo", &id_token)
            .await
            .status(),
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn settings_that_are_not_named_stay_as_they_are() {
    let sandbox = steered().await;
    let put = async |path: &str, body| ask(&sandbox, Method::PUT, path, body).await;
    let end = "2026-11-23T12:00:00Z";
    for (body, expected) in [
        (
            value!({"v2_until": end}),
            value!({"v2_until": end, "intent_type_required": false}),
        ),
        (
            value!({"intent_type_required": true}),
            value!({"v2_until": end, "intent_type_required": true}),
        ),
        (
            value!({}),
            value!({"v2_until": end, "intent_type_required": true}),
        ),
        (
            value!({"v2_until": null}),
            value!({"v2_until": null, "intent_type_required": true}),
        ),
    ] {
        assert_eq!(put("/api-versions", body).await, (StatusCode::OK, expected));
    }
    put("/lifetimes", value!({"refresh_token": 90})).await;
    let (_, lifetimes) = put("/lifetimes", value!({"id_token": 10})).await;
    assert_eq!(
        (&lifetimes["id_token"], &lifetimes["refresh_token"]),
        (&value!(10), &value!(90))
    );
    for body in [
        value!([]),
        value!({"v3_until": end}),
        value!({"intent_type_required": null}),
    ] {
        assert_eq!(put("/api-versions", body).await.0, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn the_end_of_v2_and_the_form_of_partial_responses_can_be_set() {
    let sandbox = steered().await;
    for (path, initial, changed, invalid) in [
        (
            "/api-versions",
            value!({"v2_until": null, "intent_type_required": false}),
            value!({"v2_until": "2026-11-23T12:00:00Z", "intent_type_required": true}),
            value!({"v2_until": "soon", "intent_type_required": true}),
        ),
        (
            "/partial-response",
            value!({"form": "documented"}),
            value!({"form": "wrapped"}),
            value!({"form": "strange"}),
        ),
    ] {
        let get = ask(&sandbox, Method::GET, path, Value::Null).await;
        assert_eq!(get, (StatusCode::OK, initial));
        let put = ask(&sandbox, Method::PUT, path, changed.clone()).await;
        assert_eq!(put, (StatusCode::OK, changed.clone()));
        let refused = ask(&sandbox, Method::PUT, path, invalid).await;
        assert_eq!(refused.0, StatusCode::BAD_REQUEST, "{}", refused.1);
        let get = ask(&sandbox, Method::GET, path, Value::Null).await;
        assert_eq!(get, (StatusCode::OK, changed));
    }
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let response = get(&sandbox, "/balances/v2/mikomo", &id_token).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn one_call_gives_a_consent_as_a_code_or_as_tokens() {
    let sandbox = steered().await;
    let give = async |body: Value| ask(&sandbox, Method::POST, "/consents", body).await;
    let (status, body) = give(value!({"user": "mikomo_7", "tokens": true})).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let consents = sandbox.consents("mikomo_7").unwrap();
    assert_eq!(body["consent"], consents[0]);
    let id_token = body["id_token"].as_str().unwrap();
    assert_eq!(claims(id_token)["grant_id"], consents[0]);
    let balances = get(&sandbox, "/balances/v2/mikomo", id_token).await;
    assert!(balances.status().is_success());
    let token = body["refresh_token"].as_str().unwrap();
    assert_eq!(refresh(&sandbox, token).await.status(), StatusCode::OK);

    let account = "a8f79df7876a1414";
    let (_, body) = give(value!({
        "user": "mikomo_7", "redirect_uri": REDIRECT_URI, "accounts": [account],
        "scope": "openid profile offline_access email", "state": "a state & more",
    }))
    .await;
    let callback = body["callback"].as_str().unwrap();
    assert!(callback.starts_with(REDIRECT_URI), "{callback}");
    assert_eq!(
        parameter(callback, "state").as_deref(),
        Some("a state & more")
    );
    let code = parameter(callback, "code").unwrap();
    assert_eq!(body["code"], code);
    let (status, tokens) = json(exchange(&sandbox, &code).await).await;
    assert_eq!(status, StatusCode::OK);
    let claims = claims(tokens["id_token"].as_str().unwrap());
    assert_eq!(claims["accounts"], value!([account]));
    assert!(claims["email"].is_string());
    assert_eq!(sandbox.counters().approvals, 2);
}

#[tokio::test]
async fn a_consent_that_a_customer_could_not_give_is_refused_with_the_reason() {
    let sandbox = steered().await;
    for (body, reason) in [
        (value!({"user": "nobody"}), "there is no user `nobody`"),
        (
            value!({"user": "mikomo_7", "accounts": []}),
            "at least one account",
        ),
        (
            value!({"user": "mikomo_7", "accounts": ["x"]}),
            "no account `x`",
        ),
        (
            value!({"user": "mikomo_7", "client_id": "x"}),
            "the client does not exist",
        ),
        (
            value!({"user": "mikomo_7", "redirect_uri": "https://x/"}),
            "may not use this redirect URI",
        ),
        (
            value!({"user": "mikomo_7", "scope": "openid"}),
            "Missing required scope",
        ),
        (
            value!({"user": "mikomo_7", "tokens": 1}),
            "`tokens` must be true or false",
        ),
        (
            value!({"user": "mikomo_7", "token": true}),
            "`accounts`, `tokens`",
        ),
        (
            value!({"user": "mikomo_7", "password": "x"}),
            "unknown field",
        ),
    ] {
        let (status, refused) = ask(&sandbox, Method::POST, "/consents", body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{reason}");
        let text = refused["error"].as_str().unwrap();
        assert!(text.contains(reason), "{reason}: {text}");
    }
    assert_eq!(sandbox.counters().approvals, 0);
}

#[tokio::test]
async fn a_change_without_a_body_needs_no_content_type_and_no_other_site_can_send_it() {
    let sandbox = steered().await;
    connect(&sandbox, "mikomo_7").await;
    let reset = || http().post(format!("{}/reset", sandbox.admin_url().unwrap()));
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
    ] {
        let refused = reset().header(name, value).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{name}");
    }
    let form = reset().body("x=1").send().await.unwrap();
    assert_eq!(form.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(sandbox.consents("mikomo_7").unwrap().len(), 1);
    assert_eq!(reset().send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(sandbox.consents("mikomo_7").unwrap(), [""; 0]);
}

#[tokio::test]
async fn consents_are_listed_without_secrets_and_can_be_revoked_as_the_customer() {
    let sandbox = steered().await;
    let tokens = connect(&sandbox, "mikomo_7").await;
    let (_, consents) = ask(&sandbox, Method::GET, "/consents", Value::Null).await;
    assert_eq!(
        (&consents[0]["user"], &consents[0]["generation"]),
        (&value!("mikomo_7"), &value!(1))
    );
    assert_eq!(consents[0].get("refresh_id"), None);
    let ended = ask(
        &sandbox,
        Method::POST,
        "/consents/revoke",
        value!({"consent": consents[0]["id"]}),
    )
    .await;
    assert_eq!(ended, (StatusCode::OK, value!({"ended": 1})));
    let (status, body) = json(get(&sandbox, "/balances/v2/mikomo", &tokens.id_token).await).await;
    assert_eq!(
        (status, &body["code"]),
        (StatusCode::NOT_FOUND, &value!(601))
    );
    assert_eq!(
        ask(&sandbox, Method::POST, "/consents/revoke", value!({}))
            .await
            .0,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn journal_and_counters_show_what_happened_until_a_reset() {
    let sandbox = steered().await;
    connect(&sandbox, "mikomo_7").await;
    let (_, journal) = ask(&sandbox, Method::GET, "/journal", Value::Null).await;
    let paths: Vec<_> = journal
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["path"].as_str().unwrap())
        .collect();
    assert_eq!(
        paths,
        [
            "/auth",
            "/auth/login",
            "/auth/terms",
            "/auth/accounts",
            "/token"
        ]
    );
    let kinds: Vec<_> = journal
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["kind"].as_str())
        .collect();
    let expected = [
        Some("authorization"),
        Some("sign_in"),
        None,
        Some("approval"),
        Some("code_exchange"),
    ];
    assert_eq!(kinds, expected);
    let (_, counters) = ask(&sandbox, Method::GET, "/counters", Value::Null).await;
    assert_eq!(
        (&counters["code_exchanges"], &counters["refreshes"]),
        (&value!(1), &value!(0))
    );
    ask(&sandbox, Method::POST, "/reset", value!({})).await;
    assert_eq!(
        ask(&sandbox, Method::GET, "/journal", Value::Null).await.1,
        value!([])
    );
    assert_eq!(
        ask(&sandbox, Method::GET, "/consents", Value::Null).await.1,
        value!([])
    );
}

#[tokio::test]
async fn web_pages_cannot_use_the_admin_api() {
    let sandbox = steered().await;
    let url = format!("{}/reset", sandbox.admin_url().unwrap());
    let plain = http()
        .post(&url)
        .header("content-type", "text/plain")
        .body("{}")
        .send()
        .await
        .unwrap();
    assert_eq!(plain.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let rebound = http()
        .get(format!("{}/journal", sandbox.admin_url().unwrap()))
        .header("host", "evil.example:80");
    assert_eq!(
        rebound.send().await.unwrap().status(),
        StatusCode::FORBIDDEN
    );
}
