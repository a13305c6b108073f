//! `akoya service`.

use akoya_sandbox::Sandbox;

use crate::akoya::Akoya;

/// A home whose environment names the sandbox's service APIs.
fn organisation(sandbox: &Sandbox) -> Akoya {
    Akoya::at(sandbox)
        .with("AKOYA_STS_URL", sandbox.sts_url())
        .with("AKOYA_SERVICES_URL", sandbox.services_url())
        .with("AKOYA_SERVICE_CLIENT_ID", sandbox.service_client_id())
        .with(
            "AKOYA_SERVICE_CLIENT_SECRET",
            sandbox.service_client_secret(),
        )
        .with("AKOYA_RECIPIENT_ID", &sandbox.recipient_id())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_is_made_changed_and_ended() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = organisation(&sandbox);
    let made = akoya.json(&[
        "service",
        "subscribe",
        "--category",
        "consent",
        "--type",
        "consent-revoked",
        "--callback-url",
        "https://app.example/events",
    ]);
    let id = made["subscriptionId"].as_str().unwrap();
    assert_eq!(made["type"], "CONSENT_REVOKED");
    let listed = akoya.json(&["service", "subscriptions"]);
    assert!(listed.to_string().contains(id), "{listed}");
    let changed = akoya.json(&[
        "service",
        "update-subscription",
        id,
        "--callback-url",
        "https://app.example/others",
    ]);
    assert_eq!(changed["callbackUrl"], "https://app.example/others");
    akoya.ok(&["service", "unsubscribe", id]);
    let listed = akoya.json(&["service", "subscriptions"]);
    assert!(!listed.to_string().contains(id), "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_or_wrong_is_a_configuration_error() {
    let sandbox = Sandbox::start().await.unwrap();
    let list = ["service", "subscriptions"];
    for name in [
        "AKOYA_STS_URL",
        "AKOYA_SERVICE_CLIENT_ID",
        "AKOYA_SERVICE_CLIENT_SECRET",
    ] {
        let run = organisation(&sandbox).without(name).run(&list);
        assert_eq!(run.code, 4, "{name}: {run:?}");
    }
    let wrong = organisation(&sandbox)
        .without("AKOYA_SERVICE_CLIENT_SECRET")
        .with("AKOYA_SERVICE_CLIENT_SECRET", "canary-wrong")
        .run(&list);
    assert_eq!(wrong.code, 4, "{wrong:?}");
    assert!(!wrong.err.contains("canary"), "{wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_of_the_api_can_be_asked_for() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    for version in ["v2", "v3"] {
        akoya.ok(&["balances", "--api-version", version]);
        let path = format!("/balances/{version}/mikomo");
        akoya.ok(&["api", "GET", &path]);
    }
    assert_ne!(akoya.run(&["balances", "--api-version", "v9"]).code, 0);
    akoya.with("AKOYA_API_VERSION", "v2").ok(&["balances"]);
}
