//! What a data call costs beside the same call on bare reqwest, in one run: `cargo bench -p akoya-sdk`.
//!
//! Prints CPU microseconds per call of the client's thread (Linux), the median of interleaved rounds, and the
//! ratio. The server is a few lines on another thread and is not counted.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark measures and prints"
)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use akoya::model::balances::Balances;
use akoya::oauth::{AuthorizationCodeAuthCredentials, OauthToken};
use akoya::{Client, Environment, InteractionType, RetryPolicy};

const ROUNDS: usize = 15;
const CALLS: u32 = 400;

fn main() {
    let url = serve(balances(6));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (ours, bare) = (
        client(&url),
        reqwest::Client::builder().no_proxy().build().unwrap(),
    );
    let token = format!("Bearer {}", "t".repeat(800));
    let (mut with_akoya, mut with_reqwest, mut bearer) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS + 2 {
        let akoya = per_call(CALLS, || {
            runtime.block_on(async {
                for _ in 0..CALLS {
                    ours.balances("mikomo").send().await.unwrap();
                }
            });
        });
        let reqwest = per_call(CALLS, || {
            runtime.block_on(async {
                for _ in 0..CALLS {
                    let call = bare
                        .get(format!("{url}/balances/v3/mikomo"))
                        .header("authorization", &token);
                    let body = call
                        .header("accept", "application/json")
                        .send()
                        .await
                        .unwrap()
                        .bytes()
                        .await
                        .unwrap();
                    akoya::model::from_slice::<Balances>(&body).unwrap();
                }
            });
        });
        let auth = ours.acg_auth().engine().clone();
        let lookup = per_call(100_000, || {
            runtime.block_on(async {
                for _ in 0..100_000 {
                    std::hint::black_box(auth.bearer().await.unwrap());
                }
            });
        });
        if round >= 2 {
            with_akoya.push(akoya);
            with_reqwest.push(reqwest);
            bearer.push(lookup);
        }
    }
    let (akoya, reqwest, bearer) = (median(with_akoya), median(with_reqwest), median(bearer));
    println!("bare reqwest + parse   {reqwest:8.1} us of CPU per call");
    println!("akoya                  {akoya:8.1} us of CPU per call");
    println!("ratio                  {:8.2}", akoya / reqwest);
    println!("bearer of a valid token{:8.1} ns", bearer * 1000.0);
}

fn client(url: &str) -> Client {
    let token = OauthToken::from_id_token("t".repeat(800))
        .with_expiry(SystemTime::now() + Duration::from_secs(86_400));
    let credentials =
        AuthorizationCodeAuthCredentials::builder("id", "secret", "https://app.example/callback");
    let credentials = credentials.oauth_token(token).build().unwrap();
    let environment = Environment::custom(url, url).unwrap();
    Client::builder(credentials)
        .environment(environment)
        .interaction_type(InteractionType::Batch)
        .last_access("2026-01-01")
        .retry(RetryPolicy::off())
        .build()
        .unwrap()
}

/// CPU microseconds of this thread per call.
fn per_call(calls: u32, work: impl FnOnce()) -> f64 {
    let (cpu, wall) = (cpu_nanos(), Instant::now());
    work();
    let nanos = cpu.zip(cpu_nanos()).map_or_else(
        || wall.elapsed().as_nanos() as f64,
        |(before, after)| (after - before) as f64,
    );
    nanos / 1000.0 / f64::from(calls)
}

/// Time that this thread has run; only Linux reports it.
fn cpu_nanos() -> Option<u64> {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()?
        .split(' ')
        .next()?
        .parse()
        .ok()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Responds to every request with `body`.
fn serve(body: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let response: Arc<str> = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let response = response.clone();
            std::thread::spawn(move || {
                stream.set_nodelay(true).unwrap();
                let (mut reader, mut writer) =
                    (BufReader::new(stream.try_clone().unwrap()), stream);
                let mut line = String::new();
                while reader.read_line(&mut line).is_ok_and(|read| read > 0) {
                    if line == "\r\n" {
                        writer.write_all(response.as_bytes()).unwrap();
                    }
                    line.clear();
                }
            });
        }
    });
    url
}

fn balances(accounts: usize) -> String {
    let account = |index| {
        format!(
            r#"{{"depositAccount":{{"accountId":"a{index}","accountType":"CHECKING","currency":{{"currencyCode":"USD"}},"nickname":"Everyday checking","status":"OPEN","balanceAsOf":"2026-01-01T00:00:00Z","currentBalance":1{index}234.56,"availableBalance":0.10}}}}"#
        )
    };
    format!(
        r#"{{"accounts":[{}]}}"#,
        (0..accounts).map(account).collect::<Vec<_>>().join(",")
    )
}
