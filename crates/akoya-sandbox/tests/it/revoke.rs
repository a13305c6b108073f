//! Revocation by the application and by the customer.

use reqwest::StatusCode;
use serde_json::json as value;

use crate::customer::{connect, dex, get, json, post, refresh, revoke, tokens};

#[tokio::test]
async fn a_revoked_consent_ends_data_and_refresh_at_once() {
    let sandbox = dex().await;
    let tokens = connect(&sandbox, "mikomo_7").await;
    let response = revoke(&sandbox, &tokens.refresh_token).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.text().await.unwrap(), "");

    let body = json(get(&sandbox, "/accounts-info/v2/mikomo", &tokens.id_token).await).await;
    assert_eq!(
        body,
        (
            StatusCode::UNAUTHORIZED,
            value!({"code": 602, "message": "Customer not authorized"})
        )
    );
    let (status, body) = json(refresh(&sandbox, &tokens.refresh_token).await).await;
    assert_eq!(
        (status, &body["error"]),
        (StatusCode::BAD_REQUEST, &value!("invalid_request"))
    );
    assert_eq!(sandbox.counters().revocations, 1);
}

#[tokio::test]
async fn another_consent_of_the_same_user_is_not_affected() {
    let sandbox = dex().await;
    let (one, other) = (
        connect(&sandbox, "mikomo_7").await,
        connect(&sandbox, "mikomo_7").await,
    );
    revoke(&sandbox, &one.refresh_token).await;
    assert_eq!(
        get(&sandbox, "/balances/v2/mikomo", &other.id_token)
            .await
            .status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn the_refusals_are_the_documented_ones() {
    let sandbox = dex().await;
    let token = connect(&sandbox, "mikomo_7").await.refresh_token;
    let (id, secret) = (sandbox.client_id(), sandbox.client_secret());
    let refused = async |token: &str, hint: &str, id: &str, secret: &str| {
        let form = [
            ("token", token),
            ("token_type_hint", hint),
            ("client_id", id),
            ("client_secret", secret),
        ];
        let (status, body) = json(post(format!("{}/revoke", sandbox.idp_url()), &form).await).await;
        (status.as_u16(), body["error"].as_str().unwrap().to_owned())
    };
    let hint = "refresh_token";
    assert_eq!(
        refused("", hint, id, secret).await,
        (400, "invalid_request".into())
    );
    assert_eq!(
        refused("garbage", hint, id, secret).await,
        (400, "invalid_request".into())
    );
    assert_eq!(
        refused(&token, hint, "", secret).await,
        (400, "invalid_request".into())
    );
    assert_eq!(
        refused(&token, hint, "unknown", secret).await,
        (400, "invalid_request".into())
    );
    assert_eq!(
        refused(&token, hint, id, "").await,
        (400, "invalid_request".into())
    );
    assert_eq!(
        refused(&token, hint, id, "wrong").await,
        (401, "unauthorized_client".into())
    );
    assert_eq!(
        refused(&token, "access_token", id, secret).await,
        (400, "unsupported_token_type".into())
    );
    assert_eq!(
        refused(&token, "", id, secret).await,
        (400, "unsupported_token_type".into())
    );
    assert_eq!(
        refresh(&sandbox, &token).await.status(),
        StatusCode::OK,
        "none of these ended the consent"
    );
}

#[tokio::test]
async fn a_replaced_token_revokes_nothing_and_a_revoked_one_cannot_be_revoked_again() {
    let sandbox = dex().await;
    let first = connect(&sandbox, "mikomo_7").await;
    let second = tokens(&json(refresh(&sandbox, &first.refresh_token).await).await.1);
    assert_eq!(
        revoke(&sandbox, &first.refresh_token).await.status(),
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        revoke(&sandbox, &second.refresh_token).await.status(),
        StatusCode::OK
    );
    assert_eq!(
        revoke(&sandbox, &second.refresh_token).await.status(),
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn the_older_path_works_too() {
    let sandbox = dex().await;
    let token = connect(&sandbox, "mikomo_7").await.refresh_token;
    let form = [
        ("token", &*token),
        ("token_type_hint", "refresh_token"),
        ("client_id", sandbox.client_id()),
        ("client_secret", sandbox.client_secret()),
    ];
    assert_eq!(
        post(format!("{}/token/revoke", sandbox.idp_url()), &form)
            .await
            .status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_customer_who_revokes_at_the_bank_is_not_found() {
    let sandbox = dex().await;
    let tokens = connect(&sandbox, "mikomo_7").await;
    assert_eq!(sandbox.revoke_as_customer("mikomo_7").await.unwrap(), 1);
    let body = json(get(&sandbox, "/balances/v2/mikomo", &tokens.id_token).await).await;
    assert_eq!(
        body,
        (
            StatusCode::NOT_FOUND,
            value!({"code": 601, "message": "Customer not found"})
        )
    );
    assert_eq!(
        refresh(&sandbox, &tokens.refresh_token).await.status(),
        StatusCode::BAD_REQUEST
    );
}
