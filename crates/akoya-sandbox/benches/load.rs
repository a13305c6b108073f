//! The throughput of the sandbox on one core, and its memory use: `cargo bench -p akoya-sandbox`.
//!
//! The sandbox runs on one thread, its clients on others. Prints balances per second of that thread's CPU time
//! (Linux), and the time and memory of reading 500,000 transactions page by page.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark measures and prints"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use akoya_sandbox::Sandbox;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

const CLIENTS: usize = 4;
const CALLS: usize = 5_000;
const TRANSACTIONS: usize = 500_000;
const REDIRECT_URI: &str = "http://127.0.0.1/cb";

fn main() {
    let server = Server::start();
    balances(&server);
    transactions(&server);
}

fn balances(server: &Server) {
    let id_token = server.id_token(0);
    let (cpu, wall) = (server.cpu_seconds(), Instant::now());
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                let mut connection = Connection::to(&server.api);
                for _ in 0..CALLS {
                    connection.get("/balances/v2/mikomo", &id_token);
                }
            });
        }
    });
    let calls = (CLIENTS * CALLS) as f64;
    let seconds = wall.elapsed().as_secs_f64();
    println!(
        "balances: {:.0} calls in a second of real time",
        calls / seconds
    );
    if let Some(cpu) = server
        .cpu_seconds()
        .zip(cpu)
        .map(|(after, before)| after - before)
    {
        println!("balances: {:.0} calls in a second of one core", calls / cpu);
    }
}

fn transactions(server: &Server) {
    let id_token = server.id_token(1);
    let mut connection = Connection::to(&server.api);
    let range = "startTime=2020-01-01T00:00:00Z&endTime=2027-01-01T00:00:00Z&limit=500";
    let mut next = Some(format!("/transactions/v2/mikomo/volume-checking?{range}"));
    let (start, mut count, mut memory) = (Instant::now(), 0, Vec::new());
    while let Some(path) = next {
        let page = connection.get(&path, &id_token);
        count += page["transactions"].as_array().unwrap().len();
        next = page["links"]["next"]["href"].as_str().map(str::to_owned);
        memory.extend(resident_kib());
    }
    assert_eq!(count, TRANSACTIONS);
    println!(
        "transactions: {count} in {:.1} s",
        start.elapsed().as_secs_f64()
    );
    if let (Some(first), Some(last), Some(most)) =
        (memory.first(), memory.last(), memory.iter().max())
    {
        println!(
            "transactions: this process has {first} KiB at the first page, {last} at the last, {most} at most"
        );
    }
}

/// A running sandbox. Its servers have a thread of their own, whose name is known.
struct Server {
    idp: String,
    api: String,
    client: (String, String),
    callbacks: Vec<String>,
    _sandbox: Sandbox,
}

impl Server {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let sandbox = Sandbox::builder().transactions(TRANSACTIONS);
            Self::of(sandbox.start().await.unwrap()).await
        })
    }

    async fn of(sandbox: Sandbox) -> Self {
        let client = (
            sandbox.client_id().to_owned(),
            sandbox.client_secret().to_owned(),
        );
        let [idp, api] =
            [sandbox.idp_url(), sandbox.api_url()].map(|url| url.replace("http://", ""));
        let url = format!(
            "/auth?connector=mikomo&client_id={}&redirect_uri={REDIRECT_URI}&response_type=code\
             &scope=openid%20profile%20offline_access&state=benchmark",
            client.0
        );
        let mut callbacks = Vec::new();
        for user in ["mikomo_7", "volume"] {
            callbacks.push(sandbox.approve(&url, user).await.unwrap());
        }
        Self {
            idp,
            api,
            client,
            callbacks,
            _sandbox: sandbox,
        }
    }

    /// An id_token for one of the consents.
    fn id_token(&self, consent: usize) -> String {
        let code = self.callbacks[consent]
            .split_once("code=")
            .unwrap()
            .1
            .split('&')
            .next()
            .unwrap();
        let form = format!("grant_type=authorization_code&code={code}&redirect_uri={REDIRECT_URI}");
        let basic = STANDARD.encode(format!("{}:{}", self.client.0, self.client.1));
        let headers = format!(
            "authorization: Basic {basic}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
            form.len()
        );
        let tokens =
            Connection::to(&self.idp).send(&format!("POST /token HTTP/1.1\r\n{headers}"), &form);
        tokens["id_token"].as_str().unwrap().to_owned()
    }

    /// The CPU time of the sandbox's thread. Only Linux provides it.
    fn cpu_seconds(&self) -> Option<f64> {
        let tasks = std::fs::read_dir("/proc/self/task").ok()?;
        let task = tasks.flatten().map(|task| task.path()).find(|task| {
            std::fs::read_to_string(task.join("comm"))
                .is_ok_and(|name| name.trim() == "akoya-sandbox")
        })?;
        let nanos: f64 = std::fs::read_to_string(task.join("schedstat"))
            .ok()?
            .split(' ')
            .next()?
            .parse()
            .ok()?;
        Some(nanos / 1e9)
    }
}

/// A connection that is reused, as clients do.
struct Connection(BufReader<TcpStream>);

impl Connection {
    fn to(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    fn get(&mut self, path: &str, id_token: &str) -> Value {
        self.send(
            &format!("GET {path} HTTP/1.1\r\nauthorization: Bearer {id_token}\r\n"),
            "",
        )
    }

    fn send(&mut self, head: &str, body: &str) -> Value {
        self.0
            .get_mut()
            .write_all(format!("{head}host: localhost\r\n\r\n{body}").as_bytes())
            .unwrap();
        let (mut line, mut length) = (String::new(), 0);
        while line != "\r\n" {
            line.clear();
            self.0.read_line(&mut line).unwrap();
            if let Some(text) = line.strip_prefix("content-length: ") {
                length = text.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }
}

fn resident_kib() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
