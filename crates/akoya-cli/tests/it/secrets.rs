//! No secret in output, files of others or the process list.

use std::collections::BTreeSet;

use akoya_sandbox::Sandbox;
use serde_json::Value;

use crate::akoya::{Akoya, Run};

/// Every text that must not be seen, as far as it is known.
#[derive(Default)]
struct Canaries(BTreeSet<String>);

impl Canaries {
    /// The tokens that are stored now, and the keys that they are encrypted with.
    async fn collect(&mut self, akoya: &Akoya) {
        for record in akoya.records().await {
            let tokens = [&record.token.id_token, &record.token.refresh_token];
            self.0.extend(
                tokens
                    .into_iter()
                    .flatten()
                    .map(|token| token.expose().to_owned()),
            );
        }
        self.0
            .extend(akoya.keys().iter().map(|key| key.expose().to_string()));
    }

    /// Account numbers of a response, at any depth.
    fn numbers(&mut self, json: &Value) {
        match json {
            Value::Array(values) => values.iter().for_each(|value| self.numbers(value)),
            Value::Object(fields) => fields.iter().for_each(|(name, value)| match value {
                Value::String(text)
                    if ["accountNumberDisplay", "micrNumber", "accountNumber"]
                        .contains(&name.as_str()) =>
                {
                    self.0.insert(text.clone());
                }
                value => self.numbers(value),
            }),
            _ => {}
        }
    }

    fn ids(&mut self, accounts: &Value) {
        let entries = accounts["accounts"].as_array().unwrap().iter();
        let ids = entries.map(|entry| {
            entry.as_object().unwrap().values().next().unwrap()["accountId"]
                .as_str()
                .unwrap()
        });
        self.0.extend(ids.map(ToOwned::to_owned));
    }

    fn check(&self, text: &str, what: &str) {
        let seen = self.0.iter().find(|canary| text.contains(canary.as_str()));
        assert_eq!(seen, None, "{what}");
        for pattern in [
            "eyJ",
            "Bearer ",
            "Basic ",
            "code=",
            "refresh_token=",
            "state=",
        ] {
            assert!(!text.contains(pattern), "{pattern} in {what}: {text}");
        }
    }
}

/// What is done with a connection in its life, and what can go wrong.
const LIFE: [&[&str]; 21] = [
    &["login", "--auto-consent", "--user", "mikomo_7"],
    &["status"],
    &["accounts"],
    &["accounts", "--json"],
    &["balances"],
    &["balances", "--json"],
    &["transactions", "--from", "2026-06-01"],
    &["transactions", "--json", "--from", "2026-06-01"],
    &["transactions", "--account", "4111111111111111"],
    &["refresh", "--times", "2"],
    &["refresh", "--json"],
    &["status", "--history"],
    &["store", "info", "--json"],
    &["store", "rotate-key"],
    &["store", "rekey"],
    &["store", "retire-key"],
    &["login", "--auto-consent", "--user", "wrong"],
    &["login", "--auto-consent", "--deny"],
    &["logout"],
    &["balances"],
    &["status", "--json"],
];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_secret_is_printed_or_logged_at_any_level() {
    let sandbox = Sandbox::start().await.unwrap();
    let quiet = Akoya::at(&sandbox);
    let akoya = Akoya::at(&sandbox)
        .with("AKOYA_LOG", "trace")
        .with("RUST_LOG", "trace");
    let mut canaries = Canaries::default();
    canaries.0.insert(sandbox.client_secret().to_owned());
    let mut runs: Vec<(String, Run)> = Vec::new();
    for step in LIFE {
        let run = akoya.run(&[step, &["-vv"]].concat());
        runs.push((step.join(" "), run));
        canaries.collect(&akoya).await;
        if step == ["accounts", "--json"] {
            let accounts: Value = serde_json::from_str(&runs.last().unwrap().1.out).unwrap();
            canaries.numbers(&accounts);
            canaries.ids(&accounts);
        }
    }
    assert!(canaries.0.len() > 20);
    assert!(
        quiet.json(&["status"])["connections"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert!(
        runs.iter()
            .any(|(_, run)| run.err.contains("refreshing the token")),
        "there is a log"
    );
    for (step, run) in &runs {
        canaries.check(&run.err, &format!("the log of {step}"));
        // JSON is the whole response, and a table shows the ids that `--account` takes.
        if !step.contains("--json") && step != "accounts" {
            canaries.check(&run.out, &format!("the output of {step}"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_prints_and_logs_nothing_secret() {
    let akoya = Akoya::new().with("AKOYA_LOG", "trace");
    let mut canaries = Canaries::default();
    let mut shown = String::new();
    for step in [&["demo"][..], &["demo"], &["refresh"], &["logout"]] {
        let run = akoya.run(step);
        assert_eq!(run.code, 0, "{run:?}");
        shown += &(run.out + &run.err);
        canaries.collect(&akoya).await;
    }
    let state = Sandbox::builder()
        .state(akoya.data("sandbox.sqlite"))
        .start()
        .await
        .unwrap();
    canaries.0.insert(state.client_secret().to_owned());
    assert!(canaries.0.len() > 5);
    canaries.check(&shown, "the demo");
}

#[test]
fn help_shows_no_value_of_the_environment() {
    let akoya = Akoya::new()
        .with("AKOYA_CLIENT_SECRET", "canary-secret")
        .with("AKOYA_CLIENT_ID", "canary-id");
    for command in ["login", "refresh", "sandbox", "demo"] {
        let help = akoya.ok(&[command, "--help"]);
        assert!(!help.contains("canary"), "{help}");
    }
}
