//! Balances.

use akoya_sandbox::PartialResponse;
use reqwest::StatusCode;

use crate::customer::{accounts_in, builder, code, connect, exchange, get, json, sandbox, tokens};
use crate::state::Folder;

const PATH: &str = "/balances/v2/mikomo";

#[tokio::test]
async fn every_account_of_mikomo_7_has_a_balance() {
    let sandbox = sandbox().await;
    let tokens = connect(&sandbox, "mikomo_7").await;
    let (status, document) = json(get(&sandbox, PATH, &tokens.id_token).await).await;
    assert_eq!(status, StatusCode::OK);
    let (_, accounts) =
        json(get(&sandbox, "/accounts-info/v2/mikomo", &tokens.id_token).await).await;
    assert_eq!(accounts_in(&document).len(), accounts_in(&accounts).len());
    assert_eq!(sandbox.counters().balances, 1);
}

#[tokio::test]
async fn amounts_are_served_with_the_digits_of_the_document() {
    let sandbox = sandbox().await;
    let tokens = connect(&sandbox, "mikomo_7").await;
    let text = get(&sandbox, PATH, &tokens.id_token)
        .await
        .text()
        .await
        .unwrap();
    for number in [
        ":0,",
        ":0.0,",
        ":0.00,",
        ":40000.00,",
        ":null,",
        ":-412.06,",
    ] {
        assert!(text.contains(number), "{number} is not there");
    }
}

#[tokio::test]
async fn the_consent_and_account_ids_limit_what_is_shown() {
    let sandbox = sandbox().await;
    let code = code(&sandbox, "mikomo_7", Some(&[1, 4])).await;
    let id_token = tokens(&json(exchange(&sandbox, &code).await).await.1).id_token;
    let (_, document) = json(get(&sandbox, PATH, &id_token).await).await;
    let shared = accounts_in(&document);
    assert_eq!(shared.len(), 2);
    let id = shared[1].1["accountId"].as_str().unwrap();
    let (_, document) =
        json(get(&sandbox, &format!("{PATH}?accountIds={id}"), &id_token).await).await;
    assert_eq!(accounts_in(&document), &shared[1..]);
}

#[tokio::test]
async fn an_account_that_cannot_be_read_makes_the_response_partial() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_14").await.id_token;
    let (status, document) = json(get(&sandbox, PATH, &id_token).await).await;
    assert_eq!(status, StatusCode::PARTIAL_CONTENT);
    let accounts = accounts_in(&document);
    let failed: Vec<_> = accounts
        .iter()
        .filter(|(_, account)| account.get("error").is_some())
        .collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].1["error"]["code"], 501);
    let other = accounts[0].1["accountId"].as_str().unwrap();
    assert_eq!(
        get(&sandbox, &format!("{PATH}?accountIds={other}"), &id_token)
            .await
            .status(),
        StatusCode::OK
    );
    assert_eq!(
        get(&sandbox, "/accounts-info/v2/mikomo", &id_token)
            .await
            .status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_failed_account_has_the_chosen_form() {
    let folder = Folder::new("partial");
    let account = r#"{"depositAccount":{"accountId":"a","error":{"code":704,"message":"no"}}}"#;
    let document = format!("{{\"accounts\":[{account}]}}");
    folder.write("kim/accounts.json", &document);
    let sandbox = builder().data(folder.path()).start().await.unwrap();
    let id_token = connect(&sandbox, "kim").await.id_token;
    let bare = r#"{"accounts":[{"depositAccount":{"error":{"code":704,"message":"no"}}}]}"#;
    let wrapped =
        r#"{"accounts":[{"value":{"depositAccount":{"error":{"code":704,"message":"no"}}}}]}"#;
    for (form, [accounts_info, balances]) in [
        (PartialResponse::Documented, [wrapped, bare]),
        (PartialResponse::Bare, [bare, bare]),
        (PartialResponse::Wrapped, [wrapped, wrapped]),
        (PartialResponse::Unchanged, [&document, &document]),
    ] {
        sandbox.set_partial_response(form);
        for (product, expected) in [
            ("accounts-info", accounts_info),
            ("balances", balances),
            ("accounts", balances),
        ] {
            let response = get(&sandbox, &format!("/{product}/v2/mikomo"), &id_token).await;
            assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT);
            assert_eq!(
                response.text().await.unwrap(),
                expected,
                "{form:?} {product}"
            );
        }
    }
}
