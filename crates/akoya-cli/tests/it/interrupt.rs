//! Signals while something is under way.

#![cfg(unix)]

use std::process::Child;

use akoya_sandbox::{Counters, Effect, Fault, RequestKind, Sandbox};

use crate::akoya::{Akoya, Run, signal};
use crate::browser::Browser;
use crate::refresh::refresh_received;
use crate::waiting_login::Waiting;

fn stalled(kind: RequestKind) -> Fault {
    Fault::new(Effect::StallResponse { ms: 400 })
        .on(kind)
        .times(1)
}

/// Lets children hear a hangup, although the tests may have been started by `nohup`: what this process ignores they
/// ignore too, and what it catches they do not.
fn hear_hangup() {
    let hangup = tokio::signal::unix::SignalKind::hangup();
    drop(tokio::signal::unix::signal(hangup).unwrap());
}

/// Until the sandbox has such a request in its hands.
async fn received(sandbox: &Sandbox, count: impl Fn(&Counters) -> u64) {
    while count(&sandbox.counters()) == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_to_end_waits_for_the_refresh_under_way() {
    hear_hangup();
    for name in ["INT", "TERM", "HUP", "QUIT"] {
        let sandbox = Sandbox::start().await.unwrap();
        let akoya = Akoya::connected(&sandbox, "mikomo_10");
        sandbox.add_fault(stalled(RequestKind::Refresh));
        let child = akoya.start(&["refresh"]);
        refresh_received(&sandbox).await;
        signal(&child, name);
        let run = Run::from(child);
        assert_eq!(run.code, 130, "{name}: {run:?}");
        assert!(run.err.contains("Waiting for the request"), "{run:?}");
        assert_eq!(akoya.generation(), 2, "{name}");
        akoya.ok(&["refresh"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hangup_that_comes_twice_does_not_give_the_refresh_up() {
    hear_hangup();
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    sandbox.add_fault(stalled(RequestKind::Refresh));
    let mut child = akoya.start(&["refresh"]);
    refresh_received(&sandbox).await;
    signal(&child, "HUP");
    waits(&mut child);
    signal(&child, "HUP");
    signal(&child, "TERM");
    assert_eq!(Run::from(child).code, 130);
    assert_eq!(akoya.generation(), 2);
}

/// Until the command says that it waits.
fn waits(child: &mut Child) {
    let mut stderr = std::io::BufReader::new(child.stderr.take().unwrap());
    let mut said = String::new();
    while !said.contains("Waiting for") {
        let read = std::io::BufRead::read_line(&mut stderr, &mut said).unwrap();
        assert!(read > 0, "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hangup_that_nohup_ignores_is_ignored() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    sandbox.add_fault(stalled(RequestKind::Refresh));
    let plain = akoya.command(&["refresh"]);
    let mut shell = std::process::Command::new("/bin/sh");
    shell
        .arg("-c")
        .arg("trap '' HUP; exec \"$0\" refresh")
        .arg(plain.get_program())
        .env_clear()
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    for (name, value) in plain.get_envs() {
        shell.env(name, value.unwrap());
    }
    let child = shell.spawn().unwrap();
    refresh_received(&sandbox).await;
    signal(&child, "HUP");
    let run = Run::from(child);
    assert_eq!(run.code, 0, "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_whose_code_is_being_exchanged_is_completed() {
    hear_hangup();
    for name in ["INT", "TERM", "HUP", "QUIT"] {
        let sandbox = Sandbox::start().await.unwrap();
        let akoya = Akoya::at(&sandbox);
        let waiting = Waiting::start(&akoya, &[]);
        let callback = Browser::new()
            .consent(&waiting.url, "mikomo_10", "approve")
            .await;
        sandbox.add_fault(stalled(RequestKind::CodeExchange));
        let browser = tokio::spawn(async move { Browser::new().get(&callback).await.location });
        received(&sandbox, |counters| counters.code_exchanges).await;
        signal(&waiting.child, name);
        let run = waiting.end();
        assert_eq!(run.code, 0, "{name}: {run:?}");
        assert!(run.out.contains("Connected: `mikomo`"), "{run:?}");
        let shown = browser.await.unwrap();
        assert_eq!(shown.as_deref(), Some("/callback/connected"));
        akoya.ok(&["balances"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revocation_under_way_is_completed() {
    hear_hangup();
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    sandbox.add_fault(stalled(RequestKind::Revocation));
    let child = akoya.start(&["logout"]);
    received(&sandbox, |counters| counters.revocations).await;
    signal(&child, "HUP");
    let run = Run::from(child);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!akoya.data("connections/mikomo.toml").exists());
    assert!(akoya.records().await.is_empty());
}
