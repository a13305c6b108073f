//! What every reading command has in common.

use std::io::{BufRead as _, BufReader};

use akoya_sandbox::Sandbox;
use serde_json::Value;

use crate::akoya::{Akoya, Run};

/// All transactions of an account, as the sandbox serves them to a client that knows nothing of this project's types.
pub(crate) async fn served(akoya: &Akoya, sandbox: &Sandbox, path: &str) -> String {
    let records = akoya.records().await;
    let bearer = records[0]
        .token
        .id_token
        .as_ref()
        .unwrap()
        .expose()
        .to_owned();
    let request = http::Request::get(format!("{}{path}", sandbox.api_url()))
        .header("authorization", format!("Bearer {bearer}"));
    crate::browser::Browser::new()
        .send(request.body("").unwrap())
        .await
        .body
}

/// The members of a document in any order, each as its text: numbers keep their digits.
pub(crate) fn members(json: &str) -> Vec<String> {
    let mut members: Vec<String> = json
        .split(['{', '}', '[', ']', ','])
        .map(|member| member.trim().to_owned())
        .collect();
    members.sort();
    members
}

#[tokio::test(flavor = "multi_thread")]
async fn json_is_what_the_api_served_digit_for_digit() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    for (command, path) in [
        ("accounts", "/accounts-info/v2/mikomo"),
        ("balances", "/balances/v2/mikomo"),
    ] {
        let (printed, served) = (
            akoya.ok(&[command, "--json"]),
            served(&akoya, &sandbox, path).await,
        );
        assert_eq!(members(&printed), members(&served));
        let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(value(&printed), value(&served));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn transactions_of_all_pages_are_one_array_in_the_order_of_the_api() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let accounts = akoya.json(&["accounts"]);
    let account = accounts["accounts"][0]["depositAccount"]["accountId"]
        .as_str()
        .unwrap();
    let range = ["--from", "2020-01-01", "--to", "2026-06-30"];
    let printed = akoya.json(&[&["transactions", "--account", account][..], &range].concat());
    let path = format!(
        "/transactions/v2/mikomo/{account}?startTime=2020-01-01T00:00:00Z&endTime=2026-06-30T23:59:59Z&limit=500"
    );
    let mut page: Value = serde_json::from_str(&served(&akoya, &sandbox, &path).await).unwrap();
    let mut expected = Vec::new();
    loop {
        expected.extend(page["transactions"].as_array().unwrap().clone());
        let Some(next) = page["links"]["next"]["href"].as_str() else {
            break;
        };
        page = serde_json::from_str(&served(&akoya, &sandbox, next).await).unwrap();
    }
    assert!(expected.len() >= 1200, "{}", expected.len());
    assert_eq!(transactions(&printed), expected);
    assert_eq!(printed[0]["accountId"], account);
    assert!(printed[0]["links"].is_object(), "a page keeps all it has");
    let before = sandbox.counters().transactions;
    let all = akoya.json(&["transactions", "--from", "2026-06-01", "--to", "2026-06-30"]);
    let accounts_read: std::collections::BTreeSet<_> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|page| page["accountId"].to_string())
        .collect();
    assert!(accounts_read.len() > 3, "{accounts_read:?}");
    assert!(
        sandbox.counters().transactions - before >= 10,
        "{accounts_read:?}"
    );
}

/// The transactions of all pages.
fn transactions(pages: &Value) -> Vec<Value> {
    let pages = pages.as_array().unwrap().iter();
    pages
        .flat_map(|page| page["transactions"].as_array().unwrap().clone())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_range_without_transactions_is_an_empty_array_and_a_sentence() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let range = ["transactions", "--from", "2001-01-01", "--to", "2001-01-02"];
    assert_eq!(transactions(&akoya.json(&range)), Vec::<Value>::new());
    assert_eq!(
        akoya.ok(&range),
        "There are no transactions in this period.\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_show_names_and_masked_numbers() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let accounts = akoya.ok(&["accounts"]);
    let line = accounts
        .lines()
        .find(|line| line.contains("Everyday Checking"))
        .unwrap();
    let words: Vec<_> = line.split_whitespace().collect();
    assert_eq!(
        words,
        [
            "Everyday",
            "Checking",
            "..4821",
            "CHECKING",
            "open",
            "89056dcc-86b3-2512-7fb4-960755e198ae"
        ]
    );
    let balances = akoya.ok(&[
        "balances",
        "--account",
        "89056dcc-86b3-2512-7fb4-960755e198ae",
    ]);
    assert_eq!(balances.lines().count(), 3, "{balances}");
    assert!(!accounts.contains("xxxxxx4821"), "{accounts}{balances}");
    assert!(!balances.contains("89056dcc"), "{accounts}{balances}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_has_seen_enough_ends_the_command_quietly() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let mut child = akoya.start(&["transactions", "--json", "--from", "2020-01-01"]);
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    drop(stdout);
    let run = Run::from(child);
    assert_eq!((run.code, run.err.as_str(), line.as_str()), (0, "", "[\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_is_refreshed_on_the_way() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    sandbox
        .advance(std::time::Duration::from_secs(90_000))
        .unwrap();
    akoya.ok(&["balances"]);
    assert_eq!((akoya.generation(), sandbox.counters().refreshes), (2, 1));
}
