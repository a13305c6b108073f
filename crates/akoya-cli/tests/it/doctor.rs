//! `akoya doctor`: what a support engineer would look at.

use std::net::TcpListener;

use akoya_sandbox::Sandbox;
use serde_json::Value;

use crate::akoya::{Akoya, Run};

fn checks(run: &Run) -> Vec<Value> {
    let json: Value =
        serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    json["checks"].as_array().unwrap().clone()
}

/// The checks of this name, each as its state and its texts.
fn named(run: &Run, name: &str) -> Vec<(String, String)> {
    let text = |check: &Value, name: &str| check[name].as_str().unwrap_or_default().to_owned();
    checks(run)
        .iter()
        .filter(|check| check["name"] == name)
        .map(|check| {
            let texts = format!("{} / {}", text(check, "finding"), text(check, "advice"));
            (text(check, "state"), texts)
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_finds_nothing_wrong_after_a_login() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let run = akoya.run(&["doctor", "--json"]);
    assert_eq!(run.code, 0, "{run:?}");
    for name in [
        "data directory",
        "configuration",
        "redirect URI",
        "proxy",
        "DNS",
        "TLS",
        "provider",
        "clock",
        "data API",
        "token store",
        "copies",
        "keys",
        "spool",
        "token",
    ] {
        let found = named(&run, name);
        assert!(!found.is_empty(), "{name}: {run:?}");
        assert!(
            found.iter().all(|(state, _)| state == "ok"),
            "{name}: {found:?}"
        );
    }
    assert!(!run.out.contains(sandbox.client_secret()));
    let text = akoya.ok(&["doctor"]);
    assert!(text.contains("ok        clock"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn doctor_says_what_is_missing_and_makes_nothing() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox).without("AKOYA_CLIENT_ID");
    let run = akoya.run(&["doctor", "--json"]);
    assert_eq!(run.code, 4, "{run:?}");
    let found = named(&run, "configuration");
    assert_eq!(found[0].0, "failed");
    assert!(found[0].1.contains("--client-id"), "{found:?}");
    assert_eq!(named(&run, "token store")[0].0, "skipped");
    assert!(
        !akoya.data("").exists(),
        "to look at a store must not make one"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_not_there_is_distinguished_from_a_wrong_client() {
    let sandbox = Sandbox::start().await.unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let akoya = Akoya::at(&sandbox)
        .without("AKOYA_IDP_URL")
        .with("AKOYA_IDP_URL", &address);
    let run = akoya.run(&["doctor", "--json"]);
    assert_eq!(run.code, 6, "{run:?}");
    assert_eq!(named(&run, "configuration")[0].0, "ok");
    let found = named(&run, "provider");
    assert_eq!(found[0].0, "failed");
    assert!(found[0].1.contains("the proxy"), "{found:?}");
    assert_eq!(named(&run, "data API")[0].0, "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_in_use_and_another_key_are_found() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!(
        "http://127.0.0.1:{}/callback",
        taken.local_addr().unwrap().port()
    );
    let akoya = akoya.with("AKOYA_REDIRECT_URI", &uri).with(
        "AKOYA_STORE_KEY",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=",
    );
    let run = akoya.run(&["doctor", "--json"]);
    assert_eq!(run.code, 4, "the first that failed: {run:?}");
    let found = named(&run, "redirect URI");
    assert_eq!(found[0].0, "failed");
    assert!(found[0].1.contains("Stop the program"), "{found:?}");
    assert_eq!(named(&run, "keys")[0].0, "failed", "{run:?}");
    assert_eq!(named(&run, "token")[0].0, "failed", "{run:?}");
}

#[test]
fn the_sandbox_inside_the_command_is_started_and_asked() {
    let akoya = Akoya::new();
    let doctor = ["doctor", "--environment", "embedded", "--json"];
    let run = akoya.run(&doctor);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(named(&run, "sandbox")[0].0, "ok", "{run:?}");
    assert!(!akoya.data("sandbox.sqlite").exists(), "it makes nothing");
    akoya.ok(&["demo"]);
    let run = akoya.run(&["doctor", "--json"]);
    assert_eq!((run.code, named(&run, "sandbox")[0].0.as_str()), (0, "ok"));
    std::fs::write(akoya.data("sandbox.sqlite"), "no database").unwrap();
    let run = akoya.run(&["doctor", "--json"]);
    assert_ne!(run.code, 0);
    assert_eq!(named(&run, "sandbox")[0].0, "failed", "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_is_not_there_is_found() {
    let sandbox = Sandbox::start().await.unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = closed.local_addr().unwrap().to_string();
    drop(closed);
    let akoya = Akoya::at(&sandbox).with("AKOYA_PROXY", &format!("http://user:canary@{address}"));
    let run = akoya.run(&["doctor", "--json"]);
    assert_eq!(run.code, 6, "{run:?}");
    let found = named(&run, "proxy");
    assert_eq!(found[0].0, "failed");
    assert!(found[0].1.contains(&address), "{found:?}");
    assert!(!run.out.contains("canary"));
}
