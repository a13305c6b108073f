//! Proxies, certificates, clocks and closed pipes.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;

use akoya_sandbox::Sandbox;

use crate::akoya::Akoya;

/// A proxy that refuses every request, and reports what the first one wanted.
fn proxy() -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let first = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut asked = String::new();
        BufReader::new(stream.try_clone().unwrap())
            .read_line(&mut asked)
            .unwrap();
        stream
            .write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n")
            .unwrap();
        asked
    });
    (url, first)
}

const ELSEWHERE: [&str; 8] = [
    "login",
    "--no-browser",
    "--idp-url",
    "https://idp.example",
    "--api-url",
    "https://api.example",
    "--connector",
    "bank",
];

#[test]
fn the_provider_is_tried_through_the_proxy_before_a_customer_is_sent_there() {
    for name in ["AKOYA_PROXY", "HTTPS_PROXY", "all_proxy"] {
        let (url, asked) = proxy();
        let akoya = Akoya::new()
            .with("AKOYA_CLIENT_ID", "id")
            .with("AKOYA_CLIENT_SECRET", "secret")
            .with(name, &url);
        let run = akoya.run(&ELSEWHERE);
        assert_eq!(
            asked.join().unwrap(),
            "CONNECT idp.example:443 HTTP/1.1\r\n"
        );
        assert_eq!(run.code, 4, "{run:?}");
        assert!(run.err.contains("proxy"), "{run:?}");
        assert!(!run.err.contains("/auth?"), "no page is shown: {run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn this_computer_is_reached_without_the_proxy() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox).with("AKOYA_PROXY", "http://user:canary@127.0.0.1:9");
    let run = akoya.run(&["login", "--auto-consent", "--user", "mikomo_10", "-vv"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.err.contains("canary"), "{run:?}");
    akoya.ok(&["balances"]);
}

#[tokio::test(flavor = "multi_thread")]
#[cfg(unix)]
async fn a_file_with_a_secret_that_others_can_read_is_pointed_out() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox).without("AKOYA_CLIENT_SECRET");
    let file = akoya.write("secret", sandbox.client_secret());
    let login = [
        "login",
        "--auto-consent",
        "--client-secret-file",
        file.to_str().unwrap(),
    ];
    let warning = |mode| {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let run = akoya.run(&login);
        assert_eq!(run.code, 0, "{run:?}");
        run.err.contains("chmod 600")
    };
    assert!(warning(0o666));
    assert!(!warning(0o600));
}

#[test]
fn what_is_not_there_is_not_logged_out_of() {
    let run = Akoya::new().run(&["logout", "--connection", "nope", "--forget"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.err.contains("there is no connection `nope`"), "{run:?}");
}
