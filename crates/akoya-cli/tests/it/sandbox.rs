//! `akoya sandbox`: the servers.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Child;

use serde_json::Value;

use crate::akoya::Akoya;

/// Every server on a free port: a usual one that is free now may be another test's in a moment.
const FREE_PORTS: [&str; 8] = [
    "--idp-port",
    "0",
    "--api-port",
    "0",
    "--sts-port",
    "0",
    "--services-port",
    "0",
];

/// Starts `akoya sandbox` and waits until it says where it is.
fn start(akoya: &Akoya, more: &[&str]) -> (Child, Value) {
    let arguments = [&["sandbox", "--json"], &FREE_PORTS[..], more].concat();
    let mut child = akoya.start(&arguments);
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    let started = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
    (child, started)
}

fn client_of(started: &Value) -> Akoya {
    let text = |name: &str| started[name].as_str().unwrap().to_owned();
    Akoya::new()
        .with("AKOYA_IDP_URL", &text("idp_url"))
        .with("AKOYA_API_URL", &text("api_url"))
        .with("AKOYA_CLIENT_ID", &text("client_id"))
        .with("AKOYA_CLIENT_SECRET", &text("client_secret"))
}

#[test]
#[cfg(unix)]
fn the_sandbox_serves_until_it_is_asked_to_end_and_remembers() {
    let server = Akoya::new();
    let (mut child, started) = start(&server, &[]);
    let akoya = client_of(&started);
    akoya.ok(&["login", "--auto-consent", "--user", "mikomo_10"]);
    akoya.ok(&["balances"]);
    crate::akoya::signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
    let (child, again) = start(&server, &[]);
    assert_eq!(
        (&again["client_id"], &again["client_secret"]),
        (&started["client_id"], &started["client_secret"])
    );
    crate::akoya::signal(&child, "INT");
    assert_eq!(crate::akoya::Run::from(child).code, 0);
}

#[test]
fn clients_and_lifetimes_are_as_given() {
    let server = Akoya::new();
    let client = [
        "--in-memory",
        "--client-id",
        "app",
        "--client-secret",
        "app-secret",
        "--token-lifetime",
        "60",
    ];
    let redirect = [
        "--redirect-uri",
        "https://app.example/callback http://127.0.0.1:9/callback",
    ];
    let (mut child, started) = start(&server, &[&client[..], &redirect].concat());
    assert_eq!(
        (&started["client_id"], &started["client_secret"]),
        (&"app".into(), &"app-secret".into())
    );
    let akoya = client_of(&started).with("AKOYA_REDIRECT_URI", "https://app.example/callback");
    akoya.ok(&["login", "--auto-consent", "--user", "mikomo_10"]);
    let expires: String = akoya.ok(&["status"]).lines().last().unwrap().to_owned();
    assert!(
        expires.contains(" s ") || expires.contains("1 min"),
        "{expires}"
    );
    assert!(!server.path("data").exists(), "nothing is kept");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn people_read_how_to_connect() {
    let server = Akoya::new();
    let arguments = [&["sandbox", "--in-memory"], &FREE_PORTS[..]].concat();
    let mut child = server.start(&arguments);
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut shown = String::new();
    while !shown.contains("Ctrl-C stops it.") {
        assert!(stdout.read_line(&mut shown).unwrap() > 0, "{shown}");
    }
    for part in [
        "export AKOYA_IDP_URL=http://127.0.0.1:",
        "export AKOYA_CLIENT_SECRET=",
        "mikomo_7",
        "akoya login",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}

#[test]
fn a_refusal_ends_on_a_page_when_that_is_asked_for() {
    for (refusal, code) in [("redirect", 3), ("page", 4)] {
        let (mut child, started) = start(&Akoya::new(), &["--in-memory", "--refusal", refusal]);
        let run = client_of(&started).run(&["login", "--auto-consent", "--deny"]);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(run.code, code, "{refusal}: {run:?}");
    }
}

#[test]
fn versions_and_partial_responses_are_as_given() {
    let server = Akoya::new();
    let given = [
        "--in-memory",
        "--admin-port",
        "0",
        "--v2-until",
        "2026-01-31",
        "--intent-type-required",
        "--partial-response",
        "bare",
    ];
    let (mut child, started) = start(&server, &given);
    let akoya = client_of(&started);
    akoya.ok(&["login", "--auto-consent", "--user", "mikomo_14"]);
    let old = akoya.run(&["balances", "--api-version", "v2"]);
    let new = akoya.run(&["balances"]);
    let with_intent = akoya.run(&["balances", "--intent-type", "nonpayments"]);
    akoya.write("data/akoya/config.toml", "intent_type = \"payments\"\n");
    let by_file = akoya.run(&["balances"]);
    std::fs::remove_file(akoya.data("config.toml")).unwrap();
    let akoya = akoya.with("AKOYA_INTENT_TYPE", "payments");
    let by_variable = akoya.run(&["balances"]);
    let payments = akoya.run(&["payments"]);
    let versions = server.json(&["sandbox", "api-versions"]);
    let form = server.json(&["sandbox", "partial-response"]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(old.err.contains("HTTP 403"), "{old:?}");
    assert!(new.err.contains("x-akoya-intent-type"), "{new:?}");
    assert!(new.err.contains("--intent-type"), "{new:?}");
    for run in [with_intent, by_file, by_variable] {
        assert!(!run.err.contains("intent-type"), "{run:?}");
        assert!(run.out.contains("Everyday Checking"), "{run:?}");
    }
    assert!(!payments.err.contains("intent-type"), "{payments:?}");
    assert_eq!(versions["v2_until"], "2026-01-31T00:00:00Z");
    assert_eq!(form["form"], "bare");
}
