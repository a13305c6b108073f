//! Accounts-info, and what all data calls have in common.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{ACCEPT, AUTHORIZATION};
use serde_json::{Value, json as value};

use crate::customer::{accounts_in, code, connect, exchange, get, http, json, sandbox, tokens};

const PATH: &str = "/accounts-info/v2/mikomo";

fn not_authorized() -> (StatusCode, Value) {
    (
        StatusCode::UNAUTHORIZED,
        value!({"code": 602, "message": "Customer not authorized"}),
    )
}

#[tokio::test]
async fn mikomo_7_has_an_account_of_every_kind() {
    let sandbox = sandbox().await;
    let tokens = connect(&sandbox, "mikomo_7").await;
    let response = get(&sandbox, PATH, &tokens.id_token).await;
    assert_eq!(response.headers()["content-type"], "application/json");
    let (status, document) = json(response).await;
    assert_eq!(status, StatusCode::OK);
    let kinds: std::collections::BTreeSet<_> = accounts_in(&document)
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    let kinds: Vec<_> = kinds.iter().map(String::as_str).collect();
    let all = [
        "annuityAccount",
        "depositAccount",
        "insuranceAccount",
        "investmentAccount",
        "loanAccount",
        "locAccount",
    ];
    assert_eq!(kinds, all);
    assert_eq!(sandbox.counters().accounts, 1);
}

#[tokio::test]
async fn account_numbers_are_masked() {
    let sandbox = sandbox().await;
    for user in ["mikomo_1", "mikomo_7", "mikomo_10"] {
        let tokens = connect(&sandbox, user).await;
        let (_, document) = json(get(&sandbox, PATH, &tokens.id_token).await).await;
        for (_, account) in accounts_in(&document) {
            let display = account["accountNumberDisplay"].as_str().unwrap();
            let digits = display.chars().filter(char::is_ascii_digit).count();
            assert_eq!(digits, 4, "{display}");
            assert!(display.len() > 4, "{display}");
        }
    }
}

#[tokio::test]
async fn the_consent_limits_what_is_shown() {
    let sandbox = sandbox().await;
    let code = code(&sandbox, "mikomo_7", Some(&[0, 3])).await;
    let id_token = tokens(&json(exchange(&sandbox, &code).await).await.1).id_token;
    let (_, document) = json(get(&sandbox, PATH, &id_token).await).await;
    assert_eq!(accounts_in(&document).len(), 2);
}

#[tokio::test]
async fn account_ids_choose_among_the_shared_accounts() {
    let sandbox = sandbox().await;
    let all = connect(&sandbox, "mikomo_7").await.id_token;
    let (_, document) = json(get(&sandbox, PATH, &all).await).await;
    let ids: Vec<String> = accounts_in(&document)
        .iter()
        .map(|(_, account)| account["accountId"].as_str().unwrap().to_owned())
        .collect();
    let asked = |ids: &[&str]| format!("{PATH}?accountIds={}", ids.join("%2C"));

    let (_, document) = json(get(&sandbox, &asked(&[&ids[2], &ids[0]]), &all).await).await;
    assert_eq!(accounts_in(&document).len(), 2);
    let unknown = json(get(&sandbox, &asked(&[&ids[0], "unknown"]), &all).await).await;
    assert_eq!(
        unknown,
        (
            StatusCode::NOT_FOUND,
            value!({"code": 701, "message": "Account not found"})
        )
    );

    let code = code(&sandbox, "mikomo_7", Some(&[0])).await;
    let first = tokens(&json(exchange(&sandbox, &code).await).await.1).id_token;
    assert_eq!(
        json(get(&sandbox, &asked(&[&ids[1]]), &first).await).await,
        unknown
    );
}

#[tokio::test]
async fn a_missing_forged_foreign_or_expired_bearer_is_401_with_code_602() {
    let (sandbox, other) = (sandbox().await, sandbox().await);
    let good = connect(&sandbox, "mikomo_7").await.id_token;
    let foreign = connect(&other, "mikomo_7").await.id_token;
    let (head, signature) = good.rsplit_once('.').unwrap();
    let forged = format!("{head}.{}", signature.chars().rev().collect::<String>());
    let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", head.split_once('.').unwrap().1);
    for bad in ["", "x", "a.b.c", &forged, &foreign, &unsigned] {
        assert_eq!(
            json(get(&sandbox, PATH, bad).await).await,
            not_authorized(),
            "{bad}"
        );
    }
    let none = http()
        .get(format!("{}{PATH}", sandbox.api_url()))
        .send()
        .await
        .unwrap();
    assert_eq!(json(none).await, not_authorized());
    let basic = http()
        .get(format!("{}{PATH}", sandbox.api_url()))
        .header(AUTHORIZATION, "Basic eDp5");
    assert_eq!(json(basic.send().await.unwrap()).await, not_authorized());

    sandbox.advance(Duration::from_secs(86_399)).unwrap();
    assert_eq!(get(&sandbox, PATH, &good).await.status(), StatusCode::OK);
    sandbox.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(
        json(get(&sandbox, PATH, &good).await).await,
        not_authorized()
    );
}

#[tokio::test]
async fn a_wrong_version_provider_or_route_is_403() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    for path in [
        "/accounts-info/v1/mikomo",
        "/accounts-info/v4/mikomo",
        "/accounts-info/V3/mikomo",
        "/accounts-info/v2/other",
        "/accounts-info/v2",
        "/nothing",
    ] {
        let (status, body) = json(get(&sandbox, path, &id_token).await).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert!(body["code"].is_u64(), "{body}");
        assert!(body["message"].is_string(), "{body}");
    }
}

#[tokio::test]
async fn a_path_or_query_that_is_not_utf8_gets_an_error_of_the_api() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    for path in [
        "/transactions/v2/mikomo/%ff",
        "/taxlots/v2/mikomo/%ff/%fe",
        "/contacts/v2/mikomo/%00",
    ] {
        let (status, body) = json(get(&sandbox, path, &id_token).await).await;
        assert!(status.is_client_error(), "{path} {status} {body}");
        assert!(body["code"].is_u64(), "{path} {body}");
    }
    let (status, _) =
        json(get(&sandbox, &format!("{PATH}?accountIds=%ff,%00"), &id_token).await).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn other_methods_media_types_and_modes_are_refused() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let url = format!("{}{PATH}", sandbox.api_url());
    let post = http()
        .post(&url)
        .bearer_auth(&id_token)
        .send()
        .await
        .unwrap();
    assert_eq!(
        (post.status(), post.headers()["allow"].to_str().unwrap()),
        (StatusCode::METHOD_NOT_ALLOWED, "GET")
    );
    let html = http()
        .get(&url)
        .bearer_auth(&id_token)
        .header(ACCEPT, "text/html")
        .send()
        .await
        .unwrap();
    assert_eq!(html.status(), StatusCode::NOT_ACCEPTABLE);
    let mode = async |mode| {
        get(&sandbox, &format!("{PATH}?mode={mode}"), &id_token)
            .await
            .status()
    };
    assert_eq!(
        (mode("raw").await, mode("standard").await),
        (StatusCode::OK, StatusCode::OK)
    );
    assert_eq!(mode("other").await, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn every_response_has_an_interaction_id_and_echoes_a_sent_one() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let id = async |path: &str, sent: Option<&str>| {
        let request = http()
            .get(format!("{}{path}", sandbox.api_url()))
            .bearer_auth(&id_token);
        let request = match sent {
            Some(sent) => request.header("x-akoya-interaction-id", sent),
            None => request,
        };
        let response = request.send().await.unwrap();
        response.headers()["x-akoya-interaction-id"]
            .to_str()
            .unwrap()
            .to_owned()
    };
    let (one, other) = (id(PATH, None).await, id("/nothing", None).await);
    assert_eq!([one.len(), other.len()], [36, 36]);
    assert_ne!(one, other);
    assert_eq!(id(PATH, Some("0a1b-2c")).await, "0a1b-2c");
    assert_ne!(id(PATH, Some("<script>")).await, "<script>");
}

#[tokio::test]
async fn the_journal_shows_requests_without_secrets() {
    let sandbox = sandbox().await;
    let tokens = connect(&sandbox, "mikomo_7").await;
    get(
        &sandbox,
        &format!("{PATH}?mode=raw&access_token=canary"),
        &tokens.id_token,
    )
    .await;
    let journal = sandbox.journal();
    let last = journal.last().unwrap();
    assert_eq!(
        (
            last.server,
            last.method.as_str(),
            last.path.as_str(),
            last.status
        ),
        ("api", "GET", PATH, 200)
    );
    let redacted = ("access_token".to_owned(), "[redacted]".to_owned());
    assert_eq!(
        last.query,
        [("mode".to_owned(), "raw".to_owned()), redacted]
    );
    assert_eq!(last.authorization.as_deref(), Some("Bearer"));
    let shown = format!("{journal:?}{sandbox:?}");
    for secret in [
        &tokens.id_token,
        &tokens.refresh_token,
        sandbox.client_secret(),
        "canary",
    ] {
        assert!(!shown.contains(secret));
    }
}
