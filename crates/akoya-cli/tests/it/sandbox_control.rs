//! `akoya sandbox`: control of one that runs.

use akoya_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::akoya::Akoya;

/// A sandbox with an admin API and a home that knows where it is.
async fn steered() -> (Sandbox, Akoya) {
    let sandbox = Sandbox::builder().admin_port(0).start().await.unwrap();
    let akoya = Akoya::at(&sandbox).with("AKOYA_SANDBOX_ADMIN_URL", sandbox.admin_url().unwrap());
    (sandbox, akoya)
}

/// Runs a command that fails, away from the runtime that the sandbox needs.
fn fails(akoya: &Akoya, arguments: &[&str]) -> (i32, String) {
    let run = akoya.run(arguments);
    assert_eq!(run.out, "", "{arguments:?}");
    (run.code, run.err)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_is_added_as_given() {
    let (sandbox, akoya) = steered().await;
    let faults: [(&[&str], Value); 12] = [
        (&["drop-response"], json!("drop_response")),
        (
            &["cut-response", "--after-bytes", "7"],
            json!({"cut_response": {"after_bytes": 7}}),
        ),
        (
            &["stall-request", "--ms", "5"],
            json!({"stall_request": {"ms": 5}}),
        ),
        (
            &["stall-response", "--ms", "6"],
            json!({"stall_response": {"ms": 6}}),
        ),
        (
            &["drip-response", "--bytes", "2", "--every-ms", "3"],
            json!({"drip_response": {"bytes": 2, "every_ms": 3}}),
        ),
        (
            &["respond", "--status", "401"],
            json!({"respond": {"status": 401, "content_type": null, "body": ""}}),
        ),
        (
            &[
                "respond",
                "--status",
                "502",
                "--content-type",
                "text/html",
                "--body",
                "<p>",
            ],
            json!({"respond": {"status": 502, "content_type": "text/html", "body": "<p>"}}),
        ),
        (
            &["replace-response", "--status", "201"],
            json!({"replace_response": {"status": 201, "content_type": null, "body": null}}),
        ),
        (&["wrong-types"], json!("wrong_types")),
        (&["deliver-twice"], json!("deliver_twice")),
        (&["api-error", "1207"], json!({"api_error": {"code": 1207}})),
        (&["api-error", "408"], json!({"api_error": {"code": 408}})),
    ];
    for (action, expected) in faults {
        let waiting = akoya.json(&[&["sandbox", "fault"], action].concat());
        assert_eq!(
            waiting,
            json!([{"skip": 0, "effect": expected}]),
            "{action:?}"
        );
        akoya.ok(&["sandbox", "fault", "clear"]);
    }
    let target = [
        "--on",
        "code-exchange",
        "--user",
        "mikomo_7",
        "--consent",
        "c",
        "--skip",
        "2",
        "--times",
        "3",
    ];
    akoya.ok(&[&["sandbox", "fault", "drop-response"], &target[..]].concat());
    let expected = json!([{"on": "code_exchange", "user": "mikomo_7", "consent": "c", "skip": 2, "times": 3,
        "effect": "drop_response"}]);
    assert_eq!(akoya.json(&["sandbox", "fault", "list"]), expected);
    let listed = akoya.ok(&["sandbox", "fault", "list"]);
    assert!(listed.contains("drop-response"), "{listed}");
    assert!(listed.contains("code-exchange"), "{listed}");
    assert_eq!(sandbox.faults().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_whose_response_is_lost_is_in_the_journal_and_the_counters() {
    let (sandbox, akoya) = steered().await;
    akoya.ok(&["login", "--auto-consent", "--user", "mikomo_10"]);
    let consents = akoya.json(&["sandbox", "consents"]);
    let id = consents[0]["id"].as_str().unwrap();
    akoya.ok(&[
        "sandbox",
        "fault",
        "drop-response",
        "--on",
        "refresh",
        "--consent",
        id,
        "--times",
        "1",
    ]);
    // The token is sent once more, and there is no grace window.
    assert_eq!(fails(&akoya, &["refresh"]).0, 3, "the consent is lost");
    let journal = akoya.ok(&["sandbox", "journal", "--clear"]);
    let mut lines = journal.lines().rev();
    let (again, lost) = (lines.next().unwrap(), lines.next().unwrap());
    assert!(lost.contains("drop_response"), "{journal}");
    assert!(again.contains("refresh"), "{journal}");
    assert!(!again.contains("drop_response"), "{journal}");
    assert_eq!(akoya.json(&["sandbox", "journal"]), json!([]));
    assert_eq!(akoya.json(&["sandbox", "counters"])["refreshes"], 2);
    akoya.ok(&["sandbox", "reset"]);
    assert_eq!(sandbox.counters().refreshes, 0);
    assert!(akoya.ok(&["sandbox", "consents"]).contains("No consent"));
}

#[tokio::test(flavor = "multi_thread")]
async fn clock_lifetimes_and_rate_limit_are_shown_and_changed() {
    let (_sandbox, akoya) = steered().await;
    akoya.ok(&["sandbox", "clock", "set", "2030-01-01T00:00:00Z"]);
    let now = akoya.ok(&["sandbox", "clock", "advance", "1d 2h"]);
    assert!(now.starts_with("2030-01-02T02:00:"), "{now}");
    assert!(
        akoya
            .ok(&["sandbox", "clock"])
            .starts_with("2030-01-02T02:0")
    );

    let changed = [
        "--id-token",
        "15m",
        "--refresh-token",
        "1d",
        "--refresh-reuse",
        "30",
    ];
    let lifetimes = akoya.json(&[&["sandbox", "lifetimes"], &changed[..]].concat());
    assert_eq!(
        lifetimes,
        json!({"code": 300, "id_token": 900, "refresh_token": 86_400, "refresh_reuse": 30})
    );
    akoya.ok(&[
        "sandbox",
        "lifetimes",
        "--refresh-token",
        "forever",
        "--code",
        "60",
    ]);
    let lifetimes = akoya.json(&["sandbox", "lifetimes"]);
    assert_eq!(
        lifetimes,
        json!({"code": 60, "id_token": 900, "refresh_token": null, "refresh_reuse": 30})
    );

    assert!(
        akoya
            .ok(&["sandbox", "rate-limit", "5"])
            .starts_with("5 data calls")
    );
    assert_eq!(
        akoya.json(&["sandbox", "rate-limit"]),
        json!({"per_second": 5})
    );
    assert_eq!(
        akoya.json(&["sandbox", "rate-limit", "off"]),
        json!({"per_second": null})
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_customer_ends_a_consent() {
    let (_sandbox, akoya) = steered().await;
    akoya.ok(&["login", "--auto-consent", "--user", "mikomo_10"]);
    assert!(
        akoya
            .ok(&["sandbox", "revoke", "mikomo_10"])
            .starts_with("1 consent has ended")
    );
    assert_eq!(fails(&akoya, &["balances"]).0, 3);
    assert!(
        akoya
            .ok(&["sandbox", "consents"])
            .contains("ended by the customer")
    );
    assert_eq!(
        akoya.json(&["sandbox", "revoke", "mikomo_10"]),
        json!({"ended": 0})
    );
    assert_eq!(fails(&akoya, &["sandbox", "revoke"]).0, 2);
}

#[test]
fn a_missing_admin_api_is_reported_with_advice() {
    let akoya = Akoya::new();
    let (code, error) = fails(&akoya, &["sandbox", "journal"]);
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("no sandbox with an admin API"), "{error}");
    assert!(error.contains("--admin-port"), "{error}");
    let (code, error) = fails(
        &akoya,
        &["sandbox", "clock", "--admin-url", "https://akoya.example"],
    );
    assert_eq!(code, 2, "{error}");
    assert!(
        error.contains("is not an admin API on this computer"),
        "{error}"
    );
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let (code, error) = fails(
        &akoya,
        &["sandbox", "clock", "--admin-url", &format!("http://{free}")],
    );
    assert_eq!(code, 6, "{error}");
    assert!(error.contains("no sandbox responds at"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_and_partial_responses_are_shown_and_changed_one_by_one() {
    let (_sandbox, akoya) = steered().await;
    let versions = |options: &[&str]| akoya.json(&[&["sandbox", "api-versions"], options].concat());
    assert_eq!(versions(&[])["v2_until"], Value::Null);
    let end = "2026-12-01T00:00:00Z";
    assert_eq!(versions(&["--v2-until", end])["v2_until"], end);
    let day = ["--v2-until", "2026-12-01"];
    assert_eq!(versions(&day)["v2_until"], end);
    let both = json!({"v2_until": end, "intent_type_required": true});
    assert_eq!(versions(&["--intent-type", "required"]), both);
    let shown = akoya.ok(&["sandbox", "api-versions", "--v2-until", "never"]);
    assert_eq!(shown, "v2 does not end. v3 requires x-akoya-intent-type.\n");
    let form = |options: &[&str]| {
        let all = [&["sandbox", "partial-response"], options].concat();
        akoya.ok(&all)
    };
    assert_eq!(form(&[]), "documented\n");
    assert_eq!(form(&["wrapped"]), "wrapped\n");
    assert_eq!(form(&[]), "wrapped\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_the_admin_api_and_a_refused_request_are_reported() {
    let (sandbox, akoya) = steered().await;
    let (code, error) = fails(
        &akoya,
        &["sandbox", "clock", "--admin-url", sandbox.api_url()],
    );
    assert_eq!(code, 5, "{error}");
    assert!(error.contains("is not the admin API"), "{error}");
    let (code, error) = fails(&akoya, &["sandbox", "clock", "set", "tomorrow"]);
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("RFC 3339"), "{error}");
}

#[test]
#[cfg(unix)]
fn a_sandbox_with_an_admin_api_is_found_while_it_runs() {
    use std::io::{BufRead as _, BufReader};
    let akoya = Akoya::new();
    let arguments = [
        "sandbox",
        "--json",
        "--in-memory",
        "--idp-port",
        "0",
        "--api-port",
        "0",
        "--admin-port",
        "0",
    ];
    let mut child = akoya.start(&arguments);
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert_eq!(akoya.json(&["sandbox", "counters"])["refreshes"], 0);
    crate::akoya::signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
    assert_eq!(fails(&akoya, &["sandbox", "counters"]).0, 2);
    assert!(!akoya.data("sandbox-admin-url").exists());
}

#[test]
fn the_data_is_exported_to_be_edited() {
    let akoya = Akoya::new();
    let dir = akoya.path("data-of-mine");
    let out = akoya.ok(&["sandbox", "export-data", dir.to_str().unwrap()]);
    assert!(out.contains("akoya sandbox --data"), "{out}");
    assert!(dir.join("mikomo_7/accounts.json").exists());
    assert_eq!(
        fails(&akoya, &["sandbox", "export-data", dir.to_str().unwrap()]).0,
        8
    );
    akoya.ok(&["sandbox", "export-data", "--force", dir.to_str().unwrap()]);
}
