//! `akoya service`.

use akoya_sandbox::{Effect, Fault, RequestKind, Sandbox};

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
async fn an_application_is_registered_changed_and_listed_in_every_form() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = organisation(&sandbox);
    let document = r#"{"client_name":"Budget","description":"d","redirect_uris":["https://app.example/old"],"logo_uri":"https://app.example/l",
        "contacts":["ops@app.example"],"client_uri":"https://app.example","scope":"ACCOUNTS BALANCES"}"#;
    let file = akoya.write("app.json", document);
    let made = akoya.json(&["service", "register-app", file.to_str().unwrap()]);
    let id = made["client_id"].as_str().unwrap();
    let changes = [
        "--description",
        "Shows more",
        "--remove-redirect-uri",
        "https://app.example/old",
        "--add-redirect-uri",
        "https://app.example/new",
        "--reset-secret",
    ];
    let changed = akoya.json(&[&["service", "update-app", id], &changes[..]].concat());
    assert_eq!(changed["description"], "Shows more");
    assert_eq!(changed["redirect_uris"][0], "https://app.example/new");
    assert_ne!(changed["client_secret"], made["client_secret"]);
    let unknown = ["--remove-redirect-uri", "https://app.example/nope"];
    for options in [&unknown[..], &[]] {
        let run = akoya.run(&[&["service", "update-app", id], options].concat());
        assert_eq!(run.code, 2, "{run:?}");
    }

    let table = akoya.ok(&["service", "apps"]);
    assert!(table.contains("Budget"), "{table}");
    assert!(!table.contains('{'), "{table}");
    let rows = akoya.ok(&["service", "apps", "--csv"]);
    let row = format!("{id},Budget,Shows more,ACCOUNTS BALANCES,https://app.example/new\r\n");
    assert!(rows.ends_with(&row), "{rows}");
    for list in [&["products"][..], &["app-subscriptions", id]] {
        for form in ["--csv", "--json"] {
            akoya.ok(&[&["service"], list, &[form]].concat());
        }
        let table = akoya.ok(&[&["service"], list].concat());
        assert!(!table.contains('{'), "{table}");
    }
}

/// Registers an application of this name.
fn register(akoya: &Akoya, name: &str) {
    let document = format!(
        r#"{{"client_name":"{name}","description":"d","redirect_uris":["https://app.example/cb"],"logo_uri":"https://app.example/l",
        "contacts":["ops@app.example"],"client_uri":"https://app.example","scope":"ACCOUNTS BALANCES"}}"#
    );
    let file = akoya.write("app.json", &document);
    akoya.ok(&["service", "register-app", file.to_str().unwrap()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_list_says_that_there_are_more() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = organisation(&sandbox);
    register(&akoya, "One");
    register(&akoya, "Two");
    let page = akoya.run(&["service", "apps", "--limit", "1"]);
    assert_eq!(page.code, 0, "{page:?}");
    assert!(page.err.contains("There are more, 2 in all"), "{page:?}");
    assert!(page.err.contains("--offset"), "{page:?}");
    for rest in [&["--limit", "1", "--offset", "1"][..], &[]] {
        let rest = akoya.run(&[&["service", "apps"][..], rest].concat());
        assert!(!rest.err.contains("more"), "{rest:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_of_apps_management_can_be_read_to_its_end() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = organisation(&sandbox);
    register(&akoya, "One");
    let apps = akoya.json(&["service", "apps"]);
    let app = apps["apps"][0]["client_id"].as_str().unwrap();
    for (list, command) in [
        ("providers", &["providers", "--product", "BALANCES"][..]),
        ("subscriptions", &["app-subscriptions", app]),
        (
            "subscription_status",
            &["app-subscriptions", app, "--status", "ACTIVE"],
        ),
    ] {
        let body = format!(
            r#"{{"page":{{"total_elements":3}},"links":{{"next":{{"href":"/more"}}}},"{list}":[{{"provider_id":"one"}}]}}"#
        );
        let first = Effect::ReplaceResponse {
            status: None,
            content_type: None,
            body: Some(body),
        };
        sandbox.add_fault(Fault::new(first).on(RequestKind::Apps).times(1));
        let page = ["--limit", "1", "--offset", "1"];
        let run = akoya.run(&[&["service"], command, &page].concat());
        assert_eq!(run.code, 0, "{command:?}: {run:?}");
        assert!(
            run.err.contains("There are more, 3 in all; --offset 2"),
            "{command:?}: {run:?}"
        );
        // Beyond the only one that the sandbox has.
        let rest = akoya.ok(&[&["service"], command, &page].concat());
        assert_eq!(rest, "The list is empty.\n", "{command:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_response_without_its_list_is_an_error_and_not_an_empty_list() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = organisation(&sandbox);
    register(&akoya, "One");
    for (kind, command) in [
        (RequestKind::Apps, &["apps"][..]),
        (RequestKind::Apps, &["products"]),
        (RequestKind::Apps, &["providers", "--product", "BALANCES"]),
        (RequestKind::Subscriptions, &["subscriptions"]),
    ] {
        let absent = Effect::ReplaceResponse {
            status: None,
            content_type: None,
            body: Some("{}".to_owned()),
        };
        for effect in [Effect::WrongTypes, absent] {
            sandbox.add_fault(Fault::new(effect.clone()).on(kind).times(1));
            let run = akoya.run(&[&["service"], command].concat());
            assert_eq!(run.code, 5, "{command:?} {effect:?}: {run:?}");
            assert!(run.err.contains("has no list"), "{command:?}: {run:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_email_address_that_is_none_is_refused_before_anything_is_sent() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = organisation(&sandbox);
    for bad in [
        "ops",
        "ops@",
        "@app.example",
        "a b@app.example",
        "a@b@c.example",
    ] {
        let run = akoya.run(&["service", "subscribe", "--callback-email", bad]);
        assert_eq!(run.code, 2, "{bad}: {run:?}");
    }
    assert_eq!(sandbox.counters().service_tokens, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn options_of_data_calls_are_offered_where_they_have_an_effect() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let option = ["--last-access", "2026-01-31"];
    for command in ["login", "refresh", "logout", "doctor", "keeper"] {
        for option in [
            &option,
            &["--api-version", "v2"],
            &["--intent-type", "payments"],
        ] {
            let run = akoya.run(&[&[command][..], option].concat());
            assert_eq!(run.code, 2, "{command} {option:?}: {run:?}");
        }
    }
    for command in ["accounts", "balances"] {
        akoya.ok(&[&[command][..], &option].concat());
    }
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
    assert!(wrong.err.contains("--service-client-id"), "{wrong:?}");
    let unknown = organisation(&sandbox).run(&["service", "app", "nope"]);
    assert!(unknown.err.contains("--recipient"), "{unknown:?}");
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
    akoya.ok(&["balances", "--api-version", "v9,balances=v2"]);
    let unknown = akoya.run(&["balances", "--api-version", "balance=v2"]);
    assert!(
        unknown.err.contains("there is no product `balance`"),
        "{unknown:?}"
    );
    akoya.with("AKOYA_API_VERSION", "v2").ok(&["balances"]);
}
