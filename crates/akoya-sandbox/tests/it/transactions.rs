//! Transactions and paging.

use std::collections::BTreeSet;

use reqwest::StatusCode;
use serde_json::{Value, json as value};

use crate::customer::{accounts_in, code, connect, exchange, get, json, sandbox, tokens};
use akoya_sandbox::Sandbox;

const ALL: &str = "startTime=2020-01-01T00:00:00Z&endTime=2026-12-31T00:00:00Z";

async fn account_ids(sandbox: &Sandbox, id_token: &str) -> Vec<String> {
    let (_, document) = json(get(sandbox, "/accounts-info/v2/mikomo", id_token).await).await;
    let accounts = accounts_in(&document);
    accounts
        .iter()
        .map(|(_, account)| account["accountId"].as_str().unwrap().to_owned())
        .collect()
}

/// Follows the links from the first page on.
async fn all_pages(sandbox: &Sandbox, first: String, id_token: &str) -> Vec<Value> {
    let (mut path, mut pages) = (Some(first), Vec::new());
    while let Some(next) = path {
        let (status, page) = json(get(sandbox, &next, id_token).await).await;
        assert_eq!(status, StatusCode::OK, "{next}");
        path = page["links"]["next"]["href"].as_str().map(str::to_owned);
        pages.push(page);
    }
    pages
}

fn transactions(pages: &[Value]) -> Vec<(String, Value)> {
    let items = pages
        .iter()
        .flat_map(|page| page["transactions"].as_array().unwrap());
    items
        .flat_map(|item| item.as_object().unwrap().clone())
        .collect()
}

#[tokio::test]
async fn following_the_links_returns_every_transaction_once_and_in_order() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let account = account_ids(&sandbox, &id_token).await.remove(0);
    let pages = all_pages(
        &sandbox,
        format!("/transactions/v2/mikomo/{account}?{ALL}&limit=100"),
        &id_token,
    )
    .await;
    let all = transactions(&pages);
    assert!(all.len() >= 1200, "{}", all.len());
    let ids: BTreeSet<_> = all
        .iter()
        .map(|(_, one)| one["transactionId"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), all.len());
    assert_eq!(pages[0]["links"].get("prev"), None);
    assert_eq!(pages.last().unwrap()["links"].get("next"), None);
    assert_eq!(sandbox.counters().transactions, pages.len() as u64);

    let prev = pages.last().unwrap()["links"]["prev"]["href"]
        .as_str()
        .unwrap();
    assert!(
        prev.starts_with(&format!(
            "/transactions/v2/mikomo/{account}?endTime=2026-12-31T00%3A00%3A00Z&"
        )),
        "{prev}"
    );
    assert_eq!(
        &json(get(&sandbox, prev, &id_token).await).await.1,
        &pages[pages.len() - 2]
    );
}

#[tokio::test]
async fn without_dates_the_last_fifteen_days_are_returned_50_per_page() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let account = account_ids(&sandbox, &id_token).await.remove(0);
    let (_, page) = json(
        get(
            &sandbox,
            &format!("/transactions/v2/mikomo/{account}"),
            &id_token,
        )
        .await,
    )
    .await;
    let recent = transactions(&[page]);
    assert!((1..50).contains(&recent.len()), "{}", recent.len());
    for (_, one) in recent {
        let time = one["transactionTimestamp"].as_str().unwrap();
        assert!(("2026-11-08".."2026-11-24").contains(&time), "{time}");
    }
    let (_, page) = json(
        get(
            &sandbox,
            &format!("/transactions/v2/mikomo/{account}?{ALL}"),
            &id_token,
        )
        .await,
    )
    .await;
    assert_eq!(transactions(&[page]).len(), 50);
}

#[tokio::test]
async fn mikomo_7_has_all_kinds_of_transactions_times_and_unusual_values() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let (mut kinds, mut text) = (BTreeSet::new(), String::new());
    for account in account_ids(&sandbox, &id_token).await {
        let path = format!("/transactions/v2/mikomo/{account}?{ALL}&limit=500");
        let mut next = Some(path);
        while let Some(path) = next {
            let page = get(&sandbox, &path, &id_token).await.text().await.unwrap();
            text += &page;
            let page: Value = serde_json::from_str(&page).unwrap();
            next = page["links"]["next"]["href"].as_str().map(str::to_owned);
            kinds.extend(transactions(&[page]).into_iter().map(|(kind, _)| kind));
        }
    }
    let kinds: Vec<_> = kinds.iter().map(String::as_str).collect();
    let all = [
        "depositTransaction",
        "insuranceTransaction",
        "investmentTransaction",
        "loanTransaction",
        "locTransaction",
    ];
    assert_eq!(kinds, all);
    let odd = [
        "T05:00:00Z\"",
        ".000+0000\"",
        "Timestamp\":\"2024-03-01\"",
        "\"amount\":0.29,",
        "\"amount\":0,",
        "\"amount\":0.00,",
        ":null",
        "\"amount\":-",
        "\"ROUNDUP\"",
        "mikomoProgram",
    ];
    for value in odd {
        assert!(text.contains(value), "{value} is not there");
    }
}

#[tokio::test]
async fn dates_come_in_pairs_and_in_order() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_10").await.id_token;
    let refused = async |query: &str| {
        let path = format!("/transactions/v2/mikomo/g833202fb0866d0ad83472c429?{query}");
        let (status, body) = json(get(&sandbox, &path, &id_token).await).await;
        (status.as_u16(), body["code"].as_u64().unwrap())
    };
    assert_eq!(refused("startTime=2021-01-01T00:00:00Z").await, (400, 702));
    assert_eq!(
        refused("startTime=yesterday&endTime=2021-01-01T00:00:00Z").await,
        (400, 702)
    );
    assert_eq!(
        refused("startTime=2021-01-02T00:00:00Z&endTime=2021-01-01T00:00:00Z").await,
        (400, 703)
    );
    assert_eq!(refused(&format!("{ALL}&limit=0")).await, (400, 400));
    assert_eq!(refused(&format!("{ALL}&offset=x")).await, (400, 400));
}

#[tokio::test]
async fn an_unknown_account_is_701_and_so_is_one_that_is_not_shared() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let unknown = json(get(&sandbox, "/transactions/v2/mikomo/unknown", &id_token).await).await;
    assert_eq!(
        unknown,
        (
            StatusCode::NOT_FOUND,
            value!({"code": 701, "message": "Account not found"})
        )
    );

    let ids = account_ids(&sandbox, &id_token).await;
    let code = code(&sandbox, "mikomo_7", Some(&[0])).await;
    let first = tokens(&json(exchange(&sandbox, &code).await).await.1).id_token;
    let other = format!("/transactions/v2/mikomo/{}", ids[1]);
    assert_eq!(json(get(&sandbox, &other, &first).await).await, unknown);
}

#[tokio::test]
async fn an_account_without_transactions_has_an_empty_page() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let annuity = account_ids(&sandbox, &id_token).await.pop().unwrap();
    let (status, page) = json(
        get(
            &sandbox,
            &format!("/transactions/v2/mikomo/{annuity}?{ALL}"),
            &id_token,
        )
        .await,
    )
    .await;
    assert_eq!(
        (status, page),
        (StatusCode::OK, value!({"links": {}, "transactions": []}))
    );
}

/// The sum of all posted transactions of an account, in cents: money in less money out.
async fn net_cents(sandbox: &Sandbox, account: &Value, id_token: &str) -> i64 {
    let id = account["accountId"].as_str().unwrap();
    let path = format!("/transactions/v2/mikomo/{id}?{ALL}&limit=500");
    let mut sum = 0;
    for (_, one) in transactions(&all_pages(sandbox, path, id_token).await) {
        match (one["status"].as_str(), one["debitCreditMemo"].as_str()) {
            (Some("POSTED"), Some("CREDIT")) => sum += cents(&one["amount"]),
            (Some("POSTED"), _) => sum -= cents(&one["amount"]),
            _ => {}
        }
    }
    sum
}

fn cents(amount: &Value) -> i64 {
    (amount.as_f64().unwrap() * 100.0).round() as i64
}

#[tokio::test]
async fn the_opening_balance_and_all_transactions_add_up_to_the_balance() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let (_, balances) = json(get(&sandbox, "/balances/v2/mikomo", &id_token).await).await;
    for (_, account) in &accounts_in(&balances)[..3] {
        let net = net_cents(&sandbox, account, &id_token).await;
        assert_eq!(net, cents(&account["currentBalance"]), "{account}");
    }
}

#[tokio::test]
async fn the_lending_user_has_loans_and_credit_and_their_transactions_explain_the_balances() {
    let sandbox = sandbox().await;
    let user = "GenericUser_LendingAndCredit";
    let id_token = connect(&sandbox, user).await.id_token;
    let (_, balances) = json(get(&sandbox, "/balances/v2/mikomo", &id_token).await).await;
    let accounts = accounts_in(&balances);
    let types: Vec<_> = accounts
        .iter()
        .map(|(_, account)| account["accountType"].as_str().unwrap())
        .collect();
    for wanted in [
        "MORTGAGE",
        "AUTOLOAN",
        "STUDENTLOAN",
        "LINEOFCREDIT",
        "CREDITCARD",
    ] {
        assert!(types.contains(&wanted), "{wanted}: {types:?}");
    }
    let kinds: BTreeSet<_> = accounts.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["loanAccount", "locAccount"]));
    for (kind, account) in &accounts {
        let id = account["accountId"].as_str().unwrap();
        // One card began with a balance that was transferred to it.
        let opening = if id == "LOC-CARD-8836" { 221_045 } else { 0 };
        if kind == "locAccount" {
            let net = net_cents(&sandbox, account, &id_token).await;
            assert_eq!(opening - net, cents(&account["currentBalance"]), "{id}");
        }
    }
}
