//! `akoya status`.

use akoya_sandbox::Sandbox;

use crate::akoya::Akoya;

#[tokio::test(flavor = "multi_thread")]
async fn status_shows_all_connections_and_sends_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    akoya.ok(&["demo", "--user", "mikomo_1"]);
    let before = sandbox.counters();
    let status = akoya.json(&["status"]);
    let connections = status["connections"].as_array().unwrap();
    let names: Vec<_> = connections
        .iter()
        .map(|connection| connection["connection"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["demo", "mikomo"]);
    let mikomo = &connections[1];
    assert_eq!(
        (&mikomo["state"], &mikomo["generation"]),
        (&"ready".into(), &1.into())
    );
    assert_eq!(mikomo["environment"], sandbox.idp_url());
    assert_eq!(mikomo["client_id"], sandbox.client_id());
    assert!(mikomo["expires_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(sandbox.counters(), before);
    let table = akoya.ok(&["status", "--connection", "mikomo"]);
    assert!(table.contains("mikomo"), "{table}");
    assert!(!table.contains("demo"), "{table}");
}

#[test]
fn status_without_connections_says_how_to_make_one() {
    let akoya = Akoya::new();
    assert!(akoya.ok(&["status"]).contains("akoya login"));
    assert_eq!(
        akoya.json(&["status"]),
        serde_json::json!({ "connections": [] })
    );
    assert!(
        !akoya.path("data").exists(),
        "looking leaves nothing behind"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn with_several_connections_one_must_be_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    akoya.connect_second();
    let run = akoya.run(&["accounts"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("2 connections: mikomo, second"), "{run:?}");
    akoya.ok(&["accounts", "--connection", "second"]);
    akoya.with("AKOYA_CONNECTION", "mikomo").ok(&["accounts"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_a_data_call_finds_ended_is_no_longer_ready() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    sandbox.revoke_as_customer("mikomo_10").await.unwrap();
    assert_eq!(akoya.connection()["state"], "ready", "nothing was asked");
    assert_eq!(akoya.run(&["balances"]).code, 3);
    assert_eq!(akoya.connection()["state"], "consent_needed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_in_force_that_the_institution_denies_is_shown_as_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_601");
    assert_eq!(akoya.run(&["balances"]).code, 3);
    assert_eq!(akoya.connection()["state"], "refused");
    assert_eq!(akoya.generation(), 2, "it was asked about");
    assert_eq!(akoya.run(&["balances"]).code, 3);
    assert_eq!(akoya.generation(), 2, "and not again");
}
