//! The versions v2 and v3 of the data API.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json as value;

use crate::customer::{V3, builder, connect, get, get_with, json, sandbox};

/// A path of each product, with `{}` for the version.
const PATHS: [&str; 11] = [
    "/accounts-info/{}/mikomo",
    "/accounts/{}/mikomo",
    "/balances/{}/mikomo",
    "/contacts/{}/mikomo/89056dcc-86b3-2512-7fb4-960755e198ae",
    "/customers/{}/mikomo/current",
    "/payments/{}/mikomo/89056dcc-86b3-2512-7fb4-960755e198ae/payment-networks",
    "/tax-forms/{}/mikomo",
    "/tax-forms/{}/mikomo/tax2020",
    "/taxlots/{}/mikomo/a8f79df7876a1414/H194F9547EF",
    "/transactions/{}/mikomo/89056dcc-86b3-2512-7fb4-960755e198ae",
    "/statements/{}/mikomo/89056dcc-86b3-2512-7fb4-960755e198ae",
];

fn is_statements(path: &str) -> bool {
    path.starts_with("/statements/")
}

#[tokio::test]
async fn v3_has_every_product_but_statements_and_the_documents_of_v2() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    for path in PATHS {
        let v2 = get(&sandbox, &path.replace("{}", "v2"), &id_token).await;
        let v3 = get_with(&sandbox, &path.replace("{}", "v3"), &id_token, &V3).await;
        assert_eq!(v2.status(), StatusCode::OK, "{path}");
        if is_statements(path) {
            assert_eq!(v3.status(), StatusCode::FORBIDDEN, "{path}");
        } else {
            assert_eq!(v3.status(), StatusCode::OK, "{path}");
            let (old, new) = (v2.text().await.unwrap(), v3.text().await.unwrap());
            assert_eq!(old.replace("/v2/", "/v3/"), new, "{path}");
        }
    }
}

#[tokio::test]
async fn v3_refuses_a_call_without_its_headers_and_names_the_header() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let call = async |headers: &[(&str, &str)]| {
        json(get_with(&sandbox, "/balances/v3/mikomo", &id_token, headers).await).await
    };
    let (user, access) = (V3[0], V3[1]);
    let intent = |value| ("x-akoya-intent-type", value);
    for good in [
        &[user, access][..],
        &[("x-akoya-interaction-type", "BATCH"), access],
        &[user, access, intent("payments")],
        &[user, access, intent("nonpayments")],
    ] {
        assert_eq!(call(good).await.0, StatusCode::OK, "{good:?}");
    }
    for (bad, message) in [
        (&[][..], "Missing header x-akoya-interaction-type"),
        (&[access], "Missing header x-akoya-interaction-type"),
        (&[user], "Missing header x-akoya-last-access"),
        (
            &[("x-akoya-interaction-type", "user"), access],
            "Invalid header x-akoya-interaction-type",
        ),
        (
            &[user, ("x-akoya-last-access", "2026-11-23")],
            "Invalid header x-akoya-last-access",
        ),
        (
            &[user, access, intent("other")],
            "Invalid header x-akoya-intent-type",
        ),
    ] {
        let expected = value!({"code": 400, "message": message});
        assert_eq!(
            call(bad).await,
            (StatusCode::BAD_REQUEST, expected),
            "{bad:?}"
        );
    }
    sandbox.set_intent_type_required(true);
    let expected = value!({"code": 400, "message": "Missing header x-akoya-intent-type"});
    assert_eq!(
        call(&[user, access]).await,
        (StatusCode::BAD_REQUEST, expected)
    );
    let subscriber = [user, access, intent("nonpayments")];
    assert_eq!(call(&subscriber).await.0, StatusCode::OK);
}

#[tokio::test]
async fn v2_needs_no_headers_even_where_v3_requires_them_all() {
    let sandbox = builder().intent_type_required(true).start().await.unwrap();
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let response = get(&sandbox, "/balances/v2/mikomo", &id_token).await;
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn v2_ends_on_its_date_and_statements_stay() {
    let end = sandbox().await.clock().now().unwrap() + Duration::from_secs(60);
    let sandbox = builder().v2_until(end).start().await.unwrap();
    let id_token = connect(&sandbox, "mikomo_7").await.id_token;
    let status = async |path: &str, version: &str| {
        let path = path.replace("{}", version);
        get_with(&sandbox, &path, &id_token, &V3).await.status()
    };
    sandbox.advance(Duration::from_secs(59)).unwrap();
    assert_eq!(status(PATHS[0], "v2").await, StatusCode::OK);
    sandbox.advance(Duration::from_secs(1)).unwrap();
    for path in PATHS {
        let expected = if is_statements(path) {
            [StatusCode::OK, StatusCode::FORBIDDEN]
        } else {
            [StatusCode::FORBIDDEN, StatusCode::OK]
        };
        let statuses = [status(path, "v2").await, status(path, "v3").await];
        assert_eq!(statuses, expected, "{path}");
    }
    sandbox.set_v2_until(None);
    assert_eq!(status(PATHS[0], "v2").await, StatusCode::OK);
}

#[tokio::test]
async fn links_lead_to_the_version_of_the_call() {
    let sandbox = sandbox().await;
    let id_token = connect(&sandbox, "mikomo_10").await.id_token;
    let mut path = "/transactions/v3/mikomo/g833202fb0866d0ad83472c429\
                    ?startTime=2020-01-01T00:00:00Z&endTime=2026-11-01T00:00:00Z"
        .to_owned();
    for _ in 0..2 {
        let (status, page) = json(get_with(&sandbox, &path, &id_token, &V3).await).await;
        assert_eq!(status, StatusCode::OK);
        path = page["links"]["next"]["href"].as_str().unwrap().to_owned();
        assert!(path.starts_with("/transactions/v3/mikomo/"), "{path}");
    }
}
