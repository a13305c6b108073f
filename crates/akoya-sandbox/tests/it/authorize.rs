//! The authorization request.

use akoya_sandbox::RegisteredClient;
use reqwest::StatusCode;

use crate::customer::{
    REDIRECT_URI, authorize, dex, dex_builder, http, location, parameter, request,
};

fn with(
    parameters: &[(&'static str, String)],
    name: &'static str,
    value: Option<&str>,
) -> Vec<(&'static str, String)> {
    let others = parameters.iter().filter(|(one, _)| *one != name).cloned();
    others
        .chain(value.map(|value| (name, value.to_owned())))
        .collect()
}

#[tokio::test]
async fn a_correct_request_shows_the_sign_in_page() {
    let sandbox = dex().await;
    let response = authorize(&sandbox, &request(&sandbox)).await;
    assert_eq!(response.status(), StatusCode::OK);
    let page = response.text().await.unwrap();
    assert!(page.contains("Sign in →"), "{page}");
    assert!(page.contains("type=\"password\""), "{page}");
    assert_eq!(sandbox.counters().authorizations, 1);
}

#[tokio::test]
async fn mistakes_in_application_or_provider_show_a_page_and_never_redirect() {
    let sandbox = dex().await;
    let good = request(&sandbox);
    for (name, value) in [
        ("client_id", None),
        ("client_id", Some("unknown")),
        ("redirect_uri", None),
        ("redirect_uri", Some("https://evil.example/")),
        ("redirect_uri", Some("http://127.0.0.1:1@evil.example/")),
        ("redirect_uri", Some("http://localhost\r\nset-cookie: a=b")),
        ("connector", Some("unknown")),
    ] {
        let response = authorize(&sandbox, &with(&good, name, value)).await;
        assert_eq!(
            response.status(),
            StatusCode::BAD_REQUEST,
            "{name} {value:?}"
        );
        assert!(
            response.headers().get("location").is_none(),
            "{name} {value:?}"
        );
    }
}

#[tokio::test]
async fn a_request_without_connector_shows_a_page_that_is_not_the_banks_with_status_200() {
    let sandbox = dex().await;
    let response = authorize(&sandbox, &with(&request(&sandbox), "connector", None)).await;
    assert_eq!(response.status(), StatusCode::OK);
    let page = response.text().await.unwrap();
    assert!(!page.contains("Sign in →"), "{page}");
    assert!(page.contains("Log in"), "{page}");
}

#[tokio::test]
async fn missing_scopes_and_response_types_are_reported_to_the_application_with_its_state() {
    let sandbox = dex().await;
    let good = request(&sandbox);
    for (name, value, error, description) in [
        ("scope", None, "invalid_scope", "Missing required scope"),
        (
            "scope",
            Some("profile offline_access"),
            "invalid_scope",
            "Missing required scope",
        ),
        (
            "scope",
            Some("openid profile"),
            "invalid_scope",
            "Missing required scope",
        ),
        (
            "scope",
            Some("openid profile offline_access x"),
            "invalid_scope",
            "Unrecognized scope",
        ),
        (
            "response_type",
            None,
            "invalid_request",
            "Invalid response type",
        ),
        (
            "response_type",
            Some("token"),
            "invalid_request",
            "Invalid response type",
        ),
    ] {
        let location = location(&authorize(&sandbox, &with(&good, name, value)).await);
        assert!(
            location.starts_with(&format!("{REDIRECT_URI}?")),
            "{location}"
        );
        assert_eq!(
            parameter(&location, "error").as_deref(),
            Some(error),
            "{name} {value:?}"
        );
        assert_eq!(
            parameter(&location, "error_description").as_deref(),
            Some(description)
        );
        assert_eq!(
            parameter(&location, "state").as_deref(),
            Some("a good state")
        );
        assert_eq!(parameter(&location, "code"), None);
    }
}

#[tokio::test]
async fn a_repeated_parameter_is_refused() {
    let sandbox = dex().await;
    let good = request(&sandbox);
    assert_eq!(authorize(&sandbox, &good).await.status(), StatusCode::OK);
    for (name, _) in &good {
        let mut parameters = good.clone();
        // The same value again, so that nothing but the repetition is wrong.
        parameters.push(good.iter().find(|(one, _)| one == name).unwrap().clone());
        let response = authorize(&sandbox, &parameters).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{name}");
        let page = response.text().await.unwrap();
        assert!(page.contains("appears more than once"), "{name}: {page}");
    }
}

#[tokio::test]
async fn a_registered_client_may_use_only_its_own_redirect_uri() {
    let client = RegisteredClient::new("app", "secret")
        .redirect_uri("https://app.example/cb?tenant=1")
        .name("Budget <b>app</b>");
    let sandbox = dex_builder().client(client).start().await.unwrap();
    let registered = with(
        &request(&sandbox),
        "redirect_uri",
        Some("https://app.example/cb?tenant=1"),
    );
    let response = authorize(&sandbox, &registered).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(
        response
            .text()
            .await
            .unwrap()
            .contains("Budget &#60;b&#62;app")
    );
    assert_eq!(
        authorize(&sandbox, &request(&sandbox)).await.status(),
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn pages_forbid_scripts_framing_and_caching() {
    let sandbox = dex().await;
    let response = authorize(&sandbox, &request(&sandbox)).await;
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    let policy = header("content-security-policy");
    assert!(
        policy.starts_with(
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
        ),
        "{policy}"
    );
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(header("x-frame-options"), "DENY");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-content-type-options"), "nosniff");
    let page = response.text().await.unwrap();
    for forbidden in ["<script", " style=", "http://"] {
        assert!(!page.contains(forbidden), "{forbidden}: {page}");
    }
}

#[tokio::test]
async fn a_query_that_is_too_long_is_refused() {
    let sandbox = dex().await;
    let parameters = with(&request(&sandbox), "state", Some(&"x".repeat(20_000)));
    assert_eq!(
        authorize(&sandbox, &parameters).await.status(),
        StatusCode::URI_TOO_LONG
    );
}

#[tokio::test]
async fn other_methods_and_paths_are_refused_with_pages() {
    let sandbox = dex().await;
    let url = |path: &str| format!("{}{path}", sandbox.idp_url());
    assert_eq!(
        http().post(url("/auth")).send().await.unwrap().status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
    assert_eq!(
        http()
            .get(url("/auth/login"))
            .send()
            .await
            .unwrap()
            .status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
    assert_eq!(
        http().get(url("/nothing")).send().await.unwrap().status(),
        StatusCode::NOT_FOUND
    );
    for (path, kind) in [
        ("/static/style.css", "text/css"),
        ("/static/favicon.svg", "image/svg+xml"),
    ] {
        let response = http().get(url(path)).send().await.unwrap();
        assert!(
            response.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with(kind)
        );
    }
}
