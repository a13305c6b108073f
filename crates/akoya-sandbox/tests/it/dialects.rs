//! Hydra instead of Dex.

use akoya_sandbox::{Dialect, Refusal, Sandbox};
use reqwest::StatusCode;

use crate::customer::{
    account_page, authorize, builder, claims, code, connect, exchange, get, json, location,
    parameter, post, refresh, request, revoke, signed_request, tokens,
};

async fn hydra() -> Sandbox {
    builder().dialect(Dialect::Hydra).start().await.unwrap()
}

#[tokio::test]
async fn hydras_codes_and_tokens_have_its_prefixes_and_the_response_has_the_scope() {
    let sandbox = hydra().await;
    let code = code(&sandbox, "mikomo_7", None).await;
    assert!(code.starts_with("ory_ac_"), "{code}");
    let (_, body) = json(exchange(&sandbox, &code).await).await;
    assert!(
        body["refresh_token"]
            .as_str()
            .unwrap()
            .starts_with("ory_rt_")
    );
    assert_eq!(body["scope"], "openid profile offline_access");
    let (status, _) = json(refresh(&sandbox, body["refresh_token"].as_str().unwrap()).await).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn hydras_subject_is_a_uuid_that_stays_the_same() {
    let sandbox = hydra().await;
    let sub = |id_token: &str| claims(id_token)["sub"].as_str().unwrap().to_owned();
    let (first, again) = (
        connect(&sandbox, "mikomo_7").await,
        connect(&sandbox, "mikomo_7").await,
    );
    let other = connect(&sandbox, "mikomo_10").await;
    assert_eq!(
        sub(&first.id_token)
            .split('-')
            .map(str::len)
            .collect::<Vec<_>>(),
        [8, 4, 4, 4, 12]
    );
    assert_eq!(sub(&first.id_token), sub(&again.id_token));
    assert_ne!(sub(&first.id_token), sub(&other.id_token));
}

#[tokio::test]
async fn in_hydra_using_a_refresh_token_again_is_invalid_grant_and_ends_the_consent() {
    let sandbox = hydra().await;
    let first = connect(&sandbox, "mikomo_7").await;
    let second = tokens(&json(refresh(&sandbox, &first.refresh_token).await).await.1);
    let third = tokens(&json(refresh(&sandbox, &second.refresh_token).await).await.1);
    let (status, body) = json(refresh(&sandbox, &first.refresh_token).await).await;
    assert_eq!(
        (status, &body["error"]),
        (StatusCode::BAD_REQUEST, &"invalid_grant".into())
    );
    assert_eq!(
        refresh(&sandbox, &third.refresh_token).await.status(),
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        get(&sandbox, "/balances/v2/mikomo", &third.id_token)
            .await
            .status(),
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn in_hydra_using_a_code_again_ends_the_consent() {
    let sandbox = hydra().await;
    let code = code(&sandbox, "mikomo_7", None).await;
    let tokens = tokens(&json(exchange(&sandbox, &code).await).await.1);
    let (status, body) = json(exchange(&sandbox, &code).await).await;
    assert_eq!(
        (status, &body["error"]),
        (StatusCode::BAD_REQUEST, &"invalid_grant".into())
    );
    assert_eq!(
        refresh(&sandbox, &tokens.refresh_token).await.status(),
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn in_hydra_revoking_garbage_succeeds_and_ends_nothing() {
    let sandbox = hydra().await;
    let tokens = connect(&sandbox, "mikomo_7").await;
    let (start, end) = tokens
        .refresh_token
        .split_at(tokens.refresh_token.len() - 1);
    let forged = format!("{start}{}", if end == "a" { "b" } else { "a" });
    assert_eq!(
        refresh(&sandbox, &forged).await.status(),
        StatusCode::BAD_REQUEST
    );
    assert_eq!(revoke(&sandbox, "garbage").await.status(), StatusCode::OK);
    assert_eq!(
        refresh(&sandbox, &tokens.refresh_token).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn hydra_requires_a_longer_state() {
    let sandbox = hydra().await;
    let mut parameters = request(&sandbox);
    parameters.retain(|(name, _)| *name != "state");
    let refused = location(&authorize(&sandbox, &parameters).await);
    assert_eq!(
        parameter(&refused, "error").as_deref(),
        Some("invalid_state")
    );
    parameters.push(("state", "12345678".to_owned()));
    assert_eq!(
        authorize(&sandbox, &parameters).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_refusal_can_end_on_a_page_as_in_dex() {
    let sandbox = builder().refusal(Refusal::Page).start().await.unwrap();
    let page = account_page(&sandbox, "mikomo_7").await;
    let form = [("request", &*signed_request(&page)), ("decision", "deny")];
    let response = post(format!("{}/auth/accounts", sandbox.idp_url()), &form).await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        response
            .text()
            .await
            .unwrap()
            .contains("Approval rejected.")
    );
}
