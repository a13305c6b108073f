//! An application and its customer: the steps from a new sandbox to tokens and data.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use akoya_sandbox::{Dialect, Sandbox, SandboxBuilder};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde_json::Value;

pub(crate) const REDIRECT_URI: &str = "http://127.0.0.1:39999/callback";
pub(crate) const SCOPE: &str = "openid profile offline_access";
/// 23 November 2026, noon, so that no test depends on the current day.
const NOW: u64 = 1_795_435_200;

pub(crate) type Form<'a> = &'a [(&'a str, &'a str)];

/// A sandbox whose time stands still at [`NOW`].
pub(crate) fn builder() -> SandboxBuilder {
    Sandbox::builder().clock(|| UNIX_EPOCH + Duration::from_secs(NOW))
}

pub(crate) async fn sandbox() -> Sandbox {
    builder().start().await.unwrap()
}

/// For what differs between the dialects: a sandbox that imitates Dex whatever the environment says.
pub(crate) fn dex_builder() -> SandboxBuilder {
    builder().dialect(Dialect::Dex)
}

/// A sandbox of [`dex_builder`].
pub(crate) async fn dex() -> Sandbox {
    dex_builder().start().await.unwrap()
}

/// A clock that a test moves from outside.
pub(crate) fn hand_clock() -> (
    impl Fn() -> SystemTime + Send + Sync + 'static,
    Arc<AtomicI64>,
) {
    let seconds = Arc::new(AtomicI64::new(i64::try_from(NOW).unwrap()));
    let hand = Arc::clone(&seconds);
    (
        move || UNIX_EPOCH + Duration::from_secs(seconds.load(Ordering::Relaxed).unsigned_abs()),
        hand,
    )
}

/// One client for all tests, because creating one is slow. It pools no connections: each test has its own runtime.
pub(crate) fn http() -> &'static Client {
    static CLIENT: LazyLock<Client> = LazyLock::new(|| {
        Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .pool_max_idle_per_host(0)
            .build()
            .unwrap()
    });
    &CLIENT
}

pub(crate) fn encode(form: Form<'_>) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish()
}

pub(crate) async fn post(url: String, form: Form<'_>) -> Response {
    let request = http()
        .post(url)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(encode(form));
    request.send().await.unwrap()
}

/// The parameters of a correct authorization request.
pub(crate) fn request(sandbox: &Sandbox) -> Vec<(&'static str, String)> {
    vec![
        ("response_type", "code".into()),
        ("client_id", sandbox.client_id().into()),
        ("redirect_uri", REDIRECT_URI.into()),
        ("scope", SCOPE.into()),
        ("connector", "mikomo".into()),
        ("state", "a good state".into()),
    ]
}

pub(crate) async fn authorize(
    sandbox: &Sandbox,
    parameters: &[(&'static str, String)],
) -> Response {
    let pairs: Vec<(&str, &str)> = parameters
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    http()
        .get(format!("{}/auth?{}", sandbox.idp_url(), encode(&pairs)))
        .send()
        .await
        .unwrap()
}

/// The value of a page's hidden field `request`.
pub(crate) fn signed_request(page: &str) -> String {
    let (_, rest) = page
        .split_once("name=\"request\" value=\"")
        .expect("a form");
    rest.split_once('"').unwrap().0.to_owned()
}

/// The account ids on the last page, in its order.
pub(crate) fn offered_accounts(page: &str) -> Vec<String> {
    let boxes = page
        .split("type=\"checkbox\" name=\"account\" value=\"")
        .skip(1);
    boxes
        .map(|rest| rest.split_once('"').unwrap().0.to_owned())
        .collect()
}

/// Walks from a fresh authorization request to the account page.
pub(crate) async fn account_page(sandbox: &Sandbox, user: &str) -> String {
    let idp = sandbox.idp_url();
    let page = authorize(sandbox, &request(sandbox))
        .await
        .text()
        .await
        .unwrap();
    let form = [
        ("request", signed_request(&page)),
        ("login", user.into()),
        ("password", user.into()),
    ];
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let page = post(format!("{idp}/auth/login"), &form)
        .await
        .text()
        .await
        .unwrap();
    let page = post(
        format!("{idp}/auth/terms"),
        &[("request", &signed_request(&page)), ("next", "#accounts")],
    )
    .await;
    page.text().await.unwrap()
}

/// Approves these accounts on a page.
pub(crate) async fn approve(sandbox: &Sandbox, page: &str, accounts: &[String]) -> Response {
    let signed_request = signed_request(page);
    let mut form = vec![
        ("request", signed_request.as_str()),
        ("decision", "approve"),
    ];
    form.extend(accounts.iter().map(|account| ("account", account.as_str())));
    post(format!("{}/auth/accounts", sandbox.idp_url()), &form).await
}

pub(crate) fn location(response: &Response) -> String {
    assert_eq!(response.status(), StatusCode::FOUND);
    response.headers()[LOCATION].to_str().unwrap().to_owned()
}

/// A parameter of a redirect.
pub(crate) fn parameter(location: &str, name: &str) -> Option<String> {
    let url = url::Url::parse(location).unwrap();
    url.query_pairs()
        .find(|(one, _)| one == name)
        .map(|(_, value)| value.into_owned())
}

/// A code for the accounts at these positions of the account page; `None` for all.
pub(crate) async fn code(sandbox: &Sandbox, user: &str, positions: Option<&[usize]>) -> String {
    let page = account_page(sandbox, user).await;
    let offered = offered_accounts(&page);
    let chosen = positions.map_or_else(
        || offered.clone(),
        |positions| {
            positions
                .iter()
                .map(|position| offered[*position].clone())
                .collect()
        },
    );
    let location = location(&approve(sandbox, &page, &chosen).await);
    parameter(&location, "code").expect("a code")
}

pub(crate) fn basic(sandbox: &Sandbox) -> String {
    basic_of(sandbox.client_id(), sandbox.client_secret())
}

pub(crate) fn basic_of(id: &str, secret: &str) -> String {
    use base64::Engine;
    let pair = format!("{id}:{secret}");
    format!(
        "Basic {}",
        base64::engine::general_purpose::STANDARD.encode(pair)
    )
}

pub(crate) async fn exchange(sandbox: &Sandbox, code: &str) -> Response {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", REDIRECT_URI),
    ];
    let request = http().post(format!("{}/token", sandbox.idp_url()));
    let request = request
        .header(AUTHORIZATION, basic(sandbox))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body(encode(&form)).send().await.unwrap()
}

pub(crate) async fn refresh(sandbox: &Sandbox, token: &str) -> Response {
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("client_id", sandbox.client_id()),
        ("client_secret", sandbox.client_secret()),
    ];
    post(format!("{}/token", sandbox.idp_url()), &form).await
}

pub(crate) async fn revoke(sandbox: &Sandbox, token: &str) -> Response {
    let form = [
        ("token", token),
        ("token_type_hint", "refresh_token"),
        ("client_id", sandbox.client_id()),
        ("client_secret", sandbox.client_secret()),
    ];
    post(format!("{}/revoke", sandbox.idp_url()), &form).await
}

pub(crate) async fn json(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let text = response.text().await.unwrap();
    (
        status,
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}")),
    )
}

/// The tokens of a consent.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    pub(crate) id_token: String,
    pub(crate) refresh_token: String,
}

pub(crate) fn tokens(body: &Value) -> Tokens {
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    Tokens {
        id_token: text("id_token"),
        refresh_token: text("refresh_token"),
    }
}

/// Consent of a user for all accounts.
pub(crate) async fn connect(sandbox: &Sandbox, user: &str) -> Tokens {
    let code = code(sandbox, user, None).await;
    tokens(&json(exchange(sandbox, &code).await).await.1)
}

pub(crate) async fn get(sandbox: &Sandbox, path: &str, bearer: &str) -> Response {
    get_with(sandbox, path, bearer, &[]).await
}

/// The headers that v3 requires.
pub(crate) const V3: [(&str, &str); 2] = [
    ("x-akoya-interaction-type", "USER"),
    ("x-akoya-last-access", "2026-11-23T11:59:00Z"),
];

/// A data call with these headers.
pub(crate) async fn get_with(
    sandbox: &Sandbox,
    path: &str,
    bearer: &str,
    headers: &[(&str, &str)],
) -> Response {
    let request = http().get(format!("{}{path}", sandbox.api_url()));
    let request = request.header(AUTHORIZATION, format!("Bearer {bearer}"));
    let request = headers.iter().fold(request, |request, (name, value)| {
        request.header(*name, *value)
    });
    request.send().await.unwrap()
}

/// The claims of an id_token, unchecked.
pub(crate) fn claims(id_token: &str) -> Value {
    use base64::Engine;
    let part = id_token.split('.').nth(1).unwrap();
    serde_json::from_slice(
        &base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(part)
            .unwrap(),
    )
    .unwrap()
}

/// The accounts of a document as (kind, account).
pub(crate) fn accounts_in(document: &Value) -> Vec<(String, Value)> {
    let accounts = document["accounts"].as_array().unwrap();
    accounts
        .iter()
        .flat_map(|account| account.as_object().unwrap().clone())
        .collect()
}
