//! The HTTP client that is built in, over real sockets: what it adds to a request, what it makes of a response, and how
//! it takes connections that fail.

use std::collections::VecDeque;
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acg::ErrorKind;
use acg::http::{HttpClient, HttpClientOptions, HttpErrorKind, HttpService as _, Response};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::{Request, StatusCode, Version};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nbody";

/// A server that gives its responses one after the other, and then closes each connection without one.
struct Server {
    port: u16,
    /// The heads of what was asked, each with the number of its connection.
    seen: Arc<Mutex<Vec<(usize, String)>>>,
}

impl Server {
    async fn new<const N: usize>(responses: [&[u8]; N]) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let responses: VecDeque<_> = responses.iter().map(|bytes| bytes.to_vec()).collect();
        let (responses, heads) = (Arc::new(Mutex::new(responses)), seen.clone());
        tokio::spawn(async move {
            for connection in 0.. {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (responses, heads) = (responses.clone(), heads.clone());
                tokio::spawn(async move {
                    while let Some(head) = head(&mut stream).await {
                        heads.lock().unwrap().push((connection, head));
                        let response = responses.lock().unwrap().pop_front();
                        let Some(response) = response else { return };
                        stream.write_all(&response).await.unwrap();
                        if response.windows(5).any(|bytes| bytes == b"close") {
                            return;
                        }
                    }
                });
            }
        });
        Self { port, seen }
    }

    async fn get(&self, client: &HttpClient) -> Result<Response, HttpErrorKind> {
        get(client, &format!("http://127.0.0.1:{}/a?b=%2F", self.port)).await
    }

    fn head(&self, index: usize) -> String {
        self.seen.lock().unwrap()[index].1.clone()
    }

    /// Returns which connection each request came over.
    fn connections(&self) -> Vec<usize> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|(connection, _)| *connection).collect()
    }
}

/// Reads the head of a request, or nothing where the connection ends.
async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(head).ok()
}

async fn get(client: &HttpClient, url: &str) -> Result<Response, HttpErrorKind> {
    let request = Request::get(url).body(Bytes::new()).unwrap();
    client.call(request).await.map_err(|error| error.kind())
}

async fn body(response: Response) -> Bytes {
    response.into_body().collect(1_000_000).await.unwrap()
}

fn client() -> HttpClient {
    HttpClient::new(&options()).unwrap()
}

/// No certificate is checked here, and to read the platform's takes long.
fn options() -> HttpClientOptions {
    let mut options = HttpClientOptions::default();
    options.platform_authorities = false;
    options
}

/// A client that reaches everything through the proxy at this port.
fn client_through(port: u16) -> HttpClient {
    let mut options = options();
    options.proxy = Some(format!("http://us%65r:canary@127.0.0.1:{port}"));
    HttpClient::new(&options).unwrap()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn packed(encoding: &str) -> Vec<u8> {
    let body = gzip("unpacked");
    let head = format!(
        "content-encoding: {encoding}\r\ncontent-length: {}",
        body.len()
    );
    [
        format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").into_bytes(),
        body,
    ]
    .concat()
}

#[tokio::test]
async fn a_request_says_who_sends_it_and_that_the_body_may_be_packed() {
    let server = Server::new([OK.as_bytes()]).await;
    let response = server.get(&client()).await.unwrap();
    assert_eq!(response.version(), Version::HTTP_11);
    assert_eq!(body(response).await, "body");
    let agent = concat!("acg-rust/", env!("CARGO_PKG_VERSION"));
    let head = format!(
        "GET /a?b=%2F HTTP/1.1\r\nuser-agent: {agent}\r\naccept: */*\r\naccept-encoding: gzip\r\nhost: 127.0.0.1:{}\r\n\r\n",
        server.port
    );
    assert_eq!(server.head(0), head);
}

#[tokio::test]
async fn what_a_request_says_itself_is_sent_as_it_is() {
    let server = Server::new([OK.as_bytes()]).await;
    let request = Request::get(format!("http://127.0.0.1:{}/", server.port))
        .header("user-agent", "own")
        .header("accept", "application/pdf")
        .header("range", "bytes=1-")
        .body(Bytes::new());
    client().call(request.unwrap()).await.unwrap();
    let head = server.head(0);
    for own in [
        "user-agent: own",
        "accept: application/pdf",
        "range: bytes=1-",
    ] {
        assert_eq!(head.matches(own).count(), 1, "{head}");
    }
    // A part of what is packed cannot be unpacked.
    assert!(!head.contains("accept-encoding"), "{head}");
    assert!(!head.contains("*/*"), "{head}");
}

#[tokio::test]
async fn a_packed_body_is_unpacked_for_who_did_not_ask_for_it_as_it_is() {
    let (gzip, x_gzip) = (packed("GZIP"), packed("x-gzip"));
    let server = Server::new([gzip.as_slice(), &x_gzip, &gzip]).await;
    for _ in 0..2 {
        let response = server.get(&client()).await.unwrap();
        assert!(!response.headers().contains_key("content-encoding"));
        assert!(!response.headers().contains_key("content-length"));
        assert_eq!(body(response).await, "unpacked");
    }
    let request = Request::get(format!("http://127.0.0.1:{}/", server.port))
        .header("accept-encoding", "identity")
        .body(Bytes::new());
    let response = client().call(request.unwrap()).await.unwrap();
    assert_eq!(response.headers()["content-encoding"], "GZIP");
    assert!(gzip.ends_with(&body(response).await));
}

#[tokio::test]
async fn a_redirect_is_a_response_like_any_other() {
    let elsewhere =
        "HTTP/1.1 302 Found\r\nlocation: /b\r\nset-cookie: a=b\r\ncontent-length: 0\r\n\r\n";
    let server = Server::new([elsewhere.as_bytes(), OK.as_bytes()]).await;
    let client = client();
    assert_eq!(
        server.get(&client).await.unwrap().status(),
        StatusCode::FOUND
    );
    server.get(&client).await.unwrap();
    assert!(!server.head(1).contains("cookie"));
}

#[tokio::test]
async fn a_connection_is_used_again_and_replaced_where_the_server_has_closed_it() {
    let last = OK.replace("content", "connection: close\r\ncontent");
    let server = Server::new([OK.as_bytes(), last.as_bytes(), OK.as_bytes()]).await;
    let client = client();
    for _ in 0..3 {
        body(server.get(&client).await.unwrap()).await;
    }
    assert_eq!(server.connections(), [0, 0, 1]);
}

#[tokio::test]
async fn a_request_without_a_server_that_it_could_go_to_is_not_sent() {
    for url in [
        "/a",
        "ftp://127.0.0.1/a",
        "bank.example:443",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:http/",
        "http://[::1]:99999/",
        "http://user:canary@127.0.0.1/",
    ] {
        let error = get(&client(), url).await.unwrap_err();
        assert_eq!(error, HttpErrorKind::Request, "{url}");
    }
}

#[tokio::test]
async fn only_what_was_not_connected_is_certainly_not_processed() {
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}/", closed.local_addr().unwrap());
    drop(closed);
    assert_eq!(
        get(&client(), &url).await.unwrap_err(),
        HttpErrorKind::Connect
    );
    let server = Server::new([]).await;
    let error = server.get(&client()).await.unwrap_err();
    assert_eq!(error, HttpErrorKind::Interrupted);
    assert_eq!(server.connections().len(), 1, "it is not sent again");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_interrupted() {
    let short = OK.replace("4", "5\r\nconnection: close");
    let chunked =
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n4\r\nbody\r\n";
    let mut cut = packed("gzip\r\nconnection: close");
    let end = cut.len() - 1;
    cut[end] ^= 1;
    let server = Server::new([short.as_bytes(), chunked.as_bytes(), &cut]).await;
    for _ in 0..3 {
        let response = server.get(&client()).await.unwrap();
        let error = response.into_body().collect(100).await.unwrap_err();
        assert_eq!(error.kind(), HttpErrorKind::Interrupted);
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_not_read_to_its_end() {
    let server = Server::new([&packed("gzip")[..], OK.as_bytes()]).await;
    for (limit, is_small_enough) in [(7, false), (4, true)] {
        let response = server.get(&client()).await.unwrap();
        let read = response.into_body().collect(limit).await;
        assert_eq!(read.is_ok(), is_small_enough, "{limit}: {read:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_silent_when_tls_begins_is_given_up_in_time() {
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let mut options = options();
    options.connect_timeout = Duration::from_secs(3600);
    let client = HttpClient::new(&options).unwrap();
    let url = format!("https://{}/", silent.local_addr().unwrap());
    let began = tokio::time::Instant::now();
    assert_eq!(
        get(&client, &url).await.unwrap_err(),
        HttpErrorKind::Connect
    );
    assert_eq!(began.elapsed().as_secs(), 3600);
}

const TUNNEL: &str = "HTTP/1.1 200 Connection established\r\n\r\n";

#[tokio::test]
async fn a_server_elsewhere_is_reached_through_the_proxy_which_is_told_who_asks() {
    for (url, server) in [
        ("http://bank.example/a", "bank.example:80"),
        ("http://bank.example:8080/a", "bank.example:8080"),
        ("http://[2001:db8::1]/a", "[2001:db8::1]:80"),
    ] {
        let proxy = Server::new([TUNNEL.as_bytes(), OK.as_bytes()]).await;
        let response = get(&client_through(proxy.port), url).await.unwrap();
        assert_eq!(body(response).await, "body");
        // `user:canary`
        let login = "Proxy-Authorization: Basic dXNlcjpjYW5hcnk=";
        let expected = format!("CONNECT {server} HTTP/1.1\r\nHost: {server}\r\n{login}\r\n\r\n");
        assert_eq!(proxy.head(0), expected);
        assert!(proxy.head(1).starts_with("GET /a HTTP/1.1\r\n"));
        assert!(!proxy.head(1).contains("dXNlcjpjYW5hcnk="));
    }
}

#[tokio::test]
async fn a_proxy_is_told_the_password_that_its_url_holds_in_whatever_form() {
    for (login, told) in [
        ("http://user:p@ss@", "dXNlcjpwQHNz"),
        ("http://user:p%40s|\u{e4}@", "dXNlcjpwQHN8w6Q="),
        ("user:p@", "dXNlcjpw"),
        ("HTTP:user:p@", "dXNlcjpw"),
    ] {
        let proxy = Server::new([TUNNEL.as_bytes(), OK.as_bytes()]).await;
        let mut options = options();
        options.proxy = Some(format!("{login}127.0.0.1:{}/path", proxy.port));
        let client = HttpClient::new(&options).unwrap();
        get(&client, "http://bank.example/").await.unwrap();
        let header = format!("\r\nProxy-Authorization: Basic {told}\r\n");
        assert!(proxy.head(0).contains(&header), "{}", proxy.head(0));
    }
}

#[tokio::test]
async fn tls_is_with_the_server_and_not_with_the_proxy() {
    let tunnel = TUNNEL.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n");
    let proxy = Server::new([tunnel.as_bytes()]).await;
    let error = get(&client_through(proxy.port), "https://bank.example/a").await;
    assert_eq!(error.unwrap_err(), HttpErrorKind::Connect);
    let head = "CONNECT bank.example:443 HTTP/1.1\r\n";
    assert!(proxy.head(0).starts_with(head));
}

#[tokio::test]
async fn this_computer_is_reached_without_the_proxy() {
    let (server, proxy) = (Server::new([OK.as_bytes(); 2]).await, Server::new([]).await);
    let client = client_through(proxy.port);
    server.get(&client).await.unwrap();
    let localhost = format!("http://localhost:{}/", server.port);
    get(&client, &localhost).await.unwrap();
    assert_eq!(proxy.connections(), [0; 0]);
}

#[tokio::test]
async fn a_proxy_that_refuses_is_a_connection_that_was_not_made() {
    for status in ["407 Proxy Authentication Required", "403 Forbidden"] {
        let refusal = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
        let proxy = Server::new([refusal.as_bytes()]).await;
        let request = Request::get("https://bank.example/").body(Bytes::new());
        let client = client_through(proxy.port);
        let error = client.call(request.unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), HttpErrorKind::Connect);
        let text = format!("{error:?} {client:?}");
        assert!(text.contains("Proxy") || text.contains("Tunnel"), "{text}");
        assert!(!text.contains("canary"), "{text}");
        assert!(!text.contains("dXNlcjpjYW5hcnk"), "{text}");
    }
}

#[test]
fn a_proxy_that_would_not_be_used_is_refused_without_its_password() {
    for url in [
        "",
        "socks5://user:canary@127.0.0.1",
        "ftp://user:canary@a",
        "http://user:canary@",
        "http://user:canary@a:99999",
        "http://user:canary#@127.0.0.1:9",
    ] {
        let mut options = options();
        options.proxy = Some(url.to_owned());
        let error = HttpClient::new(&options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
}

#[test]
fn a_user_agent_that_is_no_header_is_refused() {
    let mut options = options();
    options.user_agent = "a\r\nb: c".to_owned();
    let error = HttpClient::new(&options).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}
