//! TLS as the default HTTP client makes it: certificates are verified, and the client shows its own.
//!
//! The certificates beside this file are valid from 2020 to 2120 and were made for this test with `openssl ca`.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use acg::http::{HttpClient, HttpClientOptions};
use acg::provider::ClientAuth;
use acg::{AuthorizationCodeAuth, AuthorizationCodeAuthCredentials, ErrorKind, Provider, Secret};
use rustls::RootCertStore;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const AUTHORITY: &str = include_str!("tls/authority.pem");
const SERVER: &str = include_str!("tls/server.pem");
const CLIENT: &str = include_str!("tls/client.pem");

const TOKEN: &str = r#"{"access_token":"a","refresh_token":"r","token_type":"Bearer"}"#;

/// A token endpoint behind TLS that wants a certificate of its clients, and keeps their requests.
struct Endpoint {
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Endpoint {
    async fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (acceptor, seen) = (acceptor(), requests.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    continue;
                };
                let mut request = Vec::new();
                while !is_whole(&request) && stream.read_buf(&mut request).await.unwrap_or(0) > 0 {}
                let request = String::from_utf8(request).unwrap();
                seen.lock().unwrap().push(request);
                let length = TOKEN.len();
                let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
                let response = format!("{head}\r\ncontent-length: {length}\r\n\r\n{TOKEN}");
                let _ = stream.write_all(response.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { port, requests }
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    fn grant(&self, options: &HttpClientOptions) -> AuthorizationCodeAuth {
        let url = |path: &str| format!("https://localhost:{}/{path}", self.port);
        let provider =
            Provider::rfc6749(url("auth").parse().unwrap(), url("token").parse().unwrap());
        let provider = provider.unwrap().client_auth(ClientAuth::MutualTls);
        let redirect_uri = "https://app.example/callback";
        let credentials =
            AuthorizationCodeAuthCredentials::certificate_client("client", redirect_uri);
        AuthorizationCodeAuth::builder(credentials.build().unwrap(), provider)
            .http(Arc::new(HttpClient::new(options).unwrap()))
            .build()
            .unwrap()
    }
}

fn acceptor() -> TlsAcceptor {
    let certificates = |pem: &str| -> Vec<CertificateDer<'static>> {
        let read = CertificateDer::pem_slice_iter(pem.as_bytes());
        read.collect::<Result<_, _>>().unwrap()
    };
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates(AUTHORITY));
    let provider = Arc::new(default_provider());
    let clients = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
    let key = PrivateKeyDer::from_pem_slice(SERVER.as_bytes()).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(clients.build().unwrap())
        .with_single_cert(certificates(SERVER), key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// Returns whether the body of a request has arrived as far as its length says.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim())
    });
    length.is_some_and(|length| body.len() >= length.parse().unwrap())
}

fn options(authorities: Option<&str>, certificate: Option<&str>) -> HttpClientOptions {
    let mut options = HttpClientOptions::default();
    options.authorities = authorities.map(str::to_owned);
    options.client_certificate = certificate.map(Secret::new);
    options
}

#[tokio::test]
async fn a_client_is_known_by_its_certificate_and_sends_no_secret() {
    let endpoint = Endpoint::start().await;
    let grant = endpoint.grant(&options(Some(AUTHORITY), Some(CLIENT)));
    grant.fetch_token("code").await.unwrap();
    let requests = endpoint.requests();
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    assert!(body.contains("client_id=client"), "{body}");
    assert!(!body.contains("secret"), "{body}");
    assert!(!head.to_lowercase().contains("authorization"), "{head}");
}

#[tokio::test]
async fn a_server_with_a_certificate_of_an_unknown_authority_gets_nothing() {
    let endpoint = Endpoint::start().await;
    let grant = endpoint.grant(&options(None, Some(CLIENT)));
    let error = grant.fetch_token("code").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert!(endpoint.requests().is_empty());
}

#[tokio::test]
async fn without_the_platforms_authorities_only_servers_of_the_named_ones_are_reached() {
    let endpoint = Endpoint::start().await;
    let mut alone = options(Some(AUTHORITY), Some(CLIENT));
    alone.platform_authorities = false;
    endpoint.grant(&alone).fetch_token("code").await.unwrap();
    alone.authorities = None;
    let error = endpoint
        .grant(&alone)
        .fetch_token("code")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert_eq!(endpoint.requests().len(), 1);
}

#[test]
fn a_file_without_a_certificate_is_refused_in_place_of_authorities() {
    for text in ["", "no certificate"] {
        let error = HttpClient::new(&options(Some(text), None)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{text}");
    }
}

#[tokio::test]
async fn a_client_without_its_certificate_is_not_let_in() {
    let endpoint = Endpoint::start().await;
    let grant = endpoint.grant(&options(Some(AUTHORITY), None));
    assert!(grant.fetch_token("code").await.is_err());
    assert!(endpoint.requests().is_empty());
}

#[test]
fn a_certificate_that_cannot_be_read_is_refused_without_a_word_of_it() {
    let broken = CLIENT.replace("BEGIN PRIVATE", "BEGIN canary");
    for options in [
        options(None, Some(&broken)),
        options(None, Some("canary")),
        options(Some("-----BEGIN CERTIFICATE-----\ncanary\n-----END"), None),
    ] {
        let error = HttpClient::new(&options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
        assert!(!format!("{options:?}").contains("canary"));
    }
}
