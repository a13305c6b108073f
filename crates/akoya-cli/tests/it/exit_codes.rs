//! The exit code of each kind of failure.

use akoya_sandbox::{Effect, Fault, RegisteredClient, RequestKind, Sandbox};

use crate::akoya::Akoya;

/// The exit code, and the error as JSON.
fn failed(akoya: &Akoya, arguments: &[&str]) -> (i32, serde_json::Value) {
    let run = akoya.run(&[arguments, &["--json"]].concat());
    let error = serde_json::from_str(&run.err).unwrap_or_else(|error| panic!("{error}: {run:?}"));
    (run.code, error)
}

#[test]
fn help_explains_every_exit_code() {
    let help = Akoya::new().ok(&["--help"]);
    for code in [
        "0  done",
        "2  wrong usage",
        "3  consent",
        "4  the configuration",
        "7  it is unknown",
        "130  interrupted",
    ] {
        assert!(help.contains(code), "{code}: {help}");
    }
}

#[test]
fn wrong_usage_exits_with_2() {
    let akoya = Akoya::new();
    for arguments in [
        &["dance"][..],
        &["transactions", "--from", "tomorrow"],
        &["login", "--connection", "../x"],
        &["demo", "--json"],
        &["demo", "--deny"],
        &["refresh", "--times", "0"],
        &["sandbox", "--client-id", "only-an-id"],
    ] {
        assert_eq!(akoya.run(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn a_missing_connection_exits_with_3() {
    let akoya = Akoya::new();
    for command in ["accounts", "balances", "transactions", "refresh"] {
        let (code, error) = failed(&akoya, &[command]);
        assert_eq!(
            (code, &error["error"]["kind"]),
            (3, &"consent".into()),
            "{command}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_cannot_work_exits_with_4() {
    let sandbox = Sandbox::start().await.unwrap();
    let login = ["login", "--auto-consent"];
    let wrong_secret = Akoya::at(&sandbox)
        .without("AKOYA_CLIENT_SECRET")
        .with("AKOYA_CLIENT_SECRET", "wrong");
    assert_eq!(failed(&wrong_secret, &login).0, 4);
    let wrong_id = Akoya::at(&sandbox)
        .without("AKOYA_CLIENT_ID")
        .with("AKOYA_CLIENT_ID", "wrong");
    assert_eq!(failed(&wrong_id, &login).0, 4);
    let no_secret = Akoya::at(&sandbox).without("AKOYA_CLIENT_SECRET");
    assert_eq!(failed(&no_secret, &login).0, 4);
    let half = Akoya::at(&sandbox).without("AKOYA_API_URL");
    assert_eq!(failed(&half, &login).0, 4);
    let unsafe_url = Akoya::at(&sandbox)
        .without("AKOYA_API_URL")
        .with("AKOYA_API_URL", "http://api.example");
    assert_eq!(failed(&unsafe_url, &login).0, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_of_the_api_exits_with_5_and_says_all_that_came() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let (code, error) = failed(&akoya, &["tax-form", "nope"]);
    assert_eq!(code, 5, "{error}");
    assert_eq!(error["error"]["status"], 404);
    assert!(error["error"]["code"].is_i64(), "{error}");
    assert!(error["error"]["interaction_id"].is_string(), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_document_is_not_reported_as_a_wrong_request() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let missing = Effect::Respond {
        status: 404,
        content_type: None,
        body: r#"{"code":404,"message":"No such customer"}"#.to_owned(),
    };
    sandbox.add_fault(Fault::new(missing).on(RequestKind::Customers));
    let (_, error) = failed(&akoya, &["customer"]);
    let error = &error["error"];
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .ends_with("HTTP 404, code 404: No such customer"),
        "{error}"
    );
    assert_eq!(
        error["advice"],
        "The provider has no such data for this customer or account."
    );
    // A page that no API has written says nothing about the customer.
    let page = Effect::Respond {
        status: 404,
        content_type: None,
        body: "<h1>Not found</h1>".to_owned(),
    };
    sandbox.add_fault(Fault::new(page).on(RequestKind::Balances));
    let (_, error) = failed(&akoya, &["balances"]);
    assert!(
        error["error"]["advice"]
            .as_str()
            .unwrap()
            .starts_with("Nothing is there"),
        "{error}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_reached_or_not_available_now_exits_with_6() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    sandbox.add_fault(Fault::new(Effect::ApiError { code: 503 }).on(RequestKind::Balances));
    assert_eq!(failed(&akoya, &["balances"]).0, 6);
    sandbox.shutdown().await;
    let (code, error) = failed(&akoya, &["balances"]);
    assert_eq!(
        (code, &error["error"]["kind"]),
        (6, &"try_again".into()),
        "{error}"
    );
}

#[test]
fn files_that_cannot_be_used_exit_with_8() {
    let akoya = Akoya::new();
    let file = akoya.write("file", "not a directory");
    let data = file.to_str().unwrap();
    assert_eq!(akoya.run(&["demo", "--data-dir", data]).code, 8);
    akoya.write(
        "damaged/connections.sqlite",
        "not a database, and long enough to be read as one",
    );
    let run = akoya.run(&[
        "status",
        "--data-dir",
        akoya.path("damaged").to_str().unwrap(),
    ]);
    assert_eq!(run.code, 8, "{run:?}");
    assert!(run.err.contains("connections.sqlite"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_uri_that_is_not_registered_is_a_configuration_error() {
    let client =
        RegisteredClient::new("app", "secret").redirect_uri("http://127.0.0.1:9/registered");
    let sandbox = Sandbox::builder().client(client).start().await.unwrap();
    let run = Akoya::at(&sandbox).run(&["login", "--auto-consent"]);
    assert_eq!(run.code, 4, "{run:?}");
    Akoya::at(&sandbox).ok(&[
        "login",
        "--auto-consent",
        "--redirect-uri",
        "http://127.0.0.1:9/registered",
    ]);
}
