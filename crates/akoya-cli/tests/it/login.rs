//! `akoya login`.

use akoya_sandbox::{RegisteredClient, Sandbox};
use http::{Request, StatusCode};

use crate::akoya::Akoya;
use crate::browser::Browser;
use crate::waiting_login::Waiting;

#[tokio::test(flavor = "multi_thread")]
async fn a_login_is_bound_to_the_command_if_that_is_asked_for() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox);
    let waiting = Waiting::start(&akoya, &["--pkce"]);
    assert_eq!(waiting.parameter("code_challenge_method"), "S256");
    assert_eq!(waiting.parameter("code_challenge").len(), 43);
    let callback = Browser::new()
        .consent(&waiting.url, "mikomo_10", "approve")
        .await;
    Browser::new().get(&callback).await;
    let run = waiting.end();
    assert_eq!(run.code, 0, "{run:?}");
    let mut plain = Waiting::start(&akoya, &["--connection", "plain"]);
    let url = plain.url.clone();
    plain.child.kill().unwrap();
    plain.child.wait().unwrap();
    assert!(!url.contains("code_challenge"), "{url}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_in_a_browser_connects_despite_other_requests_to_the_port() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox);
    let waiting = Waiting::start(&akoya, &[]);
    let browser = Browser::new();
    let callback = browser.consent(&waiting.url, "mikomo_7", "approve").await;
    let redirect_uri = waiting.parameter("redirect_uri");
    assert!(
        redirect_uri.starts_with("http://127.0.0.1:"),
        "{redirect_uri}"
    );
    assert!(callback.starts_with(&redirect_uri), "{redirect_uri}");

    send_what_is_no_callback(&browser, &redirect_uri, &callback).await;
    return_to_the_command(&browser, &redirect_uri, &callback).await;

    let run = waiting.end();
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("Connected: `mikomo`"), "{run:?}");
    akoya.ok(&["balances"]);
    let address = redirect_uri.trim_start_matches("http://");
    let gone = std::net::TcpStream::connect(address.trim_end_matches("/callback"));
    assert!(gone.is_err(), "the port is closed");
}

/// Sends requests that the command refuses, and that do not end its wait.
async fn send_what_is_no_callback(browser: &Browser, redirect_uri: &str, callback: &str) {
    let query = callback.split_once('?').unwrap().1;
    let bogus = [
        (
            format!("{redirect_uri}?code=stolen&state=guessed"),
            StatusCode::BAD_REQUEST,
        ),
        (
            format!("{redirect_uri}?error=access_denied"),
            StatusCode::BAD_REQUEST,
        ),
        (
            format!("{redirect_uri}/other?{query}"),
            StatusCode::NOT_FOUND,
        ),
        (format!("{callback}&state=twice"), StatusCode::BAD_REQUEST),
    ];
    for (url, status) in bogus {
        assert_eq!(browser.get(&url).await.status, status, "{url}");
    }
    let rebound = Request::get(callback).header("host", "evil.example");
    let rebound = browser.send(rebound.body("").unwrap()).await;
    assert_eq!(rebound.status, StatusCode::MISDIRECTED_REQUEST);
    let posted = Request::post(callback).body("").unwrap();
    let posted = browser.send(posted).await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
}

/// Follows the callback to the page that says that the connection was made.
async fn return_to_the_command(browser: &Browser, redirect_uri: &str, callback: &str) {
    let response = browser.get(callback).await;
    assert_eq!(
        (response.status, response.location.as_deref()),
        (StatusCode::SEE_OTHER, Some("/callback/connected"))
    );
    let connected = redirect_uri.replace("/callback", "/callback/connected");
    let page = browser.get(&connected).await;
    assert!(page.body.contains("<h1>Connected</h1>"), "{}", page.body);
    let header = |name: &str| page.headers.get(name).unwrap().to_str().unwrap();
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert!(header("content-security-policy").starts_with("default-src 'none'"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_shown_in_the_browser_and_at_the_terminal() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox);
    let waiting = Waiting::start(&akoya, &[]);
    let browser = Browser::new();
    let callback = browser.consent(&waiting.url, "mikomo_7", "deny").await;
    let response = browser.get(&callback).await;
    assert_eq!(
        response.location.as_deref(),
        Some("/callback/not-connected")
    );
    let run = waiting.end();
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.err.contains("the customer refused"), "{run:?}");
    assert!(
        akoya.json(&["status"])["connections"]
            .as_array()
            .unwrap()
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registered_loopback_redirect_uri_is_sent_letter_for_letter() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let registered = format!("http://localhost:{free}/oauth/back?keep=1");
    let client = RegisteredClient::new("app", "secret").redirect_uri(&registered);
    let sandbox = Sandbox::builder().client(client).start().await.unwrap();
    let akoya = Akoya::at(&sandbox).with("AKOYA_REDIRECT_URI", &registered);
    let waiting = Waiting::start(&akoya, &[]);
    assert_eq!(waiting.parameter("redirect_uri"), registered);
    let browser = Browser::new();
    let callback = browser.consent(&waiting.url, "mikomo_10", "approve").await;
    assert_eq!(browser.get(&callback).await.status, StatusCode::SEE_OTHER);
    assert_eq!(waiting.end().code, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_uri_on_another_host_has_its_address_pasted() {
    let client =
        RegisteredClient::new("app", "secret").redirect_uri("https://app.example/callback");
    let sandbox = Sandbox::builder().client(client).start().await.unwrap();
    let akoya = Akoya::at(&sandbox).with("AKOYA_REDIRECT_URI", "https://app.example/callback");
    let mut waiting = Waiting::start(&akoya, &[]);
    let callback = Browser::new()
        .consent(&waiting.url, "mikomo_10", "approve")
        .await;
    waiting.paste(&format!("  {callback}"));
    let run = waiting.end();
    assert_eq!(run.code, 0, "{run:?}");
    let mut waiting = Waiting::start(&akoya, &[]);
    waiting.paste("https://app.example/callback?code=x&state=another");
    assert_eq!(waiting.end().code, 3);
    assert_eq!(akoya.generation(), 1, "the first consent is untouched");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_the_bank_refuses_is_reported() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox);
    let run = akoya.run(&["login", "--auto-consent", "--user", "nobody"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(
        run.err.contains("refuses the sign-in of `nobody`"),
        "{run:?}"
    );
    assert_eq!(
        akoya.run(&["login", "--user", "mikomo_7"]).code,
        2,
        "a person says who they are in the browser"
    );
}

#[test]
fn auto_consent_never_fills_in_a_real_banks_pages() {
    let akoya = Akoya::new()
        .with("AKOYA_CLIENT_ID", "id")
        .with("AKOYA_CLIENT_SECRET", "secret");
    let run = akoya.run(&[
        "login",
        "--auto-consent",
        "--environment",
        "production",
        "--connector",
        "bank",
    ]);
    assert_eq!(run.code, 2, "{run:?}");
}
