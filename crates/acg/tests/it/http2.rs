//! HTTP/2 as the client that is built in speaks it, with a server that refuses requests in the ways of that protocol.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use acg::http::{HttpClient, HttpClientOptions, HttpErrorKind, HttpService as _, Response};
use bytes::Bytes;
use h2::Reason;
use h2::server::{Connection, SendResponse};
use http::{Request, Version};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

const AUTHORITY: &str = include_str!("tls/authority.pem");
const SERVER: &str = include_str!("tls/server.pem");

/// What a server does with a request.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Responds,
    /// Ends the request and says why.
    Resets(Reason),
    /// Closes the connection, after it has begun to read the request.
    ShutsDown,
    /// Closes the connection before it reads a request, and says so.
    ShutsDownBefore,
}

/// A server that does to each request what the list says, and then responds.
struct Server {
    url: String,
    requests: Arc<AtomicUsize>,
}

impl Server {
    async fn new(fates: &'static [Fate]) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!(
            "https://localhost:{}/",
            listener.local_addr().unwrap().port()
        );
        let requests = Arc::new(AtomicUsize::new(0));
        let (acceptor, count) = (acceptor(), requests.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let stream = acceptor.accept(stream).await.unwrap();
                tokio::spawn(serve(stream, fates, count.clone()));
            }
        });
        Self { url, requests }
    }

    async fn post(&self) -> Result<Response, HttpErrorKind> {
        let mut options = HttpClientOptions::default();
        options.platform_authorities = false;
        options.authorities = Some(AUTHORITY.to_owned());
        let request = Request::post(&self.url).body(Bytes::from("body")).unwrap();
        let client = HttpClient::new(&options).unwrap();
        client.call(request).await.map_err(|error| error.kind())
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

fn acceptor() -> TlsAcceptor {
    let chain = CertificateDer::pem_slice_iter(SERVER.as_bytes());
    let key = PrivateKeyDer::from_pem_slice(SERVER.as_bytes()).unwrap();
    let mut config = rustls::ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain.collect::<Result<_, _>>().unwrap(), key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

async fn serve(stream: TlsStream<TcpStream>, fates: &[Fate], requests: Arc<AtomicUsize>) {
    let mut connection: Connection<_, Bytes> = h2::server::handshake(stream).await.unwrap();
    if let Some(Fate::ShutsDownBefore) = fates.get(requests.load(Ordering::SeqCst)) {
        requests.fetch_add(1, Ordering::SeqCst);
        connection.abrupt_shutdown(Reason::NO_ERROR);
    }
    while let Some(Ok((_, mut response))) = connection.accept().await {
        let index = requests.fetch_add(1, Ordering::SeqCst);
        match fates.get(index).unwrap_or(&Fate::Responds) {
            Fate::Responds => respond(&mut response),
            Fate::Resets(reason) => response.send_reset(*reason),
            Fate::ShutsDown | Fate::ShutsDownBefore => {
                connection.abrupt_shutdown(Reason::NO_ERROR);
            }
        }
    }
}

fn respond(response: &mut SendResponse<Bytes>) {
    let head = http::Response::new(());
    let mut body = response.send_response(head, false).unwrap();
    body.send_data(Bytes::from("read"), true).unwrap();
}

#[tokio::test]
async fn a_server_that_speaks_it_is_spoken_to_in_it() {
    let server = Server::new(&[]).await;
    let response = server.post().await.unwrap();
    assert_eq!(response.version(), Version::HTTP_2);
    assert_eq!(response.into_body().collect(10).await.unwrap(), "read");
}

#[tokio::test]
async fn what_a_server_has_certainly_not_read_is_sent_again() {
    const REFUSED: Fate = Fate::Resets(Reason::REFUSED_STREAM);
    for fates in [[REFUSED; 2], [Fate::ShutsDownBefore; 2]] {
        let server = Server::new(Vec::from(fates).leak()).await;
        server.post().await.unwrap();
        assert_eq!(server.requests(), 3);
    }
}

#[tokio::test]
async fn a_server_that_refuses_everything_is_left_after_three_requests() {
    let server = Server::new(&[Fate::Resets(Reason::REFUSED_STREAM); 9]).await;
    assert_eq!(server.post().await.unwrap_err(), HttpErrorKind::Interrupted);
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn what_a_server_may_have_read_is_not_sent_again() {
    for fate in [
        Fate::Resets(Reason::INTERNAL_ERROR),
        Fate::Resets(Reason::CANCEL),
        Fate::ShutsDown,
    ] {
        let server = Server::new(vec![fate].leak()).await;
        assert_eq!(server.post().await.unwrap_err(), HttpErrorKind::Interrupted);
        assert_eq!(server.requests(), 1, "{fate:?}");
    }
}
