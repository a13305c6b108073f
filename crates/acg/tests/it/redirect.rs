//! The default HTTP client follows no redirect: what it sends holds a code, a refresh token or the client's secret.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use acg::{AuthorizationCodeAuth, ErrorKind, Provider};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::world::credentials;

/// Responds to every connection with this text. Returns the port, and how many there were.
async fn server(response: String) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = connections.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(response.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (port, connections)
}

#[tokio::test]
async fn no_redirect_of_the_token_endpoint_is_followed() {
    let tokens = r#"{"access_token":"a","refresh_token":"r","token_type":"Bearer"}"#;
    let tokens = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{tokens}",
        tokens.len()
    );
    let (elsewhere, arrived) = server(tokens).await;
    for status in [301, 302, 303, 307, 308] {
        let head = format!("HTTP/1.1 {status} Elsewhere\r\ncontent-length: 0");
        let location = format!("http://127.0.0.1:{elsewhere}/token");
        let redirect = format!("{head}\r\nlocation: {location}\r\nconnection: close\r\n\r\n");
        let (port, asked) = server(redirect).await;
        let url = |path: &str| format!("http://127.0.0.1:{port}/{path}").parse().unwrap();
        let provider = Provider::rfc6749(url("auth"), url("token")).unwrap();
        let grant = AuthorizationCodeAuth::builder(credentials().build().unwrap(), provider);
        let error = grant
            .build()
            .unwrap()
            .fetch_token("code")
            .await
            .unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::UnexpectedResponse,
            "{status}: {error}"
        );
        assert!(error.message().contains("redirect"), "{status}: {error}");
        assert_eq!(asked.load(Ordering::Relaxed), 1, "{status}");
    }
    assert_eq!(arrived.load(Ordering::Relaxed), 0);
}
