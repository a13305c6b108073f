//! Statements.

use akoya_sandbox::Sandbox;
use reqwest::StatusCode;
use reqwest::header::ACCEPT;
use serde_json::{Value, json as value};

use crate::customer::{accounts_in, connect, get, http, json, location, sandbox};

async fn statements(sandbox: &Sandbox, id_token: &str) -> (String, Vec<Value>) {
    let (_, document) = json(get(sandbox, "/accounts-info/v2/mikomo", id_token).await).await;
    let account = accounts_in(&document)[0].1["accountId"]
        .as_str()
        .unwrap()
        .to_owned();
    let (status, list) = json(
        get(
            sandbox,
            &format!("/statements/v2/mikomo/{account}"),
            id_token,
        )
        .await,
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    (account, list["statements"].as_array().unwrap().clone())
}

#[tokio::test]
async fn a_listed_statement_is_a_pdf_under_its_own_link() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_11").await.id_token;
    let path = "/statements/v2/mikomo/513815781465/P9CvLPKDaFRMbNDkhu1";
    let (account, list) = statements(&sandbox, &id_token).await;
    assert_eq!(account, "513815781465");
    assert!(
        list.iter()
            .any(|statement| statement["links"][0]["href"] == path),
        "{list:?}"
    );
    let response = get(&sandbox, path, &id_token).await;
    assert_eq!(response.headers()["content-type"], "application/pdf");
    let pdf = response.bytes().await.unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    assert!(pdf.trim_ascii_end().ends_with(b"%%EOF"));
    let shown = String::from_utf8_lossy(&pdf);
    for text in ["Mikomo Financial", "Riley Thompson", "PAYROLL"] {
        assert!(shown.contains(text), "{text}");
    }
}

#[tokio::test]
async fn the_list_is_paged_and_dated_like_transactions() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let (account, all) = statements(&sandbox, &id_token).await;
    let (_, page) = json(
        get(
            &sandbox,
            &format!("/statements/v2/mikomo/{account}?limit=10"),
            &id_token,
        )
        .await,
    )
    .await;
    assert_eq!(page["statements"].as_array().unwrap()[..], all[..10]);
    let next = page["links"]["next"]["href"].as_str().unwrap();
    let (_, page) = json(get(&sandbox, next, &id_token).await).await;
    assert_eq!(page["statements"].as_array().unwrap()[..], all[10..20]);
    let dated = format!(
        "/statements/v2/mikomo/{account}?startTime=2026-01-01T00:00:00Z&endTime=2026-01-31T00:00:00Z"
    );
    let (_, page) = json(get(&sandbox, &dated, &id_token).await).await;
    assert_eq!(page["statements"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_statement_can_be_processing_moved_or_unknown() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let (account, list) = statements(&sandbox, &id_token).await;
    let path = |id: &str| format!("/statements/v2/mikomo/{account}/{id}");
    let last = list.last().unwrap()["statementId"].as_str().unwrap();
    let (status, body) = json(get(&sandbox, &path(last), &id_token).await).await;
    assert_eq!(
        (status, &body["message"]),
        (
            StatusCode::BAD_REQUEST,
            &value!("Statement is being processed")
        )
    );
    assert_eq!(
        get(&sandbox, &path("unknown"), &id_token).await.status(),
        StatusCode::NOT_FOUND
    );

    let all = "startTime=2024-01-01T00:00:00Z&endTime=2024-07-01T00:00:00Z";
    let (_, oldest) = json(
        get(
            &sandbox,
            &format!("/statements/v2/mikomo/{account}?{all}"),
            &id_token,
        )
        .await,
    )
    .await;
    let id = oldest["statements"][0]["statementId"].as_str().unwrap();
    let moved = location(&get(&sandbox, &path(&format!("old-{id}")), &id_token).await);
    assert_eq!(moved, path(id));
    assert_eq!(
        get(&sandbox, &moved, &id_token).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn only_pdf_is_offered_and_an_account_without_statements_is_404() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_11").await.id_token;
    let url = format!(
        "{}/statements/v2/mikomo/513815781465/P9CvLPKDaFRMbNDkhu1",
        sandbox.api_url()
    );
    let request = http()
        .get(url)
        .bearer_auth(&id_token)
        .header(ACCEPT, "image/png");
    assert_eq!(
        request.send().await.unwrap().status(),
        StatusCode::NOT_ACCEPTABLE
    );

    let id_token = connect(&sandbox, "mikomo_10").await.id_token;
    let none = get(
        &sandbox,
        "/statements/v2/mikomo/g833202fb0866d0ad83472c429",
        &id_token,
    )
    .await;
    assert_eq!(none.status(), StatusCode::NOT_FOUND);
}
