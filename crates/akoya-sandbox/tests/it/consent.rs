//! The consent pages.

use std::time::Duration;

use akoya_sandbox::Dialect;
use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;

use crate::customer::{
    account_page, approve, authorize, builder, claims, code, connect, dex, encode, exchange, http,
    json, location, offered_accounts, parameter, post, request, sandbox, signed_request,
};

fn count(page: &str, text: &str) -> usize {
    page.matches(text).count()
}

#[tokio::test]
async fn every_page_has_exactly_the_fields_and_buttons_that_automated_consents_look_for() {
    let sandbox = sandbox().await;
    let idp = sandbox.idp_url();
    let page = authorize(&sandbox, &request(&sandbox))
        .await
        .text()
        .await
        .unwrap();
    assert_eq!(
        (
            count(&page, "type=\"text\""),
            count(&page, "type=\"password\""),
            count(&page, "<button")
        ),
        (1, 1, 1)
    );
    assert_eq!(
        (count(&page, ">Sign in →</button>"), count(&page, "<form")),
        (1, 1)
    );

    let form = [
        ("request", &*signed_request(&page)),
        ("login", "mikomo_7"),
        ("password", "mikomo_7"),
    ];
    let page = post(format!("{idp}/auth/login"), &form)
        .await
        .text()
        .await
        .unwrap();
    assert_eq!(
        (
            count(&page, "class=\"terms-disclaimer\""),
            count(&page, "<button")
        ),
        (1, 1)
    );
    assert!(page.contains("value=\"#accounts\">Next</button>"), "{page}");

    let page = account_page(&sandbox, "mikomo_7").await;
    assert_eq!(
        count(&page, "type=\"checkbox\" name=\"account\""),
        offered_accounts(&page).len()
    );
    assert_eq!(
        (
            count(&page, "id=\"accounts-approve\""),
            count(&page, ">Approve</button>")
        ),
        (1, 1)
    );
    assert_eq!(
        (count(&page, ">Deny</button>"), count(&page, "<button")),
        (1, 2)
    );
    assert!(
        !page.contains("checked"),
        "nothing is shared unless the customer says so"
    );
}

#[tokio::test]
async fn approving_sends_a_code_of_unreserved_characters_and_the_state_back() {
    let sandbox = dex().await;
    let page = account_page(&sandbox, "mikomo_7").await;
    let location = location(&approve(&sandbox, &page, &offered_accounts(&page)).await);
    let code = parameter(&location, "code").unwrap();
    assert_eq!(code.len(), 25);
    assert!(
        code.bytes()
            .all(|byte| byte.is_ascii_lowercase() || (b'2'..=b'7').contains(&byte)),
        "{code}"
    );
    assert!(location.ends_with("&state=a%20good%20state"), "{location}");
    assert_eq!(sandbox.counters().approvals, 1);
}

#[tokio::test]
async fn denying_redirects_with_access_denied_and_no_code() {
    let sandbox = sandbox().await;
    let page = account_page(&sandbox, "mikomo_7").await;
    let form = [("request", &*signed_request(&page)), ("decision", "deny")];
    let location = location(&post(format!("{}/auth/accounts", sandbox.idp_url()), &form).await);
    assert_eq!(
        parameter(&location, "error").as_deref(),
        Some("access_denied")
    );
    assert_eq!(
        parameter(&location, "state").as_deref(),
        Some("a good state")
    );
    assert_eq!(parameter(&location, "code"), None);
    assert_eq!(sandbox.counters().denials, 1);
}

#[tokio::test]
async fn a_wrong_password_shows_the_form_again_with_status_200() {
    let sandbox = sandbox().await;
    let page = authorize(&sandbox, &request(&sandbox))
        .await
        .text()
        .await
        .unwrap();
    for (login, password) in [
        ("mikomo_7", "wrong"),
        ("nobody", "nobody"),
        ("", ""),
        ("mikomo_7", ""),
    ] {
        let form = [
            ("request", &*signed_request(&page)),
            ("login", login),
            ("password", password),
        ];
        let response = post(format!("{}/auth/login", sandbox.idp_url()), &form).await;
        assert_eq!(response.status(), StatusCode::OK);
        let again = response.text().await.unwrap();
        assert!(again.contains("role=\"alert\""), "{again}");
        assert!(again.contains("Sign in →"), "{again}");
    }
}

#[tokio::test]
async fn guessing_is_stopped_after_five_wrong_passwords_for_five_minutes() {
    let sandbox = sandbox().await;
    let try_password = async |password: &str| {
        let page = authorize(&sandbox, &request(&sandbox))
            .await
            .text()
            .await
            .unwrap();
        let form = [
            ("request", &*signed_request(&page)),
            ("login", "mikomo_7"),
            ("password", password),
        ];
        let response = post(format!("{}/auth/login", sandbox.idp_url()), &form).await;
        (response.status(), response.text().await.unwrap())
    };
    for _ in 0..5 {
        assert_eq!(try_password("wrong").await.0, StatusCode::OK);
    }
    assert_eq!(
        try_password("mikomo_7").await.0,
        StatusCode::TOO_MANY_REQUESTS
    );
    sandbox.advance(Duration::from_secs(5 * 60 + 1)).unwrap();
    let (status, page) = try_password("mikomo_7").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("terms-disclaimer"), "{page}");
}

#[tokio::test]
async fn input_from_people_and_applications_is_escaped() {
    let sandbox = sandbox().await;
    let hostile = "\"><script>alert(1)</script>";
    let mut parameters = request(&sandbox);
    parameters.retain(|(name, _)| *name != "state");
    parameters.push(("state", hostile.to_owned()));
    let page = authorize(&sandbox, &parameters).await.text().await.unwrap();
    let form = [
        ("request", &*signed_request(&page)),
        ("login", hostile),
        ("password", "x"),
    ];
    let page = post(format!("{}/auth/login", sandbox.idp_url()), &form)
        .await
        .text()
        .await
        .unwrap();
    assert!(!page.contains("<script"), "{page}");
}

#[tokio::test]
async fn no_page_can_be_skipped() {
    let sandbox = sandbox().await;
    let page = authorize(&sandbox, &request(&sandbox))
        .await
        .text()
        .await
        .unwrap();
    let first = signed_request(&page);
    for path in ["/auth/terms", "/auth/accounts"] {
        let form = [
            ("request", first.as_str()),
            ("decision", "approve"),
            ("account", "x"),
        ];
        let response = post(format!("{}{path}", sandbox.idp_url()), &form).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn a_form_without_its_request_or_from_another_site_is_refused() {
    let sandbox = sandbox().await;
    let page = account_page(&sandbox, "mikomo_7").await;
    let url = format!("{}/auth/accounts", sandbox.idp_url());
    assert_eq!(
        post(url.clone(), &[("decision", "deny")]).await.status(),
        StatusCode::BAD_REQUEST
    );

    let body = encode(&[("request", &*signed_request(&page)), ("decision", "deny")]);
    let own_origin = sandbox.idp_url();
    for (name, value, status) in [
        ("origin", "https://evil.example", StatusCode::FORBIDDEN),
        ("origin", "null", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "cross-site", StatusCode::FORBIDDEN),
        ("sec-fetch-site", "same-site", StatusCode::FORBIDDEN),
        ("origin", own_origin, StatusCode::FOUND),
    ] {
        let request = http()
            .post(&url)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = request
            .header(name, value)
            .body(body.clone())
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), status, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_request_is_decided_once() {
    let sandbox = sandbox().await;
    let page = account_page(&sandbox, "mikomo_7").await;
    let accounts = offered_accounts(&page);
    let (first, second) = tokio::join!(
        approve(&sandbox, &page, &accounts),
        approve(&sandbox, &page, &accounts)
    );
    let mut statuses = [first.status(), second.status()];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::FOUND, StatusCode::BAD_REQUEST]);
}

#[tokio::test]
async fn approving_no_account_or_that_of_another_user_shows_the_page_again() {
    let sandbox = sandbox().await;
    let page = account_page(&sandbox, "mikomo_7").await;
    for accounts in [vec![], vec!["g833202fb0866d0ad83472c429".to_owned()]] {
        let response = approve(&sandbox, &page, &accounts).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert!(
            response
                .text()
                .await
                .unwrap()
                .contains("Choose at least one account")
        );
    }
}

#[tokio::test]
async fn a_page_expires_after_an_hour() {
    let sandbox = sandbox().await;
    let page = account_page(&sandbox, "mikomo_7").await;
    let accounts = offered_accounts(&page);
    sandbox.advance(Duration::from_secs(60 * 60 - 1)).unwrap();
    let in_time = approve(&sandbox, &page, &accounts).await;
    assert_eq!(in_time.status(), StatusCode::FOUND);

    let page = account_page(&sandbox, "mikomo_7").await;
    sandbox.advance(Duration::from_secs(60 * 60)).unwrap();
    let too_late = approve(&sandbox, &page, &accounts).await;
    assert_eq!(too_late.status(), StatusCode::BAD_REQUEST);
    let text = too_late.text().await.unwrap();
    assert!(text.contains("This page has expired"), "{text}");
    assert_eq!(sandbox.consents("mikomo_7").unwrap().len(), 1);
}

#[tokio::test]
async fn the_last_page_lets_the_browser_follow_to_the_application() {
    let sandbox = sandbox().await;
    let page = authorize(&sandbox, &request(&sandbox)).await;
    let form = [
        ("request", &*signed_request(&page.text().await.unwrap())),
        ("login", "mikomo_7"),
        ("password", "mikomo_7"),
    ];
    let page = post(format!("{}/auth/login", sandbox.idp_url()), &form)
        .await
        .text()
        .await
        .unwrap();
    let last = post(
        format!("{}/auth/terms", sandbox.idp_url()),
        &[("request", &signed_request(&page))],
    )
    .await;
    let policy = last.headers()["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("form-action 'self' http: https:;"),
        "{policy}"
    );
}

#[tokio::test]
async fn a_new_consent_of_the_same_user_keeps_the_subject_and_has_a_new_grant() {
    for dialect in [Dialect::Dex, Dialect::Hydra] {
        let sandbox = builder().dialect(dialect).start().await.unwrap();
        let first = claims(&connect(&sandbox, "mikomo_7").await.id_token);
        sandbox.revoke_as_customer("mikomo_7").await.unwrap();
        let again = claims(&connect(&sandbox, "mikomo_7").await.id_token);
        let other = claims(&connect(&sandbox, "mikomo_10").await.id_token);
        assert_eq!(first["sub"], again["sub"], "{dialect:?}");
        assert_ne!(first["sub"], other["sub"], "{dialect:?}");
        assert_ne!(first["grant_id"], again["grant_id"], "{dialect:?}");
    }
}

#[tokio::test]
async fn one_user_can_have_two_consents() {
    let sandbox = sandbox().await;
    let first = code(&sandbox, "mikomo_7", None).await;
    let second = code(&sandbox, "mikomo_7", None).await;
    for code in [first, second] {
        assert_eq!(
            json(exchange(&sandbox, &code).await).await.0,
            StatusCode::OK
        );
    }
}
