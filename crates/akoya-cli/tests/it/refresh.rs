//! `akoya refresh`.

use std::io::{BufRead as _, BufReader};
use std::process::Child;
use std::time::Duration;

use akoya_sandbox::{Effect, Fault, RequestKind, Sandbox};

use crate::akoya::Akoya;

#[tokio::test(flavor = "multi_thread")]
async fn each_refresh_gives_the_next_token() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    assert_eq!(akoya.json(&["refresh"])["generation"], 2);
    let lines = akoya.ok(&["refresh", "--times", "3", "--json"]);
    let numbers: Vec<_> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["generation"].clone())
        .collect();
    assert_eq!(numbers, [3, 4, 5]);
    assert_eq!((akoya.generation(), sandbox.counters().refreshes), (5, 4));
}

/// Kills the child without warning after it has printed so many lines.
pub(crate) fn kill_after(mut child: Child, lines: usize) {
    let stdout = BufReader::new(child.stdout.take().unwrap());
    assert_eq!(
        stdout.lines().map_while(Result::ok).take(lines).count(),
        lines
    );
    child.kill().unwrap();
    child.wait().unwrap();
}

/// A kill can hit the moment between the provider's rotation and the receipt of its response. A grace window,
/// which many providers have, makes even that moment harmless; every other moment has to be harmless by itself.
#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_is_killed_while_it_refreshes_never_loses_the_connection() {
    let sandbox = Sandbox::builder()
        .refresh_reuse_window(Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    for lines in [1, 2, 5, 3, 1, 8, 2, 1, 4, 6] {
        let before = akoya.generation();
        kill_after(akoya.start(&["refresh", "--times", "1000"]), lines);
        akoya.ok(&["refresh"]);
        akoya.ok(&["balances"]);
        assert!(akoya.generation() > before + lines as u64);
    }
}

#[test]
fn the_demos_connection_survives_a_kill_of_its_bank_too() {
    let akoya = Akoya::new();
    akoya.ok(&["demo", "--user", "mikomo_10"]);
    for lines in [1, 3, 2, 5, 1] {
        kill_after(akoya.start(&["refresh", "--times", "1000"]), lines);
        akoya.ok(&["balances"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_response_that_was_lost_with_a_killed_command_is_reported_as_such() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    sandbox.add_fault(
        Fault::new(Effect::StallResponse { ms: 60_000 })
            .on(RequestKind::Refresh)
            .times(1),
    );
    let mut child = akoya.start(&["refresh"]);
    refresh_received(&sandbox).await;
    child.kill().unwrap();
    child.wait().unwrap();
    let run = akoya.run(&["refresh"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.err.contains(" was lost"), "{run:?}");
}

/// Until the sandbox has a refresh in its hands.
pub(crate) async fn refresh_received(sandbox: &Sandbox) {
    while sandbox.counters().refreshes == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_response_is_an_unknown_outcome_with_its_own_exit_code() {
    let sandbox = Sandbox::builder()
        .refresh_reuse_window(Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    // The token is sent once more automatically; that response is lost too.
    sandbox.add_fault(
        Fault::new(Effect::DropResponse)
            .on(RequestKind::Refresh)
            .times(2),
    );
    let run = akoya.run(&["refresh", "--json"]);
    assert_eq!(run.code, 7, "{run:?}");
    let error: serde_json::Value = serde_json::from_str(&run.err).unwrap();
    assert_eq!(error["error"]["kind"], "outcome_unknown");
    assert!(error["error"]["retry_after_seconds"].as_f64().unwrap() > 0.0);
    assert_eq!(akoya.connection()["state"], "in_doubt");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_response_goes_unnoticed_within_the_providers_grace_window() {
    let sandbox = Sandbox::builder()
        .refresh_reuse_window(Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    sandbox.add_fault(
        Fault::new(Effect::DropResponse)
            .on(RequestKind::Refresh)
            .times(1),
    );
    assert_eq!(akoya.json(&["refresh"])["generation"], 2);
    assert_eq!(sandbox.counters().refreshes, 2);
}
