//! Subscribers to notifications behind TLS.
//!
//! The certificates in `tls` were made for tests with `openssl` and are valid until the next century.

use std::sync::Arc;

use akoya_sandbox::{ErrorKind, Notification, Sandbox};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

use crate::customer::{builder, connect};
use crate::services::{NOTIFICATIONS, only, service_token, subscribe};

const AUTHORITY: &str = include_str!("tls/authority.pem");
const SERVER: &str = include_str!("tls/server.pem");
/// An authority that has issued nothing.
const OTHER: &str = include_str!("tls/other-authority.pem");
const USER: &str = "mikomo_10";

/// A server with a certificate for `localhost` and 127.0.0.1, which accepts everything: its port, and the requests.
async fn subscriber() -> (u16, mpsc::UnboundedReceiver<String>) {
    let certificate = CertificateDer::from_pem_slice(SERVER.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(SERVER.as_bytes()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, received) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = Vec::new();
            // The body is one JSON object without a brace in a string.
            while !request.ends_with(b"}}") && stream.read_buf(&mut request).await.unwrap() > 0 {}
            sender.send(String::from_utf8(request).unwrap()).unwrap();
            let response = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            stream.write_all(response).await.unwrap();
            stream.shutdown().await.unwrap();
        }
    });
    (port, received)
}

/// What became of a notification to a subscriber at this URL.
async fn notified(sandbox: &Sandbox, url: &str) -> Notification {
    let token = service_token(sandbox, NOTIFICATIONS).await;
    subscribe(sandbox, &token, "CONSENT_REVOKED", url).await;
    connect(sandbox, USER).await;
    sandbox.revoke_as_customer(USER).await.unwrap();
    sandbox.deliver_notifications().await.unwrap();
    only(sandbox)
}

#[tokio::test]
async fn a_notification_to_an_https_url_is_sent_where_the_certificate_is_from_the_given_authority()
{
    let (port, mut received) = subscriber().await;
    for host in ["localhost", "127.0.0.1"] {
        let sandbox = builder()
            .callback_authority(AUTHORITY)
            .start()
            .await
            .unwrap();
        let url = format!("https://{host}:{port}/hook");
        let notification = notified(&sandbox, &url).await;
        assert_eq!(notification.problem, None, "{host}");
        assert!(notification.delivered.is_some(), "{host}");
        let request = received.recv().await.unwrap();
        assert!(request.starts_with("POST /hook HTTP/1.1\r\n"), "{request}");
        assert!(request.contains("CONSENT_REVOKED"), "{request}");
    }
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_not_accepted() {
    let (port, mut received) = subscriber().await;
    let sandbox = builder().callback_authority(OTHER).start().await.unwrap();
    let notification = notified(&sandbox, &format!("https://localhost:{port}/hook")).await;
    let problem = notification.problem.unwrap();
    assert!(problem.starts_with("no TLS"), "{problem}");
    assert!(received.try_recv().is_err(), "nothing was sent");
}

#[tokio::test]
async fn an_authority_that_is_no_certificate_is_refused_at_the_start() {
    for pem in [
        "",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ] {
        let error = builder().callback_authority(pem).start().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{pem}");
    }
}
