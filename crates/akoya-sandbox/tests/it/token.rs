//! The token endpoint.

use std::time::Duration;

use akoya_sandbox::RegisteredClient;
use reqwest::StatusCode;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json as value};

use crate::customer::{
    Form, REDIRECT_URI, basic, claims, code, connect, dex, dex_builder, encode, exchange, get,
    http, json, post, refresh, tokens,
};

fn invalid_code() -> Value {
    value!({"error": "invalid_request", "error_description": "Invalid or expired code parameter."})
}

fn claimed() -> Value {
    let description = "Refresh token is invalid or has already been claimed by another client.";
    value!({"error": "invalid_request", "error_description": description})
}

fn invalid_client() -> Value {
    value!({"error": "invalid_client", "error_description": "Invalid client credentials."})
}

#[tokio::test]
async fn an_exchange_returns_an_id_token_and_a_refresh_token_but_no_access_token() {
    let sandbox = dex().await;
    let code = code(&sandbox, "mikomo_7", None).await;
    let response = exchange(&sandbox, &code).await;
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert_eq!(response.headers()["content-type"], "application/json");
    let (status, body) = json(response).await;
    assert_eq!(status, StatusCode::OK);
    let mut names: Vec<_> = body
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["expires_in", "id_token", "refresh_token", "token_type"]
    );
    assert_eq!(
        (&body["expires_in"], &body["token_type"]),
        (&value!(86400), &value!("bearer"))
    );
    assert_eq!(sandbox.counters().code_exchanges, 1);
}

#[tokio::test]
async fn the_id_token_has_the_documented_claims() {
    let sandbox = dex().await;
    let code = code(&sandbox, "mikomo_1", Some(&[0, 2])).await;
    let (_, body) = json(exchange(&sandbox, &code).await).await;
    let claims = claims(body["id_token"].as_str().unwrap());
    for (name, expected) in [
        ("iss", value!("/sandbox")),
        ("aud", value!([sandbox.client_id()])),
        ("sub", value!("CghtaWtvbW9fMRIGbWlrb21v")),
        ("iat", value!(1_795_435_200)),
        ("exp", value!(1_795_435_200 + 86_400)),
        ("auth_time", value!(1_795_435_200)),
        ("rat", value!(1_795_435_200)),
        ("connectorId", value!("mikomo")),
        ("name", value!("Morgan Lee")),
    ] {
        assert_eq!(claims[name], expected, "{name}");
    }
    for name in ["sid", "jti", "at_hash", "grant_id", "recipientId"] {
        assert!(
            claims[name].as_str().is_some_and(|text| !text.is_empty()),
            "{name}"
        );
    }
    assert_eq!(claims["accounts"].as_array().unwrap().len(), 2);
    assert!(
        claims["products"]
            .as_array()
            .unwrap()
            .contains(&value!("BALANCES"))
    );
}

#[tokio::test]
async fn the_signature_is_that_of_the_published_key() {
    let sandbox = dex().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let (_, keys) = json(
        http()
            .get(format!("{}/keys", sandbox.idp_url()))
            .send()
            .await
            .unwrap(),
    )
    .await;
    let set: jsonwebtoken::jwk::JwkSet = serde_json::from_value(keys).unwrap();
    let header = jsonwebtoken::decode_header(&id_token).unwrap();
    assert_eq!(header.alg, jsonwebtoken::Algorithm::RS256);
    let key = jsonwebtoken::DecodingKey::from_jwk(set.find(&header.kid.unwrap()).unwrap()).unwrap();
    let mut validation = jsonwebtoken::Validation::new(header.alg);
    validation.validate_exp = false;
    validation.set_audience(&[sandbox.client_id()]);
    assert!(jsonwebtoken::decode::<Value>(&id_token, &key, &validation).is_ok());
}

#[tokio::test]
async fn a_code_works_once_within_five_minutes() {
    let sandbox = dex().await;
    let used = code(&sandbox, "mikomo_7", None).await;
    let tokens = tokens(&json(exchange(&sandbox, &used).await).await.1);
    assert_eq!(
        json(exchange(&sandbox, &used).await).await,
        (StatusCode::BAD_REQUEST, invalid_code())
    );
    assert_eq!(
        refresh(&sandbox, &tokens.refresh_token).await.status(),
        StatusCode::OK,
        "what it gave stays valid"
    );

    let late = code(&sandbox, "mikomo_7", None).await;
    sandbox.advance(Duration::from_secs(299)).unwrap();
    let in_time = code(&sandbox, "mikomo_7", None).await;
    sandbox.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(
        json(exchange(&sandbox, &late).await).await,
        (StatusCode::BAD_REQUEST, invalid_code())
    );
    assert_eq!(exchange(&sandbox, &in_time).await.status(), StatusCode::OK);
    assert_eq!(
        json(exchange(&sandbox, "unknown").await).await,
        (StatusCode::BAD_REQUEST, invalid_code())
    );
}

#[tokio::test]
async fn of_many_simultaneous_redemptions_of_one_code_one_succeeds() {
    let sandbox = dex().await;
    let code = code(&sandbox, "mikomo_7", None).await;
    let mut attempts = tokio::task::JoinSet::new();
    let sandbox = std::sync::Arc::new(sandbox);
    for _ in 0..8 {
        let (sandbox, code) = (std::sync::Arc::clone(&sandbox), code.clone());
        attempts.spawn(async move { exchange(&sandbox, &code).await.status() });
    }
    let statuses = attempts.join_all().await;
    assert_eq!(
        statuses.iter().filter(|status| status.is_success()).count(),
        1,
        "{statuses:?}"
    );
}

#[tokio::test]
async fn of_many_simultaneous_refreshes_with_one_token_one_succeeds() {
    let sandbox = std::sync::Arc::new(dex().await);
    let token = connect(&sandbox, "mikomo_7").await.refresh_token;
    let mut attempts = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (sandbox, token) = (std::sync::Arc::clone(&sandbox), token.clone());
        attempts.spawn(async move { refresh(&sandbox, &token).await.status() });
    }
    let statuses = attempts.join_all().await;
    assert_eq!(
        statuses.iter().filter(|status| status.is_success()).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(sandbox.counters().refreshes, 8);
}

#[tokio::test]
async fn the_exchange_must_repeat_the_redirect_uri_and_a_mistake_leaves_the_code_usable() {
    let sandbox = dex().await;
    let code = code(&sandbox, "mikomo_7", None).await;
    for uri in ["http://127.0.0.1:39999/other", ""] {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &*code),
            ("redirect_uri", uri),
        ];
        let body = json(post_basic(&sandbox, &form).await).await;
        let description = "redirect_uri did not match URI from initial request.";
        assert_eq!(
            body,
            (
                StatusCode::BAD_REQUEST,
                value!({"error": "invalid_request", "error_description": description})
            )
        );
    }
    assert_eq!(exchange(&sandbox, &code).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn every_refresh_returns_new_tokens_and_uses_up_the_old_refresh_token() {
    let sandbox = dex().await;
    let first = connect(&sandbox, "mikomo_7").await;
    sandbox.advance(Duration::from_secs(60)).unwrap();
    let (status, body) = json(refresh(&sandbox, &first.refresh_token).await).await;
    assert_eq!(status, StatusCode::OK);
    let second = tokens(&body);
    assert_ne!(first.refresh_token, second.refresh_token);
    let (before, after) = (claims(&first.id_token), claims(&second.id_token));
    for same in [
        "iss",
        "aud",
        "sub",
        "grant_id",
        "auth_time",
        "sid",
        "accounts",
    ] {
        assert_eq!(before[same], after[same], "{same}");
    }
    assert_ne!(before["jti"], after["jti"]);
    assert_eq!(
        after["iat"].as_i64().unwrap() - before["iat"].as_i64().unwrap(),
        60
    );

    assert_eq!(
        json(refresh(&sandbox, &first.refresh_token).await).await,
        (StatusCode::BAD_REQUEST, claimed())
    );
    assert_eq!(
        refresh(&sandbox, &second.refresh_token).await.status(),
        StatusCode::OK,
        "the newest keeps working"
    );
}

#[tokio::test]
async fn within_the_reuse_window_the_previous_token_gets_the_current_one() {
    let sandbox = dex_builder()
        .refresh_reuse_window(Duration::from_secs(30))
        .start()
        .await
        .unwrap();
    let first = connect(&sandbox, "mikomo_7").await;
    let second = tokens(&json(refresh(&sandbox, &first.refresh_token).await).await.1);
    sandbox.advance(Duration::from_secs(29)).unwrap();
    let again = tokens(&json(refresh(&sandbox, &first.refresh_token).await).await.1);
    assert_eq!(again.refresh_token, second.refresh_token);
    sandbox.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(
        refresh(&sandbox, &first.refresh_token).await.status(),
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        refresh(&sandbox, &second.refresh_token).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn refresh_tokens_can_expire() {
    let sandbox = dex_builder()
        .refresh_token_lifetime(Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let first = connect(&sandbox, "mikomo_7").await;
    sandbox.advance(Duration::from_secs(3599)).unwrap();
    let second = tokens(&json(refresh(&sandbox, &first.refresh_token).await).await.1);
    sandbox.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(
        json(refresh(&sandbox, &second.refresh_token).await).await,
        (StatusCode::BAD_REQUEST, claimed())
    );
}

#[tokio::test]
async fn refresh_tokens_that_are_missing_garbage_or_another_clients_are_refused() {
    let clients =
        ["one", "two"].map(|id| RegisteredClient::new(id, "secret").any_loopback_redirect_uri());
    let sandbox = clients
        .into_iter()
        .fold(dex_builder(), |builder, client| builder.client(client))
        .start()
        .await
        .unwrap();
    let token = connect(&sandbox, "mikomo_7").await.refresh_token;
    let url = format!("{}/token", sandbox.idp_url());
    let send = async |client: &str, token: &str| {
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token),
            ("client_id", client),
            ("client_secret", "secret"),
        ];
        json(post(url.clone(), &form).await).await
    };
    let missing =
        value!({"error": "invalid_request", "error_description": "No refresh token in request."});
    assert_eq!(send("one", "").await, (StatusCode::BAD_REQUEST, missing));
    assert_eq!(
        send("one", "garbage").await,
        (StatusCode::BAD_REQUEST, claimed())
    );
    assert_eq!(
        send("two", &token).await,
        (StatusCode::BAD_REQUEST, claimed())
    );
    assert_eq!(send("one", &token).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_code_of_another_client_is_refused_and_stays_usable_for_its_own() {
    let clients =
        ["one", "two"].map(|id| RegisteredClient::new(id, "secret").any_loopback_redirect_uri());
    let sandbox = clients
        .into_iter()
        .fold(dex_builder(), |builder, client| builder.client(client))
        .start()
        .await
        .unwrap();
    let code = code(&sandbox, "mikomo_7", None).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", REDIRECT_URI),
    ];
    let request = http()
        .post(format!("{}/token", sandbox.idp_url()))
        .basic_auth("two", Some("secret"));
    let request = request
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(encode(&form));
    assert_eq!(
        json(request.send().await.unwrap()).await,
        (StatusCode::BAD_REQUEST, invalid_code())
    );
    assert_eq!(exchange(&sandbox, &code).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_refresh_cannot_widen_the_scope() {
    let sandbox = dex().await;
    let token = connect(&sandbox, "mikomo_7").await.refresh_token;
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &*token),
        ("client_id", sandbox.client_id()),
        ("client_secret", sandbox.client_secret()),
        ("scope", "openid email"),
    ];
    let (status, body) = json(post(format!("{}/token", sandbox.idp_url()), &form).await).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(
        body["error_description"],
        "Requested scopes contain unauthorized scope(s): [\"email\"]."
    );
    assert_eq!(
        refresh(&sandbox, &token).await.status(),
        StatusCode::OK,
        "it was not spent"
    );
}

#[tokio::test]
async fn an_exchange_accepts_credentials_only_in_the_header() {
    let sandbox = dex().await;
    let code = code(&sandbox, "mikomo_7", None).await;
    let (id, secret) = (sandbox.client_id(), sandbox.client_secret());
    let in_body = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("redirect_uri", REDIRECT_URI),
        ("client_id", id),
        ("client_secret", secret),
    ];
    let url = format!("{}/token", sandbox.idp_url());
    assert_eq!(
        json(post(url, &in_body).await).await,
        (StatusCode::UNAUTHORIZED, invalid_client())
    );
    assert_eq!(
        json(post_basic(&sandbox, &in_body).await).await,
        (StatusCode::UNAUTHORIZED, invalid_client())
    );
    assert_eq!(
        exchange(&sandbox, &code).await.status(),
        StatusCode::OK,
        "the code was not spent"
    );
}

#[tokio::test]
async fn a_refresh_accepts_credentials_only_in_the_body() {
    let sandbox = dex().await;
    let token = connect(&sandbox, "mikomo_7").await.refresh_token;
    let form = [("grant_type", "refresh_token"), ("refresh_token", &*token)];
    assert_eq!(
        json(post_basic(&sandbox, &form).await).await,
        (StatusCode::UNAUTHORIZED, invalid_client())
    );
    assert_eq!(
        refresh(&sandbox, &token).await.status(),
        StatusCode::OK,
        "it was not spent"
    );
}

#[tokio::test]
async fn wrong_credentials_are_invalid_client_before_anything_else() {
    let sandbox = dex().await;
    let form = |id, secret| {
        [
            ("grant_type", "refresh_token"),
            ("client_id", id),
            ("client_secret", secret),
        ]
    };
    let url = format!("{}/token", sandbox.idp_url());
    for (id, secret) in [
        (sandbox.client_id(), "wrong"),
        ("unknown", sandbox.client_secret()),
        ("", ""),
    ] {
        let body = json(post(url.clone(), &form(id, secret)).await).await;
        assert_eq!(body, (StatusCode::UNAUTHORIZED, invalid_client()));
    }
    assert_eq!(
        json(post(url, &[]).await).await,
        (StatusCode::UNAUTHORIZED, invalid_client())
    );
}

#[tokio::test]
async fn a_missing_or_unknown_grant_type_is_invalid_grant() {
    let sandbox = dex().await;
    for form in [
        &[("code", "x")][..],
        &[("grant_type", "password")],
        &[("grant_type", "")],
    ] {
        let body = json(post_basic(&sandbox, form).await).await;
        assert_eq!(
            body,
            (StatusCode::BAD_REQUEST, value!({"error": "invalid_grant"}))
        );
    }
}

#[tokio::test]
async fn hostile_token_requests_get_a_response_and_do_no_harm() {
    let sandbox = dex().await;
    let url = format!("{}/token", sandbox.idp_url());
    let send = async |content_type: &str, body: Vec<u8>| {
        http()
            .post(&url)
            .header(CONTENT_TYPE, content_type)
            .body(body)
            .send()
            .await
            .unwrap()
            .status()
    };
    let form = "application/x-www-form-urlencoded";
    assert_eq!(
        send(form, b"grant_type=%ff&%&&=&\0".to_vec()).await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        send(
            "application/json",
            b"{\"grant_type\":\"refresh_token\"}".to_vec()
        )
        .await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        send(form, b"grant_type=a&grant_type=b".to_vec()).await,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        send(form, vec![b'a'; 100_000]).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(
        http().get(&url).send().await.unwrap().status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
    for header in ["Basic", "Basic !!!", "Basic OmE=", "Bearer x"] {
        let status = http()
            .post(&url)
            .header(AUTHORIZATION, header)
            .send()
            .await
            .unwrap()
            .status();
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{header}");
    }
    connect(&sandbox, "mikomo_7").await;
}

#[tokio::test]
async fn the_lifetime_of_id_tokens_can_be_chosen() {
    let sandbox = dex_builder()
        .id_token_lifetime(Duration::from_secs(60))
        .start()
        .await
        .unwrap();
    let tokens = connect(&sandbox, "mikomo_7").await;
    sandbox.advance(Duration::from_secs(59)).unwrap();
    assert_eq!(
        get(&sandbox, "/balances/v2/mikomo", &tokens.id_token)
            .await
            .status(),
        StatusCode::OK
    );
    sandbox.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(
        get(&sandbox, "/balances/v2/mikomo", &tokens.id_token)
            .await
            .status(),
        StatusCode::UNAUTHORIZED
    );
}

async fn post_basic(sandbox: &akoya_sandbox::Sandbox, form: Form<'_>) -> reqwest::Response {
    let request = http()
        .post(format!("{}/token", sandbox.idp_url()))
        .header(AUTHORIZATION, basic(sandbox));
    let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body(encode(form)).send().await.unwrap()
}
