//! Data folders.

use std::path::Path;

use akoya_sandbox::{ErrorKind, export_data};
use reqwest::StatusCode;
use serde_json::Value;

use crate::customer::{builder, connect, get, json};
use crate::state::Folder;

const ACCOUNTS: &str = r#"{"accounts":[{"cryptoAccount":{"accountId":"w/1 ä","nickname":"Wallet <b>","balance":0.10}}],"asOf":null}"#;

#[tokio::test]
async fn users_of_a_data_folder_are_served_beside_the_others_with_unchanged_text() {
    let folder = Folder::new("own-users");
    folder.write("kim.o/accounts.json", ACCOUNTS);
    folder.write("kim.o/user.json", r#"{"name":"Kim","password":"secret"}"#);
    let day =
        r#"{"transactions":[{"oddTransaction":{"postedTimestamp":"2026-11-20","amount":1e2}}]}"#;
    folder.write("kim.o/transactions/w%2F1 ä.json", day);
    folder.write("mikomo_1/accounts.json", ACCOUNTS);
    let error = builder().data(folder.path()).start().await.unwrap_err();
    assert!(
        error.to_string().contains("no account `w%2F1 ä`"),
        "{error}"
    );

    std::fs::remove_dir_all(folder.path().join("kim.o/transactions")).unwrap();
    let sandbox = builder().data(folder.path()).start().await.unwrap();
    assert!(sandbox.users().any(|name| name == "kim.o"));
    assert!(sandbox.users().any(|name| name == "mikomo_7"));
    let id_token = connect(&sandbox, "mikomo_1").await.id_token;
    let text = get(&sandbox, "/accounts-info/v2/mikomo", &id_token)
        .await
        .text()
        .await
        .unwrap();
    assert_eq!(
        text, ACCOUNTS,
        "it replaces the user that comes with the crate"
    );
}

#[tokio::test]
async fn a_user_needs_only_accounts() {
    let folder = Folder::new("accounts-alone");
    folder.write("kim/accounts.json", ACCOUNTS);
    let sandbox = builder().data(folder.path()).start().await.unwrap();
    let id_token = connect(&sandbox, "kim").await.id_token;
    for product in ["accounts-info", "balances", "accounts"] {
        let body = get(&sandbox, &format!("/{product}/v2/mikomo"), &id_token).await;
        assert_eq!(body.text().await.unwrap(), ACCOUNTS, "{product}");
    }
}

/// An account `a` and another one.
fn accounts(other: &str) -> String {
    format!(r#"{{"accounts":[{{"depositAccount":{{"accountId":"a"}}}},{other}]}}"#)
}

#[tokio::test]
async fn the_error_names_the_document_that_cannot_be_served() {
    for (path, text, said) in [
        (
            "kim/accounts.json",
            "{\"accounts\":[{}]}",
            "cannot serve kim/accounts.json: accounts[0]: an account needs a wrapper",
        ),
        (
            "kim/accounts.json",
            "{\"accounts\":\n 1",
            "(line 2, column 2)",
        ),
        ("kim/accounts.json", "{}", "missing field `accounts`"),
        (
            "kim/accounts.json",
            "{\"accounts\": 1}",
            "accounts: invalid type: integer `1`, expected a sequence",
        ),
        (
            "kim/accounts.json",
            &accounts(r#"{"loanAccount":{"accountid":"b"}}"#),
            "accounts[1].loanAccount: missing field",
        ),
        (
            "kim/accounts.json",
            &accounts(r#"{"loanAccount":{"accountId":5}}"#),
            "accounts[1].loanAccount.accountId: it must",
        ),
        (
            "kim/accounts.json",
            &accounts(r#"{"loan":{"accountId":"b"}}"#),
            "accounts[1]: an account needs a wrapper",
        ),
        (
            "kim/accounts.json",
            &accounts(r#"{"loanAccount":{"accountId":"a"}}"#),
            "accounts[1].loanAccount.accountId: `a` is already accounts[0]",
        ),
        (
            "kim/accounts.json",
            r#"{"accounts":[]}"#,
            "cannot serve kim/accounts.json: accounts: it must have at least one account",
        ),
        (
            "kim/transactions/a.json",
            r#"{"transactions":[{"oddTransaction":{"postedTimestamp":"2026-13-01"}}]}"#,
            "cannot serve kim/transactions/a.json: transactions[0].oddTransaction.postedTimestamp: `2026-13-01` is not a time",
        ),
        (
            "kim/statements/a.json",
            r#"{"statements":[{"statementId":1}]}"#,
            "statements[0].statementId: invalid type: integer `1`, expected a string",
        ),
        (
            "kim/taxlots/a.json",
            r#"{"holdings":[{}]}"#,
            "holdings[0]: missing field `holdingId`",
        ),
        (
            "kim/tax/a.json",
            r#"{"taxYear":"2025"}"#,
            "cannot serve kim/tax/a.json: taxYear: it must be a number",
        ),
        ("kim/payments/a.json", "{", "EOF while parsing"),
        (
            "accounts.json",
            ACCOUNTS,
            "cannot serve accounts.json: it is not in the folder of a user",
        ),
        (
            "kim/blances.json",
            "{}",
            "no product has a file of this name",
        ),
        (
            "kim/user.json",
            "{\"pasword\":\"x\"}",
            "unknown field `pasword`",
        ),
        (
            "kim/user.json",
            "{\"failsWith\":\"503\"}",
            "failsWith: it must be a number such as 503",
        ),
        (
            "kim/user.json",
            "{\"failsWith\":70000}",
            "failsWith: it must be a number such as 503",
        ),
        (
            "k im/accounts.json",
            ACCOUNTS,
            "the folder `k im` cannot be a user: a user name has",
        ),
        (
            "kim/user.json",
            "{}",
            "the user `kim` has no accounts.json: the file is missing",
        ),
        (
            "kim/notes.txt",
            "",
            "the user `kim` has no accounts.json: the file is missing",
        ),
    ] {
        let folder = Folder::new("broken");
        folder.write(path, text);
        let error = builder().data(folder.path()).start().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Data);
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[tokio::test]
async fn a_folder_without_users_is_refused() {
    assert_eq!(
        refused(Path::new("/nowhere/at/all")).await,
        "the directory /nowhere/at/all does not exist"
    );
    let folder = Folder::new("no-users");
    let path = folder.path().display().to_string();
    assert_eq!(
        refused(folder.path()).await,
        format!("{path} contains no folder of a user")
    );
    folder.write("README.md", "");
    folder.write(".git/HEAD", "");
    assert_eq!(
        refused(folder.path()).await,
        format!("{path} contains no folder of a user")
    );
    let file = folder.path().join("README.md");
    assert_eq!(
        refused(&file).await,
        format!("{path}/README.md is not a directory")
    );
}

#[tokio::test]
async fn two_files_of_a_user_must_not_contradict_each_other() {
    let statement = |account: &str| {
        format!(
            r#"{{"taxYear":2025,"taxStatementId":"t","forms":[{{"taxW2":{{}}}},{{"taxW2":{{"accountId":"{account}"}}}}]}}"#
        )
    };
    let of = |account: &str| {
        let time = r#""postedTimestamp":"2026-11-20""#;
        format!(
            r#"{{"transactions":[{{"t1Transaction":{{{time}}}}},{{"t2Transaction":{{"accountId":"{account}",{time}}}}}]}}"#
        )
    };
    for (files, said) in [
        (
            vec![
                ("kim/tax/one.json", statement("a")),
                ("kim/tax/two.json", statement("a")),
            ],
            "cannot serve kim/tax/two.json: taxStatementId: `t` is already in kim/tax/one.json",
        ),
        (
            vec![("kim/tax/one.json", statement("b"))],
            "cannot serve kim/tax/one.json: forms[1].taxW2.accountId: accounts.json has no account `b`",
        ),
        (
            vec![("kim/transactions/a.json", of("b"))],
            "cannot serve kim/transactions/a.json: transactions[1].t2Transaction.accountId: `b` is not `a`, the account of this file",
        ),
    ] {
        let folder = Folder::new("unfit");
        folder.write(
            "kim/accounts.json",
            r#"{"accounts":[{"depositAccount":{"accountId":"a"}}]}"#,
        );
        files
            .iter()
            .for_each(|(path, text)| folder.write(path, text));
        assert_eq!(refused(folder.path()).await, said);
    }
    let folder = Folder::new("fit");
    folder.write(
        "kim/accounts.json",
        r#"{"accounts":[{"depositAccount":{"accountId":"a"}}]}"#,
    );
    folder.write("kim/tax/one.json", &statement("a"));
    folder.write("kim/transactions/a.json", &of("a"));
    builder().data(folder.path()).start().await.unwrap();
}

#[tokio::test]
async fn the_error_names_a_file_that_is_not_utf8() {
    let folder = Folder::new("no-text");
    folder.write("kim/accounts.json", "");
    std::fs::write(
        folder.path().join("kim/accounts.json"),
        b"{\"accounts\": \xff}",
    )
    .unwrap();
    assert_eq!(
        refused(folder.path()).await,
        "cannot serve kim/accounts.json: it is not UTF-8"
    );
}

/// The error of a folder that cannot be served.
async fn refused(folder: &Path) -> String {
    let error = builder().data(folder).start().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Data);
    error.to_string()
}

/// The examples of the data's README, each with the file that the text before it names.
fn examples() -> Vec<(&'static str, &'static str)> {
    let mut pieces = include_str!("../../data/README.md").split("```json");
    let mut before = pieces.next().unwrap();
    let mut examples = Vec::new();
    for piece in pieces {
        let (json, after) = piece.split_once("```").unwrap();
        let (_, file) = before.rsplit_once("`my-data/").unwrap();
        examples.push((file.split_once('`').unwrap().0, json));
        before = after;
    }
    examples
}

#[tokio::test]
async fn the_examples_of_the_readme_can_be_served() {
    let folder = Folder::new("readme");
    let examples = examples();
    assert_eq!(examples.len(), 5);
    examples
        .iter()
        .for_each(|(file, json)| folder.write(file, json));
    builder().data(folder.path()).start().await.unwrap();

    // As it is, every call of the user fails.
    let user = examples
        .iter()
        .find(|(file, _)| *file == "kim/user.json")
        .unwrap()
        .1;
    folder.write(
        "kim/user.json",
        &user
            .replace("\"failsWith\": 503,", "")
            .replace("secret", "kim"),
    );
    let sandbox = builder().data(folder.path()).start().await.unwrap();
    let id_token = connect(&sandbox, "kim").await.id_token;
    let body = async |path: &str| {
        let (status, body) = json(get(&sandbox, path, &id_token).await).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        body
    };
    assert_eq!(
        body("/contacts/v2/mikomo/a-1").await["holders"][1]["name"]["first"],
        "Robin"
    );
    let day = "startTime=2026-11-02T00:00:00Z&endTime=2026-11-03T00:00:00Z";
    let transactions = body(&format!("/transactions/v2/mikomo/a-1?{day}")).await;
    assert_eq!(
        transactions["transactions"][0]["depositTransaction"]["transactionId"],
        "t-1"
    );
    let form = body("/tax-forms/v2/mikomo/int-2025-1").await;
    assert_eq!(form["forms"][0]["tax1099Int"]["interestIncome"], 31.07);
}

#[tokio::test]
async fn the_exported_documents_are_the_served_ones() {
    let folder = Folder::new("export");
    export_data(folder.path()).unwrap();
    assert!(folder.path().join("README.md").exists());
    let (sandbox, embedded) = (
        builder().data(folder.path()).start().await.unwrap(),
        builder().start().await.unwrap(),
    );
    assert_eq!(
        sandbox.users().collect::<Vec<_>>(),
        embedded.users().collect::<Vec<_>>()
    );
    let from_folder = connect(&sandbox, "mikomo_7").await.id_token;
    let from_crate = connect(&embedded, "mikomo_7").await.id_token;
    let path = "/balances/v2/mikomo";
    let from_folder = get(&sandbox, path, &from_folder)
        .await
        .text()
        .await
        .unwrap();
    assert_eq!(
        from_folder,
        get(&embedded, path, &from_crate)
            .await
            .text()
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn generated_transactions_are_paged_and_add_up() {
    let sandbox = builder().transactions(1234).start().await.unwrap();
    let id_token = connect(&sandbox, "volume").await.id_token;
    let range = "startTime=2020-01-01T00:00:00Z&endTime=2026-12-31T00:00:00Z&limit=500";
    let mut next = Some(format!("/transactions/v2/mikomo/volume-checking?{range}"));
    let (mut count, mut cents, mut first) = (0, 0, Value::Null);
    while let Some(path) = next {
        let (status, page) = json(get(&sandbox, &path, &id_token).await).await;
        assert_eq!(status, StatusCode::OK);
        for item in page["transactions"].as_array().unwrap() {
            let one = &item["depositTransaction"];
            let amount = (one["amount"].as_f64().unwrap() * 100.0).round() as i64;
            cents += if one["debitCreditMemo"] == "CREDIT" {
                amount
            } else {
                -amount
            };
            count += 1;
        }
        if first.is_null() {
            first = page["transactions"][0].clone();
        }
        next = page["links"]["next"]["href"].as_str().map(str::to_owned);
    }
    assert_eq!(count, 1234);
    let (_, balances) = json(get(&sandbox, "/balances/v2/mikomo", &id_token).await).await;
    let balance = balances["accounts"][0]["depositAccount"]["currentBalance"]
        .as_f64()
        .unwrap();
    assert_eq!(cents, (balance * 100.0).round() as i64);
    assert_eq!(
        first["depositTransaction"]["transactionId"],
        "volume-000000000"
    );
}

#[tokio::test]
async fn a_user_whose_provider_ignores_limit_has_one_page() {
    let folder = Folder::new("one-page");
    folder.write("kim/user.json", r#"{"ignoresLimit": true}"#);
    folder.write(
        "kim/accounts.json",
        r#"{"accounts":[{"depositAccount":{"accountId":"a"}}]}"#,
    );
    let one = |day| format!(r#"{{"depositTransaction":{{"postedTimestamp":"2026-11-{day}"}}}}"#);
    folder.write(
        "kim/transactions/a.json",
        &format!(r#"{{"transactions":[{},{}]}}"#, one(20), one(19)),
    );
    let sandbox = builder().data(folder.path()).start().await.unwrap();
    let id_token = connect(&sandbox, "kim").await.id_token;
    let text = get(
        &sandbox,
        "/transactions/v2/mikomo/a?limit=1&offset=1",
        &id_token,
    )
    .await
    .text()
    .await
    .unwrap();
    assert_eq!(
        text,
        format!(
            r#"{{"links":{{}},"transactions":[{},{}]}}"#,
            one(19),
            one(20)
        )
    );
}

#[tokio::test]
async fn a_full_last_page_has_no_next_link() {
    let sandbox = builder().transactions(20).start().await.unwrap();
    let id_token = connect(&sandbox, "volume").await.id_token;
    let range = "startTime=2020-01-01T00:00:00Z&endTime=2026-12-31T00:00:00Z";
    let page = async |offset: usize| {
        let path =
            format!("/transactions/v2/mikomo/volume-checking?{range}&limit=10&offset={offset}");
        json(get(&sandbox, &path, &id_token).await).await.1
    };
    assert!(page(0).await["links"]["next"].is_object());
    let last = page(10).await;
    assert_eq!(
        (
            last["transactions"].as_array().unwrap().len(),
            last["links"].get("next")
        ),
        (10, None)
    );
}
