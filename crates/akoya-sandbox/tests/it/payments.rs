//! Payment networks.

use reqwest::StatusCode;
use serde_json::json as value;

use crate::customer::{accounts_in, connect, get, json, sandbox};

#[tokio::test]
async fn a_checking_account_has_its_own_and_a_tokenized_number() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_10").await.id_token;
    let path = "/payments/v2/mikomo/g833202fb0866d0ad83472c429/payment-networks";
    let (status, body) = json(get(&sandbox, path, &id_token).await).await;
    assert_eq!(status, StatusCode::OK);
    let networks = body["paymentNetworks"].as_array().unwrap();
    let types: Vec<_> = networks
        .iter()
        .map(|one| one["identifierType"].as_str().unwrap())
        .collect();
    assert_eq!(
        types,
        [
            "ACCOUNT_NUMBER",
            "TOKENIZED_ACCOUNT_NUMBER",
            "ACCOUNT_NUMBER"
        ]
    );
    assert_ne!(
        networks[0]["bankId"], networks[1]["bankId"],
        "a tokenized number has a routing number of its own"
    );
}

#[tokio::test]
async fn an_account_without_payments_has_no_networks_and_an_unknown_one_is_701() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let (_, document) = json(get(&sandbox, "/accounts-info/v2/mikomo", &id_token).await).await;
    let annuity = accounts_in(&document).pop().unwrap().1["accountId"]
        .as_str()
        .unwrap()
        .to_owned();
    let networks = async |account: &str| {
        json(
            get(
                &sandbox,
                &format!("/payments/v2/mikomo/{account}/payment-networks"),
                &id_token,
            )
            .await,
        )
        .await
    };
    assert_eq!(
        networks(&annuity).await,
        (StatusCode::OK, value!({"paymentNetworks": []}))
    );
    let (status, body) = networks("unknown").await;
    assert_eq!(
        (status, &body["code"]),
        (StatusCode::NOT_FOUND, &value!(701))
    );
}
