//! `akoya api`: calls that have no command.

use akoya_sandbox::{Effect, Fault, RequestKind, Sandbox};

use crate::akoya::Akoya;
use crate::reading::served;

#[tokio::test(flavor = "multi_thread")]
async fn any_path_of_the_api_can_be_read() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let path = "/balances/v2/mikomo?mode=raw";
    let printed = akoya.ok(&["api", "GET", path]);
    assert_eq!(printed.trim_end(), served(&akoya, &sandbox, path).await);
    let printed = akoya.ok(&["api", "get", "/customers/v2/{connector}/current"]);
    assert!(printed.contains("customer"), "{printed}");
    sandbox
        .advance(std::time::Duration::from_secs(90_000))
        .unwrap();
    akoya.ok(&["api", "GET", path]);
    assert_eq!(akoya.generation(), 2, "the bearer was refreshed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_of_the_api_is_printed_and_the_code_says_so() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let run = akoya.run(&["api", "GET", "/tax-forms/v2/mikomo/nope"]);
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.out.contains("\"code\""), "{run:?}");
    assert!(run.err.contains("HTTP 404"), "{run:?}");
    for arguments in [
        ["api", "GET", "balances"],
        ["api", "GET", "https://evil.example/"],
        ["api", "POST", "/balances/v2/mikomo"],
    ] {
        assert_eq!(akoya.run(&arguments).code, 2, "{arguments:?}");
    }
    for header in ["authorization: Bearer x", "x", "a b: c", "x: a\nb"] {
        let run = akoya.run(&["api", "GET", "/balances/v2/mikomo", "-H", header]);
        assert_eq!(run.code, 2, "{header}: {run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_that_is_given_replaces_the_usual_one() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let path = "/balances/v3/mikomo";
    let header = "x-akoya-interaction-type: nonsense";
    assert_ne!(akoya.run(&["api", "GET", path, "-H", header]).code, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_made_as_every_call_is() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let path = "/balances/v3/{connector}";
    let fault = Fault::new(Effect::ApiError { code: 500 });
    sandbox.add_fault(fault.on(RequestKind::Balances).times(1));
    akoya.ok(&["api", "GET", path]);
    assert_eq!(sandbox.counters().balances, 2, "it was tried again");

    akoya.ok(&["api", "GET", path, "--last-access", "2026-01-31"]);
    let journal = sandbox.journal();
    let last = journal.last().unwrap();
    let told = (
        "x-akoya-last-access".to_owned(),
        "2026-01-31T00:00:00Z".to_owned(),
    );
    assert!(last.headers.contains(&told), "{last:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_last_access_in_the_future_is_refused_and_nothing_is_sent() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    let run = akoya.run(&["balances", "--last-access", "9998-12-31"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("--last-access"), "{run:?}");
    assert_eq!(sandbox.counters().balances, 0);
}
