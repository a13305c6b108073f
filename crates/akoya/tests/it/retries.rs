//! Calls that are tried again.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use akoya::oauth::clock::{Clock as _, ManualClock};
use akoya::{ErrorKind, RateLimit, RetryPolicy};

use crate::scripted::{Scripted, ScriptedResponse};

const OK: (u16, &str) = (200, r#"{"accounts":[]}"#);

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000),
    ))
}

#[tokio::test]
async fn a_read_is_tried_again_with_growing_waits() {
    let http = Scripted::new([(503, "<html>"), (500, r#"{"code":500}"#), (408, ""), OK]);
    let clock = clock();
    assert_eq!(
        http.client_at(clock.clone())
            .balances("mikomo")
            .send()
            .await
            .unwrap()
            .status,
        200
    );
    assert_eq!(http.targets().len(), 4);
    let waited = clock.monotonic();
    assert!(
        (Duration::from_millis(1750)..=Duration::from_millis(3500)).contains(&waited),
        "{waited:?}"
    );
}

#[tokio::test]
async fn retry_after_is_waited_for() {
    let http = Scripted::new([
        ScriptedResponse::from((429, r#"{"code":1207}"#)).header("retry-after", "7"),
        OK.into(),
    ]);
    let clock = clock();
    http.client_at(clock.clone())
        .balances("mikomo")
        .send()
        .await
        .unwrap();
    assert_eq!(clock.monotonic(), Duration::from_secs(7));
}

#[tokio::test]
async fn a_call_that_alternates_between_refusal_and_failure_is_refreshed_once() {
    let refused = (401, r#"{"code":602,"message":"Customer not authorized"}"#);
    let fresh = r#"{"id_token":"fresh","refresh_token":"second","expires_in":900}"#;
    let http = Scripted::new([refused, (200, fresh), (503, ""), refused, (200, fresh), OK]);
    let error = http.client().balances("mikomo").send().await.unwrap_err();
    assert_eq!(error.status(), Some(401));
    let bodies = http.bodies();
    let is_refresh = |body: &&String| body.contains("grant_type=refresh_token");
    assert_eq!(bodies.iter().filter(is_refresh).count(), 1, "{bodies:?}");
    assert_eq!(bodies.len(), 4);
}

#[tokio::test]
async fn the_last_error_is_the_calls_error() {
    let http = Scripted::new([(503, r#"{"code":503,"message":"maintenance"}"#); 9]);
    let error = http.client().balances("mikomo").send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status(), http.targets().len()),
        (ErrorKind::Api, Some(503), 4)
    );
    let error = Scripted::new([OK; 0])
        .client()
        .balances("mikomo")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn retries_can_be_turned_off_and_hopeless_responses_are_not_retried() {
    let http = Scripted::new([(503, ""); 9]);
    let _ = http
        .client()
        .balances("mikomo")
        .retry(RetryPolicy::off())
        .send()
        .await
        .unwrap_err();
    assert_eq!(http.targets().len(), 1);
    for hopeless in [400, 403, 404, 406, 409] {
        let http = Scripted::new([(hopeless, r#"{"code":701}"#), OK]);
        let _ = http.client().balances("mikomo").send().await.unwrap_err();
        assert_eq!(http.targets().len(), 1, "{hopeless}");
    }
}

#[tokio::test]
async fn a_limit_spreads_the_calls_of_all_clones() {
    let http = Scripted::new([OK; 11]);
    let clock = clock();
    let client = http
        .client_at(clock.clone())
        .clone_with(|b| b.rate_limit(Arc::new(RateLimit::per_second(5))))
        .unwrap();
    for _ in 0..11 {
        client.clone().balances("mikomo").send().await.unwrap();
    }
    assert_eq!(clock.monotonic(), Duration::from_secs(2));
}

#[tokio::test]
async fn what_is_not_the_document_is_an_error_that_shows_no_account_data() {
    for body in [
        "",
        "<html>4111111111111111",
        "null",
        "[]",
        "17",
        r#"{"accounts":[{"depositAccount":{"accountId":"4111111111111111""#,
    ] {
        let error = Scripted::new([(200, body)])
            .client()
            .balances("mikomo")
            .send()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{body}");
        assert!(!format!("{error} {error:?}").contains("4111"), "{error:?}");
    }
}
