//! Accounts with holdings, and tax lots.

use reqwest::StatusCode;
use serde_json::{Value, json as value};

use crate::customer::{accounts_in, connect, get, json, sandbox};

#[tokio::test]
async fn accounts_have_holdings_and_each_of_them_tax_lots() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let (status, document) = json(get(&sandbox, "/accounts/v2/mikomo", &id_token).await).await;
    assert_eq!(status, StatusCode::OK);
    let mut checked = 0;
    for (_, account) in accounts_in(&document) {
        for holding in account["holdings"].as_array().unwrap_or(&Vec::new()) {
            if ["MUTUALFUND", "STOCK"].contains(&holding["holdingType"].as_str().unwrap()) {
                let (account, holding) = (&account["accountId"], &holding["holdingId"]);
                let path = format!(
                    "/taxlots/v2/mikomo/{}/{}",
                    account.as_str().unwrap(),
                    holding.as_str().unwrap()
                );
                let (status, lots) = json(get(&sandbox, &path, &id_token).await).await;
                assert_eq!(
                    (status, &lots["accountId"], &lots["holding"]["holdingId"]),
                    (StatusCode::OK, account, holding)
                );
                assert!(!lots["holding"]["taxLots"].as_array().unwrap().is_empty());
                checked += 1;
            }
        }
    }
    assert!(checked >= 10, "{checked}");
}

#[tokio::test]
async fn an_unknown_holding_is_404_with_code_701() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_1").await.id_token;
    let (_, document) = json(get(&sandbox, "/accounts/v2/mikomo", &id_token).await).await;
    let account = accounts_in(&document)[0].1["accountId"]
        .as_str()
        .unwrap()
        .to_owned();
    let body = json(
        get(
            &sandbox,
            &format!("/taxlots/v2/mikomo/{account}/unknown"),
            &id_token,
        )
        .await,
    )
    .await;
    assert_eq!(
        body,
        (
            StatusCode::NOT_FOUND,
            value!({"code": 701, "message": "Holding not found"})
        )
    );
}

#[tokio::test]
async fn a_user_without_investments_gets_the_accounts_with_their_balances() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_10").await.id_token;
    let accounts: (StatusCode, Value) =
        json(get(&sandbox, "/accounts/v2/mikomo", &id_token).await).await;
    assert_eq!(
        accounts,
        json(get(&sandbox, "/balances/v2/mikomo", &id_token).await).await
    );
}
