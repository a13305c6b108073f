//! The receiver of the callback, as a browser and other local programs see it.

use std::net::TcpStream;
use std::path::Path;

use akoya_sandbox::{RegisteredClient, Sandbox};
use http::StatusCode;

use crate::akoya::Akoya;
use crate::browser::Browser;
use crate::waiting_login::Waiting;

/// Where the login listens.
fn address(waiting: &Waiting) -> String {
    let redirect_uri = waiting.parameter("redirect_uri");
    let address = redirect_uri.trim_start_matches("http://");
    address.trim_end_matches("/callback").to_owned()
}

async fn approved(waiting: &Waiting) -> String {
    Browser::new()
        .consent(&waiting.url, "mikomo_10", "approve")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_can_be_pasted_although_a_browser_is_waited_for() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox);
    let mut waiting = Waiting::start(&akoya, &[]);
    let callback = approved(&waiting).await;
    waiting.paste("this is not it");
    waiting.hears("not the whole address");
    waiting.paste(&format!("\"{callback}\""));
    let run = waiting.end();
    assert_eq!(run.code, 0, "{run:?}");
    akoya.ok(&["balances"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_paste_is_explained_and_asked_for_again() {
    let client =
        RegisteredClient::new("app", "secret").redirect_uri("https://app.example/callback");
    let sandbox = Sandbox::builder().client(client).start().await.unwrap();
    let akoya = Akoya::at(&sandbox).with("AKOYA_REDIRECT_URI", "https://app.example/callback");
    let mut waiting = Waiting::start(&akoya, &[]);
    let callback = approved(&waiting).await;
    waiting.paste("");
    for (line, said) in [
        ("c0de", "not the whole address"),
        ("https://app.example/callback", "a complete `code`"),
        ("https://app.example/callback?code=x", "no `state`"),
        (
            "https://app.example/callback?code=x&state=y",
            "another login",
        ),
        (&waiting.url.clone(), "the bank's first page"),
    ] {
        waiting.paste(line);
        waiting.hears(said);
    }
    let (first, second) = callback.split_at(callback.len() - 10);
    waiting.paste(&format!("<{first}"));
    waiting.paste(&format!("{second}>"));
    let run = waiting.end();
    assert_eq!(run.code, 0, "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_callback_gets_the_outcome_of_the_first() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox);
    let waiting = Waiting::start(&akoya, &[]);
    let callback = approved(&waiting).await;
    let browser = Browser::new();
    let (first, second) = tokio::join!(browser.get(&callback), browser.get(&callback));
    for reply in [first, second] {
        assert_eq!(reply.location.as_deref(), Some("/callback/connected"));
    }
    // One more, after the page was shown.
    let shown = callback.replace("/callback?", "/callback/connected?");
    assert_eq!(browser.get(&shown).await.status, StatusCode::OK);
    let late = browser.get(&callback).await;
    assert_eq!(late.location.as_deref(), Some("/callback/connected"));
    assert_eq!(waiting.end().code, 0);
    assert_eq!(sandbox.counters().code_exchanges, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_without_a_state_is_reported_and_the_login_continues() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox);
    let mut waiting = Waiting::start(&akoya, &[]);
    let refusal = format!(
        "{}?error=access_denied&state=",
        waiting.parameter("redirect_uri")
    );
    let reply = Browser::new().get(&refusal).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    waiting.hears("a refusal that does not say to which login");
    let callback = approved(&waiting).await;
    Browser::new().get(&callback).await;
    assert_eq!(waiting.end().code, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_that_say_nothing_do_not_keep_the_browser_out() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox);
    let waiting = Waiting::start(&akoya, &[]);
    let callback = approved(&waiting).await;
    let address = address(&waiting);
    let idle: Vec<_> = (0..300)
        .map(|_| TcpStream::connect(&address).unwrap())
        .collect();
    let reply = Browser::new().get(&callback).await;
    assert_eq!(reply.location.as_deref(), Some("/callback/connected"));
    assert_eq!(waiting.end().code, 0);
    drop(idle);
}

/// A browser that writes down how it was started.
#[cfg(unix)]
fn browser_that_tells(akoya: &Akoya) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = akoya.path("");
    let folder = folder.display();
    let script = format!(
        "#!/bin/sh\n/usr/bin/env > {folder}/environment\necho \"$@\" > {folder}/part\nmv {folder}/part {folder}/arguments\n"
    );
    let path = akoya.write("browser", &script.replace("\nmv", "\n/bin/mv"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    path.display().to_string()
}

/// The text of a file that another process is about to write.
#[cfg(unix)]
async fn written(path: &Path) -> String {
    loop {
        match std::fs::read_to_string(path) {
            Ok(text) => return text,
            Err(_) => tokio::task::yield_now().await,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[cfg(unix)]
async fn a_browser_is_started_without_the_state_and_without_our_secrets() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox);
    let script = browser_that_tells(&akoya);
    let akoya = akoya.with("BROWSER", &script);
    let waiting = Waiting::of(&akoya, &["login"]);
    let page = written(&akoya.path("arguments")).await;
    let page = page.trim();
    let state = waiting.parameter("state");
    assert!(page.starts_with("http://127.0.0.1:"), "{page}");
    assert!(!page.contains(&state), "{page}");
    let environment = written(&akoya.path("environment")).await;
    assert!(environment.contains("HOME="), "{environment}");
    assert!(!environment.contains("AKOYA_"), "{environment}");
    assert!(!environment.contains(sandbox.client_secret()));

    let browser = Browser::new();
    let first = browser.get(page).await;
    assert_eq!(first.location.as_deref(), Some(waiting.url.as_str()));
    let second = browser.get(page).await;
    assert_eq!((second.status, second.location), (StatusCode::GONE, None));
    let callback = approved(&waiting).await;
    browser.get(&callback).await;
    let run = waiting.end();
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.contains("asked for a second time"), "{run:?}");
}
