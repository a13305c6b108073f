//! Hundreds of callbacks that a hostile page, or a program on the machine, makes of what it knows: they change nothing, learn nothing
//! and lead nowhere.

use std::collections::BTreeSet;
use std::time::Duration;

use acg::loopback::{ANY_PORT, CallbackReceiver, FinalPage};
use acg::{Callback, ErrorKind, Operation, Secret};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::Url;

use crate::world::World;

/// Where the genuine callback comes.
const PATH: &str = "/callback";

/// What a hostile page wants the browser to be led to, or to be shown.
const BAIT: &str = "evil.example";

/// Queries that are not the one that is waited for, made of the right state: some are near to it, as a guess would be.
fn queries(state: &str) -> Vec<String> {
    let guesses = [
        String::new(),
        state[..state.len() - 1].to_owned(),
        format!("{state}x"),
        format!("{state}%00"),
        format!("%20{state}"),
        format!("{state}%0d%0aset-cookie:a=b"),
        state.to_uppercase(),
        state.chars().rev().collect(),
        "*".to_owned(),
        "%25".to_owned(),
        "%ff%fe".to_owned(),
        "%e2%80%ae".to_owned(),
        "' or 1=1 --".replace(' ', "%20"),
        "x".repeat(5_000),
    ];
    let mut queries: Vec<_> = guesses
        .iter()
        .flat_map(|guess| {
            [
                format!("code=c&state={guess}"),
                format!("error=access_denied&error_description={BAIT}&state={guess}"),
            ]
        })
        .collect();
    let right = format!("state={state}");
    queries.extend([
        // Nothing, and half of it.
        String::new(),
        right.clone(),
        "code=c".to_owned(),
        format!("code=&{right}"),
        // Twice.
        format!("code=c&code=d&{right}"),
        format!("code=c&{right}&{right}"),
        format!("code=c&state=x&{right}"),
        format!("code=c&error=access_denied&{right}"),
        format!("code=c&{right}&iss=https%3A%2F%2Fa&iss=https%3A%2F%2Fb"),
        // Tokens, as of the implicit grant (RFC 9700 §4.6).
        format!("access_token=t&token_type=bearer&{right}"),
        format!("code=c&id_token=a.b.c&{right}"),
        format!("code=c&refresh_token=r&{right}"),
        // Signed by nobody.
        format!("response=a.b.c&{right}"),
        "response=eyJhbGciOiJub25lIn0.e30.".to_owned(),
        // Bytes that are not text.
        format!("code=c%00&{right}"),
        format!("code=%ff&{right}"),
        format!("code=c%0d%0alocation:%20https://{BAIT}&{right}"),
        format!("code={}&{right}", "c".repeat(5_000)),
        // Names that are only like the right ones.
        format!("CODE=c&{right}"),
        format!("code=c&STATE={state}"),
        format!("code=c;{right}"),
        format!("code=c&amp;{right}"),
        format!("redirect_uri=https://{BAIT}&next=//{BAIT}&return_to=https://{BAIT}"),
    ]);
    queries
}

/// Requests that are not the browser's genuine one, whatever the query is: each is a way to send it.
fn requests(target: &str, own: &str) -> Vec<String> {
    let get = |rest: &str| format!("GET {target} HTTP/1.1\r\n{rest}\r\n\r\n");
    let with = |method: &str| {
        format!("{method} {target} HTTP/1.1\r\nHost: {own}\r\nContent-Length: 0\r\n\r\n")
    };
    let at = |path: &str| {
        let target = target.replacen(PATH, path, 1);
        format!("GET {target} HTTP/1.1\r\nHost: {own}\r\n\r\n")
    };
    vec![
        // As a name that leads to this machine (DNS rebinding), and through a proxy that says so (RFC 9700 §4.13).
        get(&format!("Host: {BAIT}")),
        get(&format!("Host: {BAIT}\r\nX-Forwarded-Host: {own}")),
        get(&format!("Host: {BAIT}\r\nForwarded: host={own}")),
        get(&format!("Host: {own}\r\nHost: {BAIT}")),
        get(&format!("Host: {own}.{BAIT}")),
        get(&format!("Host: {own}@{BAIT}")),
        get("Accept: */*"),
        // As a form that posts itself, and as what a script may send.
        with("POST"),
        with("PUT"),
        with("DELETE"),
        with("OPTIONS"),
        with("TRACE"),
        // Elsewhere.
        at("/"),
        at("/callback/"),
        at("/callback/.."),
        at("//callback"),
        at("/CALLBACK"),
        at("/callback%2f"),
        // No HTTP.
        format!("GET {target}\r\n\r\n"),
        format!("GET {target} HTTP/9.9\r\nHost: {own}\r\n\r\n"),
        "\u{1}\u{2}\u{3}\r\n\r\n".to_owned(),
    ]
}

/// The whole response, as it is on the wire; empty when the connection was closed.
async fn send(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let _ = stream.write_all(request.as_bytes()).await;
    let mut response = Vec::new();
    // A server that refuses may reset the connection after its response.
    let _ = stream.read_to_end(&mut response).await;
    String::from_utf8_lossy(&response).into_owned()
}

fn status(response: &str) -> &str {
    response.split(' ').nth(1).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_hostile_callbacks_change_nothing_and_lead_nowhere() {
    let state = "Ag4x-Qm9_canary-of-the-state";
    let receiver = CallbackReceiver::bind(ANY_PORT).await.unwrap();
    let url: Url = receiver.redirect_uri().parse().unwrap();
    let own = format!("127.0.0.1:{}", url.port().unwrap());
    let mut received = tokio::spawn(receiver.wait(Secret::new(state), Duration::from_secs(600)));
    let genuine = format!("{PATH}?code=c&state={state}");
    let target = |query: &String| format!("{PATH}?{query}");
    let plain = |target: &str| format!("GET {target} HTTP/1.1\r\nHost: {own}\r\n\r\n");
    let (queries, mut hostile) = (queries(state), Vec::new());
    hostile.extend(queries.iter().map(|query| plain(&target(query))));
    // Also with the genuine query: knowing it is not enough.
    hostile.extend(requests(&genuine, &own));
    let others = queries.iter().step_by(2).map(target);
    hostile.extend(others.flat_map(|target| requests(&target, &own)));
    let different: BTreeSet<_> = hostile.iter().collect();
    assert!(different.len() >= 500, "{}", different.len());

    for request in &hostile {
        // One that is believed is responded to when the program has decided, so that its response never comes here.
        let response = tokio::select! {
            response = send(&own, request) => response,
            _ = &mut received => panic!("believed: {request:.200}"),
        };
        let shown = format!("{request:.200}\n---\n{response}");
        let refused = ["400", "404", "405", "414", "421", "431", "505", ""];
        assert!(refused.contains(&status(&response)), "{shown}");
        let head = response.to_ascii_lowercase();
        // No redirect, so no open redirector (RFC 9700 §4.11), and nothing of the request in the response.
        assert!(!head.contains("location:"), "{shown}");
        assert!(!head.contains("set-cookie"), "{shown}");
        assert!(!head.contains("access-control-"), "{shown}");
        assert!(!response.contains(BAIT), "{shown}");
        assert!(!response.contains("canary"), "{shown}");
    }

    let callback = plain(&genuine);
    let (browser, ()) = tokio::join!(send(&own, &callback), async {
        let received = received.await.unwrap().unwrap();
        let code = received.callback().verified(&Secret::new(state)).unwrap();
        assert_eq!(code.expose(), "c");
        received.finish(FinalPage::Connected).await;
    });
    // Not 307, with which a browser would send what it has sent once more (RFC 9700 §4.12).
    assert_eq!(status(&browser), "303");
}

/// What a program on the machine may hold a connection with.
fn openings(own: &str) -> Vec<String> {
    let get =
        |rest: &str| format!("GET {PATH}?code=c&state=wrong HTTP/1.1\r\nHost: {own}\r\n{rest}");
    vec![
        // Nothing, and the beginning of a request.
        String::new(),
        "GET /cal".to_owned(),
        get(""),
        // A whole one, of which the rest is announced and does not come.
        get("\r\n"),
        get("Content-Length: 9999\r\n\r\n"),
        get("Expect: 100-continue\r\nContent-Length: 9999\r\n\r\n"),
        get("Transfer-Encoding: chunked\r\n\r\n9999\r\n"),
        get("Connection: upgrade\r\nUpgrade: h2c\r\n\r\n"),
    ]
}

/// Opens connections and leaves them open. All of them are there before the receiver sees the first, so that there are
/// no more than an operating system keeps for a program that does not look.
fn flood(own: &str, count: usize) -> Vec<std::net::TcpStream> {
    let openings = openings(own);
    let connect = |opening: &String| {
        let mut stream = std::net::TcpStream::connect(own).unwrap();
        std::io::Write::write_all(&mut stream, opening.as_bytes()).unwrap();
        stream
    };
    openings.iter().cycle().take(count).map(connect).collect()
}

#[tokio::test]
async fn the_browser_gets_through_among_five_hundred_connections() {
    let receiver = CallbackReceiver::bind(ANY_PORT).await.unwrap();
    let url: Url = receiver.redirect_uri().parse().unwrap();
    let own = format!("127.0.0.1:{}", url.port().unwrap());
    let received = tokio::spawn(receiver.wait(Secret::new("right"), Duration::from_secs(600)));
    let mut hostile = flood(&own, 10);
    let mut browser = std::net::TcpStream::connect(&own).unwrap();
    let request = format!("GET {PATH}?code=c&state=right HTTP/1.1\r\nHost: {own}\r\n\r\n");
    std::io::Write::write_all(&mut browser, request.as_bytes()).unwrap();
    hostile.extend(flood(&own, 100));
    browser.set_nonblocking(true).unwrap();
    let mut browser = TcpStream::from_std(browser).unwrap();
    let mut response = String::new();
    let received = tokio::select! {
        received = received => received.unwrap().unwrap(),
        read = browser.read_to_string(&mut response) => panic!("cut off: {read:?} {response}"),
    };
    // While the code is exchanged, too.
    for _ in 0..4 {
        // The first to come is the first to be accepted: after this response none waits.
        let other = send(&own, &format!("GET / HTTP/1.1\r\nHost: {own}\r\n\r\n")).await;
        assert_eq!(status(&other), "404");
        hostile.extend(flood(&own, 100));
    }
    let (read, ()) = tokio::join!(
        browser.read_to_string(&mut response),
        received.finish(FinalPage::Connected)
    );
    read.unwrap();
    assert_eq!(status(&response), "303");
    assert!(hostile.len() > 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_response_of_the_receiver_forbids_frames_scripts_and_referrers() {
    let receiver = CallbackReceiver::bind(ANY_PORT).await.unwrap();
    let url: Url = receiver.redirect_uri().parse().unwrap();
    let own = format!("127.0.0.1:{}", url.port().unwrap());
    let received = tokio::spawn(receiver.wait(Secret::new("right"), Duration::from_secs(600)));
    let get = |target: &str| format!("GET {target} HTTP/1.1\r\nHost: {own}\r\n\r\n");
    let mut responses = vec![
        send(&own, &get("/callback?code=c&state=wrong")).await,
        send(&own, &get("/favicon.ico")).await,
        send(&own, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n").await,
        send(
            &own,
            &format!("POST /callback HTTP/1.1\r\nHost: {own}\r\nContent-Length: 0\r\n\r\n"),
        )
        .await,
    ];
    let callback = get("/callback?code=c&state=right");
    let page = get("/callback/connected");
    let browser = async {
        let redirect = send(&own, &callback).await;
        [redirect, send(&own, &page).await]
    };
    let (browser, ()) = tokio::join!(browser, async {
        let received = received.await.unwrap().unwrap();
        received.finish(FinalPage::Connected).await;
    });
    responses.extend(browser);
    let statuses: Vec<_> = responses.iter().map(|response| status(response)).collect();
    assert_eq!(statuses, ["400", "404", "421", "405", "303", "200"]);
    for response in responses {
        for header in [
            // Clickjacking (RFC 9700 §4.16), and scripts of others.
            "content-security-policy: default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
            // The address of the callback, in the next request (§4.2).
            "referrer-policy: no-referrer",
            // In a cache of the browser (§4.3).
            "cache-control: no-store",
        ] {
            assert!(response.contains(header), "{header}\n{response}");
        }
        assert!(!response.contains("<script"), "{response}");
    }
}

#[tokio::test]
async fn hundreds_of_hostile_callbacks_do_not_use_a_pending_authorization_up() {
    let world = World::new();
    let auth = world.auth();
    let (_, pending) = auth.authorize().start().unwrap();
    let state = pending.state().expose();
    let hostile = queries(state);
    for (round, query) in (0..10).flat_map(|round| hostile.iter().map(move |q| (round, q))) {
        let Ok(callback) = query.parse::<Callback>() else {
            continue;
        };
        let error = auth.complete(&pending, callback).await.unwrap_err();
        assert_eq!(
            error.kind(),
            ErrorKind::InvalidCallback,
            "{round} {query:.100}"
        );
    }
    assert!(world.idp.seen().is_empty());
    assert!(world.stored().await.is_none());
    let genuine: Callback = format!("code=code&state={state}").parse().unwrap();
    auth.complete(&pending, genuine).await.unwrap();
    assert_eq!(world.idp.count(Operation::Exchange), 1);
}
