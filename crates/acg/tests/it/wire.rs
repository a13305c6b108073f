//! A provider behind a real socket, and a network that does to each request and response what the test says.

use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acg::Operation;
use acg::Provider;
use acg::provider::{ClientAuth, OauthErrorCode, OauthProviderError, Pkce, Verdict};
use acg::testing::RotatingProvider;
use acg::token::BearerSource;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// What happens to a request and its response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// The connection ends before the provider has the request.
    LosesRequest,
    /// The connection ends before the first byte of the response.
    LosesResponse,
    /// The connection ends after so many bytes of the response.
    CutsAfter(usize),
    /// So many bytes of the response arrive, and no more while the connection stays open.
    StallsAfter(usize),
    /// One byte of the response is another.
    Changes(usize),
    /// Every byte of the response is another.
    Garbles,
    /// The response arrives byte by byte.
    Trickles,
    /// The response arrives twice.
    RepeatsResponse,
    /// The provider gets the request twice, and the client the first response.
    RepeatsRequest,
    /// The provider gets the request twice, and the client the second response.
    RepeatsRequestAndLosesTheFirst,
    /// Status 503, and the provider does not get the request.
    UnavailableBefore,
    /// Status 502, although the provider has processed the request.
    BadGatewayAfter,
}

/// A provider that is reached through a faulty network. Clones are the same.
#[derive(Debug, Clone)]
pub(crate) struct Wire {
    pub(crate) idp: RotatingProvider,
    port: u16,
    faults: Arc<Mutex<VecDeque<Fault>>>,
    forms: Arc<Mutex<Vec<String>>>,
    last: Arc<Mutex<String>>,
}

impl Wire {
    /// Lets the provider listen on a free port.
    pub(crate) async fn new(idp: RotatingProvider) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let wire = Self {
            idp,
            port: listener.local_addr().unwrap().port(),
            faults: Arc::default(),
            forms: Arc::default(),
            last: Arc::default(),
        };
        let serving = wire.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = stream.set_nodelay(true);
                tokio::spawn(serving.clone().serve(stream));
            }
        });
        wire
    }

    /// Says what happens to the next requests. Nothing happens to those after them.
    pub(crate) fn next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.faults.lock().unwrap().extend(faults);
    }

    /// Forgets what was to happen.
    pub(crate) fn calm(&self) {
        self.faults.lock().unwrap().clear();
    }

    /// Returns how many requests for tokens with this grant type the client has sent; a repeated one counts once.
    pub(crate) fn sent(&self, grant_type: &str) -> usize {
        let field = format!("grant_type={grant_type}");
        let forms = self.forms.lock().unwrap();
        forms.iter().filter(|form| form.contains(&field)).count()
    }

    /// Returns the length in bytes of the last response of the provider, whatever arrived of it.
    pub(crate) fn last_length(&self) -> usize {
        self.last.lock().unwrap().len()
    }

    /// Returns how many bytes of that response end with the refresh token's last one.
    pub(crate) fn last_length_with_token(&self) -> usize {
        let response = self.last.lock().unwrap();
        let (before, token) = response.split_once(r#""refresh_token":""#).unwrap();
        let token = token.split_inclusive('"').next().unwrap();
        before.len() + r#""refresh_token":""#.len() + token.len()
    }

    /// Processes a form. Returns the provider's response as it is on the wire.
    fn respond(&self, path: &str, form: &str) -> Vec<u8> {
        let (status, body) = self.idp.process(path, form);
        let length = body.len();
        let head = format!("HTTP/1.1 {status} Status\r\ncontent-type: application/json");
        let response = format!("{head}\r\ncontent-length: {length}\r\n\r\n{body}");
        self.last.lock().unwrap().clone_from(&response);
        response.into_bytes()
    }

    /// The profile of the provider, for a client that does not wait for long.
    pub(crate) fn profile(&self) -> Provider {
        let url = |path: &str| -> Url {
            let url = format!("http://127.0.0.1:{}/{path}", self.port);
            url.parse().unwrap()
        };
        let provider = Provider::rfc6749(url("auth"), url("token")).unwrap();
        provider
            .revocation_endpoint(url("revoke"))
            .unwrap()
            .refresh_auth(ClientAuth::Body)
            .revoke_auth(ClientAuth::Body)
            .bearer(BearerSource::IdToken)
            .pkce(Pkce::Off)
            .timeout(Duration::from_millis(500))
            .classify(classify)
    }

    async fn serve(self, mut stream: TcpStream) {
        while let Some((path, form)) = read_request(&mut stream).await {
            self.forms.lock().unwrap().push(form.clone());
            let fault = self.faults.lock().unwrap().pop_front();
            let fault = fault.unwrap_or(Fault::None);
            let sent = self.suffer(fault, &mut stream, &path, &form).await;
            if sent.is_none() {
                return;
            }
        }
    }

    /// Responds; `None` ends the connection.
    async fn suffer(
        &self,
        fault: Fault,
        stream: &mut TcpStream,
        path: &str,
        form: &str,
    ) -> Option<()> {
        let processed = || self.respond(path, form);
        let html = |status: &str| {
            let head = format!("HTTP/1.1 {status}\r\ncontent-type: text/html");
            format!("{head}\r\ncontent-length: 6\r\n\r\n<html>").into_bytes()
        };
        let whole = match fault {
            Fault::None => processed(),
            Fault::LosesRequest => return None,
            Fault::LosesResponse => {
                processed();
                return None;
            }
            Fault::CutsAfter(length) => {
                let response = processed();
                let part = &response[..length.min(response.len())];
                let _ = stream.write_all(part).await;
                return None;
            }
            Fault::StallsAfter(length) => {
                let response = processed();
                let part = &response[..length.min(response.len())];
                let _ = stream.write_all(part).await;
                // Until the client has given up.
                let _ = stream.read(&mut [0]).await;
                return None;
            }
            Fault::Changes(index) => {
                let mut response = processed();
                if let Some(byte) = response.get_mut(index) {
                    *byte ^= 1;
                }
                let _ = stream.write_all(&response).await;
                return None;
            }
            Fault::Garbles => {
                let response = processed().into_iter().map(|byte| byte ^ 0x55);
                let _ = stream.write_all(&response.collect::<Vec<_>>()).await;
                return None;
            }
            Fault::Trickles => {
                for byte in processed() {
                    stream.write_all(&[byte]).await.ok()?;
                    tokio::task::yield_now().await;
                }
                return Some(());
            }
            Fault::RepeatsResponse => processed().repeat(2),
            Fault::RepeatsRequest => {
                let first = processed();
                processed();
                first
            }
            Fault::RepeatsRequestAndLosesTheFirst => {
                processed();
                processed()
            }
            Fault::UnavailableBefore => html("503 Service Unavailable"),
            Fault::BadGatewayAfter => {
                processed();
                html("502 Bad Gateway")
            }
        };
        stream.write_all(&whole).await.ok()
    }
}

/// Reads a request; returns its path and its form, or `None` at the end of the connection.
async fn read_request(stream: &mut TcpStream) -> Option<(String, String)> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, form)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                let is_length = name.eq_ignore_ascii_case("content-length");
                is_length.then(|| value.trim().parse::<usize>().ok())?
            });
            if form.len() >= length.unwrap_or_default() {
                let path = head.split(' ').nth(1)?.to_owned();
                return Some((path, form.to_owned()));
            }
        }
        let mut part = [0; 4096];
        match stream.read(&mut part).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => bytes.extend_from_slice(&part[..count]),
        }
    }
}

/// What the provider's errors mean: it says `invalid_request` of a dead token and of a wrong code.
fn classify(error: &OauthProviderError) -> Verdict {
    let is_dead = error.description_contains("already been claimed");
    match (&error.error, error.operation) {
        (OauthErrorCode::InvalidRequest, Operation::Exchange) => Verdict::TokenInvalid,
        (OauthErrorCode::InvalidRequest, _) if is_dead => Verdict::TokenInvalid,
        _ => Verdict::Unclear,
    }
}
