//! A proxy before a provider's token and revocation endpoints, which does to requests and responses what a bad network does.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use crate::server::{Server, ServerError};

/// What happens to a request and its response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Accident {
    /// The connection breaks before the provider has the request.
    LosesTheRequest,
    /// The provider has the request; the connection breaks before its response.
    LosesTheResponse,
    /// The response ends a few bytes behind the beginning of its body, before any token.
    CutsTheBody,
    /// The response lacks its last byte.
    CutsTheEnd,
    /// Nothing of the response arrives, and the connection stays open.
    Stalls,
    /// The response stops a few bytes behind the beginning of its body, and the connection stays open.
    StallsInTheBody,
    /// Every byte of the response is another.
    Garbles,
    /// The response arrives byte by byte.
    IsSlow,
    /// The response arrives twice.
    RepeatsTheResponse,
    /// The provider gets the request twice, and the client the first response.
    SendsTwice,
    /// The provider gets the request twice, and the client the second response.
    SendsTwiceAndLosesTheFirst,
    /// A gateway gives up waiting and responds with the status 502; the provider has processed the request.
    BadGateway,
    /// A gateway responds with the status 503; the provider does not have the request.
    Unavailable,
}

impl Accident {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::LosesTheRequest,
        Self::LosesTheResponse,
        Self::CutsTheBody,
        Self::CutsTheEnd,
        Self::Stalls,
        Self::StallsInTheBody,
        Self::Garbles,
        Self::IsSlow,
        Self::RepeatsTheResponse,
        Self::SendsTwice,
        Self::SendsTwiceAndLosesTheFirst,
        Self::BadGateway,
        Self::Unavailable,
    ];
}

/// A running proxy. Clones are the same; it ends with the runtime.
#[derive(Debug, Clone)]
pub struct Proxy {
    /// Where it listens.
    port: u16,
    /// The provider's host and port.
    provider: String,
    next: Arc<Mutex<Option<Accident>>>,
}

impl Proxy {
    /// Starts one on a free port before the token and revocation endpoints. Returns the provider with their new
    /// addresses, too.
    ///
    /// # Errors
    /// When the metadata do not name the endpoints, or there is no free port.
    pub async fn before(server: &Server) -> Result<(Self, Server), ServerError> {
        let token = server.endpoint("token")?;
        let (host, port) = token
            .host_str()
            .zip(token.port_or_known_default())
            .ok_or("the provider has no host")?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let proxy = Self {
            port: listener.local_addr()?.port(),
            provider: format!("{host}:{port}"),
            next: Arc::default(),
        };
        let serving = proxy.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(client));
            }
        });
        let mut behind = server.clone();
        for name in ["token", "revocation"] {
            let url = proxy.through(server.endpoint(name)?)?;
            behind = behind.with_endpoint(name, &url);
        }
        Ok((proxy, behind))
    }

    /// Returns the address of an endpoint through the proxy.
    fn through(&self, mut endpoint: Url) -> Result<Url, ServerError> {
        endpoint.set_host(Some("127.0.0.1"))?;
        let is_changed = endpoint.set_port(Some(self.port)).is_ok();
        is_changed
            .then_some(endpoint)
            .ok_or_else(|| "the endpoint has no port".into())
    }

    /// Lets this happen to the next request.
    pub fn meet(&self, accident: Accident) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(accident);
    }

    /// Serves one request. The connection then ends, as the response says.
    async fn serve(self, mut client: TcpStream) -> Result<(), ServerError> {
        let request = self.read_request(&mut client).await?;
        let next = self
            .next
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(response) = self.suffer(next, &request).await? else {
            return Ok(());
        };
        let little = response.len().min(body_of(&response) + 10);
        match next {
            Some(Accident::Stalls) => wait_for_end(&mut client).await,
            Some(Accident::StallsInTheBody) => {
                client.write_all(&response[..little]).await?;
                wait_for_end(&mut client).await;
            }
            Some(Accident::CutsTheBody) => client.write_all(&response[..little]).await?,
            Some(Accident::CutsTheEnd) => {
                client.write_all(&response[..response.len() - 1]).await?;
            }
            Some(Accident::IsSlow) => {
                client.set_nodelay(true)?;
                for byte in response {
                    client.write_all(&[byte]).await?;
                    tokio::task::yield_now().await;
                }
            }
            _ => client.write_all(&response).await?,
        }
        Ok(())
    }

    /// Returns what the client gets, or nothing.
    async fn suffer(
        &self,
        next: Option<Accident>,
        request: &[u8],
    ) -> Result<Option<Vec<u8>>, ServerError> {
        let gateway = |status: &str| {
            let head = format!("HTTP/1.1 {status}\r\ncontent-type: text/html\r\nconnection: close");
            format!("{head}\r\ncontent-length: 12\r\n\r\n<h1>Oh.</h1>").into_bytes()
        };
        match next {
            Some(Accident::LosesTheRequest) => return Ok(None),
            Some(Accident::Unavailable) => return Ok(Some(gateway("503 Service Unavailable"))),
            _ => {}
        }
        let first = self.forward(request).await?;
        Ok(match next {
            Some(Accident::LosesTheResponse) => None,
            Some(Accident::BadGateway) => Some(gateway("502 Bad Gateway")),
            Some(Accident::Garbles) => Some(first.into_iter().map(|byte| byte ^ 0x55).collect()),
            Some(Accident::RepeatsTheResponse) => Some(first.repeat(2)),
            Some(Accident::SendsTwice) => {
                self.forward(request).await?;
                Some(first)
            }
            Some(Accident::SendsTwiceAndLosesTheFirst) => Some(self.forward(request).await?),
            _ => Some(first),
        })
    }

    /// Sends a request to the provider. Returns its response as it is on the wire.
    async fn forward(&self, request: &[u8]) -> Result<Vec<u8>, ServerError> {
        let mut provider = TcpStream::connect(&self.provider).await?;
        provider.write_all(request).await?;
        let mut response = Vec::new();
        provider.read_to_end(&mut response).await?;
        Ok(response)
    }

    /// Reads a request, and makes it one for the provider whose connection ends with the response.
    async fn read_request(&self, client: &mut TcpStream) -> Result<Vec<u8>, ServerError> {
        let mut bytes = Vec::new();
        loop {
            let body = body_of(&bytes);
            let (head, rest) = bytes.split_at(body);
            let head = std::str::from_utf8(head)?;
            if body > 0 && rest.len() >= length(head)? {
                return Ok([self.for_provider(head).as_bytes(), rest].concat());
            }
            if client.read_buf(&mut bytes).await? == 0 {
                return Err("the client has gone".into());
            }
        }
    }

    fn for_provider(&self, head: &str) -> String {
        let own = |line: &&str| {
            let name = line.split(':').next().unwrap_or_default();
            name.eq_ignore_ascii_case("host") || name.eq_ignore_ascii_case("connection")
        };
        let kept: Vec<_> = head.trim_end().lines().filter(|line| !own(line)).collect();
        let kept = kept.join("\r\n");
        format!(
            "{kept}\r\nhost: {}\r\nconnection: close\r\n\r\n",
            self.provider
        )
    }
}

/// Returns where the body begins; zero if it has not begun.
fn body_of(message: &[u8]) -> usize {
    let end = message.windows(4).position(|four| four == b"\r\n\r\n");
    end.map_or(0, |end| end + 4)
}

/// Returns the length of the body that a head announces.
fn length(head: &str) -> Result<usize, ServerError> {
    let line = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then_some(value)
    });
    Ok(line.map_or(Ok(0), |value| value.trim().parse())?)
}

/// Waits until the client has given up.
async fn wait_for_end(client: &mut TcpStream) {
    while client.read(&mut [0; 64]).await.is_ok_and(|count| count > 0) {}
}
