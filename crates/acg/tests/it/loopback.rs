//! The receiver of the callback, as browsers and other programs on the machine see it.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use acg::loopback::{ANY_PORT, CallbackReceiver, FinalPage, LaunchPage, Pages, Received};
use acg::{Error, Secret};
use tokio::task::JoinHandle;
use url::Url;

const DEADLINE: Duration = Duration::from_secs(60);

/// A receiver that waits for the state `right`.
struct Waiting {
    address: String,
    received: JoinHandle<Result<Received, Error>>,
}

impl Waiting {
    async fn start() -> Self {
        Self::with(CallbackReceiver::bind(ANY_PORT).await.unwrap())
    }

    fn with(receiver: CallbackReceiver) -> Self {
        let url: Url = receiver.redirect_uri().parse().unwrap();
        Self {
            address: format!("127.0.0.1:{}", url.port().unwrap()),
            received: tokio::spawn(receiver.wait(Secret::new("right"), DEADLINE)),
        }
    }

    async fn get(&self, target: &str) -> String {
        let request = format!("GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        send(&self.address, &request).await
    }
}

/// The whole response to a request, as it is on the wire.
async fn send(address: &str, request: &str) -> String {
    let (address, request) = (address.to_owned(), request.to_owned());
    let response = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut response = Vec::new();
        // A server that refuses may reset the connection after its response.
        let _ = stream.read_to_end(&mut response);
        String::from_utf8_lossy(&response).into_owned()
    });
    response.await.unwrap()
}

fn status(response: &str) -> &str {
    response.split(' ').nth(1).unwrap_or("no response")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_right_callback_is_received_whatever_came_before() {
    let waiting = Waiting::start().await;
    let junk = [
        ("/callback?code=c&state=wrong", "400"),
        ("/callback?code=c&state=", "400"),
        ("/callback?code=c", "400"),
        ("/callback?code=c&code=d&state=right", "400"),
        ("/callback?code=c&state=right&state=right", "400"),
        ("/callback?access_token=t&state=right", "400"),
        ("/callback", "400"),
        ("/?code=c&state=right", "404"),
        ("/callback/?code=c&state=right", "404"),
        ("/favicon.ico", "404"),
    ];
    for (target, expected) in junk {
        assert_eq!(status(&waiting.get(target).await), expected, "{target}");
    }
    let own = &waiting.address;
    let callback = "/callback?code=c&state=right";
    let foreign = [
        (
            format!("GET {callback} HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
            "421",
        ),
        (
            format!("GET {callback} HTTP/1.1\r\nHost: {own}\r\nHost: {own}\r\n\r\n"),
            "421",
        ),
        (format!("GET {callback} HTTP/1.0\r\n\r\n"), "421"),
        (
            format!("POST {callback} HTTP/1.1\r\nHost: {own}\r\nContent-Length: 0\r\n\r\n"),
            "405",
        ),
        ("not a request\r\n\r\n".to_owned(), "400"),
    ];
    for (request, expected) in foreign {
        assert_eq!(status(&send(own, &request).await), expected, "{request}");
    }
    let Waiting { address, received } = waiting;
    let get = format!("GET {callback} HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let (browser, ()) = tokio::join!(send(&address, &get), async {
        let received = received.await.unwrap().unwrap();
        assert_eq!(received.query().expose(), "code=c&state=right");
        let code = received.callback().verified(&Secret::new("right"));
        assert_eq!(code.unwrap().expose(), "c");
        received.finish(FinalPage::Connected).await;
    });
    assert_eq!(status(&browser), "303");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_leaves_no_code_in_the_browser_and_closes_the_port() {
    let Waiting { address, received } = Waiting::start().await;
    let get = |target: &str| format!("GET {target} HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let callback = get("/callback?code=canary&state=right");
    let browser = async {
        // A browser that fetches ahead asks twice.
        let (first, second) = tokio::join!(send(&address, &callback), send(&address, &callback));
        for response in [first, second] {
            assert!(
                response.contains("location: /callback/not-connected\r\n"),
                "{response}"
            );
            assert!(
                response.contains("cache-control: no-store\r\n"),
                "{response}"
            );
            assert!(
                response.contains("referrer-policy: no-referrer\r\n"),
                "{response}"
            );
            assert!(!response.contains("canary"), "{response}");
        }
        let page = send(&address, &get("/callback/not-connected")).await;
        assert!(page.contains("<h1>Not connected</h1>"), "{page}");
    };
    let program = async {
        let received = received.await.unwrap().unwrap();
        assert!(!format!("{received:?}").contains("canary"));
        received.finish(FinalPage::NotConnected).await;
    };
    tokio::join!(browser, program);
    assert!(TcpStream::connect(&address).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_without_a_request_do_not_keep_a_browser_out() {
    let waiting = Waiting::start().await;
    let idle: Vec<_> = (0..300)
        .map(|_| TcpStream::connect(&waiting.address).unwrap())
        .collect();
    assert_eq!(
        status(&waiting.get("/callback?code=c&state=x").await),
        "400"
    );
    drop(idle);
    waiting.received.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_without_a_state_is_reported_once_and_waited_out() {
    let told = Arc::new(AtomicUsize::new(0));
    let count = told.clone();
    let receiver = CallbackReceiver::bind("http://localhost/cb").await.unwrap();
    let url: Url = receiver.redirect_uri().parse().unwrap();
    let host = format!("localhost:{}", url.port().unwrap());
    let waiting = Waiting::with(receiver.on_foreign_refusal(move || {
        count.fetch_add(1, Ordering::Relaxed);
    }));
    let get = |target: &str| format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    for _ in 0..2 {
        let response = send(&waiting.address, &get("/cb?error=access_denied&state=")).await;
        assert_eq!(status(&response), "400");
    }
    let callback = get("/cb?error=access_denied&state=right");
    let browser = send(&waiting.address, &callback);
    let (browser, ()) = tokio::join!(browser, async {
        let received = waiting.received.await.unwrap().unwrap();
        assert!(received.callback().verified(&Secret::new("right")).is_err());
        received.finish(FinalPage::NotConnected).await;
    });
    assert_eq!(status(&browser), "303");
    assert_eq!(told.load(Ordering::Relaxed), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_launch_page_leads_to_the_provider_once_and_its_address_tells_nothing() {
    let told = Arc::new(AtomicUsize::new(0));
    let count = told.clone();
    let target: Url = "https://idp.example/auth?state=canary".parse().unwrap();
    let tell = move || {
        count.fetch_add(1, Ordering::Relaxed);
    };
    let page = LaunchPage::serve(target, Pages::default(), tell)
        .await
        .unwrap();
    let url: Url = page.url().parse().unwrap();
    assert!(!page.url().contains("canary"));
    assert!(!format!("{page:?}").contains("canary"));
    let address = format!("127.0.0.1:{}", url.port().unwrap());
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n");
    assert_eq!(status(&send(&address, &get("/")).await), "404");
    let first = send(&address, &get(url.path())).await;
    assert!(
        first.contains("location: https://idp.example/auth?state=canary\r\n"),
        "{first}"
    );
    assert_eq!(status(&send(&address, &get(url.path())).await), "410");
    assert_eq!(told.load(Ordering::Relaxed), 1);
}
