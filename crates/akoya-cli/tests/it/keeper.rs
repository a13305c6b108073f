//! `akoya keeper`, as a service manager runs it.

use std::io::{BufRead as _, BufReader};
use std::time::Duration;

use akoya_sandbox::Sandbox;
use serde_json::Value;

use crate::akoya::{Akoya, Run};

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_keeper_refreshes_what_is_due_and_ends_on_a_signal() {
    // Tokens so short-lived that they are due at once.
    let sandbox = Sandbox::builder()
        .id_token_lifetime(Duration::from_secs(1))
        .start()
        .await
        .unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let mut child = akoya.start(&["keeper", "--json", "--report-every", "1"]);
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(|line| line.unwrap());
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap()).unwrap();
    assert_eq!(next()["event"], "started");
    let health = std::iter::repeat_with(&mut next)
        .find(|line| line["refreshed"].as_u64() > Some(1))
        .unwrap();
    assert_eq!(
        (&health["event"], &health["failed"]),
        (&Value::from("health"), &Value::from(0))
    );
    crate::akoya::signal(&child, "TERM");
    let ended = std::iter::repeat_with(&mut next)
        .find(|line| line["event"] == "ended")
        .unwrap();
    assert_eq!(ended["in_flight"], 0);
    assert_eq!(Run::from(child).code, 0);
    assert!(akoya.generation() > 2);
}

#[cfg(not(feature = "metrics"))]
#[tokio::test(flavor = "multi_thread")]
async fn the_keeper_says_that_it_was_built_without_metrics() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let run = akoya.run(&["keeper", "--metrics", "127.0.0.1:0"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("--features metrics"), "{run:?}");
}

#[cfg(all(unix, feature = "metrics"))]
#[tokio::test(flavor = "multi_thread")]
async fn the_keeper_serves_metrics() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let address = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let mut child = akoya.start(&["keeper", "--metrics", &address.to_string()]);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(
        lines
            .next()
            .unwrap()
            .unwrap()
            .starts_with("Keeping the tokens")
    );
    let uri: http::Uri = format!("http://{address}/metrics").parse().unwrap();
    let page = loop {
        let response = crate::browser::Browser::new()
            .send(http::Request::get(&uri).body("").unwrap())
            .await;
        if response.body.contains("akoya_keeper_due") {
            break response.body;
        }
    };
    assert!(page.contains("akoya_keeper_refreshed_total 0"), "{page}");
    assert!(page.contains("akoya_keeper_lag_seconds"), "{page}");
    crate::akoya::signal(&child, "INT");
    assert_eq!(Run::from(child).code, 0);
}

#[test]
fn a_wrong_rate_and_a_missing_client_are_reported() {
    let akoya = Akoya::new();
    assert_eq!(akoya.run(&["keeper", "--per-second", "0"]).code, 2);
    let run = akoya.run(&["keeper"]);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.err.contains("there is no client id"), "{run:?}");
}

#[cfg(unix)]
#[test]
fn the_keeper_finds_the_client_of_the_demos_connection() {
    let akoya = Akoya::new();
    akoya.ok(&["demo", "--auto-consent"]);
    let mut child = akoya.start(&["keeper", "--report-every", "1"]);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().contains("embedded sandbox"));
    assert!(lines.next().unwrap().unwrap().contains("refreshed"));
    crate::akoya::signal(&child, "TERM");
    assert_eq!(Run::from(child).code, 0);
}
