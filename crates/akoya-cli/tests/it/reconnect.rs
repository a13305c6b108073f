//! A consent that ended, and the way back.

use akoya_sandbox::Sandbox;
use serde_json::Value;

use crate::akoya::Akoya;
use crate::browser::Browser;
use crate::waiting_login::Waiting;

fn login(akoya: &Akoya, user: &str, more: &[&str]) -> Value {
    akoya.json(&[&["login", "--auto-consent", "--user", user][..], more].concat())
}

/// What happened to the connection's token, the oldest first.
fn events(akoya: &Akoya, name: &str) -> Vec<String> {
    let history = akoya.json(&["status", "--history", name]);
    let entries = history["connections"][0]["history"].as_array().unwrap();
    let texts = entries.iter().map(|entry| entry["text"].as_str().unwrap());
    texts.map(ToOwned::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_customer_takes_a_free_name() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let second = login(&akoya, "mikomo_10", &[]);
    assert_eq!(second["connection"], "mikomo-2");
    assert_eq!(second["replaced"], Value::Null);
    let third = login(&akoya, "mikomo_10", &[]);
    assert_eq!(third["connection"], "mikomo-2", "this customer's own");
    assert_eq!(third["replaced"], "revoked");
    for name in ["mikomo", "mikomo-2"] {
        akoya.ok(&["refresh", "--connection", name]);
    }
    assert_eq!(sandbox.counters().revocations, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_customer_under_a_given_name_is_refused_and_changes_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    let file = akoya.data("connections/mikomo.toml");
    let before = std::fs::read_to_string(&file).unwrap();
    let other = [
        "login",
        "--auto-consent",
        "--user",
        "mikomo_10",
        "--connection",
        "mikomo",
    ];
    let run = akoya.run(&other);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("another customer"), "{run:?}");
    assert!(run.err.contains("the new consent is revoked"), "{run:?}");
    assert_eq!(sandbox.counters().revocations, 1);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
    assert_eq!(akoya.generation(), 1);
    akoya.ok(&["refresh"]);

    let before = events(&akoya, "mikomo");
    let replaced = akoya.json(&[&other[..], &["--replace"]].concat());
    assert_eq!(replaced["replaced"], "revoked");
    let after = events(&akoya, "mikomo");
    assert_eq!(after[..before.len()], before, "the history continues");
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(sandbox.counters().revocations, 2);
    akoya.ok(&["refresh"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_customers_consent_is_replaced_and_its_history_stays() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    akoya.ok(&["refresh"]);
    let again = login(&akoya, "mikomo_10", &["--connection", "mikomo"]);
    assert_eq!(
        (&again["generation"], &again["replaced"]),
        (&3.into(), &"revoked".into())
    );
    let events = events(&akoya, "mikomo");
    assert_eq!(events.len(), 3, "{events:?}");
    assert_eq!(events.first(), events.last());
    akoya.ok(&["refresh"]);
    akoya.ok(&["balances"]);
}

#[tokio::test(flavor = "multi_thread")]
#[cfg(unix)]
async fn an_interrupted_login_changes_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox);
    akoya.ok(&[
        "login",
        "--auto-consent",
        "--user",
        "mikomo_10",
        "--save-client-secret",
    ]);
    let file = akoya.data("connections/mikomo.toml");
    let before = std::fs::read_to_string(&file).unwrap();
    assert!(before.contains("client_secret"), "{before}");
    for more in [&["--connection", "mikomo"][..], &["--connection", "new"]] {
        let waiting = Waiting::start(&akoya, more);
        crate::akoya::signal(&waiting.child, "INT");
        assert_eq!(waiting.end().code, 130);
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
    let connections = std::fs::read_dir(akoya.data("connections")).unwrap();
    assert_eq!(connections.count(), 1, "no connection without a token");
    akoya.ok(&["accounts"]);
}

/// The command between the first pair of backticks.
fn printed_command(text: &str) -> Vec<&str> {
    let command = text.split('`').nth(1).unwrap();
    let words: Vec<&str> = command.split(' ').collect();
    assert_eq!(words[0], "akoya", "{command}");
    words[1..].to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_works_as_it_is_printed() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox);
    let save = "--save-client-secret";
    login(&akoya, "mikomo_10", &["--connection", "first", save]);
    login(&akoya, "mikomo_1", &["--connection", "second", save]);
    let akoya = akoya
        .without("AKOYA_IDP_URL")
        .without("AKOYA_API_URL")
        .without("AKOYA_CLIENT_ID")
        .without("AKOYA_CLIENT_SECRET")
        .with("AKOYA_CONNECTOR", "another-bank");
    sandbox.revoke_as_customer("mikomo_1").await.unwrap();
    let ended = akoya.run(&["balances", "--connection", "second"]);
    assert_eq!(ended.code, 3, "{ended:?}");
    let advice = ended.err.lines().last().unwrap();
    let waiting = Waiting::of(&akoya, &printed_command(advice));
    let callback = Browser::new()
        .consent(&waiting.url, "mikomo_1", "approve")
        .await;
    Browser::new().get(&callback).await;
    let run = waiting.end();
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("Connected: `second`"), "{run:?}");
    akoya.ok(&["balances", "--connection", "second"]);
    akoya.ok(&["refresh", "--connection", "first"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_names_the_data_directory_that_was_given() {
    let akoya = Akoya::new();
    let data = akoya.path("elsewhere");
    let given = ["--data-dir", data.to_str().unwrap()];
    akoya.ok(&[&["demo", "--user", "mikomo_10"][..], &given].concat());
    let bank = Sandbox::builder().state(data.join("sandbox.sqlite"));
    let bank = bank.start().await.unwrap();
    bank.revoke_as_customer("mikomo_10").await.unwrap();
    bank.shutdown().await;
    let ended = akoya.run(&[&["balances"][..], &given].concat());
    assert_eq!(ended.code, 3, "{ended:?}");
    let advice = ended.err.lines().last().unwrap();
    let waiting = Waiting::of(&akoya, &printed_command(advice));
    let callback = Browser::new()
        .consent(&waiting.url, "mikomo_10", "approve")
        .await;
    Browser::new().get(&callback).await;
    assert_eq!(waiting.end().code, 0);
    akoya.ok(&[&["balances"][..], &given].concat());
}
