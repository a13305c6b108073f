//! Metadata that lies, by the default HTTP client over real sockets: of other issuers, of endpoints, of what the provider can do, and
//! documents that are none.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use acg::{AuthorizationCodeAuth, Callback, Error, ErrorKind, Provider};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::world::credentials;

/// A server that responds to every request with the same bytes.
#[derive(Clone)]
struct Site {
    origin: String,
    requests: Arc<AtomicUsize>,
    response: Arc<Mutex<Vec<u8>>>,
}

impl Site {
    async fn new() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let site = Self {
            origin: format!("http://{}", listener.local_addr().unwrap()),
            requests: Arc::default(),
            response: Arc::default(),
        };
        let serving = site.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                serving.requests.fetch_add(1, Ordering::Relaxed);
                let response = serving.response.lock().unwrap().clone();
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(&response).await;
                let _ = stream.shutdown().await;
            }
        });
        site
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    fn respond(&self, head: &str, body: &[u8]) {
        let head = format!("HTTP/1.1 {head}\r\nconnection: close\r\n\r\n");
        *self.response.lock().unwrap() = [head.as_bytes(), body].concat();
    }

    /// Publishes what an honest provider at this address does, with changes.
    fn publish(&self, changes: Value) {
        let at = |path: &str| format!("{}/{path}", self.origin);
        let mut metadata = json!({
            "issuer": self.origin,
            "authorization_endpoint": at("auth"),
            "token_endpoint": at("token"),
        });
        if let (Some(all), Value::Object(changes)) = (metadata.as_object_mut(), changes) {
            all.extend(changes);
        }
        let head = "200 OK\r\ncontent-type: application/json";
        self.respond(head, metadata.to_string().as_bytes());
    }

    async fn discover(&self) -> Result<Provider, Error> {
        Provider::discover(&self.origin).await
    }

    async fn refusal(&self) -> ErrorKind {
        self.discover().await.unwrap_err().kind()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn metadata_that_names_what_must_not_be_is_refused() {
    let site = Site::new().await;
    site.publish(json!({}));
    site.discover().await.unwrap();
    for lie in [
        // Of another provider (RFC 8414 §3.3, RFC 9700 §4.4).
        json!({"issuer": "https://idp.example"}),
        json!({"issuer": format!("{}/", site.origin)}),
        json!({"issuer": site.origin.replace("127.0.0.1", "localhost")}),
        json!({"issuer": site.origin.replace("http", "HTTP")}),
        json!({"issuer": site.origin.replace("//", "//user@")}),
        json!({"issuer": site.origin.replace("127.0.0.1", "127.1")}),
        json!({"issuer": format!("{}:80", site.origin)}),
        json!({"issuer": format!("{}/.", site.origin)}),
        json!({"issuer": format!("{}?", site.origin)}),
        json!({"issuer": format!("{}\0", site.origin)}),
        json!({"issuer": format!(" {}", site.origin)}),
        json!({"issuer": ""}),
        // Endpoints at which secrets would travel in clear, or lead a browser to something else than a page.
        json!({"token_endpoint": "http://idp.example/token"}),
        json!({"token_endpoint": "https://client:secret@idp.example/token"}),
        json!({"token_endpoint": "https://idp.example/token#x"}),
        json!({"token_endpoint": "//idp.example/token"}),
        json!({"token_endpoint": "file:///etc/passwd"}),
        json!({"token_endpoint": "http://127.0.0.1@idp.example/token"}),
        json!({"token_endpoint": "http://localhost.idp.example/token"}),
        json!({"token_endpoint": "http://[::ffff:127.0.0.1]/token"}),
        json!({"token_endpoint": "http://0.0.0.0/token"}),
        json!({"token_endpoint": "http://169.254.169.254/latest/meta-data"}),
        json!({"token_endpoint": "blob:https://idp.example/token"}),
        json!({"token_endpoint": "https://"}),
        json!({"token_endpoint": "https://idp.example:99999/token"}),
        json!({"jwks_uri": "data:application/json,{\"keys\":[]}"}),
        json!({"jwks_uri": "file:///etc/passwd"}),
        json!({"jwks_uri": "http://idp.example/keys"}),
        json!({"mtls_endpoint_aliases": {"token_endpoint": "ftp://127.0.0.1/"}}),
        json!({"pushed_authorization_request_endpoint": "ws://127.0.0.1/"}),
        json!({"device_authorization_endpoint": "about:blank"}),
        json!({"authorization_endpoint": "javascript:alert(1)"}),
        json!({"authorization_endpoint": "data:text/html,x"}),
        json!({"authorization_endpoint": "intent://x#Intent;end"}),
        json!({"authorization_endpoint": ""}),
        json!({"revocation_endpoint": "http://127.0.0.1.evil.example/"}),
        // Less than the grant needs (RFC 9700 §4.8).
        json!({"code_challenge_methods_supported": []}),
        json!({"code_challenge_methods_supported": ["plain", "s256"]}),
        json!({"response_types_supported": ["token", "id_token"]}),
        json!({"grant_types_supported": ["password"]}),
        json!({"token_endpoint_auth_methods_supported": []}),
        json!({"token_endpoint_auth_methods_supported": ["NONE", "client_secret_basic\0"]}),
        json!({"revocation_endpoint_auth_methods_supported": ["attestation"]}),
        json!({"response_types_supported": []}),
        json!({"response_types_supported": ["CODE", "code id_token"]}),
        json!({"grant_types_supported": []}),
    ] {
        site.publish(lie.clone());
        assert_eq!(site.refusal().await, ErrorKind::Configuration, "{lie}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn metadata_of_wrong_types_is_no_metadata() {
    let site = Site::new().await;
    for lie in [
        json!({"issuer": [site.origin]}),
        json!({"issuer": null}),
        json!({"token_endpoint": [format!("{}/token", site.origin)]}),
        json!({"authorization_endpoint": {"url": "https://idp.example"}}),
        json!({"code_challenge_methods_supported": "S256"}),
        json!({"code_challenge_methods_supported": {"S256": true}}),
        json!({"response_types_supported": [["code"]]}),
        json!({"token_endpoint_auth_methods_supported": [null]}),
        json!({"id_token_signing_alg_values_supported": "none"}),
        json!({"require_pushed_authorization_requests": "true"}),
        json!({"authorization_response_iss_parameter_supported": 1}),
        json!({"mtls_endpoint_aliases": "https://idp.example"}),
        json!({"jwks_uri": 7}),
    ] {
        site.publish(lie.clone());
        assert_eq!(site.refusal().await, ErrorKind::UnexpectedResponse, "{lie}");
    }
}

/// An endpoint that brings a part of the request along could make another one of it at the provider that it leads to.
#[tokio::test(flavor = "multi_thread")]
async fn an_authorization_endpoint_with_parts_of_the_request_sends_nobody_there() {
    let site = Site::new().await;
    let at =
        |query: &str| json!({"authorization_endpoint": format!("{}/auth?{query}", site.origin)});
    for query in [
        "state=known",
        "redirect_uri=https%3A%2F%2Fevil.example",
        "a=b&request_uri=https%3A%2F%2Fevil.example%2Frequest.jwt",
        "request=a.b.c",
        "response_type=token",
        "response_mode=fragment",
        "code_challenge_method=plain",
        "scop%65=payments",
        "login_hint=x",
    ] {
        site.publish(at(query));
        let auth = auth(site.discover().await.unwrap());
        let begun = auth.authorize().parameter("login_hint", "y").begin().await;
        assert_eq!(
            begun.unwrap_err().kind(),
            ErrorKind::Configuration,
            "{query}"
        );
    }
    site.publish(at("tenant=a"));
    let auth = auth(site.discover().await.unwrap());
    let (url, _) = auth.authorize().start().unwrap();
    assert_eq!(parameter(&url, "tenant").as_deref(), Some("a"));
}

/// What a provider may say untruly of itself without harm: the client does what it would do anyway.
#[tokio::test(flavor = "multi_thread")]
async fn lies_that_are_accepted_change_nothing_that_protects() {
    let site = Site::new().await;
    let nested = format!("{}{}", "[".repeat(100), "]".repeat(100));
    for lie in [
        // Endpoints of other hosts: the issuer's own business, by https.
        json!({"authorization_endpoint": "https://login.example/auth"}),
        json!({"token_endpoint": "https://api.example/token"}),
        json!({"jwks_uri": "https://keys.example/"}),
        // As the URL standard reads it.
        json!({"token_endpoint": "https:\\\\idp.example\\token"}),
        json!({"token_endpoint": "https://idp\n.example/\ttoken\0"}),
        // More than it has, or less.
        json!({"code_challenge_methods_supported": ["plain", "S256", "none"]}),
        json!({"code_challenge_methods_supported": null}),
        json!({"response_types_supported": ["token", "code"]}),
        json!({"response_modes_supported": ["fragment"]}),
        json!({"scopes_supported": ["admin"]}),
        json!({"id_token_signing_alg_values_supported": ["none", "HS256"], "jwks_uri": "https://keys.example/"}),
        json!({"token_endpoint_auth_methods_supported": ["none"]}),
        json!({"dpop_signing_alg_values_supported": ["none"]}),
        json!({"signed_metadata": "a.b.c", "x": serde_json::from_str::<Value>(&nested).unwrap()}),
        json!({"x": "y".repeat(900_000)}),
    ] {
        site.publish(lie.clone());
        let shown = lie.to_string();
        let shown = &shown[..shown.len().min(120)];
        let provider = site
            .discover()
            .await
            .unwrap_or_else(|error| panic!("{shown}: {error}"));
        let before = site.requests();
        let (url, pending) = auth(provider).authorize().start().unwrap();
        assert_eq!(site.requests(), before, "{shown}");
        for (name, value) in [
            ("response_type", "code"),
            (
                "client_id",
                credentials().build().unwrap().oauth_client_id(),
            ),
            ("state", pending.state().expose()),
            ("code_challenge_method", "S256"),
        ] {
            let values: Vec<_> = url.query_pairs().filter(|(key, _)| key == name).collect();
            assert_eq!(values.len(), 1, "{shown}: {url}");
            assert_eq!(values[0].1, value, "{shown}: {url}");
        }
        assert_eq!(parameter(&url, "response_mode"), None, "{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_metadata_is_refused_and_read_up_to_a_limit() {
    let site = Site::new().await;
    let ok = "200 OK\r\ncontent-type: application/json";
    let twice = format!(
        r#"{{"issuer":"{0}","issuer":"https://evil.example","authorization_endpoint":"{0}/a","token_endpoint":"{0}/t"}}"#,
        site.origin
    );
    let deep = [r#"{"issuer":"#.as_bytes(), &b"[".repeat(200_000)].concat();
    let endless = vec![b' '; 3 * 1024 * 1024];
    let utf16: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (head, body, kind) in [
        (ok, twice.as_bytes(), ErrorKind::UnexpectedResponse),
        (ok, &deep, ErrorKind::UnexpectedResponse),
        (ok, &utf16, ErrorKind::UnexpectedResponse),
        (ok, b"", ErrorKind::UnexpectedResponse),
        (ok, b"null", ErrorKind::UnexpectedResponse),
        (ok, b"[]", ErrorKind::UnexpectedResponse),
        (ok, b"\xff\xfe\xfd", ErrorKind::UnexpectedResponse),
        (ok, &endless, ErrorKind::Transport),
        ("200 OK\r\ncontent-length: 9999", b"{", ErrorKind::Transport),
        (
            "200 OK\r\ncontent-encoding: gzip",
            b"no gzip",
            ErrorKind::Transport,
        ),
        (
            "200 OK\r\ncontent-type: text/html",
            b"<html>",
            ErrorKind::UnexpectedResponse,
        ),
        ("503 Unavailable", b"", ErrorKind::Provider),
        ("404 Not Found", b"", ErrorKind::Configuration),
    ] {
        site.respond(head, body);
        let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        assert_eq!(site.refusal().await, kind, "{head} {shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn metadata_behind_a_redirect_is_not_the_issuers() {
    let (elsewhere, site) = (Site::new().await, Site::new().await);
    elsewhere.publish(json!({"issuer": site.origin}));
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{status} Elsewhere\r\nlocation: {}/", elsewhere.origin);
        site.respond(&location, b"");
        assert_eq!(
            site.refusal().await,
            ErrorKind::UnexpectedResponse,
            "{status}"
        );
    }
    assert_eq!(elsewhere.requests(), 0);
}

fn auth(provider: Provider) -> AuthorizationCodeAuth {
    let grant = AuthorizationCodeAuth::builder(credentials().build().unwrap(), provider);
    grant.build().unwrap()
}

fn parameter(url: &url::Url, name: &str) -> Option<String> {
    let pairs = url.query_pairs();
    let mut values = pairs.filter(|(key, _)| key == name);
    values.next().map(|(_, value)| value.into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn metadata_that_is_silent_about_pkce_does_not_switch_it_off() {
    let site = Site::new().await;
    site.publish(json!({}));
    let (url, _) = auth(site.discover().await.unwrap())
        .authorize()
        .start()
        .unwrap();
    assert_eq!(
        parameter(&url, "code_challenge_method").as_deref(),
        Some("S256")
    );
    assert_eq!(parameter(&url, "code_challenge").unwrap().len(), 43);
}

/// Completes an authorization that began at this provider. Returns why it failed.
async fn completed(provider: Provider, callback: &str) -> ErrorKind {
    let auth = auth(provider);
    let (_, pending) = auth.authorize().start().unwrap();
    let callback = format!("{callback}&state={}", pending.state().expose());
    let callback: Callback = callback.parse().unwrap();
    auth.complete(&pending, callback).await.unwrap_err().kind()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_metadata_says_of_the_issuer_in_callbacks_is_held_against_it() {
    let site = Site::new().await;
    let wrong = "code=c&iss=https%3A%2F%2Fidp.example";
    for (says, callback) in [
        // It promises the issuer and leaves it out, or names another; and without the promise another one is wrong too.
        (true, "code=c"),
        (true, wrong),
        (false, wrong),
        (false, "error=access_denied&iss=https%3A%2F%2Fidp.example"),
    ] {
        site.publish(json!({"authorization_response_iss_parameter_supported": says}));
        let provider = site.discover().await.unwrap();
        let before = site.requests();
        let kind = completed(provider, callback).await;
        assert_eq!(kind, ErrorKind::InvalidCallback, "{says} {callback}");
        assert_eq!(site.requests(), before, "the code goes to nobody");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_borrows_the_login_page_of_another_does_not_get_its_code() {
    let (honest, hostile) = (Site::new().await, Site::new().await);
    // The customer is sent to the honest provider, and the code is to come to the hostile one (RFC 9700 §4.4.1).
    hostile.publish(json!({"authorization_endpoint": format!("{}/auth", honest.origin)}));
    let provider = hostile.discover().await.unwrap();
    let before = hostile.requests();
    let issuer = honest.origin.replace(':', "%3A").replace('/', "%2F");
    let kind = completed(provider, &format!("code=c&iss={issuer}")).await;
    assert_eq!(kind, ErrorKind::InvalidCallback);
    assert_eq!((hostile.requests(), honest.requests()), (before, 0));
}
