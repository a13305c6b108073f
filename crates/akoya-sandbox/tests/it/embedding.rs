//! What a sandbox offers to the tests that it is embedded in.

use akoya_sandbox::{ErrorKind, Sandbox};
use reqwest::StatusCode;

use crate::customer::{claims, encode, exchange, json, parameter, request, sandbox, tokens};

fn url(sandbox: &Sandbox, change: impl Fn(&mut Vec<(&'static str, String)>)) -> String {
    let mut parameters = request(sandbox);
    change(&mut parameters);
    let pairs: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    format!("{}/auth?{}", sandbox.idp_url(), encode(&pairs))
}

#[tokio::test]
async fn a_consent_without_pages_is_like_any_other() {
    let sandbox = sandbox().await;
    let callback = sandbox
        .approve(&url(&sandbox, |_| {}), "mikomo_7")
        .await
        .unwrap();
    assert_eq!(
        parameter(&callback, "state").as_deref(),
        Some("a good state")
    );
    let (status, body) =
        json(exchange(&sandbox, &parameter(&callback, "code").unwrap()).await).await;
    assert_eq!(status, StatusCode::OK);
    let claims = claims(&tokens(&body).id_token);
    assert_eq!(claims["accounts"].as_array().unwrap().len(), 12);
    assert_eq!(
        sandbox.consents("mikomo_7").unwrap(),
        [claims["grant_id"].as_str().unwrap()]
    );
    assert!(sandbox.consents("mikomo_10").unwrap().is_empty());
    assert_eq!(
        (
            sandbox.counters().approvals,
            sandbox.counters().authorizations
        ),
        (1, 0)
    );
}

#[tokio::test]
async fn a_wrong_request_gets_no_consent() {
    let sandbox = sandbox().await;
    let narrow = url(&sandbox, |parameters| {
        parameters.retain(|(name, _)| *name != "scope")
    });
    let callback = sandbox.approve(&narrow, "mikomo_7").await.unwrap();
    assert_eq!(
        parameter(&callback, "error").as_deref(),
        Some("invalid_scope")
    );
    for (bad, user) in [
        ("http://127.0.0.1/auth", "mikomo_7"),
        ("", "mikomo_7"),
        (&url(&sandbox, |_| {}), "nobody"),
    ] {
        let error = sandbox.approve(bad, user).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    }
    assert!(sandbox.consents("mikomo_7").unwrap().is_empty());
}

#[tokio::test]
async fn two_sandboxes_share_nothing() {
    let (one, other) = (sandbox().await, sandbox().await);
    let callback = one.approve(&url(&one, |_| {}), "mikomo_7").await.unwrap();
    let code = parameter(&callback, "code").unwrap();
    one.advance(std::time::Duration::from_secs(60)).unwrap();
    assert_ne!(one.clock().now().unwrap(), other.clock().now().unwrap());
    assert_eq!(
        exchange(&other, &code).await.status(),
        StatusCode::BAD_REQUEST
    );
    assert_eq!(exchange(&one, &code).await.status(), StatusCode::OK);
    assert_eq!(
        (
            one.counters().code_exchanges,
            other.counters().code_exchanges
        ),
        (1, 1)
    );
}
