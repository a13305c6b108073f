//! A process that refreshes without pause is killed, again and again, at every step of a refresh.
//!
//! The provider is here, the process that is killed is this same program. It talks to the provider in lines, and
//! reports to it of every token that was made durable. So it is known of each kill whether something may be lost:
//! only a token whose response was under way, and that was never reported as saved.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acg::clock::SystemClock;
use acg::http::{Body, HttpError, HttpErrorKind, HttpService, Request, Response};
use acg::store::GrantState;
use acg::testing::RotatingProvider;
use acg::{AuthorizationCodeAuth, BoxFuture, ConsentCause, OauthToken, Recovery};
use acg_sqlite::SqliteStore;

use crate::connection;

/// The orders of the process that is killed: the database, the provider's address, how many refreshes.
const ORDERS: &str = "ACG_SQLITE_CRASH_TEST";

/// What is sent to the provider after all that a process that was killed has sent.
const LAST: &str = "last";

/// A point of a refresh at which the process can be killed, as the provider sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KillPoint {
    /// The process has connected: it has taken the lease in the store.
    Accepted,
    /// The request is here and not processed.
    Received,
    /// The old token is spent; no response is written.
    Processed,
    /// The response is written.
    Responded,
    /// The process has said that the new token is durable.
    Saved,
}

const KILL_POINTS: [KillPoint; 5] = [
    KillPoint::Accepted,
    KillPoint::Received,
    KillPoint::Processed,
    KillPoint::Responded,
    KillPoint::Saved,
];

/// When the process is killed.
#[derive(Debug, Clone, Copy)]
struct Plan {
    point: KillPoint,
    /// At which occurrence of the point.
    occurrence: u32,
    /// How long the kill is put off, in turns of the scheduler.
    delay: u32,
}

/// The provider's side: what it knows, and which process it is to kill.
#[derive(Debug)]
struct Bench {
    provider: RotatingProvider,
    /// The highest number of a token that was reported as durable.
    saved: u32,
    victim: Option<(Child, Plan)>,
}

/// A provider on a loopback port.
struct Provider {
    bench: Arc<Mutex<Bench>>,
    address: SocketAddr,
    kills: mpsc::Receiver<()>,
}

impl Provider {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let provider = RotatingProvider::new(Arc::new(SystemClock::new()));
        provider.accept_every_code();
        let bench = Arc::new(Mutex::new(Bench {
            provider,
            saved: 0,
            victim: None,
        }));
        let (killed, kills) = mpsc::channel();
        std::thread::spawn({
            let bench = bench.clone();
            move || {
                for stream in listener.incoming() {
                    let mut has_killed = false;
                    // A connection that breaks is a process that was killed.
                    let _ = serve(&bench, stream.unwrap(), &mut has_killed);
                    if has_killed && killed.send(()).is_err() {
                        return;
                    }
                }
            }
        });
        Self {
            bench,
            address,
            kills,
        }
    }

    /// Lets a process refresh and kills it as planned. What it sent before has been served: what a dead process sent must not
    /// count as the next one's, which would be killed at another moment than planned.
    fn run_and_kill(&self, database: &std::path::Path, plan: Plan) {
        let mut bench = self.bench.lock().unwrap();
        bench.victim = Some((process(database, self.address, u32::MAX), plan));
        drop(bench);
        let killed = self.kills.recv_timeout(Duration::from_secs(60));
        assert!(killed.is_ok(), "the process never came to {plan:?}");
        // Connections are served one after the other.
        exchange(self.address, LAST).unwrap();
    }
}

/// Serves one connection: a form, or the report of a durable token.
fn serve(bench: &Mutex<Bench>, stream: TcpStream, has_killed: &mut bool) -> std::io::Result<()> {
    let mut bench = bench.lock().unwrap();
    if bench.at(KillPoint::Accepted) {
        *has_killed = true;
        return Ok(());
    }
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line)?;
    let Some(line) = line.strip_suffix('\n') else {
        return Ok(());
    };
    if line == LAST {
        return Ok(());
    }
    if let Some(number) = line.strip_prefix("saved ") {
        bench.saved = number.parse().unwrap();
        *has_killed |= bench.at(KillPoint::Saved);
        return (&stream).write_all(b"noted\n");
    }
    if bench.at(KillPoint::Received) {
        *has_killed = true;
        return Ok(());
    }
    let (status, body) = bench.provider.process("/token", line);
    *has_killed |= bench.at(KillPoint::Processed);
    (&stream).write_all(format!("{status} {body}\n").as_bytes())?;
    stream.shutdown(Shutdown::Write)?;
    *has_killed |= bench.at(KillPoint::Responded);
    Ok(())
}

impl Bench {
    /// Kills the process if this is the moment.
    fn at(&mut self, point: KillPoint) -> bool {
        let Some((victim, plan)) = &mut self.victim else {
            return false;
        };
        if plan.point != point {
            return false;
        }
        plan.occurrence -= 1;
        if plan.occurrence > 0 {
            return false;
        }
        for _ in 0..plan.delay {
            std::thread::yield_now();
        }
        victim.kill().unwrap();
        victim.wait().unwrap();
        self.victim = None;
        true
    }
}

/// This program again, as the process that refreshes.
fn process(database: &std::path::Path, provider: SocketAddr, refreshes: u32) -> Child {
    let program = std::env::current_exe().unwrap();
    let orders = format!("{provider} {refreshes} {}", database.display());
    Command::new(program)
        .args([
            "--exact",
            "crash::the_process_that_is_killed",
            "--nocapture",
        ])
        .env(ORDERS, orders)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Not a test: what the process that is killed does. Without orders it does nothing.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a process that a test starts gets its orders somehow"
)]
fn the_process_that_is_killed() {
    let Ok(orders) = std::env::var(ORDERS) else {
        return;
    };
    let [provider, refreshes, database] = *orders.splitn(3, ' ').collect::<Vec<_>>() else {
        panic!("{orders}")
    };
    let (provider, refreshes) = (provider.parse().unwrap(), refreshes.parse::<u32>().unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let grant = grant(database.as_ref(), provider);
        for _ in 0..refreshes {
            grant.refresh_token().await.unwrap();
        }
    });
}

/// A grant that reports every durable token to the provider.
fn grant(database: &std::path::Path, provider: SocketAddr) -> AuthorizationCodeAuth {
    let store = Arc::new(SqliteStore::open(database).unwrap());
    let credentials = RotatingProvider::credentials().oauth_on_token_update(move |update| {
        let report = format!("saved {}", number(update.token().unwrap()));
        exchange(provider, &report).map(drop).map_err(Into::into)
    });
    let profile = RotatingProvider::profile().unwrap();
    AuthorizationCodeAuth::builder(credentials.build().unwrap(), profile)
        .http(Arc::new(Wire(provider)))
        .store(store, connection("customer/bank"))
        .build()
        .unwrap()
}

/// The number of a refresh token. A process that is killed has no provider to ask for it.
fn number(token: &OauthToken) -> u32 {
    let token = token.refresh_token.as_ref().unwrap();
    token.expose().strip_prefix("rt-").unwrap().parse().unwrap()
}

#[derive(Debug)]
struct Wire(SocketAddr);

impl HttpService for Wire {
    fn call(&self, request: Request) -> BoxFuture<'static, Result<Response, HttpError>> {
        let provider = self.0;
        Box::pin(async move {
            let form = String::from_utf8(request.into_body().into()).unwrap();
            let response = tokio::task::spawn_blocking(move || exchange(provider, &form))
                .await
                .unwrap();
            let response = response.map_err(|_| HttpError::new(HttpErrorKind::Interrupted))?;
            let (status, body) = response
                .split_once(' ')
                .ok_or_else(|| HttpError::new(HttpErrorKind::Interrupted))?;
            let mut response = Response::new(Body::from(bytes::Bytes::from(body.to_owned())));
            *response.status_mut() = status.parse::<u16>().unwrap().try_into().unwrap();
            Ok(response)
        })
    }
}

/// Sends a line and reads what comes until the connection ends.
fn exchange(provider: SocketAddr, line: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(provider)?;
    stream.write_all(format!("{line}\n").as_bytes())?;
    let mut response = String::new();
    stream.read_to_string(&mut response)?;
    Ok(response.trim_end().to_owned())
}

/// Every point at its first and second occurrence, then at random ones.
fn plans() -> Vec<Plan> {
    let mut plans = Vec::new();
    for occurrence in [1, 2] {
        plans.extend(KILL_POINTS.map(|point| Plan {
            point,
            occurrence,
            delay: 0,
        }));
    }
    // A linear congruential generator: the kills are scattered, and the same in every run.
    let mut random = 20_261_123_u64;
    let mut below = |limit: u64| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((random >> 33) % limit).unwrap()
    };
    for _ in 0..40 {
        // Most of what can go wrong is between the response and the report.
        let point = [
            KillPoint::Accepted,
            KillPoint::Received,
            KillPoint::Responded,
            KillPoint::Responded,
            KillPoint::Saved,
        ][below(5) as usize];
        plans.push(Plan {
            point,
            occurrence: 1 + below(4),
            delay: 32 << below(8),
        });
    }
    plans
}

#[test]
fn a_process_that_is_killed_at_any_moment_loses_no_token_that_it_had() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("tokens.db");
    let provider = Provider::start();
    let keeper = runtime.block_on(async {
        let grant = grant(&database, provider.address);
        grant.fetch_token("code").await.unwrap();
        grant
    });

    let mut lost = 0;
    for plan in plans() {
        provider.run_and_kill(&database, plan);
        let record = runtime.block_on(keeper.record()).unwrap().unwrap();
        if was_lost(plan, number(&record.token), &provider.bench.lock().unwrap()) {
            lost += 1;
            let next = grant(&database, provider.address);
            runtime.block_on(consent_again(&next, &keeper));
        }
        let double_spends = provider.bench.lock().unwrap().provider.double_spends();
        assert_eq!(
            double_spends, lost,
            "{plan:?}: a token was presented again without need"
        );
    }

    let mut last = process(&database, provider.address, 3);
    assert!(last.wait().unwrap().success(), "the grant lives");
    let bench = provider.bench.lock().unwrap();
    assert_eq!(
        bench.provider.double_spends(),
        lost,
        "{lost} responses were lost"
    );
    assert!(lost >= 2, "{lost} responses were lost");
    drop(bench);
    let integrity = rusqlite::Connection::open(&database).unwrap();
    let integrity: String = integrity
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(integrity, "ok");
}

/// Finds the loss in the next process, which presents the token once more, and gives a new consent.
async fn consent_again(next: &AuthorizationCodeAuth, keeper: &AuthorizationCodeAuth) {
    // The first call may take over what this process had not seen yet.
    let _ = next.refresh_token().await;
    let error = next.refresh_token().await.unwrap_err();
    let cause = ConsentCause::RotationLost;
    assert_eq!(error.recovery(), Recovery::AskForConsent(cause));
    let record = keeper.record().await.unwrap().unwrap();
    assert_eq!(record.head.state, GrantState::ConsentNeeded { cause });
    keeper.fetch_token("code").await.unwrap();
}

/// Whether the kill cost the token, which it may only while the response is under way.
fn was_lost(plan: Plan, stored: u32, bench: &Bench) -> bool {
    let (live, saved) = (bench.provider.newest(), bench.saved);
    assert!(
        stored >= saved,
        "{plan:?}: token {saved} was reported as saved, and {stored} is in the store"
    );
    match plan.point {
        KillPoint::Accepted | KillPoint::Received | KillPoint::Saved => {
            assert_eq!(stored, live, "{plan:?}")
        }
        KillPoint::Processed => assert_eq!(stored + 1, live, "{plan:?}"),
        KillPoint::Responded => assert!(
            stored == live || stored + 1 == live,
            "{plan:?}: {stored}, {live}"
        ),
    }
    stored != live
}

#[test]
fn the_lease_of_a_process_that_was_killed_is_taken_over_at_once() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let directory = tempfile::tempdir().unwrap();
    let database = directory.path().join("tokens.db");
    let provider = Provider::start();
    let keeper = grant(&database, provider.address);
    runtime.block_on(keeper.fetch_token("code")).unwrap();
    provider.run_and_kill(
        &database,
        Plan {
            point: KillPoint::Received,
            occurrence: 1,
            delay: 0,
        },
    );
    let record = runtime.block_on(keeper.record()).unwrap().unwrap();
    assert!(
        matches!(record.head.state, GrantState::Refreshing { .. }),
        "{:?}",
        record.head.state
    );
    // A lease lasts more than two minutes: waiting for its end would be noticed.
    let refreshed = runtime.block_on(async {
        tokio::time::timeout(Duration::from_secs(60), keeper.refresh_token()).await
    });
    assert_eq!(number(&refreshed.unwrap().unwrap()), 2);
}
